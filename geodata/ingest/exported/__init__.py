"""Files that were saved, read back: GeoJSON, GeoPackage, GeoParquet and ZIP give a data set again."""

from geodata.ingest.exported.raw import LAYOUT
from geodata.ingest.exported.read import read_export

__all__ = ["LAYOUT", "read_export"]
