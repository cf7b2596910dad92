"""``python -m geodata import``, ``undo`` and ``imports``: files of others into a data set, listed, and out again."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.cli_line import Line
from geodata.cli_told import Said, kept_json, kept_text, question_lines, refusal_json, said_json, said_text
from geodata.errors import ClaimlineError, ImportRefusedError, QueryError, visible
from geodata.ingest.questions import READ_KEYS, NeedsAnswerError, Question

if TYPE_CHECKING:
    from geodata.ingest.importing.request import Request
    from geodata.ingest.importing.trial import Trial
    from geodata.ingest.reading import Reading

__all__ = ["add_commands", "run"]

_ALL_WELL, _SOME_LEFT, _NOT_READ, _INTERRUPTED = 0, 1, 2, 130
_PACKED = (".gz", ".zip")


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands; ``add`` makes a parser of a name and its help."""
    told = "import a file of others into a data set: table, workbook, GeoJSON, KML, GeoPackage, Shapefile, Parquet ..."
    parser = add("import", help=told, description=told, allow_abbrev=False)
    one = parser.add_argument
    one("file", type=Path, metavar="FILE", help="the file")
    one("--profile", metavar="P", help="whose file it is (docs/importing.md); default: as its header shows")
    one("--mapping", type=Path, metavar="M.toml", help="which column means what, for a table of nobody's profile")
    one("--answer", action="append", default=[], metavar="KEY=VALUE", help="answer a question; may repeat")
    one("--licence", default="", metavar="TEXT", help="under which licence the file may be used")
    one("--attribution", default="", metavar="TEXT", help="whom to name for it")
    one("--into", type=Path, metavar="DIR", help="folder of the data set, made if new; default: named after the file")
    one("--dry-run", action="store_true", help="tell what would be imported, and write nothing")
    one("--rejected", type=Path, metavar="FILE.csv", help="also write the rows that were not accepted, with reasons")
    _format(parser)
    told = "take an import back; its files are put aside, not deleted"
    parser = add("undo", help=told, description=told, allow_abbrev=False)
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="folder of the data set")
    parser.add_argument("import_id", metavar="IMPORT_ID", help="as the command imports lists it")
    told = "list the imports of a data set, oldest first"
    parser = add("imports", help=told, description=told, allow_abbrev=False)
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="folder of the data set")
    _format(parser)


def _format(parser: argparse.ArgumentParser) -> None:
    told = "for reading (default), or for programs"
    parser.add_argument("--format", choices=("text", "json"), default="text", help=told)


def run(options: argparse.Namespace) -> int | None:
    """Run one of these commands; None where the command is another.

    Returns
    -------
    int or None
        Exit status: 0 every row accepted or there already, 1 some were doubtful or rejected, 2 nothing could be read or
        written, 130 interrupted.

    Raises
    ------
    ClaimlineError
        What ``undo`` and ``imports`` refuse.
    """
    if options.command == "import":
        return _import_or_not(options)
    if options.command == "undo":
        return _undo(options.dataset, options.import_id)
    return _list(options.dataset, options.format) if options.command == "imports" else None


def _undo(dataset: Path, import_id: str) -> int:
    from geodata.ingest.importing.kept import undo_import

    aside = undo_import(_there(dataset), import_id)
    print(visible(f"The import {import_id} was taken back; its files lie in {aside}.", most=None))
    return _ALL_WELL


def _list(dataset: Path, form: str) -> int:
    from geodata.ingest.importing.kept import list_imports

    kept = list_imports(_there(dataset))
    if form == "json":
        print(kept_json(dataset, kept))
    else:
        for line in kept_text(dataset, kept):
            print(visible(line, most=None))
    return _ALL_WELL


def _there(dataset: Path) -> Path:
    if not (dataset / "dataset.toml").is_file():
        raise QueryError(f"“{visible(str(dataset))}” is no data set; name a folder that holds dataset.toml.")
    return dataset


def _import_or_not(options: argparse.Namespace) -> int:
    """Import, and tell it where that cannot be done."""
    questions: tuple[Question, ...] = ()
    line = Line()
    try:
        return _import(options, line)
    except NeedsAnswerError as error:
        questions = error.questions
        asked = " ".join(question.words for question in questions)
        told = visible(f"{options.file.name}: {asked} Nothing was imported; answer with --answer.", most=None)
    except ClaimlineError as error:
        told = visible(str(error), most=None)
    except KeyboardInterrupt:
        line.clear()
        print(_interrupted(options), file=sys.stderr)
        return _INTERRUPTED
    line.clear()
    if options.format == "json":
        print(refusal_json(told, questions))
    for text in (told, *question_lines(questions)):
        print(visible(text, most=None), file=sys.stderr)
    return _NOT_READ


def _interrupted(options: argparse.Namespace) -> str:
    there = getattr(options, "stands_in", None)
    if there is not None and there.is_dir():
        return visible(f"Interrupted; the import was finished before and stands in {there}.", most=None)
    return "Interrupted; nothing was imported."


def _import(options: argparse.Namespace, line: Line) -> int:
    from geodata.ingest.importing import try_import
    from geodata.ingest.reading import SHELL, read_file

    into = options.into or Path(_stem(options.file.name))
    _check_paths(options)
    request, wishes = _request(options)
    with read_file(options.file, limits=SHELL, progress=line.reading, **wishes) as reading:
        _check_wishes(reading, wishes)
        with try_import(reading, request, into=into, progress=line.tell) as trial:
            line.clear()
            return _accept(options, trial, into)


def _accept(options: argparse.Namespace, trial: Trial, into: Path) -> int:
    report = trial.report
    if options.rejected:
        _copy_rejected(trial.folder, options.rejected)
    if not options.dry_run:
        options.stands_in = into / "imports" / report.import_id
        report = trial.accept(into)
    said = Said(report, trial, into, dry_run=options.dry_run, written=not (options.dry_run or report.is_there))
    try:
        _print(said, options.format)
    except BrokenPipeError:  # whoever reads along has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _SOME_LEFT if report.counts.doubtful + report.counts.rejected else _ALL_WELL


def _print(said: Said, form: str) -> None:
    if form == "json":
        for part in said_json(said):
            print(part, end="")
        print()
    else:
        for text in said_text(said):
            print(visible(text, most=None))
    sys.stdout.flush()


def _request(options: argparse.Namespace) -> tuple[Request, dict[str, Any]]:
    """What was decided: for the rows, and for reading the file."""
    from geodata.ingest.importing.request import Request, parse_answers
    from geodata.ingest.profiles import load_mapping

    answers = parse_answers(options.answer)
    wishes: dict[str, Any] = {key: answers.pop(key) for key in READ_KEYS if key in answers}
    if "header_row" in wishes:
        wishes["header_row"] = _row(wishes["header_row"])
    mapping = load_mapping(_text_of(options.mapping)) if options.mapping else None
    licence, attribution = options.licence.strip(), options.attribution.strip()
    return Request(options.profile, mapping, answers, {}, licence, attribution), wishes


def _row(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise QueryError(f"“header_row={visible(text)}” names no row; write its number, or 0 where there is no header.")
    return int(text)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ImportRefusedError(f"{visible(path.name)}: the mapping cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ImportRefusedError(f"{visible(path.name)}: the mapping is not UTF-8; save it as UTF-8.") from error


def _check_wishes(reading: Reading, wishes: Mapping[str, object]) -> None:
    """Refuse an answer that the format of the file has no question for."""
    facts = reading.facts
    there = {"sheet": facts.sheet, "layer": facts.layer, "encoding": facts.encoding, "crs": facts.crs}
    for key, value in there.items():
        if key in wishes and value is None:
            known = [one for one in READ_KEYS if there.get(one, "asked") is not None]
            raise QueryError(
                f"“{key}={visible(str(wishes[key]))}” answers no question on {visible(reading.name)}, a file of the "
                f"format {facts.format}; leave it out. Keys of such a file are {', '.join(known)}."
            )


def _check_paths(options: argparse.Namespace) -> None:
    """Refuse to write over what is read, before anything is read."""
    rejected = options.rejected
    for path in (options.file, options.mapping):
        if rejected and path and rejected.exists() and path.exists() and rejected.samefile(path):
            raise QueryError(f"--rejected names “{visible(str(rejected))}”, which is read; name another file.")
    if rejected and rejected.is_dir():
        raise QueryError(f"--rejected names “{visible(str(rejected))}”, which is a folder; name a file.")


def _copy_rejected(folder: Path, target: Path) -> None:
    """Write the rows that were not accepted; the file is there whole or as it was before."""
    from geodata.ingest.importing.tables import REJECTED

    try:
        handle, name = tempfile.mkstemp(prefix=".claimline-", dir=target.parent)
        os.close(handle)
        part = Path(name)
        try:
            shutil.copyfile(folder / REJECTED, part)
            part.chmod(0o666 & ~_umask())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        told = f"“{visible(str(target))}” cannot be written ({error.strerror}); nothing was imported."
        raise ImportRefusedError(told) from error


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _stem(name: str) -> str:
    """What a data set is called after a file: its name without suffix, ``events`` of ``events.csv.gz``."""
    path = Path(name)
    if path.suffix.lower() in _PACKED and Path(path.stem).suffix:
        path = Path(path.stem)
    return path.stem.lstrip(".") or "imported"
