from __future__ import annotations

from pathlib import Path

import pytest

from geodata.model import Status
from geodata.store import ClaimQuery, select
from mapapp.export.tally import area_groups, is_row_denied, most_numerous, point_groups
from tests.builders import DatasetBuilder


@pytest.mark.parametrize(
    ("counts", "stands"),
    [
        ({Status.CONFIRMED: 1}, Status.CONFIRMED),
        ({Status.CONFIRMED: 2, Status.UNVERIFIED: 1}, Status.CONFIRMED),
        ({Status.CONFIRMED: 1, Status.UNVERIFIED: 1}, Status.UNVERIFIED),  # a tie never looks surer than it is
        ({Status.DISPUTED: 3, Status.CORROBORATED: 3, Status.SPECULATIVE: 1}, Status.DISPUTED),
    ],
)
def test_which_status_stands_for_several(counts: dict[Status, int], stands: Status) -> None:
    assert most_numerous(counts) is stands


def test_points_by_position_and_areas_by_shape(tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path / "tiny")
    builder.add("places.csv", place_id="zone", name_en="Zone", geo_precision="region", regions="RU-KRS", zone="yes")
    builder.add("claims.csv", claim_id="again", claim="More", claim_type="demining", modality="present", actor="they",
                place_id="zone", event_date="2024-11")  # fmt: skip
    builder.add("reports.csv", report_id="r9", claim_id="again", source_id="daily", published_at="2024-12-01",
                stance="asserts", title="More")  # fmt: skip
    selection = select(builder.load(), ClaimQuery())
    assert [group.rows for group in point_groups(selection)] == [(0,)]
    areas = {tuple(place.place_id for place in group.places): group for group in area_groups(selection)}
    assert {key: group.rows for key, group in areas.items()} == {("kursk", "zone"): (1, 6), ("border-zone",): (2,)}
    assert not areas["kursk", "zone"].all_hollow
    assert areas["kursk", "zone"].counts == {Status.CONFIRMED: 1, Status.UNVERIFIED: 1}
    assert [row for row in selection.in_view if is_row_denied(selection, row)] == [1]
