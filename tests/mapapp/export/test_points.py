from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.model import ClaimType, Dataset, LonLat, Modality
from geodata.store import BBox, ClaimQuery, Selection, select
from mapapp.export import draw_snapshot
from mapapp.export.mercator import EARTH_RADIUS_M, Frame, Rect, mercator
from mapapp.export.named import text_of
from mapapp.export.points import Mark, lay_out
from tests.builders import DatasetBuilder

_SVG = "{http://www.w3.org/2000/svg}"
HERE = LonLat(35.27, 51.19)


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def crowd(tiny: Dataset, spots: Sequence[LonLat], ids: Sequence[str] = ()) -> Selection:
    """As many claims as spots, each at its own place."""
    home = tiny.place_of["sudzha"]
    names = ids or [f"c{number}" for number in range(len(spots))]
    places = tuple(replace(home, place_id=f"p{number}", position=spot) for number, spot in enumerate(spots))
    claims = tuple(
        replace(tiny.claims[0], claim_id=name, place_id=f"p{number}") for number, name in enumerate(names)
    )  # fmt: skip
    return select(replace(tiny, places=places, claims=claims), ClaimQuery(bbox=BBox(33, 50, 38.6, 52.6)))


def frame_at(zoom: float) -> Frame:
    """Around the place, at a Leaflet zoom."""
    scale = math.tau * EARTH_RADIUS_M / 256 / 2**zoom
    x, y = mercator(HERE.lon, HERE.lat)
    return Frame(Rect(0, 0, 800, 600), x - 400 * scale, y + 300 * scale, scale, None)


def marks(selection: Selection, zoom: float = 7, unit: float = 1) -> list[Mark]:
    return [mark for _group, members in lay_out(selection, frame_at(zoom), unit) for mark in members]


def spread(count: int) -> list[LonLat]:
    return [LonLat(33.1 + number % 50 / 10, 50.1 + number // 50 / 100) for number in range(count)]


@pytest.mark.parametrize(
    ("count", "zoom", "radius", "letter"),
    [
        (80, 5.5, 10, True), (80, 5.49, 7.5, True), (81, 9, 7.5, True), (400, 9, 7.5, True), (401, 9, 5, False),
        (8001, 9, 4, False),
    ],
)  # fmt: skip
def test_signs_are_as_large_as_in_the_browser(
    tiny: Dataset, count: int, zoom: float, radius: float, letter: bool
) -> None:
    found = marks(crowd(tiny, spread(count)), zoom)
    assert len(found) == count
    assert {(mark.radius, mark.letter) for mark in found} == {(radius, letter)}


def test_a_larger_sheet_shows_the_same_signs_larger(tiny: Dataset) -> None:
    selection = crowd(tiny, [HERE] * 3)
    once, twice = marks(selection, 7), marks(selection, 8, unit=2)
    for one, other in zip(once, twice, strict=True):
        assert (other.radius, other.rows) == (one.radius * 2, one.rows)
        assert (other.x - 400, other.y - 300) == pytest.approx(((one.x - 400) * 2, (one.y - 300) * 2), abs=1e-6)


def test_claims_at_one_place_stand_around_it_without_touching(tiny: Dataset) -> None:
    for count in (2, 3, 7):
        found = marks(crowd(tiny, [HERE] * count))
        assert len(found) == count
        gaps = [math.dist((a.x, a.y), (b.x, b.y)) for a in found for b in found if a is not b]
        assert min(gaps) > 2 * found[0].radius
        middle = sum(mark.x for mark in found) / count, sum(mark.y for mark in found) / count
        assert middle == pytest.approx((400, 300), abs=1e-3)


def test_places_nearer_than_a_step_are_one_place(tiny: Dataset) -> None:
    near, far = LonLat(HERE.lon + 1e-6, HERE.lat), LonLat(HERE.lon + 1e-4, HERE.lat)
    assert [len(group.rows) for group, _ in lay_out(crowd(tiny, [HERE, near, far]), frame_at(9), 1)] == [2, 1]


def test_of_a_crowd_each_status_has_one_sign_that_stands_for_all_of_its_claims(tiny: Dataset) -> None:
    selection = crowd(tiny, [HERE] * 9)
    (mark,) = marks(selection)
    assert mark.rows == tuple(range(9))


HOSTILE = ['"><script>alert(1)</script>', "a b", "_x41_", "쿠르스크", "plain-1.0", "claim"]


def ids_in(svg: bytes, kind: str) -> dict[str, list[str]]:
    """Ids of one kind as the data set has them, and the claims each stands for."""
    found = {}
    for group in ET.fromstring(svg).iter(f"{_SVG}g"):
        name = group.get("id", "")
        if name.startswith(f"{kind}-"):
            assert re.fullmatch(r"[A-Za-z0-9_.-]+", name)
            found[text_of(name)[1]] = [text_of(one)[1] for one in group.get("data-claims", "").split()]
    return found


def test_every_sign_bears_the_id_of_its_claim_whatever_is_in_it(tiny: Dataset) -> None:
    svg = draw_snapshot(crowd(tiny, spread(len(HOSTILE)), HOSTILE), size_px=(640, 420), form="svg")
    assert ids_in(svg, "claim") == {name: [name] for name in HOSTILE}
    assert b"<script" not in svg[svg.index(b"</metadata>") :]
    every = re.findall(rb' id="([^"]*)"', svg)
    assert len(every) == len(set(every))


def test_a_sign_for_many_names_them_all_and_thousands_are_each_named(tiny: Dataset) -> None:
    crowded = draw_snapshot(crowd(tiny, [HERE] * 9), size_px=(640, 420), form="svg")
    assert ids_in(crowded, "claim") == {"c0": [f"c{number}" for number in range(9)]}
    stamped = draw_snapshot(crowd(tiny, spread(2600)), size_px=(640, 420), form="svg")
    assert set(ids_in(stamped, "claim")) == {f"c{number}" for number in range(2600)}


def test_areas_and_their_chips_name_their_claims(tiny: Dataset) -> None:
    selection = select(tiny, ClaimQuery(bbox=BBox(33, 50, 38.6, 52.6)))
    svg = draw_snapshot(selection, size_px=(640, 420), form="svg")
    expected = {"kursk": ["area"], "border-zone": ["vague"]}
    assert ids_in(svg, "area") == ids_in(svg, "chip") == expected


def test_a_plan_is_named_like_any_other(tiny: Dataset) -> None:
    selection = crowd(tiny, [HERE])
    planned = replace(selection.dataset.claims[0], modality=Modality.PLANNED, claim_type=ClaimType.OTHER)
    hollow = select(replace(selection.dataset, claims=(planned,)), ClaimQuery())
    svg = draw_snapshot(hollow, size_px=(640, 420), form="svg")
    assert ids_in(svg, "claim") == {"c0": ["c0"]}
    assert b"stroke-dasharray" in svg[svg.index(b'id="claim-c0"') :].split(b"</g>\n  </g>")[0]
