"""Statements run against a database: a cursor a thread, and any of them can be given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from geodata.errors import QueryError
from geodata.scale.sql import Bind

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["CancelledQueryError", "Reader"]


class CancelledQueryError(QueryError):
    """A question that was given up before its answer was there."""


class Reader:
    """Runs statements from any thread.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Each thread takes a cursor of its own from it.
    held : file or None
        Kept open as long as the connection, and closed with it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, held: IO[bytes] | None = None) -> None:
        self._connection = connection
        self._held = held
        self._cursors: list[Any] = []
        self._running: dict[int, Any] = {}
        self._local = threading.local()
        self._running_lock = threading.Lock()

    def cancel(self, thread: int | None = None) -> None:
        """Give up what is being answered.

        Parameters
        ----------
        thread : int or None
            In this thread alone (``threading.get_ident()``); None: in all.
        """
        with self._running_lock:
            running = [cursor for key, cursor in self._running.items() if thread in (None, key)]
        for cursor in running:
            cursor.interrupt()

    def close(self) -> None:
        """Let go of the files; nothing can be asked any more."""
        with self._running_lock:
            cursors, self._cursors = self._cursors, []
        for cursor in (*cursors, self._connection):
            cursor.close()
        if self._held is not None:
            self._held.close()

    def rows_of(self, sql: str, bind: Bind) -> list[tuple[Any, ...]]:
        """The lines of an answer."""
        with self._cursor(bind) as cursor:
            found: list[tuple[Any, ...]] = cursor.execute(sql, bind.used(sql)).fetchall()
            return found

    def table_of(self, sql: str, bind: Bind) -> pa.Table:
        """The answer as an Arrow table."""
        with self._cursor(bind) as cursor:
            return cursor.sql(sql, params=bind.used(sql)).to_arrow_table()

    def batches_of(self, sql: str, bind: Bind) -> Iterator[pa.RecordBatch]:
        """The answer in parts, for what would not fit into memory."""
        with self._cursor(bind) as cursor:
            yield from cursor.sql(sql, params=bind.used(sql)).to_arrow_reader()

    @contextmanager
    def _cursor(self, bind: Bind) -> Iterator[Any]:
        import duckdb

        cursor = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
            with self._running_lock:
                self._cursors.append(cursor)
        with self._running_lock:
            self._running[threading.get_ident()] = cursor
        for name, table in bind.tables.items():
            cursor.register(name, table)
        try:
            yield cursor
        except duckdb.InterruptException as error:
            raise CancelledQueryError("The question was given up before its answer was there: ask it anew.") from error
        finally:
            with self._running_lock:
                self._running.pop(threading.get_ident(), None)
            for name in bind.tables:
                cursor.unregister(name)
