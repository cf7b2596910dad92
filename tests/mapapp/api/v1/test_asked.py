"""A query string means what the same words mean in a link, and nothing else is taken."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import Aspect, ClaimType, Modality, Status
from geodata.store import BBox
from mapapp.api.library import open_dataset
from mapapp.api.v1.asked import read_asked
from mapapp.api.v1.operations import OPERATIONS
from mapapp.view import MapState, TimeMode, ViewState, parse_view, view_params
from tests.builders import DatasetBuilder
from tests.mapapp.api.v1.asked_things import get, refused

CLAIMS = next(one for one in OPERATIONS if one.path == "/claims")
A_DAY = "write one day of the calendar, as in 2024-10-18"

days = st.dates(date(1, 1, 2), date(9999, 12, 1))
states = st.builds(
    lambda first, length, mode, known, aspect: MapState(
        first, None if first is None or length is None else min(date.max, first + timedelta(length)), mode,
        known_on=known, aspect=aspect,
    ),
    st.none() | days, st.none() | st.integers(0, 30), st.sampled_from(TimeMode), st.none() | days,
    st.none() | st.sampled_from(Aspect),
)  # fmt: skip
views = st.builds(
    ViewState,
    types=st.frozensets(st.sampled_from(ClaimType)),
    statuses=st.frozensets(st.sampled_from(Status)),
    modalities=st.frozensets(st.sampled_from(Modality)),
    sources=st.frozensets(st.sampled_from(sorted(open_dataset("bundled").source_of))),
    parties=st.frozensets(st.sampled_from(sorted({source.party for source in open_dataset("bundled").sources}))),
    text=st.text(max_size=200),
    map=states,
)


@given(views)
def test_the_words_are_those_of_the_link(view: ViewState) -> None:
    params = view_params(view)
    asked = read_asked(CLAIMS, params)
    assert asked.dataset.digest == open_dataset("bundled").digest
    assert asked.view == parse_view(params, asked.dataset) == view
    assert asked.query == view.query()


def test_the_box_is_asked_too() -> None:
    query = read_asked(CLAIMS, {"bbox": ["33,50.5,38,53"]}).query
    assert query.bbox == BBox(33, 50.5, 38, 53)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=2024-13-01", f"“from” is “2024-13-01”, which cannot be used: {A_DAY}."),
        ("from=0000-01-01", f"“from” is “0000-01-01”, which cannot be used: {A_DAY}."),
        ("to=20241018", f"“to” is “20241018”, which cannot be used: {A_DAY}."),
        ("known=", f"“known” is “”, which cannot be used: {A_DAY}."),
        ("known=2024-10-18%0A", f"“known” is “2024-10-18 ”, which cannot be used: {A_DAY}."),
        ("from=2024-10-02&to=2024-10-01", "“to” is 2024-10-01, before “from”, which is 2024-10-02: swap the two."),
        ("from=2024-10-02&from=2024-10-02", "“from” is given 2 times: keep one."),
        ("mode=all", "“mode” is “all”, which cannot be used: use one of window, cumulative."),
        ("type=combat&type=x", "“type” is “x”, which cannot be used: use one of " + ", ".join(ClaimType) + "."),
        ("source=nobody", "“source” is “nobody”, which cannot be used: use one of agency, daily, ministry."),
        ("party=Utopia", "“party” is “Utopia”, which cannot be used: use one of Russia, South Korea, Ukraine."),
        (
            "bbox=38,50,33,53",
            (
                "“bbox” is “38,50,33,53”, which cannot be used: write west,south,east,north in degrees, as in "
                "33,50.5,38,53, with west < east and south < north."
            ),
        ),
        ("limit=0", "“limit” is “0”, which cannot be used: write a whole number from 1 to 5000."),
        ("limit=5001", "“limit” is “5001”, which cannot be used: write a whole number from 1 to 5000."),
        ("limit=٣", "“limit” is “٣”, which cannot be used: write a whole number from 1 to 5000."),
        ("format=png", "“format” is “png”, which cannot be used: use one of geojson, arrow."),
        (
            "after=x",
            (
                "“after” is “x”, which cannot be used: take it from the link to the next page, or leave it out to "
                "begin anew."
            ),
        ),
        ("data=x", "“data” is “x”, which cannot be used: write the first 12 digits of the data's digest."),
        ("text=" + "x" * 201, f"“text” is “{'x' * 59}…”, which cannot be used: shorten it to 200 characters."),
        ("zoom=4", f"“zoom” is not a key of this address: use {', '.join(one.name for one in CLAIMS.parameters)}."),
    ],
)
@pytest.mark.usefixtures("builder")
def test_what_cannot_be_used_is_refused_with_the_mend(query: str, sentence: str) -> None:
    assert refused("/claims", query.replace("٣", "%D9%A3")) == sentence


def test_names_that_were_heard_of_later_are_not_proposed(builder: DatasetBuilder) -> None:
    builder.write()
    assert refused("/claims", "source=x&known=2024-10-20").endswith("use one of daily, ministry.")
    assert refused("/claims", "source=x&known=2024-10-13").endswith("leave it out.")
    assert get("/claims", "source=agency&known=2024-10-20").status == 200


def test_no_more_than_a_few_names_are_proposed(builder: DatasetBuilder) -> None:
    for number in range(30):
        builder.add("sources.csv", source_id=f"x{number:02}", name="X", party="X", reliability="C")
        builder.add(
            "reports.csv", report_id=f"x{number}", claim_id="area", source_id=f"x{number:02}",
            published_at="2024-12-01", stance="asserts", title="X",
        )  # fmt: skip
    builder.write()
    assert refused("/claims", "source=x").endswith("x16 and 13 more.")


@pytest.mark.parametrize(
    "path", ["/", "/openapi.json", "/claims/point", "/changes", "/histogram", "/snapshot", "/view"]
)
@pytest.mark.usefixtures("builder")
def test_an_unknown_key_is_refused_everywhere(path: str) -> None:
    assert refused(path, "form=1").startswith("“form” is not a key of this address: ")


@pytest.mark.usefixtures("builder")
def test_the_key_is_named_for_programs_too() -> None:
    assert get("/claims", "limit=x").body.endswith(b'"parameter": "limit"}')


@pytest.mark.usefixtures("builder")
def test_a_data_set_that_is_not_there_is_not_found() -> None:
    assert refused("/claims", "dataset=gone", status=404).startswith("There is no data set “gone” here;")
    assert refused("/claims", "dataset=..").startswith("“dataset” is “..”, which cannot be used:")


@pytest.mark.usefixtures("builder")
def test_a_data_set_is_asked_by_its_id(tmp_path: Path) -> None:
    DatasetBuilder(tmp_path / "home" / "mine").put("claims.csv", 2, "claim", "Mine alone").write()
    assert "Mine alone" in get("/claims", "dataset=mine").text
    assert "Mine alone" not in get("/claims").text
    assert open_dataset("bundled").digest in get("/claims", "dataset=bundled&limit=1").text
    assert '{"id": "mine", "title": "A tiny data set", "claims": "claims?dataset=mine"}' in get("/").text


def test_data_that_cannot_be_used_are_said_to_be_so(builder: DatasetBuilder) -> None:
    builder.put("claims.csv", 2, "claim_type", "party").put("claims.csv", 3, "claim_type", "party").write()
    detail = refused("/claims", status=503)
    assert detail.startswith(
        "The data set cannot be used: claims.csv, row 2, field claim_type: “party” cannot be used;"
    )
    assert detail.endswith("(the first of 2 problems).")
    assert get("/").status == 200


def test_other_data_than_those_named_are_refused(builder: DatasetBuilder) -> None:
    digest = open_dataset().digest[:12]
    answer = get("/claims", f"data={digest}")
    assert (answer.status, answer.headers["cache-control"]) == (200, "private, max-age=86400")
    builder.put("claims.csv", 2, "claim", "Something else").write()
    changed = open_dataset().digest[:12]
    mend = f"“data” is “{digest}”, but the data have changed: leave it out, or write {changed}."
    assert refused("/claims", f"data={digest}", status=404) == mend


def test_keys_of_questions_tell_questions_apart() -> None:
    first = read_asked(CLAIMS, {"type": ["combat", "demining"], "limit": ["2"]})
    same = read_asked(CLAIMS, {"limit": ["3"], "type": ["demining", "combat"], "data": [first.dataset.digest[:12]]})
    other = read_asked(CLAIMS, {"type": ["combat"], "limit": ["2"]})
    assert first.question_key == same.question_key != other.question_key
    assert first.answer_key != same.answer_key
