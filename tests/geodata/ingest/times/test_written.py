from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.ingest.times.forms import Epoch, Order, TimeFault, TimeForm
from geodata.ingest.times.words import MONTHS
from geodata.ingest.times.written import to_edtf
from geodata.model import parse_edtf

READ = {
    # ISO 8601 and EDTF
    "2024": "2024", "2024-10": "2024-10", "2024-10-18": "2024-10-18", "2024-10-18~": "2024-10-18~",
    "2024-W42": "2024-W42", "2024-w42": "2024-W42", "2024-22": "2024-22", "2024-33": "2024-33",
    "2024-10-08/2024-10-13": "2024-10-08/2024-10-13", "2024-10/..": "2024-10/..", "2024~/2025": "2024~/2025",
    "2024-10-18T14:30Z": "2024-10-18T14:30Z", "2024-10-18T14:30:05Z": "2024-10-18T14:30:05Z",
    "2024-10-18 14:30:05+0300": "2024-10-18T14:30:05+03:00", "2024-10-18T14:30+3": "2024-10-18T14:30+03:00",
    "2024-10-18T14:30:00.123Z": "2024-10-18T14:30:00Z", "2024-10-18 14:30 UTC": "2024-10-18T14:30Z",
    "2024-10-18 14:30 UTC+2": "2024-10-18T14:30+02:00", "2024-10-18T14:30-03:30": "2024-10-18T14:30-03:30",
    # a clock time without a zone says its day
    "2024-10-18 14:30": "2024-10-18", "2024-10-18T00:00:00": "2024-10-18", "18.10.2024 14:30": "2024-10-18",
    "10/18/2024 2:30 PM": "2024-10-18", "20241018143000": "2024-10-18",
    # figures
    "20241018": "2024-10-18", "20241018T143000Z": "2024-10-18T14:30:00Z", "2024/10/18": "2024-10-18",
    "2024.10.18": "2024-10-18", "2024-1-5": "2024-01-05", "18.10.2024": "2024-10-18", "3.4.2025": "2025-04-03",
    "18/10/2024": "2024-10-18", "10/18/2024": "2024-10-18", "18-10-2024": "2024-10-18", "5/5/2025": "2025-05-05",
    "10/2024": "2024-10", "10.2024": "2024-10", "Q3 2024": "2024-35", "2024-Q3": "2024-35", "2024 Q1": "2024-33",
    # words
    "18 Oct 2024": "2024-10-18", "18 October, 2024": "2024-10-18", "October 18, 2024": "2024-10-18",
    "Oct 18 2024": "2024-10-18", "Sept. 5, 2024": "2024-09-05", "18th of October 2024": "2024-10-18",
    "Friday, 18 October 2024": "2024-10-18", "Fri 18 Oct 2024 14:30 GMT": "2024-10-18T14:30Z",
    "18.10.2024 15:30 МСК": "2024-10-18T12:30Z", "18 октября 2024 г., 15:30 мск": "2024-10-18T12:30Z",
    "18.10.2013 16:30 MSK": "2013-10-18T12:30Z", "2024-10-18 21:30 KST": "2024-10-18T12:30Z",
    "2024-10-18 15:30 EEST": "2024-10-18T12:30Z", "2024-12-18 13:30 CET": "2024-12-18T12:30Z",
    "October 2024": "2024-10", "Oct. 2024": "2024-10", "2024 October 5": "2024-10-05", "2024-Oct-05": "2024-10-05",
    "summer 2024": "2024-22", "autumn of 2024": "2024-23",
    "1. Januar 2024": "2024-01-01", "18 de octubre de 2024": "2024-10-18", "18 octobre 2024": "2024-10-18",
    "1 stycznia 2024": "2024-01-01", "1 stycznia 2024 r.": "2024-01-01", "18 października 2024": "2024-10-18",
    "18 октября 2024": "2024-10-18", "18 октября 2024 г.": "2024-10-18", "18 октября 2024 года": "2024-10-18",
    "Октябрь 2024": "2024-10", "лето 2024 года": "2024-22", "пятница, 18 октября 2024": "2024-10-18",
    "18 жовтня 2024": "2024-10-18", "18 жовтня 2024 р.": "2024-10-18", "18 жовтня 2024 року": "2024-10-18",
    "жовтень 2024": "2024-10", "5 листопада 2024": "2024-11-05", "18 кастрычніка 2024": "2024-10-18",
    "2024년 10월 18일": "2024-10-18", "2024년 10월": "2024-10", "2024年10月18日": "2024-10-18",
    # spans and doubts
    "2024-10-08 - 2024-10-13": "2024-10-08/2024-10-13", "10-12 October 2024": "2024-10-10/2024-10-12",
    "8 Oct 2024 to 13 Oct 2024": "2024-10-08/2024-10-13", "18.10.2024 – 20.10.2024": "2024-10-18/2024-10-20",
    "c. 2024": "2024~", "about October 2024": "2024-10~", "~2024-10": "2024-10~",
    "около 18 октября 2024": "2024-10-18~",
    "  2024-10-18\u00a0": "2024-10-18", "": "", "   ": "",
}  # fmt: skip

REFUSED = {
    TimeFault.WHICH_ORDER: [
        "03/04/2025", "3-4-2025", "03/04/2025 12:00",
    ],
    TimeFault.WHICH_CENTURY: [
        "18.10.24", "18-Oct-24", "10/18/24",
    ],
    TimeFault.WHICH_UNIT: [
        "1729261800", "1729261800000", "1729261800.5",
    ],
    TimeFault.NO_SUCH_DAY: [
        "2024-02-30", "2023-02-29", "20241301", "32/01/2024",
        "13/13/2024", "31 June 2024", "2024-10-18T25:00Z", "10/18/2024 13:30 PM",
        "13/2024", "2024-W60", "2024-10-18 14:60", "0000-00-00",
        "9999-12-31",
    ],
    TimeFault.FAR: [
        "0024-10-18", "1024", "2924-10-18", "1899-12-31",
    ],
    TimeFault.REVERSED: [
        "2025/2024", "2024-10-18 - 2024-10-08", "12-10 October 2024",
    ],
    TimeFault.NOT_A_DATE: [
        "now", "today", "yesterday", "12:30",
        "March 4", "March", "unknown", "n/a",
        "NaT", "-", "45583", "00012",
        "1.5", "42", "after 18 October 2024", "not 18 October 2024",
        "before 2024-10-18", "early October 2024", "18 Foo 2024", "٢٠٢٤-١٠-١٨",
        "２０２４-10-18", "2024-10-18x", "2024 10", "202410",
        "{{ 7*191 }}",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "edtf"), READ.items())
def test_a_date_is_read_as_exactly_as_it_is_written(text: str, edtf: str) -> None:
    assert to_edtf(text, TimeForm()) == (edtf, TimeFault.NONE)
    assert parse_edtf(edtf).edtf == edtf


@pytest.mark.parametrize(("text", "fault"), [(text, fault) for fault, texts in REFUSED.items() for text in texts])
def test_nothing_is_guessed(text: str, fault: TimeFault) -> None:
    assert to_edtf(text, TimeForm()) == ("", fault)
    assert fault.mend


@pytest.mark.parametrize(
    ("text", "form", "edtf"),
    [
        ("03/04/2025", TimeForm(order=Order.DMY), "2025-04-03"),
        ("03/04/2025", TimeForm(order=Order.MDY), "2025-03-04"),
        ("03/04/2025 9:05 pm", TimeForm(order=Order.MDY), "2025-03-04"),
        ("18.10.24", TimeForm(century=2000), "2024-10-18"),
        ("18-Oct-98", TimeForm(century=1900), "1998-10-18"),
        ("1729261800", TimeForm(epoch=Epoch.SECONDS), "2024-10-18T14:30:00Z"),
        ("1729261800000", TimeForm(epoch=Epoch.MILLISECONDS), "2024-10-18T14:30:00Z"),
        ("2024-10-18 14:30", TimeForm(zone=ZoneInfo("Europe/Kyiv")), "2024-10-18T11:30Z"),
        ("2024-01-18 14:30:05", TimeForm(zone=ZoneInfo("Europe/Kyiv")), "2024-01-18T12:30:05Z"),
        ("10/18/2024 12:05 AM", TimeForm(zone=ZoneInfo("UTC")), "2024-10-18T00:05Z"),
        ("10/18/2024 12:05 PM", TimeForm(zone=ZoneInfo("UTC")), "2024-10-18T12:05Z"),
        ("2024-10-27 03:30", TimeForm(zone=ZoneInfo("Europe/Kyiv")), "2024-10-27"),  # comes twice
        ("2024-03-31 03:30", TimeForm(zone=ZoneInfo("Europe/Kyiv")), "2024-03-31"),  # never comes
        ("2024-10-18T14:30+03:00", TimeForm(zone=ZoneInfo("UTC")), "2024-10-18T14:30+03:00"),
    ],
)
def test_an_answer_counts(text: str, form: TimeForm, edtf: str) -> None:
    assert to_edtf(text, form) == (edtf, TimeFault.NONE)


def test_an_order_is_never_turned_round_for_one_value() -> None:
    assert to_edtf("18/10/2024", TimeForm(order=Order.MDY)) == ("", TimeFault.NO_SUCH_DAY)
    assert to_edtf("10/18/2024", TimeForm(order=Order.DMY)) == ("", TimeFault.NO_SUCH_DAY)


@pytest.mark.parametrize("name", sorted(MONTHS))
def test_every_name_of_a_month(name: str) -> None:
    for written in (name, name.upper(), name.capitalize()):
        assert to_edtf(f"5 {written} 2024", TimeForm())[0] == f"2024-{MONTHS[name]:02}-05"


@settings(deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"[0-9/.\-: TZ]{0,30}", fullmatch=True))
def test_whatever_is_read_is_edtf_of_our_time(text: str) -> None:
    edtf, fault = to_edtf(text, TimeForm(order=Order.DMY, century=2000, epoch=Epoch.SECONDS))
    span = parse_edtf(edtf)
    assert (edtf == "") == (fault is not TimeFault.NONE or not text.strip())
    if span.start_utc is not None:
        assert 1900 <= span.start_utc.year <= 2100
