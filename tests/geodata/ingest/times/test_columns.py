from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.ingest.times import Order, TimeFault, TimeForm, Times, combine, decide, read_times
from geodata.ingest.times.columns import NO_TIME
from geodata.ingest.times.written import to_edtf
from geodata.model import TimePrecision, TimeSpan, parse_edtf

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PRECISIONS = list(TimePrecision)


def column(*values: str | None) -> pa.Array:
    return pa.array(values, pa.string())


def spans(times: Times) -> list[tuple[datetime | None, datetime | None, TimePrecision, str, int]]:
    def moment(value: int) -> datetime | None:
        return None if value == NO_TIME else EPOCH + timedelta(microseconds=int(value))

    rows = zip(times.start_us, times.end_us, times.precision, times.edtf, times.bad, strict=True)
    return [
        (moment(start), moment(end), PRECISIONS[precision], edtf, int(bad)) for start, end, precision, edtf, bad in rows
    ]


def wanted(text: str | None, form: TimeForm) -> tuple[datetime | None, datetime | None, TimePrecision, str, int]:
    edtf, fault = to_edtf(text or "", form)
    span: TimeSpan = parse_edtf(edtf)
    return span.start_utc, span.end_utc, span.precision, edtf, int(fault)


WRITTEN = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-80 * 366 * 86_400, 140 * 366 * 86_400).map(lambda s: EPOCH + timedelta(seconds=s)).flatmap(
        lambda moment: st.sampled_from(
            "%Y-%m-%d|%Y-%m-%dT%H:%MZ|%Y-%m-%d %H:%M:%S+03:00|%d/%m/%Y %H:%M|%m/%d/%Y %I:%M %p|%d.%m.%Y|%Y%m%d|%Y-%m"
            "|%Y|%d %B %Y|%d %b %Y, %H:%M|%Y-%m-%dT%H:%M:%S.123Z|%d/%m/%y|%Y-%m-%d~ 10:00|%Y-%m-%d 25:61"
            "|%Y-%m 10:00Z".split("|")
        ).map(moment.strftime)
    ),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(WRITTEN, max_size=20), st.sampled_from([None, *Order]))
def test_a_column_is_read_as_each_of_its_values(values: list[str | None], order: Order | None) -> None:
    form = TimeForm(order=order)
    each = [wanted(value, form) for value in values]
    assert spans(read_times(column(*values), form)) == each
    assert spans(read_times(column(*values * 6), form)) == each * 6  # what stands there often is read once
    once, often = decide([column(*values)], name="d"), decide([column(*values * 6)], name="d")
    assert (once.form, once.has_clock) == (often.form, often.has_clock)


@settings(deadline=None)
@given(st.lists(WRITTEN, min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(values: list[str | None], dice: random.Random) -> None:
    shuffled = list(values)
    dice.shuffle(shuffled)
    whole, parts = decide([column(*values)], name="d"), decide([column(shuffled[0]), column(*shuffled[1:])], name="d")
    assert whole == parts


@pytest.mark.parametrize(
    ("text", "precision", "edtf"),
    [
        ("2024-10-18", "month", "2024-10"),
        ("2024-10-18", "year", "2024"),
        ("2024-10-18", "week", "2024-W42~"),
        ("2024-10-18", "day", "2024-10-18"),
        ("2024-10-18", None, "2024-10-18"),
        ("2024-10", "week", "2024-10"),
        ("2024-10-01/2024-10-31", "month", "2024-10-01/2024-10-31"),
        ("2024-10-18T14:30Z", "month", "2024-10"),
        (None, "month", ""),
    ],
)
def test_a_value_is_never_more_exact_than_its_source_says(text: str | None, precision: str | None, edtf: str) -> None:
    assert list(read_times(column(text), TimeForm(), precision=column(precision)).edtf) == [edtf]


def test_two_columns_make_a_span() -> None:
    start = read_times(column("2024-10-08", "2024-10-08", "2024-10-08", None, "soon", None, "2024-10-09"), TimeForm())
    end = read_times(
        column("2024-10-13", "2024-10-08", None, "2024-10-13", "2024-10-13", None, "2024-10-08"), TimeForm()
    )
    found = combine(start, end)
    assert list(found.edtf) == ["2024-10-08/2024-10-13", "2024-10-08", "2024-10-08", "2024-10-13", "", "", ""]
    assert list(found.bad) == [0, 0, 0, 0, TimeFault.NOT_A_DATE, 0, TimeFault.REVERSED]
    assert found.end_us[0] == (datetime(2024, 10, 14, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
    assert found.start_us[4] == found.end_us[4] == NO_TIME
