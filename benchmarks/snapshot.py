"""Saving the bundled data: seconds, bytes and memory of each format, and folium's own way to a picture beside ours."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import ROOT, middle, print_machine, print_table
from geodata.datasets import bundled_path
from geodata.ingest import load_dataset
from geodata.store import BBox, ClaimQuery, Selection, select
from mapapp.export.formats import FORMATS
from mapapp.export.look import LOOK, Look
from mapapp.export.save import save

SIZE_PX = (1600, 1000)
VIEW = BBox(20, 42, 140, 62)  # degrees: from Ukraine to the Sea of Japan
_GOALS = {".png": 1.0, ".html": 0.5, ".gif": 15.0}  # seconds in a warm process
_SHELL_GOAL = 3.0  # seconds for a PNG from the shell
_ONCE = {".gif", ".webp", ".mp4", ".zip"}  # long ones are timed once, in a process that has drawn a picture before


def selection_of() -> Selection:
    """The bundled data in the view that everything here draws."""
    return select(load_dataset(bundled_path()), ClaimQuery(bbox=VIEW))


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes, wall clock."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure_here(suffix: str, rounds: int) -> dict[str, Any]:
    """Save in this process: the first time, warm, and the most memory it ever held (``VmHWM``)."""
    selection, look = selection_of(), LOOK
    first = seconds(lambda: save(selection, ".png" if suffix in _ONCE else suffix, look))
    times = [seconds(lambda: save(selection, suffix, look)) for _round in range(1 if suffix in _ONCE else rounds)]
    size = len(save(selection, suffix, look).content) if suffix not in _ONCE else 0
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return {"first": first, "warm": middle(times), "bytes": size, "peak_mb": int(peak.split()[1]) / 1024}


def measured_apart(suffix: str, rounds: int) -> dict[str, Any]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--one", suffix, "--rounds", str(rounds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def from_the_shell(rounds: int) -> float:
    """Median seconds of ``python -m mapapp snapshot OUT.png``, from nothing to the written file."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "out.png")
        command = [sys.executable, "-m", "mapapp", "snapshot", out]
        return middle(
            [
                seconds(lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True))
                for _round in range(rounds)
            ]
        )


def beside_folium(rounds: int) -> list[list[object]]:
    """A PNG of ours and one of folium's, turn by turn in this process, after one of each to warm up."""
    from benchmarks.peers.folium_png import folium_map, folium_png

    selection, look = selection_of(), Look(size_px=SIZE_PX)
    bounds = (VIEW.west, VIEW.south, VIEW.east, VIEW.north)
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: save(selection, ".png", look),
        "folium _to_png, as it comes (waits 3 s)": lambda: folium_png(folium_map(selection, bounds), SIZE_PX, 3),
        "folium _to_png, not waiting at all": lambda: folium_png(folium_map(selection, bounds), SIZE_PX, 0),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            taken = seconds(way)
            if number:
                times[name].append(taken)
    ours = middle(times["ours"])
    return [[name, middle(found), f"{middle(found) / ours:.1f}x"] for name, found in times.items()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description="seconds and memory of each saved format; folium's picture beside ours"
    )
    parser.add_argument("--rounds", type=int, default=5, help="pictures of each kind")
    parser.add_argument("--quick", action="store_true", help="the three that have a goal, without folium")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure_here(chosen.one, chosen.rounds)))
        return
    print_machine(f"Saving the bundled data, {SIZE_PX[0]}x{SIZE_PX[1]} pixels, seconds")
    if not chosen.quick:
        print_table(["a PNG, warm process", "s", "beside ours"], beside_folium(chosen.rounds))
    suffixes = [suffix for suffix in FORMATS if suffix in _GOALS] if chosen.quick else list(FORMATS)
    rows = []
    for suffix in suffixes:
        found = measured_apart(suffix, chosen.rounds)
        rows.append(
            [FORMATS[suffix].label, found["first"], found["warm"], str(_GOALS.get(suffix, "")), found["peak_mb"]]
        )
    print_table(["format", "first s", "warm s", "goal s", "memory peak MB"], rows)
    print_table(
        ["from the shell", "s", "goal s"],
        [["python -m mapapp snapshot OUT.png", from_the_shell(chosen.rounds), _SHELL_GOAL]],
    )


if __name__ == "__main__":
    main()
