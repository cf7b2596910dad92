from __future__ import annotations

from pathlib import Path

import pytest

from geodata import basemap
from mapapp.ui.importing import preview
from mapapp.ui.importing.preview import HEAD, first_rows, places_drawn
from tests.geodata.ingest.importing.small import tried

ROWS = [
    {"text": "Troops at Sudzha", "date": "2024-10-08/2024-10-13", "lat": "51.19", "lon": "35.27", "place": ""},
    {"text": "Sappers in the region", "date": "2024-10", "lat": "", "lon": "", "place": "Kursk Oblast"},
    {"text": "Again at Sudzha", "date": "2024-10-20", "lat": "51.19", "lon": "35.27", "place": ""},
    {"text": "No day\u202e", "date": "", "lat": "51.57", "lon": "34.68", "place": ""},
]


def test_points_with_their_uncertainty_and_areas_as_areas(tmp_path: Path) -> None:
    with tried(tmp_path, ROWS) as trial:
        drawn = places_drawn(trial)
    assert [point[:2] for point in drawn["points"]] == [[35.27, 51.19], [34.68, 51.57]], "a place is drawn once"
    assert all(radius is not None and radius > 0 for _lon, _lat, radius in drawn["points"])
    assert drawn["areas"] == [list(basemap.region_rings("RU-KRS"))]
    assert drawn["words"] == ("4 claims, 3 places: 2 points; 1 area. A ring shows how far off a point may be.")


def test_very_many_points_are_told_and_not_all_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "_MOST_PLACES", 1)
    with tried(tmp_path, ROWS) as trial:
        drawn = places_drawn(trial)
    assert len(drawn["points"]) == 1
    assert "2 points, of which the first 1 are drawn; 1 area." in drawn["words"]


def test_the_first_claims_as_they_would_be(tmp_path: Path) -> None:
    with tried(tmp_path, ROWS) as trial:
        rows = first_rows(trial, 3)
        last = first_rows(trial, 10)[-1]
    assert [len(row) for row in rows] == [len(HEAD)] * 3
    assert rows[0][:2] == ["2", "Troops at Sudzha"]
    assert rows[0][3] == "2024-10-08 to 2024-10-13 (to the day)"
    assert rows[1][3:] == ["2024-10 (to the month)", "Kursk Oblast (somewhere in the region)"]
    assert last[1] == "No day\ufffd"
    assert last[3] == "not stated"
