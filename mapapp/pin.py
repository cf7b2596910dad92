"""What a link promises beside its question: which data it was made from, and what they showed then.

A link that holds these is *pinned*. Whoever opens it on other data can be told what has become of the view.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from geodata.errors import QueryError
from geodata.store import BBox, Selection

__all__ = ["PIN_KEYS", "Pin", "check_of", "outward", "pin_of", "pin_params", "read_box"]

PIN_KEYS = ("data", "n", "sum")
"""Keys that stand in a pinned link, all of them or none; ``box`` may stand beside them."""

_DIGEST_CHARS = 12
_PLACES = Decimal("0.0001")  # of a degree, in a link
_NUMBER = r"-?\d{1,3}(?:\.\d{1,4})?"


@dataclass(frozen=True, slots=True)
class Pin:
    """What a pinned link promises.

    Parameters
    ----------
    digest : str
        First twelve hex digits of the digest of the data that it was made from.
    claims : int
        How many claims were in view, as known on the link's day.
    check : str
        Eight hex digits that hang on the ids of those claims and on their statuses (:func:`check_of`).
    box : BBox or None
        What the map showed, EPSG:4326 degrees to four places; None: the whole world.
    """

    digest: str
    claims: int
    check: str
    box: BBox | None = None

    def keeps(self, selection: Selection) -> bool:
        """Whether a selection is of the same claims with the same statuses."""
        return (self.claims, self.check) == (len(selection.in_view), check_of(selection))


def check_of(selection: Selection) -> str:
    """CRC-32 of the ids and statuses of the claims in view, as eight hex digits; in whatever order the file has them.

    It tells a view that came out otherwise; it is no seal against somebody who means to deceive.
    """
    dataset = selection.dataset
    lines = sorted(f"{dataset.claims[row].claim_id} {selection.verdicts[row].status}" for row in selection.in_view)
    return f"{zlib.crc32(chr(10).join(lines).encode()):08x}"


def pin_of(selection: Selection) -> Pin:
    """The promise of a link to a selection; its query's box is to be rounded already (:func:`outward`)."""
    digest = selection.dataset.digest[:_DIGEST_CHARS]
    return Pin(digest, len(selection.in_view), check_of(selection), selection.query.bbox)


def outward(box: BBox) -> BBox:
    """The smallest box around a box, EPSG:4326 degrees, whose sides have four decimal places."""
    west, south = (_rounded(side, ROUND_FLOOR) for side in (box.west, box.south))
    east, north = (_rounded(side, ROUND_CEILING) for side in (box.east, box.north))
    return BBox(west, south, east, north)


def _rounded(side: float, rounding: str) -> float:
    return float(Decimal(repr(side)).quantize(_PLACES, rounding))


def pin_params(pin: Pin) -> dict[str, list[str]]:
    """Write a pin as query parameters, in a fixed order."""
    params = {"data": [pin.digest], "n": [str(pin.claims)], "sum": [pin.check]}
    if pin.box is not None:
        box = (pin.box.west, pin.box.south, pin.box.east, pin.box.north)
        params["box"] = [",".join(_written(side) for side in box)]
    return params


def _written(side: float) -> str:
    text = f"{side:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def read_box(value: str) -> BBox | None:
    """Read a box written as west,south,east,north, EPSG:4326 degrees to four places at most; None where it is none."""
    if not re.fullmatch(",".join([_NUMBER] * 4), value, re.ASCII):
        return None
    try:
        return BBox(*(float(side) for side in value.split(",")))
    except QueryError:
        return None
