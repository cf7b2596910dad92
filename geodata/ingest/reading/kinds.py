"""What a file is: its name and its first bytes must agree, and nothing is opened by guess."""

from __future__ import annotations

from pathlib import PurePath

from geodata.errors import ImportRefusedError, visible

__all__ = ["MAGIC_BYTES", "SUFFIXES", "recognise"]

MAGIC_BYTES = 512  # how much of the start of a file is looked at

# The kind that each suffix names
SUFFIXES: dict[str, str] = {
    ".csv": "text", ".tsv": "text", ".tab": "text", ".psv": "text", ".txt": "text",
    ".xlsx": "workbook", ".xlsm": "workbook", ".xlsb": "workbook", ".ods": "workbook", ".xls": "workbook",
    ".geojson": "json", ".json": "json", ".geojsonl": "json", ".geojsons": "json", ".ndjson": "json", ".jsonl": "json",
    ".geojsonseq": "json",
    ".kml": "kml", ".kmz": "zip", ".zip": "zip", ".gpkg": "gpkg", ".fgb": "flatgeobuf",
    ".parquet": "parquet", ".geoparquet": "parquet", ".pq": "parquet", ".gz": "gzip",
}  # fmt: skip

# How the binary kinds begin, and what a person calls them
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"PAR1", "parquet", "Parquet"),
    (b"SQLite format 3\x00", "gpkg", "a database"),
    (b"PK\x03\x04", "zip", "a ZIP archive or a workbook"),
    (b"PK\x05\x06", "zip", "an empty ZIP archive"),
    (b"\x1f\x8b", "gzip", "gzip"),
    (b"fgb\x03fgb", "flatgeobuf", "FlatGeobuf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old", "an old Excel workbook, or a workbook with a password"),
    (b"%PDF-", "other", "a PDF"),
    (b"\x89PNG", "other", "a picture"),
    (b"\xff\xd8\xff", "other", "a picture"),
    (b"BZh", "other", "bzip2"),
    (b"\xfd7zXZ\x00", "other", "xz"),
    (b"7z\xbc\xaf", "other", "7-Zip"),
    (b"\x28\xb5\x2f\xfd", "other", "Zstandard"),
    (b"Rar!", "other", "RAR"),
)
_FITS = {
    "text": {""}, "json": {""}, "kml": {""}, "workbook": {"zip"}, "zip": {"zip"}, "gpkg": {"gpkg"},
    "flatgeobuf": {"flatgeobuf"}, "parquet": {"parquet"}, "gzip": {"gzip"},
}  # fmt: skip
_OFFER = (
    "CSV, TSV, XLSX, XLS, ODS, GeoJSON, JSON, KML, KMZ, GeoPackage, FlatGeobuf, GeoParquet, Parquet or a zipped "
    "Shapefile"
)


def recognise(name: str, start: bytes) -> str:
    """Tell what kind of file this is.

    Parameters
    ----------
    name : str
        Its name; the suffix says what it should be, in any case.
    start : bytes
        Its first ``MAGIC_BYTES`` bytes, which must not say otherwise.

    Returns
    -------
    str
        ``text``, ``workbook``, ``json``, ``kml``, ``zip``, ``gzip``, ``gpkg``, ``flatgeobuf`` or ``parquet``.

    Raises
    ------
    ImportRefusedError
        If the suffix is not one of ours, the file is empty, or the two do not agree.
    """
    shown = visible(name)
    suffix = PurePath(name.lower()).suffix
    kind = SUFFIXES.get(suffix)
    if kind is None:
        raise ImportRefusedError(f"{shown}: files of this kind are not read; save it as {_OFFER}.")
    if not start:
        raise ImportRefusedError(f"{shown}: the file is empty; save it again where it came from.")
    found, words = next(((kind, words) for magic, kind, words in _MAGIC if start.startswith(magic)), ("", "text"))
    if suffix == ".xls" and found == "old":
        return kind
    if found not in _FITS[kind]:
        raise ImportRefusedError(
            f"{shown}: its name ends in {suffix}, but it begins like {words}; give it the ending that fits, "
            f"or save it as {_OFFER}."
        )
    return kind
