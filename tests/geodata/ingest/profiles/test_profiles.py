"""Profiles: each is whole, known by its header alone, and a slip in one is a sentence."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from geodata.errors import ImportRefusedError
from geodata.ingest.profiles import GENERIC, load_profiles, near_misses, recognise
from geodata.ingest.profiles.page import as_markdown
from geodata.ingest.profiles.profiles import parse_profile

DOCS = Path(__file__).parents[4] / "docs" / "importing.md"
NAMES = [name for name in load_profiles() if name != GENERIC]
HEAD = 'name="a"\nlabel="A"\npublisher="P"\nlicence="L"\nattribution="B"\n'


def table(header: list[str], *rows: list[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {name: pa.array([row[index] for row in rows], pa.string()) for index, name in enumerate(header)}
    )


def filled(name: str, value: str = "1") -> pa.RecordBatch:
    header = [group[-1].upper() for group in load_profiles()[name].must]
    return table(header, [value] * len(header))


def test_all_publishers_are_there_and_the_generic_one_last():
    wanted = (
        "acled atlos-csv cir claimline geoconfirmed-csv geoconfirmed-kml timemap uawardata ucdp-ged viina2 warspotting"
    )
    assert list(load_profiles()) == [*wanted.split(), GENERIC]


@pytest.mark.parametrize("name", NAMES)
def test_each_cites_a_codebook_and_names_licence_and_text(name):
    profile = load_profiles()[name]
    assert profile.cites
    assert profile.cites[0].year >= 2021
    assert profile.licence
    assert profile.attribution
    assert {"text", "date", "source", "geo_precision"} <= set(profile.columns)
    assert (
        "their verdict" in " ".join(profile.assumes)
        or "verdict" not in profile.columns
        or name in ("ucdp-ged", "claimline")
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_is_known_by_its_columns_whatever_their_case_and_order(name):
    values = {"geoconfirmed-kml": None}
    if name in values:
        header, row = ["Description", "Name"], ["Geolocation: x.com/GeoConfirmed", "10 OCT 2022 Kyiv"]
        batch = table(header, row)
    else:
        batch = filled(name)
    names = [match.profile.name for match in recognise(batch.schema.names, batch)]
    assert name in names
    assert names[-1] == GENERIC


@pytest.mark.parametrize("name", NAMES)
def test_none_is_known_without_one_of_the_columns_that_must_be_there(name):
    whole = filled(name)
    for index in range(whole.num_columns):
        names = [column for at, column in enumerate(whole.schema.names) if at != index]
        batch = whole.select(names)
        assert name not in [match.profile.name for match in recognise(names, batch)]


def test_what_a_file_looks_like_without_being_it_is_said():
    batch = filled("acled")
    names = [name for name in batch.schema.names if name != "TIME_PRECISION"]
    assert near_misses(names) == ("It looks like ACLED, but the column time_precision is missing.",)
    generic = recognise(names, batch.select(names))[-1]
    assert "looks like ACLED, but the column time_precision is missing" in generic.why


def test_values_that_are_none_of_theirs_count_against_a_file():
    good, bad = filled("ucdp-ged", "1"), filled("ucdp-ged", "oblast")
    shares = [recognise(batch.schema.names, batch)[0].share for batch in (good, bad)]
    assert shares[0] > shares[1]


def test_two_columns_called_name_and_description_are_no_geoconfirmed_file():
    batch = table(["name", "description"], ["Depot", "A fuel depot"])
    assert [match.profile.name for match in recognise(batch.schema.names, batch)] == [GENERIC]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "cannot be read as TOML"),
        ('name = "a"', "label must be a text"),
        (HEAD + "colour = 1", "colour is not known here"),
        (HEAD + '[columns]\nwhere = { from = "a" }', "no standard column where"),
        (HEAD + '[columns]\ntext = { form = "a" }', "form is not known here"),
        (HEAD + '[columns]\ntext = "a"', "write a table"),
        (HEAD + '[columns]\ntext = { from = "a", constant = "b" }', "exactly one of"),
        (HEAD + '[columns]\ntext = { parts = ["a"] }', "must name a column in braces"),
        (HEAD + '[columns]\ntext = { from = "a", codes = "b" }', "no table of codes with the name b"),
        (HEAD + '[columns]\ntext = { from = "a", extract = "(" }', "no regular expression"),
        (HEAD + '[columns]\ntext = { from = "a", extract = "a(b)" }', "must name what it takes out"),
        (HEAD + '[columns]\nplace = { from = "a", split = ";" }', "hold several values"),
        (HEAD + '[columns]\ngeo_precision = { constant = "town" }', "“town” is none of our words"),
        (
            HEAD + '[columns]\ngeo_precision = { from = "a", codes = "c" }\n[codes.c]\n1 = ["town", ""]',
            "none of our words",
        ),
        (HEAD + '[codes.c]\n1 = "town"', "must be a pair"),
        (HEAD + "must = [1]", "a text or a list of texts"),
        (HEAD + '[[cites]]\ntitle = "T"', "must have its year"),
    ],
)
def test_a_slip_in_a_profile_is_a_sentence(text, words):
    with pytest.raises(ImportRefusedError, match=r"a\.toml") as refused:
        parse_profile(text, "a.toml")
    assert words in str(refused.value)
    assert str(refused.value).endswith(".")


def test_the_page_prints_the_profiles_as_they_are():
    assert as_markdown() in DOCS.read_text(encoding="utf-8")
