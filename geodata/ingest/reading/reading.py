"""A file that was read: its facts, and its rows as often as they are wanted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from geodata.errors import ImportRefusedError
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.table import rows_in

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Reading"]


class Reading:
    """Rows of a file as columns of text, in a private folder that :meth:`close` removes. A context manager.

    Parameters
    ----------
    facts : Facts
        How the file was read.
    path_to_arrow : Path
        Arrow IPC file, in a folder of its own.
    name : str
        The file's name.
    sha256 : str
        Digest of the file that was read, in hexadecimal.
    size : int
        Its bytes.
    rows : int
        How many rows there are, torn ones included.
    """

    def __init__(
        self, facts: Facts, path_to_arrow: Path, *, name: str, sha256: str, size: int, rows: int, folder: Path
    ) -> None:
        self.facts = facts
        self.name = name
        self.path_to_arrow = path_to_arrow
        self.sha256 = sha256
        self.size = size
        self.rows = rows
        self._folder = folder
        self._checked = 0  # batches from the start whose every cell was looked at

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in file order, about 50,000 at a time; memory holds one batch.

        Yields
        ------
        pa.RecordBatch
            ``#row`` int64 (row as a spreadsheet counts it, or number of the feature from 1), ``#wkb`` binary
            (EPSG:4326, two dimensions, null where there is none; only in formats with geometry), ``#torn`` string (why
            this row could not be read; its raw text then stands in the first column), then a string column for each
            name of the header. A blank cell is null.

        Raises
        ------
        ImportRefusedError
            If the rows are not what they should be, as a child that was taken over could leave them.
        """
        import pyarrow as pa

        try:
            for index, batch in enumerate(rows_in(self.path_to_arrow)):
                if index >= self._checked:  # the child is gone, nobody else writes there: once is enough
                    batch.validate(full=True)
                    self._checked = index + 1
                yield batch
        except (pa.ArrowInvalid, pa.ArrowMemoryError, OSError):
            raise ImportRefusedError("The rows that were read are damaged; import the file again.") from None

    def close(self) -> None:
        """Remove the private folder; the rows are gone then."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
