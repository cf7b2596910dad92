"""What others say of a claim: read back as theirs, and not missed in a file from before there was room for it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow.parquet as pq
import pytest

from geodata.ingest import read_export
from geodata.model import ForeignVerdict
from geodata.store import Selection
from tests.geodata.ingest.exported.samples import WRITERS, altered_gpkg, altered_json, altered_zip, refusals, selected

SAID = (
    ForeignVerdict("area", "=An archive", "status", "Verified; ‘=1+1’", date(2024, 10, 20)),
    ForeignVerdict("point", "Another", "", "two\nlines", None),
)


@pytest.fixture(scope="module")
def selection(tmp_path_factory: pytest.TempPathFactory) -> Selection:
    found = selected(tmp_path_factory.mktemp("foreign"))
    return replace(found, dataset=replace(found.dataset, foreign=SAID))


def _without_members(found: Any) -> None:
    for feature in found["features"]:
        del feature["properties"]["foreign_verdicts"]


def _without_column(content: bytes) -> bytes:
    target = io.BytesIO()
    pq.write_table(pq.read_table(io.BytesIO(content)).drop_columns(["foreign_verdicts"]), target)
    return target.getvalue()


def _without_table(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as older:
        for name in archive.namelist():
            if name != "tables/foreign_verdicts.csv":
                older.writestr(name, archive.read(name))
    return target.getvalue()


# A file as it was saved before there were verdicts of others
OLDER: dict[str, Callable[[bytes], bytes]] = {
    "geojson": lambda content: altered_json(content, _without_members),
    "gpkg": lambda content: altered_gpkg(content, "DROP TABLE foreign_verdicts"),
    "parquet": _without_column,
    "zip": _without_table,
}


@pytest.mark.parametrize("form", WRITERS)
def test_the_words_of_others_come_back(selection: Selection, form: str) -> None:
    assert read_export(WRITERS[form](selection)).foreign == SAID[::-1]  # by claim


@pytest.mark.parametrize("form", WRITERS)
def test_a_file_from_before_there_were_any_is_read(selection: Selection, form: str) -> None:
    content = WRITERS[form](selection)
    back, older = read_export(content), read_export(OLDER[form](content))
    assert older.foreign == ()
    assert replace(older, foreign=back.foreign, digest=back.digest) == back


def test_what_cannot_be_used_is_told_where_it_stands(selection: Selection) -> None:
    content = WRITERS["geojson"](selection)

    def change(found: Any) -> None:
        found["features"][0]["properties"]["foreign_verdicts"] = [
            {"by": "", "scheme": None, "value": "x", "said_on": 7}
        ]

    said = refusals(altered_json(content, change))
    assert any("foreign_verdicts, row 1, field by: fill it in, it may not be blank" in one for one in said), said
    assert any("foreign_verdicts, row 1, field said_on: “7” cannot be used; write one day" in one for one in said), said
    zipped = altered_zip(WRITERS["zip"](selection), "foreign_verdicts", lambda rows: rows[1].__setitem__(0, "nobody"))
    (one,) = refusals(zipped)
    assert "tables/foreign_verdicts.csv, row 2, field claim_id: “nobody” cannot be used" in one
    assert "name an id that the table claims holds" in one
    assert json.loads(content)["features"][0]["properties"]["foreign_verdicts"]
