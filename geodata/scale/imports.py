"""The imports of a data set before anything of them is read: in which order they follow, and where their rows begin."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geodata.errors import DatasetError, Problem
from geodata.ingest.importing.kept import list_imports
from geodata.ingest.importing.kept_files import MEND, check_whole
from geodata.ingest.importing.tables import IMPORT_FILE, IMPORTS, schema_of
from geodata.scale.journal import sha256_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ID_OF", "Bases", "Import", "imports_of", "numbers_of", "positions"]

Ints = NDArray[np.int64]

ID_OF = {"claims": "claim_id", "reports": "report_id", "places": "place_id", "sources": "source_id"}
"""Tables of an import that have ids, with the column that holds them."""


@dataclass(frozen=True)
class Bases:
    """How many records of each kind stand before those of an import in the whole data set."""

    claims: int
    reports: int
    places: int
    sources: int

    def after(self, more: Bases) -> Bases:
        """Those of the import that follows one with so many records."""
        return Bases(
            self.claims + more.claims,
            self.reports + more.reports,
            self.places + more.places,
            self.sources + more.sources,
        )


@dataclass(frozen=True)
class Import:
    """One import.

    Parameters
    ----------
    import_id : str
        Its ids begin with ``i``, this id and a hyphen.
    folder : Path
        Where its files lie.
    digest : str
        SHA-256 of its ``import.toml``, which has the digests of all its tables.
    bases, counts : Bases
        Where its records begin, and how many there are.
    """

    import_id: str
    folder: Path
    digest: str
    bases: Bases
    counts: Bases

    @property
    def prefix(self) -> str:
        """What its ids begin with."""
        return f"i{self.import_id}-"


def imports_of(folder: Path, own: Bases) -> tuple[Import, ...]:
    """The imports of a data set in the order in which ``load_dataset`` appends their records.

    Parameters
    ----------
    folder : Path
        The data set's folder.
    own : Bases
        How many records its own files hold.

    Raises
    ------
    DatasetError
        If a file of an import is missing, damaged, or no table that an import writes.
    """
    check_whole(folder)
    found: list[Import] = []
    bases = own
    for kept in list_imports(folder):
        path = folder / IMPORTS / kept.import_id
        counts = Bases(**{table: _rows(path, table) for table in ID_OF})
        found.append(Import(kept.import_id, path, sha256_of(path / IMPORT_FILE), bases, counts))
        bases = bases.after(counts)
    return tuple(found)


def _rows(folder: Path, table: str) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = f"{table}.parquet"
    wanted = schema_of(name)
    try:
        with pq.ParquetFile(folder / name) as file:
            schema, rows = file.schema_arrow, int(file.metadata.num_rows)
    except (pa.ArrowException, OSError):
        schema, rows = None, 0
    if schema is None or (schema.names, schema.types) != (wanted.names, wanted.types):
        mend = f"the table is not one that an import writes: {MEND}"
        raise DatasetError([Problem(f"{IMPORTS}/{folder.name}/{name}", None, None, None, mend)])
    return rows


def numbers_of(ids: pa.ChunkedArray | pa.Array, prefix: str) -> Ints:
    """The numbers that ids of an import end with, as in ``i0123456789abcdef-p12``; -1 where an id is missing.

    Parameters
    ----------
    ids : pyarrow.Array of string
        All with the prefix; what follows the number after a hyphen is left out.
    prefix : str
        Up to the number, exclusive.
    """
    import pyarrow.compute as pc

    rest = pc.utf8_slice_codeunits(ids, len(prefix))
    numbers = pc.fill_null(rest.cast("int64"), -1)
    return np.asarray(numbers.to_numpy(zero_copy_only=False) if not hasattr(numbers, "chunks") else numbers.to_numpy())


def positions(known: Ints, asked: Ints) -> Ints:
    """At which position each number stands among those known, each of which is there once; -1 for a negative one."""
    if not len(known):
        return np.full(len(asked), -1, np.int64)
    steps = np.diff(known)
    if (steps == 1).all():
        found = asked - known[0]
    elif (steps > 0).all():
        found = np.searchsorted(known, asked)
    else:
        order = np.argsort(known)
        found = order[np.searchsorted(known[order], asked)]
    return np.where(asked < 0, -1, found)
