from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from tests.builders import DatasetBuilder


def sidebar(folder: str) -> None:
    """The script that the test runs: the buttons alone."""
    from pathlib import Path

    from geodata.ingest import load_dataset
    from mapapp.ui.components.saving import show_saving
    from mapapp.view import ViewState

    show_saving(load_dataset(Path(folder)), ViewState(), None)


@pytest.fixture
def app(tmp_path: Path) -> AppTest:
    folder = DatasetBuilder(tmp_path / "tiny").write()
    return AppTest.from_function(sidebar, args=(str(folder),), default_timeout=30).run()


def labels(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def test_every_format_can_be_chosen_and_the_button_says_which(app: AppTest) -> None:
    assert not app.exception
    data = {suffix: one for suffix, one in FORMATS.items() if one.kind is Kind.DATA}
    assert app.selectbox(key="save_format").options == [one.label for one in data.values()]
    assert labels(app) == ["Save picture", "Save claims (GeoJSON)"]
    for suffix, one in data.items():
        app.selectbox(key="save_format").set_value(suffix).run()
        assert not app.exception
        assert labels(app) == ["Save picture", f"Save claims ({one.label})"]
        assert one.note in app.get("download_button")[1].proto.help
