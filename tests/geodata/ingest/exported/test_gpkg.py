from __future__ import annotations

from pathlib import Path

import pytest

from geodata.ingest import read_export
from tests.geodata.ingest.exported.samples import WRITERS, altered_gpkg, refusals, selected


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return WRITERS["gpkg"](selected(tmp_path_factory.mktemp("saved")))


ALTERED = [
    ("UPDATE claims_areas SET modality = 'x' WHERE fid = 3", "f: claims_areas, row 3, field modality: “x” cannot be"),
    ("UPDATE reports SET published_at = '2024-10/..' WHERE report_id = 'r1'", "f: reports, row 1, field published_at"),
    ("UPDATE places SET lon = 'east' WHERE place_id = 'sudzha'", "f: places, row 1, field lon: “east” cannot be used"),
    ("UPDATE places SET remark = x'00ff' WHERE place_id = 'sudzha'", "f: places, row 1, field remark: “b'\\x00\\xff'”"),
    ("UPDATE places SET zone = 2", "f: places, row 1, field zone: “2” cannot be used; write yes or leave it blank."),
    (
        "UPDATE sources SET source = 'x' WHERE fid = 1",
        "f: reports, row 1, field source: “Ministry of Defence” cannot be used; it is “x”",
    ),
    ("UPDATE claims_points SET fid = 2", "f: claims_points, row 2, field fid: “2” cannot be used; a row of"),
    ("ALTER TABLE claims_points DROP COLUMN remark", "f: claims_points, row 1, field remark: the field is missing"),
    (
        "DELETE FROM reports WHERE report_id = 'r8'",
        "field claim_id: “nowhere” cannot be used; add a report of it to the",
    ),
    ("DELETE FROM about WHERE key = 'dataset_licence'", "f: what it says of itself, field licence: “” cannot be used"),
    (
        "DROP TABLE places",
        "f: it lacks the table places: it is none of ours, or was saved before its records were kept.",
    ),
    ("CREATE VIEW v AS SELECT 1", "f: it holds “v”, which is no plain table but could run something when it is read"),
    ("CREATE TRIGGER t AFTER INSERT ON about BEGIN SELECT 1; END", "f: it holds “t”, which is no plain table"),
    ("CREATE VIRTUAL TABLE rt USING rtree(id, a, b)", "which is no plain table but could run something"),
    (
        "ALTER TABLE about RENAME TO old; CREATE VIEW about AS SELECT * FROM old",
        "f: it holds “about”, which is no plain table",
    ),
    (
        "ALTER TABLE topics ADD COLUMN more TEXT GENERATED ALWAYS AS (upper(label)) VIRTUAL",
        "f: it holds “topics”, which is no plain table",
    ),
]


@pytest.mark.parametrize(("sql", "words"), ALTERED)
def test_an_altered_table_is_refused_where_it_stands(saved: bytes, sql: str, words: str) -> None:
    said = refusals(altered_gpkg(saved, sql))
    assert any(words in sentence for sentence in said), said


def test_the_order_of_the_claims_is_that_of_their_numbers(saved: bytes) -> None:
    assert [claim.claim_id for claim in read_export(saved).claims] == [
        "point", "area", "vague", "unlocated", "undated", "nowhere",
    ]  # fmt: skip
    turned = altered_gpkg(saved, "UPDATE claims_points SET fid = 99")
    assert read_export(turned).claims[-1].claim_id == "point"


def test_a_file_in_another_journal_mode_is_refused(saved: bytes, tmp_path: Path) -> None:
    assert refusals(saved[:18] + b"\x02\x02" + saved[20:]) != []
    assert list(tmp_path.iterdir()) == []
