"""Many random claims, made as columns: what a build of them is put together from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.model import ClaimType, Modality, Status
from geodata.scale.build import finish, write_part
from geodata.scale.grid import cell_of, mx_of, my_of
from geodata.scale.tables import NEVER, schema_of

__all__ = ["bulk_build"]

Columns = dict[str, Any]
_FIRST, _LAST = 16_000, 20_600  # days of events: 2013 to 2026


def bulk_build(home: Path, claims: int, seed: int, places: int = 500) -> Path:
    """The build of random claims: a tenth on areas, some without place, date or end, most told once."""
    random = np.random.default_rng(seed)
    where = _places(random, places)
    told = _claims(random, claims, where)
    tables = {
        "places": _table("places", where, places),
        "claims": _table("claims", told, claims),
        "versions": _versions(random, told, claims),
        "sources": _table(
            "sources", {"source": np.arange(20), "source_id": _names("s", 20), "party": _names("party ", 20)}, 20
        ),
        "reports": _reports(random, told, claims),
        "assessments": _assessments(random, claims),
    }
    return finish(home, f"{seed:064x}", lambda stage: [stage.part("all", lambda to: write_part(tables, to))])


def _names(start: str, count: int) -> list[str]:
    return [f"{start}{number}" for number in range(count)]


def _table(name: str, columns: Columns, count: int) -> pa.Table:
    """A table of the build; what is not given is blank."""
    blank = {pa.string(): "", pa.bool_(): False}
    arrays = []
    for field in schema_of(name):
        given = columns.get(field.name)
        if given is None:
            value = None if field.nullable else [0] if pa.types.is_list(field.type) else blank.get(field.type, 0)
            given = pa.array([value] * count, field.type)
        arrays.append((given if isinstance(given, pa.Array) else pa.array(given)).cast(field.type))
    return pa.Table.from_arrays(arrays, schema=schema_of(name))


def _masked(values: NDArray[Any], hidden: NDArray[np.bool_]) -> pa.Array:
    return pa.array(values, mask=hidden)


def _places(random: np.random.Generator, count: int) -> Columns:
    kind = random.choice([0, 1, 2], count, p=[0.8, 0.15, 0.05])
    centre = random.integers(0, 12, count)
    lon = np.clip(np.linspace(-170, 170, 12)[centre] + random.normal(0, 4, count), -180, 180)
    lat = np.clip(np.linspace(-60, 75, 12)[centre] + random.normal(0, 3, count), -85, 85)
    lon, lat = np.round(lon, 3), np.round(lat, 3)
    wide = np.where(kind == 1, random.uniform(0.1, 6, count), 0)
    none = kind == 2
    return {
        "place": np.arange(count), "place_id": _names("p", count), "name_en": _names("Town ", count), "kind": kind,
        "lon": _masked(lon, kind != 0), "lat": _masked(lat, kind != 0),
        "west": _masked(lon - wide, none), "east": _masked(lon + wide, none),
        "south": _masked(lat - wide / 2, none), "north": _masked(lat + wide / 2, none),
    }  # fmt: skip


def _claims(random: np.random.Generator, count: int, places: Columns) -> Columns:
    weight = 1 / np.arange(1, len(places["place"]) + 1)
    place = random.choice(len(weight), count, p=weight / weight.sum())
    taken = {
        name: pa.array(places[name]).take(pa.array(place))
        for name in ("kind", "lon", "lat", "west", "south", "east", "north")
    }
    west, east, south, north = (taken[name].fill_null(0).to_numpy() for name in ("west", "east", "south", "north"))
    mx, my = (mx_of(west) + mx_of(east)) // 2, (my_of(north) + my_of(south)) // 2
    kind = taken["kind"].to_numpy()
    day0 = random.integers(_FIRST, _LAST, count)
    length = np.where(random.random(count) < 0.8, 0, random.integers(1, 400, count))
    day1 = np.where(random.random(count) < 0.03, NEVER, day0 + length)
    undated = random.random(count) < 0.02
    known = np.where(random.random(count) < 0.01, NEVER, day0 + random.integers(0, 60, count))
    text = pa.array(["Sappers were seen", "Сапёры разминируют", "Troops at the border", "Équipement"])
    return {
        **taken, "row": np.arange(count), "claim_id": _names("c", count), "place": place,
        **{name: _masked(values, kind == 2) for name, values in (("mx", mx), ("my", my), ("cell", cell_of(mx, my)))},
        "day0": _masked(day0, undated), "day1": _masked(day1, undated),
        "t0": _masked(day0 * 86_400_000_000, undated),
        "t1": _masked((day1 + 1) * 86_400_000_000, undated | (day1 == NEVER)),
        "type": random.integers(0, len(ClaimType), count), "modality": random.integers(0, len(Modality), count),
        "status": random.choice(len(Status), count, p=[0.1, 0.2, 0.4, 0.1, 0.1, 0.05, 0.05]), "known": known,
        "reports": np.ones(count, np.int64), "origins": np.ones(count, np.int64),
        "text": text.take(pa.array(random.integers(0, 4, count))), "event_date": ["2024-10-08"] * count,
        "when": ["8 Oct 2024"] * count,
    }  # fmt: skip


def _versions(random: np.random.Generator, claims: Columns, count: int) -> pa.Table:
    """Of each claim that some day knows, one or two intervals."""
    shown, change = claims["known"] < NEVER, random.integers(1, 300, count)
    first = np.where(shown, claims["known"], 0)
    twice = shown & (random.random(count) < 0.5)
    parts = [
        (shown, first, np.where(twice, first + change, NEVER), random.integers(0, len(Status), count)),
        (twice, first + change, np.full(count, NEVER), claims["status"]),
    ]
    tables = []
    for chosen, begins, ends, status in parts:
        columns = {**claims, "vf": begins, "vt": ends, "status": status}
        tables.append(_table("versions", columns, count).filter(pa.array(chosen)))
    return pa.concat_tables(tables)


def _reports(random: np.random.Generator, claims: Columns, count: int) -> pa.Table:
    columns = {
        "row": claims["row"], "seq": claims["row"], "origin": claims["row"], "known": claims["known"],
        "report_id": _names("r", count), "source": random.integers(0, 20, count),
    }  # fmt: skip
    return _table("reports", columns, count)


def _assessments(random: np.random.Generator, claims: int) -> pa.Table:
    count = claims // 2
    columns = {
        "row": random.integers(0, claims, count), "assessment_id": _names("a", count),
        "aspect": random.integers(0, 6, count), "status": random.integers(0, len(Status), count),
        "effective": random.integers(_FIRST, _LAST, count), "recorded": random.integers(_FIRST, _LAST, count),
    }  # fmt: skip
    return _table("assessments", columns, count)
