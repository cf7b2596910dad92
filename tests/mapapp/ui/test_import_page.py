"""The Import page without a browser: each step, with files that a real child reads and a data set at the end."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from geodata.ingest import load_dataset
from geodata.ingest.importing.kept import list_imports
from geodata.ingest.profiles import load_mapping
from geodata.ingest.reading import LIMITS
from mapapp.ui.components.import_file import UPLOAD_MB
from tests.builders import DatasetBuilder
from tests.mapapp.ui.opened import blocks, go, open_page, words
from tests.project import ROOT

UCDP = ROOT / "tests" / "data" / "ucdp_ged_ukraine_2014-2022.csv"
NOTES = (
    "text,date,lat,lon,place,source\n"
    "Troops at Sudzha,2024-10-18,51.19,35.27,,Daily\n"
    "Sappers at Rylsk,soon,51.57,34.68,,Daily\n"
    ",2024-10-19,51.57,34.68,,Daily\n"
    "Roads are mended,2024-10-20,,,Korenevo,Daily\n"
    "Troops at Sudzha,2024-10-18,51.19,35.27,,Daily\n"
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A usual data set, and no data set of one's own yet."""
    monkeypatch.setenv("CLAIMLINE_DATASET", str(DatasetBuilder(tmp_path / "usual").write()))
    monkeypatch.setenv("CLAIMLINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(page: AppTest) -> AppTest:
    """Run the page, and once more until the file on the desk was tried."""
    page.run()
    deadline = time.monotonic() + 60
    while page.get("progress"):
        assert time.monotonic() < deadline, "the file is not tried in time"
        time.sleep(0.1)
        page.run()
    assert not page.exception
    return page


def drop(name: str = "notes.csv", content: str | bytes = NOTES, page: AppTest | None = None) -> AppTest:
    """Open the page, and put a file on the desk."""
    page = open_page("import") if page is None else page
    data = content.encode() if isinstance(content, str) else content
    page.file_uploader[0].set_value((name, data, "application/octet-stream"))
    return run(page)


def tiles(page: AppTest) -> list[str]:
    return [tile[1] for block in blocks(page, "tiles") for tile in block["tiles"]]


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.text)


def has(page: AppTest, key: str) -> bool:
    return any(button.key == key for button in page.button)


def previews(page: AppTest) -> list[dict[str, Any]]:
    protos = [element.proto for element in page.get("bidi_component")]
    found = [json.loads(proto.json or proto.mixed.json) for proto in protos]
    return [data for data in found if "points" in data]


def edit(page: AppTest, row: int, *, is_pressed: bool = False, **cells: str) -> AppTest:
    """What the table of rows tells when somebody writes into its cells; with the button beneath it or without."""
    rows, _import_id = page.session_state["import_editor_rows"]
    (widget,) = page.data_editor
    told = json.dumps({"edited_rows": {str(rows.index(row)): cells}, "added_rows": [], "deleted_rows": []})
    state = page._tree.get_widget_states()
    found: dict[str, dict[str, Any]] = {widget.proto.id: {"string_value": told}}
    if is_pressed:
        found[_again_id(page)] = {"trigger_value": True}
    for widget_id, values in found.items():
        one = next((one for one in state.widgets if one.id == widget_id), None) or state.widgets.add(id=widget_id)
        for name, value in values.items():
            setattr(one, name, value)
    page._tree = page._run(state)._tree
    return run(page)


def correct(page: AppTest, row: int, **cells: str) -> AppTest:
    """Write into cells, and press the button."""
    return edit(page, row, is_pressed=True, **cells)


def _again_id(page: AppTest) -> str:
    return str(page.button(key="import_again").proto.id)


def test_an_empty_desk_takes_a_file_and_says_which() -> None:
    page = open_page("import")
    assert not page.exception
    assert words(page).startswith("heading\nImport")
    assert len(page.file_uploader) == 1
    said = next(one.value for one in page.caption if "CSV and other text tables" in one.value)
    assert "up to 50 MB" in said
    assert page.file_uploader[0].proto.max_upload_size_mb == UPLOAD_MB


def test_the_browser_may_send_what_the_reader_reads() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert f"maxUploadSize = {UPLOAD_MB}\n" in config
    assert (UPLOAD_MB - 1) * 2**20 < LIMITS.file_bytes <= UPLOAD_MB * 2**20


def test_a_file_is_told_drawn_and_listed() -> None:
    page = drop()
    assert tiles(page) == ["1", "2", "1", "1"]
    (drawn,) = previews(page)
    assert [point[:2] for point in drawn["points"]] == [[35.27, 51.19]]
    said = words(page)
    for told in ("notes.csv", "What would be shown", "Troops at Sudzha", "2024-10-18 (to the day)", "Whose file it is"):
        assert told in said
    assert "No date that can be read" in said
    assert "“soon”, row 3" in said
    assert "Encoding" in said
    assert not page.file_uploader or page.file_uploader[0].key == "import_mapping_file"


def test_a_known_publishers_file_is_recognised_with_its_licence() -> None:
    page = drop(UCDP.name, UCDP.read_bytes())
    assert tiles(page) == ["3,064", "13", "0", "0"]
    said = words(page)
    assert "UCDP Georeferenced Event Dataset. It has the columns where_prec, " in said
    assert "CC BY 4.0" in said
    assert page.selectbox(key="import_profile").options[0] == "UCDP Georeferenced Event Dataset"
    assert page.button(key="import_accept_button").label == "Import 3,064 claims"
    assert not page.button(key="import_accept_button").disabled
    assert "421 accepted rows may tell the same as another" in [one.label for one in page.expander]
    assert "same text, place and day" in said


def test_questions_are_asked_and_answered_with_a_choice() -> None:
    page = drop()
    assert "Which “Korenevo” is meant?" in texts(page)
    box = next(box for box in page.selectbox if str(box.key).startswith("import_answer_"))
    assert any("Kursk Oblast" in option for option in box.options)
    chosen = next(option for option in box.options if "Kursk Oblast" in option)
    box.select(chosen)
    run(page)
    assert tiles(page) == ["2", "1", "1", "1"]
    assert "You said: place:Korenevo = " in texts(page)
    page.button(key="import_forget").click()
    assert tiles(run(page)) == ["1", "2", "1", "1"]


def test_what_must_be_said_before_a_file_can_be_tried() -> None:
    page = drop("words.csv", "note,words,more\n" + "abc,def,ghi\n" * 3)
    assert tiles(page) == []
    assert "Which column holds the text of the claim?" in texts(page)
    page.selectbox[0].select("the text in words")
    run(page)
    assert len(tiles(page)) == 4
    assert page.selectbox(key="import_column_text").value == "words"


def test_columns_are_mapped_with_their_values_beside_and_the_mapping_is_kept() -> None:
    page = drop()
    assert page.selectbox(key="import_column_date").value == "date"
    assert "2024-10-18 · soon · 2024-10-19" in texts(page)
    page.selectbox(key="import_column_source").set_value("")
    run(page)
    assert page.selectbox(key="import_column_source").value == ""
    (seen,) = [page.session_state["import_desk"].look()]
    assert "source" not in seen.request.mapping.columns
    assert seen.request.mapping.columns["text"] == "text"


def test_a_mapping_that_was_kept_is_used_and_a_wrong_one_is_refused() -> None:
    page = drop()
    field = page.file_uploader(key="import_mapping_file")
    field.set_value(("m.toml", b'[columns]\ntext = "source"\ndate = "date"\n', "application/toml"))
    run(page)
    assert page.selectbox(key="import_column_text").value == "source"
    assert page.session_state["import_desk"].look().request.mapping == load_mapping(
        '[columns]\ntext = "source"\ndate = "date"\n'
    )
    for content, sentence in ((b"[columns]\nthing = 'x'", "which is none of"), (b"\xff", "is no text in UTF-8")):
        page.file_uploader(key="import_mapping_file").set_value(("m.toml", content, "application/toml"))
        assert sentence in texts(run(page))


def test_rows_are_mended_and_tried_again() -> None:
    page = drop()
    assert page.session_state["import_editor_rows"][0] == [3, 4, 5], "the duplicate needs no mending"
    correct(page, 3, date="2024-10-21")
    assert tiles(page) == ["2", "1", "1", "1"]
    assert "1 row corrected by you." in texts(page)
    correct(page, 4, text="Somebody was seen")
    assert tiles(page) == ["3", "1", "0", "1"]
    assert "2 rows corrected by you." in texts(page)
    page.button(key="import_unfix").click()
    assert tiles(run(page)) == ["1", "2", "1", "1"]


def test_the_licence_is_confirmed_before_anything_is_imported() -> None:
    page = drop()
    assert page.button(key="import_accept_button").disabled
    assert "First say above under which terms you may use the file." in texts(page)
    assert page.checkbox(key="import_confirmed").disabled
    page.text_input(key="import_licence").set_value("My own notes")
    run(page)
    page.checkbox(key="import_confirmed").check()
    run(page)
    assert not page.button(key="import_accept_button").disabled
    page.checkbox(key="import_confirmed").uncheck()
    assert run(page).button(key="import_accept_button").disabled


def confirmed(page: AppTest) -> AppTest:
    page.text_input(key="import_licence").set_value("My own notes")
    run(page)
    page.checkbox(key="import_confirmed").check()
    return run(page)


def test_accepting_makes_a_data_set_which_is_shown_and_taken_back(home: Path) -> None:
    page = confirmed(drop())
    page.text_input(key="import_new_title").set_value("My troops")
    page.text_input(key="import_new_id").set_value("my-troops")
    page.button(key="import_accept_button").click()
    run(page)
    assert [claim.text for claim in load_dataset(home / "my-troops").claims] == ["Troops at Sudzha"]
    assert "“My troops” holds 1 claim from notes.csv now." in words(page)
    hrefs = [link["href"] for block in blocks(page, "links") for link in block["links"]]
    assert hrefs == ["./?dataset=my-troops"]
    assert len(page.file_uploader) == 1, "the desk is free again"
    shown = open_page(dataset="my-troops")
    assert not shown.exception
    shown.query_params.clear()
    go(shown, "import")
    (kept,) = list_imports(home / "my-troops")
    assert "notes.csv" in texts(shown)
    assert "My own notes" in texts(shown)
    shown.button(key=f"import_undo_{kept.import_id}").click()
    run(shown)
    assert "Take back 1 claim?" in texts(shown)
    shown.button(key="import_undo_no").click()
    run(shown)
    assert len(list_imports(home / "my-troops")) == 1
    shown.button(key=f"import_undo_{kept.import_id}").click()
    run(shown)
    shown.button(key="import_undo_yes").click()
    run(shown)
    assert "Taken back." in texts(shown)
    assert list_imports(home / "my-troops") == ()
    assert load_dataset(home / "my-troops").claims == ()


def test_rows_that_were_set_aside_are_mended_later(home: Path) -> None:
    page = confirmed(drop())
    page.button(key="import_accept_button").click()
    run(page)
    page = open_page("import", dataset="notes")
    (kept,) = list_imports(home / "notes")
    page.button(key=f"import_mend_{kept.import_id}").click()
    run(page)
    assert tiles(page) == ["0", "2", "1", "0"]
    assert not [box for box in page.selectbox if box.key == "import_target"], "they stay where they are"
    correct(page, 3, date="2024-10-21")
    assert tiles(page) == ["1", "1", "1", "0"]
    page.button(key="import_accept_button").click()
    run(page)
    texts_now = [claim.text for claim in load_dataset(home / "notes").claims]
    assert texts_now == ["Troops at Sudzha", "Sappers at Rylsk"]


def test_a_file_on_the_desk_is_not_kept_in_memory_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    removed: list[str] = []
    remove = MemoryUploadedFileManager.remove_file

    def heard(self: MemoryUploadedFileManager, session_id: str, file_id: str) -> None:
        assert [file.name for file in self.get_files(session_id, [file_id])] == ["notes.csv"]
        remove(self, session_id, file_id)
        assert self.get_files(session_id, [file_id]) == []
        removed.append(file_id)

    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", heard)
    assert len(tiles(drop())) == 4
    assert len(removed) == 1


def test_a_second_file_goes_into_the_data_set_that_is_shown(home: Path) -> None:
    page = confirmed(drop())
    page.button(key="import_accept_button").click()
    run(page)
    (made,) = home.iterdir()
    assert made.name == "notes"
    again = drop(page=open_page("import", dataset="notes"))
    assert again.selectbox(key="import_target").value == "notes"
    assert tiles(again) == ["0", "2", "1", "2"], "what is there already is not imported twice"
    again.selectbox(key="import_target").set_value("")
    run(again)
    assert tiles(again) == ["1", "2", "1", "1"]
    assert again.text_input(key="import_new_id").value == "notes-2"


@pytest.mark.parametrize("name", ["Not a name", "bundled", "../usual", ""])
def test_a_name_that_cannot_be_is_refused_and_nothing_is_made(home: Path, name: str) -> None:
    page = confirmed(drop())
    page.text_input(key="import_new_id").set_value(name)
    page.button(key="import_accept_button").click()
    run(page)
    assert "cannot name a data set" in texts(page)
    assert not home.exists()
    assert len(tiles(page)) == 4, "the file still lies there"


def test_a_file_that_cannot_be_read_is_one_sentence() -> None:
    page = drop("troops.exe", b"MZ\x90\0")
    assert texts(page).startswith("troops.exe: ")
    assert "Traceback" not in texts(page)
    assert len(page.file_uploader) == 1
    page.file_uploader[0].set_value(("notes.csv", NOTES.encode(), "text/csv"))
    assert tiles(run(page)) == ["1", "2", "1", "1"]


def test_putting_away_leaves_nothing() -> None:
    page = drop()
    folder = page.session_state["import_desk"].look().trial.folder
    page.button(key="import_put_away").click()
    run(page)
    assert not folder.exists()
    assert tiles(page) == []
    assert len(page.file_uploader) == 1


def test_strangers_text_is_shown_as_it_is() -> None:
    hostile = "**{{ 7*191 }}** ![x](http://127.0.0.1:9/x.png) <img src=x>"
    page = drop("*a* {{ 7*191 }}.csv", f"text,date,place\n{hostile},soon,Korenevo *x*\n{hostile},2024-10-18,\n")
    shown = [element.value for element in (*page.markdown, *page.caption)]
    assert not any("{{" in value or "<img" in value or "![x]" in value for value in shown)
    assert "{{ 7*191 }}" in words(page)
    assert "1337" not in words(page)


def test_two_sessions_have_two_desks() -> None:
    one, other = drop(), open_page("import")
    assert tiles(other) == []
    assert tiles(one) == ["1", "2", "1", "1"]


def test_a_cell_that_the_browser_tells_of_after_the_button_counts_too() -> None:
    page = drop()
    page.button(key="import_again").click()
    run(page)
    assert tiles(page) == ["1", "2", "1", "1"]
    edit(page, 3, date="2024-10-21")
    assert tiles(page) == ["2", "1", "1", "1"]
