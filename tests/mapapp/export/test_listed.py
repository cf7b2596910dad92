from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import ExportError
from geodata.store import ClaimQuery, select
from mapapp.export import listed
from mapapp.export.archive import packed
from mapapp.export.listed import MANIFEST, is_archive, opened_archive, with_files
from mapapp.export.save import save
from tests.builders import DatasetBuilder

FILES = {"claims.csv": b"a,b\n", "tables/reports.csv": b"c\n"}
SAID = {"title": "Ä \ud800 <b>"}


def archive_of(files: dict[str, bytes], stated: dict[str, bytes] | None = None) -> bytes:
    return packed({MANIFEST: with_files(SAID, files if stated is None else stated), **files})


def test_an_archive_is_as_its_manifest_says() -> None:
    found = opened_archive(archive_of(FILES))
    assert found.intact
    assert (found.name, found.manifest["title"]) == ("ZIP", SAID["title"])
    assert [one["name"] for one in found.manifest["files"]] == list(FILES)


@pytest.mark.parametrize(
    "files",
    [
        {**FILES, "claims.csv": b"a,c\n"},
        {**FILES, "more.csv": b""},
        {"claims.csv": FILES["claims.csv"]},
        {"Claims.csv": FILES["claims.csv"], "tables/reports.csv": b"c\n"},
    ],
)
def test_another_file_is_seen(files: dict[str, bytes]) -> None:
    assert not opened_archive(archive_of(files, FILES)).intact


def test_a_file_that_stands_there_twice_is_seen() -> None:
    target = io.BytesIO(archive_of(FILES))
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("claims.csv", FILES["claims.csv"])
    assert not opened_archive(target.getvalue()).intact


def test_an_altered_manifest_is_seen() -> None:
    text = with_files(SAID, FILES).replace(b"<b>", b"<i>")
    assert not opened_archive(packed({MANIFEST: text, **FILES})).intact
    with pytest.raises(ExportError, match="cannot be read"):
        opened_archive(packed({MANIFEST: b"[]", **FILES}))
    with pytest.raises(ExportError, match="none that Claimline saved"):
        opened_archive(packed(FILES))


@pytest.mark.parametrize("files", [None, 7, [1], [{"name": 1, "sha256": "x"}], [{"name": "a"}, {"name": "a"}]])
def test_a_list_that_is_none_is_no_list(files: object) -> None:
    from mapapp.export.seal import sidecar

    assert not opened_archive(packed({MANIFEST: sidecar(b"", {"files": files})})).intact


def test_more_than_an_archive_of_ours_holds_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    many = archive_of({f"{number}": b"" for number in range(250)})
    with pytest.raises(ExportError, match="was not read"):
        opened_archive(many)
    monkeypatch.setattr(listed, "MOST_BYTES", 1000)
    with pytest.raises(ExportError, match="was not read"):
        opened_archive(archive_of({"big": bytes(2000)}))


def test_a_file_that_lies_about_its_length_is_refused() -> None:
    content = archive_of({"big": bytes(100_000)})
    lying = content.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(ExportError, match="none that Claimline saved"):
        opened_archive(lying)


@given(st.binary(max_size=300), st.integers(0, 400), st.booleans())
def test_noise_is_refused_with_a_sentence(noise: bytes, at: int, begins: bool) -> None:
    whole = archive_of(FILES)
    broken = whole[:at] + noise + whole[at + len(noise) :] if begins else b"PK\x03\x04" + noise
    is_archive(broken)
    with suppress(ExportError):
        if opened_archive(broken).intact:  # what lies between its files says nothing
            with zipfile.ZipFile(io.BytesIO(broken)) as archive:
                assert {name: archive.read(name) for name in FILES} == FILES
                assert set(archive.namelist()) == {MANIFEST, *FILES}


def test_only_an_archive_whose_manifest_stands_first_is_one(tmp_path: Path) -> None:
    selection = select(DatasetBuilder(tmp_path / "tiny").load(), ClaimQuery())
    assert not is_archive(save(selection, ".xlsx").content)
    assert not is_archive(b"PK\x03\x04")
    assert not is_archive(b"")
    assert is_archive(archive_of(FILES))
