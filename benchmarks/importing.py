"""A file of a million claims: imported, beside DuckDB that reads the same CSV into Parquet in the same run."""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import ROOT, middle, print_machine, print_table

SEED = 20241028
HEADER = ("text", "date", "lat", "lon", "place", "region", "source", "url", "published", "status")
MOST_TIMES, MOST_MB = 6.0, 1_500.0  # the goals
_FLAWED = 0.01  # share of rows with something wrong
_BATCH = 50_000
_PLACES = (("Sudzha", "Kursk Oblast"), ("Korenevo", "Kursk Oblast"), ("Belgorod", "Belgorod Oblast"),
           ("Kharkiv", "Kharkiv Oblast"), ("Klintsy", "Bryansk Oblast"))  # fmt: skip
_WHO = ("Sappers", "Engineers", "An infantry unit", "Drivers", "A drone crew", "Military police")
_DID = ("cleared mines near", "repaired the bridge at", "arrived in", "left", "were seen near", "will be sent to")
_FLAWS = ("no date", "no day", "0, 0", "beyond the globe", "no text", "torn", "the row above again")


def made_rows(rows: int, seed: int = SEED) -> Iterator[list[str]]:
    """Rows of a made CSV, the same for the same seed; about one in a hundred has a flaw of one kind of seven."""
    random = np.random.default_rng(seed)
    last: list[str] = []
    for start in range(0, rows, _BATCH):
        size = min(_BATCH, rows - start)
        days = np.datetime64("2024-03-01") + random.integers(0, 900, size)
        lags = random.integers(0, 5, size)
        where = random.integers(0, len(_PLACES), size)
        who, did, outlet = (random.integers(0, most, size) for most in (len(_WHO), len(_DID), 400))
        lat, lon = random.uniform(50, 53, size), random.uniform(33, 38, size)
        flawed, flaw = random.random(size) < _FLAWED, random.integers(0, len(_FLAWS), size)
        for row in range(size):
            place, region = _PLACES[where[row]]
            number = start + row
            text = f"{_WHO[who[row]]} {_DID[did[row]]} {place}, it is said in report {number}"
            cells = [text, str(days[row]), f"{lat[row]:.5f}", f"{lon[row]:.5f}", place, region,
                     f"Outlet {outlet[row]}", f"https://example.org/{outlet[row]}/{number}",
                     str(days[row] + lags[row]), "unverified" if number % 3 else "confirmed"]  # fmt: skip
            last = _spoilt(cells, last, _FLAWS[flaw[row]]) if flawed[row] and last else cells
            yield last


def _spoilt(cells: list[str], last: list[str], flaw: str) -> list[str]:
    changed: dict[str, dict[int, str]] = {
        "no date": {1: "soon"}, "no day": {1: "2024-02-30"}, "0, 0": {2: "0", 3: "0"}, "beyond the globe": {2: "195.5"},
        "no text": {0: ""},
    }  # fmt: skip
    if flaw == "torn":
        return cells[:4]
    if flaw == "the row above again":
        return last
    return [changed[flaw].get(place, cell) for place, cell in enumerate(cells)]


def write_claims(path: Path, rows: int, seed: int = SEED) -> None:
    """Write a CSV of made claims in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(made_rows(rows, seed))


def import_here(source: Path) -> dict[str, Any]:
    """Import in this process up to the written Parquet files; seconds, rows by heap, and the peaks of memory.

    ``parent_mb`` is the most that this process held, ``child_mb`` the most that the process held which read the file.
    """
    from geodata.ingest.importing import try_import
    from geodata.ingest.reading import SHELL, read_file

    begun = time.perf_counter()
    with read_file(source, limits=SHELL) as reading:
        read = time.perf_counter() - begun
        with try_import(reading) as trial:
            seconds = time.perf_counter() - begun
            counts = trial.report.counts.to_json()
    return {"seconds": seconds, "read": read, "counts": counts, **_peaks()}


def duckdb_here(source: Path) -> dict[str, Any]:
    """The same file through DuckDB: ``read_csv`` with its own guesses, torn rows left out, into one Parquet file."""
    import duckdb

    target = source.with_suffix(".parquet")
    begun = time.perf_counter()
    with duckdb.connect() as base:
        base.execute(
            "COPY (SELECT * FROM read_csv(?, ignore_errors = true)) TO ? (FORMAT parquet)", [str(source), str(target)]
        )
        seconds = time.perf_counter() - begun
        found = base.execute("SELECT count(*) FROM read_parquet(?)", [str(target)]).fetchone()
    target.unlink()
    return {"seconds": seconds, "counts": {"read": found[0] if found else 0}, **_peaks()}


def _peaks() -> dict[str, float]:
    whose = {"parent_mb": resource.RUSAGE_SELF, "child_mb": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(who).ru_maxrss / 1024 for name, who in whose.items()}


def apart(side: str, source: Path) -> dict[str, Any]:
    """One side in a process of its own."""
    command = [sys.executable, __file__, "--one", side, "--file", str(source)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def compared(source: Path, rows: int, rounds: int) -> tuple[list[list[object]], float, float]:
    """Rows of the table, ours beside DuckDB's turn by turn; the ratio of the medians; the peak of ours in MB."""
    times: dict[str, list[float]] = {"ours": [], "duckdb": []}
    last: dict[str, dict[str, Any]] = {}
    for _round in range(rounds):
        for side, taken in times.items():
            last[side] = apart(side, source)
            taken.append(last[side]["seconds"])
    medians = {side: middle(taken) for side, taken in times.items()}
    table = [
        [side, medians[side], round(rows / medians[side]), found["parent_mb"], found["child_mb"], str(found["counts"])]
        for side, found in last.items()
    ]
    return table, medians["ours"] / medians["duckdb"], max(last["ours"]["parent_mb"], last["ours"]["child_mb"])


def main() -> None:
    """Make the file, ask both sides, print."""
    parser = argparse.ArgumentParser(description="a CSV of claims imported, beside DuckDB's read_csv to Parquet")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the file")
    parser.add_argument("--rounds", type=int, default=3, help="times each is asked; the median counts")
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows, one round")
    parser.add_argument("--one", choices=("ours", "duckdb"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps((import_here if chosen.one == "ours" else duckdb_here)(chosen.file)))
        return
    rows, rounds = (chosen.rows // 10, 1) if chosen.quick else (chosen.rows, chosen.rounds)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "claims.csv"
        write_claims(source, rows)
        size = source.stat().st_size / 1e6
        print_machine(f"A CSV of {rows:,} claims, {size:.0f} MB, {len(HEADER)} columns")
        table, ratio, peak = compared(source, rows, rounds)
    print_table(["side", "s", "rows/s", "peak MB", "peak MB of the reading child", "rows"], table)
    print(f"ours takes {ratio:.1f} times as long (goal {MOST_TIMES:.0f}), peak {peak:,.0f} MB (goal {MOST_MB:,.0f})")


if __name__ == "__main__":
    main()
