from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import UnreadableError
from geodata.ingest import read_export
from geodata.ingest.exported import read
from geodata.store import ClaimQuery
from tests.geodata.ingest.exported.samples import WRITERS, refusals, selected, wanted


@pytest.mark.parametrize("form", WRITERS)
def test_the_content_decides_and_not_the_name(tmp_path: Path, form: str) -> None:
    selection = selected(tmp_path)
    path = tmp_path / "old file.dat"
    path.write_bytes(WRITERS[form](selection))
    before = path.read_bytes()
    back = read_export(path)
    assert replace(back, digest="") == replace(wanted(selection), digest="")
    assert read_export(str(path)) == read_export(before) == back
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [path.name]


@pytest.mark.parametrize("form", WRITERS)
def test_an_answer_of_no_claims_comes_back_as_none(tmp_path: Path, form: str) -> None:
    selection = selected(tmp_path, ClaimQuery(text="nothing has this word"))
    back = read_export(WRITERS[form](selection))
    assert (back.claims, back.reports, back.info.title) == ((), (), "A tiny data set")
    assert back.info.excerpt == wanted(selection).info.excerpt


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "this is no GeoJSON, GeoPackage, GeoParquet or ZIP"),
        (b"\x89PNG\r\n", "this is no GeoJSON"),
        (b"id,name\n", "this is no GeoJSON"),
        (b"{", "it is not JSON that can be read"),
        (b'{"type": "Feature"}', "it is no FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "it holds no records to restore"),
        (b"PK\x03\x04", "it is no ZIP that can be read"),
        (b"PAR1PAR1", "it is no Parquet that can be read"),
        (b"SQLite format 3\0", "it is no GeoPackage that can be read"),
    ],
)
def test_what_is_none_of_ours_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as caught:
        read_export(content, "old.bin")
    (problem,) = caught.value.problems
    assert (problem.file, problem.row) == ("old.bin", None)


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableError, match=r"none\.gpkg: it cannot be read \(No such file or directory\)\."):
        read_export(tmp_path / "none.gpkg")
    with pytest.raises(UnreadableError, match="it cannot be read"):
        read_export(tmp_path)
    with pytest.raises(UnreadableError, match="no file can have this name"):
        read_export("a\0b")
    monkeypatch.setattr(read, "MOST_BYTES", 2**20)
    large = tmp_path / "large.geojson"
    large.write_bytes(b"{" + b" " * 2**20)
    for source in (large, large.read_bytes()):
        with pytest.raises(UnreadableError, match="it is larger than 1 MiB"):
            read_export(source)


@pytest.fixture(scope="module", params=list(WRITERS))
def saved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    selection = selected(tmp_path_factory.mktemp("saved"), ClaimQuery(text="sudzha"))
    return WRITERS[request.param](selection)


@given(st.data())
@settings(deadline=None, max_examples=120)
def test_whatever_became_of_the_bytes(saved: bytes, data: st.DataObject) -> None:
    """A data set, or refusals in sentences, and never another error."""
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(saved))] * 2)))
    last = data.draw(st.sampled_from([last, first, min(first + 3, len(saved)), len(saved)]))
    altered = saved[:first] + data.draw(st.binary(max_size=20)) + saved[last:]
    assert all(sentence.isprintable() for sentence in refusals(altered))
