"""What the commands for imports say: to read, and as one JSON document."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.errors import visible

if TYPE_CHECKING:
    from geodata.ingest.importing.kept import Kept
    from geodata.ingest.importing.report import Counts, Entry, Report
    from geodata.ingest.importing.trial import Trial
    from geodata.ingest.questions import Question

__all__ = ["Said", "kept_json", "kept_text", "question_lines", "refusal_json", "said_json", "said_text"]

_MOST_ROWS = 20
_MOST_VALUES = 5
_FORMATS = {
    "geojson": "GeoJSON", "gpkg": "GeoPackage", "shapefile": "Shapefile", "flatgeobuf": "FlatGeobuf",
    "geoparquet": "GeoParquet", "parquet": "Parquet",
}  # fmt: skip
_ENCODINGS = {"utf_8": "UTF-8", "utf_8_sig": "UTF-8 with a byte order mark"}
_DELIMITERS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}


@dataclass(frozen=True)
class Said:
    """An import that is to be told.

    Parameters
    ----------
    report : Report
        As it was accepted, or as it was tried.
    trial : Trial
        Which holds the rows that were not accepted.
    into : Path
        Folder of the data set.
    dry_run, written : bool
        Whether it was only tried, and whether the data set was changed.
    """

    report: Report
    trial: Trial
    into: Path
    dry_run: bool
    written: bool


def said_json(said: Said) -> Iterator[str]:
    """The parts of one JSON document (``docs/importing.md``), a row at a time, however many rows there are."""
    told = {**said.report.to_json(), "into": _plain(said.into), "dry_run": said.dry_run, "written": said.written}
    yield _dumped(told, indent=2).removesuffix("\n}") + ',\n  "rows": ['
    yield from _items(entry.to_json() for entry in said.trial.entries())
    yield '],\n  "near_duplicates": ['
    yield from _items(near.to_json() for near in said.trial.near())
    yield "]\n}"


def _items(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    between = "\n    "
    for value in values:
        yield between + _dumped(value)
        between = ",\n    "


def refusal_json(told: str, questions: Iterable[Question]) -> str:
    """That a file could not be read, and what has to be answered first."""
    return _dumped({"error": told, "questions": [question.to_json() for question in questions]}, indent=2)


def kept_json(dataset: Path, kept: Iterable[Kept]) -> str:
    """The imports of a data set."""
    imports = [
        {**asdict(one), "imported_at": one.imported_at.isoformat(), "counts": one.counts.to_json()} for one in kept
    ]
    return _dumped({"dataset": _plain(dataset), "imports": imports}, indent=2)


def kept_text(dataset: Path, kept: Iterable[Kept]) -> Iterator[str]:
    """A line or two for each import."""
    there = False
    for one in kept:
        there = True
        yield f"{one.import_id}  {one.imported_at:%Y-%m-%d %H:%M} UTC  {one.file}  ({one.label})"
        counts = one.counts
        yield (
            f"  {counts.read:,} rows: {counts.accepted:,} accepted, {counts.doubtful:,} doubtful, "
            f"{counts.rejected:,} rejected, {_duplicates(counts)}. Licence: {one.licence or 'not stated'}."
        )
    if not there:
        yield f"{dataset} has no imports."


def said_text(said: Said) -> Iterator[str]:
    """The report for a reader, line by line; texts of the file stand in it as they are."""
    report = said.report
    yield from _head(report)
    yield from _reasons(report)
    yield from _rows(said)
    yield from _questions(report)
    yield from _licence(report)
    yield from _where(said)


def _head(report: Report) -> Iterator[str]:
    counts = report.counts
    yield (
        f"{report.file}: {_rows_of(counts.read)} read: {counts.accepted:,} accepted, {counts.doubtful:,} doubtful, "
        f"{counts.rejected:,} rejected, {_duplicates(counts)}."
    )
    yield f"Read as {', '.join(_facts(report.facts))}."
    yield f"Profile: {report.label} ({report.profile}). {report.why}".rstrip()
    yield from (f"Note: {note}" for note in report.notes)
    for column, values in report.unmapped.items():
        found = [f"“{visible(value)}” ({count:,})" for value, count in list(values.items())[:_MOST_VALUES]]
        more = ", ..." if len(values) > _MOST_VALUES else ""
        yield f"Note: no word of ours for {', '.join(found)}{more} in {column}."
    if report.near_count:
        yield f"{_rows_of(report.near_count)} may tell the same as another row; all of them stay."


def _facts(facts: Mapping[str, Any]) -> Iterator[str]:
    form, encoding, delimiter = (str(facts.get(key) or "") for key in ("format", "encoding", "delimiter"))
    yield _FORMATS.get(form, form.upper())
    if encoding:
        yield _ENCODINGS.get(encoding, encoding)
    if delimiter:
        yield f"fields parted by {_DELIMITERS.get(delimiter, delimiter)}"
    for key in ("sheet", "layer"):
        if facts.get(key):
            yield f"{key} “{facts[key]}”"
    if facts.get("header_row"):
        yield f"header in row {facts['header_row']}"
    if facts.get("crs"):
        yield f"coordinates in {facts['crs']}"


def _reasons(report: Report) -> Iterator[str]:
    if report.reasons:
        yield "Why rows were not accepted:"
    for one in report.reasons:
        told = one.to_json()
        example = f"row {one.example_row}" + (f", “{visible(one.example)}”" if one.example else "")
        yield f"  {one.count:>7,}  {told['heap']}: {told['words']}, as in {example}; {told['mend']}."


def _rows(said: Said) -> Iterator[str]:
    counts = said.report.counts
    left = counts.doubtful + counts.rejected + counts.duplicates
    if not left:
        return
    first = f", the first {_MOST_ROWS} of {left:,}" if left > _MOST_ROWS else ""
    yield f"Rows that were not accepted{first}:"
    yield from (f"  {_entry(entry)}" for entry in said.trial.entries(_MOST_ROWS))


def _entry(entry: Entry) -> str:
    return f"row {entry.row}, {entry.heap.value}: {' '.join(_faults(entry))}"


def _faults(entry: Entry) -> Iterator[str]:
    for fault in entry.faults:
        told = fault.to_json()
        where = f"{visible(fault.field)}: " if fault.field else ""
        value = f"“{visible(fault.value)}”, " if fault.value else ""
        yield f"{where}{value}{told['words']}; {told['mend']}.{' ' if fault.detail else ''}{fault.detail}"


def _questions(report: Report) -> Iterator[str]:
    if report.questions:
        yield "Questions that are open; the rows that need the answer wait:"
    for question in report.questions:
        yield f"  {' '.join(part for part in (question.words, question.evidence) if part)}"
        yield from question_lines([question])


def question_lines(questions: Iterable[Question]) -> Iterator[str]:
    """How to answer questions: a line for each answer, as it stands in the command."""
    for question in questions:
        for value, words in question.options:
            yield f"    --answer {shlex.quote(f'{question.key}={value}')}  {words}"
        if question.free:
            yield f"    --answer {shlex.quote(f'{question.key}=')}...  {question.free}"


def _licence(report: Report) -> Iterator[str]:
    licence, attribution = (text.rstrip(".") or "not stated" for text in (report.licence, report.attribution))
    yield f"Licence: {licence}. Attribution: {attribution}."
    if report.licence_to_confirm:
        yield "Say with --licence under which licence the file may be used; nobody else can."


def _where(said: Said) -> Iterator[str]:
    name, into = said.report.import_id, said.into
    undo = f"python -m geodata undo {shlex.quote(str(into))} {name}"
    if said.report.is_there:
        yield f"{into} holds this very import already, as {name}; nothing was changed."
    elif said.dry_run:
        yield f"Tried only: nothing was written. Without --dry-run it goes to {into}, as {name}."
    else:
        yield f"Imported into {into} as {name}. Take it back: {undo}"


def _rows_of(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _dumped(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _plain(path: Path) -> str:
    """A path as text that every encoding of ours can write."""
    return str(path).encode("utf-8", "replace").decode()


def _duplicates(counts: Counts) -> str:
    return "1 duplicate" if counts.duplicates == 1 else f"{counts.duplicates:,} duplicates"
