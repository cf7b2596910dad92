"""Repair zones in a picture: switched off they are not drawn, and empty they are drawn as what they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.basemap import region_geometry
from geodata.model import ClaimType, Dataset
from geodata.store import BBox, ClaimQuery, Selection, select
from mapapp.export import draw_snapshot
from mapapp.export.save import save
from mapapp.export.sheet import map_frame
from mapapp.export.tally import area_groups, hidden_in_zones
from mapapp.ui.components.saved_as import view_look
from mapapp.view import MapState, TimeMode, ViewState
from tests.builders import DatasetBuilder
from tests.mapapp.export.pictures import Picture, Written, read, request_of, rgb, written  # noqa: F401

SIZE = (1000, 640)
VIEW = BBox(33, 49.4, 40, 52.8)  # Kursk and Belgorod, the regions of the zone
NEUTRAL = "#6f6a62"
ALWAYS = (None, None)
AUTUMN = (date(2024, 10, 1), date(2024, 11, 30))  # the one claim of the zone begins after it
OFF, ON = False, True

Window = tuple[date | None, date | None]


def zoned(folder: Path, **of_zone: str) -> Dataset:
    """The tiny data set; ``of_zone`` changes fields of its one zone, or the date of the one claim there."""
    builder = DatasetBuilder(folder / "tiny")
    for field, value in of_zone.items():
        file = "claims.csv" if field == "event_date" else "places.csv"
        builder.put(file, 4, field, value)
    return builder.load()


def ask(dataset: Dataset, *types: ClaimType, window: Window = ALWAYS, bbox: BBox | None = VIEW) -> Selection:
    return select(dataset, ClaimQuery(first_day=window[0], last_day=window[1], types=frozenset(types), bbox=bbox))


def drawn(selection: Selection, *, zones: bool = ON) -> dict[str, tuple[int, ...]]:
    groups = area_groups(selection, zones=zones)
    return {" ".join(place.place_id for place in group.places): group.rows for group in groups}


@pytest.mark.parametrize(
    ("event_date", "types", "window", "zones", "areas"),
    [
        ("2024-12/..", (), ALWAYS, ON, {"kursk": (1,), "border-zone": (2,)}),
        ("2024-12/..", (), ALWAYS, OFF, {"kursk": (1,)}),
        ("2024-12/..", (), AUTUMN, ON, {"kursk": (1,), "border-zone": ()}),
        ("2024-12/..", (), AUTUMN, OFF, {"kursk": (1,)}),
        ("", (), ALWAYS, ON, {"kursk": (1,), "border-zone": ()}),
        ("", (ClaimType.DEPLOYMENT,), AUTUMN, ON, {"border-zone": ()}),
        ("2024-12/..", (ClaimType.DEMINING,), ALWAYS, ON, {}),  # the filters keep no claim of the zone
        ("", (ClaimType.DEMINING,), ALWAYS, ON, {}),
        ("", (ClaimType.EQUIPMENT,), ALWAYS, ON, {}),  # undated too, but an oblast is no zone
    ],
)
def test_which_areas_are_drawn(
    tmp_path: Path, event_date: str, types: tuple[ClaimType, ...], window: Window, zones: bool,
    areas: dict[str, tuple[int, ...]],
) -> None:  # fmt: skip
    assert drawn(ask(zoned(tmp_path, event_date=event_date), *types, window=window), zones=zones) == areas


def test_a_zone_that_nobody_had_heard_of_or_that_lies_elsewhere_is_not_drawn(tmp_path: Path) -> None:
    dataset = zoned(tmp_path, event_date="")
    assert drawn(select(dataset, ClaimQuery(known_on=date(2024, 11, 30)))) == {"kursk": (1,)}
    assert drawn(ask(dataset, bbox=BBox(130, 43, 133, 45))) == {}


def test_a_zone_and_its_oblast_share_a_shape_and_the_switch_parts_them(tmp_path: Path) -> None:
    dataset = zoned(tmp_path, vague="", regions="RU-KRS", geo_precision="region")
    assert drawn(ask(dataset)) == {"kursk border-zone": (1, 2)}
    assert drawn(ask(dataset), zones=OFF) == {"kursk": (1,)}
    assert drawn(ask(dataset, window=AUTUMN)) == {"kursk border-zone": (1,)}
    assert hidden_in_zones(ask(dataset)) == 1
    assert hidden_in_zones(ask(dataset, window=AUTUMN)) == 0


def inside_and_outside(selection: Selection, picture: Picture) -> tuple[Picture, Picture]:
    """Pixels well inside Belgorod Oblast, and well outside both regions, clear of the caveat and the scale bar."""
    frame = map_frame(selection, request_of(selection, SIZE))
    inner = region_geometry("RU-BEL").buffer(-0.2)
    outer = shapely.union_all([region_geometry(code) for code in ("RU-BEL", "RU-KRS")]).buffer(0.5)
    heaps: tuple[list[Picture], list[Picture]] = [], []
    for lon in np.arange(33.1, 39.9, 0.05):
        for lat in np.arange(50, 52.7, 0.05):
            point = shapely.Point(lon, lat)
            if inner.contains(point) or not outer.contains(point):
                x, y = frame.pixel(lon, lat)
                heaps[not inner.contains(point)].append(picture[round(y), round(x)])
    return np.array(heaps[0]), np.array(heaps[1])


def test_a_zone_switched_off_leaves_no_trace_on_the_map(tmp_path: Path) -> None:
    selection = ask(zoned(tmp_path))
    on, off = (read(draw_snapshot(selection, size_px=SIZE, zones=zones)) for zones in (ON, OFF))
    bare = read(draw_snapshot(ask(zoned(tmp_path), ClaimType.PRISONERS), size_px=SIZE))
    assert (inside_and_outside(selection, on)[0] != inside_and_outside(selection, bare)[0]).any(axis=1).mean() > 0.9
    assert (inside_and_outside(selection, off)[0] != inside_and_outside(selection, bare)[0]).any(axis=1).mean() < 0.1


@pytest.mark.parametrize("zones", [ON, OFF])
def test_what_is_said_of_zones(tmp_path: Path, written: Written, zones: bool) -> None:  # noqa: F811
    selection = ask(zoned(tmp_path))
    draw_snapshot(selection, zones=zones)
    said = written.words
    assert said[said.index("definite") - 1] == str(selection.definite) == "2"  # whatever is drawn
    assert ("Border zone" in said) is zones
    assert ("In zones switched off" in said) is not zones
    if not zones:
        assert said[said.index("In zones switched off") + 1] == "1"


def test_an_empty_map_says_that_it_is_the_switch(tmp_path: Path, written: Written) -> None:  # noqa: F811
    draw_snapshot(ask(zoned(tmp_path), ClaimType.DEPLOYMENT), size_px=SIZE, zones=OFF)
    assert "Every claim in view is in a zone that is switched off" in written.words
    assert "No claim of this selection is in view" not in written.words


@pytest.mark.parametrize(
    ("event_date", "window", "zone_says"),
    [("2024-12/..", ALWAYS, "1 claim"), ("2024-12/..", AUTUMN, "0 claims"), ("", ALWAYS, "1 undated")],
)
@pytest.mark.parametrize("shared", [False, True])
def test_the_chip_of_a_zone(
    tmp_path: Path, written: Written, event_date: str, window: Window, zone_says: str, shared: bool  # noqa: F811
) -> None:  # fmt: skip
    shape = {"vague": "", "regions": "RU-KRS", "geo_precision": "region"} if shared else {}
    draw_snapshot(ask(zoned(tmp_path, event_date=event_date, **shape), window=window), size_px=(1000, 625))
    said = written.words
    assert said[said.index("Border zone") + 1] == zone_says
    assert said[said.index("Kursk Oblast", said.index("Border zone") - 3) + 1] == "1 claim"


@pytest.mark.parametrize("vague", ["yes", ""])
def test_an_empty_zone_is_tinted_evenly_and_not_hatched(tmp_path: Path, vague: str) -> None:
    dataset = zoned(tmp_path, event_date="", vague=vague)
    selection = ask(dataset, ClaimType.DEPLOYMENT)
    assert not selection.in_view
    nothing = ask(dataset, ClaimType.PRISONERS)
    zone, land = inside_and_outside(selection, read(draw_snapshot(selection, size_px=SIZE)))
    bare_zone, bare_land = inside_and_outside(nothing, read(draw_snapshot(nothing, size_px=SIZE)))
    expected = bare_zone * 0.8 + rgb(NEUTRAL) * 0.2
    if vague:  # the edge fades inwards too: somewhere it is whole, nowhere more than whole
        assert np.abs(zone - expected).max(axis=1).min() <= 4
        assert (zone >= expected - 3).all(axis=1).mean() > 0.9
    else:
        assert (np.abs(zone - expected).max(axis=1) <= 3).mean() > 0.85  # the rest is under the chip and names
    assert (np.abs(land - bare_land).max(axis=1) <= 3).mean() > 0.85


def test_an_empty_zone_has_a_dashed_outline_only_where_its_limit_is_stated(tmp_path: Path) -> None:
    def share_of_line(vague: str) -> float:
        dataset = zoned(tmp_path / f"vague{vague}", event_date="", vague=vague)
        pictures = [draw_snapshot(ask(dataset, word)) for word in (ClaimType.DEPLOYMENT, ClaimType.PRISONERS)]
        zone, bare = (read(png).max(axis=2) for png in pictures)
        frame = map_frame(ask(dataset), request_of(ask(dataset), (1600, 1000)))
        ring = shapely.union_all([region_geometry(code) for code in ("RU-BEL", "RU-KRS")]).exterior
        spots = [frame.pixel(*ring.interpolate(at / 900, normalized=True).coords[0]) for at in range(900)]
        pixels = [(int(y), int(x)) for x, y in spots]  # the land's borders run there too: look where it is light
        return float(np.mean([zone[pixel] < 170 for pixel in pixels if bare[pixel] > 225]))  # a tint alone is lighter

    assert share_of_line("yes") < 0.06  # names that had to move
    assert 0.3 < share_of_line("") < 0.8


def test_the_saved_picture_obeys_the_switch_and_the_mode(tmp_path: Path, written: Written) -> None:  # noqa: F811
    first, last = date(2024, 10, 1), date(2025, 1, 31)
    view = ViewState(map=MapState(first_day=first, last_day=last, mode=TimeMode.CUMULATIVE, zones=OFF))
    saved = save(select(zoned(tmp_path), view.query(VIEW)), ".png", view_look(view))
    assert read(saved.content).shape == (1000, 1600, 3)
    assert "Cumulative: everything up to 2025-01-31" in written.all
    assert "In zones switched off" in written.words
    assert "Border zone" not in written.words
