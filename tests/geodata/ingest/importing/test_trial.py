"""What an import would do, row by row: what counts, what waits, what is refused, and why."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from geodata.errors import ImportRefusedError, QueryError
from geodata.ingest.importing import Heap, Request, Trial
from geodata.ingest.importing.tables import IMPORT_FILE, TABLES, schema_of
from geodata.ingest.profiles import Mapping
from geodata.ingest.questions import NeedsAnswerError
from tests.geodata.ingest.importing.small import tried

GOOD = {
    "text": "Sappers seen near the bridge", "date": "2025-03-04", "lat": "51.1911", "lon": "35.2711",
    "source": "Example Times", "url": "https://example.org/1",
}  # fmt: skip


def row(**changes: str) -> dict[str, str]:
    return {**GOOD, "text": f"Claim {changes}", **changes}


def claims(trial: Trial) -> list[dict[str, Any]]:
    return trial.claims().to_pylist()


def codes(trial: Trial) -> list[tuple[int, str, str]]:
    return [(entry.row, entry.heap.value, entry.faults[0].code) for entry in trial.entries()]


def read(trial: Trial, name: str) -> list[dict[str, Any]]:
    return pq.read_table(trial.folder / name).to_pylist()


def test_a_plain_table_becomes_claims(tmp_path: Path) -> None:
    with tried(tmp_path, [GOOD]) as trial:
        assert trial.report.counts.to_json() == {
            "read": 1, "accepted": 1, "doubtful": 0, "rejected": 0, "duplicates": 0,
        }  # fmt: skip
        (claim,) = claims(trial)
        (place,) = trial.places().to_pylist()
        (report,) = read(trial, "reports.parquet")
        (source,) = read(trial, "sources.parquet")
    assert (claim["text"], claim["claim_type"], claim["modality"]) == (GOOD["text"], "other", "present")
    assert (claim["event_date"], claim["time_precision"]) == ("2025-03-04", "day")
    assert claim["end_us"] - claim["start_us"] == 86_400_000_000
    assert (place["lon"], place["lat"], place["geo_precision"]) == (35.2711, 51.1911, "locality")
    assert place["coordinate_uncertainty_m"] == 1000
    assert (report["url"], source["name"], source["reliability"]) == ("https://example.org/1", "Example Times", "F")


def test_what_a_file_does_not_say_is_not_made_up(tmp_path: Path) -> None:
    with tried(tmp_path, [{"text": "Somebody was somewhere"}]) as trial:
        (claim,) = claims(trial)
        assert (claim["place_id"], claim["event_date"], claim["start_us"]) == (None, "", None)
        assert (claim["actor"], claim["unit"], claim["quantity_best"]) == ("not stated", "", None)
        (report,) = read(trial, "reports.parquet")
        assert (report["published_at"], report["url"]) == ("", "")
        assert [source["name"] for source in read(trial, "sources.parquet")] == ["not stated"]
        assert read(trial, "foreign.parquet") == []
        assert any("has no place" in note for note in trial.report.notes)
        assert any("has no date" in note for note in trial.report.notes)


@pytest.mark.parametrize(
    ("changes", "heap", "code"),
    [
        ({"date": "soon"}, "doubtful", "not_a_date"),
        ({"date": "2025-02-30"}, "rejected", "no_such_day"),
        ({"date": "1025-02-03"}, "doubtful", "far_date"),
        ({"lat": "91.2"}, "rejected", "out_of_range"),
        ({"lat": "0", "lon": "0"}, "rejected", "null_island"),
        ({"lat": ""}, "doubtful", "half_coordinates"),
        ({"lat": "north of town"}, "doubtful", "not_coordinates"),
        ({"lat": "5668823", "lon": "519023"}, "doubtful", "projected"),
        ({"text": ""}, "rejected", "no_text"),
        ({"text": "a\x07bell"}, "doubtful", "control_characters"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place_and_never_replaced(
    tmp_path: Path, changes: dict[str, str], heap: str, code: str
) -> None:
    rows = [row(number=str(number)) | {"lat": f"51.1{number:02}"} for number in range(60)]
    rows = [{name: one[name] for name in GOOD} for one in rows]
    with tried(tmp_path, [*rows, row(**changes)]) as trial:
        assert codes(trial) == [(62, heap, code)]
        assert [claim["row"] for claim in claims(trial)] == list(range(2, 62))
        (entry,) = trial.entries()
        told = entry.faults[0]
        assert all(part in told.field.split(", ") for part in changes if part not in ("lon",) or code == "projected")
        assert entry.values["source"] == "Example Times"
        assert trial.report.reasons[0].example_row == 62


@pytest.mark.parametrize("word", ["NA", "N/A", "NaN", "null", "None", "-", "–", "#N/A"])
def test_a_word_for_missing_is_blank_and_counted(tmp_path: Path, word: str) -> None:
    with tried(tmp_path, [GOOD, row(date=word, lat=word, lon=word)]) as trial:
        assert trial.report.counts.accepted == 2
        claim = claims(trial)[1]
        assert (claim["event_date"], claim["place_id"]) == ("", None)
        assert any(
            note.startswith("3 cells say that a date, a coordinate or a number is missing")
            for note in trial.report.notes
        )


def test_a_column_of_two_readings_waits_for_an_answer_and_then_counts(tmp_path: Path) -> None:
    rows = [row(date="03/04/2025"), row(date="05/06/2025")]
    with tried(tmp_path, rows) as trial:
        assert [entry.faults[0].code for entry in trial.entries()] == ["which_order", "which_order"]
        assert [question.key for question in trial.report.questions] == ["order:date"]
    with tried(tmp_path, rows, Request(answers={"order:date": "mdy"})) as trial:
        assert [claim["event_date"] for claim in claims(trial)] == ["2025-03-04", "2025-05-06"]
        assert trial.report.questions == ()


def test_one_slip_does_not_turn_a_table_and_a_turned_table_is_not_taken_as_it_stands(tmp_path: Path) -> None:
    near = [row(lat=f"51.1{number}", lon="35.2") for number in range(3)]
    with tried(tmp_path, [*near, row(lat="131.9", lon="43.1")]) as trial:
        assert trial.report.questions == ()
        assert [entry.faults[0].code for entry in trial.entries()] == ["out_of_range"]
        assert trial.report.counts.accepted == len(near)
    latitudes = ("8.91", "8.92", "8.93", "95", "96")
    with tried(tmp_path, [row(lat=lat, lon="38.7") for lat in latitudes]) as trial:
        assert [question.key for question in trial.report.questions] == ["axes:lat"]
        assert {entry.faults[0].code for entry in trial.entries()} == {"which_axis"}
    with tried(tmp_path, [row(lat="131.9", lon=f"43.{number}") for number in range(4)]) as trial:
        assert {(place["lon"], int(place["lat"])) for place in trial.places().to_pylist()} == {(131.9, 43)}
        assert any("holds the longitudes" in note for note in trial.report.notes)


def test_a_name_of_two_places_is_asked_and_the_answer_places_all_its_rows(tmp_path: Path) -> None:
    rows = [{"text": f"claim {n}", "date": "2025-01-02", "place": "Korenevo"} for n in range(3)]
    with tried(tmp_path, rows) as trial:
        assert {entry.faults[0].code for entry in trial.entries()} == {"ambiguous_name"}
        (question,) = trial.report.questions
        assert question.key == "place:Korenevo"
        assert len(question.options) > 1
        kursk = next(value for value, words in question.options if "Kursk" in words)
    with tried(tmp_path, rows, Request(answers={"place:Korenevo": kursk})) as trial:
        assert trial.report.counts.accepted == 3
        (place,) = trial.places().to_pylist()
        assert (place["geo_precision"], place["coordinate_uncertainty_m"]) == ("settlement", 5000)
        assert abs(place["lat"] - 51.41) < 0.1
    with pytest.raises(QueryError, match="use one of"), tried(tmp_path, rows, Request(answers={"place:Korenevo": "1"})):
        pass


def test_a_village_too_small_for_the_gazetteer_becomes_the_region_that_its_row_names(tmp_path: Path) -> None:
    with tried(tmp_path, [{"text": "seen", "date": "2025", "place": "Kremyanoye", "region": "Kursk Oblast"}]) as trial:
        (place,) = trial.places().to_pylist()
    assert (place["geo_precision"], place["regions"], place["lon"]) == ("region", "RU-KRS", None)
    assert place["name"] == "Kremyanoye"
    assert "gazetteer does not know" in place["remark"]


def test_regions_that_are_named_by_their_codes_are_the_area(tmp_path: Path) -> None:
    where = {"place": "The border (not delimited)", "admin1": "RU-BRY RU-KRS", "geo_precision": "multi_region"}
    mapping = Mapping(columns={name: name for name in ("text", *where)})
    with tried(tmp_path, [{"text": "seen", **where}], Request(mapping=mapping)) as trial:
        (place,) = trial.places().to_pylist()
    assert (place["geo_precision"], place["regions"], place["vague"]) == ("multi_region", "RU-BRY RU-KRS", True)


def test_a_name_is_not_asked_for_where_the_row_is_accepted_all_the_same(tmp_path: Path) -> None:
    rows = [{"text": "seen", "place": "Korenevo", "region": "Kursk Oblast", "geo_precision": "region"}]
    with tried(tmp_path, rows) as trial:
        assert trial.report.questions == ()
        assert trial.places().to_pylist()[0]["regions"] == "RU-KRS"


def test_an_area_that_the_map_cannot_draw_is_listed_and_not_pinned(tmp_path: Path) -> None:
    rows = [
        {"text": "seen", "date": "2025", "lat": "15.45", "lon": "36.4", "place": "Kassala", "geo_precision": "region"}
    ]
    with tried(tmp_path, rows) as trial:
        (place,) = trial.places().to_pylist()
    assert (place["name"], place["geo_precision"], place["lon"]) == ("Kassala", "unknown", None)


def test_a_precision_that_nobody_knows_is_not_passed_over(tmp_path: Path) -> None:
    with tried(tmp_path, [{**GOOD, "geo_precision": "roughly"}]) as trial:
        assert codes(trial) == [(2, "doubtful", "unknown_precision")]
        (entry,) = trial.entries()
        assert entry.faults[0].value == "roughly"
    mapping = Mapping(
        columns={"text": "text", "date": "date", "lat": "lat", "lon": "lon", "geo_precision": "geo_precision"},
        codes={"geo_precision": {"roughly": "settlement"}},
    )
    with tried(tmp_path, [{**GOOD, "geo_precision": "roughly"}], Request(mapping=mapping)) as trial:
        assert trial.places().to_pylist()[0]["geo_precision"] == "settlement"


def test_the_same_row_twice_is_shown_and_counted_once(tmp_path: Path) -> None:
    with tried(tmp_path, [GOOD, {**GOOD, "date": "2025-03-05"}, GOOD]) as trial:
        assert trial.report.counts.duplicates == 1
        (entry,) = trial.entries()
        assert (entry.row, entry.heap, entry.faults[0].detail) == (4, Heap.DUPLICATE, "Row 2.")
        (near,) = trial.near()
        assert (near.row, near.other, near.kind) == (3, 2, "address")


def test_the_same_text_place_and_day_is_near_and_stays(tmp_path: Path) -> None:
    rows = [GOOD, {**GOOD, "url": "https://example.org/2", "source": "Another Paper", "text": GOOD["text"].upper()}]
    with tried(tmp_path, rows) as trial:
        assert trial.report.counts.accepted == 2
        assert [(near.row, near.other, near.kind) for near in trial.near()] == [(3, 2, "event")]


def test_blank_and_torn_rows_are_rows_too(tmp_path: Path) -> None:
    content = 'text,date\n"one",2025-01-02\n,\nthree,2025,more,than,fits\n"four",2025\n'
    with tried(tmp_path, content) as trial:
        counts = trial.report.counts
        assert counts.accepted == 2
        assert {(entry.row, entry.faults[0].code) for entry in trial.entries()} >= {(4, "torn")}
        assert counts.read == counts.accepted + counts.rejected


def test_numbers_keep_their_range(tmp_path: Path) -> None:
    mapping = Mapping(columns={"text": "text", "quantity_best": "troops"}, constants={"unit": "persons"})
    rows = [{"text": f"claim {n}", "troops": n} for n in ("1500", "1,500", "10-12", "about a dozen", "")]
    with tried(tmp_path, rows, Request(mapping=mapping)) as trial:
        found = [
            (one["quantity_low"], one["quantity_best"], one["quantity_high"], one["unit"]) for one in claims(trial)
        ]
        assert found == [
            (None, 1500, None, "persons"), (None, 1500, None, "persons"), (10, None, 12, "persons"),
            (None, None, None, ""),
        ]  # fmt: skip
        assert codes(trial) == [(5, "doubtful", "not_a_number")]


def test_several_sources_of_a_row_are_several_reports(tmp_path: Path) -> None:
    mapping = Mapping(columns={"text": "text", "source": "who", "url": "link", "published": "out"}, separator=";")
    rows = [
        {
            "text": "a",
            "who": "One; Two",
            "link": "https://a.example/1; https://b.example/2",
            "out": "2025-01-02; 2025-01-03",
        },
        {"text": "b", "who": "", "link": "https://www.t.example/x", "out": ""},
        {"text": "c", "who": "Three", "link": "t.me/x", "out": "2025-13-01"},
        {"text": "d", "who": "Three", "link": "t.me/x", "out": "2025-12-01"},
    ]
    with tried(tmp_path, rows, Request(mapping=mapping)) as trial:
        reports = read(trial, "reports.parquet")
        names = {source["source_id"]: source["name"] for source in read(trial, "sources.parquet")}
        told = [(one["report_id"][-4:], names[one["source_id"]], one["published_at"], one["url"]) for one in reports]
        assert told == [
            ("2-r1", "One", "2025-01-02", "https://a.example/1"),
            ("2-r2", "Two", "2025-01-03", "https://b.example/2"),
            ("3-r1", "t.example", "", "https://www.t.example/x"),
            ("5-r1", "Three", "2025-12-01", ""),
        ]
        assert reports[-1]["remark"] == "Address as written: t.me/x"
        assert [(row, code) for row, _heap, code in codes(trial)] == [(4, "no_such_day")]


def test_their_word_is_kept_as_theirs(tmp_path: Path) -> None:
    mapping = Mapping(columns={"text": "text", "verdict": "status"}, publisher="A desk", title="Desk list")
    with tried(tmp_path, [{"text": "a", "status": "VERIFIED"}], Request(mapping=mapping)) as trial:
        (foreign,) = read(trial, "foreign.parquet")
        assert (foreign["by"], foreign["scheme"], foreign["value"]) == ("A desk", "Desk list", "VERIFIED")
        assert "status" not in claims(trial)[0]


def test_a_correction_is_read_instead_and_told(tmp_path: Path) -> None:
    rows = [GOOD, row(date="soon")]
    with tried(tmp_path, rows, Request(fixes={3: {"date": "2025-03-07"}})) as trial:
        assert [claim["event_date"] for claim in claims(trial)] == ["2025-03-04", "2025-03-07"]
        told = tomllib.loads((trial.folder / IMPORT_FILE).read_text())
        assert told["fixes"] == {"3": {"date": "2025-03-07"}}


def test_every_file_has_its_columns_and_its_digest(tmp_path: Path) -> None:
    with tried(tmp_path, [GOOD, row(date="soon")]) as trial:
        told = tomllib.loads((trial.folder / IMPORT_FILE).read_text())
        for name in TABLES:
            assert pq.read_schema(trial.folder / name).equals(schema_of(name))
        for name, digest in told["files"].items():
            assert hashlib.sha256((trial.folder / name).read_bytes()).hexdigest() == digest
        assert set(told["files"]) | {IMPORT_FILE} == {path.name for path in trial.folder.iterdir()}
        rejected = (trial.folder / "rejected.csv").read_text("utf-8-sig")
        assert "“soon”, no date that can be read; write a date" in rejected


def test_what_a_spreadsheet_takes_for_a_formula_is_disarmed_in_the_file_of_rejected_rows(tmp_path: Path) -> None:
    with tried(tmp_path, [row(date="soon", text='=HYPERLINK("http://x.example")')]) as trial:
        assert "'=HYPERLINK" in (trial.folder / "rejected.csv").read_text("utf-8-sig")


def test_nothing_says_which_column_is_the_text(tmp_path: Path) -> None:
    with pytest.raises(NeedsAnswerError, match="column:text"), tried(tmp_path, [{"a": "x", "b": "y"}]):
        pass
    with tried(tmp_path, [{"a": "x", "b": "y"}], Request(answers={"column:text": "b", "column:date": "-"})) as trial:
        assert [entry.faults[0].code for entry in trial.entries()] == ["place_column_open"]
    answers = {"column:text": "b", "column:date": "-", "column:place": "-"}
    with tried(tmp_path, [{"a": "x", "b": "y"}], Request(answers=answers)) as trial:
        assert [claim["text"] for claim in claims(trial)] == ["y"]


@pytest.mark.parametrize(
    ("request_", "error", "words"),
    [
        (Request(profile="nobody"), QueryError, "is no profile"),
        (Request(profile="acled"), ImportRefusedError, "it lacks the columns"),
        (Request(answers={"order:when": "dmy"}), QueryError, "answers no question"),
        (Request(answers={"column:date": "when"}), QueryError, "names no column"),
        (Request(mapping=Mapping(columns={"text": "nowhere"})), ImportRefusedError, "does not have"),
        (Request(profile="acled", mapping=Mapping(columns={"text": "text"})), QueryError, "goes with the profile"),
    ],
)
def test_a_decision_that_does_not_fit_is_a_sentence(
    tmp_path: Path, request_: Request, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words), tried(tmp_path, [GOOD], request_):
        pass


def test_columns_that_are_not_taken_over_are_named(tmp_path: Path) -> None:
    with tried(tmp_path, [{**GOOD, "mood": "grim", "weather": "fog"}]) as trial:
        assert "Not taken over: mood, weather." in trial.report.notes
        assert "text = “text”, date = “date”" in trial.report.why


def test_a_file_without_rows_is_an_import_of_nothing(tmp_path: Path) -> None:
    with tried(tmp_path, "text,date,lat,lon\n") as trial:
        assert trial.report.counts.read == 0
        assert list(trial.entries()) == []


def test_a_cancelled_trial_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    from geodata.ingest.importing import try_import
    from geodata.ingest.reading import read_file

    class CancelledError(Exception):
        pass

    def progress(_words: str, share: float) -> None:
        if share > 0.4:
            raise CancelledError

    path = tmp_path / "notes.csv"
    path.write_text("text,date\na,2025\n")
    with read_file(path) as reading, pytest.raises(CancelledError):
        try_import(reading, progress=progress)
    assert list((tmp_path / "temp").iterdir()) == []
