"""The tables of a kept import: read by their schema, refused by record and column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geodata.errors import Problem
from geodata.ingest.importing.kept_files import MEND, Folder
from geodata.ingest.importing.tables import IMPORTS, TABLES, schema_of
from geodata.model import TimeSpan, parse_edtf

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Columns", "Spans", "read_columns"]


class Spans:
    """Dates that were read already, by their text: most of a file's are written many times."""

    def __init__(self) -> None:
        self._read: dict[str, TimeSpan | None] = {}

    def get(self, text: str) -> TimeSpan | None:
        """The span, or None where the text is no date that we write."""
        if text not in self._read:
            try:
                self._read[text] = parse_edtf(text)
            except ValueError:
                self._read[text] = None
        return self._read[text]

    def of(self, column: pa.ChunkedArray) -> list[TimeSpan]:
        """The spans of a column of dates.

        Raises
        ------
        ValueError
            If one is no date; a column that was checked holds none of these.
        """
        found = [self.get(text) for text in column.to_pylist()]
        spans = [span for span in found if span is not None]
        if len(spans) < len(found):
            raise ValueError("a date that nobody checked")
        return spans


@dataclass(frozen=True)
class Columns:
    """One table of an import.

    Parameters
    ----------
    file : str
        Its name in the data set's folder.
    table : pa.Table
        With the columns of :data:`geodata.ingest.importing.tables.TABLES`.
    problems : list of Problem
        Where refusals are added.
    """

    file: str
    table: pa.Table
    problems: list[Problem]

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        """A column."""
        return self.table.column(name)

    def refuse(self, field: str, wrong: pa.ChunkedArray) -> None:
        """Refuse the first record for which a column of truth values is true, if there is one."""
        import pyarrow.compute as pc

        at = pc.index(wrong, True).as_py()
        if at >= 0:
            value = self[field][at].as_py()
            self.problems.append(Problem(self.file, at + 1, field, "" if value is None else str(value), MEND))

    def refuse_values(self, field: str, is_right: Callable[[Any], bool]) -> None:
        """Refuse the first record whose value is there and not right; each value is looked at once."""
        import pyarrow as pa
        import pyarrow.compute as pc

        column = self[field]
        wrong = [value for value in pc.unique(column).to_pylist() if value is not None and not is_right(value)]
        if wrong:
            self.refuse(field, pc.is_in(column, value_set=pa.array(wrong, column.type)))


def read_columns(folder: Folder, problems: list[Problem]) -> dict[str, Columns] | None:
    """The tables of an import by name without suffix; None where one has not the schema that it should."""
    found = {}
    for name in TABLES:
        file = f"{IMPORTS}/{folder.kept.import_id}/{name}"
        table = _read(name, folder.tables[name])
        if table is None:
            problems.append(Problem(file, None, None, None, f"the table is not one that an import writes: {MEND}"))
            return None
        found[name.removesuffix(".parquet")] = Columns(file, table, problems)
    return found


def _read(name: str, content: bytes) -> pa.Table | None:
    """The table, None where it is no Parquet, has another schema, or lacks what must be there."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = schema_of(name)
    try:
        table = pq.read_table(pa.BufferReader(content))
        table.validate(full=True)
    except (pa.ArrowException, OSError):
        return None
    if table.schema.names != schema.names or table.schema.types != schema.types:
        return None
    lacking = [field.name for field in schema if not field.nullable and table.column(field.name).null_count]
    return None if lacking else table
