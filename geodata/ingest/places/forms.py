"""How places stand in a table, and what is wrong with one that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

__all__ = ["PlaceFault", "PlaceKind", "PointForm"]


class PlaceKind(Enum):
    """Where the coordinates of a table stand."""

    PAIR = "pair"
    """In two columns."""
    TEXT = "text"
    """In one column: two numbers, WKT, a grid reference, a plus code, a map's address."""
    GEOMETRY = "geometry"
    """In the geometries of the file."""
    NONE = "none"
    """Nowhere: places are names only."""


@dataclass(frozen=True, slots=True)
class PointForm:
    """How the coordinates of a column are read. What is left open is refused where it is needed.

    Parameters
    ----------
    decimal_comma : bool
        Whether 51,19 is 51 degrees and a fraction; otherwise such a number is refused.
    lat_first : bool or None
        Which of two bare numbers in one cell is the latitude; None: not known.
    grid : str
        Code of the reference system that two columns are in; empty: degrees of WGS 84.
    """

    decimal_comma: bool = False
    lat_first: bool | None = None
    grid: str = ""


class PlaceFault(IntEnum):
    """Why a value gave no place; 0 where it did, or where the cell is blank."""

    NONE = 0
    NOT_COORDINATES = 1
    OUT_OF_RANGE = 2
    NULL_ISLAND = 3
    HALF = 4
    WHICH_COMMA = 5
    WHICH_AXIS = 6
    WHICH_HEMISPHERE = 7
    WHICH_COLUMNS = 8
    PROJECTED = 9
    OUTLINE = 10
    SHORT_CODE = 11
    SIXTY = 12
    NO_SUCH_SQUARE = 13
    CONTRADICTION = 14
    AMBIGUOUS_NAME = 15
    UNKNOWN_NAME = 16
    NO_AREA = 17
    BAD_RADIUS = 18

    @property
    def mend(self) -> str:
        """What to write instead, as the end of a sentence."""
        return _MENDS[self]


_MENDS = {
    PlaceFault.NONE: "",
    PlaceFault.NOT_COORDINATES: "write degrees as in 51.191, 35.271, or leave it blank",
    PlaceFault.OUT_OF_RANGE: "write a latitude from -90 to 90 and a longitude from -180 to 180",
    PlaceFault.NULL_ISLAND: "leave both coordinates blank where the place is not known; 0, 0 lies in the Atlantic",
    PlaceFault.HALF: "fill in both latitude and longitude, or neither",
    PlaceFault.WHICH_COMMA: "say whether the comma marks decimals, or write the decimals with a point",
    PlaceFault.WHICH_AXIS: "say which of the two numbers is the latitude",
    PlaceFault.WHICH_HEMISPHERE: "write N, S, E or W; O means east in some languages and west in others",
    PlaceFault.WHICH_COLUMNS: "say which columns hold the place",
    PlaceFault.PROJECTED: "say which reference system they are in, or write degrees of WGS 84",
    PlaceFault.OUTLINE: "give a point, or name the region; outlines of areas are not taken over",
    PlaceFault.SHORT_CODE: "write the full plus code with its first four characters, as in 8GX75CRC+6H",
    PlaceFault.SIXTY: "write minutes and seconds below 60",
    PlaceFault.NO_SUCH_SQUARE: "check the grid zone and the two letters of the square, as in 36UXB6023",
    PlaceFault.CONTRADICTION: "let letters, sign and column agree: N or S for a latitude, E or W for a longitude",
    PlaceFault.AMBIGUOUS_NAME: "say which place of that name is meant, by its region or its coordinates",
    PlaceFault.UNKNOWN_NAME: "give coordinates, or a name that the gazetteer knows",
    PlaceFault.NO_AREA: "name the region or the country, because a point cannot stand for an area",
    PlaceFault.BAD_RADIUS: "write the uncertainty as a positive number of metres, 20,040,000 at the most",
}
