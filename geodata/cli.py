"""``python -m geodata``: look after data sets from the shell, and ask what changed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import NoReturn

from geodata.assess import Change, changes_between
from geodata.cli_build import add_build, run_build
from geodata.cli_import import add_commands, run
from geodata.datasets import bundled_path
from geodata.errors import ClaimlineError, DatasetError, UnreadableError, visible
from geodata.ingest import load_dataset, read_export, write_folder
from geodata.model import Dataset, read_day
from geodata.store import excerpt_words

__all__ = ["main"]

_BAD_CALL, _BAD_DATA = 2, 1


class _Parser(argparse.ArgumentParser):
    """Refuses a wrong call with one sentence instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with status 2."""
        told = message.removeprefix("argument ").rstrip(".")
        self.exit(_BAD_CALL, f"{told} (python -m geodata --help tells more).\n")


def _day(value: str) -> date:
    try:
        return read_day(value)
    except ValueError as error:
        mend = f"“{value}” is not a day; write one of the calendar, as in 2025-06-01"
        raise argparse.ArgumentTypeError(mend) from error


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m geodata", description="Look after Claimline data sets.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="COMMAND")
    check = commands.add_parser("check", help="read a data set folder and say what is wrong with it")
    check.add_argument("dataset", help="folder of the data set")
    told = "say what became public after one day and up to another"
    changes = commands.add_parser("changes", help=told, description=told, allow_abbrev=False)
    add = changes.add_argument
    add(
        "--from", dest="since", type=_day, required=True, metavar="D", help="UTC day; what was public at its end is old"
    )
    add("--to", dest="until", type=_day, required=True, metavar="D", help="last UTC day, inclusive")
    add("--dataset", type=Path, metavar="DIR", help="folder of the data set; default: the bundled one")
    add("--format", choices=("text", "json"), default="text", help="for reading (default), or for programs")
    told = "make a data set folder of a GeoJSON, GeoPackage, GeoParquet or ZIP that Claimline saved"
    restore = commands.add_parser("restore", help=told, description=told, allow_abbrev=False)
    restore.add_argument("file", type=Path, metavar="FILE", help="the saved file")
    restore.add_argument("--into", type=Path, required=True, metavar="DIR", help="folder to be made for the data set")
    add_commands(commands.add_parser)
    add_build(commands.add_parser)
    return parser


def _check(folder: str) -> int:
    try:
        dataset = load_dataset(folder)
    except DatasetError as error:
        return _refused(error, "nothing was loaded")
    print(f"{_counted(dataset)}; no problem found.")
    return 0


def _refused(error: DatasetError, so: str) -> int:
    for problem in error.problems:
        print(problem)
    count = len(error.problems)
    print(f"{count} problem{'s' if count > 1 else ''} found; {so}.")
    return _BAD_DATA


def _counted(dataset: Dataset) -> str:
    return (
        f"{dataset.info.title}: {len(dataset.claims)} claims, {len(dataset.reports)} reports, "
        f"{len(dataset.sources)} sources, {len(dataset.assessments)} assessments"
    )


def _restore(file: Path, folder: Path) -> int:
    try:
        dataset = write_folder(read_export(file), folder)
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return _BAD_CALL
    except DatasetError as error:
        return _refused(error, "nothing was written")
    print(visible(f"{_counted(dataset)}; written to {folder}.", most=None))
    print(visible(excerpt_words(dataset), most=None))
    return 0


def _changes(options: argparse.Namespace) -> int:
    since, until = options.since, options.until
    try:
        dataset = load_dataset(options.dataset or bundled_path())
    except DatasetError as error:
        print(error, file=sys.stderr)
        return _BAD_DATA
    changes = changes_between(dataset, since, until)
    if options.format == "json":
        print(json.dumps(_as_json(dataset, changes, since, until), ensure_ascii=False, indent=2))
    else:
        for line in _as_text(dataset, changes, since, until):
            print(visible(line, most=None))
    return 0


def _as_text(dataset: Dataset, changes: Sequence[Change], since: date, until: date) -> Iterator[str]:
    """Lines for a reader: the days, and under each what became public on it, with the reason."""
    count = f"{len(changes) or 'no'} change{'' if len(changes) == 1 else 's'}"
    yield f"{dataset.info.title}: {count} after {since} and up to {until}."
    width = max((len(change.kind.label) for change in changes), default=0)
    for day, told in groupby(changes, key=lambda change: change.day):
        yield ""
        yield str(day)
        for change in told:
            yield f"  {change.kind.label.ljust(width)}  {change.words}"
            if change.reason:
                yield f"  {' ' * width}  Why: {change.reason}"


def _as_json(dataset: Dataset, changes: Sequence[Change], since: date, until: date) -> dict[str, object]:
    """The document that ``docs/data-format.md`` describes."""
    return {
        "dataset": dataset.info.dataset_id,
        "digest": dataset.digest,
        "from": since.isoformat(),
        "to": until.isoformat(),
        "changes": [
            {
                "day": change.day.isoformat(),
                "kind": change.kind.value,
                "claim_id": change.claim_id,
                "was": change.was and change.was.value,
                "now": change.now and change.now.value,
                "party": change.party,
                "words": change.words,
                "reason": change.reason,
            }
            for change in changes
        ],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str or None
        Without the program's name; None takes them from the shell.

    Returns
    -------
    int
        Exit status: 0 all well, 1 problems were found in the data or rows were not accepted, 2 the call was wrong, or a
        file cannot be read or written, 130 an import or a build was interrupted.
    """
    options = _parser().parse_args(arguments)
    try:
        status = run(options)
        if status is not None:
            return status
        if options.command == "build":
            return run_build(options)
        if options.command == "restore":
            return _restore(options.file, options.into)
        return _check(options.dataset) if options.command == "check" else _changes(options)
    except ClaimlineError as error:
        print(error, file=sys.stderr)
        return _BAD_CALL
