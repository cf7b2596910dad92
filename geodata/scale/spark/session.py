"""A session on a Spark cluster by Spark Connect, and the tables that the cluster reads and writes."""

from __future__ import annotations

import socket
import warnings
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import narwhals as nw

from geodata.errors import BuildError, visible
from geodata.scale.expressions import Frame
from geodata.scale.tables import ORDER

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

__all__ = ["connect", "read", "write"]

_PORT = 15002  # of a Connect server that was given no other
_NONE = "-1"  # no table is sent whole to every worker: judged by its packed size, one fills the memory of them all
_PATIENCE = 5.0  # seconds; the client itself would go on asking for many minutes


def connect(address: str) -> SparkSession:
    """Open a session on a cluster.

    Parameters
    ----------
    address : str
        ``sc://HOST:PORT`` of its Connect server, with settings after it as Spark describes them.

    Returns
    -------
    SparkSession
        Whoever is done with it calls its ``stop``.

    Raises
    ------
    BuildError
        If the client is not installed, or nobody answers at the address.
    """
    try:
        with warnings.catch_warnings():
            # it warns of pandas 3, which nothing of ours hands to it
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
            from pyspark.errors import PySparkException
            from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        said = "The client of Spark is not installed"
        raise BuildError(f"{said}: run pip install -r requirements-spark.txt, then try again.") from error
    try:
        _knock(address)
        session = SparkSession.builder.remote(address).getOrCreate()
        session.conf.set("spark.sql.autoBroadcastJoinThreshold", _NONE)
    except (PySparkException, OSError, ValueError) as error:
        said = f"No Spark answers at “{visible(address)}”"
        raise BuildError(f"{said}: start its Connect server, or write its address as sc://HOST:PORT.") from error
    return session


def _knock(address: str) -> None:
    told = urlsplit(address)
    if told.scheme != "sc" or not told.hostname:
        raise ValueError(address)
    with socket.create_connection((told.hostname, told.port or _PORT), _PATIENCE):
        return


def read(session: SparkSession, folder: str, table: str) -> Frame:
    """One table out of a folder, as the cluster names folders; ``TABLE.parquet`` is a file or a folder of files.

    Raises
    ------
    BuildError
        If the cluster cannot read it.
    """
    from pyspark.errors import PySparkException

    path = _path(folder, table)
    try:
        found: Frame = nw.from_native(session.read.parquet(path)).lazy()
        found.collect_schema()  # until then the cluster does not look
    except PySparkException as error:
        said = f"The cluster cannot read “{visible(path, 200)}”"
        raise BuildError(f"{said}: name a folder that all of its machines see, with {table}.parquet in it.") from error
    return found


def write(frame: Frame, folder: str, table: str) -> None:
    """Write one table in the order of :data:`geodata.scale.tables.ORDER`, as a folder ``TABLE.parquet`` of files.

    The files follow each other in that order by their names. A file ``_SUCCESS`` in the folder says that it is whole.

    Raises
    ------
    BuildError
        If there is such a folder already, or the cluster cannot write it.
    """
    from pyspark.errors import PySparkException

    keys = [name.strip() for name in ORDER[table].split(",")]
    path = _path(folder, table)
    try:
        nw.to_native(frame.sort(*keys, nulls_last=True)).write.parquet(path, mode="error", compression="zstd")
    except PySparkException as error:
        said = f"The cluster cannot write “{visible(path, 200)}”"
        if error.getCondition() == "PATH_ALREADY_EXISTS":
            raise BuildError(f"{said}, which is there already: name a new folder.") from error
        why = visible(str(error).partition("\n")[0], 200)
        raise BuildError(f"{said} ({why}): mend that, and build into a new folder.") from error


def _path(folder: str, table: str) -> str:
    return f"{folder.rstrip('/')}/{table}.parquet"
