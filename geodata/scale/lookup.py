"""What every answer looks up first: how many claims there are by word and by day, and which the filters keep."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, TypeVar

from geodata.model import ClaimType, Modality, Status
from geodata.scale.matching import text_rows
from geodata.scale.reader import Reader
from geodata.scale.sql import Bind, judged, reported
from geodata.scale.tables import NEVER
from geodata.scale.times import day_number
from geodata.store import ClaimQuery
from geodata.store.text import fold

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["Lookup"]

_KEPT = 64  # answers to questions that need no box, kept for the next box
_TEXTS = 4  # sets of rows that a text chose; each may be as long as the table of claims
_Words = list[tuple[int, bool, bool, ClaimType, Modality, Status, int]]
Found = TypeVar("Found")


class Lookup(Reader):
    """Reads the tables of a build.

    Parameters
    ----------
    connection, held
        As of :class:`geodata.scale.reader.Reader`; on a database that holds the tables of
        :data:`geodata.scale.tables.TABLES`.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, held: IO[bytes] | None = None) -> None:
        super().__init__(connection, held)
        self._lock = threading.Lock()
        self._found: OrderedDict[ClaimQuery, Any] = OrderedDict()
        self._texts: OrderedDict[tuple[str, date | None], pa.Table] = OrderedDict()

    @cached_property
    def total(self) -> int:
        """Claims of the data set, known or not."""
        return sum(n for _day, n in self._known)

    def known_by(self, day: date | None) -> int:
        """How many claims are known at the end of a UTC day; None for all that is recorded."""
        if day is None:
            return self.total
        last = day_number(day)
        return sum(n for known, n in self._known if known <= last)

    @cached_property
    def _known(self) -> list[tuple[int, int]]:
        return [(known, n) for known, n in self.rows_of("SELECT known, count(*) FROM claims GROUP BY known", Bind())]

    @cached_property
    def words(self) -> _Words:
        """Claims by kind, whether they are dated, whether an end is known, type, modality and status."""
        bind = Bind()
        has_end = f"coalesce(day1 <> {bind(NEVER)}, false)"
        columns = f"kind, day0 IS NOT NULL, {has_end}, type, modality, status"
        types, modalities, statuses = list(ClaimType), list(Modality), list(Status)
        return [
            (kind, dated, ends, types[type_], modalities[modality], statuses[status], n)
            for kind, dated, ends, type_, modality, status, n in self.rows_of(
                f"SELECT {columns}, count(*) FROM claims GROUP BY ALL", bind
            )
        ]

    def remembered(self, query: ClaimQuery, find: Callable[[], Found]) -> Found:
        """What was found for a question before, else what is found now, kept for the next time."""
        with self._lock:
            known: Found | None = self._found.get(query)
        if known is None:
            known = find()
            self._keep(self._found, query, known, _KEPT)
        return known

    def filters(self, query: ClaimQuery, bind: Bind) -> list[str]:
        """All filters of a question as conditions over ``row``, ``type``, ``modality`` and ``status``."""
        found = [*judged(query, bind), *reported(query, bind)]
        if fold(query.text).split():
            key = (query.text, query.known_on)
            with self._lock:
                rows = self._texts.get(key)
            if rows is None:
                rows = text_rows(self, *key)
                self._keep(self._texts, key, rows, _TEXTS)
            found.append(f"row IN (SELECT row FROM {bind.table(rows)})")
        return found

    def _keep(self, kept: OrderedDict[Any, Any], key: object, value: object, most: int) -> None:
        with self._lock:
            kept[key] = value
            while len(kept) > most:
                kept.popitem(last=False)
