from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.errors import DatasetError, ImportRefusedError
from geodata.ingest import load_dataset
from geodata.ingest.importing.kept import list_imports, read_imports, undo_import
from geodata.ingest.importing.report import Counts
from geodata.model import GeoPrecision, LonLat, Quantity, Stance
from tests.builders import DatasetBuilder
from tests.geodata.ingest.importing.imports import ImportBuilder

FIRST, SECOND = "0123456789abcdef", "fedcba9876543210"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return DatasetBuilder(tmp_path / "data").write()


@pytest.fixture
def builder(folder: Path) -> ImportBuilder:
    return ImportBuilder(folder)


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(DatasetError) as caught:
        load_dataset(folder)
    return [str(problem) for problem in caught.value.problems]


def test_imported_records_follow_the_own_ones(folder: Path, builder: ImportBuilder) -> None:
    own = load_dataset(folder)
    builder.write()
    found = load_dataset(folder)
    assert found.claims[:6] == own.claims
    sapper, troops = found.claims[6:]
    assert (sapper.claim_id, sapper.text, sapper.quantity) == (
        f"i{FIRST}-2", "Sappers clear a field", Quantity(best=20, unit="persons"),
    )  # fmt: skip
    assert (sapper.time.edtf, sapper.topic_id, sapper.end_known_on) == ("2024-10-08/2024-10-13", None, None)
    assert not troops.time.is_known
    assert troops.quantity == Quantity()
    place, area = found.place(sapper), found.place(troops)
    assert place is not None
    assert area is not None
    assert (place.position, place.uncertainty_m, place.regions) == (LonLat(35.27, 51.19), 5000, ())
    assert (area.position, area.precision, area.regions) == (None, GeoPrecision.REGION, ("RU-KRS", "RU-BEL"))
    first, second = found.reports_of[sapper.claim_id][0], found.reports_of[troops.claim_id][0]
    assert (first.stance, first.derived_from, first.url) == (Stance.ASSERTS, None, "https://example.org/1")
    assert (first.known_on, second.known_on) == (date(2024, 10, 14), None)
    assert found.source_of[first.source_id].party == "Press"
    (verdict,) = found.foreign_of[sapper.claim_id]
    assert (verdict.by, verdict.scheme, verdict.value) == ("Somebody", "status", "verified")
    assert verdict.said_on == date(2024, 11, 30), "said in a month: certainly public at its end"
    assert found.assessments == own.assessments


def test_imports_stand_in_the_order_of_their_time(folder: Path) -> None:
    late, early = ImportBuilder(folder, FIRST), ImportBuilder(folder, SECOND)
    early.imported_at = "2025-05-31T23:59:59+02:00"
    late.write()
    early.write()
    assert [claim.claim_id[:17] for claim in load_dataset(folder).claims[6::2]] == [f"i{SECOND}", f"i{FIRST}"]
    assert [kept.import_id for kept in list_imports(folder)] == [SECOND, FIRST]
    assert list_imports(folder)[0].imported_at == datetime(2025, 5, 31, 21, 59, 59, tzinfo=UTC)


def test_a_data_set_of_imports_alone(tmp_path: Path) -> None:
    base = DatasetBuilder(tmp_path / "data")
    base.tables = {file: [] for file in base.tables}
    ImportBuilder(base.write()).write()
    found = load_dataset(base.folder)
    assert [claim.claim_id for claim in found.claims] == [f"i{FIRST}-2", f"i{FIRST}-4"]
    assert found.info.licence == f"Imported from VIINA 2.0, i{FIRST}: ODbL 1.0"


def test_the_digest_follows_the_imports(folder: Path, builder: ImportBuilder) -> None:
    without = load_dataset(folder).digest
    builder.write()
    once = load_dataset(folder).digest
    builder.put("claims", 0, text="Sappers clear two fields").write()
    other = load_dataset(folder).digest
    undo_import(folder, FIRST)
    assert len({without, once, other}) == 3
    assert load_dataset(folder).digest == without


def test_each_licence_covers_its_own(folder: Path) -> None:
    for import_id, label, licence in ((FIRST, "VIINA 2.0", "ODbL 1.0"), (SECOND, "My\ntable", "")):
        one = ImportBuilder(folder, import_id)
        one.label, one.licence = label, licence
        one.write()
    info = load_dataset(folder).info
    assert info.licence == (
        f"Own records: CC0-1.0; Imported from VIINA 2.0, i{FIRST}: ODbL 1.0; "
        f"Imported from My table, i{SECOND}: not stated"
    )
    assert info.attribution == (
        f"Own records: Nobody; Imported from VIINA 2.0, i{FIRST} and My table, i{SECOND}: Zhukov and Ayers"
    )


def test_own_judgements_may_speak_of_imported_claims(folder: Path, builder: ImportBuilder) -> None:
    builder.write()
    base = DatasetBuilder(folder)
    claim, report = f"i{FIRST}-2", f"i{FIRST}-2-r1"
    base.add(
        "reports.csv", report_id="mine", claim_id=claim, source_id="daily", published_at="2024-10-20",
        stance="mentions", derived_from=report, title="The same",
    )  # fmt: skip
    base.add("positions.csv", claim_id=claim, party="Press", position="asserts", said_on="2024-10-20", report_id=report)
    base.add(
        "assessments.csv", assessment_id="b1", claim_id=claim, aspect="presence", status="confirmed", basis="imagery",
        reason="Seen", evidence=report, effective_at="2024-10-20", recorded_at="2024-10-21", by="tests",
    )  # fmt: skip
    found = base.load()
    assert [one.assessment_id for one in found.assessments_of[claim]] == ["b1"]
    assert found.origin(found.report_of["mine"]).report_id == report

    refused = "reports.csv row 10, positions.csv row 6, assessments.csv row 7; remove these first"
    with pytest.raises(ImportRefusedError, match=refused):
        undo_import(folder, FIRST)
    assert builder.folder.is_dir()
    base.put("assessments.csv", 7, "effective_at", "2024-10-10").put("reports.csv", 10, "published_at", "2024-10-10")
    assert [told.split(":")[0] for told in problems_of(base.write())] == [
        "reports.csv, row 10, field derived_from", "assessments.csv, row 7, field evidence",
    ]  # fmt: skip


def test_an_id_is_never_given_twice(folder: Path, builder: ImportBuilder) -> None:
    builder.write()
    DatasetBuilder(folder).put("claims.csv", 2, "claim_id", f"i{FIRST}-4").write()
    told = f"claims.csv, row 2, field claim_id: “i{FIRST}-4” cannot be used; a record of an import has the same id"
    assert problems_of(folder)[0].startswith(told)


WRONG: list[tuple[str, int, dict[str, Any], str]] = [
    ("claims", 0, {"text": ""}, "text"),
    ("claims", 0, {"text": "x" * 20_001}, "text"),
    ("claims", 0, {"text": "a\x1b[2J"}, "text"),
    ("claims", 1, {"claim_id": "other-4"}, "claim_id"),
    ("claims", 1, {"claim_id": f"i{FIRST}-2"}, "claim_id"),
    ("claims", 1, {"claim_type": "war"}, "claim_type"),
    ("claims", 1, {"modality": ""}, "modality"),
    ("claims", 1, {"place_id": f"i{FIRST}-p9"}, "place_id"),
    ("claims", 1, {"event_date": "2024-02-30"}, "event_date"),
    ("claims", 0, {"quantity_low": 21}, "quantity_low"),
    ("claims", 0, {"quantity_low": 5, "quantity_best": None, "quantity_high": 4}, "quantity_low"),
    ("claims", 0, {"quantity_high": 19}, "quantity_best"),
    ("claims", 0, {"quantity_best": -1}, "quantity_best"),
    ("claims", 0, {"quantity_best": 10**12}, "quantity_best"),
    ("claims", 0, {"unit": ""}, "unit"),
    ("reports", 0, {"claim_id": "point"}, "claim_id"),
    ("reports", 0, {"source_id": "daily"}, "source_id"),
    ("reports", 0, {"report_id": f"i{FIRST}-2"}, "report_id"),
    ("reports", 1, {"report_id": f"i{FIRST}-2-r1"}, "report_id"),
    ("reports", 0, {"published_at": "soon"}, "published_at"),
    ("reports", 0, {"published_at": "2024/.."}, "published_at"),
    ("reports", 0, {"url": "javascript:alert(1)"}, "url"),
    ("reports", 0, {"url": "https://exa mple.org"}, "url"),
    ("reports", 0, {"url": "https://"}, "url"),
    ("reports", 0, {"title": "\x00"}, "title"),
    ("sources", 0, {"source_id": "daily"}, "source_id"),
    ("sources", 0, {"name": " "}, "name"),
    ("sources", 0, {"reliability": "G"}, "reliability"),
    ("places", 0, {"place_id": f"i{FIRST}-7"}, "place_id"),
    ("places", 0, {"name": ""}, "name"),
    ("places", 0, {"geo_precision": "here"}, "geo_precision"),
    ("places", 0, {"lon": None}, "lon"),
    ("places", 0, {"lon": 180.1}, "lon"),
    ("places", 0, {"lat": -90.1}, "lat"),
    ("places", 0, {"lat": float("nan")}, "lat"),
    ("places", 0, {"coordinate_uncertainty_m": 0.0}, "coordinate_uncertainty_m"),
    ("places", 0, {"coordinate_uncertainty_m": float("inf")}, "coordinate_uncertainty_m"),
    ("places", 0, {"regions": "RU-KRS"}, "regions"),
    ("places", 1, {"regions": ""}, "regions"),
    ("places", 1, {"regions": "RU-KRS RU-KRS"}, "regions"),
    ("places", 1, {"regions": "XX-NO"}, "regions"),
    ("places", 1, {"lat": 51.0}, "lat"),
    ("foreign", 0, {"claim_id": "point"}, "claim_id"),
    ("foreign", 0, {"value": ""}, "value"),
    ("foreign", 0, {"said_on": "yesterday"}, "said_on"),
]


@pytest.mark.parametrize(("table", "record", "values", "field"), WRONG)
def test_what_no_import_writes_is_refused(
    folder: Path, builder: ImportBuilder, table: str, record: int, values: dict[str, Any], field: str
) -> None:
    builder.put(table, record, **values).write()
    told = problems_of(folder)
    where = f"imports/{FIRST}/{table}.parquet, row {record + 1}, field {field}: "
    assert [words for words in told if words.startswith(where)], told
    assert all(words.endswith("undo the import, or restore it from a backup.") for words in told)


def test_a_claim_without_a_report_is_refused(folder: Path, builder: ImportBuilder) -> None:
    builder.rows["reports"].pop()
    builder.write()
    (told,) = problems_of(folder)
    assert told.startswith(f"imports/{FIRST}/claims.parquet, row 2, field claim_id: “i{FIRST}-4”")


def test_an_end_is_not_known_before_it_can_be(folder: Path, builder: ImportBuilder) -> None:
    builder.put("claims", 0, event_date="2024-10-08/2024-11-03").write()
    claim = load_dataset(folder).claims[6]
    assert claim.end_known_on == date(2024, 11, 3)
    assert claim.time_on(date(2024, 11, 2)).is_open
    builder.put("claims", 0, modality="planned").write()
    assert load_dataset(folder).claims[6].end_known_on is None


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("claims.parquet", b"PAR1", "the file is damaged, it is not as it was written"),
        ("rejected.csv", b"", "the file is damaged, it is not as it was written"),
        ("places.parquet", None, "the file is missing"),
        ("rejected.csv", None, "the file is missing"),
        ("import.toml", b"id = ", "the file is damaged, it does not say what was imported"),
        ("import.toml", b"\xff", "the file is damaged, it does not say what was imported"),
        ("import.toml", None, "the file is missing"),
    ],
)
def test_a_damaged_file_is_one_problem(
    folder: Path, builder: ImportBuilder, file: str, content: bytes | None, words: str
) -> None:
    path = builder.write() / file
    path.unlink() if content is None else path.write_bytes(content)
    assert problems_of(folder) == [f"imports/{FIRST}/{file}: {words}: undo the import, or restore it from a backup."]
    undo_import(folder, FIRST)
    assert len(load_dataset(folder).claims) == 6


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'id = "{FIRST}"', f'id = "{SECOND}"'),
        ("imported_at = 2025-06-01T12:00:00Z", "imported_at = 2025-06-01T12:00:00"),
        ("imported_at = 2025-06-01T12:00:00Z", "imported_at = 0001-01-01T00:00:00+23:00"),
        ("accepted = 2", "accepted = 3"),
        ("accepted = 2", 'accepted = "2"'),
        ('licence = "ODbL 1.0"', "licence = 1"),
        ('"rejected.csv"', '"../rejected.csv"'),
        ("[files]", 'files = "none"\n[other]'),
        ("size = 1000\n", ""),
    ],
)
def test_import_toml_must_say_what_it_should(folder: Path, builder: ImportBuilder, old: str, new: str) -> None:
    path = builder.write() / "import.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert len(problems_of(folder)) == 1
    with pytest.raises(DatasetError, match=r"import\.toml: the file is damaged"):
        list_imports(folder)


def test_a_file_without_a_digest_counts_as_damaged(folder: Path, builder: ImportBuilder) -> None:
    path = builder.write() / "import.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith('"claims')), encoding="utf-8")
    assert "claims.parquet: import.toml does not tell its digest" in problems_of(folder)[0]


@pytest.mark.parametrize("change", ["column", "type", "null", "name"])
def test_another_table_is_refused(folder: Path, builder: ImportBuilder, change: str) -> None:
    builder.write()
    table = builder.table("claims")
    if change == "column":
        table = table.drop_columns(["unit"])
    elif change == "name":
        table = table.rename_columns([name.replace("unit", "units") for name in table.schema.names])
    elif change == "type":
        table = table.set_column(0, "row", table["row"].cast(pa.int32()))
    else:
        table = table.set_column(2, "text", pa.array([None, "x"], pa.string()))
    pq.write_table(table, builder.folder / "claims.parquet")
    builder.seal()
    (told,) = problems_of(folder)
    assert told.startswith(f"imports/{FIRST}/claims.parquet: the table is not one that an import writes")


def test_all_damaged_imports_are_told_at_once(folder: Path) -> None:
    for import_id in (FIRST, SECOND):
        (ImportBuilder(folder, import_id).write() / "claims.parquet").write_bytes(b"")
    DatasetBuilder(folder).put("claims.csv", 2, "modality", "there").write()
    assert [told.split(",")[0].split(":")[0] for told in problems_of(folder)] == [
        "claims.csv", f"imports/{FIRST}/claims.parquet", f"imports/{SECOND}/claims.parquet",
    ]  # fmt: skip


def test_hidden_folders_and_stray_files_are_no_imports(folder: Path, builder: ImportBuilder) -> None:
    builder.write().rename(folder / "imports" / f".{FIRST}.part")
    (folder / "imports" / "notes.txt").write_text("mine", encoding="utf-8")
    assert list_imports(folder) == ()
    assert read_imports(folder, []).claims == ()
    assert len(load_dataset(folder).claims) == 6


def test_the_list_says_what_was_imported(folder: Path, builder: ImportBuilder) -> None:
    builder.write()
    (kept,) = list_imports(folder)
    assert (kept.import_id, kept.file, kept.sha256, kept.size) == (FIRST, "events.csv", "ab" * 32, 1000)
    assert (kept.profile, kept.label, kept.licence, kept.attribution) == (
        "viina2", "VIINA 2.0", "ODbL 1.0", "Zhukov and Ayers",
    )  # fmt: skip
    assert (kept.counts, kept.near, kept.licence_to_confirm) == (Counts(3, 2, 1, 0, 0), 0, False)


def test_undo_puts_the_folder_aside_whole(folder: Path, builder: ImportBuilder) -> None:
    for name in (FIRST, f"{FIRST}.2", f"{FIRST}.3"):
        files = {path.name: path.read_bytes() for path in builder.write().iterdir()}
        aside = undo_import(folder, FIRST)
        assert aside == folder / "imports" / ".undone" / name
        assert {path.name: path.read_bytes() for path in aside.iterdir()} == files
        assert not builder.folder.exists()


@pytest.mark.parametrize("wanted", [SECOND, "", ".undone", "..", f"../imports/{FIRST}", "\x1b[2J"])
def test_undo_of_what_is_not_there_names_what_is(folder: Path, builder: ImportBuilder, wanted: str) -> None:
    with pytest.raises(ImportRefusedError, match=r"; it has none\.$"):
        undo_import(folder, wanted)
    builder.write()
    with pytest.raises(ImportRefusedError, match=f"no import “.*”; there are {FIRST}.$") as caught:
        undo_import(folder, wanted)
    assert str(caught.value).isprintable()


def test_undo_needs_to_know_what_rests_on_it(folder: Path, builder: ImportBuilder) -> None:
    builder.write()
    (folder / "assessments.csv").write_bytes(b"\xff")
    with pytest.raises(DatasetError, match=r"assessments\.csv: save the file as UTF-8"):
        undo_import(folder, FIRST)
    (folder / "assessments.csv").unlink()
    undo_import(folder, FIRST)


def test_undo_says_how_many_records_rest_on_it(folder: Path, builder: ImportBuilder) -> None:
    builder.write()
    base = DatasetBuilder(folder)
    for _ in range(8):
        base.add("positions.csv", claim_id=f"i{FIRST}-4", party="Ukraine", position="denies", said_on="2024-12-01")
    base.write()
    with pytest.raises(ImportRefusedError, match=r"positions.csv row 6, .* positions.csv row 10 and 3 more; remove"):
        undo_import(folder, FIRST)


def test_the_word_of_others_on_an_imported_claim_rests_on_it(folder: Path, builder: ImportBuilder) -> None:
    builder.write()
    base = DatasetBuilder(folder)
    base.add("foreign.csv", claim_id=f"i{FIRST}-4", by="Somebody", value="seen").write()
    assert len(load_dataset(folder).foreign_of[f"i{FIRST}-4"]) == 1
    with pytest.raises(ImportRefusedError, match=r"rest on it: foreign.csv row \d+; remove"):
        undo_import(folder, FIRST)


def test_text_that_mentions_an_import_rests_on_nothing(folder: Path, builder: ImportBuilder) -> None:
    builder.write()
    DatasetBuilder(folder).put("claims.csv", 2, "remark", f"see i{FIRST}-2").write()
    undo_import(folder, FIRST)


def test_without_imports_no_reader_of_them_is_loaded(folder: Path, root: Path) -> None:
    told = "import sys; from geodata.ingest import load_dataset; load_dataset(sys.argv[1]); "
    told += "print([name for name in ('pyarrow', 'geodata.ingest.importing') if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", told, str(folder)], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_many_claims_are_read_at_once(folder: Path, builder: ImportBuilder) -> None:
    for row in range(10, 20_010):
        builder.claim(row, place_id=f"{builder.id}-p1", event_date=f"2024-10-{row % 28 + 1:02}")
        builder.rows["reports"][-1] |= {"url": f"https://example.org/{row}", "published_at": "2024-11-01"}
    builder.write()
    read_imports(folder, [])  # pyarrow is loaded
    started = time.process_time()
    assert len(read_imports(folder, []).claims) == 20_002
    assert time.process_time() - started < 1.5, "35,000 claims may cost 1.5 s where nothing else runs"
