from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.goldens import BYTE_FOR_BYTE, FOLDER, approved_selection


@pytest.mark.parametrize("name", BYTE_FOR_BYTE)
def test_a_file_comes_out_as_approved_to_the_last_byte(name: str) -> None:
    made = BYTE_FOR_BYTE[name](approved_selection())
    approved = (FOLDER / name).read_bytes()
    at = next((at for at, (one, other) in enumerate(zip(made, approved, strict=False)) if one != other), None)
    assert made == approved, (
        f"differs at byte {at}: make it again (tests/golden/redraw.py) only if the change is wanted"
    )


@pytest.mark.parametrize("suffix", [".png", ".svg", ".html", ".geojson", ".csv"])
def test_another_process_on_another_day_writes_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    """Another hash seed, another zone, another language, another folder."""
    root = FOLDER.parents[1]
    script = (
        "import sys; from tests.golden.goldens import approved_selection; from mapapp.export import Look, save;"
        "sys.stdout.buffer.write(save(approved_selection(), sys.argv[1], Look(size_px=(640, 420))).content)"
    )
    made = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Seoul")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": str(root)}
        environment["MPLCONFIGDIR"] = str(tmp_path / seed)
        done = subprocess.run(
            [sys.executable, "-c", script, suffix], cwd=tmp_path, env=environment, capture_output=True, check=True
        )
        made.append(done.stdout)
    assert made[0] == made[1]
    assert len(made[0]) > 1000
