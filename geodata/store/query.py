"""The question: one frozen, hashable value that every output is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from geodata.errors import QueryError
from geodata.model import Aspect, ClaimType, Modality, Status

__all__ = ["BBox", "ClaimQuery"]


@dataclass(frozen=True, slots=True)
class BBox:
    """A box in EPSG:4326, degrees, closed on all sides; it may not cross the antimeridian.

    Raises
    ------
    QueryError
        If a side is outside the world, or west is not west of east, or south not south of north.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        west, south, east, north = (f"{side:g}" for side in (self.west, self.south, self.east, self.north))
        if -180 <= self.east < self.west <= 180 and -90 <= self.south < self.north <= 90:
            raise QueryError(
                f"The box {west},{south},{east},{north} crosses the antimeridian, where the map ends: write "
                f"{west},{south},180,{north} or -180,{south},{east},{north}, or swap west and east."
            )
        inside = -180 <= self.west < self.east <= 180 and -90 <= self.south < self.north <= 90
        if not inside:
            raise QueryError(
                f"The box {west},{south},{east},{north} is not west,south,east,north in degrees with west < east and "
                "south < north."
            )

    def touches(self, other: tuple[float, float, float, float]) -> bool:
        """Whether it shares a point with a box given as west, south, east, north."""
        west, south, east, north = other
        return west <= self.east and east >= self.west and south <= self.north and north >= self.south

    def holds(self, lon: float, lat: float) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


@dataclass(frozen=True, slots=True)
class ClaimQuery:
    """What is asked of a data set. Empty filters keep everything.

    Parameters
    ----------
    first_day, last_day : date or None
        Event window in UTC days, both inclusive; None is unbounded.
    types, statuses, modalities : frozenset
        Words to keep; empty keeps all.
    parties, sources : frozenset of str
        Keep claims that some source of one of these parties reported, and that one of these source ids reported;
        empty keeps all.
    text : str
        Every word must occur in the claim, its names in any language, its reports or its sources.
    bbox : BBox or None
        Keep claims in view only where their point, or their area's bounding box, touches it.
    known_on : date or None
        Nothing public later than the end of this UTC day counts; None for all that is recorded.
    aspect : Aspect or None
        Which aspect's status is meant, in the filter by status and in every count; None is the usual one, that of
        presence and activity.

    Raises
    ------
    QueryError
        If the window ends before it begins.
    """

    first_day: date | None = None
    last_day: date | None = None
    types: frozenset[ClaimType] = field(default=frozenset())
    statuses: frozenset[Status] = field(default=frozenset())
    modalities: frozenset[Modality] = field(default=frozenset())
    parties: frozenset[str] = field(default=frozenset())
    sources: frozenset[str] = field(default=frozenset())
    text: str = ""
    bbox: BBox | None = None
    known_on: date | None = None
    aspect: Aspect | None = None

    def __post_init__(self) -> None:
        if self.first_day is not None and self.last_day is not None and self.last_day < self.first_day:
            raise QueryError(f"The window ends on {self.last_day}, before it begins on {self.first_day}: swap the two.")

    @property
    def window_utc(self) -> tuple[datetime | None, datetime | None]:
        """The event window as a half-open interval of instants, UTC; None, and 9999-12-31 as last day, is unbounded."""
        start = None if self.first_day is None else datetime.combine(self.first_day, time(), UTC)
        if self.last_day is None or self.last_day == date.max:
            return start, None
        return start, datetime.combine(self.last_day, time(), UTC) + timedelta(days=1)
