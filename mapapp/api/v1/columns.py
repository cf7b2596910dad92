"""The claims in view as columns of numbers: each by itself, or counted by cell where they are too many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from geodata.assess import is_denied
from geodata.errors import QueryError
from geodata.model import ClaimType, Modality, Status
from geodata.store import Selection, place_bbox
from mapapp.api.v1.histogram import days_touched

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["BUCKETS", "BUDGET", "GRID_LEVEL", "NEVER", "columns_of"]

BUDGET = 50_000
"""Most claims that a view tells one by one."""
BUCKETS = 128
"""Most spans of time that counted claims are sorted into."""
GRID_LEVEL = 26
"""The grid has 2 to this power cells on each side."""
NEVER = 2**31 - 1
"""Stands for the last day of what has no stated end."""

_EPOCH = date(1970, 1, 1).toordinal()
_TYPES, _MODALITIES, _STATUSES = (
    {word: at for at, word in enumerate(words)} for words in (ClaimType, Modality, Status)
)  # fmt: skip
_CLAIM_COLUMNS = {
    **dict.fromkeys(("row", "mx", "my", "bx0", "by0", "bx1", "by1", "day0", "day1"), "int32"),
    **dict.fromkeys(("kind", "type", "modality", "status", "definite", "denied"), "int8"),
}
_CELL = {"x": "int32", "y": "int32", "b0": "int16", "b1": "int16", "type": "int8", "status": "int8", "n": "int32"}
_AREA = {
    "area_row": "int32",
    **dict.fromkeys(("area_bx0", "area_by0", "area_bx1", "area_by1"), "int32"),
    **dict.fromkeys(("area_b0", "area_b1"), "int16"), "area_type": "int8", "area_status": "int8", "area_n": "int32",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Seen:
    """A claim in view as numbers: its row, box (degrees), whether it is an area, its days and its words."""

    row: int
    bounds: tuple[float, float, float, float]
    is_area: bool
    day0: int
    day1: int
    kind: int
    status: int


def columns_of(
    selection: Selection, zoom: int, budget: int = BUDGET
) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Lay the claims in view out as columns.

    Parameters
    ----------
    selection : Selection
        What is in view; nothing that was public only after its query's day is in any column.
    zoom : int
        Zoom of the map, 0 or more; cells are 16 pixels wide at it.
    budget : int
        Most claims that are told one by one.

    Returns
    -------
    dict, dict of str to ndarray
        What a reader must know of the columns, ready for JSON, and the columns, as docs/api.md describes them.
    """
    seen = [_seen(selection, row) for row in selection.in_view]
    if len(seen) <= budget:
        return {"kind": "claims"}, _told(selection, seen)
    return _counted(selection, seen, min(zoom + 4, GRID_LEVEL))


def _seen(selection: Selection, row: int) -> _Seen:
    dataset = selection.dataset
    claim = dataset.claims[row]
    place, touched = dataset.place(claim), days_touched(claim.time_on(selection.query.known_on))
    box = None if place is None else place_bbox(place)
    if place is None or box is None or touched is None:
        raise QueryError(f"The claim “{claim.claim_id}” has no place or no date, so it cannot be in view.")
    first, last = touched
    return _Seen(
        row=row,
        bounds=box,
        is_area=place.position is None,
        day0=first.toordinal() - _EPOCH,
        day1=NEVER if last is None else last.toordinal() - _EPOCH,
        kind=_TYPES[claim.claim_type],
        status=_STATUSES[selection.verdicts[row].status],
    )


def _boxes(seen: Sequence[_Seen]) -> list[tuple[int, int, int, int]]:
    """Box of each on the grid: west, north, east, south; the cells are those of ``geodata.scale.grid``."""
    import numpy as np  # only for who asks for a view

    from geodata.scale.grid import mx_of, my_of

    west, south, east, north = np.array([one.bounds for one in seen], np.float64).reshape(-1, 4).T
    sides = (side.tolist() for side in (mx_of(west), my_of(north), mx_of(east), my_of(south)))
    return list(zip(*sides, strict=True))


def _told(selection: Selection, seen: Sequence[_Seen]) -> dict[str, npt.NDArray[Any]]:
    """One entry a claim, in the order of the rows."""
    import numpy as np

    dataset, query = selection.dataset, selection.query
    rows = []
    for one, (x0, y0, x1, y1) in zip(seen, _boxes(seen), strict=True):
        claim = dataset.claims[one.row]
        definite = claim.time_on(query.known_on).within(*query.window_utc)
        denied = is_denied(dataset.positions_of.get(claim.claim_id, ()), query.known_on)
        words = (one.is_area, one.kind, _MODALITIES[claim.modality], one.status, definite, denied)
        rows.append((one.row, (x0 + x1) // 2, (y0 + y1) // 2, x0, y0, x1, y1, one.day0, one.day1, *words))
    ids = [dataset.claims[one.row].claim_id.encode() for one in seen]
    ends = np.cumsum([0, *(len(one) for one in ids)]).astype("<u4")
    return {
        **_table(_CLAIM_COLUMNS, rows),
        "id_ends": ends,
        "id_bytes": np.frombuffer(b"".join(ids), np.uint8),
    }


def _table(columns: dict[str, str], rows: Iterable[tuple[int, ...]]) -> dict[str, npt.NDArray[Any]]:
    import numpy as np

    table = np.array(list(rows), np.int64).reshape(-1, len(columns))
    types = {name: np.dtype(kind).newbyteorder("<") for name, kind in columns.items()}
    return {name: np.ascontiguousarray(table[:, at].astype(types[name])) for at, name in enumerate(columns)}


def _counted(
    selection: Selection, seen: Sequence[_Seen], level: int
) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """One entry for each cell (points) or box (areas), pair of buckets, type and status; all ``n`` are the view."""
    first, days, count = _buckets(selection, seen)
    cells: Counter[tuple[int, ...]] = Counter()
    areas: Counter[tuple[int, ...]] = Counter()
    rows: dict[tuple[int, ...], int] = {}
    for one, box in zip(seen, _boxes(seen), strict=True):
        begin, end = (max(0, min(count - 1, (day - first) // days)) for day in (one.day0, one.day1))
        key = (begin, end, one.kind, one.status)
        if one.is_area:
            areas[(*box, *key)] += 1
            rows.setdefault((*box, *key), one.row)
        else:
            cells[(box[0] >> (GRID_LEVEL - level), box[1] >> (GRID_LEVEL - level), *key)] += 1
    told = {"kind": "bins", "level": level, "buckets": {"first": first, "days": days, "count": count}}
    return told, {
        **_table(_CELL, ((*key, n) for key, n in sorted(cells.items()))),
        **_table(_AREA, ((rows[key], *key, n) for key, n in sorted(areas.items()))),
    }


def _buckets(selection: Selection, seen: Sequence[_Seen]) -> tuple[int, int, int]:
    """First day, days of each bucket, and how many: no more than needed for the claims in the window."""
    query = selection.query
    first = min(one.day0 for one in seen)
    last = max(one.day0 if one.day1 == NEVER else one.day1 for one in seen)
    if query.first_day is not None:
        first = max(first, query.first_day.toordinal() - _EPOCH)
    if query.last_day is not None:
        last = min(last, query.last_day.toordinal() - _EPOCH)
    span = max(1, last - first + 1)
    days = -(-span // BUCKETS)
    return first, days, -(-span // days)
