"""The tables of a build, made by a cluster out of flat claims wherever it reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import narwhals as nw

from geodata.errors import BuildError, visible
from geodata.scale.expressions import Frame
from geodata.scale.pyramid import cubes, days, long, not_plain, plain_versions, slim, typed
from geodata.scale.spark.session import read, write

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

__all__ = ["build_pyramid"]

_FLAT = ("claims", "reports", "assessments", "places", "sources")
_DERIVED: dict[str, Callable[[Frame], Frame]] = {"slim": slim, "long": long, "cubes": cubes, "days": days}


def build_pyramid(session: SparkSession, source: str, out: str, stepped: str | None = None) -> None:
    """Make all tables of a build.

    Parameters
    ----------
    session : SparkSession
        As :func:`geodata.scale.spark.connect` opens it.
    source : str
        Folder of Parquet tables ``claims``, ``reports``, ``assessments``, ``places`` and ``sources``, as
        :data:`geodata.scale.tables.TABLES` describes them, in any order. Its claims are plain: one report each, which
        repeats nobody, and no party speaks of them. That is what an import holds.
    out : str
        Folder to write; a table that is there already is refused.
    stepped : str or None
        Folder of the same tables and ``versions`` for the other claims, such as those written by hand, as
        :func:`geodata.scale.flatten.flatten` makes them. Rows, places and sources are numbered through both folders.

    Raises
    ------
    BuildError
        If the cluster cannot read or write something, a claim of ``source`` is not plain, or one row is told twice.
    """
    plain = {table: read(session, source, table) for table in _FLAT}
    _refuse(not_plain(plain["claims"], plain["reports"]), source, "have not exactly one report, or one that repeats")
    versions = plain_versions(plain["claims"], plain["reports"], plain["assessments"])
    parts = {table: [typed(frame, table)] for table, frame in (*plain.items(), ("versions", versions))}
    if stepped is not None:
        others = {table: read(session, stepped, table) for table in (*_FLAT, "versions")}
        twice = plain["claims"].select("row").join(others["claims"].select("row"), on="row", how="inner")
        _refuse(twice, source, f"are in “{visible(stepped)}” too")
        for table, frame in others.items():
            parts[table].append(typed(frame, table))
    for table, frames in parts.items():
        write(nw.concat(frames), out, table)
    claims = read(session, out, "claims")
    for table, derive in _DERIVED.items():
        write(derive(claims), out, table)


def _refuse(rows: Frame, source: str, why: str) -> None:
    counted: Any = rows.select(n=nw.len(), first=nw.col("row").min()).collect(backend="pyarrow").to_native()
    found = counted.to_pylist()[0]
    if found["n"]:
        said = f"{found['n']} claims of “{visible(source, 200)}” {why}, the first of them row {found['first']}"
        raise BuildError(f"{said}: put such claims, with their versions, into the folder of stepped claims alone.")
