"""Questions put to a build: read-only, from any thread, within a bound of memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.errors import BuildError
from geodata.scale.cache import open_cache
from geodata.scale.counts import Heaps, fast_heaps
from geodata.scale.detail import View
from geodata.scale.histogram import Histogram, histogram
from geodata.scale.holding import hold
from geodata.scale.lookup import Lookup
from geodata.scale.pages import page
from geodata.scale.tables import TABLES
from geodata.scale.view import view
from geodata.store import ClaimQuery

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["Engine", "open_engine"]

MEMORY = "256MB"
"""Most that the engine holds beside what the system caches of its files."""


class Engine(Lookup):
    """Answers questions from the tables of a build, each as ``geodata.store.select`` would.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        On a database that holds the tables of :data:`geodata.scale.tables.TABLES`; each thread takes a cursor of its
        own from it. Nothing is written.
    held : file or None
        Kept open as long as the engine, and closed with it.
    """

    def heaps(self, query: ClaimQuery) -> Heaps:
        """Count the claims on each heap.

        Raises
        ------
        CancelledQueryError
            If :meth:`cancel` was called meanwhile.
        """
        return fast_heaps(self, query)

    def rows(self, query: ClaimQuery, after: int | None = None, limit: int = 1000) -> pa.Table:
        """A page of the chosen claims: those in view, and those without a place or a date, by their row.

        Parameters
        ----------
        query : ClaimQuery
            What to look for.
        after : int or None
            Row of the last claim of the page before; None for the first page.
        limit : int
            Most claims of the page, one or more.

        Returns
        -------
        pyarrow.Table
            Columns as :data:`geodata.scale.pages.COLUMNS`; fewer rows than ``limit`` on the last page only.

        Raises
        ------
        QueryError
            If ``limit`` is less than one.
        CancelledQueryError
            If :meth:`cancel` was called meanwhile.
        """
        return page(self, query, after, limit)

    def histogram(self, query: ClaimQuery) -> Histogram:
        """How many claims touch each day, as :func:`geodata.scale.histogram.histogram` counts them."""
        return histogram(self, query)

    def view(self, query: ClaimQuery, zoom: float, budget: int = 50_000) -> View:
        """What a map draws, as :func:`geodata.scale.view.view` chooses it."""
        return view(self, query, zoom, budget)


def open_engine(folder: Path | str) -> Engine:
    """Open a build for reading.

    Parameters
    ----------
    folder : Path or str
        The folder of one build, as ``geodata.scale.build`` writes it. Its native copy is read, and made where it is
        missing; where that cannot be written, the Parquet files are read themselves.

    Returns
    -------
    Engine
        Which loads no extension, and writes nothing but that copy and what does not fit into memory.

    Raises
    ------
    BuildError
        If the build is gone, or one of its tables is missing or cannot be read.
    """
    folder = Path(folder)
    held = hold(folder)
    try:
        connection = _opened(folder)
    except BuildError:
        held.close()
        raise
    connection.execute("SET temp_directory = $folder", {"folder": str(Path(tempfile.gettempdir()) / "claimline-spill")})
    return Engine(connection, held)


def _opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """The native copy; the Parquet files themselves where it can be neither read nor written."""
    import duckdb

    try:
        return open_cache(folder, MEMORY)
    except BuildError as refused:
        connection = duckdb.connect(config={"memory_limit": MEMORY, "autoload_known_extensions": False})
        try:
            for table in TABLES:
                connection.from_parquet(str(folder / f"{table}.parquet")).create_view(table)
        except duckdb.Error as error:
            connection.close()
            raise refused from error
        return connection
