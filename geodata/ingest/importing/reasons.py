"""Why a row was not accepted: every reason with its heap, its words and its mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from geodata.ingest.places import PlaceFault
from geodata.ingest.times import TimeFault

__all__ = ["REASONS", "Heap", "Reason", "reason_of_place", "reason_of_time"]


class Heap(StrEnum):
    """Where a row that was read has gone. Each is in one heap and one only."""

    ACCEPTED = "accepted"
    """It became a claim."""
    DOUBTFUL = "doubtful"
    """It waits: something in it can be read in several ways or not at all, and somebody has to say what is meant."""
    REJECTED = "rejected"
    """It cannot be a claim as it stands: it is torn, says nothing, or states what cannot be."""
    DUPLICATE = "duplicate"
    """The same row is there already."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One way in which a row can fail.

    Parameters
    ----------
    code : str
        Names it in reports and files.
    heap : Heap
        Where such a row goes; of several reasons the gravest decides, and rejected is graver than doubtful.
    words : str
        What is the matter, for a reader, with neither a capital nor a full stop.
    mend : str
        What to do, as the end of a sentence.
    """

    code: str
    heap: Heap
    words: str
    mend: str


_D, _R = Heap.DOUBTFUL, Heap.REJECTED
_TIMES = {
    TimeFault.NOT_A_DATE: ("not_a_date", _D, "no date that can be read"),
    TimeFault.NO_SUCH_DAY: ("no_such_day", _R, "no day of the calendar"),
    TimeFault.WHICH_ORDER: ("which_order", _D, "day and month could stand in either order"),
    TimeFault.WHICH_CENTURY: ("which_century", _D, "the year has two digits"),
    TimeFault.WHICH_UNIT: ("which_unit", _D, "a bare number whose unit of time is not known"),
    TimeFault.REVERSED: ("reversed", _R, "the end lies before the beginning"),
    TimeFault.FAR: ("far_date", _D, "a date outside the years 1900 to 2100"),
}
_PLACES = {
    PlaceFault.NOT_COORDINATES: ("not_coordinates", _D, "no coordinates that can be read"),
    PlaceFault.OUT_OF_RANGE: ("out_of_range", _R, "coordinates that no place on Earth has"),
    PlaceFault.NULL_ISLAND: ("null_island", _R, "coordinates 0, 0, which stand for a place that is missing"),
    PlaceFault.HALF: ("half_coordinates", _D, "one coordinate without the other"),
    PlaceFault.WHICH_COMMA: ("which_comma", _D, "a comma that may part decimals or numbers"),
    PlaceFault.WHICH_AXIS: ("which_axis", _D, "two numbers of which either may be the latitude"),
    PlaceFault.WHICH_HEMISPHERE: ("which_hemisphere", _D, "a letter that means east in some languages, west in others"),
    PlaceFault.WHICH_COLUMNS: ("which_columns", _D, "several columns hold coordinates"),
    PlaceFault.PROJECTED: ("projected", _D, "coordinates that are no degrees"),
    PlaceFault.OUTLINE: ("outline", _D, "an outline instead of a point"),
    PlaceFault.SHORT_CODE: ("short_code", _D, "a plus code without its beginning"),
    PlaceFault.SIXTY: ("sixty", _R, "minutes or seconds of 60 and more"),
    PlaceFault.NO_SUCH_SQUARE: ("no_such_square", _R, "a square that the grid does not have"),
    PlaceFault.CONTRADICTION: ("contradiction", _R, "letters, signs and columns that contradict each other"),
    PlaceFault.AMBIGUOUS_NAME: ("ambiguous_name", _D, "several places bear this name"),
    PlaceFault.UNKNOWN_NAME: ("unknown_name", _D, "a name that the gazetteer does not know"),
    PlaceFault.NO_AREA: ("no_area", _D, "an area that is not named"),
    PlaceFault.BAD_RADIUS: ("bad_radius", _D, "an uncertainty that is no number of metres on Earth"),
}
_OWN = (
    Reason("torn", _R, "the row could not be read as a row", "mend the row in the file"),
    Reason("empty", _R, "nothing stands in the row", "leave the row out"),
    Reason("no_text", _R, "no text of a claim", "write what is claimed"),
    Reason("too_long", _R, "a text of more than 20,000 characters", "shorten it"),
    Reason("control_characters", _D, "characters that cannot be seen", "remove them"),
    Reason("not_a_number", _D, "no number that can be read", "write a whole number as in 1500, or a range as in 10-12"),
    Reason("number_order", _D, "the lowest estimate is not the smallest", "put low, best and high in rising order"),
    Reason(
        "unknown_precision", _D, "a precision without a meaning here", "say in the mapping what the word stands for"
    ),
    Reason("date_column_open", _D, "nobody said which column holds the date", "answer column:date"),
    Reason("place_column_open", _D, "nobody said which column holds the place", "answer column:place"),
    Reason("same_row", Heap.DUPLICATE, "the same row stands above", "nothing needs to be done"),
    Reason("imported_before", Heap.DUPLICATE, "the same row was imported before", "nothing needs to be done"),
)


def _all() -> dict[str, Reason]:
    times = [Reason(code, heap, words, fault.mend) for fault, (code, heap, words) in _TIMES.items()]
    places = [Reason(code, heap, words, fault.mend) for fault, (code, heap, words) in _PLACES.items()]
    return {reason.code: reason for reason in (*_OWN, *times, *places)}


REASONS: Mapping[str, Reason] = _all()
"""Every reason by its code."""


def reason_of_time(fault: TimeFault) -> Reason:
    """The reason that a fault of a date is; KeyError for none."""
    return REASONS[_TIMES[fault][0]]


def reason_of_place(fault: PlaceFault) -> Reason:
    """The reason that a fault of a place is; KeyError for none."""
    return REASONS[_PLACES[fault][0]]
