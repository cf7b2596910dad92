"""OGC API - Features, Part 1: Core 1.0.1 (OGC 17-069r4): claims for QGIS, GDAL and whoever else speaks it."""

from mapapp.api.ogc.routes import OGC_ROUTES

__all__ = ["OGC_ROUTES"]
