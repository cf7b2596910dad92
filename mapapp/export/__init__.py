"""A selection as a picture and as a file; neither needs a browser."""

from mapapp.export.geojson import to_geojson
from mapapp.export.snapshot import draw_snapshot

__all__ = ["draw_snapshot", "to_geojson"]
