"""Made claims, very many, the same for the same seed; and how long their build takes.

Towns by Zipf's law around forty centres, 45 % of the claims exactly at a town, 3 % anywhere on the globe, 6 % areas,
7 % longer than a day; days from 2014 to 2026, bursty; none to four judgements a claim. They are written as the tables
of one import of a data set (``--dataset`` keeps that folder, which knows no judgements); for a build the import is
flattened as any other, with the judgements beside it as a table.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import print_machine, print_table
from geodata.basemap import known_regions
from geodata.ingest import write_folder
from geodata.ingest.importing.tables import IMPORT_FILE, IMPORTS, TABLES, schema_of
from geodata.model import Basis, ClaimType, Dataset, DatasetInfo, Modality, Status
from geodata.scale.build import Stage, finish
from geodata.scale.cache import make_cache
from geodata.scale.columns import flatten_import
from geodata.scale.imports import Bases, imports_of
from geodata.scale.tables import schema_of as built_schema_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SEED", "build_synthetic", "write_dataset"]

SEED = 20241124
_ID = "5e5e5e5e5e5e5e5e"
_BATCH = 250_000
_TOWNS, _CENTRES, _SOURCES = 4_000, 40, 400
_FIRST, _LAST = np.datetime64("2014-01-01"), np.datetime64("2026-11-01")
_WHO = ("Sappers", "Engineers", "An infantry unit", "Drivers", "A drone crew", "Military police", "A battalion")
_DID = ("cleared mines near", "repaired the bridge at", "arrived in", "left", "were seen near", "will be sent to")

Ints = NDArray[np.int64]


class _World:
    """What all batches share: towns, their weights, how busy each day was."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        centres = np.column_stack([random.uniform(22, 60, _CENTRES), random.uniform(44, 60, _CENTRES)])
        self.towns = centres[random.integers(0, _CENTRES, _TOWNS)] + random.normal(0, 0.8, (_TOWNS, 2))
        self.towns = np.round(self.towns, 5)
        self.town_shares = 1 / np.arange(1, _TOWNS + 1)
        self.town_shares /= self.town_shares.sum()
        busy = random.gamma(0.4, 1, int((_LAST - _FIRST).astype(int)))
        busy = busy * (1 + np.linspace(0, 6, len(busy)))
        self.day_shares = busy / busy.sum()
        self.regions = sorted(code for code in known_regions() if "-" in code)


def write_dataset(folder: Path, claims: int, seed: int = SEED) -> Path:
    """Write a data set of one import with so many made claims; the folder of the import.

    Raises
    ------
    DatasetError
        If the folder is there already.
    """
    import pyarrow.parquet as pq

    info = DatasetInfo("synthetic", "Made claims", "A benchmark", "1", "CC0-1.0", "Nobody")
    write_folder(Dataset(info, (), (), (), (), (), (), ""), folder)
    target = folder / IMPORTS / _ID
    target.mkdir(parents=True)
    world = _World(seed)
    shared = _TOWNS + len(world.regions)
    writers = {name: pq.ParquetWriter(target / name, schema_of(name)) for name in TABLES}
    _write(writers, "sources.parquet", _sources())
    _write(writers, "places.parquet", _shared_places(world))
    own_places = shared
    for first in range(0, claims, _BATCH):
        tables, own_places = _batch(world, seed, first, min(_BATCH, claims - first), own_places)
        for name, columns in tables.items():
            _write(writers, name, columns)
    for writer in writers.values():
        writer.close()
    _seal(target, claims)
    return target


def _write(writers: dict[str, Any], name: str, columns: dict[str, Any]) -> None:
    import pyarrow as pa

    schema = schema_of(name)
    size = max(len(value) for value in columns.values() if not isinstance(value, str | bool | None))
    full = {}
    for field in schema:
        value = columns.get(field.name, "" if field.type == pa.string() else None)
        plain = isinstance(value, str | bool | None)
        full[field.name] = pa.repeat(pa.scalar(value, field.type), size) if plain else pa.array(value, field.type)
    writers[name].write_table(pa.table(full, schema=schema))


def _sources() -> dict[str, Any]:
    number = range(1, _SOURCES + 1)
    parties = ["Press", "not stated", "Side A", "Side B"]
    return {
        "source_id": [f"i{_ID}-s{one}" for one in number], "name": [f"Outlet {one}" for one in number],
        "party": [parties[one % 4] for one in number], "reliability": "F",
    }  # fmt: skip


def _shared_places(world: _World) -> dict[str, Any]:
    areas = len(world.regions)
    return {
        "place_id": [f"i{_ID}-p{one}" for one in range(1, _TOWNS + areas + 1)],
        "name": [*(f"Town {one}" for one in range(_TOWNS)), *world.regions],
        "geo_precision": ["settlement"] * _TOWNS + ["region"] * areas,
        "lon": [*world.towns[:, 0], *[None] * areas], "lat": [*world.towns[:, 1], *[None] * areas],
        "coordinate_uncertainty_m": [5000.0] * _TOWNS + [None] * areas,
        "regions": [""] * _TOWNS + world.regions, "vague": False,
    }  # fmt: skip


def _ids(kind: str, numbers: Ints, after: str = "") -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(f"i{_ID}-{kind}", pa.array(numbers).cast(pa.string()), after, "")


def _batch(world: _World, seed: int, first: int, size: int, places: int) -> tuple[dict[str, dict[str, Any]], int]:
    """Claims, reports and places of their own of one batch; ``places`` is the number of the last place before."""
    random = np.random.default_rng((seed, first))
    town = random.choice(_TOWNS, size, p=world.town_shares)
    kind = random.choice(4, size, p=[0.45, 0.46, 0.03, 0.06])  # at a town, near one, anywhere, an area
    lon = world.towns[town, 0] + random.normal(0, 0.08, size)
    lat = world.towns[town, 1] + random.normal(0, 0.05, size)
    lon = np.round(np.where(kind == 2, random.uniform(-180, 180, size), lon), 5)
    lat = np.round(np.where(kind == 2, random.uniform(-60, 75, size), lat), 5)
    own = (kind == 1) | (kind == 2)
    number = np.where(kind == 3, _TOWNS + 1 + random.integers(0, len(world.regions), size), town + 1)
    number[own] = places + 1 + np.arange(own.sum())
    tables = {
        "claims.parquet": _claims(world, random, first, size, number),
        "places.parquet": {
            "place_id": _ids("p", number[own]), "name": "A field", "geo_precision": "locality", "lon": lon[own],
            "lat": lat[own], "coordinate_uncertainty_m": np.full(own.sum(), 1000.0), "vague": False,
        },
    }  # fmt: skip
    days = tables["claims.parquet"].pop("days")
    row = np.arange(first, first + size) + 2
    published = (days + random.geometric(0.4, size)).astype(str).astype(object)
    published[random.random(size) < 0.01] = ""
    tables["reports.parquet"] = {
        "report_id": _ids("", row, "-r1"), "claim_id": _ids("", row), "published_at": published,
        "source_id": _ids("s", random.zipf(1.4, size) % _SOURCES + 1), "title": "A report",
        "url": _address(row),
    }  # fmt: skip
    if not own.any():
        tables.pop("places.parquet")
    return tables, places + int(own.sum())


def _address(row: Ints) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.binary_join_element_wise("https://example.org/", pa.array(row).cast(pa.string()), "")


def _claims(world: _World, random: np.random.Generator, first: int, size: int, place: Ints) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    row = np.arange(first, first + size) + 2
    days = _FIRST + random.choice(len(world.day_shares), size, p=world.day_shares)
    ends = days + np.where(random.random(size) < 0.07, random.geometric(0.03, size), 0)
    text = days.astype(str).astype(object)
    long = ends > days
    text[long] = text[long] + "/" + ends[long].astype(str).astype(object)
    text[random.random(size) < 0.005] = ""
    who, did = (np.array(words, object)[random.integers(0, len(words), size)] for words in (_WHO, _DID))
    said = pc.binary_join_element_wise(
        pa.array(who), pa.array(did), "a place in report", pa.array(row).cast("string"), " "
    )
    types, modalities = ([word.value for word in words] for words in (ClaimType, Modality))
    shares = random.choice(len(types), size, p=_falling(len(types)))
    return {
        "row": row, "claim_id": _ids("", row), "text": said, "claim_type": np.array(types, object)[shares],
        "modality": np.array(modalities, object)[random.choice(7, size, p=[0.05, 0.03, 0.05, 0.6, 0.2, 0.05, 0.02])],
        "actor": who, "place_id": _ids("p", place), "event_date": text, "time_precision": "day", "their_id": "",
        "days": days,
    }  # fmt: skip


def _falling(count: int) -> NDArray[np.float64]:
    shares = 1 / np.arange(1, count + 1)
    return np.asarray(shares / shares.sum())


def _seal(folder: Path, claims: int) -> None:
    """Write ``import.toml`` over the tables."""
    told = {"id": _ID, "file": "made.csv", "sha256": "0" * 64, "size": 0, "profile": "made", "label": "Made",
            "licence": "CC0-1.0", "attribution": "", "mapping": ""}  # fmt: skip
    counts = {"read": claims, "accepted": claims, "doubtful": 0, "rejected": 0, "duplicates": 0, "near": 0}
    lines = [f"{key} = {json.dumps(value)}" for key, value in told.items()]
    lines += ["imported_at = 2026-11-01T00:00:00Z", "licence_to_confirm = false", "[counts]"]
    lines += [f"{key} = {value}" for key, value in counts.items()]
    lines += ["[answers]", "[fixes]", "[files]"]
    for name in TABLES:
        with (folder / name).open("rb") as file:
            lines.append(f'"{name}" = "{hashlib.file_digest(file, "sha256").hexdigest()}"')
    (folder / IMPORT_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def made_judgements(claims: int, seed: int = SEED) -> pa.Table:
    """None to four judgements a claim, about as many as claims, as the table ``assessments`` of a build."""
    import pyarrow as pa
    import pyarrow.compute as pc

    random = np.random.default_rng((seed, 1))
    counts = random.choice(5, claims, p=[0.38, 0.35, 0.15, 0.08, 0.04])
    row = np.repeat(np.arange(claims), counts)
    size = len(row)
    first = int(_FIRST.astype(int))
    effective = first + random.integers(0, int((_LAST - _FIRST).astype(int)), size)
    statuses = random.choice(len(Status), size, p=_falling(len(Status)))
    columns = {
        "row": row, "assessment_id": pc.binary_join_element_wise("a", pa.array(np.arange(size)).cast("string"), ""),
        "aspect": np.zeros(size), "status": statuses, "basis": np.full(size, list(Basis).index(Basis.NONE)),
        "effective": effective, "recorded": effective + 1, "reason": pa.repeat("made", size),
        "evidence": pa.repeat("", size), "by": pa.repeat("nobody", size),
    }  # fmt: skip
    schema = built_schema_of("assessments")
    return pa.table([pa.array(columns[field.name]).cast(field.type) for field in schema], schema=schema)


def build_synthetic(home: Path, claims: int, seed: int = SEED, told: dict[str, float] | None = None) -> Path:
    """Build so many made claims with their judgements below a folder; the folder of the build.

    ``told`` takes the seconds of each step.
    """
    spent = {} if told is None else told
    home.mkdir(parents=True, exist_ok=True)
    folder = home / "dataset"
    shutil.rmtree(folder, ignore_errors=True)
    begun = time.perf_counter()
    write_dataset(folder, claims, seed)
    judged = made_judgements(claims, seed)
    spent["make the claims"] = time.perf_counter() - begun

    def parts(stage: Stage) -> list[Path]:
        begun = time.perf_counter()
        (one,) = imports_of(folder, Bases(0, 0, 0, 0))
        none = np.zeros(0, np.int64)

        def write(to: Path) -> None:
            flatten_import(one, none, frozenset(), to, lambda _share: None, judged)

        found = [stage.part(one.import_id, write)]
        spent["flatten"] = time.perf_counter() - begun
        return found

    begun = time.perf_counter()
    digest = hashlib.sha256(f"synthetic {claims} {seed}".encode()).hexdigest()
    found = finish(home, digest, parts)
    spent["sort and derive"] = time.perf_counter() - begun - spent["flatten"]
    begun = time.perf_counter()
    make_cache(found)
    spent["cache"] = time.perf_counter() - begun
    shutil.rmtree(folder)
    return found


def main() -> None:
    """Make and build, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--into", type=Path, help="folder that keeps the build; default: none is kept")
    parser.add_argument("--dataset", type=Path, help="only write the data set, into this new folder")
    chosen = parser.parse_args()
    if chosen.dataset:
        print(write_dataset(chosen.dataset, chosen.claims, chosen.seed))
        return
    spent: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as spare:
        home: Path = chosen.into or Path(spare)
        found = build_synthetic(home, chosen.claims, chosen.seed, spent)
        size = {path.name: path.stat().st_size / chosen.claims for path in sorted(found.iterdir())}
        print_machine(f"{chosen.claims} made claims: their build")
        print_table(["step", "seconds"], [[step, round(seconds, 1)] for step, seconds in spent.items()])
        print_table(["file", "bytes a claim"], [[name, round(share, 1)] for name, share in size.items()])
        print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB; {found}")


if __name__ == "__main__":
    main()
