from __future__ import annotations

import hashlib
import shutil
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from geodata.errors import BuildError, DatasetError
from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.scale.build import build, build_dataset
from geodata.scale.digest import digest_of_folder
from geodata.scale.flatten import flatten
from geodata.scale.holding import hold, making
from geodata.scale.journal import Journal
from geodata.scale.standing import built
from geodata.scale.tables import CACHE_FILE, LEVELS, MONTH, NEVER, ORDER, TABLES, schema_of
from tests.worlds import WORLDS


@pytest.fixture
def folder(tmp_path: Path, bundled_dataset: Path) -> Path:
    copied = tmp_path / "data"
    shutil.copytree(bundled_dataset, copied, ignore=shutil.ignore_patterns(".build"))
    return copied


def digests(found: Path) -> dict[str, str]:
    """Of each file but the cache, which is no truth and need not be the same."""
    files = sorted(path for path in found.iterdir() if path.name != CACHE_FILE)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rising(found: Path, table: str) -> bool:
    keys = [name.strip() for name in ORDER[table].split(",")]
    rows = pq.read_table(found / f"{table}.parquet", columns=keys).to_pylist()
    told = [tuple((row[key] is None, row[key] or 0 if row[key] is not None else 0) for key in keys) for row in rows]
    return told == sorted(set(told))


@settings(max_examples=12, deadline=None)
@given(WORLDS)
def test_tables_hold_what_was_flattened_in_their_order(
    tmp_path_factory: pytest.TempPathFactory, dataset: Dataset
) -> None:
    found = build_dataset(dataset, tmp_path_factory.mktemp("builds"))
    flat = flatten(dataset)
    for table, columns in TABLES.items():
        read = pq.read_table(found / f"{table}.parquet")
        assert read.schema.names == list(columns)
        assert rising(found, table)
        if table in flat:
            given_ = sorted(flat[table].to_pylist(), key=str)
            assert sorted(read.to_pylist(), key=str) == given_
            expected = schema_of(table)
            assert [f.type for f in read.schema if f.name != "sources"] == [
                f.type for f in expected if f.name != "sources"
            ]


@settings(max_examples=12, deadline=None)
@given(WORLDS)
def test_what_follows_from_the_claims(tmp_path_factory: pytest.TempPathFactory, dataset: Dataset) -> None:
    found = build_dataset(dataset, tmp_path_factory.mktemp("builds"))
    read = {table: pq.read_table(found / f"{table}.parquet").to_pylist() for table in TABLES}
    claims = read["claims"]
    assert sorted(one["row"] for one in read["slim"]) == list(range(len(claims)))
    long = [one["row"] for one in claims if one["day0"] is not None and one["day1"] > one["day0"]]
    assert sorted(one["row"] for one in read["long"]) == sorted(long)
    short = [one for one in claims if one["day0"] is not None and one["day1"] == one["day0"]]
    assert sum(one["n"] for one in read["days"]) == len(short)
    counted: dict[tuple[int, ...], int] = {}
    for one in short:
        for level in LEVELS if one["kind"] == 0 else ():
            up = 26 - level
            key = (level, one["mx"] >> up, one["my"] >> up, one["day0"] // MONTH, one["type"], one["status"])
            counted[key] = counted.get(key, 0) + 1
    told = {(c["level"], c["x"], c["y"], c["month"], c["type"], c["status"]): c["n"] for c in read["cubes"]}
    assert told == counted


def test_a_build_says_what_it_is(folder: Path) -> None:
    dataset, found = load_dataset(folder), build(folder)
    told = tomllib.loads((found / "build.toml").read_text())
    assert found == folder / ".build" / f"{dataset.digest[:16]}-v1" == built(folder)
    assert (told["format"], told["digest"]) == (1, dataset.digest)
    assert told["counts"]["claims"] == len(dataset.claims)
    assert told["files"] == {name: digest for name, digest in digests(found).items() if name.endswith(".parquet")}
    assert load_dataset(folder).digest == dataset.digest, "a build is no part of the data"


def test_the_same_data_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    assert digests(build(folder)) == digests(build(other))


def test_a_build_that_is_there_is_not_made_again_unless_asked(folder: Path) -> None:
    found = build(folder)
    made = (found / "claims.parquet").stat().st_ino
    assert build(folder) == found
    assert (found / "claims.parquet").stat().st_ino == made
    assert build(folder, force=True) == found
    assert (found / "claims.parquet").stat().st_ino != made


def test_a_damaged_build_is_made_again(folder: Path) -> None:
    found = build(folder)
    whole = digests(found)
    (found / "slim.parquet").write_bytes(b"PAR1")
    assert digests(build(folder)) == whole
    (found / "build.toml").write_text("format = 99\n")
    assert built(folder) is None
    assert digests(build(folder)) == whole


def test_a_stopped_build_goes_on_where_it_was(folder: Path) -> None:
    class Stop(Exception):  # noqa: N818
        pass

    def stop(_words: str, share: float) -> None:
        if share > 0.7:
            raise Stop

    with pytest.raises(Stop):
        build(folder, stop)
    (part,) = (folder / ".build").glob("*.part")
    made = {path.name: path.stat().st_ino for path in part.glob("*.parquet")}
    assert {"claims.parquet", "versions.parquet"} <= set(made)
    assert len(made) < len(TABLES)
    (part / "versions.parquet").write_bytes(b"half")
    assert built(folder) is None
    found = build(folder)
    now = {path.name: path.stat().st_ino for path in found.glob("*.parquet")}
    assert now["claims.parquet"] == made["claims.parquet"]
    assert sorted(path.name for path in found.iterdir()) == sorted(
        ["build.toml", CACHE_FILE, *(f"{one}.parquet" for one in TABLES)]
    )
    assert digests(build(folder, force=True)) == digests(found)


def test_what_is_in_order_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_build: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["geodata.scale.build"], "make_cache", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build(folder)
    told: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["geodata.scale.build"], "write_part", lambda *_told: told.append("read"))
        assert build(folder) == built(folder)
    assert told == []


def test_a_cache_that_is_missing_is_made(folder: Path) -> None:
    cache = build(folder) / CACHE_FILE
    cache.unlink()
    assert build(folder) == cache.parent
    assert cache.is_file()
    assert not (build_dataset(load_dataset(folder), folder / "more") / CACHE_FILE).exists()


def test_other_data_are_another_build_and_the_old_one_goes(folder: Path) -> None:
    old = build(folder)
    text = (folder / "dataset.toml").read_text()
    (folder / "dataset.toml").write_text(text + "\n# more\n")
    assert built(folder) is None
    home = folder / ".build"
    for name in ("notes", ".gone-1-x", "0" * 16 + "-v1.part", "mine.part"):
        (home / name).mkdir()
    new = build(folder)
    assert new != old
    assert not old.exists()
    assert built(folder) == new
    assert sorted(path.name for path in home.iterdir()) == sorted([new.name, "lock", "mine.part", "notes"])


def test_an_old_build_stays_while_somebody_has_it_open(folder: Path) -> None:
    old = build(folder)
    (folder / "dataset.toml").write_text((folder / "dataset.toml").read_text() + "\n# more\n")
    with hold(old):
        new = build(folder)
        assert old.is_dir()
        assert digests(old).keys() == digests(new).keys()
        before = digests(new)
        with hold(new):
            assert digests(build(folder, force=True)) == before
    build(folder, force=True)
    assert not old.exists()
    with pytest.raises(BuildError, match="is gone; build the data set again"):
        hold(old)


def test_two_builds_at_a_time_are_refused(folder: Path) -> None:
    with making(folder / ".build"), pytest.raises(BuildError, match="wait until it is done"):
        build(folder)
    assert build(folder).is_dir()


def test_a_build_that_cannot_be_written_says_so(folder: Path) -> None:
    (folder / ".build").write_text("a file")
    with pytest.raises(BuildError, match="check its permissions"):
        build(folder)


def test_data_with_problems_are_refused_and_leave_nothing(folder: Path) -> None:
    (folder / "claims.csv").write_text((folder / "claims.csv").read_text() + "x\n")
    with pytest.raises(DatasetError):
        build(folder)
    assert built(folder) is None


def test_progress_rises_to_the_end(folder: Path) -> None:
    told: list[tuple[str, float]] = []
    build(folder, lambda words, share: told.append((words, share)))
    shares = [share for _words, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert all(0 <= share <= 1 for share in shares)


def test_an_empty_data_set_can_be_built(folder: Path, tmp_path: Path) -> None:
    whole = load_dataset(folder)
    empty = replace(whole, claims=(), reports=(), positions=(), assessments=(), places=(), sources=(), foreign=())
    found = build_dataset(empty, tmp_path / "builds")
    assert {pq.read_metadata(found / f"{table}.parquet").num_rows for table in TABLES} == {0}


def test_the_journal_trusts_only_what_is_as_it_was(tmp_path: Path) -> None:
    calls: list[str] = []

    def write() -> None:
        calls.append("x")
        (tmp_path / "a").write_text("one")

    assert Journal(tmp_path).make(["a"], write)
    assert not Journal(tmp_path).make(["a"], write)
    (tmp_path / "a").write_text("two")
    assert Journal(tmp_path).make(["a"], write)
    (tmp_path / "journal.txt").write_bytes(b"\xff")
    assert Journal(tmp_path).make(["a"], write)
    assert len(calls) == 3


def test_the_digest_needs_no_records(folder: Path) -> None:
    assert digest_of_folder(folder) == load_dataset(folder).digest
    (folder / "claims.csv").unlink()
    with pytest.raises(DatasetError, match="the file is missing"):
        digest_of_folder(folder)
    with pytest.raises(DatasetError, match="no such folder"):
        digest_of_folder(folder / "nowhere")


def test_never_is_later_than_every_day() -> None:
    assert NEVER > 2_932_896  # 9999-12-31
