"""The two real event files: every row, against the raw values."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pyarrow as pa
import pytest

from geodata.ingest.profiles import SEPARATOR, STANDARD, Tally, load_profiles, recognise, standard

DATA = Path(__file__).parents[3] / "data"
Rows = list[dict[str, str]]


def raw_rows(name: str) -> Rows:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def batch_of(rows: Rows) -> pa.RecordBatch:
    columns = {name: pa.array([row[name] or None for row in rows], pa.string()) for name in rows[0]}
    return pa.RecordBatch.from_pydict({"#row": pa.array(range(2, len(rows) + 2)), **columns})


@pytest.fixture(scope="module", params=["ucdp-ged ucdp_ged_ukraine_2014-2022.csv", "viina2 viina_2023_extract.csv"])
def file(request: pytest.FixtureRequest) -> tuple[str, Rows, list[dict[str, str]], Tally]:
    profile, name = request.param.split()
    rows = raw_rows(name)
    tally = Tally()
    made = standard(batch_of(rows), load_profiles()[profile], tally=tally)
    return profile, rows, made.to_pylist(), tally


def test_each_is_recognised(file):
    profile, rows, _made, _tally = file
    found = recognise(tuple(rows[0]), batch_of(rows[:200]))
    assert [match.profile.name for match in found] == [profile, "generic"]
    assert found[0].share > 0.9


def test_every_row_has_text_date_place_and_sources(file):
    _profile, rows, made, tally = file
    assert len(made) == len(rows)
    assert (tally.unmapped, tally.unpaired) == ({}, {})
    for row in made:
        assert all(row[name] for name in ("text", "date", "lon", "lat", "geo_precision", "source", "published")), row
        assert row["place"] or row["geo_precision"] == "unknown"
        counts = {len(row[name].split(SEPARATOR)) for name in ("source", "published", "url", "title") if row[name]}
        assert len(counts) == 1


def test_ucdp_against_the_raw_rows():
    rows = raw_rows("ucdp_ged_ukraine_2014-2022.csv")
    made = standard(batch_of(rows), load_profiles()["ucdp-ged"]).to_pylist()
    geo = {"1": "settlement", "2": "settlement", "3": "district", "4": "region", "5": "multi_region"}
    geo |= {"6": "country", "7": "unknown"}
    for number, (raw, row) in enumerate(zip(rows, made, strict=True), start=2):
        assert (row["#row"], row["their_id"], row["lat"], row["lon"]) == (
            number,
            raw["id"],
            raw["latitude"],
            raw["longitude"],
        )
        assert (row["date"], row["date_end"]) == (raw["date_start"], raw["date_end"])
        assert row["date_precision"] == ("day" if raw["date_start"] == raw["date_end"] else None)
        assert row["geo_precision"] == geo[raw["where_prec"]]
        assert row["uncertainty_m"] == ("25000" if raw["where_prec"] == "2" else None)
        assert (row["quantity_low"], row["quantity_best"], row["quantity_high"]) == (
            raw["low"],
            raw["best"],
            raw["high"],
        )
        assert (row["verdict"], row["verdict_by"]) == (raw["code_status"], "Uppsala Conflict Data Program")
        assert row["admin1"] == (raw["adm_1"] or None)
        offices = [one.strip() for one in raw["source_office"].split(";")]
        days = re.findall(r"\d{4}-\d{2}-\d{2}", raw["source_date"])
        assert [one.strip() for one in row["source"].split(SEPARATOR)] == offices
        assert row["published"].split(SEPARATOR) == days
        assert len(row["title"].split(SEPARATOR)) == int(raw["number_of_sources"])
        assert f"UCDP counts {raw['best']} deaths" in row["text"]
        assert raw["where_coordinates"].strip() in row["text"]


def test_viina_against_the_raw_rows():
    rows = raw_rows("viina_2023_extract.csv")
    made = standard(batch_of(rows), load_profiles()["viina2"]).to_pylist()
    for raw, row in zip(rows, made, strict=True):
        assert (row["their_id"], row["date"], row["text"]) == (
            raw["event_id_1pd"],
            raw["date"],
            raw["representative_text"].strip(),
        )
        assert row["url"].split(SEPARATOR) == [url.partition("<")[0] for url in raw["source_urls"].split("|")]
        assert row["published"].split(SEPARATOR) == [raw["date"]] * len(raw["source_urls"].split("|"))
        assert row["geo_precision"] == ("settlement" if raw["geonameid"] else "unknown")
        assert row["admin1"] == (raw["ADM1_NAME"] or None)
        assert ("Russian forces" in (row["actor"] or "")) == (raw["a_rus"] == "1")
    nine = next(row for row in made if row["url"].count(SEPARATOR) == 8)
    assert set(nine["source"].split(SEPARATOR)) == {"Інтерфакс-Україна; Независимая газета; РИА Новости"}


def test_the_order_of_columns_is_fixed(file):
    assert tuple(file[2][0]) == ("#row", "#wkb", "#torn", *STANDARD)
