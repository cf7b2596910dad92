from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import BuildError, DatasetError
from geodata.ingest import load_dataset
from geodata.model import Aspect, Assessment, Basis, Status
from geodata.scale import columns as columns_module
from geodata.scale.build import Stage, build, build_dataset, finish, write_part
from geodata.scale.columns import flatten_import
from geodata.scale.core import core_of
from geodata.scale.digest import digest_of_folder
from geodata.scale.flatten import flatten
from geodata.scale.standing import built
from geodata.scale.tables import TABLES
from tests.builders import DatasetBuilder
from tests.geodata.ingest.importing.imports import ImportBuilder

FIRST, SECOND, THIRD = "0123456789abcdef", "fedcba9876543210", "1111111111111111"
_PUBLISHED = ["2024-10-14", "2024-10", "", "2024-10-01/2024-11-05", "2024-10-07T10:00Z", "2024-12-30"]
_EVENTS = ["", "2024-10-08", "2024-10-08/2024-12-13", "2024-10/..", "2024-10-08T14:30Z", "2024", "0812-09-07",
           "2024-10-01/2024-12", "2024-10-01/2024-10-14"]  # fmt: skip
_PARTIES = ["Press", "Russia", "not stated", "Not Stated", "Ukraine"]


def made_import(dataset: Path, seed: int, import_id: str = FIRST, claims: int = 30, day: int = 1) -> ImportBuilder:
    """An import with several sources, parties, places and reports a claim, ids out of step with rows."""
    random, builder = Random(seed), ImportBuilder(dataset, import_id)
    builder.imported_at = f"2025-06-{day:02d}T12:00:00Z"
    for number in range(2, 8):
        builder.add("sources", source_id=f"{builder.id}-s{number}", name=f"S{number}", party=random.choice(_PARTIES))
    builder.add("places", place_id=f"{builder.id}-p7", lon=10.5, lat=86.0, coordinate_uncertainty_m=1.0)
    builder.add("places", place_id=f"{builder.id}-p5", geo_precision="unknown")
    builder.add("places", place_id=f"{builder.id}-p9", lon=-179.9, lat=-33.25, coordinate_uncertainty_m=1.0)
    row = 4
    for _ in range(claims):
        row += random.randrange(1, 4)
        stated = random.random() < 0.3
        builder.claim(
            row,
            place_id=random.choice([None, *(f"{builder.id}-p{number}" for number in (1, 2, 5, 7, 9))]),
            event_date=random.choice(_EVENTS),
            modality=random.choice(["planned", "announced", "present", "inferred", "completed"]),
            claim_type=random.choice(["combat", "official_statement", "other"]),
            quantity_low=1 if stated else None, unit=random.choice(["persons", "tanks"]),
        )  # fmt: skip
        for number in range(2, 2 + random.choice([0, 0, 1, 2, 3])):
            key = f"{builder.id}-{row}"
            builder.add(
                "reports", report_id=f"{key}-r{number}", claim_id=key, source_id=f"{builder.id}-s1",
            )  # fmt: skip
    for report in builder.rows["reports"]:
        report["source_id"] = f"{builder.id}-s{random.randrange(1, 8)}"
        report["published_at"] = random.choice(_PUBLISHED)
    return builder


def same_tables(first: Path, second: Path) -> None:
    for table in TABLES:
        one, other = (pq.read_table(found / f"{table}.parquet") for found in (first, second))
        assert one.to_pylist() == other.to_pylist(), table
        assert (first / f"{table}.parquet").read_bytes() == (second / f"{table}.parquet").read_bytes(), table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return DatasetBuilder(tmp_path / "data").write()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_columns_say_what_records_say(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    home = tmp_path_factory.mktemp("here")
    folder = DatasetBuilder(home / "data").write()
    made_import(folder, seed).write()
    made_import(folder, seed + 1, SECOND, claims=5, day=2).write()
    same_tables(build(folder), build_dataset(load_dataset(folder), home / "builds"))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_judgements_of_an_import_go_through_columns_too(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    home, random = tmp_path_factory.mktemp("here"), Random(seed)
    folder = DatasetBuilder(home / "data").write()
    made_import(folder, seed).write()
    dataset, core = load_dataset(folder), core_of(folder)
    rows = sorted(random.choices(range(core.own.claims, len(dataset.claims)), k=40))
    told = []
    for number, row in enumerate(rows):
        effective = date(2024, 10, 1) + timedelta(days=random.randrange(100))
        told.append(
            Assessment(
                f"z-{number}", dataset.claims[row].claim_id, random.choice(list(Aspect)), random.choice(list(Status)),
                Basis.NONE, "r", (), effective, effective + timedelta(days=random.randrange(3)), "b",
            )
        )  # fmt: skip
    whole = replace(dataset, assessments=(*dataset.assessments, *told))
    judged = flatten(replace(dataset, assessments=tuple(told)))["assessments"]

    def parts(stage: Stage) -> list[Path]:
        (one,) = core.imports
        sides, nobody = dataset.info.unaligned, core.imported_rows
        part = stage.part("a", lambda to: flatten_import(one, nobody, sides, to, lambda _share: None, judged))
        return [stage.part("own", lambda to: write_part(core.tables(), to)), part]

    same_tables(finish(home / "columns", dataset.digest, parts), build_dataset(whole, home / "builds"))


def test_a_party_that_is_no_side(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path / "data")
    folder = builder.write()
    text = (folder / "dataset.toml").read_text()
    for seed in range(6):
        made_import(folder, seed).write()
        (folder / "dataset.toml").write_text('unaligned = ["Press"]\n' + text)
        same_tables(build(folder), build_dataset(load_dataset(folder), tmp_path / f"builds-{seed}"))


def test_own_files_may_speak_of_imported_claims(folder: Path, tmp_path: Path) -> None:
    builder = made_import(folder, 3)
    builder.write()
    made_import(folder, 4, SECOND, day=3).write()
    rows = [claim["claim_id"] for claim in builder.rows["claims"]]
    place = builder.rows["places"][1]["place_id"]
    dated = next(one for one in builder.rows["reports"] if one["published_at"] == "2024-10-14")
    with (folder / "assessments.csv").open("a") as file:
        file.write(f"more-1,{rows[5]},presence,unverified,none,Because,,2024-11-02,2024-11-03,us\n")
    with (folder / "positions.csv").open("a") as file:
        file.write(f"{rows[7]},{builder.rows['sources'][0]['party']},denies,2024-11-20,\n")
    header = (folder / "reports.csv").read_text().splitlines()[0].split(",")
    told = dict.fromkeys(header, "") | {
        "report_id": "mine-1", "claim_id": rows[9], "source_id": f"i{FIRST}-s2", "published_at": "2024-12-28",
        "stance": "denies", "derived_from": dated["report_id"], "title": "T",
    }  # fmt: skip
    with (folder / "reports.csv").open("a") as file:
        file.write(",".join(told[name] for name in header) + "\n")
    claims = (folder / "claims.csv").read_text().splitlines()
    names = claims[0].split(",")
    assert "place_id" in names
    (folder / "foreign.csv").write_text(f"claim_id,by,scheme,value,said_on\n{rows[2]},Somebody,s,v,\n")
    dataset = load_dataset(folder)
    core = core_of(folder)
    spoken = {claim.claim_id for claim in core.dataset.claims[core.own.claims :]}
    assert spoken == {rows[5], rows[7], rows[9], rows[2], dated["claim_id"]}
    assert place in {one.place_id for one in dataset.places}
    same_tables(build(folder), build_dataset(dataset, tmp_path / "builds"))


def test_a_new_import_is_added_to_the_old_build(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_import(folder, 1).write()
    made_import(folder, 2, SECOND, day=2).write()
    old = build(folder)
    made_import(folder, 3, THIRD, day=3).write()
    read: list[str] = []

    def spied(one: columns_module.Import, *rest: object) -> None:
        read.append(one.import_id)
        columns_module.flatten_import(one, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(sys.modules["geodata.scale.build"], "flatten_import", spied)
    found = build(folder)
    assert read == [THIRD]
    assert not old.exists()
    said = (found / "build.toml").read_bytes()
    same_tables(found, build_dataset(load_dataset(folder), tmp_path / "builds"))
    build(folder, force=True)
    assert read == [THIRD, FIRST, SECOND, THIRD]
    assert (found / "build.toml").read_bytes() == said


@pytest.mark.parametrize("change", ["own", "earlier", "damaged"])
def test_an_old_build_that_does_not_fit_is_not_used(folder: Path, tmp_path: Path, change: str) -> None:
    made_import(folder, 1, day=5).write()
    old = build(folder)
    made_import(folder, 3, SECOND, day=3 if change == "earlier" else 8).write()
    if change == "own":
        with (folder / "dataset.toml").open("a") as file:
            file.write("\n# more\n")
    if change == "damaged":
        (old / "claims.parquet").write_bytes((old / "claims.parquet").read_bytes()[:-1])
    same_tables(build(folder), build_dataset(load_dataset(folder), tmp_path / "builds"))


def test_a_stopped_build_does_not_read_an_import_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_import(folder, 1).write()
    made_import(folder, 2, SECOND, day=2).write()
    read: list[str] = []

    def spied(one: columns_module.Import, *rest: object) -> None:
        read.append(one.import_id)
        if read == [FIRST, SECOND]:
            raise KeyboardInterrupt
        columns_module.flatten_import(one, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(sys.modules["geodata.scale.build"], "flatten_import", spied)
    with pytest.raises(KeyboardInterrupt):
        build(folder)
    assert built(folder) is None
    build(folder)
    assert read == [FIRST, SECOND, SECOND]


def test_the_digest_follows_the_imports(folder: Path) -> None:
    made_import(folder, 1).write()
    assert digest_of_folder(folder) == load_dataset(folder).digest
    (folder / "imports" / ".hidden").mkdir()
    assert digest_of_folder(folder) == load_dataset(folder).digest


def test_a_damaged_import_is_refused(folder: Path) -> None:
    builder = made_import(folder, 1)
    path = builder.write() / "claims.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole + b"x")
    with pytest.raises(DatasetError, match="the file is damaged"):
        build(folder)
    pq.write_table(pa.table({"row": [1]}), path)
    builder.seal()
    with pytest.raises(DatasetError, match="not one that an import writes"):
        build(folder)
    path.write_bytes(whole)
    builder.seal()
    assert build(folder).is_dir()


def test_an_own_id_that_an_import_has_is_refused(folder: Path) -> None:
    made_import(folder, 1).write()
    text = (folder / "sources.csv").read_text().splitlines()
    (folder / "sources.csv").write_text("\n".join([*text, f"i{FIRST}-s1,Somebody,Press,F"]) + "\n")
    with pytest.raises(DatasetError, match="a record of an import has the same id"):
        build(folder)


def test_data_that_change_meanwhile_are_noticed(folder: Path) -> None:
    made_import(folder, 1).write()

    def change(words: str, _share: float) -> None:
        if words == "Reading the imports":
            with (folder / "dataset.toml").open("a") as file:
                file.write("\n# more\n")

    with pytest.raises(BuildError, match="was changed while it was read"):
        build(folder, change)
    assert build(folder).is_dir()
