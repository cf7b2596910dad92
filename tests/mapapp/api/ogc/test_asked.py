"""Parameters of the standard: what they mean, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from geodata.errors import QueryError
from geodata.model import ClaimType, Dataset, Status
from geodata.store import ClaimQuery
from mapapp.api.ogc.asked import FILTERS, LIMIT, MOST, PAGING, Asked, read_asked
from tests.builders import DatasetBuilder

LAST = time.max


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(Path(tmp_path_factory.mktemp("tiny"))).load()


def read(tiny: Dataset, **words: str | list[str]) -> Asked:
    return read_asked(tiny, {name: value if isinstance(value, list) else [value] for name, value in words.items()})


def instant(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_nothing_asked_is_everything(tiny: Dataset) -> None:
    assert read(tiny) == Asked(ClaimQuery(), None, None, None, LIMIT, 0)


def test_our_words_are_those_of_a_link(tiny: Dataset) -> None:
    asked = read(tiny, type=["combat", "demining"], status="refuted", known="2024-12-01", party="Ukraine", f="json")
    assert asked.query == ClaimQuery(
        types=frozenset({ClaimType.COMBAT, ClaimType.DEMINING}), statuses=frozenset({Status.REFUTED}),
        known_on=date(2024, 12, 1), parties=frozenset({"Ukraine"}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("33,50,37,53", ((33, 50, 37, 53),)),
        ("33,50,-10,37,53,9000", ((33, 50, 37, 53),)),
        ("-180,-90,180,90", ((-180, -90, 180, 90),)),
        ("170.5,50,-170,60", ((170.5, 50, 180, 60), (-180, 50, -170, 60))),
        ("35.27,51.19,35.27,51.19", ((35.27, 51.19, 35.27, 51.19),)),
        ("-1.5e1,+2,3.,4", ((-15, 2, 3, 4),)),
    ],
)
def test_boxes(tiny: Dataset, text: str, boxes: tuple[tuple[float, ...], ...]) -> None:
    assert read(tiny, bbox=text).boxes == boxes


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("", "as in 33,50,37,53"),
        ("1,2,3", "as in 33,50,37,53"),
        ("1,2,3,4,5", "as in 33,50,37,53"),
        ("1,2,3,nan", "as in 33,50,37,53"),
        ("1,2,3,1_0", "as in 33,50,37,53"),
        ("1,2,3,1e999", "as in 33,50,37,53"),
        ("1,2,9,3,4,0", "as in 33,50,37,53"),
        ("170,50,190,60", "across the antimeridian west is the larger one"),
        ("33,53,37,50", "south first"),
        ("33,50,37,91", "south first"),
    ],
)
def test_what_is_no_box_is_refused(tiny: Dataset, text: str, mend: str) -> None:
    with pytest.raises(QueryError) as refused:
        read(tiny, bbox=text)
    assert str(refused.value).startswith(f"“bbox” is “{text}”, which cannot be used: ")
    assert str(refused.value).endswith(f"{mend}.")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-10-18T14:30:00Z", instant(2024, 10, 18, 14, 30), instant(2024, 10, 18, 14, 30)),
        ("2024-10-18t14:30:00.25+03:00", instant(2024, 10, 18, 11, 30, 0, 250000), None),
        ("2024-10-18T14:30:00.1234567890z/..", instant(2024, 10, 18, 14, 30, 0, 123456), None),
        ("2024-10-18", instant(2024, 10, 18), datetime.combine(date(2024, 10, 18), LAST, UTC)),
        ("2024-10-18T/2024-10-20T", instant(2024, 10, 18), datetime.combine(date(2024, 10, 20), LAST, UTC)),
        ("../2024-10-20", None, datetime.combine(date(2024, 10, 20), LAST, UTC)),
        ("/2024-10-20T00:00:00Z", None, instant(2024, 10, 20)),
        ("2024-10-18/", instant(2024, 10, 18), None),
        ("2024-10-18T00:00:00Z/2024-10-18T00:00:00Z", instant(2024, 10, 18), instant(2024, 10, 18)),
    ],
)
def test_times(tiny: Dataset, text: str, first: datetime | None, last: datetime | None) -> None:
    asked = read(tiny, datetime=text)
    is_instant = "/" not in text and last is None
    assert (asked.first, asked.last) == (first, first if is_instant else last)


@pytest.mark.parametrize(
    "text",
    ["", "..", "/", "../..", "../", "2024", "2024-10", "2024-02-30", "2024-10-18T14:30Z", "2024-10-18T14:30:00",
     "2024-10-18T25:00:00Z", "2024-10-18T14:30:00 03:00", "a/b", "2024-10-18/2024-10-19/2024-10-20", "...",
     "0001-01-01T00:00:00+05:00", "2024-10-20/2024-10-18"],
)  # fmt: skip
def test_what_is_no_time_is_refused(tiny: Dataset, text: str) -> None:
    with pytest.raises(QueryError, match=r"“datetime” is “.*”, which cannot be used: write|swap"):
        read(tiny, datetime=text)


def test_pages(tiny: Dataset) -> None:
    assert read(tiny, limit="1", offset="7").limit == 1
    assert read(tiny, limit="1", offset="7").offset == 7
    assert read(tiny, limit="999999999999999999").limit == MOST  # more than the most is no error: fc-limit-response


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"limit": "0"}, "“limit” is “0”, which cannot be used: write a whole number, 1 or more."),
        ({"limit": "-1"}, "“limit” is “-1”, which cannot be used: write a whole number, 1 or more."),
        ({"limit": "²"}, "“limit” is “²”, which cannot be used: write a whole number, 1 or more."),
        ({"offset": "x"}, "“offset” is “x”, which cannot be used: write a whole number, 0 or more."),
        ({"bbox": ["1,2,3,4", "1,2,3,4"]}, "“bbox” is given 2 times: keep one."),
        ({"f": "html"}, "“f” is “html”, which cannot be used: write json, the only format."),
        ({"f": ["json", "json"]}, "“f” is “json,json”, which cannot be used: write json, the only format."),
        ({"bbox-crs": "x"}, f"There is no parameter “bbox-crs” here: use {', '.join([*PAGING, *FILTERS])}, or none."),
        ({"from": "2024-10-18"}, f"There is no parameter “from” here: use {', '.join([*PAGING, *FILTERS])}, or none."),
        ({"known": "2"}, "“known” is “2”, which cannot be used: write one day of the calendar, as in 2024-10-18."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(tiny: Dataset, words: dict[str, str | list[str]], sentence: str) -> None:
    with pytest.raises(QueryError) as refused:
        read(tiny, **words)
    assert str(refused.value) == sentence
