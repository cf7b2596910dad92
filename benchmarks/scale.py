"""Questions put to a build of very many made claims: the engine's own time, and the same counts by others.

``views`` are random map views (world, country, region, town) with random windows, half of them with a filter; ``known``
asks the same as known on a day. The counts by status are put to Polars and geopandas too, in the same run, over the
same claims held in memory, and each answer is compared with the engine's.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import print_machine, print_table, quantile
from benchmarks.synthetic import SEED, build_synthetic
from geodata.model import ClaimType, Status
from geodata.scale.engine import Engine, open_engine
from geodata.scale.times import day_number
from geodata.store import BBox, ClaimQuery

Count = Callable[[ClaimQuery], int]
SIZES = {"world": (360.0, 2.0), "country": (16.0, 5.0), "region": (3.0, 8.0), "town": (0.3, 11.0)}
"""Width of a view in degrees of longitude, and the zoom at which it fills a screen."""
WINDOWS = {"all": 0, "a year": 365, "30 days": 30}
GOALS_MS = {"views": 50.0, "known town": 10.0, "known country": 80.0, "known world": 250.0}
_FIRST, _LAST = date(2014, 1, 1), date(2026, 10, 31)
_WORDS = list(ClaimType)
_ROUNDS = 3  # of a peer's question, of which the fastest counts


@dataclass(frozen=True)
class Asked:
    """A question with the kind of its view and the zoom."""

    kind: str
    window: str
    zoom: float
    query: ClaimQuery


def questions(count: int, seed: int, *, known: bool = False) -> list[Asked]:
    """Random views of the kinds of ``SIZES`` and ``WINDOWS`` in turn; around the middle of the made claims."""
    random = np.random.default_rng(seed)
    asked = []
    for number in range(count):
        kind, window = list(SIZES)[number % len(SIZES)], list(WINDOWS)[number // len(SIZES) % len(WINDOWS)]
        query = ClaimQuery(bbox=_box(random, SIZES[kind][0]), **_window(random, WINDOWS[window]))
        if number % 2:
            query = replace(query, types=frozenset(_WORDS[at] for at in random.choice(len(_WORDS), 3, replace=False)))
        if known:
            query = replace(query, known_on=_FIRST + timedelta(days=int(random.integers(365, 4500))))
        asked.append(Asked(kind, window, SIZES[kind][1], query))
    return asked


def _box(random: np.random.Generator, width: float) -> BBox:
    if width >= 360:
        return BBox(-180, -85, 180, 85)
    lon, lat = random.uniform(22, 60), random.uniform(46, 58)
    return BBox(lon - width / 2, lat - width / 4, lon + width / 2, lat + width / 4)


def _window(random: np.random.Generator, days: int) -> dict[str, date]:
    if not days:
        return {}
    first = _FIRST + timedelta(days=int(random.integers(0, (_LAST - _FIRST).days - days)))
    return {"first_day": first, "last_day": first + timedelta(days=days - 1)}


def timed(ask: Callable[[Asked], Any], asked: Iterable[Asked]) -> dict[str, list[float]]:
    """Milliseconds by kind of view, and of all under ``all``."""
    found: dict[str, list[float]] = {"all": []}
    for one in asked:
        begun = time.perf_counter()
        ask(one)
        took = 1000 * (time.perf_counter() - begun)
        found["all"].append(took)
        found.setdefault(one.kind, []).append(took)
    return found


def in_polars(build: Path) -> Count:
    """The plain question to Polars, over columns in memory."""
    import polars as pl

    names = ["lon", "lat", "west", "south", "east", "north", "day0", "day1", "type", "status"]
    held = pl.read_parquet(build / "claims.parquet", columns=names).rechunk()

    def count(query: ClaimQuery) -> int:
        box = query.bbox
        assert box is not None
        kept = (pl.col("west") <= box.east) & (pl.col("east") >= box.west)
        kept &= (pl.col("south") <= box.north) & (pl.col("north") >= box.south) & pl.col("day0").is_not_null()
        if query.first_day is not None and query.last_day is not None:
            kept &= (pl.col("day0") <= day_number(query.last_day)) & (pl.col("day1") >= day_number(query.first_day))
        if query.types:
            kept &= pl.col("type").is_in([list(ClaimType).index(word) for word in query.types])
        counted = held.lazy().filter(kept).group_by("status").len().collect()
        return int(counted["len"].sum())

    return count


def in_geopandas(build: Path) -> Count:
    """The plain question to geopandas with its spatial index, over a frame in memory."""
    import geopandas
    import pandas as pd
    import shapely

    names = ["west", "south", "east", "north", "day0", "day1", "type", "status"]
    frame = pd.read_parquet(build / "claims.parquet", columns=names).dropna(subset=["west", "day0"])
    boxes = shapely.box(frame["west"], frame["south"], frame["east"], frame["north"])
    held = geopandas.GeoDataFrame(frame[["day0", "day1", "type", "status"]], geometry=boxes, crs="EPSG:4326")
    held.sindex  # noqa: B018 - built before the clock runs

    def count(query: ClaimQuery) -> int:
        box = query.bbox
        assert box is not None
        found = held.iloc[held.sindex.query(shapely.box(box.west, box.south, box.east, box.north))]
        if query.first_day is not None and query.last_day is not None:
            first, last = day_number(query.first_day), day_number(query.last_day)
            found = found[(found["day0"] <= last) & (found["day1"] >= first)]
        if query.types:
            found = found[found["type"].isin([list(ClaimType).index(word) for word in query.types])]
        return int(found["status"].value_counts().sum())

    return count


def beside(engine: Engine, build: Path, asked: Sequence[Asked], names: Sequence[str]) -> list[list[Any]]:
    """Rows of milliseconds: the same counts by status, by the engine and by others; the answers must be the same."""
    told = [_row("Claimline", timed(lambda one: engine.heaps(one.query), asked))]
    right = [engine.heaps(one.query).in_view for one in asked]
    for name in names:
        count = {"polars": in_polars, "geopandas": in_geopandas}[name](build)
        wrong = [one for one, n in zip(asked, right, strict=True) if count(one.query) != n]
        if wrong:
            sys.exit(f"{name} counts otherwise than the engine: {wrong[0]}")
        runs = [timed(lambda one, ask=count: ask(one.query), asked) for _round in range(_ROUNDS)]  # type: ignore[misc]
        told.append(_row(name, {kind: list(map(min, *(run[kind] for run in runs))) for kind in runs[0]}))
    return told


def _row(name: str, found: dict[str, list[float]]) -> list[Any]:
    return [name, *(f"{quantile(found[kind], 0.5):.1f}" for kind in SIZES), f"{quantile(found['all'], 0.95):.1f}"]


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _built(home: Path, claims: int, seed: int) -> Path:
    """The build of that folder, made where there is none."""
    found = sorted(home.glob("**/build.toml"))
    if found:
        print(f"the build in {found[0].parent.name} is used again")
        return found[0].parent
    spent: dict[str, float] = {}
    build = build_synthetic(home, claims, seed, spent)
    print("build, seconds: " + ", ".join(f"{step} {seconds:.1f}" for step, seconds in spent.items()))
    return build


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--views", type=int, default=200)
    parser.add_argument(
        "--into", type=Path, required=True, help="folder for the build; one that is there is used again"
    )
    parser.add_argument("--beside", nargs="*", choices=("polars", "geopandas"), default=["polars", "geopandas"])
    options = parser.parse_args()
    print_machine(f"{options.claims:,} made claims, seed {options.seed}")
    build = _built(options.into, options.claims, options.seed)
    size = sum(path.stat().st_size for path in build.iterdir() if path.is_file())
    begun = time.perf_counter()
    engine = open_engine(build)
    asked = questions(options.views, options.seed)
    engine.view(asked[0].query, asked[0].zoom)
    print(
        f"open to the first view: {time.perf_counter() - begun:.2f} s; disk {size / options.claims:.0f} bytes a claim"
    )
    views = timed(lambda one: engine.view(one.query, one.zoom), asked)
    known = timed(lambda one: engine.heaps(one.query), questions(options.views, options.seed + 1, known=True))
    print(f"resident after them: {_resident_mb():.0f} MB")
    rows = [[f"views {kind}", len(times), f"{quantile(times, 0.5):.1f}", f"{quantile(times, 0.95):.1f}",
             GOALS_MS.get("views" if kind == "all" else "", "")] for kind, times in views.items()]  # fmt: skip
    rows += [[f"known {kind}", len(times), f"{quantile(times, 0.5):.1f}", f"{quantile(times, 0.95):.1f}",
              GOALS_MS.get(f"known {kind}", "")] for kind, times in known.items()]  # fmt: skip
    print_table(["question", "times", "median ms", "p95 ms", "goal p95 ms"], rows)
    if options.beside:
        told = beside(engine, build, questions(24, options.seed + 2), options.beside)
        print_table(["counts by status, ms", *(f"{kind} median" for kind in SIZES), "all p95"], told)
    statuses = engine.heaps(ClaimQuery()).by_status
    print(", ".join(f"{status.label} {statuses[status]:,}" for status in Status))


if __name__ == "__main__":
    main()
