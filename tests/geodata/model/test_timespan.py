from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import TimePrecision, TimeSpan, format_precision, parse_edtf
from geodata.model.timespan import UNKNOWN_TIME


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


READ = [
    ("2024", "2024-01-01", "2025-01-01", "year"),
    ("0001", "0001-01-01", "0002-01-01", "year"),
    ("2024-10", "2024-10-01", "2024-11-01", "month"),
    ("2024-12", "2024-12-01", "2025-01-01", "month"),
    ("2024-02", "2024-02-01", "2024-03-01", "month"),
    ("2024-10-18", "2024-10-18", "2024-10-19", "day"),
    ("2024-02-29", "2024-02-29", "2024-03-01", "day"),
    ("2024-12-31", "2024-12-31", "2025-01-01", "day"),
    ("2025-21", "2025-03-01", "2025-06-01", "quarter"),
    ("2025-22", "2025-06-01", "2025-09-01", "quarter"),
    ("2025-23", "2025-09-01", "2025-12-01", "quarter"),
    ("2024-24", "2024-12-01", "2025-03-01", "quarter"),
    ("2025-33", "2025-01-01", "2025-04-01", "quarter"),
    ("2025-36", "2025-10-01", "2026-01-01", "quarter"),
    ("2024-W42", "2024-10-14", "2024-10-21", "week"),
    ("2026-W01", "2025-12-29", "2026-01-05", "week"),
    ("2024-10-18T14:30:05Z", "2024-10-18T14:30:05", "2024-10-18T14:30:06", "time"),
    ("2024-10-18T14:30:05+03:00", "2024-10-18T11:30:05", "2024-10-18T11:30:06", "time"),
    ("2024-10-18T14:30Z", "2024-10-18T14:30", "2024-10-18T14:31", "time"),
    ("2024-10-18T23:59Z", "2024-10-18T23:59", "2024-10-19", "time"),
    ("2024-10-18T01:30+03:00", "2024-10-17T22:30", "2024-10-17T22:31", "time"),
    ("2024-10-18T23:30-03:30", "2024-10-19T03:00", "2024-10-19T03:01", "time"),
    ("2024-10/2025-04-26", "2024-10-01", "2025-04-27", "month"),
    ("2024-10-08/2024-10-13", "2024-10-08", "2024-10-14", "day"),
    ("2024-10-08/2024-10-08", "2024-10-08", "2024-10-09", "day"),
    ("2024-10-08/2024", "2024-10-08", "2025-01-01", "year"),
    ("2024-10-18T14:30Z/2024-10-20", "2024-10-18T14:30", "2024-10-21", "day"),
    ("2025-09/..", "2025-09-01", None, "month"),
    ("  2024-10  ", "2024-10-01", "2024-11-01", "month"),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), READ)
def test_parse_edtf(text: str, start: str, end: str | None, precision: str) -> None:
    span = parse_edtf(text)
    assert span == TimeSpan(at(start), at(end) if end else None, TimePrecision(precision), text.strip())


@pytest.mark.parametrize("blank", ["", " ", "\t\n"])
def test_parse_edtf_blank_is_no_date(blank: str) -> None:
    assert parse_edtf(blank) == UNKNOWN_TIME
    assert not parse_edtf(blank).is_known
    assert not parse_edtf(blank).is_open


@pytest.mark.parametrize("text", ["2024~", "2024-10?", "2024-10-18%", "2024-21~", "2024-10-18T14:30Z?", "2024/2025~"])
def test_parse_edtf_remembers_that_it_is_approximate(text: str) -> None:
    assert parse_edtf(text).approximate
    exact = parse_edtf(text[:-1])
    assert (exact.start_utc, exact.end_utc) == (parse_edtf(text).start_utc, parse_edtf(text).end_utc)


REFUSED = [
    ("2024-13", "exists in the calendar"),
    ("2024-00", "exists in the calendar"),
    ("2024-20", "exists in the calendar"),
    ("2024-25", "exists in the calendar"),
    ("2023-02-29", "exists in the calendar"),
    ("2024-04-31", "exists in the calendar"),
    ("2024-10-00", "exists in the calendar"),
    ("2024-21-01", "exists in the calendar"),
    ("0000", "exists in the calendar"),
    ("9999", "exists in the calendar"),
    ("9999-12-31", "exists in the calendar"),
    ("0001-01-01T00:00+03:00", "exists in the calendar"),
    ("2024-10-18T25:00Z", "exists in the calendar"),
    ("2024-10-18T14:60Z", "exists in the calendar"),
    ("2024-10-18T14:30+24:00", "exists in the calendar"),
    ("2024-10-18T14:30+03:60", "write it as"),
    ("2024-10-18T14:30", "add the time zone"),
    ("2024-10-18T14:30MSK", "write it as"),
    ("2024-10-18T14Z", "write it as"),
    ("2024-10-18 14:30Z", "write it as"),
    ("2024-1", "write it as"),
    ("24-10-18", "write it as"),
    ("18.10.2024", "write it as"),
    ("2024-W42-5", "write it as"),
    ("2024-W54", "exists in the calendar"),
    ("2024-W00", "exists in the calendar"),
    ("2025-37", "exists in the calendar"),
    ("2024-10-18T14:30:60Z", "exists in the calendar"),
    ("-2024", "write it as"),
    ("２０２４", "write it as"),
    ("٢٠٢٤-١٠", "write it as"),
    ("2024~~", "write it as"),
    ("~2024", "write it as"),
    ("October 2024", "write it as"),
    ("2024-10/", "write it as"),
    ("/2024-10", "write it as"),
    ("2024/../..", "write one date, or start/end"),
    ("2024/2025/2026", "write one date, or start/end"),
    ("../2024", "write one date, or start/end"),
    ("..", "write one date, or start/end"),
    ("2025/2024", "earlier date first"),
    ("2024-10-18/2024-10-17", "earlier date first"),
    ("2024-10-18T14:30Z/2024-10-18T15:30+03:00", "earlier date first"),
]


@pytest.mark.parametrize(("text", "mend"), REFUSED)
def test_parse_edtf_refuses(text: str, mend: str) -> None:
    with pytest.raises(ValueError, match=mend):
        parse_edtf(text)


WORDS = [
    ("", "date not stated", "date not stated"),
    ("2024", "2024", "known to the year"),
    ("2024-10", "October 2024", "known to the month"),
    ("2025-21", "spring 2025", "known to the quarter"),
    ("2024-24", "winter 2024", "known to the quarter"),
    ("2025-34", "second quarter of 2025", "known to the quarter"),
    ("2024-W42", "the week of 14 Oct 2024", "known to the week"),
    ("2024-W42~", "about the week of 14 Oct 2024", "known to the week, approximate"),
    ("2024-10-08", "8 Oct 2024", "known to the day"),
    ("2024-10-18T14:30+03:00", "18 Oct 2024, 11:30 UTC", "known to the minute"),
    ("2024-10~", "about October 2024", "known to the month, approximate"),
    ("2024-10-08/2024-10-13", "8 Oct 2024 to 13 Oct 2024", "known to the day"),
    ("2024-10/2025-04-26?", "about October 2024 to 26 Apr 2025", "known to the month, approximate"),
    ("2025-09/..", "since September 2025", "known to the month, no end stated"),
    ("2025-09~/..", "about since September 2025", "known to the month, approximate, no end stated"),
]


@pytest.mark.parametrize(("text", "words", "precision"), WORDS)
def test_words_are_no_finer_than_the_text(text: str, words: str, precision: str) -> None:
    assert parse_edtf(text).words() == words
    assert format_precision(parse_edtf(text)) == precision


OCTOBER = "2024-10"  # [1 October, 1 November)
WINDOWS = [
    (OCTOBER, "2024-10-01", "2024-11-01", True, True),
    (OCTOBER, "2024-09-01", "2024-10-01", False, False),  # the window's end is exclusive
    (OCTOBER, "2024-09-01", "2024-10-01T00:00:01", True, False),
    (OCTOBER, "2024-11-01", "2024-12-01", False, False),  # so is the span's
    (OCTOBER, "2024-10-31T23:59:59", "2024-12-01", True, False),
    (OCTOBER, "2024-10-10", "2024-10-11", True, False),
    (OCTOBER, None, None, True, True),
    (OCTOBER, None, "2024-11-01", True, True),
    (OCTOBER, None, "2024-10-31", True, False),
    (OCTOBER, "2024-10-01", None, True, True),
    (OCTOBER, "2024-10-02", None, True, False),
    ("2024-10/..", "2030-01-01", "2030-02-01", True, False),
    ("2024-10/..", "2024-10-01", "2030-02-01", True, False),
    ("2024-10/..", "2024-10-01", None, True, False),  # without an end it is never wholly inside
    ("2024-10/..", None, None, True, False),
    ("2024-10/..", None, "2024-10-01", False, False),
    ("", None, None, False, False),
]


@pytest.mark.parametrize(("text", "start", "end", "touches", "within"), WINDOWS)
def test_touches_and_within(text: str, start: str | None, end: str | None, touches: bool, within: bool) -> None:
    window = (at(start) if start else None, at(end) if end else None)
    assert parse_edtf(text).touches(*window) is touches
    assert parse_edtf(text).within(*window) is within


EDTF_FORM = st.from_regex(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(Z|[+-]\d{2}:\d{2}))?)?)?[~?%]?")
EDTF_LIKE = st.text(alphabet="0123456789-/.TZ:+~?% WX２", max_size=30)


@given(st.one_of(st.text(), EDTF_LIKE, EDTF_FORM))
@settings(deadline=None, max_examples=400)
def test_any_text_gives_a_span_or_a_value_error(text: str) -> None:
    try:
        span = parse_edtf(text)
    except ValueError:
        return
    assert span.words()
    assert format_precision(span)
    if span.start_utc is None:
        assert not text.strip()
    else:
        assert span.start_utc.utcoffset() == timedelta(0)
        assert span.end_utc is None or span.start_utc < span.end_utc


HOURS = st.integers(0, 12)
BASE = at("2024-10-18")


def hour(number: int | None) -> datetime | None:
    return None if number is None else BASE + timedelta(hours=number)


@given(st.none() | HOURS, st.none() | HOURS, st.none() | HOURS, st.none() | HOURS)
@settings(deadline=None)
def test_touches_and_within_agree_with_counting_hours(
    first: int | None, last: int | None, opens: int | None, closes: int | None
) -> None:
    """Every half-open interval of whole hours is the set of the hours that begin in it."""
    horizon = range(-1, 15)  # one hour beyond every end stands for all that is unbounded

    def hours(start: int | None, end: int | None) -> set[int]:
        return {number for number in horizon if (start is None or start <= number) and (end is None or number < end)}

    window = hours(opens, closes)
    if (first is not None and last is not None and last <= first) or not window:
        return
    span = TimeSpan(hour(first), None if first is None else hour(last), TimePrecision.TIME, "")
    covered = set() if first is None else hours(first, last)
    assert span.touches(hour(opens), hour(closes)) is bool(covered & window)
    assert span.within(hour(opens), hour(closes)) is (bool(covered) and last is not None and covered <= window)


# the text; when its end begins; the same with an open end
OPENED = [
    ("2024-10/2025-04-26", "2025-04-26", "2024-10/.."),
    ("2024-10/2025-04", "2025-04-01", "2024-10/.."),
    ("2024-10~/2025", "2025-01-01", "2024-10~/.."),
    ("2025-21/2025-22", "2025-06-01", "2025-21/.."),
    ("2024-10-18T22:00Z/2024-10-19T01:30+03:00", "2024-10-18", "2024-10-18T22:00Z/.."),
    ("2024-10", None, "2024-10/.."),
    ("2024-10/..", None, "2024-10/.."),
    ("", None, ""),
]


@pytest.mark.parametrize(("text", "begins", "opened"), OPENED)
def test_an_end_can_be_left_open(text: str, begins: str | None, opened: str) -> None:
    span = parse_edtf(text)
    assert span.end_begins == (None if begins is None else at(begins).date())
    assert span.opened() == parse_edtf(opened)
