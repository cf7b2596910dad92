"""Ids of the places and sources of an import: one for each that differs, in the order of the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from geodata.ingest.importing.columns import place_names, table_of
from geodata.ingest.importing.sites import Sites
from geodata.model import GeoPrecision

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Numbering", "PlaceRows", "SourceRows", "place_rows", "source_rows"]

_GEO = [word.value for word in GeoPrecision]
Numbers = npt.NDArray[np.int64]
_Key = TypeVar("_Key", str, bytes)


class PlaceRows(NamedTuple):
    """The places of the accepted rows of a batch, before they have ids.

    Parameters
    ----------
    is_placed : numpy.ndarray of bool, shape (n,)
        Whether a row has a place.
    columns : dict of str to pyarrow.Array, each of shape (n,)
        Of ``places.parquet``, but for the id.
    bits : numpy.ndarray of uint64, shape (n, 4)
        Longitude, latitude and radius bit by bit; the last is filled when ids are given.
    words : pyarrow.DictionaryArray, shape (n,)
        All else that tells two places apart, as one text.
    """

    is_placed: npt.NDArray[np.bool_]
    columns: Mapping[str, pa.Array]
    bits: npt.NDArray[np.uint64]
    words: pa.DictionaryArray


class SourceRows(NamedTuple):
    """The sources of the reports of a batch, before they have ids.

    Parameters
    ----------
    columns : dict of str to pyarrow.StringArray, each of shape (m,)
        Of ``sources.parquet``, but for the id.
    words : pyarrow.DictionaryArray, shape (m,)
        All of them as one text.
    """

    columns: Mapping[str, pa.Array]
    words: pa.DictionaryArray


def place_rows(rows: Numbers, sites: Sites) -> PlaceRows:
    """The places of some rows of a batch.

    Parameters
    ----------
    rows : numpy.ndarray of int64, shape (n,)
        Which.
    sites : Sites
        Of all rows of the batch.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    places = sites.places
    point = [one[rows] for one in (places.lon, places.lat, places.uncertainty_m)]
    lon, lat, radius = (pa.array(one, from_pandas=True) for one in point)
    words = {
        "name": pa.array(places.name[rows], pa.string()),
        "geo_precision": pa.array(_GEO).take(pa.array(sites.precision[rows])),
        "regions": pc.binary_join(places.regions.take(pa.array(rows)), " "),
        "vague": pa.array(places.vague[rows]),
        "remark": pa.array(sites.remark[rows], pa.string()),
    }
    told = [column.cast(pa.string()) for column in words.values()]
    joined = pc.binary_join_element_wise(*told, "\x1f", null_handling="replace", null_replacement="")
    bits = np.zeros((len(rows), 4), np.uint64)
    for number, values in enumerate(point):
        bits[:, number] = np.where(np.isnan(values), np.nan, values).view(np.uint64)
    columns = {**words, "lon": lon, "lat": lat, "coordinate_uncertainty_m": radius}
    return PlaceRows(sites.is_placed[rows], columns, bits, pc.dictionary_encode(joined))


def source_rows(columns: Mapping[str, pa.Array]) -> SourceRows:
    """The sources of reports, by the columns ``name``, ``party`` and ``reliability``, none of which has nulls."""
    import pyarrow.compute as pc

    return SourceRows(columns, pc.dictionary_encode(pc.binary_join_element_wise(*columns.values(), "\x1f")))


class Numbering:
    """Gives ids; batches must come in the order of the file.

    Parameters
    ----------
    import_id : str
        Of the import.
    """

    def __init__(self, import_id: str) -> None:
        self._place = f"i{import_id}-p"
        self._source = f"i{import_id}-s"
        self._words: dict[str, int] = {}
        self._places: dict[bytes, int] = {}
        self._sources: dict[str, int] = {}

    def places(self, found: PlaceRows) -> tuple[pa.Array, pa.Table]:
        """The id of the place of each row, null where it has none, and the places that are new.

        Returns
        -------
        pyarrow.StringArray, shape (n,)
            Ids.
        pyarrow.Table
            By the schema of ``places.parquet``.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        words = _numbers(self._words, found.words.dictionary.to_pylist())
        found.bits[:, 3] = words[found.words.indices.to_numpy(zero_copy_only=False)]
        before = len(self._places)
        keys = found.bits[found.is_placed].view("S32").ravel().tolist()
        numbers = np.zeros(len(found.bits), np.int64)
        numbers[found.is_placed] = _numbers(self._places, keys)
        highest = np.maximum.accumulate(np.append(before, numbers))[:-1]
        fresh = pa.array(np.flatnonzero(numbers > highest))
        text = pa.array(numbers, mask=~found.is_placed).cast(pa.string())
        ids = pc.binary_join_element_wise(self._place, text, "")
        first = {name: column.take(fresh) for name, column in found.columns.items()}
        first |= {"place_id": ids.take(fresh), "name": place_names(first)}
        return ids, table_of("places.parquet", first)

    def sources(self, found: SourceRows) -> tuple[pa.Array, pa.Table]:
        """The id of the source of each report, and the sources that are new.

        Returns
        -------
        pyarrow.StringArray, shape (m,)
            Ids.
        pyarrow.Table
            By the schema of ``sources.parquet``.
        """
        import pyarrow as pa

        before, texts = len(self._sources), found.words.dictionary.to_pylist()
        numbers = _numbers(self._sources, texts)
        indices = found.words.indices.to_numpy(zero_copy_only=False)
        first = np.zeros(len(texts), np.int64)
        first[indices[::-1]] = np.arange(len(indices))[::-1]
        fresh = pa.array(first[numbers > before])
        ids = pa.array([f"{self._source}{number}" for number in numbers.tolist()], pa.string()).take(
            found.words.indices
        )
        known = {name: column.take(fresh) for name, column in found.columns.items()}
        return ids, table_of("sources.parquet", {"source_id": ids.take(fresh), **known})


def _numbers(known: dict[_Key, int], keys: list[_Key]) -> Numbers:
    """The number of each key, from 1 in the order in which they first come."""
    return np.fromiter((known.setdefault(key, len(known) + 1) for key in keys), np.int64, len(keys))
