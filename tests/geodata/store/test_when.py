from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geodata.model import Modality, parse_edtf
from geodata.store import time_known
from tests.builders import DatasetBuilder

TIMES = [
    ("2024-10/2025-04-26", "2025-04-25", "2024-10/.."),
    ("2024-10/2025-04-26", "2025-04-26", "2024-10/2025-04-26"),
    ("2024-10/2025-04-26", None, "2024-10/2025-04-26"),
    ("2024-10/2025-04", "2025-03-31", "2024-10/.."),
    ("2024-10/2025-04", "2025-04-01", "2024-10/2025-04"),  # within the month it is as coarse as before
    ("2024-10~/2025", "2024-12-31", "2024-10~/.."),
    ("2024-10", "2024-10-02", "2024-10"),
    ("2024-10/..", "2024-10-02", "2024-10/.."),
    ("", "2024-10-02", ""),
]


@pytest.mark.parametrize(("written", "known_on", "told"), TIMES)
def test_an_end_that_had_not_come_is_open(tmp_path: Path, written: str, known_on: str | None, told: str) -> None:
    claim = replace(DatasetBuilder(tmp_path).load().claims[0], time=parse_edtf(written))
    day = None if known_on is None else date.fromisoformat(known_on)
    assert time_known(claim, day) == parse_edtf(told)
    plan = replace(claim, modality=Modality.PLANNED)
    assert time_known(plan, day) == parse_edtf(written), "a plan speaks of the future"
