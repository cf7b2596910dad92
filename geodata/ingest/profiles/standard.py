"""A batch of any known file as standard columns: what the profile says, and nothing that it does not."""

from __future__ import annotations

import collections.abc as abc
from typing import TYPE_CHECKING

from geodata.ingest.exported.cells import restore
from geodata.ingest.profiles.cells import UNKNOWN, Cells, Tally, made
from geodata.ingest.profiles.columns import LISTS, OURS, STANDARD
from geodata.ingest.profiles.mapping import Mapping
from geodata.ingest.profiles.pairs import paired
from geodata.ingest.profiles.profiles import Profile

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["is_unknown_word", "standard"]

# Columns that say how exact something is: a word that nobody knows must not pass for silence
_EXACTNESS = ("geo_precision", "date_precision")
# What is made from other columns comes after them
_ORDER = ("url", *(name for name in STANDARD if name != "url"))


def standard(batch: pa.RecordBatch, how: Profile | Mapping, *, tally: Tally | None = None) -> pa.RecordBatch:
    """Lay a batch out as standard columns.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        As a reading hands it out; ``#row``, ``#wkb`` and ``#torn`` are passed on, null where they are missing.
    how : Profile or Mapping
        What its columns mean.
    tally : Tally or None
        Where it is counted what found no word of ours; one for all batches of a file.

    Returns
    -------
    pyarrow.RecordBatch
        ``#row`` int64, ``#wkb`` binary, ``#torn`` string, then ``STANDARD``: text as written and trimmed, null
        where nothing was stated. A row that could not be read as a row is null but for these three. ``source``,
        ``party``, ``published``, ``url`` and ``title`` hold one value a report, ``SEPARATOR`` between them, in the
        same order. Where a row has a last day that differs from the first, ``date_precision`` is null: the two days
        say it better. In ``geo_precision`` and ``date_precision`` a word that no table of codes holds stands as it was
        written behind a mark (:func:`is_unknown_word`).
    """
    import pyarrow as pa

    profile = how.profile() if isinstance(how, Mapping) else how
    counted = tally if tally is not None else Tally()
    cells = Cells(batch, restore if profile.apostrophes else None)
    done: dict[str, pa.Array] = {}
    for name in _ORDER:
        done[name] = _column(name, profile, cells, done, counted)
    done.update(paired({name: done[name] for name in LISTS}, _each(profile), counted))
    done["date_precision"] = _where_it_says_more(done)
    passed = {name: _passed(name, batch) for name in OURS}
    torn = passed["#torn"]
    columns = [passed[name] for name in OURS] + [_unless(torn, done[name]) for name in STANDARD]
    types = [pa.int64(), pa.binary(), pa.string(), *[pa.string()] * len(STANDARD)]
    schema = pa.schema(list(zip((*OURS, *STANDARD), types, strict=True)))
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def is_unknown_word(values: pa.Array) -> pa.Array:
    """Whether each value of a standard column is a word of the file that no table of codes holds, shape (n,)."""
    import pyarrow.compute as pc

    return pc.fill_null(pc.starts_with(values, UNKNOWN), fill_value=False)


def _column(name: str, profile: Profile, cells: Cells, done: abc.Mapping[str, pa.Array], tally: Tally) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    found: pa.Array | None = None
    for recipe in profile.columns.get(name, ()):
        if found is None or found.null_count:
            more = made(recipe, cells, profile.codes, done, tally, mark=name in _EXACTNESS)
            found = more if found is None else pc.coalesce(found, more)
    return pa.nulls(len(cells), pa.string()) if found is None else found


def _each(profile: Profile) -> frozenset[str]:
    """List columns of which one value holds for every report of a row."""
    told = {name for name in LISTS if any(recipe.each or recipe.constant for recipe in profile.columns.get(name, ()))}
    return frozenset(told | {"source", "party"})


def _where_it_says_more(done: abc.Mapping[str, pa.Array]) -> pa.Array:
    import pyarrow.compute as pc

    is_span = pc.fill_null(pc.not_equal(done["date"], done["date_end"]), fill_value=False)
    return pc.if_else(is_span, None, done["date_precision"])


def _passed(name: str, batch: pa.RecordBatch) -> pa.Array:
    import pyarrow as pa

    kind = {"#row": pa.int64(), "#wkb": pa.binary()}.get(name, pa.string())
    if name not in batch.schema.names:
        return pa.nulls(batch.num_rows, kind)
    return batch.column(name).cast(kind)


def _unless(torn: pa.Array, values: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return values if torn.null_count == len(torn) else pc.if_else(pc.is_null(torn), values, None)
