"""The made claims of the benchmarks: the same for the same seed, a data set like any other, built like any other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.synthetic import build_synthetic, made_judgements, write_dataset
from geodata.assess import verdict_on
from geodata.ingest import load_dataset
from geodata.model import Aspect, Assessment, Basis, Dataset, Status
from geodata.scale.build import build, build_dataset
from geodata.scale.tables import TABLES
from geodata.scale.times import day_number

CLAIMS = 3_000


def same(one: Path, other: Path, tables: set[str]) -> None:
    for table in tables:
        assert (one / f"{table}.parquet").read_bytes() == (other / f"{table}.parquet").read_bytes(), table


def test_they_are_a_data_set_and_the_same_each_time(tmp_path: Path) -> None:
    write_dataset(tmp_path / "a", CLAIMS)
    write_dataset(tmp_path / "b", CLAIMS)
    write_dataset(tmp_path / "c", CLAIMS, seed=5)
    one, other, third = (load_dataset(tmp_path / name) for name in "abc")
    assert len(one.claims) == CLAIMS
    assert one.digest == other.digest != third.digest
    kinds = Counter(one.place_of[claim.place_id or ""].precision.value for claim in one.claims)
    assert 0.35 < kinds["settlement"] / CLAIMS < 0.55
    assert 0.03 < kinds["region"] / CLAIMS < 0.09
    same(build(tmp_path / "a"), build_dataset(one, tmp_path / "builds"), set(TABLES))


def judged(dataset: Dataset) -> Dataset:
    """The data set with the judgements of the benchmark as records."""
    day, words = date(1970, 1, 1), (list(Aspect), list(Status), list(Basis))
    told = [
        Assessment(
            one["assessment_id"], dataset.claims[one["row"]].claim_id, words[0][one["aspect"]],
            words[1][one["status"]], words[2][one["basis"]], one["reason"], (), day + timedelta(days=one["effective"]),
            day + timedelta(days=one["recorded"]), one["by"],
        )
        for one in made_judgements(CLAIMS).to_pylist()
    ]  # fmt: skip
    return replace(dataset, assessments=tuple(told))


def test_their_build_is_that_of_the_same_records(tmp_path: Path) -> None:
    found = build_synthetic(tmp_path / "home", CLAIMS)
    write_dataset(tmp_path / "a", CLAIMS)
    dataset = judged(load_dataset(tmp_path / "a"))
    same(found, build_dataset(dataset, tmp_path / "builds"), set(TABLES))
    assert (found / "engine.duckdb").is_file()
    told = pq.read_table(found / "claims.parquet", columns=["row", "status", "known"]).to_pylist()
    assert len({one["status"] for one in told}) == len(Status)
    for one in told[:200]:
        claim = dataset.claims[one["row"]]
        assert list(Status)[one["status"]] is verdict_on(dataset, claim).status
        assert one["known"] >= day_number(claim.time.start_utc.date()) if claim.time.start_utc else True
