"""The live map in one file: every claim, the ground, script and style inside; it opens as it was saved."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from geodata import basemap
from geodata.model import ClaimType, Dataset, Modality, Status
from geodata.store import ClaimQuery, Selection, excerpt_of, select
from mapapp.export.iso import iso_day
from mapapp.export.look import LOOK, Look
from mapapp.export.manifest import manifest_of
from mapapp.export.seal import seal
from mapapp.export.snapshot import refuse_words
from mapapp.timemap.island import basemap_style, island
from mapapp.timemap.payload import claims_payload

__all__ = ["to_html"]


def to_html(selection: Selection, look: Look = LOOK) -> bytes:
    """Write the live map as one file that asks for nothing.

    It holds every claim, because its reader may move the dates, the day of knowledge and the filters; it opens at those
    of the selection. With a ``known_on`` it holds what was public by the end of that UTC day and nothing later, so that
    its reader can go back from there but not beyond. Its manifest names the claims in view, as a picture's does.

    Parameters
    ----------
    selection : Selection
        Where the map opens. Its query's box (EPSG:4326, degrees) becomes the camera; without one, every known place.
    look : Look
        Title, borders, theme, mode of the window, zones, the day of the making, and the language of the ground's names.

    Returns
    -------
    bytes
        UTF-8, with a sealed manifest, which ``mapapp.export.verify`` reads. Nothing looks at a clock: the same input
        gives the same bytes.

    Raises
    ------
    ExportError
        If borders, theme, mode of the window or language are none that the map has; the sentence says which it has.
    """
    refuse_words(look.borders, look.theme, look.window_mode, look.lang)
    # folium takes a second to import: only for who saves a page
    from mapapp.timemap.standalone import standalone_document

    told = manifest_of(
        selection, title=look.title, borders=look.borders, window_mode=look.window_mode, zones=look.zones,
        made_on=look.made_on, lang=look.lang, dataset_id=look.dataset_id,
    )  # fmt: skip
    held = _held(selection)
    opening = {"title": told["title"], **_opening(selection.query, held, look)}
    settings = {"basemap": None, "style": basemap_style(), "tiles": None, "file": opening}
    islands = (
        island("claimline-settings", settings),
        island("claimline-claims", {**claims_payload(held), "digest": selection.dataset.digest}),
        island("claimline-basemap", base64.b64encode(basemap.payload_gzip()).decode("ascii")),
    )
    html = standalone_document("".join(islands))
    return seal(html.encode("utf-8", "backslashreplace"), "html", told)


def _held(selection: Selection) -> Dataset:
    """What the file holds: all, or all that was public on the query's day; sources that were asked for are named."""
    dataset, query = selection.dataset, selection.query
    if query.known_on is None:
        return dataset
    known = excerpt_of(select(dataset, ClaimQuery(known_on=query.known_on)))
    asked = [one for one in dataset.sources if one.source_id in query.sources or one.party in query.parties]
    return replace(known, sources=(*known.sources, *(one for one in asked if one.source_id not in known.source_of)))


def _opening(query: ClaimQuery, dataset: Dataset, look: Look) -> dict[str, Any]:
    """How the map opens, in the words that the page beside the document uses; sources by their place in the payload."""
    box = query.bbox
    return {
        "theme": look.theme,
        "language": look.lang,
        "asked": {
            "types": [word.value for word in ClaimType if word in query.types],
            "statuses": [word.value for word in Status if word in query.statuses],
            "modalities": [word.value for word in Modality if word in query.modalities],
            "parties": sorted(query.parties),
            "sources": [at for at, source in enumerate(dataset.sources) if source.source_id in query.sources],
            "text": query.text,
        },
        "view": {
            "from": iso_day(query.first_day),
            "to": iso_day(query.last_day),
            "mode": look.window_mode,
            "known": iso_day(query.known_on),
            "aspect": None if query.aspect is None else query.aspect.value,
            "zones": look.zones,
            "borders": look.borders,
        },
        "box": None if box is None else [box.west, box.south, box.east, box.north],
    }
