"""What two columns of coordinates speak for: their decimal mark, and whether their axes are swapped."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geodata import basemap
from geodata.ingest.places.columns import Floats, read_angles
from geodata.ingest.places.forms import PlaceFault, PointForm
from geodata.ingest.places.regions import region_at
from geodata.ingest.places.spelling import countries, key_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["tally_pair"]

_LOOKED_AT = 2_000  # distinct points of a batch
_SPARE = 0.5  # degrees around a country's box: a battle at the border is no proof of swapped axes


def tally_pair(lon: pa.Array, lat: pa.Array, country: pa.Array | None) -> Counter[str]:
    """Count what the rows of two columns speak for.

    Parameters
    ----------
    lon, lat : pyarrow.StringArray, shape (n,)
        The columns that are called longitude and latitude.
    country : pyarrow.StringArray or None, shape (n,)
        The countries that the rows name.

    Returns
    -------
    Counter
        ``rows``: rows with anything; ``projected``: rows with numbers far beyond degrees; ``filled``: rows with both
        angles; ``comma``, ``point``: values written with one; ``only swapped``, ``only as
        named``: rows that are in range one way only; ``swap agrees``, ``as named agrees``: rows that lie in their
        country one way only; ``looked at``: distinct points that were looked up in the basemap, ``ground as named``,
        ``ground swapped``: those that lie in one of its regions, as named and only the other way round.
    """
    import pyarrow.compute as pc

    counts: Counter[str] = Counter()
    for column in (lon, lat):
        for mark, pattern in (
            ("comma", r"^\s*[-−]?\d{1,3},\d+\s*°?\s*$"),
            ("point", r"^\s*[-−]?\d{1,3}\.\d+\s*°?\s*$"),
        ):
            counts[mark] += pc.sum(pc.match_substring_regex(column, pattern)).as_py() or 0
    form = PointForm(decimal_comma=counts["comma"] > counts["point"])
    (x, _, x_bad), (y, _, y_bad) = (read_angles(column, "lon", form) for column in (lon, lat))  # either may reach 180
    projected, odd = np.int8(PlaceFault.PROJECTED), np.int8(PlaceFault.NOT_COORDINATES)
    counts["rows"] = int(np.sum(~(np.isnan(x) & (x_bad == 0)) | ~(np.isnan(y) & (y_bad == 0))))
    counts["projected"] = int(
        np.sum(((x_bad == projected) & np.isin(y_bad, (projected, odd))) | ((y_bad == projected) & (x_bad == odd)))
    )
    counts["filled"] = int(np.sum(~np.isnan(x) & ~np.isnan(y)))
    counts["only swapped"] = int(np.sum((np.abs(y) > 90) & (np.abs(x) <= 90)))
    counts["only as named"] = int(np.sum((np.abs(x) > 90) & (np.abs(y) <= 90)))
    foreign = np.zeros(len(x), np.bool_)
    if country is not None:
        _tally_countries(x, y, country, counts)
        foreign = _names_another(country)
    _tally_ground(x[~foreign], y[~foreign], counts)
    return counts


def _tally_ground(x: Floats, y: Floats, counts: Counter[str]) -> None:
    """Count distinct points that lie in the regions of the basemap one way only; of very many, some of them."""
    pairs = np.unique(np.column_stack((x, y))[~np.isnan(x) & ~np.isnan(y)], axis=0)
    pairs = pairs[:: max(1, len(pairs) // _LOOKED_AT)]
    one, other = pairs[:, 0], pairs[:, 1]
    as_named = (np.abs(other) <= 90) & (region_at(one, other) != "")
    swapped = (np.abs(one) <= 90) & (region_at(other, one) != "")
    counts["looked at"] += len(pairs)
    counts["ground as named"] += int(np.sum(as_named))
    counts["ground swapped"] += int(np.sum(swapped & ~as_named))


def _names_another(country: pa.Array) -> npt.NDArray[np.bool_]:
    """Whether a row names a country that the basemap has no regions of."""
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(pc.fill_null(country, ""))
    another = [bool(text.strip()) and key_of(text) not in countries() for text in encoded.dictionary.to_pylist()]
    return np.asarray(np.array(another, np.bool_)[encoded.indices.to_numpy(zero_copy_only=False)], np.bool_)


def _tally_countries(x: Floats, y: Floats, country: pa.Array, counts: Counter[str]) -> None:
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(pc.fill_null(country, ""))
    boxes = np.array([_box(text) for text in encoded.dictionary.to_pylist()]).reshape(-1, 4)
    west, south, east, north = boxes[encoded.indices.to_numpy(zero_copy_only=False)].T
    as_named = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    swapped = (y >= west) & (y <= east) & (x >= south) & (x <= north)
    counts["swap agrees"] += int(np.sum(swapped & ~as_named))
    counts["as named agrees"] += int(np.sum(as_named & ~swapped))


@lru_cache(maxsize=1000)
def _box(text: str) -> tuple[float, float, float, float]:
    code = countries().get(key_of(text))
    if code is None:
        return (np.nan,) * 4
    west, south, east, north = basemap.region_bbox(code)
    return west - _SPARE, south - _SPARE, east + _SPARE, north + _SPARE
