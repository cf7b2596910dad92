"""``python -m geodata``: look after data sets from the shell."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from geodata.errors import ClaimlineError, DatasetError
from geodata.ingest import load_dataset

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geodata", description="Look after Claimline data sets.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="read a data set folder and say what is wrong with it")
    check.add_argument("dataset", help="folder of the data set")
    return parser


def _check(folder: str) -> int:
    try:
        dataset = load_dataset(folder)
    except DatasetError as error:
        for problem in error.problems:
            print(problem)
        count = len(error.problems)
        print(f"{count} problem{'s' if count > 1 else ''} found; nothing was loaded.")
        return 1
    print(
        f"{dataset.info.title}: {len(dataset.claims)} claims, {len(dataset.reports)} reports, "
        f"{len(dataset.sources)} sources, {len(dataset.assessments)} assessments; no problem found."
    )
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str or None
        Without the program's name; None takes them from the shell.

    Returns
    -------
    int
        Exit status: 0 all well, 1 problems were found, 2 the call was wrong.
    """
    options = _parser().parse_args(arguments)
    try:
        return _check(options.dataset)
    except ClaimlineError as error:
        print(error, file=sys.stderr)
        return 2
