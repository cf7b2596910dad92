"""Areas of the claims layer: hatches, soft edges, chips, zones, in a real Chromium."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from geodata.model import Status
from tests.mapapp.timemap.assets.claims_page import (
    STATUSES,
    box_area,
    claim,
    make_payload,
    show,
    within,
)
from tests.mapapp.timemap.assets.pixels import (
    CENTER,
    WHITE,
    around,
    chips,
    container_point,
    near,
    picture,
    pixel_at,
    rgb,
    share_of,
)

pytestmark = pytest.mark.browser


KURSK = box_area(35, 50.5, 37, 51.5, "Kursk Oblast")


def test_an_area_is_hatched_and_its_chip_counts_its_claims(page: Page) -> None:
    claims = [claim(0, Status.DISPUTED), claim(0, Status.CORROBORATED), claim(0, Status.CORROBORATED)]
    show(page, make_payload([within(0)], claims, [KURSK]), center=CENTER, zoom=8)
    assert [(chip["name"], chip["count"]) for chip in chips(page)] == [("Kursk Oblast", "3")]
    image = picture(page)
    assert share_of(image, WHITE, (300, 340, 400, 400)) < 0.05
    west, north = container_point(page, 35, 51.5)
    outline = image.crop((int(west) - 3, 300, int(west) + 4, 301))
    assert any(near(pixel_at(outline, x, 0), rgb(Status.CORROBORATED), 40) for x in range(outline.width))
    assert pixel_at(image, int(west) - 20, int(north) - 20) == WHITE


def test_an_area_takes_the_most_numerous_status_and_the_humbler_of_two(page: Page) -> None:
    for statuses, expected in (
        ([Status.CONFIRMED, Status.UNVERIFIED], Status.UNVERIFIED),
        ([Status.CONFIRMED, Status.CONFIRMED, Status.UNVERIFIED], Status.CONFIRMED),
        ([Status.REFUTED, Status.CORROBORATED, Status.CORROBORATED], Status.CORROBORATED),
    ):
        show(page, make_payload([within(0)], [claim(0, each) for each in statuses], [KURSK]), center=CENTER, zoom=8)
        counts = [statuses.count(each) for each in STATUSES]
        assert page.evaluate("(c) => Claimline.mostNumerous(c, data.payload.statuses)", counts) == STATUSES.index(
            expected
        )


def edge_contrast(page: Page, *, vague: bool) -> int:
    """The largest step between two neighbouring pixels across the western edge of an area, away from its chip."""
    area = box_area(35, 50.5, 37, 51.5, "Zone", vague=vague)
    show(page, make_payload([within(0)], [claim(0, Status.CONFIRMED)], [area]), center=CENTER, zoom=8)
    west, _ = container_point(page, 35, 51)
    image = picture(page)
    steps = []
    for y in range(250, 350):
        line = [pixel_at(image, x, y) for x in range(int(west) - 6, int(west) + 1)]
        steps += [abs(a[0] - b[0]) for a, b in pairwise(line)]
    return max(steps)


def test_a_vague_area_has_no_outline(page: Page) -> None:
    assert edge_contrast(page, vague=False) > 150
    assert edge_contrast(page, vague=True) < 90
    west, _ = container_point(page, 35, 51)
    image = picture(page)
    inside = share_of(image, WHITE, (int(west) + 60, 250, int(west) + 90, 350))
    fading = share_of(image, WHITE, (int(west) - 12, 250, int(west), 350))
    beyond = share_of(image, WHITE, (int(west) - 90, 250, int(west) - 70, 350))
    assert inside < fading < beyond == 1


def test_zones_can_be_switched_off_and_still_count(page: Page) -> None:
    area = box_area(35, 50.5, 37, 51.5, "Zone", zone=True)
    show(page, make_payload([within(0)], [claim(0)], [area]), center=CENTER, zoom=8)
    assert len(chips(page)) == 1
    page.evaluate("state.set({ zones: false })")
    assert chips(page) == []
    assert share_of(picture(page), WHITE, (0, 0, 900, 600)) == 1
    assert sum(page.evaluate("Array.from(claims.stats().areaCounts)")) == 1


def test_chips_do_not_overlap(page: Page) -> None:
    areas = [box_area(35.9 + i / 50, 50.95, 36.1 + i / 50, 51.05, f"District {i}") for i in range(9)]
    show(page, make_payload([within(i) for i in range(9)], [claim(i) for i in range(9)], areas), center=CENTER, zoom=8)
    found = chips(page)
    assert len(found) == 9
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            apart = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
            assert apart or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]


def test_a_chip_stays_with_the_part_of_its_area_that_is_in_view(page: Page) -> None:
    country = box_area(30, 45, 80, 70, "Country")
    show(page, make_payload([within(0, "country")], [claim(0)], [country]), center=(46, 31), zoom=8)
    (chip,) = chips(page)
    assert 0 <= chip["x"] <= 900 - chip["width"]
    assert 0 <= chip["y"] <= 600 - chip["height"]


def test_a_country_is_not_named_inside_a_region(page: Page) -> None:
    country = box_area(30, 45, 42, 57, "Country")
    places = [within(0, "country"), within(1)]
    show(page, make_payload(places, [claim(0), claim(1)], [country, KURSK]), center=CENTER, zoom=7)
    west, north = container_point(page, 35, 51.5)
    east, south = container_point(page, 37, 50.5)
    (chip,) = [chip for chip in chips(page) if chip["name"] == "Country"]
    middle = chip["x"] + chip["width"] / 2, chip["y"] + chip["height"] / 2
    assert not (west <= middle[0] <= east and north <= middle[1] <= south)


@pytest.mark.parametrize(("zoom", "names"), [(8, ["Kursk Oblast +1"]), (10, ["Kursk Oblast", "Sudzha"])])
def test_places_with_one_outline_share_its_hatch_and_keep_their_claims(page: Page, zoom: int, names: list[str]) -> None:
    areas = [KURSK, KURSK | {"names": {"en": "Sudzha"}}]
    claims = [claim(0, Status.CORROBORATED), claim(0, Status.CORROBORATED), claim(1, Status.UNVERIFIED)]
    show(page, make_payload([within(0), within(1)], claims, areas), center=CENTER, zoom=zoom)
    assert [chip["name"] for chip in chips(page)] == names
    assert page.evaluate("claims.hitTest([450, 380])") == [{"area": 0, "rows": [0, 1]}, {"area": 1, "rows": [2]}]
    yellow = rgb(Status.UNVERIFIED)
    assert share_of(picture(page), yellow, (300, 350, 600, 420)) == 0


def test_a_zone_stays_drawn_when_no_claim_of_it_has_a_date(page: Page) -> None:
    zone = box_area(34, 50, 38, 52, "Repair zone", vague=True, zone=True)
    payload = make_payload([within(0)], [claim(0, t0=None, t1=None)], [zone])
    show(page, payload, center=CENTER, zoom=8)
    (chip,) = chips(page)
    assert (chip["name"], chip["count"]) == ("Repair zone", "1 undated")
    assert share_of(picture(page), WHITE, around(*container_point(page, 34.8, 51.5), 5)) < 1
    hits = page.evaluate("([x, y]) => claims.hitTest(L.point(x, y))", [chip["x"] + 4, chip["y"] + 4])
    assert hits == [{"area": 0, "rows": [0]}]
    page.evaluate("state.set({ mask: new Uint8Array([0]) })")
    assert chips(page) == [], "a zone whose every claim is filtered away goes with them"


def test_a_zone_has_a_chip_apart_from_its_oblast(page: Page) -> None:
    areas = [box_area(35, 50.5, 37, 51.5, "Oblast"), box_area(35, 50.5, 37, 51.5, "Repair zone", zone=True)]
    show(page, make_payload([within(0), within(1)], [claim(0), claim(0), claim(1)], areas), center=CENTER, zoom=6)
    assert sorted((chip["name"], chip["count"]) for chip in chips(page)) == [("Oblast", "2"), ("Repair zone", "1")]
