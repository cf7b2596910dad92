"""Columns without a usual name, taken where their values are plain, and asked for where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.ingest.importing import Request, Trial
from geodata.ingest.questions import NeedsAnswerError
from tests.geodata.ingest.importing.small import tried


def columns(trial: Trial) -> dict[str, str]:
    assert trial.choice.mapping is not None
    return dict(trial.choice.mapping.columns)


def rows(**others: str) -> list[dict[str, str]]:
    return [
        {"Q1": "Engineers repair the bridge near the station", "Q2": f"{day} April 2025", "Q3": place, **others}
        for day, place in ((3, "Sudzha"), (4, "Kursk"), (5, "Belgorod"))
    ]


def test_texts_dates_and_places_are_known_by_what_they_are(tmp_path: Path) -> None:
    with tried(tmp_path, rows()) as trial:
        assert columns(trial) == {"date": "Q2", "place": "Q3", "text": "Q1"}
        assert trial.report.counts.accepted == 3
        assert "“Q2” is read as the date: its values are dates." in trial.report.why
        assert trial.report.questions == ()


def test_the_only_column_that_is_left_is_the_text_however_short(tmp_path: Path) -> None:
    told = [{"Q1": "공병 도착", "날짜": "2025년 4월 26일", "위도": "51.19", "경도": "35.27"}]
    with tried(tmp_path, told) as trial:
        assert [claim["text"] for claim in trial.claims().to_pylist()] == ["공병 도착"]


def test_two_columns_of_dates_are_asked_about(tmp_path: Path) -> None:
    with tried(tmp_path, rows(Q4="6 May 2025")) as trial:
        assert [question.key for question in trial.report.questions] == ["column:date"]
        assert trial.report.counts.doubtful == 3
    with tried(tmp_path, rows(Q4="6 May 2025"), Request(answers={"column:date": "Q2"})) as trial:
        assert next(claim["event_date"] for claim in trial.claims().to_pylist()) == "2025-04-03"


def test_bare_numbers_are_no_dates(tmp_path: Path) -> None:
    told = [{"text": f"claim {n}", "Q2": str(2000 + n), "place": "Kursk"} for n in range(5)]
    with tried(tmp_path, told) as trial:
        assert "date" not in columns(trial)


def test_two_columns_of_texts_are_asked_about(tmp_path: Path) -> None:
    other = "Nobody saw any engineers at the bridge there"
    with pytest.raises(NeedsAnswerError, match="column:text"), tried(tmp_path, rows(Q4=other)):
        pass


def test_addresses_and_numbers_are_no_text(tmp_path: Path) -> None:
    link = "https://example.org/a/very/long/address/that/is/longer/than/any/text/of/the/table"
    with tried(tmp_path, rows(Q4=link, Q5="123456789 " * 20)) as trial:
        assert columns(trial)["text"] == "Q1"


def test_a_headline_stands_for_a_text_that_is_missing(tmp_path: Path) -> None:
    told = [{"headline of it": "", "title": "Bridge repaired", "date": "2025-04-03"}]
    with tried(tmp_path, told) as trial:
        assert [claim["text"] for claim in trial.claims().to_pylist()] == ["Bridge repaired"]


def test_notes_stand_for_a_text_where_nothing_else_does(tmp_path: Path) -> None:
    with tried(tmp_path, [{"Date": "2024-10-21", "MGRS": "36UXB5862473403", "Note": "Seen"}]) as trial:
        assert [claim["text"] for claim in trial.claims().to_pylist()] == ["Seen"]
        assert "“Note” is read as the text: no other column says what is claimed." in trial.report.why


def test_a_placemark_without_a_description_says_its_name(tmp_path: Path) -> None:
    kml = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
    <Placemark><name>Sappers</name><description>Seen at the bridge</description>
    <TimeStamp><when>2025-04-26</when></TimeStamp><Point><coordinates>35.27,51.19</coordinates></Point></Placemark>
    <Placemark><name>Second bridge</name><TimeSpan><begin>2025-01</begin><end>2025-03</end></TimeSpan>
    <Point><coordinates>35.28,51.19</coordinates></Point></Placemark></Document></kml>"""
    with tried(tmp_path, kml, name="marks.kml") as trial:
        told = [(claim["text"], claim["event_date"]) for claim in trial.claims().to_pylist()]
    assert told == [("Seen at the bridge", "2025-04-26"), ("Second bridge", "2025-01/2025-03")]
