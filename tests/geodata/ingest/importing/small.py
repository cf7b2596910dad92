"""Small files for the tests of imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from geodata.ingest.importing import Request, Trial, try_import
from geodata.ingest.reading import read_file

Row = Mapping[str, str]


def table(rows: Sequence[Row]) -> str:
    """Rows as CSV, with the columns of the first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@contextmanager
def tried(
    folder: Path, content: str | bytes | Sequence[Row], request: Request | None = None, *, name: str = "notes.csv",
    into: Path | None = None,
) -> Iterator[Trial]:  # fmt: skip
    """Read and try a small file."""
    if not isinstance(content, str | bytes):
        content = table(content)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with read_file(path) as reading, try_import(reading, request or Request(), into=into) as trial:
        yield trial
