"""Rows that are there already, and rows that may tell the same: shown, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geodata.ingest.glance import any_holds
from geodata.ingest.importing.report import Near
from geodata.ingest.importing.tables import IMPORTS, LEDGER
from geodata.ingest.profiles import SEPARATOR, STANDARD

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["KEYS", "Earlier", "Found", "earlier_rows", "find", "keys_of", "near_of"]

KEYS = ("key_high", "key_low", "key_event", "key_address", "key_id")
"""Columns of keys in a ledger, unsigned 64 bits. The first two together are those of the whole row; then those of text,
place and day, of the first address, and of the publisher's id. 0 stands for no such key."""
_MOST_SHARED = 20  # an address that more rows share is a page that lists many things
_FIRST, _SECOND = "claimline-rows-a", "claimline-rows-b"  # sixteen bytes each, as SipHash takes them
_KINDS = (("key_id", "id"), ("key_event", "event"), ("key_address", "address"))
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The rows that earlier imports of a data set accepted.

    Parameters
    ----------
    keys : numpy.ndarray of uint64, shape (n, 5)
        In the order of ``KEYS``.
    rows : numpy.ndarray of int64, shape (n,)
        Row of each in its file.
    imports : tuple of str
        Id of the import of each.
    """

    keys: Keys
    rows: npt.NDArray[np.int64]
    imports: Sequence[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What is there already.

    Parameters
    ----------
    same : numpy.ndarray of int64, shape (n,)
        By row of the file: -1 where it is new, else the place of the row that is the same, in earlier rows followed by
        those of the file.
    near : numpy.ndarray of int64, shape (n, 3)
        As ``same``, for the kinds ``id``, ``event`` and ``address``.
    """

    same: npt.NDArray[np.int64]
    near: npt.NDArray[np.int64]


def keys_of(batch: pa.RecordBatch) -> Keys:
    """The keys of the rows of a laid out batch.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        With ``#wkb`` and the columns of ``STANDARD``.

    Returns
    -------
    numpy.ndarray of uint64, shape (n, 5)
        In the order of ``KEYS``. Row numbers do not count. Two rows are the same only where both of the first two keys
        are: 128 bits.
    """
    import pyarrow as pa

    found = np.zeros((batch.num_rows, len(KEYS)), np.uint64)
    if not batch.num_rows:
        return found
    whole = _objects(_whole(batch))
    for number, key in enumerate((_FIRST, _SECOND)):
        found[:, number] = _hashed(whole, key)
    del whole
    for number, values in enumerate((_event(batch), _address(batch), batch.column("their_id")), start=2):
        if values.null_count < len(values):
            there = values.is_valid().to_numpy(zero_copy_only=False)
            texts = _objects(values.filter(pa.array(there)).cast(pa.binary()))
            found[there, number] = np.maximum(_hashed(texts, _FIRST), np.uint64(1))
    return found


def _whole(batch: pa.RecordBatch) -> pa.Array:
    """All that a row says, by the names of its columns; what it leaves blank adds nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    pieces: list[str | pa.Array] = []
    for name in STANDARD:
        column = batch.column(name)
        if not column.null_count:
            pieces += [name, column]
        elif column.null_count < len(column):
            pieces.append(pc.binary_join_element_wise(name, column, "\x1e"))
    nothing = pa.repeat(pa.scalar(""), batch.num_rows)
    whole = pc.binary_join_element_wise(nothing, *pieces, "\x1e", null_handling="skip").cast(pa.binary())
    shape = batch.column("#wkb")
    if shape.null_count == len(shape):
        return whole
    return pc.binary_join_element_wise(whole, shape, b"\x1d", null_handling="skip")


def _event(batch: pa.RecordBatch) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    where = batch.column("place")
    if where.null_count:
        point = [batch.column("lon"), batch.column("lat")]
        joined = pc.binary_join_element_wise(*point, " ", null_handling="replace", null_replacement="")
        where = pc.coalesce(where, joined, pa.scalar(""))
    date = pc.fill_null(batch.column("date"), "")
    return pc.binary_join_element_wise(pc.utf8_lower(batch.column("text")), where, date, "\x1e")


def _address(batch: pa.RecordBatch) -> pa.Array:
    import pyarrow.compute as pc

    column = batch.column("url")
    return pc.list_element(pc.split_pattern(column, SEPARATOR), 0) if any_holds(column, SEPARATOR) else column


def _objects(values: pa.Array) -> npt.NDArray[np.object_]:
    return np.asarray(values.to_numpy(zero_copy_only=False), np.object_)


def _hashed(values: npt.NDArray[np.object_], key: str) -> Keys:
    from pandas.util import hash_array

    return np.asarray(hash_array(values, hash_key=key, categorize=False), np.uint64)


def earlier_rows(folder: Path | None, but: str = "") -> Earlier:
    """The accepted rows of the imports of a data set; none where there is no such folder.

    Parameters
    ----------
    folder : Path or None
        The data set.
    but : str
        Id of an import that is left out.
    """
    keys, rows, names = [np.zeros((0, len(KEYS)), np.uint64)], [np.zeros(0, np.int64)], []
    ledgers = sorted((folder / IMPORTS).glob(f"[!.]*/{LEDGER}")) if folder is not None else []
    for path in ledgers:
        if path.parent.name == but:
            continue
        import pyarrow.parquet as pq

        table = pq.read_table(path, columns=["row", "heap", *KEYS], filters=[("heap", "=", "accepted")])
        keys.append(np.column_stack([table.column(name).to_numpy() for name in KEYS]).astype(np.uint64))
        rows.append(table.column("row").to_numpy())
        names += [path.parent.name] * table.num_rows
    return Earlier(np.concatenate(keys), np.concatenate(rows), names)


def find(keys: Keys, counts: npt.NDArray[np.bool_], earlier: Earlier) -> Found:
    """Find what is there already.

    Parameters
    ----------
    keys : numpy.ndarray of uint64, shape (n, 5)
        Of the rows of a file, in its order.
    counts : numpy.ndarray of bool, shape (n,)
        Which rows can be the same as another: not those that are empty or torn.
    earlier : Earlier
        What earlier imports accepted.

    Returns
    -------
    Found
        Each names the first row that is the same; an earlier import comes before the file.
    """
    every = np.concatenate([earlier.keys, keys])
    count = len(earlier.keys)
    usable = np.concatenate([np.ones(count, np.bool_), counts])
    same = _first_alike(every[:, 0], every[:, 1], usable)
    near = np.full((len(every), len(_KINDS)), -1, np.int64)
    nothing = np.zeros(len(every), np.uint64)
    for number, (name, _kind) in enumerate(_KINDS):
        column = every[:, KEYS.index(name)]
        most = _MOST_SHARED if name == "key_address" else None
        near[:, number] = _first_alike(column, nothing, usable & (column != 0), most)
    return Found(same[count:], near[count:])


def _first_alike(
    high: Keys, low: Keys, usable: npt.NDArray[np.bool_], most: int | None = None
) -> npt.NDArray[np.int64]:
    """For each usable row the first row with the same keys, -1 where that is itself or the row is not usable."""
    first = np.full(len(high), -1, np.int64)
    at = _repeated(high, np.flatnonzero(usable))
    if not len(at):
        return first
    order = at[np.lexsort((low[at], high[at]))]  # stable: rows of a group stay in their order
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (high[order][1:] != high[order][:-1]) | (low[order][1:] != low[order][:-1])
    group = np.cumsum(begins) - 1
    heads = order[np.flatnonzero(begins)]
    told = ~begins if most is None else ~begins & (np.bincount(group)[group] <= most)
    first[order[told]] = heads[group[told]]
    return first


def _repeated(high: Keys, at: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Of the places ``at`` those whose key stands there more than once."""
    keys = high[at]
    order = np.argsort(keys)
    ordered = keys[order]
    alike = ordered[1:] == ordered[:-1]
    several = np.zeros(len(at), np.bool_)
    several[order[1:][alike]] = True
    several[order[:-1][alike]] = True
    return at[several]


def near_of(
    found: Found, place: int, earlier: Earlier, rows: npt.NDArray[np.int64], ours: npt.NDArray[np.uint64]
) -> Near | None:
    """The row that one row of the file may tell the same as; None where there is none.

    Parameters
    ----------
    found : Found
        For the whole file.
    place : int
        Which row of the file, from 0.
    earlier : Earlier
        As :func:`find` was given.
    rows : numpy.ndarray of int64, shape (n,)
        Number of each row of the file.
    ours : numpy.ndarray of uint64, shape (n, 5)
        Keys of the file.
    """
    count = len(earlier.keys)
    for number, (_name, kind) in enumerate(_KINDS):
        other = int(found.near[place, number])
        if other < 0:
            continue
        keys = earlier.keys[other] if other < count else ours[other - count]
        if (keys[:2] == ours[place, :2]).all():
            continue  # the very same row is no near one
        if other < count:
            return Near(int(rows[place]), int(earlier.rows[other]), earlier.imports[other], kind)
        return Near(int(rows[place]), int(rows[other - count]), "", kind)
    return None
