"""One broken thing at a time: the exact file, row, field and value of the refusal, and a mend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geodata.errors import DatasetError, Problem
from geodata.ingest import load_dataset
from geodata.ingest.tables import COLUMNS, MAY_BE_MISSING
from geodata.model import ForeignVerdict
from tests.builders import DatasetBuilder


def refused(builder: DatasetBuilder) -> list[Problem]:
    """All problems of a data set that must be refused."""
    with pytest.raises(DatasetError) as caught:
        builder.load()
    assert all(problem.mend for problem in caught.value.problems)
    return list(caught.value.problems)


def only(builder: DatasetBuilder) -> Problem:
    """The one problem of a data set that must be refused for one thing."""
    problems = refused(builder)
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]


def judged_elsewhere(folder: Path) -> DatasetBuilder:
    """With what others call two of the claims."""
    builder = DatasetBuilder(folder)
    builder.add(
        "foreign.csv", claim_id="point", by="An archive", scheme="status", value="Verified", said_on="2024-11-02"
    )
    return builder.add("foreign.csv", claim_id="area", by="An archive", value="confirmed")


def test_whole_data_set_is_read(tmp_path: Path) -> None:
    tiny = DatasetBuilder(tmp_path).load()
    assert [claim.claim_id for claim in tiny.claims] == ["point", "area", "vague", "unlocated", "undated", "nowhere"]
    assert (tiny.info.dataset_id, len(tiny.info.coverage)) == ("tiny", 2)
    assert tiny.places[0].position is not None
    assert (tiny.places[0].position.lon, tiny.places[0].position.lat, tiny.places[0].uncertainty_m) == (
        35.27,
        51.19,
        5e3,
    )
    assert (tiny.places[2].regions, tiny.places[2].vague, tiny.places[2].zone) == (("RU-KRS", "RU-BEL"), True, True)
    quantity = tiny.claims[0].quantity
    assert (quantity.low, quantity.best, quantity.high, quantity.unit) == (10, 20, 50, "persons")
    assert tiny.reports[1].derived_from == "r1"
    assert tiny.reports[0].derived_from is None
    assert tiny.positions[1].report_id is None
    assert tiny.assessments[1].evidence == ("r1", "r3")


def test_the_bundled_data_set_is_accepted(bundled_dataset: Path) -> None:
    assert load_dataset(bundled_dataset).claims


# file, row, field, the value put there, what the mend says
FIELDS = [
    ("places.csv", 2, "place_id", "", "may not be blank"),
    ("places.csv", 5, "place_id", "No_Where", "lower-case"),
    ("places.csv", 2, "name_en", "", "may not be blank"),
    ("places.csv", 2, "geo_precision", "precise", "use one of exact, vicinity"),
    ("places.csv", 2, "geo_precision", "", "may not be blank"),
    ("places.csv", 3, "geo_precision", "regoin", "use one of exact, vicinity"),
    ("places.csv", 2, "lon", "181", "from -180 to 180"),
    ("places.csv", 2, "lon", "-180.0001", "from -180 to 180"),
    ("places.csv", 2, "lat", "90.5", "from -90 to 90"),
    ("places.csv", 2, "lon", "35,27", "decimal number with a point"),
    ("places.csv", 2, "lon", "nan", "decimal number"),
    ("places.csv", 2, "lon", "inf", "decimal number"),
    ("places.csv", 2, "lon", "1e1", "decimal number"),
    ("places.csv", 2, "lon", "+35", "decimal number"),
    ("places.csv", 2, "lon", "３５", "decimal number"),
    ("places.csv", 2, "lat", "51°11'", "decimal number"),
    ("places.csv", 2, "lat", "", "a place of precision settlement needs it"),
    ("places.csv", 2, "coordinate_uncertainty_m", "", "a place of precision settlement needs it"),
    ("places.csv", 2, "coordinate_uncertainty_m", "0", "positive radius"),
    ("places.csv", 2, "coordinate_uncertainty_m", "-5", "from 0 to"),
    ("places.csv", 2, "coordinate_uncertainty_m", "1e5", "decimal number"),
    ("places.csv", 2, "coordinate_uncertainty_m", "20040001", "from 0 to"),
    ("places.csv", 2, "coordinate_uncertainty_m", "9" * 400, "from 0 to"),
    ("places.csv", 2, "regions", "RU-KRS", "a point has coordinates instead"),
    ("places.csv", 3, "lon", "36.1", "an area and never a pin"),
    ("places.csv", 3, "lat", "51.7", "an area and never a pin"),
    ("places.csv", 3, "coordinate_uncertainty_m", "90000", "an area and never a pin"),
    ("places.csv", 3, "regions", "", "name the ISO 3166-2 codes"),
    ("places.csv", 3, "regions", "RU-XXX", "a code of the bundled regions"),
    ("places.csv", 3, "regions", "RU-KRS RU-BEL RU-KRS", "name each region once"),
    ("places.csv", 5, "regions", "RU-KRS", "state the precision"),
    ("places.csv", 5, "lon", "1", "never a pin"),
    ("places.csv", 4, "vague", "no", "write yes or leave it blank"),
    ("places.csv", 4, "zone", "YES", "write yes or leave it blank"),
    ("sources.csv", 2, "source_id", "Ministry", "lower-case"),
    ("sources.csv", 2, "name", "", "may not be blank"),
    ("sources.csv", 4, "party", "", "may not be blank"),
    ("sources.csv", 2, "reliability", "G", "use one of A, B, C, D, E, F"),
    ("sources.csv", 2, "reliability", "a", "use one of A, B, C, D, E, F"),
    ("claims.csv", 7, "claim_id", "no where", "lower-case"),
    ("claims.csv", 2, "claim", "", "may not be blank"),
    ("claims.csv", 2, "claim", "x" * 20_001, "shorten it"),
    ("claims.csv", 2, "claim", "nul \0 inside", "control characters"),
    ("claims.csv", 2, "remark", "escape \x1b[2J", "control characters"),
    ("claims.csv", 2, "claim_type", "demine", "use one of deployment, transfer"),
    ("claims.csv", 2, "modality", "Present", "use one of planned"),
    ("claims.csv", 2, "actor", "", "may not be blank"),
    ("claims.csv", 2, "quantity_best", "twenty", "whole number"),
    ("claims.csv", 2, "quantity_best", "20.5", "whole number"),
    ("claims.csv", 2, "quantity_best", "-20", "whole number"),
    ("claims.csv", 2, "quantity_best", "２０", "whole number"),
    ("claims.csv", 2, "quantity_best", "²", "whole number"),
    ("claims.csv", 2, "quantity_high", "1,500", "whole number"),
    ("claims.csv", 2, "quantity_high", "1e5", "whole number"),
    ("claims.csv", 2, "quantity_high", "9" * 5000, "at most 12 digits"),
    ("claims.csv", 2, "unit", "", "say what is counted"),
    ("claims.csv", 2, "place_id", "kiev", "an id that places.csv holds"),
    ("claims.csv", 2, "event_date", "2024-13", "exists in the calendar"),
    ("claims.csv", 2, "event_date", "2023-02-29", "exists in the calendar"),
    ("claims.csv", 2, "event_date", "18.10.2024", "write it as"),
    ("claims.csv", 2, "event_date", "2024-10-18T14:30", "add the time zone"),
    ("claims.csv", 2, "event_date", "2025/2024", "earlier date first"),
    ("claims.csv", 2, "event_date", "2024-10-08/2024-11", "told into end_known_on"),
    ("claims.csv", 2, "end_known_on", "2024-11", "one day of the calendar"),
    ("claims.csv", 2, "end_known_on", "2024-10-13", "first reported on 2024-10-14"),
    ("claims.csv", 3, "end_known_on", "2024-12-01", "write event_date as start/end"),
    ("claims.csv", 2, "topic", "headcount", "the id of a [[topics]] table"),
    ("reports.csv", 9, "report_id", "r_8", "lower-case"),
    ("reports.csv", 3, "claim_id", "pint", "an id that claims.csv holds"),
    ("reports.csv", 3, "claim_id", "", "may not be blank"),
    ("reports.csv", 2, "source_id", "bbc", "an id that sources.csv holds"),
    ("reports.csv", 2, "published_at", "2024-10-14/..", "at the latest instead of .., or leave it blank"),
    ("reports.csv", 2, "published_at", "yesterday", "write it as"),
    ("reports.csv", 2, "stance", "claims", "use one of asserts, denies"),
    ("reports.csv", 3, "derived_from", "r99", "an id that reports.csv holds"),
    ("reports.csv", 3, "derived_from", "r2", "comes back to this one"),
    ("reports.csv", 4, "not_independent_of", "r99", "an id that reports.csv holds"),
    ("reports.csv", 2, "title", "", "may not be blank"),
    ("reports.csv", 2, "url", "javascript:alert(1)", "http or https"),
    ("reports.csv", 2, "url", "data:text/html,x", "http or https"),
    ("reports.csv", 2, "url", "ftp://example.org/", "http or https"),
    ("reports.csv", 2, "url", "//example.org/", "http or https"),
    ("reports.csv", 2, "url", "example.org", "http or https"),
    ("reports.csv", 2, "url", "https://", "http or https"),
    ("reports.csv", 2, "url", "https://[::1", "http or https"),
    ("reports.csv", 2, "url", "https://example.org:99999/", "http or https"),
    ("reports.csv", 2, "url", "https://example.org/a b", "http or https"),
    ("reports.csv", 2, "url", "java\nscript:alert(1)", "http or https"),
    ("positions.csv", 2, "claim_id", "nobody", "an id that claims.csv holds"),
    ("positions.csv", 2, "party", "France", "the party column of sources.csv"),
    ("positions.csv", 2, "position", "refuses", "use one of asserts, admits"),
    ("positions.csv", 2, "said_on", "2024-10", "one day of the calendar"),
    ("positions.csv", 2, "said_on", "", "may not be blank"),
    ("positions.csv", 2, "said_on", "2024-W42-5", "one day of the calendar"),
    ("positions.csv", 2, "said_on", "9999-12-31", "one day of the calendar"),
    ("positions.csv", 2, "said_on", "２０２４-10-18", "one day of the calendar"),
    ("positions.csv", 2, "report_id", "r99", "an id that reports.csv holds"),
    ("assessments.csv", 2, "assessment_id", "", "may not be blank"),
    ("assessments.csv", 2, "claim_id", "nobody", "an id that claims.csv holds"),
    ("assessments.csv", 2, "aspect", "who", "use one of presence"),
    ("assessments.csv", 5, "status", "certain", "use one of confirmed"),
    ("assessments.csv", 5, "basis", "none", "needs a basis of imagery, document, admission, on_site"),
    ("assessments.csv", 5, "basis", "independent_origins", "the status confirmed needs"),
    ("assessments.csv", 2, "status", "certain", "use one of confirmed"),
    ("assessments.csv", 5, "basis", "rumour", "use one of imagery"),
    ("assessments.csv", 3, "basis", "rumour", "use one of imagery"),
    ("assessments.csv", 3, "basis", "single_origin", "the status corroborated needs a basis of independent_origins"),
    ("assessments.csv", 4, "basis", "inference", "the status disputed needs a basis of conflicting_sources"),
    ("assessments.csv", 3, "evidence", "r1", "at least two independent origins"),
    ("assessments.csv", 3, "evidence", "r1 r2", "at least two independent origins"),
    ("assessments.csv", 3, "evidence", "", "at least two independent origins"),
    ("assessments.csv", 2, "evidence", "r99", "ids that reports.csv holds"),
    ("assessments.csv", 2, "reason", "", "may not be blank"),
    ("assessments.csv", 2, "effective_at", "2024-10-16", "after the judgement was recorded"),
    ("assessments.csv", 2, "effective_at", "2024-10-32", "one day of the calendar"),
    ("assessments.csv", 2, "recorded_at", "soon", "one day of the calendar"),
    ("assessments.csv", 2, "recorded_at", "", "may not be blank"),
    ("assessments.csv", 2, "by", "", "may not be blank"),
    ("foreign.csv", 3, "claim_id", "nobody", "an id that claims.csv holds"),
    ("foreign.csv", 2, "claim_id", "", "may not be blank"),
    ("foreign.csv", 2, "by", "", "may not be blank"),
    ("foreign.csv", 2, "scheme", "bell \a", "control characters"),
    ("foreign.csv", 2, "value", "", "may not be blank"),
    ("foreign.csv", 2, "said_on", "2024-11", "one day of the calendar"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "row", "field", "value", "mend"), FIELDS)
def test_one_broken_field_gives_one_problem(
    tmp_path: Path, file: str, row: int, field: str, value: str, mend: str
) -> None:
    found = only(judged_elsewhere(tmp_path).put(file, row, field, value))
    if found.value is not None:
        assert found.value in (value, value.strip())
    else:
        assert value == ""
    assert (found.file, found.row, found.field) == (file, row, field)
    assert mend in found.mend


ACCEPTED = [
    ("claims.csv", 2, "claim_id", " point "),
    ("places.csv", 2, "lon", "-180"),
    ("places.csv", 2, "lon", "180.000"),
    ("places.csv", 2, "lat", "-90"),
    ("places.csv", 2, "lat", "90"),
    ("places.csv", 2, "coordinate_uncertainty_m", "0.5"),
    ("places.csv", 3, "regions", "  RU-KRS   UA-59 "),
    ("claims.csv", 2, "quantity_best", "10"),
    ("claims.csv", 2, "quantity_low", "0"),
    ("claims.csv", 2, "quantity_high", "999999999999"),
    ("claims.csv", 2, "claim", "x" * 20_000),
    ("claims.csv", 2, "claim", "two\nlines\tand a tab"),
    ("claims.csv", 2, "event_date", "2024-02-29/.."),
    ("reports.csv", 7, "published_at", "2024-24"),
    ("reports.csv", 9, "published_at", ""),
    ("reports.csv", 4, "derived_from", "r4"),
    ("reports.csv", 2, "url", ""),
    ("reports.csv", 2, "url", "HTTP://example.org:8080/?q=<b>#x"),
    ("reports.csv", 2, "url", "https://пример.рф/курск"),
    ("positions.csv", 2, "said_on", "9999-12-30"),
    ("assessments.csv", 2, "effective_at", "2024-10-15"),
    ("foreign.csv", 2, "said_on", ""),
    ("foreign.csv", 2, "scheme", ""),
]


@pytest.mark.parametrize(("file", "row", "field", "value"), ACCEPTED)
def test_what_may_stand_there(tmp_path: Path, file: str, row: int, field: str, value: str) -> None:
    assert len(judged_elsewhere(tmp_path).put(file, row, field, value).load().claims) == 6


def test_every_field_is_tried() -> None:
    unchecked = {"name_ru", "name_uk", "name_ko", "remark"}  # free text that may be blank
    tried = {(file, field) for file, _row, field, _value, _mend in FIELDS} | {("claims.csv", "quantity_low")}
    assert {(file, field) for file, fields in COLUMNS.items() for field in fields if field not in unchecked} <= tried


@pytest.mark.parametrize(
    ("low", "best", "high", "value"),
    [("21", "20", "50", "21 / 20 / 50"), ("", "51", "50", "– / 51 / 50"), ("51", "", "50", "51 / – / 50")],
)
def test_quantity_out_of_order(tmp_path: Path, low: str, best: str, high: str, value: str) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.put("claims.csv", 2, "quantity_low", low).put("claims.csv", 2, "quantity_best", best)
    found = only(builder.put("claims.csv", 2, "quantity_high", high))
    assert (found.row, found.field, found.value) == (2, "quantity_low", value)


IDS = [
    ("places.csv", "place_id"),
    ("sources.csv", "source_id"),
    ("claims.csv", "claim_id"),
    ("reports.csv", "report_id"),
    ("assessments.csv", "assessment_id"),
]


@pytest.mark.parametrize(("file", "field"), IDS)
def test_id_that_stands_twice(tmp_path: Path, file: str, field: str) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.tables[file].append(dict(builder.tables[file][1]))
    found = only(builder)
    assert (found.file, found.row, found.field) == (file, len(builder.tables[file]) + 1, field)
    assert "row 3 has the same id" in found.mend


@pytest.mark.parametrize("links", [{"r3": "r3"}, {"r1": "r2"}, {"r1": "r4", "r4": "r2"}])
def test_circle_of_reports_is_told_at_each_of_its_members(tmp_path: Path, links: dict[str, str]) -> None:
    builder = DatasetBuilder(tmp_path)
    for record in builder.tables["reports.csv"]:
        record["derived_from"] = links.get(record["report_id"], record["derived_from"])
    members = {*links, *links.values()}
    rows = [row for row, record in enumerate(builder.tables["reports.csv"], 2) if record["report_id"] in members]
    problems = refused(builder)
    assert [(problem.file, problem.row, problem.field) for problem in problems] == [
        ("reports.csv", row, "derived_from") for row in rows
    ]


def test_claim_that_nobody_reported(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    del builder.tables["reports.csv"][-1]
    found = only(builder)
    assert (found.file, found.row, found.field, found.value) == ("claims.csv", 7, "claim_id", "nowhere")


def test_a_party_that_is_no_side_must_have_a_source(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.info = 'unaligned = ["South Korea", "Pres"]\n' + builder.info
    found = only(builder)
    assert (found.file, found.row, found.field, found.value) == ("dataset.toml", None, "unaligned", "Pres")
    assert "sources.csv" in found.mend
    builder.info = builder.info.replace(', "Pres"', "")
    assert builder.load().info.unaligned == {"South Korea"}
    builder.info = builder.info.replace("South Korea", "Not stated")
    found = only(builder.add("sources.csv", source_id="blog", name="Blog", party="Not stated", reliability="F"))
    assert (found.file, found.field, found.value) == ("dataset.toml", "unaligned", "Not stated")
    assert "may belong to one that takes a side" in found.mend


def test_all_problems_are_told_at_once_in_order_of_files_and_rows(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path)
    builder.info = builder.info.replace('"Nobody"', "7")
    builder.put("assessments.csv", 2, "by", "").put("claims.csv", 6, "modality", "?").put("claims.csv", 3, "actor", "")
    builder.put("reports.csv", 2, "url", "x").put("reports.csv", 2, "title", "").put("places.csv", 2, "lon", "x")
    assert [(problem.file, problem.row) for problem in refused(builder)] == [
        ("dataset.toml", None), ("places.csv", 2), ("claims.csv", 3), ("claims.csv", 6), ("reports.csv", 2),
        ("reports.csv", 2), ("assessments.csv", 2),
    ]  # fmt: skip


def test_problems_between_rows_are_told_in_the_same_order(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path).put("reports.csv", 2, "source_id", "bbc").put("claims.csv", 6, "place_id", "x")
    builder.put("assessments.csv", 2, "claim_id", "x").put("places.csv", 3, "regions", "XX")
    builder.put("reports.csv", 9, "report_id", "r7")
    assert [(problem.file, problem.row) for problem in refused(builder)] == [
        ("places.csv", 3), ("claims.csv", 6), ("reports.csv", 2), ("reports.csv", 9), ("assessments.csv", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("file", ["dataset.toml", *(file for file in COLUMNS if file not in MAY_BE_MISSING)])
def test_missing_file(tmp_path: Path, file: str) -> None:
    folder = DatasetBuilder(tmp_path).write()
    (folder / file).unlink()
    with pytest.raises(DatasetError) as caught:
        load_dataset(folder)
    assert [(problem.file, problem.row) for problem in caught.value.problems] == [(file, None)]
    assert "missing" in str(caught.value)


@pytest.mark.parametrize("is_file", [False, True])
def test_folder_that_is_none(tmp_path: Path, is_file: bool) -> None:
    if is_file:
        (tmp_path / "here").write_text("a file")
    with pytest.raises(DatasetError, match=r"^here: there is no such folder\.$"):
        load_dataset(str(tmp_path / "here"))


def test_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    folder = DatasetBuilder(tmp_path).write()
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").mkdir()
    with pytest.raises(DatasetError, match=r"^claims\.csv: the file cannot be read"):
        load_dataset(folder)


def test_digest_changes_with_every_file_and_only_with_them(tmp_path: Path) -> None:
    first = DatasetBuilder(tmp_path / "a").load().digest
    assert len(first) == 64
    assert DatasetBuilder(tmp_path / "b").load().digest == first
    folder = DatasetBuilder(tmp_path / "c").write()
    (folder / "README.md").write_text("A note.")
    assert load_dataset(folder).digest == first
    seen = {first}
    for file in ("dataset.toml", *(file for file in COLUMNS if file not in MAY_BE_MISSING)):
        with (folder / file).open("a", encoding="utf-8") as end:
            end.write("\n")
        seen.add(load_dataset(folder).digest)
    assert len(seen) == 8


def test_what_others_say_is_read_where_the_file_is_there(tmp_path: Path) -> None:
    assert DatasetBuilder(tmp_path / "a").load().foreign == ()
    tiny = judged_elsewhere(tmp_path / "b").load()
    assert tiny.foreign == (
        ForeignVerdict("point", "An archive", "status", "Verified", date(2024, 11, 2)),
        ForeignVerdict("area", "An archive", "", "confirmed"),
    )
    assert tiny.digest != DatasetBuilder(tmp_path / "c").load().digest
