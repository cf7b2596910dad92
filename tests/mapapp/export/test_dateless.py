"""A data set of which nobody says when anything was published: every output is made, and none knows it on a day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from geodata.assess import changes_between, figures_of, lives
from geodata.ingest import load_dataset, read_export
from geodata.model import Dataset
from geodata.store import ClaimQuery, knowledge_days, select, sequel_of
from mapapp.api.feed import changes_feed, days_asked
from mapapp.cli import main
from mapapp.export import Look, draw_snapshot, save, to_geojson
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from mapapp.timemap.payload import claims_payload
from tests.builders import DatasetBuilder
from tests.mapapp.export.pictures import Written, written  # noqa: F401

KNOWN_ON = date(2024, 12, 1)
SUFFIXES = sorted(suffix for suffix, one in FORMATS.items() if one.kind is not Kind.FILM)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six claims; no report has a date, nobody judged or said anything."""
    builder = DatasetBuilder(tmp_path_factory.mktemp("dateless"))
    for report in builder.tables["reports.csv"]:
        report["published_at"] = ""
    builder.tables |= {"positions.csv": [], "assessments.csv": []}
    return builder.write()


@pytest.fixture(scope="module")
def dateless(folder: Path) -> Dataset:
    return load_dataset(folder)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("known_on", [None, KNOWN_ON])
def test_every_file_is_made(dateless: Dataset, suffix: str, known_on: date | None) -> None:
    content = save(select(dateless, ClaimQuery(known_on=known_on)), suffix, Look(size_px=(640, 420))).content
    assert content
    if suffix in (".geojson", ".csv", ".kml"):
        assert ("Sappers work at Sudzha" in content.decode("utf-8")) is (known_on is None)


def test_a_file_says_that_no_date_was_stated(dateless: Dataset) -> None:
    features = json.loads(to_geojson(select(dateless, ClaimQuery())))["features"]
    reports = [report for feature in features for report in feature["properties"]["reports"]]
    assert len(reports) == 8
    assert {(report["published_at"], report["public_on"]) for report in reports} == {(None, None)}


def test_everything_comes_back(dateless: Dataset) -> None:
    back = read_export(to_geojson(select(dateless, ClaimQuery())).encode())
    assert (back.claims, back.reports) == (dateless.claims, dateless.reports)
    assert read_export(to_geojson(select(dateless, ClaimQuery(known_on=KNOWN_ON))).encode()).claims == ()


def test_nothing_about_days_is_told(dateless: Dataset) -> None:
    assert knowledge_days(dateless) is None
    assert changes_between(dateless, date.min, date.max) == ()
    since, until = days_asked(dateless, {})
    assert changes_between(dateless, since, until) == ()
    root = "http://127.0.0.1/"
    assert b"<entry" not in changes_feed(dateless, (), root=root, address=f"{root}feed")
    assert [life.days for life in lives(dateless)] == [()] * len(lives(dateless))
    assert lives(dateless, KNOWN_ON) == ()
    for topic in dateless.info.topics:
        assert all(figure.published is None for figure in figures_of(dateless, topic.topic_id))
        assert figures_of(dateless, topic.topic_id, KNOWN_ON) == ()


def test_a_view_of_a_day_is_empty_and_what_came_since_has_no_day(dateless: Dataset) -> None:
    sequel = sequel_of(dateless, ClaimQuery(known_on=KNOWN_ON))
    assert (sequel.then.in_view, sequel.then.not_known, sequel.then.dateless) == ((), 6, 6)
    assert (sequel.changed, sequel.joined) == ((), sequel.now.in_view)


def test_the_browser_gets_no_day(dateless: Dataset) -> None:
    payload = claims_payload(dateless)
    assert {report["at"] for report in payload["reports"]} == set(payload["steps"]["at"]) == {None}
    assert {report["date"] for report in payload["reports"]} == {"date of publication not stated"}


def test_the_shell_says_how_many_are_left_out(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["export", str(tmp_path / "out.csv"), "--dataset", str(folder)]
    assert main(asked) == 0
    assert "Left out" not in capsys.readouterr().out
    assert main([*asked, "--known-on", "2024-12-01"]) == 0
    told = "Not yet known then: 0. Left out, because nobody knows when they became public: 6."
    assert told in capsys.readouterr().out


def test_a_picture_says_how_many_are_left_out(folder: Path, written: Written) -> None:  # noqa: F811
    builder = DatasetBuilder(folder.parent / "one")
    builder.put("reports.csv", 9, "published_at", "")
    draw_snapshot(select(builder.load(), ClaimQuery(known_on=date(2024, 10, 16))), size_px=(1600, 1000))
    said = written.words
    assert said[said.index("Not yet known then") + 1] == "4"
    assert said[said.index("No date of publication") + 1] == "1"
    written.words.clear()
    draw_snapshot(select(builder.load(), ClaimQuery()), size_px=(1600, 1000))
    assert "No date of publication" not in written.words
