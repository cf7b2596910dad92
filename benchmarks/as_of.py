"""Statuses as of a day for a million claims: ``geodata.assess.bulk`` beside ``pandas.merge_asof``, answers equal."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import middle, print_machine, print_table
from geodata.assess.bulk import NO_STATUS, status_as_of, status_of_all

SEED = 20241028
FIRST_DAY, DAYS = 19_800, 1_000  # days since 1970: from March 2024 on
Columns = dict[str, np.ndarray[Any, np.dtype[np.int64]]]


def made(claims: int, assessments: int, seed: int = SEED) -> tuple[Columns, Columns]:
    """Assessments in the order of a file, as random days bring them, and one question for each claim."""
    random = np.random.default_rng(seed)
    judged = {
        "claim_row": random.integers(0, claims, assessments),
        "effective_day": random.integers(FIRST_DAY, FIRST_DAY + DAYS, assessments),
        "status": random.integers(0, 7, assessments),
        "order": np.arange(assessments),
    }
    asked = {
        "ask_row": random.permutation(claims),
        "ask_day": random.integers(FIRST_DAY - 10, FIRST_DAY + DAYS, claims),
    }
    return judged, asked


def framed(judged: Columns, asked: Columns) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same as data frames, with the columns that ``merge_asof`` joins on."""
    questions = pd.DataFrame({"row": asked["ask_row"], "day": asked["ask_day"]})
    columns = {"row": judged["claim_row"], "day": judged["effective_day"], "status": judged["status"]}
    return questions, pd.DataFrame(columns)


def by_day(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows by day; those of one day keep their order, so that the later in the file counts."""
    return frame.sort_values("day", kind="stable")


def merged(questions: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """What pandas answers; both sides must be sorted by day."""
    return pd.merge_asof(questions, judged, on="day", by="row")


def by_claim(judged: Columns) -> Columns:
    """The assessments sorted as ``status_as_of`` wants them, so that it need not sort them itself."""
    rising = np.lexsort((judged["order"], judged["effective_day"], judged["claim_row"]))
    return {name: column[rising] for name, column in judged.items()}


def check(answers: Columns, frame: pd.DataFrame) -> None:
    """Stop where the two disagree.

    Raises
    ------
    AssertionError
        If any of the answers differ.
    """
    theirs = frame.sort_index()["status"].fillna(NO_STATUS).to_numpy(np.int64)
    assert np.array_equal(answers["status"], theirs), "the two sides give different answers"


def timed(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median processor seconds of each side, asked in turns; both use one core, and others do not lengthen it."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _round in range(rounds):
        for taken, work in zip(seconds, (ours, theirs), strict=True):
            began = time.process_time()
            work()
            taken.append(time.process_time() - began)
    return middle(seconds[0]), middle(seconds[1])


def compared(claims: int, assessments: int, rounds: int) -> list[list[object]]:
    """Rows of the table: what was asked, seconds of each side, rows a second of ours, how many times as fast."""
    judged, asked = made(claims, assessments)
    questions, frame = framed(judged, asked)
    check({"status": status_as_of(**judged, **asked)}, _in_order(questions, frame))
    day = FIRST_DAY + DAYS // 2
    everyone = {"ask_row": np.arange(claims), "ask_day": np.full(claims, day)}
    all_questions, _same = framed(judged, everyone)
    check({"status": status_of_all(**judged, claims=claims, day=day)}, _in_order(all_questions, frame))

    ready, ready_questions, ready_frame = by_claim(judged), by_day(questions), by_day(frame)
    ready_all = by_day(all_questions)
    cases: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        (
            "a day for each claim, sorting included",
            lambda: status_as_of(**judged, **asked),
            lambda: merged(by_day(questions), by_day(frame)),
        ),
        (
            "a day for each claim, sorted before",
            lambda: status_as_of(**ready, **asked),
            lambda: merged(ready_questions, ready_frame),
        ),
        (
            "one day for all, sorting included",
            lambda: status_of_all(**judged, claims=claims, day=day),
            lambda: merged(by_day(all_questions), by_day(frame)),
        ),
        (
            "one day for all, sorted before",
            lambda: status_of_all(**ready, claims=claims, day=day),
            lambda: merged(ready_all, ready_frame),
        ),
    ]
    return [_row(name, *timed(ours, theirs, rounds), assessments) for name, ours, theirs in cases]


def _in_order(questions: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """What pandas answers, indexed by the place of each question."""
    asked = by_day(questions)
    return merged(asked, by_day(frame)).set_index(asked.index)


def _row(name: str, ours: float, theirs: float, assessments: int) -> list[object]:
    return [name, ours * 1000, theirs * 1000, assessments / ours / 1e6, assessments / theirs / 1e6, theirs / ours]


def main() -> None:
    """Make the claims, ask both sides, print."""
    parser = argparse.ArgumentParser(description="statuses as of a day, beside pandas.merge_asof")
    parser.add_argument("--rounds", type=int, default=7, help="times each is asked; the median counts")
    parser.add_argument("--quick", action="store_true", help="a tenth of the claims, three rounds")
    chosen = parser.parse_args()
    part = 10 if chosen.quick else 1
    claims, assessments = 1_000_000 // part, 3_000_000 // part
    print_machine(f"Status as of a day: {claims:,} claims, {assessments:,} assessments, answers equal")
    print(f"numpy {np.__version__}, pandas {pd.__version__}")
    rows = compared(claims, assessments, 3 if chosen.quick else chosen.rounds)
    columns = ["asked", "ours ms", "pandas ms", "ours million rows/s", "pandas million rows/s", "times as fast"]
    print_table(columns, rows)
    slower = [str(row[0]) for row in rows if float(str(row[-1])) < 1]
    print("slower than pandas: " + "; ".join(slower) if slower else "nowhere slower than pandas")


if __name__ == "__main__":
    main()
