from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import ExportError
from mapapp.export.files import write_whole


def test_a_file_is_written_and_an_older_one_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    for content in (b"one", b"two"):
        write_whole(path, content)
        assert path.read_bytes() == content
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.png"]


def test_a_failure_leaves_the_older_file_and_no_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportError, match="cannot be written: Permission denied"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize(("name", "said"), [("", "is a folder"), ("missing/a.png", "there is no folder")])
def test_places_that_cannot_be_written(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(ExportError, match=said):
        write_whole(tmp_path / name, b"")
