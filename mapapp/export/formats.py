"""The formats that a selection can be saved in, by suffix: dialog, command line and library offer these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from geodata.store import Selection
from mapapp.export.kinds import Format, Kind
from mapapp.export.look import Look
from mapapp.export.progress import Progress

__all__ = ["FORMATS"]


def _picture(form: str) -> Callable[[Selection, Look, Progress], bytes]:
    def write(selection: Selection, look: Look, _progress: Progress) -> bytes:
        # geopandas and matplotlib take seconds to import: only for who wants a picture
        from mapapp.export.snapshot import draw_snapshot

        return draw_snapshot(
            selection, size_px=look.size_px, title=look.title, borders=look.borders, theme=look.theme,
            window_mode=look.window_mode, zones=look.zones, form=form, made_on=look.made_on, lang=look.lang,
            layout=look.layout, dpi=look.dpi, dataset_id=look.dataset_id,
        )  # fmt: skip

    return write


def _film(form: str) -> Callable[[Selection, Look, Progress], bytes]:
    def write(selection: Selection, look: Look, progress: Progress) -> bytes:
        from mapapp.export.animation import draw_animation

        return draw_animation(selection, look, form, progress)

    return write


def _html(selection: Selection, look: Look, _progress: Progress) -> bytes:
    from mapapp.export.htmlfile import to_html

    return to_html(selection, look)


def _geojson(selection: Selection, look: Look, _progress: Progress) -> bytes:
    from mapapp.export.geojson import to_geojson
    from mapapp.export.manifest import manifest_of_chosen
    from mapapp.export.seal import seal

    return seal(to_geojson(selection).encode("utf-8"), "geojson", manifest_of_chosen(selection, look))


def _csv(selection: Selection, _look: Look, _progress: Progress) -> bytes:
    from mapapp.export.csvfile import to_csv

    return to_csv(selection)


def _xlsx(selection: Selection, _look: Look, _progress: Progress) -> bytes:
    from mapapp.export.xlsx import to_xlsx

    return to_xlsx(selection)


def _gpkg(selection: Selection, _look: Look, _progress: Progress) -> bytes:
    from mapapp.export.gpkg import to_gpkg

    return to_gpkg(selection)


def _parquet(selection: Selection, _look: Look, _progress: Progress) -> bytes:
    from mapapp.export.parquet import to_parquet

    return to_parquet(selection)


def _kml(selection: Selection, _look: Look, _progress: Progress) -> bytes:
    from mapapp.export.kml import to_kml

    return to_kml(selection)


def _zip(selection: Selection, look: Look, progress: Progress) -> bytes:
    from mapapp.export.zipped import to_zip

    return to_zip(selection, look, progress, {suffix: one for suffix, one in FORMATS.items() if suffix != ".zip"})


_GOOGLE, _OFFICE = "application/vnd.google-earth", "application/vnd.openxmlformats-officedocument"
_PICTURE, _FILM, _PAGE, _DATA = Kind.PICTURE, Kind.FILM, Kind.PAGE, Kind.DATA
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".png": Format(
            _PICTURE, "PNG", "image/png", "A picture that every program shows.", _picture("png")
        ),
        ".svg": Format(
            _PICTURE, "SVG", "image/svg+xml", "A drawing that stays sharp and can be edited.", _picture("svg")
        ),
        ".pdf": Format(
            _PICTURE, "PDF", "application/pdf", "To print; its words can be searched.", _picture("pdf")
        ),
        ".gif": Format(
            _FILM, "GIF", "image/gif", "A film that every program shows, in 255 colours.", _film("gif")
        ),
        ".webp": Format(
            _FILM, "WebP", "image/webp", "A film in all colours, for the web.", _film("webp")
        ),
        ".mp4": Format(
            _FILM, "MP4", "video/mp4", "A film for slides and messages; it can be paused.", _film("mp4")
        ),
        ".html": Format(
            _PAGE, "HTML", "text/html", "The live map with all its claims in one file; it needs no network.", _html
        ),
        ".geojson": Format(
            _DATA, "GeoJSON", "application/geo+json", "For maps and programs; the fullest form.", _geojson
        ),
        ".csv": Format(
            _DATA, "CSV", "text/csv", "For a spreadsheet: one row a claim.", _csv
        ),
        ".xlsx": Format(
            _DATA, "Excel", f"{_OFFICE}.spreadsheetml.sheet", "A sheet for claims, reports, judgements …", _xlsx
        ),
        ".gpkg": Format(
            _DATA, "GeoPackage", "application/geopackage+sqlite3", "For QGIS: time and colours are set.", _gpkg
        ),
        ".parquet": Format(
            _DATA, "GeoParquet", "application/vnd.apache.parquet", "For analysis in columns.", _parquet
        ),
        ".kml": Format(
            _DATA, "KML", f"{_GOOGLE}.kml+xml", "For an earth viewer, with time spans.", _kml
        ),
        ".zip": Format(
            _DATA, "ZIP", "application/zip", "Every format at once, with a manifest that names each file.", _zip
        ),
    }
)  # fmt: skip
"""Each format by the suffix of its files, in the order in which they are offered; ``.json`` is GeoJSON as well."""
