"""The reports of a row: sources, dates, addresses and titles in one order, or left out where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from geodata.ingest.glance import any_holds
from geodata.ingest.profiles.cells import Tally
from geodata.ingest.profiles.columns import SEPARATOR

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["paired"]

_LEADS = ("url", "source", "title", "published")  # the first that is filled says how many reports there are
_NAMES = ("source", "party")


def paired(lists: Mapping[str, pa.Array], each: frozenset[str], tally: Tally) -> dict[str, pa.Array]:
    """Give the list columns of each row as many values as the row has reports.

    Parameters
    ----------
    lists : dict of str to pyarrow.StringArray, shape (n,)
        By name: values with ``SEPARATOR`` between them.
    each : frozenset of str
        Columns of which a single value holds for all reports.
    tally : Tally
        Counts rows whose dates or titles fit no report and are left out.

    Returns
    -------
    dict of str to pyarrow.StringArray
        Where three names stand beside two addresses, nobody knows which published which: each address then names all.
    """
    import pyarrow.compute as pc

    if not any(any_holds(values, SEPARATOR) for values in lists.values()):
        return dict(lists)
    counts = {name: pc.add(pc.count_substring(values, SEPARATOR), 1) for name, values in lists.items()}
    wanted = pc.fill_null(pc.coalesce(*(counts[name] for name in _LEADS)), 1)
    return {name: _fitted(name, lists[name], counts[name], wanted, each, tally) for name in lists}


def _fitted(
    name: str, values: pa.Array, count: pa.Array, wanted: pa.Array, each: frozenset[str], tally: Tally
) -> pa.Array:
    import pyarrow.compute as pc

    fits = pc.fill_null(pc.equal(count, wanted), fill_value=True)
    if pc.all(fits).as_py():
        return values
    alone = pc.fill_null(pc.equal(count, 1), fill_value=False)
    if name in _NAMES:
        values, alone = pc.if_else(fits, values, pc.replace_substring(values, SEPARATOR, "; ")), pc.invert(fits)
    odd = pc.invert(pc.or_(fits, alone)) if name in each else pc.invert(fits)
    lost = int(pc.sum(odd).as_py() or 0)
    if lost:
        tally.unpaired[name] = tally.unpaired.get(name, 0) + lost
    repeated = pc.utf8_slice_codeunits(pc.binary_repeat(pc.binary_join_element_wise(SEPARATOR, values, ""), wanted), 1)
    return pc.if_else(odd, None, pc.if_else(fits, values, repeated))
