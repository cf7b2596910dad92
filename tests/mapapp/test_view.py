from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import ViewError
from geodata.model import Aspect, ClaimType, Dataset, Modality, Status
from geodata.store import BBox, select
from mapapp.pin import Pin
from mapapp.view import Borders, Camera, MapState, Panel, TimeMode, ViewState, parse_view, view_params
from tests.builders import DatasetBuilder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("tiny")).load()


FULL = ViewState(
    types=frozenset({ClaimType.DEMINING, ClaimType.COMBAT}),
    statuses=frozenset({Status.UNVERIFIED, Status.CONFIRMED}),
    modalities=frozenset({Modality.PRESENT}),
    parties=frozenset({"Ukraine", "South Korea"}),
    sources=frozenset({"daily"}),
    text="Курск & <b>",
    map=MapState(
        first_day=date(2024, 2, 29),
        last_day=date(2024, 10, 18),
        mode=TimeMode.CUMULATIVE,
        camera=Camera(51.7, -36.25, 6.25),
        claim_id="point",
        zones=False,
        borders=Borders.DEFACTO,
        known_on=date(2024, 11, 1),
        aspect=Aspect.QUANTITY,
        panel=Panel.SAYS,
    ),
    pin=Pin("0123456789ab", 18, "00ff00ff", BBox(33, -50.5, 38.0001, 52.25)),
    dataset_id="my-files",
)
FULL_PARAMS = {
    "dataset": ["my-files"],
    "from": ["2024-02-29"],
    "to": ["2024-10-18"],
    "mode": ["cumulative"],
    "known": ["2024-11-01"],
    "data": ["0123456789ab"],
    "n": ["18"],
    "sum": ["00ff00ff"],
    "box": ["33,-50.5,38.0001,52.25"],
    "aspect": ["quantity"],
    "panel": ["says"],
    "type": ["combat", "demining"],
    "status": ["confirmed", "unverified"],
    "modality": ["present"],
    "party": ["South Korea", "Ukraine"],
    "source": ["daily"],
    "text": ["Курск & <b>"],
    "at": ["51.7000,-36.2500,6.25"],
    "claim": ["point"],
    "borders": ["defacto"],
    "zones": ["off"],
}


def test_a_whole_view_as_parameters_in_fixed_order(tiny: Dataset) -> None:
    assert view_params(FULL) == FULL_PARAMS
    assert list(view_params(FULL)) == list(FULL_PARAMS)
    assert parse_view(FULL_PARAMS, tiny) == FULL


def test_what_is_at_its_default_is_left_out(tiny: Dataset) -> None:
    assert view_params(ViewState()) == {}
    assert parse_view({}, tiny) == ViewState()
    spelt = {"mode": ["window"], "panel": ["map"], "borders": ["recognised"], "zones": ["on"], "text": [""], "type": []}
    assert parse_view(spelt, tiny) == ViewState()


def pinned(**changed: str) -> dict[str, list[str]]:
    """The parameters that pin a link, some of them changed."""
    params = {"known": "2024-11-01", "data": "0123456789ab", "n": "3", "sum": "0a0b0c0d", **changed}
    return {key: [value] for key, value in params.items()}


REFUSED: list[tuple[dict[str, list[str]], str]] = [
    ({"dataset": ["../files"]}, "write the id of a data set that the app shows"),
    ({"dataset": [""]}, "The link's “dataset” is “”"),
    ({"dataset": ["a", "b"]}, "The link gives “dataset” 2 times: keep one."),
    ({"form": ["2024-10-18"]}, "The link holds “form”, which is not a part of a view: remove it."),
    ({"k" * 50: ["x"]}, "The link holds “" + "k" * 39 + "…”, which is not a part of a view: remove it."),
    ({"from": ["2024-10-18", "2024-10-19"]}, "The link gives “from” 2 times: keep one."),
    ({"from": ["2024-10"]}, "The link's “from” is “2024-10”, which cannot be used: write one day of the calendar"),
    ({"from": ["2023-02-29"]}, "The link's “from” is “2023-02-29”"),
    ({"to": ["2024-W42-5"]}, "The link's “to” is “2024-W42-5”"),
    ({"to": ["２０２４-10-18"]}, "The link's “to”"),
    ({"to": ["2024-10-18\n"]}, "The link's “to”"),
    ({"to": [""]}, "The link's “to” is “”"),
    ({"from": ["2024-10-18"], "to": ["2024-10-17"]}, "ends on 2024-10-17, before it begins on 2024-10-18: swap"),
    ({"mode": ["Window"]}, "use one of window, cumulative"),
    ({"type": ["demining", "Demining"]}, "The link's “type” is “Demining”"),
    ({"status": ["denied"]}, "The link's “status” is “denied”"),
    ({"modality": [""]}, "The link's “modality” is “”"),
    ({"party": ["France"]}, "use one of Russia, South Korea, Ukraine"),
    ({"source": ["Daily paper"]}, "use one of agency, daily, ministry"),
    ({"text": ["x" * 201]}, "shorten it to 200 characters"),
    ({"text": ["a", "b"]}, "The link gives “text” 2 times"),
    ({"claim": ["point2"]}, "it is not in this data set"),
    ({"borders": ["russian"]}, "use one of recognised, defacto"),
    ({"zones": ["yes"]}, "write on or off"),
    ({"known": ["2024-11"]}, "The link's “known” is “2024-11”, which cannot be used: write one day of the calendar"),
    ({"known": ["yesterday"]}, "The link's “known” is “yesterday”"),
    ({"known": ["2024-11-01", "2024-11-02"]}, "The link gives “known” 2 times: keep one."),
    ({"aspect": ["Quantity"]}, "use one of presence, actor, place, time, quantity, activity"),
    ({"aspect": [""]}, "The link's “aspect” is “”"),
    ({"panel": ["table"]}, "use one of map, says, numbers"),
    ({"at": ["51.7,36.2"]}, "write latitude,longitude,zoom"),
    ({"at": ["51.7, 36.2, 6"]}, "write latitude,longitude,zoom"),
    ({"at": ["86,36,6"]}, "write latitude,longitude,zoom"),
    ({"at": ["-85.1,36,6"]}, "write latitude,longitude,zoom"),
    ({"at": ["51,180.1,6"]}, "write latitude,longitude,zoom"),
    ({"at": ["51,36,1.9"]}, "write latitude,longitude,zoom"),
    ({"at": ["51,36,16.5"]}, "write latitude,longitude,zoom"),
    ({"at": ["nan,nan,nan"]}, "write latitude,longitude,zoom"),
    ({"at": ["1e1,36,6"]}, "write latitude,longitude,zoom"),
    ({"at": ["５１,36,6"]}, "write latitude,longitude,zoom"),
    ({"data": ["0123456789ab"]}, "The link is pinned, but its “known” is missing: copy the whole link once more."),
    ({"known": ["2024-11-01"], "n": ["1"]}, "its “data” is missing"),
    ({"known": ["2024-11-01"], "box": ["1,2,3,4"]}, "its “data” is missing"),
    ({"known": ["2024-11-01"], "data": ["0123456789ab"], "sum": ["00000000"]}, "its “n” is missing"),
    ({"known": ["2024-11-01"], "data": ["0123456789ab"], "n": ["1"]}, "its “sum” is missing"),
    (pinned(data="0123456789AB"), "write the first 12 digits of the data's digest"),
    (pinned(data="0123456789a"), "write the first 12 digits of the data's digest"),
    (pinned(n="-1"), "write how many claims were in view"),
    (pinned(n="１"), "write how many claims were in view"),
    (pinned(n="1" * 10), "write how many claims were in view"),
    (pinned(sum="0000000g"), "write eight digits out of 0-9 and a-f"),
    (pinned(box="33,50,38"), "write west,south,east,north in degrees"),
    (pinned(box="38,50,33,53"), "write west,south,east,north in degrees"),
    (pinned(box="33,50,38,91"), "write west,south,east,north in degrees"),
    (pinned(box="33,50,38,nan"), "write west,south,east,north in degrees"),
    (pinned(box="33,50,38.00001,53"), "write west,south,east,north in degrees"),
    (pinned(box=""), "write west,south,east,north in degrees"),
    ({**pinned(), "data": ["0123456789ab", "0123456789ab"]}, "The link gives “data” 2 times: keep one."),
]


@pytest.mark.parametrize(("params", "sentence"), REFUSED)
def test_link_is_refused_with_a_sentence(tiny: Dataset, params: dict[str, list[str]], sentence: str) -> None:
    with pytest.raises(ViewError) as caught:
        parse_view(params, tiny)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("at", ["85,180,16", "-85,-180,2", "0,0,2.0", "51.7000,36.2000,6.25"])
def test_cameras_at_the_ends(tiny: Dataset, at: str) -> None:
    lat, lon, zoom = (float(part) for part in at.split(","))
    assert parse_view({"at": [at]}, tiny).map.camera == Camera(lat, lon, zoom)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_a_link_to_the_ends_of_the_calendar_can_be_answered(tiny: Dataset, day: str) -> None:
    view = parse_view({"from": [day], "to": [day]}, tiny)
    assert view_params(view) == {"from": [day], "to": [day]}
    found = select(tiny, view.query())
    assert len(found.in_view) + found.outside_window == 3


def test_query_of_a_view() -> None:
    box = BBox(0, 0, 1, 1)
    asked = FULL.query(box)
    assert (asked.first_day, asked.last_day) == (None, date(2024, 10, 18))  # cumulative: all up to the last day
    assert (asked.types, asked.statuses, asked.modalities) == (FULL.types, FULL.statuses, FULL.modalities)
    assert (asked.parties, asked.sources, asked.text, asked.bbox) == (FULL.parties, FULL.sources, FULL.text, box)
    assert (asked.known_on, asked.aspect) == (date(2024, 11, 1), Aspect.QUANTITY)
    window = replace(FULL, map=replace(FULL.map, mode=TimeMode.WINDOW)).query()
    assert (window.first_day, window.last_day, window.bbox) == (date(2024, 2, 29), date(2024, 10, 18), None)


def some(words: Any) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(list(words)))


def thousandths(low: int, high: int, parts: int) -> st.SearchStrategy[float]:
    return st.integers(low * parts, high * parts).map(lambda number: number / parts)


@st.composite
def pins(draw: st.DrawFn) -> Pin:
    sides = [
        sorted(draw(st.lists(thousandths(-most, most, 10_000), min_size=2, max_size=2, unique=True)))
        for most in (180, 90)
    ]
    (west, east), (south, north) = sides
    digits = st.text(alphabet="0123456789abcdef", min_size=20, max_size=20)
    text, box = draw(digits), draw(st.none() | st.just(BBox(west, south, east, north)))
    return Pin(text[:12], draw(st.integers(0, 999_999_999)), text[12:], box)


@st.composite
def views(draw: st.DrawFn) -> ViewState:
    days = sorted(draw(st.lists(st.dates(), min_size=2, max_size=2)))
    keep = draw(st.tuples(st.booleans(), st.booleans()))
    camera = st.builds(Camera, thousandths(-85, 85, 10_000), thousandths(-180, 180, 10_000), thousandths(2, 16, 100))
    state = MapState(
        first_day=days[0] if keep[0] else None,
        last_day=days[1] if keep[1] else None,
        mode=draw(st.sampled_from(TimeMode)),
        camera=draw(st.none() | camera),
        claim_id=draw(st.none() | st.sampled_from(["point", "area"])),
        zones=draw(st.booleans()),
        borders=draw(st.sampled_from(Borders)),
        known_on=draw(st.none() | st.dates()),
        aspect=draw(st.none() | st.sampled_from(Aspect)),
        panel=draw(st.sampled_from(Panel)),
    )
    return ViewState(
        draw(some(ClaimType)), draw(some(Status)), draw(some(Modality)), draw(some(["Ukraine", "Russia"])),
        draw(some(["ministry", "daily"])), draw(st.text(max_size=40)), state,
        draw(st.none() | pins()) if state.known_on else None,
    )  # fmt: skip


@given(views())
@settings(deadline=None, max_examples=150)
def test_a_link_restores_the_whole_view(tiny: Dataset, view: ViewState) -> None:
    assert parse_view(view_params(view), tiny) == view


@given(views())
@settings(deadline=None)
def test_a_link_survives_the_address_bar(tiny: Dataset, view: ViewState) -> None:
    plain = replace(view, text=view.text.encode("utf-8", "ignore").decode())
    address = urlencode(view_params(plain), doseq=True)
    assert parse_view(parse_qs(address, keep_blank_values=True), tiny) == plain


KEYS = st.sampled_from([*FULL_PARAMS, "zoom", ""]) | st.text(max_size=5)
VALUES = st.sampled_from([value for values in FULL_PARAMS.values() for value in values]) | st.text(max_size=12)
NUMBERS = st.text(alphabet="0123456789-.,e+ ", max_size=24)


@given(st.dictionaries(KEYS, st.lists(VALUES | NUMBERS, max_size=3), max_size=4))
@settings(deadline=None, max_examples=150)
def test_garbage_is_a_view_or_a_view_error(tiny: Dataset, params: dict[str, list[str]]) -> None:
    try:
        view = parse_view(params, tiny)
    except ViewError:
        return
    assert view_params(parse_view(view_params(view), tiny)) == view_params(view)
    select(tiny, view.query())
