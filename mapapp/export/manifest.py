"""What a picture or a file says of itself to a program: the question, the counts, the data, every claim shown."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from geodata.errors import ExportError
from geodata.store import Selection, last_day, sentence
from mapapp import __version__
from mapapp.export.coverage import coverage_words
from mapapp.export.geojson import CAVEAT
from mapapp.export.iso import iso_day
from mapapp.export.link import link_of, query_words
from mapapp.export.look import Look
from mapapp.export.tally import hidden_in_zones, zone_rows
from mapapp.export.theme import borders_words

__all__ = ["FORMAT", "made_on_of", "manifest_of", "manifest_of_chosen"]

FORMAT = 1
"""Number of the manifest's layout; it rises when a reader of the old one would misread the new one."""


def manifest_of(
    selection: Selection, *, rows: Sequence[int] | None = None, title: str | None = None, borders: str = "recognised",
    window_mode: str = "window", zones: bool = True, made_on: date | None = None, lang: str = "en",
    dataset_id: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Say what a picture or a file shows, as JSON values in a fixed order.

    Parameters
    ----------
    selection : Selection
        What is shown.
    rows : sequence of int or None
        Claims that it holds; None: those in view but for zones that are switched off, as a picture draws them.
    title : str or None
        None: the data set's.
    borders : {'recognised', 'defacto'}
        The view of the borders.
    window_mode : {'window', 'cumulative'}
        What the window means.
    zones : bool
        Whether zones are drawn.
    made_on : date or None
        The UTC day to be named as that of the making. Nothing looks at a clock: without it no day is named.
    lang : {'en', 'ru', 'uk', 'ko'}
        Language of the names on the map.
    dataset_id : str or None
        Under which id the app shows the data set, for the link.

    Returns
    -------
    dict
        Days are UTC, the window's both inclusive; the box is in EPSG:4326 degrees. The same input gives the same.
    """
    dataset, query = selection.dataset, selection.query
    hidden = frozenset() if zones else zone_rows(selection)
    held = [row for row in selection.in_view if row not in hidden] if rows is None else rows
    last = last_day(dataset) if query.known_on is None else None
    return {
        "manifest": FORMAT,
        "program": {"name": "Claimline", "version": __version__},
        "made_on": iso_day(made_on),
        "title": dataset.info.title if title is None else title,
        "caveat": CAVEAT,
        "sentence": sentence(dataset, query),
        "query": query_words(query),
        "link": link_of(selection, window_mode=window_mode, borders=borders, zones=zones, dataset_id=dataset_id),
        "known_on": iso_day(query.known_on),
        "recorded_up_to": iso_day(last),
        "window": {"first": iso_day(query.first_day), "last": iso_day(query.last_day), "mode": window_mode},
        "coverage": coverage_words(selection) or None,
        "view": _view(borders, zones, lang),
        "counts": _counts(selection, zones),
        "dataset": _dataset(selection),
        "claims": [_claim(selection, row) for row in held],
    }


def manifest_of_chosen(selection: Selection, look: Look) -> dict[str, Any]:
    """Say what a file of data holds: every claim that was chosen, also those that no map can show."""
    return manifest_of(
        selection, rows=selection.chosen, title=look.title, borders=look.borders, window_mode=look.window_mode,
        zones=look.zones, made_on=look.made_on, dataset_id=look.dataset_id,
    )  # fmt: skip


def made_on_of(environment: Mapping[str, str] | None = None) -> date | None:
    """The UTC day that ``SOURCE_DATE_EPOCH`` (seconds since 1970 UTC) names as that of the making; None where unset.

    Raises
    ------
    ExportError
        If it is no whole number of seconds in the calendar.
    """
    value = (os.environ if environment is None else environment).get("SOURCE_DATE_EPOCH", "")
    if not value:
        return None
    try:
        return datetime.fromtimestamp(int(value), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        mend = "write whole seconds since 1970, or unset it"
        raise ExportError(f"SOURCE_DATE_EPOCH is “{value[:40]}”, which is no moment; {mend}.") from error


def _view(borders: str, zones: bool, lang: str) -> dict[str, Any]:
    label, note = borders_words(borders)
    return {"borders": borders, "borders_label": label, "borders_note": note, "zones": zones, "lang": lang}


def _counts(selection: Selection, zones: bool) -> dict[str, Any]:
    return {
        "in_view_definite": selection.definite,
        "in_view_possible": selection.possible,
        "in_view_by_status": {status.value: count for status, count in selection.counts().items()},
        "in_zones_switched_off": 0 if zones else hidden_in_zones(selection),
        "hidden_by_filters": selection.filtered,
        "unlocated": len(selection.unlocated),
        "undated": len(selection.undated),
        "outside_window": selection.outside_window,
        "outside_view": selection.outside_view,
        "not_known": selection.not_known,
    }


def _dataset(selection: Selection) -> dict[str, str]:
    info = selection.dataset.info
    return {
        "id": info.dataset_id,
        "title": info.title,
        "version": info.version,
        "digest": selection.dataset.digest,
        "licence": info.licence,
        "attribution": info.attribution,
    }


def _claim(selection: Selection, row: int) -> dict[str, str]:
    verdict = selection.verdicts[row]
    claim_id = selection.dataset.claims[row].claim_id
    return {"id": claim_id, "status": verdict.status.value, "rule": verdict.rule.rule_id}
