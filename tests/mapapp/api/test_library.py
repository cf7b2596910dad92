from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import DatasetError, QueryError
from geodata.ingest.importing.kept import undo_import
from mapapp.api.library import (
    BUNDLED,
    DATASET_VARIABLE,
    HOME_VARIABLE,
    Listed,
    _stamp,
    dataset_folder,
    home_folder,
    labels_of,
    list_datasets,
    new_folder,
    open_dataset,
    usual_id,
)
from tests.builders import DatasetBuilder
from tests.geodata.ingest.importing.imports import ImportBuilder


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


def test_an_import_that_comes_or_goes_is_seen(builder: DatasetBuilder) -> None:
    first = open_dataset()
    ImportBuilder(builder.folder).write()
    assert len(open_dataset().claims) == 8
    assert open_dataset() is open_dataset()
    ImportBuilder(builder.folder, "fedcba9876543210").write()
    assert len(open_dataset().claims) == 10
    undo_import(builder.folder, "fedcba9876543210")
    undo_import(builder.folder, "0123456789abcdef")
    assert open_dataset().digest == first.digest


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


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two data sets of one's own and of much that is none."""
    home = tmp_path / "home"
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    for name, title in (("second", "A second one"), ("first", "Zebra")):
        made = DatasetBuilder(home / name)
        made.info = made.info.replace("A tiny data set", title)
        made.write()
    (home / "no-data").mkdir()
    for name in (".hidden", "Upper", "usual", BUNDLED):
        DatasetBuilder(home / name).write()
    (home / "a-file").write_text("nothing")
    return home


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({HOME_VARIABLE: "/data/mine"}, "/data/mine"),
        ({HOME_VARIABLE: "", "XDG_DATA_HOME": "/xdg"}, "/xdg/claimline"),
        ({"XDG_DATA_HOME": "relative", "HOME": "/home/somebody"}, "/home/somebody/.local/share/claimline"),
        ({"XDG_DATA_HOME": "", "HOME": "/home/somebody"}, "/home/somebody/.local/share/claimline"),
    ],
)
def test_where_data_sets_of_ones_own_lie(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], folder: str
) -> None:
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert home_folder() == Path(folder)


@pytest.mark.usefixtures("own")
def test_all_that_can_be_shown_is_listed(builder: DatasetBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = "North Korean forces in Russia: what was claimed"
    own = [("second", "A second one", True), ("first", "Zebra", True)]
    listed = [(one.id, one.title, one.is_own) for one in list_datasets()]
    assert listed == [(None, "A tiny data set", False), (BUNDLED, bundled, False), *own]
    monkeypatch.delenv(DATASET_VARIABLE)
    assert [(one.id, one.title, one.is_own) for one in list_datasets()] == [(None, bundled, False), *own]
    (builder.folder / "dataset.toml").write_text("title = 7")
    monkeypatch.setenv(DATASET_VARIABLE, str(builder.folder))
    assert list_datasets()[0].title == "data", "one that says no title goes by its folder"


def test_without_a_home_there_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "none"))
    assert [one.id for one in list_datasets()] == [None]


@pytest.mark.usefixtures("builder")
def test_each_id_opens_its_own_data_set(own: Path, bundled_dataset: Path) -> None:
    assert open_dataset("second").info.title == "A second one"
    assert open_dataset().info.title == "A tiny data set"
    assert dataset_folder(BUNDLED) == bundled_dataset
    assert dataset_folder("first") == own / "first"
    assert open_dataset("first") is open_dataset("first")


@pytest.mark.parametrize(
    "dataset_id",
    ["none", "no-data", "a-file", "", "..", "../data", "/etc", "second/", "Upper", ".hidden", "usual", "x" * 65, "é",
     "second\n"],
)  # fmt: skip
@pytest.mark.usefixtures("own", "builder")
def test_what_is_no_id_opens_nothing(dataset_id: str) -> None:
    with pytest.raises(QueryError, match=r"^There is no data set “.*” here; .*\.$"):
        open_dataset(dataset_id)


def test_a_name_for_a_new_one(own: Path) -> None:
    assert new_folder("my-files") == own / "my-files"
    for name in ("My files", "-x", "x-", "", "..", BUNDLED, "usual", "x" * 65):
        with pytest.raises(QueryError, match="cannot name a data set"):
            new_folder(name)


def test_the_usual_one_has_no_id(builder: DatasetBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [usual_id(one) for one in (None, "", BUNDLED, "mine")] == [None, None, BUNDLED, "mine"]
    assert builder.folder == dataset_folder(None)
    monkeypatch.delenv(DATASET_VARIABLE)
    assert usual_id(BUNDLED) is None


def test_an_import_changes_the_state_of_the_files(builder: DatasetBuilder) -> None:
    before = _stamp(builder.folder)
    import_file = builder.folder / "imports" / "0123456789abcdef" / "import.toml"
    import_file.parent.mkdir(parents=True)
    import_file.write_text('id = "0123456789abcdef"')
    after = _stamp(builder.folder)
    assert after != before
    (import_file.parents[1] / ".undone").mkdir()
    assert _stamp(builder.folder) == after
    import_file.parent.rename(import_file.parents[1] / ".undone" / "0123456789abcdef")
    assert _stamp(builder.folder) == before


def test_data_sets_of_the_same_title_can_be_told_apart() -> None:
    listed = [
        Listed(None, "Same", is_own=False),
        Listed("bundled", "Same", is_own=False),
        Listed("x", "Own", is_own=True),
    ]
    assert labels_of(listed) == {None: "Same (opened at the start)", "bundled": "Same (bundled)", "x": "Own"}
