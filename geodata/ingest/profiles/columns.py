"""The columns of a standard record: what every file becomes before dates and places are read."""

from __future__ import annotations

import unicodedata

from geodata.model import ClaimType, GeoPrecision, Modality, Reliability, TimePrecision

__all__ = ["LISTS", "OURS", "SEPARATOR", "STANDARD", "WORDS", "normal_name"]

SEPARATOR = "\x1f"
"""Stands between the values of a cell that holds several."""

STANDARD: tuple[str, ...] = (
    "their_id", "text", "claim_type", "modality", "actor", "quantity_low", "quantity_best", "quantity_high", "unit",
    "date", "date_end", "time", "date_precision", "lon", "lat", "latlon", "wkt", "place", "admin1", "admin2", "country",
    "geo_precision", "uncertainty_m", "source", "party", "published", "url", "title", "reliability", "verdict",
    "verdict_by", "verdict_on", "remark",
)  # fmt: skip
"""Text columns of a standard record, in order. Coordinates are EPSG:4326 degrees unless said otherwise."""

LISTS: tuple[str, ...] = ("source", "party", "published", "url", "title")
"""Columns that may hold several values, one a report, in the same order in each of them."""

OURS: tuple[str, ...] = ("#row", "#wkb", "#torn")
"""Columns that a reading adds to those of its file, and that are passed on."""

WORDS: dict[str, frozenset[str]] = {
    "claim_type": frozenset(ClaimType),
    "modality": frozenset(Modality),
    "geo_precision": frozenset(GeoPrecision),
    "date_precision": frozenset(TimePrecision),
    "reliability": frozenset(Reliability),
}
"""Standard columns of which only our words are allowed."""


def normal_name(name: str) -> str:
    """The name of a column as it is compared: small letters, and one underscore for what parts words.

    Parameters
    ----------
    name : str
        As the file has it; a byte order mark before it is left out.
    """
    folded = unicodedata.normalize("NFKC", name).replace("\ufeff", "").casefold()
    return "_".join("".join(" " if sign in "-._/?:*" else sign for sign in folded).split())
