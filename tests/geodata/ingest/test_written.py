from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import DatasetError, ExportError
from geodata.ingest import load_dataset, write_folder
from geodata.ingest.folder import digest_of
from geodata.ingest.tables import COLUMNS, INFO_FILE, MAY_BE_MISSING
from geodata.ingest.written import folder_files, number_text
from tests.builders import DatasetBuilder
from tests.worlds import WORLDS


@pytest.mark.parametrize("bundled", [True, False])
def test_what_is_written_is_loaded_again(tmp_path: Path, bundled_dataset: Path, bundled: bool) -> None:
    dataset = load_dataset(bundled_dataset if bundled else DatasetBuilder(tmp_path / "tiny").write())
    back = write_folder(dataset, tmp_path / "back")
    assert back == load_dataset(tmp_path / "back")
    assert replace(back, digest=dataset.digest) == dataset
    assert back.digest == digest_of(folder_files(dataset))
    assert {path.name for path in (tmp_path / "back").iterdir()} == {INFO_FILE, *COLUMNS} - {*MAY_BE_MISSING}
    assert write_folder(back, tmp_path / "again").digest == back.digest


def test_what_others_say_has_a_file_only_where_they_said_it(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path / "tiny").add("foreign.csv", claim_id="point", by="A", value="Verified, they say")
    said = folder_files(builder.load())
    assert said["foreign.csv"] == b'claim_id,by,scheme,value,said_on\npoint,A,,"Verified, they say",\n'
    without = folder_files(replace(builder.load(), foreign=()))
    assert {**without, "foreign.csv": said["foreign.csv"]} == said != without


@given(world=WORLDS)
@settings(deadline=None, max_examples=60)
def test_any_data_set_is_loaded_again(tmp_path_factory: pytest.TempPathFactory, world: object) -> None:
    folder = tmp_path_factory.mktemp("world") / "back"
    back = write_folder(world, folder)  # type: ignore[arg-type]
    assert replace(back, digest=world.digest) == world  # type: ignore[attr-defined]


@given(st.floats(-180, 180) | st.floats(1e-300, 1e-5) | st.floats(0, 2e7))
def test_a_number_comes_back_to_its_last_bit(number: float) -> None:
    text = number_text(number)
    assert float(text) == number
    assert "e" not in text


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    dataset = DatasetBuilder(tmp_path / "tiny").load()
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "note.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("used", "file"):
        with pytest.raises(ExportError, match="is there already and not empty; name a folder"):
            write_folder(dataset, tmp_path / name)
    with pytest.raises(ExportError, match="there is no folder"):
        write_folder(dataset, tmp_path / "none" / "back")
    (tmp_path / "empty").mkdir()
    assert write_folder(dataset, tmp_path / "empty").claims == dataset.claims
    assert {path.name for path in tmp_path.iterdir()} == {"tiny", "used", "file", "empty"}
    assert (tmp_path / "used" / "note.txt").read_text() == "mine"


def test_what_could_not_be_loaded_is_not_left_behind(tmp_path: Path) -> None:
    dataset = DatasetBuilder(tmp_path / "tiny").load()
    with pytest.raises(DatasetError, match="add a report of it"):
        write_folder(replace(dataset, reports=dataset.reports[:-1]), tmp_path / "back")
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


def test_a_disk_that_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = DatasetBuilder(tmp_path / "tiny").load()

    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="cannot be written: No space left on device"):
        write_folder(dataset, tmp_path / "back")
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]
