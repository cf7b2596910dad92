"""Exact questions over tables that a cluster holds, or that it wrote and DuckDB reads: the same words for both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from geodata.scale.expressions import Frame, Tally, chosen, tally, tally_of
from geodata.scale.spark.session import read
from geodata.store import ClaimQuery

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from pyspark.sql.connect.session import SparkSession

__all__ = ["Held", "on_cluster", "on_duckdb"]


@dataclass(frozen=True)
class Held:
    """The two tables that questions read, wherever they are kept.

    Parameters
    ----------
    claims, versions : narwhals.LazyFrame
        The tables of these names of :data:`geodata.scale.tables.TABLES`.
    """

    claims: Frame
    versions: Frame

    def tally(self, query: ClaimQuery) -> Tally:
        """How many claims lie on each heap; the numbers of :func:`geodata.store.select`.

        Raises
        ------
        QueryError
            If parties, sources, words of the text or an aspect are asked for.
        """
        return tally_of(tally(self.claims, self.versions, query))

    def rows(self, query: ClaimQuery, after: int | None = None, limit: int = 1000) -> pa.Table:
        """A page of the claims that a question chooses, as :func:`geodata.scale.expressions.chosen` describes it.

        Raises
        ------
        QueryError
            If ``limit`` is less than one, or something is asked that :meth:`tally` refuses.
        """
        page = chosen(self.claims, self.versions, query, after, limit)
        found: Any = page.collect(backend="pyarrow").to_native()
        return found


def on_cluster(session: SparkSession, folder: str) -> Held:
    """The tables of a folder as the cluster holds them.

    Parameters
    ----------
    session : SparkSession
        As :func:`geodata.scale.spark.connect` opens it.
    folder : str
        Folder of a build, as the cluster names it.

    Raises
    ------
    BuildError
        If the cluster cannot read them.
    """
    return Held(read(session, folder, "claims"), read(session, folder, "versions"))


def on_duckdb(connection: duckdb.DuckDBPyConnection, folder: Path) -> Held:
    """The tables that a cluster wrote into a folder, as DuckDB reads them on this machine.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Reads them; it must stay open as long as questions are asked.
    folder : Path
        What ``build_pyramid`` wrote.
    """
    claims, versions = (folder / f"{name}.parquet" / "*.parquet" for name in ("claims", "versions"))
    frames = (nw.from_native(connection.from_parquet(str(files))).lazy() for files in (claims, versions))
    return Held(*frames)
