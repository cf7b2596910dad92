"""Standard columns out of tables of each kind: codes, several sources in a cell, and nothing that was not said."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.ingest.profiles import LISTS, SEPARATOR, STANDARD, Mapping, Tally, load_profiles, standard


def one(profile: str | Mapping, tally: Tally | None = None, **cells: str | None) -> dict[str, str | None]:
    batch = pa.RecordBatch.from_pydict({name: pa.array([value], pa.string()) for name, value in cells.items()})
    how = load_profiles()[profile] if isinstance(profile, str) else profile
    return standard(batch, how, tally=tally).to_pylist()[0]


ACLED = {
    "event_id_cnty": "UKR1",
    "event_date": "18 October 2024",
    "notes": "Forces clashed.",
    "latitude": "51.1",
    "longitude": "35.2",
}


@pytest.mark.parametrize(
    ("code", "word"), [("1", "settlement"), ("2", "district"), ("3", "region"), ("3.0", "region"), ("", None)]
)
def test_acled_places(code, word):
    assert one("acled", **ACLED, geo_precision=code)["geo_precision"] == word


@pytest.mark.parametrize(("code", "word"), [("1", "day"), ("2", "week"), ("3", "month")])
def test_acled_times(code, word):
    assert one("acled", **ACLED, time_precision=code)["date_precision"] == word


@pytest.mark.parametrize(
    ("sub", "event", "word"),
    [
        ("Armed clash", "Battles", "combat"),
        ("ARRESTS", "Strategic developments", "prisoners"),
        ("Headquarters or base established", "Strategic developments", "deployment"),
        ("Something new", "Battles", "combat"),
        ("Something new", "Something else", "other"),
    ],
)
def test_acled_types(sub, event, word):
    assert one("acled", **ACLED, sub_event_type=sub, event_type=event)["claim_type"] == word


def test_acled_sources_deaths_and_older_columns():
    row = one("acled", **ACLED, source="TASS; Kyiv Post", fatalities="0", iso="804", data_id="7", location="Sudzha")
    assert row["source"] == SEPARATOR.join(["TASS", "Kyiv Post"])
    assert row["quantity_best"] is None
    assert (row["their_id"], row["place"], row["published"]) == ("UKR1", "Sudzha", None)
    assert one("acled", data_id="7", fatalities="12")["quantity_best"] == "12"


def test_codes_without_a_word_are_counted_over_all_batches():
    tally = Tally()
    for code in ("9", "9", "1", "x"):
        assert one("acled", tally, **ACLED, geo_precision=code)["geo_precision"] in ("\x1e" + code, "settlement")
    assert tally.unmapped == {"geo_precision": {"9": 2, "x": 1}}


def test_a_span_says_more_than_a_code():
    span = {"date_start": "2015-08-15", "date_end": "2015-08-21", "date_prec": "3"}
    assert one("ucdp-ged", **span)["date_precision"] is None
    assert one("ucdp-ged", **{**span, "date_end": "2015-08-15"})["date_precision"] == "week"


def test_a_candidate_release_with_times_behind_its_days():
    row = one("ucdp-ged", date_start="2026-07-11 00:00:00.000", date_end="2026-07-12 00:00:00.000")
    assert (row["date"], row["date_end"]) == ("2026-07-11", "2026-07-12")


@pytest.mark.parametrize(
    ("code", "word"),
    [("STREET", "locality"), ("ADM3", "settlement"), ("ADM2", "district"), ("ADM1", "region"), ("ADM0", "country")],
)
def test_viina_places(code, word):
    assert one("viina2", GEO_PRECISION=code, geonameid="7")["geo_precision"] == word


def test_viina_one_event_a_day_has_no_text_and_gets_one():
    row = one(
        "viina2",
        n_reports="3",
        asciiname="Lyman",
        ADM1_NAME="Donets'k",
        t_artillery_b="1",
        a_rus_b="1",
        a_ukr_b="0",
        sources="pravdaua,newoutlet",
        date="20260919",
    )
    assert row["text"] == "3 reports at Lyman, Donets'k"
    assert (row["claim_type"], row["actor"]) == ("combat", "Russian forces")
    assert row["source"] == SEPARATOR.join(["Українська правда", "newoutlet"])
    assert row["published"] == SEPARATOR.join(["20260919"] * 2)


def test_geoconfirmed_names_accounts_and_keeps_their_verdict_theirs():
    row = one(
        "geoconfirmed-csv", Date="2026-09-17", Description="A station is damaged.", Latitude="49.3", Longitude="35.4",
        Id="abc", PlusCode="9CC5+22 Krasnohrad, Kharkiv Oblast, Ukraine", Source="https://x.com/a/status/1, https://t.me/b/2.",
    )  # fmt: skip
    assert row["url"] == SEPARATOR.join(["https://x.com/a/status/1", "https://t.me/b/2"])
    assert row["source"] == SEPARATOR.join(["x.com/a", "t.me/b"])
    assert (row["place"], row["admin1"], row["country"]) == ("Krasnohrad", "Kharkiv Oblast", "Ukraine")
    assert (row["verdict"], row["verdict_by"], row["published"]) == ("geolocated", "GeoConfirmed", None)


def test_geoconfirmed_kml_takes_the_day_out_of_the_name():
    row = one("geoconfirmed-kml", Name="10 OCT 2022 - Kyiv", Description="Hit. https://x.com/GeoConfirmed/status/5")
    assert (row["date"], row["source"]) == ("10 OCT 2022", "x.com/GeoConfirmed")


def test_timemap_reads_the_json_in_a_cell():
    cell = '[{"id": "a", "path": "https://t.me/x/1", "description": "video"}, {"path": "https://b.org/2"}]'
    row = one(
        "timemap",
        id="CIV1",
        date="3/2/2022",
        description="A school was hit.",
        latitude="50",
        longitude="36",
        sources=cell,
    )
    assert row["url"] == SEPARATOR.join(["https://t.me/x/1", "https://b.org/2"])
    assert row["title"] == "video" + SEPARATOR
    assert row["source"] == SEPARATOR.join(["t.me/x", "b.org"])
    assert one("timemap", sources="see https://t.me/x/1")["url"] == "https://t.me/x/1"


def test_atlos_gathers_its_source_columns_and_takes_no_work_state_for_a_verdict():
    row = one(
        "atlos-csv",
        slug="A1",
        description="d",
        status="Completed",
        latitude="1",
        geolocation_resolution="Vicinity",
        source_1="https://a.org/1",
        source_2="",
        source_3="https://b.org/1",
    )
    assert row["url"] == SEPARATOR.join(["https://a.org/1", "https://b.org/1"])
    assert (row["verdict"], row["geo_precision"], row["source"]) == (
        None,
        "vicinity",
        SEPARATOR.join(["a.org", "b.org"]),
    )
    assert "Completed" in row["remark"]


def test_uawardata_warspotting_and_eyes_on_russia():
    row = one(
        "uawardata",
        unit="1st Army",
        type="HQ",
        strength="Army",
        date="2022-09-11",
        lat="49",
        lng="37",
        sources_url="https://t.me/r/1, https://x.com/D/status/2",
        sources_date="06.09.2022, 25.08.2022",
    )
    assert (row["text"], row["modality"]) == ("1st Army is placed here (HQ, Army)", "inferred")
    assert row["published"] == SEPARATOR.join(["06.09.2022", "25.08.2022"])
    row = one(
        "warspotting",
        id="1",
        type="Tanks",
        model="T-72B3",
        status="Destroyed",
        lost_by="Russia",
        nearest_location="Lyman",
        date="2022-09-11",
        geo="48.9,37.8",
    )
    assert row["text"] == "T-72B3 (Tanks) of Russia: Destroyed, near Lyman"
    assert (row["claim_type"], row["lat"], row["lon"]) == ("equipment", "48.9", "37.8")
    assert row["geo_precision"] == "vicinity"
    row = one(
        "cir",
        id="U1",
        verifiedDate="2022-10-10T00:00:00",
        description="d",
        url="https://x.com/a/1",
        city="Kyiv",
        title="t",
    )
    assert (row["date"], row["verdict_by"], row["place"]) == ("2022-10-10", "Centre for Information Resilience", "Kyiv")


def test_a_table_of_our_own_loses_its_apostrophes_and_keeps_its_status_as_theirs():
    reports = '[{"source": "KBS", "party": null, "published_at": "2024-10-18", "url": null, "title": "T"}]'
    row = one(
        "claimline",
        claim="'=1+1",
        claim_type="training",
        geo_precision="region",
        status="confirmed",
        dataset_title="D",
        reports=reports,
    )
    assert (row["text"], row["source"], row["published"], row["url"]) == ("=1+1", "KBS", "2024-10-18", None)
    assert (row["verdict"], row["verdict_by"]) == ("confirmed", "D")


@pytest.mark.parametrize(
    ("source", "published", "url", "wanted"),
    [
        ("a;b", "1;2", "x;y", ("a|b", "1|2", "x|y")),
        ("a", "1", "x;y", ("a|a", None, "x|y")),
        ("a;b;c", "1;2", "x;y", ("a; b; c|a; b; c", "1|2", "x|y")),
        ("a;b", "1;2;3", None, ("a|b", None, None)),
        ("a", "1", "x", ("a", "1", "x")),
    ],
)
def test_sources_dates_and_addresses_are_paired_or_left_out(source, published, url, wanted):
    mapping = Mapping(columns={name: name for name in ("source", "published", "url")}, separator=";")
    tally = Tally()
    row = one(mapping, tally, source=source, published=published, url=url)
    assert tuple(row[name] and row[name].replace(SEPARATOR, "|") for name in ("source", "published", "url")) == wanted
    assert tally.unpaired == ({"published": 1} if wanted[1] is None else {})


def test_a_torn_row_says_nothing_but_that():
    batch = pa.RecordBatch.from_pydict(
        {"#row": pa.array([2, 3]), "#torn": pa.array([None, "too long"]), "claim": ["a", "b;c;d"]}
    )
    rows = standard(batch, Mapping(columns={"text": "claim"}, constants={"claim_type": "other"})).to_pylist()
    assert [(row["text"], row["claim_type"], row["#row"], row["#torn"]) for row in rows] == [
        ("a", "other", 2, None),
        (None, None, 3, "too long"),
    ]


@settings(deadline=None)
@given(st.data())
def test_any_table_becomes_standard_columns_row_by_row(data):
    profile = data.draw(st.sampled_from(list(load_profiles().values())))
    wanted = [group[0] for group in (*profile.must, *profile.may)] or ["text"]
    rows = data.draw(st.integers(0, 4))
    cells = (
        st.none()
        | st.text(max_size=12)
        | st.sampled_from(["1", "2", "https://x.com/a,b", "[1]", '[{"path": 1}]', SEPARATOR, "a;b|c"])
    )
    columns = {name: pa.array(data.draw(st.lists(cells, min_size=rows, max_size=rows)), pa.string()) for name in wanted}
    made = standard(pa.RecordBatch.from_pydict(columns), profile)
    made.validate(full=True)
    assert made.num_rows == rows
    assert tuple(made.schema.names[3:]) == STANDARD
    for row in made.to_pylist():
        counts = {row[name].count(SEPARATOR) for name in LISTS if row[name]}
        assert len(counts) <= 1
