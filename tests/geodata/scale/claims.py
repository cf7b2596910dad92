"""Flat tables of random claims with one report each, made as arrays: as many as a test wants, from a seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.model import Aspect, ClaimType, Modality, Stance, Status
from geodata.scale.grid import cell_of, mx_of, my_of
from geodata.scale.tables import NEVER, schema_of
from geodata.scale.versions import Plain, Versions, judged_of, plain_versions, version_table

Made = dict[str, Any]

_FIRST = 19_900  # 2024-06-26
_DAYS = 200
_FAR = (-300_000, -1, 0, 2_932_000)  # days far away, on both sides of 1970


def plain_claims(seed: int, count: int) -> dict[str, pa.Table]:
    """The tables ``claims``, ``versions``, ``reports``, ``assessments``, ``places`` and ``sources`` of so many claims.

    Places and sources are empty. Versions are those that the library's arrays give; nothing of it is made by SQL.
    """
    random = np.random.default_rng(seed)
    columns = _where(random, count) | _when(random, count) | _words(random, count)
    row = np.arange(count)
    claims = _table("claims", columns | {"row": row, "claim_id": [f"c{one}" for one in row]}, count)
    stances = random.integers(0, len(Stance), count)
    published = np.where(columns["known"] == NEVER, NEVER, columns["known"])
    reports = _table("reports", {"row": row, "seq": row, "stance": stances, "known": published, "origin": row}, count)
    assessments = _assessments(random, count)
    told = np.where(np.isnan(columns["end"]), -NEVER, columns["end"]).astype(np.int64)
    seen = np.isin(stances, [list(Stance).index(one) for one in (Stance.ASSERTS, Stance.ADMITS)])
    inferred = columns["modality"] == list(Modality).index(Modality.INFERRED)
    first = np.where(inferred & ~seen, list(Status).index(Status.SPECULATIVE), list(Status).index(Status.UNVERIFIED))
    has_end = claims["day1"].fill_null(NEVER).to_numpy() < NEVER
    plain = Plain(
        columns["known"], first, np.full(count, NEVER, np.int64), np.where(has_end, told, -NEVER)
    )  # fmt: skip
    found: Versions = plain_versions(plain, judged_of(assessments, row))
    return {
        "claims": claims, "versions": version_table(claims, found), "reports": reports, "assessments": assessments,
        "places": schema_of("places").empty_table(), "sources": schema_of("sources").empty_table(),
    }  # fmt: skip


def _where(random: np.random.Generator, count: int) -> Made:
    towns = random.uniform([-180, -80], [180, 80], (40, 2))
    lon, lat = (towns[random.integers(0, 40, count)] + random.normal(0, 0.2, (count, 2))).T
    lon, lat = np.clip(lon, -180, 180), np.clip(lat, -84, 84)
    kind = random.choice([0, 0, 0, 0, 1, 2], count)
    nowhere, wide = kind == 2, np.where(kind == 1, 0.5, 0.0)
    west, east = np.clip(lon - wide, -180, 180), np.clip(lon + wide, -180, 180)
    south, north = lat - wide, lat + wide
    bx0, bx1, by0, by1 = mx_of(west), mx_of(east), my_of(north), my_of(south)
    mx, my = bx0 + (bx1 - bx0) // 2, by0 + (by1 - by0) // 2
    placed = {"mx": mx, "my": my, "cell": cell_of(mx, my), "bx0": bx0, "bx1": bx1, "by0": by0, "by1": by1,
              "west": west, "east": east, "south": south, "north": north}  # fmt: skip
    found: Made = {name: pa.array(values, mask=nowhere) for name, values in placed.items()}
    points = {name: pa.array(values, mask=kind != 0) for name, values in (("lon", lon), ("lat", lat))}
    return found | points | {"kind": kind, "place": np.full(count, -1)}


def _when(random: np.random.Generator, count: int) -> Made:
    day0 = random.integers(_FIRST, _FIRST + _DAYS, count)
    far = random.random(count) < 0.05
    day0[far] = random.choice(_FAR, int(far.sum()))
    kind = random.random(count)  # a tenth has no date, a tenth no end, a fifth lasts longer than a day
    day1 = np.where(kind < 0.2, NEVER, np.where(kind < 0.4, day0 + random.integers(1, 90, count), day0))
    undated = kind < 0.1
    known = random.integers(_FIRST, _FIRST + _DAYS, count)
    known[random.random(count) < 0.03] = NEVER
    end = np.where(random.random(count) < 0.4, known + random.integers(-5, 60, count), np.nan)
    end[(known == NEVER) | undated] = np.nan
    return {"day0": pa.array(day0, mask=undated), "day1": pa.array(day1, mask=undated), "known": known, "end": end,
            "end_known": pa.array(np.nan_to_num(end).astype(np.int64), mask=np.isnan(end))}  # fmt: skip


def _words(random: np.random.Generator, count: int) -> Made:
    texts = pa.array([f"claim {one}, “{one % 17}”" for one in range(count)])
    words = {"type": ClaimType, "modality": Modality, "status": Status}
    return {name: random.integers(0, len(kind), count) for name, kind in words.items()} | {
        "denied": np.zeros(count, np.bool_), "reports": np.ones(count, np.int64), "origins": np.ones(count, np.int64),
        "text": texts,
    }  # fmt: skip


def _assessments(random: np.random.Generator, count: int) -> pa.Table:
    number = 2 * count
    effective = random.integers(_FIRST - 20, _FIRST + _DAYS, number)
    effective -= effective % 25  # so that several fall on one day
    columns = {
        "row": random.integers(0, count, number), "assessment_id": [f"a{one}" for one in random.permutation(number)],
        "aspect": random.integers(0, len(Aspect), number), "status": random.integers(0, len(Status), number),
        "effective": effective, "recorded": effective + random.integers(0, 2, number),
    }  # fmt: skip
    return _table("assessments", columns, number)


def _table(name: str, columns: Made, count: int) -> pa.Table:
    """Columns as their schema has them; a column that no test asks for is empty text, zero or missing."""
    made = []
    for field in schema_of(name):
        values: NDArray[Any] | pa.Array | list[Any] | None = columns.get(field.name)
        if values is None:
            blank = "" if field.type == pa.string() else [] if pa.types.is_list(field.type) else 0
            values = [None if field.nullable else blank] * count
        made.append((values if isinstance(values, pa.Array) else pa.array(values)).cast(field.type))
    return pa.table(made, schema=schema_of(name))
