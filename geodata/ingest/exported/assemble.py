"""From rows of text to a data set: the same readers and the same checks as for a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from geodata.errors import DatasetError, Problem, visible
from geodata.ingest.exported.raw import COPIES, FILES, LAYOUT, Raw, Row, unreadable
from geodata.ingest.fields import Record
from geodata.ingest.folder import Tables, digest_of
from geodata.ingest.info import read_info
from geodata.ingest.records import (
    read_assessment,
    read_claim,
    read_foreign,
    read_place,
    read_position,
    read_report,
    read_source,
)
from geodata.ingest.tables import COLUMNS, INFO_FILE
from geodata.ingest.written import folder_files
from geodata.model import Dataset, DatasetInfo

__all__ = ["assembled"]

_T = TypeVar("_T")
_INFO = ("id", "title", "scope", "version", "licence", "attribution")
_CALLED = {"sources.csv": {"name": "source"}}  # columns that a saved file calls otherwise
_FLAGS = {"vague", "zone"}
_YES = {"true": "yes", "1": "yes", "false": "", "0": ""}
_WORDS = {"a [[topics]] table of dataset.toml": "a row of the table topics", **{
    file: f"the table {table}" for table, file in FILES.items() if table != "related_reports"
}}  # fmt: skip


def assembled(raw: Raw) -> Dataset:
    """Check what was read of a file, and give back the data set that it is.

    Raises
    ------
    UnreadableError
        If the file has a layout that this version does not know.
    DatasetError
        If anything was refused; each problem names the table and row of the file.
    """
    _check_layout(raw)
    return _Assembly(raw).dataset()


def _check_layout(raw: Raw) -> None:
    stated = raw.head.get("layout", "")
    if stated != str(LAYOUT):
        known = f"this version of Claimline knows layout {LAYOUT}"
        said = f"its records have the layout “{visible(stated)}”" if stated else "it does not say their layout"
        raise unreadable(raw.name, f"{said}, and {known}: use the version that saved it, or a newer one")


class _Assembly:
    """The records of a file on their way into a data set; each refusal is told where the file has it."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._problems: list[Problem] = []
        self._rows: dict[tuple[str, int], Row] = {}

    def dataset(self) -> Dataset:
        """The whole, or a refusal."""
        tables = Tables(
            places=self._read("places.csv", read_place, "places"),
            sources=self._read("sources.csv", read_source, "sources"),
            claims=self._read("claims.csv", read_claim, "claims"),
            reports=self._read("reports.csv", read_report, "reports", "related_reports"),
            positions=self._read("positions.csv", read_position, "positions"),
            assessments=self._read("assessments.csv", read_assessment, "assessments"),
            foreign=self._read("foreign.csv", read_foreign, "foreign_verdicts"),
        )
        info = self._info()
        self._check_copies()
        dataset = tables.dataset(info, "")
        if not (self._problems or self._raw.problems):
            tables.cross_check(dataset, self._problems)
        if self._problems or self._raw.problems:
            raise DatasetError([*self._raw.problems, *(self._told(problem) for problem in self._problems)])
        return replace(dataset, digest=digest_of(folder_files(dataset)))

    def _read(self, file: str, read: Callable[[Record], _T], *names: str) -> list[tuple[int, _T]]:
        called = _CALLED.get(file, {})
        found = []
        for number, row in enumerate((row for name in names for row in self._raw.tables[name]), start=2):
            self._rows[file, number] = row
            fields = {column: row.fields[called.get(column, column)] for column in COLUMNS[file]}
            fields |= {column: _YES.get(fields[column], fields[column]) for column in _FLAGS & fields.keys()}
            found.append((number, read(Record(file, number, fields, self._problems))))
        return found

    def _info(self) -> DatasetInfo:
        head, tables = self._raw.head, self._raw.tables
        parties = {row.fields["party"]: _YES.get(row.fields["unaligned"]) for row in tables["parties"]}
        for row in tables["parties"]:
            if row.fields["unaligned"] not in _YES:
                self._refuse(row, "unaligned", "write true or false")
        return read_info(
            {
                **{key: head[f"dataset_{key}"] for key in _INFO},
                "unaligned": [name for name, unaligned in parties.items() if unaligned],
                "coverage": [entry for row in tables["coverage"] if (entry := self._coverage(row))],
                "topics": [{"id": row.fields["topic"], **_some(row, "label", "unit")} for row in tables["topics"]],
                "excerpt": self._excerpt(set(parties)),
            },
            self._problems,
        )

    def _coverage(self, row: Row) -> dict[str, Any] | None:
        days = {key: self._day(row, key, row.fields[key]) for key in ("first", "last")}
        return None if None in days.values() else {**days, **_some(row, "state", "note")}

    def _excerpt(self, parties: set[str]) -> dict[str, Any]:
        head, tables = self._raw.head, self._raw.tables
        asked = {key: head[f"excerpt_{key}"] for key in ("digest", "question")}
        known_on = head["excerpt_known_on"]
        day = self._day(Row(self._raw.name, None, {}), "excerpt_known_on", known_on) if known_on else None
        claims = {row.fields["claim_id"] for row in tables["claims"]}
        others = {row.fields["claim_id"] for row in tables["related_reports"]} - claims
        held = {row.fields["party"] for row in tables["sources"]}
        return {**asked, "known_on": day, "claims": sorted(others), "parties": sorted(parties - held)}

    def _day(self, row: Row, field: str, text: str) -> date | None:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            self._refuse(row, field, "write one day of the calendar, as in 2024-10-18", text)
            return None
        return day

    def _refuse(self, row: Row, field: str, mend: str, value: str | None = None) -> None:
        shown = row.fields.get(field) if value is None else value
        self._raw.problems.append(Problem(row.where, row.number, field, shown, mend))

    def _check_copies(self) -> None:
        """Refuse what is said twice in two ways: of a place beside each claim, of a source beside each report."""
        keys = {"claims": ("place_id", "places"), "reports": ("source_id", "sources")}
        keys["related_reports"] = keys["reports"]
        for table, (key, other) in keys.items():
            originals = {row.fields[key]: row for row in self._raw.tables[other]}
            for row in self._raw.tables[table]:
                original = originals.get(row.fields[key])
                for field, name in COPIES[table].items() if original is not None else ():
                    if original is not None and row.fields[field] != original.fields[name]:
                        said = f"“{visible(original.fields[name])}” in the table {other}"
                        self._refuse(
                            row, field, f"it is {said}, as {name} of {row.fields[key]}: write the same in both"
                        )

    def _told(self, problem: Problem) -> Problem:
        """A refusal in the words of the file that was read."""
        mend = problem.mend
        for ours, words in _WORDS.items():
            mend = mend.replace(ours, words)
        row = self._rows.get((problem.file, problem.row or 0))
        field = _CALLED.get(problem.file, {}).get(problem.field or "", problem.field)
        if row is None:
            where = f"{self._raw.name}: what it says of itself" if problem.file == INFO_FILE else self._raw.name
            return replace(problem, file=where, field=field, mend=mend)
        return replace(problem, file=row.where, row=row.number, field=field, mend=mend)


def _some(row: Row, *fields: str) -> dict[str, str]:
    return {field: row.fields[field] for field in fields}
