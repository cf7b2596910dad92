"""A view of a map and a histogram as they are sent: columns of small numbers, and lists of words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from geodata.model import ClaimType, Dataset, Modality, Status
from geodata.store import place_bbox

if TYPE_CHECKING:
    import numpy.typing as npt

    from geodata.scale.detail import View
    from geodata.scale.histogram import Histogram

__all__ = ["VOCABULARY", "columns_of", "days_of"]

VOCABULARY: Mapping[str, list[str]] = {
    name: [word.value for word in words]
    for name, words in (("type", ClaimType), ("modality", Modality), ("status", Status))
}
"""What the numbers of a column stand for: each is a position in its list."""

_EPOCH = date(1970, 1, 1)
_NARROW = {"int64": "int32", "bool": "uint8"}  # rows and counts stay below 2**31, and browsers read these everywhere


def columns_of(dataset: Dataset, view: View) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Lay a view out as columns.

    Parameters
    ----------
    dataset : Dataset
        What it is of.
    view : View
        What a map draws.

    Returns
    -------
    dict, dict of str to ndarray
        What a reader must know of the columns, ready for JSON, and the columns, as docs/api.md describes them.
    """
    cut = view.buckets
    told = {
        "kind": view.kind,
        "level": view.level,
        "buckets": None if cut is None else {"first": cut.first, "days": cut.days, "count": cut.count},
    }
    tables = {"": view.columns, "area_": view.areas, "top_": view.top}
    columns = {
        f"{prefix}{name}": column.astype(_NARROW.get(column.dtype.name, column.dtype))
        for prefix, table in tables.items()
        for name, column in table.items()
    }
    for prefix in ("", "top_"):
        if f"{prefix}row" in columns:
            columns |= _ids(dataset, prefix, columns[f"{prefix}row"])
    held = [columns[name] for name in ("place", "area_place", "top_place") if name in columns]
    return told, {**columns, **_places(dataset, held)}


def _ids(dataset: Dataset, prefix: str, rows: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
    """The ids of claims: one text, and where each begins."""
    import numpy as np  # only for who asks for a view

    ids = [dataset.claims[row].claim_id.encode() for row in rows.tolist()]
    ends = np.cumsum([0, *(len(one) for one in ids)]).astype(np.uint32)
    return {f"{prefix}id_ends": ends, f"{prefix}id_bytes": np.frombuffer(b"".join(ids), np.uint8)}


def _places(dataset: Dataset, held: Iterable[npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """The box of each place that some columns name, on the grid of ``geodata.scale.grid``."""
    import numpy as np

    from geodata.scale.grid import mx_of, my_of

    numbers = sorted({number for column in held for number in column.tolist()})
    boxes = [place_bbox(dataset.places[number]) or (0.0,) * 4 for number in numbers]
    west, south, east, north = np.array(boxes, np.float64).reshape(-1, 4).T
    return {
        "places": np.array(numbers, np.int32),
        "places_bx0": mx_of(west), "places_by0": my_of(north), "places_bx1": mx_of(east), "places_by1": my_of(south),
    }  # fmt: skip


def days_of(histogram: Histogram) -> list[dict[str, Any]]:
    """A histogram as a list of objects, ready for JSON: UTC day, words, and how many claims.

    By day, then in the order of the vocabularies.
    """
    lists = {name: column.tolist() for name, column in histogram.columns.items()}
    found = [dict(zip(lists, line, strict=True)) for line in zip(*lists.values(), strict=True)]
    return [
        {
            **one,
            "day": (_EPOCH + timedelta(days=one["day"])).isoformat(),
            "type": VOCABULARY["type"][one["type"]],
            "status": VOCABULARY["status"][one["status"]],
        }
        for one in found
    ]
