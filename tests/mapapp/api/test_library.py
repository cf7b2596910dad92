from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import DatasetError
from mapapp.api.library import DATASET_VARIABLE, dataset_folder, open_dataset
from tests.builders import DatasetBuilder


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatasetBuilder:
    builder = DatasetBuilder(tmp_path / "data")
    builder.write()
    monkeypatch.setenv(DATASET_VARIABLE, str(builder.folder))
    return builder


@pytest.mark.parametrize("value", [None, ""])
def test_the_bundled_data_set_is_the_default(
    monkeypatch: pytest.MonkeyPatch, bundled_dataset: Path, value: str | None
) -> None:
    if value is None:
        monkeypatch.delenv(DATASET_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(DATASET_VARIABLE, value)
    assert dataset_folder() == bundled_dataset


def test_it_is_read_once_for_each_state_of_its_files(builder: DatasetBuilder) -> None:
    first = open_dataset()
    assert open_dataset() is first
    builder.put("claims.csv", 2, "claim", "Sappers rest at Sudzha").write()
    assert open_dataset().claims[0].text == "Sappers rest at Sudzha"
    assert open_dataset().digest != first.digest


def test_after_a_mend_it_is_read_again(builder: DatasetBuilder) -> None:
    builder.put("claims.csv", 2, "modality", "there").write()
    for _ in range(2):
        with pytest.raises(DatasetError, match="modality"):
            open_dataset()
    builder.put("claims.csv", 2, "modality", "present").write()
    assert len(open_dataset().claims) == 6


def test_a_missing_file_and_a_missing_folder_are_told(builder: DatasetBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    open_dataset()
    (builder.folder / "claims.csv").unlink()
    with pytest.raises(DatasetError, match=r"claims\.csv: the file is missing"):
        open_dataset()
    monkeypatch.setenv(DATASET_VARIABLE, str(builder.folder / "none"))
    with pytest.raises(DatasetError, match="no such folder"):
        open_dataset()


def test_the_lock_of_an_editor_beside_the_files_disturbs_nothing(builder: DatasetBuilder) -> None:
    """Emacs keeps a symbolic link that leads nowhere beside a file that is being changed."""
    (builder.folder / ".#claims.csv").symlink_to("somebody@somewhere.1234")
    assert len(open_dataset().claims) == 6
