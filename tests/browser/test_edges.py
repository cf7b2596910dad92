"""Where the live map ends: near the poles, and at the antimeridian."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from geodata.store import BBox, ClaimQuery, select
from tests.browser.conftest import serve
from tests.browser.reader import Reader
from tests.builders import DatasetBuilder


def test_a_place_near_a_pole_waits_in_the_tray_as_in_every_file(
    tmp_path: Path, open_reader: Callable[..., Reader]
) -> None:
    builder = DatasetBuilder(tmp_path / "polar").put("places.csv", 2, "lat", "88.5")
    dataset = builder.load()
    with serve(builder.write()) as address:
        reader = open_reader(address).open()
        reader.doc.get_by_role("button", name="Zoom to all").click()
        reader.page.wait_for_timeout(900)
        found = reader.selection()
        assert found["unlocated"] == sorted(
            dataset.claims[row].claim_id for row in select(dataset, ClaimQuery()).unlocated
        )
        assert "point" in found["unlocated"]
        assert reader.js("app.claims.drawn().marks.length") == 0
        south, north = reader.js("[app.map.getBounds().getSouth(), app.map.getBounds().getNorth()]")
        assert 40 < south < north < 75  # no camera was drawn to the pole
        reader.js("app.state.set({selected: argument})", dataset.row_of["point"])
        card = reader.doc.locator(".cl-card").inner_text()
        assert "So near to the pole that it is on no map" in card
        assert reader.complaints == []


def test_both_ends_of_the_world_are_seen_at_once_and_counted_as_in_python(
    tmp_path: Path, open_reader: Callable[..., Reader]
) -> None:
    """The live map is one world that ends at the antimeridian: a place beyond it stands at the other end."""
    builder = DatasetBuilder(tmp_path / "bering")
    builder.put("places.csv", 2, "lon", "-179.5").put("places.csv", 2, "lat", "65")
    builder.put("places.csv", 3, "regions", "RU-CHU")
    dataset = builder.load()
    with serve(builder.write()) as address:
        reader = open_reader(address).open()
        for box in (BBox(-180, 60, -170, 70), BBox(170, 60, 180, 70)):
            zoom = 5
            middle = (box.west + box.east) / 2
            reader.js(f"app.map.setView([65, {middle}], {zoom}, {{animate: false}})")
            reader.rest()
            bounds = [float(side) for side in reader.js("app.map.getBounds().toBBoxString()").split(",")]
            asked = BBox(max(bounds[0], -180), bounds[1], min(bounds[2], 180), bounds[3])
            expected = select(dataset, ClaimQuery(bbox=asked))
            assert reader.selection()["inView"] == sorted(dataset.claims[row].claim_id for row in expected.in_view)
