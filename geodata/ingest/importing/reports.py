"""The reports of accepted rows: who published, when, under which address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geodata.ingest.importing.addresses import are_addresses
from geodata.ingest.importing.reasons import reason_of_time
from geodata.ingest.importing.sieve import Sieve
from geodata.ingest.profiles import LISTS, SEPARATOR
from geodata.ingest.times import TimeFault, TimeForm, Times, read_times
from geodata.model import NOT_STATED

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Reports", "unfold"]

_ADDRESS = r"(?i)^https?://[^\s/?#:@\[\]\\]+(:([1-9]\d{0,3}|[1-5]\d{4}))?([/?#]\S*)?$"
_HOST = r"(?i)^https?://(?:www\.)?(?P<host>[^\s/?#:@\[\]\\]+)"


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of a batch, one a place in each array.

    Parameters
    ----------
    row : numpy.ndarray of int64, shape (m,)
        Which row of the batch each belongs to; rising.
    number : numpy.ndarray of int64, shape (m,)
        From 1 within each row.
    source, party, reliability, title, url, remark : pyarrow.StringArray, shape (m,)
        Never null.
    published : numpy.ndarray of str objects, shape (m,)
        EDTF; empty where it is not stated.
    """

    row: npt.NDArray[np.int64]
    number: npt.NDArray[np.int64]
    source: pa.Array
    party: pa.Array
    reliability: pa.Array
    title: pa.Array
    url: pa.Array
    remark: pa.Array
    published: npt.NDArray[np.object_]


def unfold(batch: pa.RecordBatch, form: TimeForm | None, shown: Mapping[str, str], sieve: Sieve) -> Reports:
    """Unfold the reports of every row of a laid out batch; each row has one at least.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        Laid out.
    form : TimeForm or None
        How dates of publication are read; None where the file has none.
    shown : dict of str to str
        What to call each standard column.
    sieve : Sieve
        Where dates that cannot be read are told.

    Returns
    -------
    Reports
        A publisher that is not named is called after the host of its address. What is no web address is kept in the
        remark, as it was written.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    count = batch.num_rows
    counts = np.ones(count, np.int64)
    for name in LISTS:
        signs = pc.fill_null(pc.count_substring(batch.column(name), SEPARATOR), 0)
        counts = np.maximum(counts, signs.to_numpy(zero_copy_only=False) + 1)
    lists = {name: _flat(batch.column(name), counts) for name in LISTS}
    row = np.repeat(np.arange(count), counts)
    number = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    is_address = pc.and_(pc.match_substring_regex(lists["url"], _ADDRESS), are_addresses(lists["url"]))
    source = _sources(_filled(lists["source"]), lists["url"], is_address)
    odd = pc.and_(pc.invert(is_address), pc.not_equal(lists["url"], ""))
    remark = pc.if_else(odd, pc.binary_join_element_wise("Address as written: ", lists["url"], ""), "")
    published = _published(lists["published"], form, row, shown.get("published", "published"), sieve)
    reliability = pc.fill_null(batch.column("reliability"), "F").take(pa.array(row))
    return Reports(
        row, number, source, pc.coalesce(_filled(lists["party"]), pa.scalar(NOT_STATED)), reliability,
        pc.coalesce(_filled(lists["title"]), pa.scalar("Title not stated")),
        pc.if_else(is_address, lists["url"], ""), remark, published,
    )  # fmt: skip


def _flat(values: pa.Array, counts: npt.NDArray[np.int64]) -> pa.Array:
    """The values of a list column one after the other, as many a row as the row has reports, empty where none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if (counts == 1).all():
        return pc.utf8_trim_whitespace(pc.fill_null(values, ""))
    blank = pc.binary_repeat(SEPARATOR, pa.array(counts - 1))
    signs = pc.fill_null(pc.count_substring(values, SEPARATOR), 0).to_numpy(zero_copy_only=False)
    short = pc.binary_repeat(SEPARATOR, pa.array(counts - 1 - signs))
    whole = pc.if_else(pc.is_null(values), blank, pc.binary_join_element_wise(pc.fill_null(values, ""), short, ""))
    return pc.utf8_trim_whitespace(pc.split_pattern(whole, SEPARATOR).flatten())


def _sources(named: pa.Array, urls: pa.Array, is_address: pa.Array) -> pa.Array:
    """Who published: as the file says, else the host of the address."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not named.null_count:
        return named
    lacking = pc.and_(pc.is_null(named), is_address)
    host = pc.struct_field(pc.extract_regex(urls.filter(lacking), _HOST), "host")
    with_hosts = pc.replace_with_mask(named, lacking, pc.utf8_lower(host))
    return pc.coalesce(with_hosts, pa.scalar(NOT_STATED))


def _filled(values: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return pc.if_else(pc.equal(values, ""), None, values)


def _published(
    values: pa.Array, form: TimeForm | None, row: npt.NDArray[np.int64], field: str, sieve: Sieve
) -> npt.NDArray[np.object_]:
    if form is None:
        return np.full(len(row), "", np.object_)
    times: Times = read_times(values, form)
    bad = times.bad.copy()
    bad[[edtf.endswith("..") for edtf in times.edtf]] = TimeFault.NOT_A_DATE  # a report is out on some day
    for fault in np.unique(bad[bad != 0]):
        at = np.flatnonzero(bad == fault)
        rows, first = np.unique(row[at], return_index=True)
        sieve.add_values(reason_of_time(TimeFault(int(fault))).code, rows, field, values.take(at[first]).to_pylist())
    return np.where(bad == 0, times.edtf, "").astype(np.object_)
