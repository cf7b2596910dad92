"""Claims as features: pages of them, and one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from geodata.assess import independent_count, is_denied, known_reports, origin_count
from geodata.model import Dataset
from geodata.store import Selection
from mapapp.api.library import usual_id
from mapapp.api.ogc.asked import Asked
from mapapp.api.ogc.documents import GEOJSON, NoSuchResourceError, link
from mapapp.api.ogc.found import Kind, found_rows, geometry, selected
from mapapp.export.properties import CAVEAT, claim_properties
from mapapp.view import MapState, ViewState, view_params

__all__ = ["find_feature", "one_feature", "page_of"]


def page_of(
    dataset: Dataset, kind: Kind, asked: Asked, address: str, given: Sequence[tuple[str, str]], tail: str = ""
) -> dict[str, Any]:
    """One page of the features that a request means.

    Parameters
    ----------
    dataset : Dataset
        Whose claims.
    kind : Kind
        Which of them the collection holds.
    asked : Asked
        The question.
    address : str
        Absolute address of the collection's items, without parameters.
    given : sequence of tuple of str
        The parameters as they were given, for the links to the pages before and after.

    tail : str
        The filters alone, as a query string with its question mark, for the link to the collection; or nothing.

    Returns
    -------
    dict
        A GeoJSON FeatureCollection with ``numberMatched``, exact, ``numberReturned``, ``timeStamp`` in UTC and
        ``links``. Nothing in it was public only after the day ``known``.
    """
    selection = selected(dataset, asked.query)
    rows = found_rows(selection, kind, asked)
    shown = rows[asked.offset : asked.offset + asked.limit]
    return {
        "type": "FeatureCollection",
        "caveat": CAVEAT,
        "timeStamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberMatched": len(rows),
        "numberReturned": len(shown),
        "links": [
            *_page_links(asked, len(rows), address, given),
            link(f"{address.removesuffix('/items')}{tail}", "collection"),
        ],
        "features": [_feature(selection, row) for row in shown],
    }


def _page_links(asked: Asked, matched: int, address: str, given: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    kept = [(name, value) for name, value in given if name != "offset"]

    def page(offset: int) -> str:
        asked_for = urlencode([*kept, ("offset", str(offset))] if offset else kept)
        return f"{address}?{asked_for}" if asked_for else address

    links = [link(page(asked.offset), "self", GEOJSON)]
    if asked.offset + asked.limit < matched:
        links.append(link(page(asked.offset + asked.limit), "next", GEOJSON))
    if asked.offset:
        links.append(link(page(max(0, min(asked.offset, matched) - asked.limit)), "prev", GEOJSON))
    return links


def _feature(selection: Selection, row: int) -> dict[str, Any]:
    dataset, known_on = selection.dataset, selection.query.known_on
    claim = dataset.claims[row]
    reports = known_reports(dataset, claim, known_on)
    said = claim_properties(selection, row)
    del said["shown_as"]  # that is of a window of whole days, which the standard does not have
    evidence = {
        "denied": is_denied(dataset.positions_of.get(claim.claim_id, ()), known_on),
        "reports": len(reports),
        "origins": origin_count(dataset, reports),
        "independent_origins": independent_count(dataset, reports),
    }
    where = geometry(dataset, claim)
    return {"type": "Feature", "id": claim.claim_id, "geometry": where, "properties": {**said, **evidence}}


def find_feature(dataset: Dataset, kind: Kind, asked: Asked, feature_id: str) -> int:
    """The row of a claim that a collection holds; the rest as in :func:`page_of`.

    Raises
    ------
    NoSuchResourceError
        If the collection has no such claim, or the filters leave it out, or nobody knew it on the day asked for.
    """
    row = dataset.row_of.get(feature_id)
    if row is None or row not in found_rows(selected(dataset, asked.query), kind, asked):
        raise NoSuchResourceError(f"There is no feature “{feature_id[:60]}” here: use an id that the items name.")
    return row


def one_feature(
    dataset: Dataset, dataset_id: str | None, kind: Kind, asked: Asked, address: str, feature_id: str, tail: str = ""
) -> dict[str, Any]:
    """One claim as a feature, with links to itself, its collection and its card in the app.

    Parameters
    ----------
    dataset, kind, asked, tail
        As in :func:`page_of`; of the question only filters and day count.
    dataset_id : str or None
        As the library names the data set.
    address : str
        Absolute address of the collection's items.
    feature_id : str
        The claim's id.

    Raises
    ------
    NoSuchResourceError
        As :func:`find_feature` does.
    """
    row = find_feature(dataset, kind, asked, feature_id)
    root = address.rpartition("/ogc/collections/")[0]
    day = asked.query.known_on
    card = ViewState(dataset_id=usual_id(dataset_id), map=MapState(claim_id=feature_id, known_on=day))
    links = [
        link(f"{address}/{feature_id}{tail}", "self", GEOJSON),
        link(f"{address.removesuffix('/items')}{tail}", "collection"),
        link(f"{root}/?{urlencode(view_params(card), doseq=True)}", "alternate", "text/html", title="Its card"),
    ]
    return {**_feature(selected(dataset, asked.query), row), "caveat": CAVEAT, "links": links}
