"""Places of an import as flat columns: points as they are, areas by the box of their regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.model import GeoPrecision, Names, Place
from geodata.scale.where import AREA, NOWHERE, POINT
from geodata.store import MAP_LATITUDE, place_bbox

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["place_columns"]

_BOX = ("west", "south", "east", "north")
_LANGUAGES = ("name_ru", "name_uk", "name_ko")


def place_columns(batch: pa.Table, first: int) -> dict[str, Any]:
    """The columns ``places`` of :data:`geodata.scale.tables.TABLES`.

    Parameters
    ----------
    batch : pyarrow.Table
        Of the table ``places`` of an import (:data:`geodata.ingest.importing.tables.TABLES`).
    first : int
        Number of the first place of the batch in the data set.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    count, words = batch.num_rows, pa.array([word.value for word in GeoPrecision])
    columns: dict[str, Any] = {name: batch[name] for name in ("place_id", "lon", "lat", "vague", "remark")}
    columns |= dict.fromkeys(_LANGUAGES, pa.array([""] * count, pa.string()))
    columns |= {
        "place": pa.array(np.arange(first, first + count), pa.int32()), "name_en": batch["name"],
        "precision": pc.index_in(batch["geo_precision"], value_set=words).cast(pa.int8()),
        "uncertainty_m": batch["coordinate_uncertainty_m"],
        "regions": pc.utf8_trim_whitespace(pc.replace_substring_regex(batch["regions"], r"\s+", " ")),
        "zone": pa.array(np.zeros(count, np.bool_)),
    }  # fmt: skip
    return columns | _boxes(batch)


def _boxes(batch: pa.Table) -> dict[str, pa.Array]:
    """``kind`` and the box of each place; points beyond the end of the map are nowhere."""
    import pyarrow as pa

    lon, lat = (np.asarray(batch[name].to_numpy(), np.float64) for name in ("lon", "lat"))
    regions = batch["regions"].combine_chunks().dictionary_encode()
    boxes = [_box_of(text) for text in regions.dictionary.to_pylist()]
    sides = np.array([box or (np.nan,) * 4 for box in boxes], np.float64).reshape(-1, 4)[regions.indices.to_numpy()]
    is_point = ~np.isnan(lat)
    sides = np.where(is_point[:, None], np.column_stack([lon, lat, lon, lat]), sides)
    nowhere = np.where(is_point, np.abs(np.nan_to_num(lat)) > MAP_LATITUDE, np.isnan(sides[:, 0]))
    kind = np.where(nowhere, NOWHERE, np.where(is_point, POINT, AREA))
    columns = {name: pa.array(sides[:, number], mask=nowhere) for number, name in enumerate(_BOX)}
    return columns | {"kind": pa.array(kind, pa.int8())}


def _box_of(regions: str) -> tuple[float, float, float, float] | None:
    """The box that the library gives an area of these regions."""
    place = Place("area", Names("area"), GeoPrecision.MULTI_REGION, regions=tuple(regions.split()))
    return place_bbox(place)
