from __future__ import annotations

import pyarrow as pa
import pytest

from geodata.errors import QueryError
from geodata.ingest.times import Epoch, Order, TimeDecision, TimeForm, answered, decide, read_times


def decided(*values: str) -> TimeDecision:
    return decide([pa.array(values)], name="date")


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (("03/04/2025", "13/04/2025"), Order.DMY),
        (("03/04/2025", "04/13/2025"), Order.MDY),
        (("13/04/2025 10:00", "03/04/2025 11:00"), Order.DMY),
        (("03.04.2025", "04.13.2025"), Order.MDY),
        (("03.04.2025",), None),
        (("2025-04-03",), None),
        (("03/04/2025", "04/05/2025"), None),
        (("03/04/2025", "13/04/2025", "04/13/2025"), None),
        (("03.04.2025", "04/13/2025"), None),
    ],
)
def test_the_order_is_decided_by_what_only_one_order_fits(values: tuple[str, ...], order: Order | None) -> None:
    assert decided(*values).form == TimeForm(order=order)


def test_what_decided_is_said() -> None:
    found = decided("03/04/2025", "13/04/2025")
    assert (
        found.evidence
        == "1 date reads only with the day first, “13/04/2025” among them, and none only the other way round."
    )
    assert found.questions == ()


@pytest.mark.parametrize(
    ("values", "evidence"),
    [
        (("03/04/2025", "04/05/2025"), "2 dates can be read both ways, and none decides."),
        (
            ("03/04/2025", "13/04/2025", "04/13/2025"),
            "Both occur: 1 dates read only with the day first (“13/04/2025”), 1",
        ),
    ],
)
def test_what_nothing_decides_is_asked(values: tuple[str, ...], evidence: str) -> None:
    (question,) = decided(*values).questions
    assert question.key == "order:date"
    assert question.options[0] == ("dmy", "the day first: “03/04/2025” is 2025-04-03")
    assert question.options[1] == ("mdy", "the month first: “03/04/2025” is 2025-03-04")
    assert question.evidence.startswith(evidence)


def test_what_speaks_for_itself_is_read_before_the_answer() -> None:
    found = decided("03/04/2025", "13/04/2025", "04/13/2025")
    times = read_times(pa.array(["03/04/2025", "13/04/2025", "04/13/2025"]), found.form)
    assert list(times.edtf) == ["", "2025-04-13", "2025-04-13"]


@pytest.mark.parametrize(
    ("values", "epoch"),
    [
        (("1729261800", "1729261801"), Epoch.SECONDS),
        (("1729261800000",), Epoch.MILLISECONDS),
        (("1729261800", "1729261800000"), None),
        (("2024101814", "2024101815"), None),  # hours of days as well as seconds
    ],
)
def test_what_a_bare_number_counts(values: tuple[str, ...], epoch: Epoch | None) -> None:
    found = decided(*values)
    assert found.form.epoch is epoch
    assert [question.key for question in found.questions] == ([] if epoch else ["epoch:date"])


def test_two_digits_are_asked_about() -> None:
    (question,) = decided("18.10.24").questions
    assert question.key == "century:date"
    assert answered(decided("18.10.24"), "date", {"century:date": "2000", "order:other": "dmy"}) == TimeForm(
        century=2000
    )


def test_a_clock_without_a_zone_is_noticed() -> None:
    assert decided("2024-10-18 14:30").has_clock
    assert not decided("2024-10-18 00:00:00", "2024-10-18T14:30Z", "2024-10-18").has_clock


def test_answers_are_taken_and_no_others() -> None:
    found = decided("03/04/2025")
    assert answered(found, "date", {"order:date": "mdy"}).order is Order.MDY
    assert answered(found, "date", {"zone:date": "Europe/Kyiv"}).zone is not None
    for answers in ({"order:date": "ymd"}, {"zone:date": "Kyiv time"}, {"century:date": "20"}, {"epoch:date": "us"}):
        with pytest.raises(QueryError, match=r"use one of|is no time zone"):
            answered(found, "date", answers)
