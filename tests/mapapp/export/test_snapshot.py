from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.basemap import region_geometry
from geodata.errors import ExportError
from geodata.model import ClaimType, Dataset, LonLat, Names, Status
from geodata.store import BBox, ClaimQuery, Selection, select
from mapapp.export import draw_snapshot
from mapapp.export.geojson import CAVEAT
from mapapp.export.mercator import Frame, Rect
from mapapp.export.seal import opened
from mapapp.export.sheet import map_frame
from mapapp.palette import STATUS_STYLES
from tests.builders import DatasetBuilder
from tests.mapapp.export.pictures import Picture, Written, close_to, likeness, read, request_of, rgb, written  # noqa: F401

SMALL = (1000, 640)
KURSK = BBox(33, 50, 38.6, 52.6)
NOTHING = frozenset({ClaimType.PRISONERS})
_BASES = {
    "unverified": "single_origin", "speculative": "inference", "confirmed": "imagery",
    "disputed": "conflicting_sources", "refuted": "imagery", "withdrawn": "replaced",
}  # fmt: skip
HOSTILE = "<script>alert(1)</script> ${x} {{ 7*191 }} $\\frac{1}{2}$ \\n % # `a` \x07\u202e\u0000"


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def only(dataset: Dataset, *types: ClaimType, bbox: BBox | None = KURSK) -> Selection:
    return select(dataset, ClaimQuery(types=frozenset(types), bbox=bbox))


def frame_of_map(selection: Selection) -> Frame:
    return map_frame(selection, request_of(selection, SMALL))


def expected_pixel(rect: Rect, box: BBox, lon: float, lat: float) -> tuple[float, float]:
    """Where a place falls on a Mercator map whose middle is that of the box: worked out here, not by the code."""

    def flat(lon: float, lat: float) -> tuple[float, float]:
        return math.radians(lon), math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))

    (west, south), (east, north), (x, y) = flat(box.west, box.south), flat(box.east, box.north), flat(lon, lat)
    scale = min(rect.width / (east - west), rect.height / (north - south))
    return (
        rect.left + rect.width / 2 + (x - (west + east) / 2) * scale,
        rect.top + rect.height / 2 - (y - (south + north) / 2) * scale,
    )


def around(picture: Picture, x: float, y: float, reach: int) -> Picture:
    return picture[round(y) - reach : round(y) + reach + 1, round(x) - reach : round(x) + reach + 1]


def test_the_whole_data_set_gives_a_picture_of_the_right_size_the_same_twice(tiny: Dataset) -> None:
    selection = select(tiny, ClaimQuery())
    one, other = (draw_snapshot(selection, size_px=SMALL) for _ in range(2))
    assert one == other
    assert read(one).shape == (SMALL[1], SMALL[0], 3)
    assert len(np.unique(read(one).reshape(-1, 3), axis=0)) > 200
    assert not any(word in one for word in (b"tEXt", b"tIME", b"atplotlib"))


def test_a_point_stands_where_it_is_said_to_be_in_the_colour_of_its_status(tiny: Dataset) -> None:
    selection = only(tiny, ClaimType.DEMINING)
    x, y = expected_pixel(frame_of_map(selection).rect, KURSK, 35.27, 51.19)
    colour = STATUS_STYLES[Status.CORROBORATED].colour
    mark = around(read(draw_snapshot(selection, size_px=SMALL)), x, y, 4)
    bare = around(read(draw_snapshot(only(tiny, *NOTHING), size_px=SMALL)), x, y, 4)
    assert close_to(mark, colour, 40).mean() > 0.3  # the rest is the letter
    assert not close_to(bare, colour, 40).any()


def test_a_ring_shows_the_uncertainty_in_metres(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path / "tiny").put("places.csv", 2, "coordinate_uncertainty_m", "60000")
    selection = only(builder.load(), ClaimType.DEMINING)
    frame = frame_of_map(selection)
    x, y = expected_pixel(frame.rect, KURSK, 35.27, 51.19)
    ring = read(draw_snapshot(selection, size_px=SMALL))
    bare = read(draw_snapshot(only(builder.load(), *NOTHING), size_px=SMALL))
    changed = np.abs(ring - bare).max(axis=2) > 4
    radius = y - expected_pixel(frame.rect, KURSK, 35.27, 51.19 + math.degrees(60_000 / 6_378_137))[1]
    assert changed[round(y), round(x + radius - 3)]
    assert not changed[round(y), round(x + radius + 3)]
    assert changed[round(y - radius + 3), round(x)]
    assert not changed[round(y - radius - 3), round(x)]


def test_an_area_is_hatched_all_over_and_has_no_pin(tiny: Dataset) -> None:
    selection = only(tiny, ClaimType.INFRASTRUCTURE_REPAIR)
    frame = frame_of_map(selection)
    picture = read(draw_snapshot(selection, size_px=SMALL))
    changed = np.abs(picture - read(draw_snapshot(only(tiny, *NOTHING), size_px=SMALL))).max(axis=2) > 4
    kursk = region_geometry("RU-KRS")
    inside, outside = [], []
    for lon in np.arange(33.2, 38.4, 0.1):
        for lat in np.arange(50.1, 52.5, 0.1):
            x, y = frame.pixel(lon, lat)
            heap = inside if kursk.contains(shapely.Point(lon, lat)) else outside
            heap.append(changed[round(y), round(x)])
    assert np.mean(inside) > 0.95
    assert np.mean(outside) < 0.1
    solid = close_to(picture, STATUS_STYLES[Status.CONFIRMED].colour)
    x, y = frame.pixel(kursk.centroid.x, kursk.centroid.y)
    assert not any(around(solid, x + dx, y + dy, 2).all() for dx in range(-8, 9) for dy in range(-8, 9))


def test_every_hatch_can_be_told_from_every_other(tmp_path: Path) -> None:
    pictures = {}
    for status, basis in _BASES.items():
        builder = DatasetBuilder(tmp_path / status)
        builder.put("assessments.csv", 5, "status", status).put("assessments.csv", 5, "basis", basis)
        builder.put("assessments.csv", 5, "evidence", "r1 r4")
        png = draw_snapshot(only(builder.load(), ClaimType.INFRASTRUCTURE_REPAIR), size_px=(500, 400))
        pictures[status] = read(png)
    names = list(pictures)
    alike = [likeness(pictures[a], pictures[b]) for i, a in enumerate(names) for b in names[:i]]
    assert max(alike) < 0.995


@pytest.mark.parametrize(
    ("size", "length"),
    [((1600, 1000), 1), ((1200, 675), 40), ((800, 1000), 40), ((800, 1000), 1), ((440, 440), 1), ((900, 600), 40)],
)
def test_nothing_is_written_beyond_the_sheet_and_the_caveat_stands_in_the_map(
    tiny: Dataset, written: Written, size: tuple[int, int], length: int  # noqa: F811
) -> None:  # fmt: skip
    query = ClaimQuery(text="sappers " * length, statuses=frozenset(Status), bbox=KURSK)
    draw_snapshot(select(tiny, query), size_px=size, title="Sappers at work " * length + "W" * 30 * length)
    for word, (left, top, right, bottom) in zip(written.words, written.boxes, strict=True):
        assert left >= 0, word
        assert top >= 0, word
        assert right <= size[0], word
        assert bottom <= size[1] + 1, word
    assert CAVEAT in written.words


def test_what_a_picture_says(tiny: Dataset, written: Written) -> None:  # noqa: F811
    query = ClaimQuery(first_day=date(2024, 10, 10), last_day=date(2024, 12, 31), bbox=KURSK)
    selection = select(tiny, query)
    png = draw_snapshot(selection)
    assert png
    for words in (
        "A tiny data set",
        "All claims, 10 October to 31 December 2024",
        "2024-10-10 to 2024-12-31",
        CAVEAT,
        "Kursk Oblast",
        "1 claim",
        "Borders: internationally recognised.",
        "Natural Earth (public domain)",
        "CC BY 4.0",
        "Version 1, digest",
        tiny.digest[:12],
        "Licence: CC0-1.0",
        "Link: ?from=2024-10-10&to=2024-12-31&known=2025-02-02",
        f"&data={tiny.digest[:12]}&n=3&sum=",
    ):
        assert words in written.all
    said = written.words
    for status, count in selection.counts().items():
        assert said[said.index(status.label) + 1] == str(count)
    for words, count in (
        ("No place on the map", len(selection.unlocated)),
        ("No date stated", len(selection.undated)),
        ("Outside the window", selection.outside_window),
        ("Outside the view", selection.outside_view),
        ("Hidden by filters", selection.filtered),
    ):
        assert said[said.index(words) + 1] == str(count)
    assert said[said.index("definite") - 1] == str(selection.definite) == "1"
    assert said[said.index("possible") - 1] == str(selection.possible) == "2"


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("en", ("Kursk Oblast", "UKRAINE", "Kharkiv")),
        ("ru", ("Курская область", "УКРАИНА", "Харьков")),
        ("uk", ("Курська область", "УКРАЇНА", "Харків")),
        ("ko", ("쿠르스크주", "우크라이나")),
    ],
)
def test_names_on_the_map_are_in_the_language_that_was_asked_for_and_the_rest_in_english(
    tiny: Dataset, written: Written, lang: str, names: tuple[str, ...]  # noqa: F811
) -> None:  # fmt: skip
    png = draw_snapshot(select(tiny, ClaimQuery(bbox=BBox(28, 48, 40, 53))), lang=lang)
    for name in (*names, "Border zone", "Status", CAVEAT):  # the zone has no name in another language
        assert name in written.words
    manifest = opened(png).manifest
    assert manifest is not None
    assert manifest["view"]["lang"] == lang


def test_hostile_text_is_shown_and_runs_nowhere(tmp_path: Path, written: Written) -> None:  # noqa: F811
    clean = DatasetBuilder(tmp_path / "tiny").load()
    places = tuple(replace(place, names=Names(HOSTILE)) for place in clean.places)
    claims = tuple(replace(claim, text=HOSTILE, actor=HOSTILE) for claim in clean.claims)
    info = replace(clean.info, title=HOSTILE, licence=HOSTILE, version=HOSTILE)
    dataset = replace(clean, places=places, claims=claims, info=info)
    hostile = replace(
        select(dataset, ClaimQuery(bbox=KURSK)),
        query=ClaimQuery(bbox=KURSK, text=HOSTILE, sources=frozenset({HOSTILE})),
    )
    picture = read(draw_snapshot(hostile, title=HOSTILE))
    assert picture.shape == (1000, 1600, 3)
    assert "1337" not in written.all
    for words in (
        "<script>alert(1)</script>",
        "${x}",
        "{{ 7*191 }}",
        "$\\frac{1}{2}$",
        "‹U+0007›",
        "‹U+202E›",
        "‹U+0000›",
    ):
        assert words in written.all
    assert not any(ord(character) < 32 for character in written.all)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"size_px": (0, 100)}, "0x100 pixels"),
        ({"size_px": (100_000, 1000)}, "from 320 to 6000"),
        ({"borders": "mine"}, "recognised, defacto"),
        ({"theme": "pink"}, "light, dark"),
        ({"window_mode": "loop"}, "window, cumulative"),
        ({"form": "gif"}, "png, svg, pdf"),
        ({"lang": "fr"}, "en, ru, uk, ko"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(tiny: Dataset, options: dict[str, object], said: str) -> None:
    with pytest.raises(ExportError, match=said):
        draw_snapshot(select(tiny, ClaimQuery()), **options)  # type: ignore[arg-type]


def test_an_empty_map_says_so(tiny: Dataset, written: Written) -> None:  # noqa: F811
    draw_snapshot(only(tiny, *NOTHING), size_px=SMALL)
    assert "No claim of this selection is in view" in written.words
    written.words.clear()
    draw_snapshot(only(tiny), size_px=SMALL)
    assert "No claim of this selection is in view" not in written.words


def test_themes_and_border_views_differ(tiny: Dataset) -> None:
    selection = select(tiny, ClaimQuery(bbox=BBox(28, 43, 40, 52)))
    usual = read(draw_snapshot(selection, size_px=SMALL))
    dark = read(draw_snapshot(selection, size_px=SMALL, theme="dark"))
    assert usual.mean() > 200 > 80 > dark.mean()
    assert (usual != read(draw_snapshot(selection, size_px=SMALL, borders="defacto"))).any()


def test_an_empty_selection_shows_where_the_data_set_is(tiny: Dataset) -> None:
    frame = frame_of_map(only(tiny, *NOTHING, bbox=None))
    west, south, east, north = frame.degrees
    assert west < 35.27 < east
    assert south < 51.19 < north
    assert east - west < 25


def test_what_is_not_shown_of_a_window_is_not_drawn(tiny: Dataset) -> None:
    shown = draw_snapshot(
        select(tiny, ClaimQuery(first_day=date(2030, 1, 1), bbox=KURSK, types=frozenset({ClaimType.DEMINING})))
    )
    x, y = map_frame(only(tiny, *NOTHING), request_of(only(tiny, *NOTHING), (1600, 1000))).pixel(35.27, 51.19)
    assert not close_to(around(read(shown), x, y, 12), STATUS_STYLES[Status.CORROBORATED].colour, 40).any()


def test_the_picture_looks_as_it_was_approved(tiny: Dataset, root: Path) -> None:
    picture = read(draw_snapshot(select(tiny, ClaimQuery(bbox=KURSK)), size_px=(640, 420)))
    approved = read((root / "tests" / "golden" / "kursk.png").read_bytes())
    assert picture.shape == approved.shape
    assert likeness(picture, approved) > 0.9
    assert likeness(picture, np.roll(approved, 24, axis=1)) < 0.9  # the yardstick sees what is out of place


def test_thousands_of_points_are_all_drawn(tiny: Dataset) -> None:
    home = tiny.place_of["sudzha"]
    spots = [LonLat(33.1 + number % 50 / 10, 50.1 + number // 50 / 10) for number in range(1000)]
    places = tuple(replace(home, place_id=f"p{number}", position=spot) for number, spot in enumerate(spots))
    claims = tuple(replace(tiny.claims[0], claim_id=f"c{number}", place_id=f"p{number}") for number in range(1000))
    selection = select(replace(tiny, places=places, claims=claims), ClaimQuery(bbox=KURSK))
    assert len(selection.in_view) == 1000
    picture = read(draw_snapshot(selection, size_px=(1200, 675)))
    frame = map_frame(selection, request_of(selection, (1200, 675)))
    fill = rgb(STATUS_STYLES[Status.UNVERIFIED].colour)
    drawn = [
        np.abs(picture[round(y), round(x)] - fill).max() < 60 for x, y in (frame.pixel(p.lon, p.lat) for p in spots)
    ]
    assert np.mean(drawn) > 0.85  # the rest stands under names, the caveat and the scale bar
