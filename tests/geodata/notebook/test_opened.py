"""``geodata.open``: what it opens, and which words it takes."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

import geodata
from geodata.errors import DatasetError, QueryError
from geodata.model import Status
from geodata.notebook import Opened
from geodata.store import BBox, ClaimQuery, select
from mapapp.export.geojson import to_geojson
from tests.builders import DatasetBuilder


@pytest.fixture(scope="module")
def bundled() -> Opened:
    return geodata.open()


def test_without_a_path_it_is_the_bundled_data_set(bundled: Opened) -> None:
    assert bundled.dataset.info.dataset_id == "nk-in-russia"
    assert repr(bundled) == f"<{bundled.dataset.info.title}, version 2026.11: {len(bundled)} claims>"
    assert len(bundled) == len(bundled.dataset.claims) > 50


def test_a_folder_and_a_saved_file_can_be_opened(tmp_path: Path) -> None:
    DatasetBuilder(tmp_path / "folder").write()
    opened = geodata.open(str(tmp_path / "folder"))
    saved = tmp_path / "saved.geojson"
    saved.write_text(to_geojson(opened.query(type="demining").selection), encoding="utf-8")
    again = geodata.open(saved)
    assert [claim.claim_id for claim in again.dataset.claims] == ["point"]
    assert again.query().to_arrow().column("claim_id").to_pylist() == ["point"]


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="there is no such folder"):
        geodata.open(tmp_path / "none")


def test_importing_is_light() -> None:
    heavy = "{'geodata.store', 'pyarrow', 'pandas', 'geopandas', 'shapely', 'numpy'}"
    code = f"import geodata, sys; assert geodata.open; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_words_are_those_of_links(bundled: Opened) -> None:
    answer = bundled.query(
        from_="2024-10-01", to=date(2025, 4, 30), status=[Status.DISPUTED, "unverified"], bbox=(30, 45, 45.5, 56),
        text="Kursk", known="2025-03-01",
    )  # fmt: skip
    query = ClaimQuery(
        first_day=date(2024, 10, 1), last_day=date(2025, 4, 30), text="Kursk", known_on=date(2025, 3, 1),
        statuses=frozenset({Status.DISPUTED, Status.UNVERIFIED}), bbox=BBox(30, 45, 45.5, 56),
    )  # fmt: skip
    assert answer.selection.query == query
    assert answer.selection.chosen == select(bundled.dataset, query).chosen
    assert bundled.query(**{"from": "2024-10-01"}).selection.query == ClaimQuery(first_day=date(2024, 10, 1))
    assert bundled.query(known=None).selection.query == ClaimQuery()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"typ": "combat"}, "“typ” cannot be asked for: use from, to, type"),
        ({"types": None}, "“types” cannot be asked for: use from, to, type"),
        ({"from": "2024-10-01", "from_": "2024-10-01"}, "“from” is given twice: keep “from_”."),
        ({"from_": datetime(2024, 10, 1)}, "“from” is “2024-10-01 00:00:00”, which cannot be used: write one day"),  # noqa: DTZ001
        ({"type": 5}, "“type” is “5”, which cannot be used: use one of deployment"),
        ({"type": ["combat", None]}, "“type” is “None”, which cannot be used"),
        ({"bbox": (1, 2, 3)}, "“bbox” is “1,2,3”, which cannot be used: write four numbers"),
        ({"known": ["2024-10-01", "2024-10-02"]}, "“known” is given 2 times: keep one."),
    ],
)
def test_any_other_word_is_refused(bundled: Opened, words: dict[str, object], sentence: str) -> None:
    with pytest.raises(QueryError) as refused:
        bundled.query(**words)  # type: ignore[arg-type]
    assert str(refused.value).startswith(sentence)
