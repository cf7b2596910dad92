"""What imports add to what a data set says of itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geodata.ingest import load_dataset
from geodata.model import CoverageState
from tests.geodata.ingest.importing.small import tried

D = date.fromisoformat


def days(*written: str) -> list[dict[str, str]]:
    return [{"text": f"claim {day}", "date": day, "lat": "51.19", "lon": "35.27"} for day in written]


def ranges(folder: Path) -> list[tuple[date, date, CoverageState]]:
    return [(one.first, one.last, one.state) for one in load_dataset(folder).info.coverage]


def test_days_that_imports_speak_of_are_partly_collected_and_overlaps_count_once(tmp_path: Path) -> None:
    into = tmp_path / "mine"
    for name, told in (("a.csv", ("2025-01-05", "2025-02")), ("b.csv", ("2025-02-20", "2025-03-02")), ("c.csv", ("",))):
        with tried(tmp_path, days(*told), name=name, into=into) as trial:
            trial.accept(into)
    partly = CoverageState.PARTLY
    assert ranges(into) == [
        (D("2025-01-05"), D("2025-02-28"), partly), (D("2025-03-01"), D("2025-03-02"), partly),
    ]  # fmt: skip
    assert load_dataset(into).info.coverage[0].note.endswith("is not stated")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("2025-01-01 2025-12-31 collected", ["2025-01-01 2025-12-31 collected"]),
        ("2025-02-01 2025-02-10 none", [
            "2025-01-05 2025-01-31 partly", "2025-02-01 2025-02-10 none", "2025-02-11 2025-03-02 partly",
        ]),
        ("2025-01-01 2025-01-05 collected", ["2025-01-01 2025-01-05 collected", "2025-01-06 2025-03-02 partly"]),
        ("2026-01-01 2026-01-05 collected", ["2025-01-05 2025-03-02 partly", "2026-01-01 2026-01-05 collected"]),
    ],
)  # fmt: skip
def test_what_the_data_set_states_itself_holds(tmp_path: Path, own: str, expected: list[str]) -> None:
    into = tmp_path / "mine"
    with tried(tmp_path, days("2025-01-05", "2025-03-02"), into=into) as trial:
        trial.accept(into)
    first, last, state = own.split()
    with (into / "dataset.toml").open("a") as file:
        file.write(f'\n[[coverage]]\nfirst = {first}\nlast = {last}\nstate = "{state}"\n')
    assert [f"{begin} {end} {word.value}" for begin, end, word in ranges(into)] == expected
