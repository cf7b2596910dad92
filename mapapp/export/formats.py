"""The formats that a selection can be saved in as data, by suffix: command line and sidebar offer these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from geodata.store import Selection

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Parameters
    ----------
    label : str
        Its name for a reader.
    mime : str
        Its media type.
    note : str
        What it is good for, as a sentence.
    write : callable
        Makes the file from a selection.
    """

    label: str
    mime: str
    note: str
    write: Callable[[Selection], bytes]


def _geojson(selection: Selection) -> bytes:
    from mapapp.export.geojson import to_geojson
    from mapapp.export.manifest import manifest_of
    from mapapp.export.seal import seal

    return seal(to_geojson(selection).encode("utf-8"), "geojson", manifest_of(selection, rows=selection.chosen))


def _csv(selection: Selection) -> bytes:
    from mapapp.export.csvfile import to_csv

    return to_csv(selection)


def _xlsx(selection: Selection) -> bytes:
    from mapapp.export.xlsx import to_xlsx

    return to_xlsx(selection)


def _gpkg(selection: Selection) -> bytes:
    from mapapp.export.gpkg import to_gpkg

    return to_gpkg(selection)


def _parquet(selection: Selection) -> bytes:
    from mapapp.export.parquet import to_parquet

    return to_parquet(selection)


def _kml(selection: Selection) -> bytes:
    from mapapp.export.kml import to_kml

    return to_kml(selection)


def _zip(selection: Selection) -> bytes:
    from mapapp.export.zipped import to_zip

    return to_zip(selection, {suffix: one.write for suffix, one in FORMATS.items() if suffix != ".zip"})


_XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".geojson": Format("GeoJSON", "application/geo+json", "For maps and programs; the fullest form.", _geojson),
        ".csv": Format("CSV", "text/csv", "For a spreadsheet: one row a claim.", _csv),
        ".xlsx": Format("Excel", _XLSX_MIME, "For a spreadsheet: a sheet for claims, reports, assessments …", _xlsx),
        ".gpkg": Format("GeoPackage", "application/geopackage+sqlite3", "For QGIS: time and colours are set.", _gpkg),
        ".parquet": Format("GeoParquet", "application/vnd.apache.parquet", "For analysis in columns.", _parquet),
        ".kml": Format("KML", "application/vnd.google-earth.kml+xml", "For an earth viewer, with time spans.", _kml),
        ".zip": Format("ZIP", "application/zip", "Every format at once, with a manifest that names each file.", _zip),
    }
)
"""Each format by the suffix of its files, in the order in which they are offered; ``.json`` is GeoJSON as well."""
