"""What a file said of itself when it was read, and what had to be found out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

__all__ = ["Facts"]

_LISTS = ("layers", "sheets", "header", "notes")


@dataclass(frozen=True, slots=True)
class Facts:
    """How a file was read.

    Parameters
    ----------
    format : str
        ``csv``, ``xlsx``, ``xls``, ``ods``, ``geojson``, ``json``, ``kml``, ``gpkg``, ``shapefile``, ``flatgeobuf``,
        ``geoparquet`` or ``parquet``.
    encoding : str or None
        Python's name of the encoding of the text; None in formats that fix it.
    encoding_evidence : str
        A sentence on why that encoding; empty where there is none.
    delimiter : str or None
        What separates the fields of a text table; None in other formats and where there is one column only.
    decimal_comma : bool
        Whether numbers of a text table are written with a comma, as in 51,19, and none with a point.
    layers, layer : tuple of str, str or None
        Layers of the file (of a ZIP: its files) that hold something, and the one that was read.
    sheets, sheet : tuple of str, str or None
        Sheets of a workbook that hold something, and the one that was read.
    crs : str or None
        Reference system of the coordinates as the file has them, as in ``EPSG:32637``; those handed out are always
        EPSG:4326. None in files without geometry.
    header : tuple of str
        Names of the columns, in order and each once.
    header_row : int or None
        Row of the header as a spreadsheet counts it; None where the names come with each record or there is no header.
    notes : tuple of str
        Sentences on what a reader should know: rows above the header, columns renamed, protections that this system
        does not offer.
    """

    format: str
    encoding: str | None = None
    encoding_evidence: str = ""
    delimiter: str | None = None
    decimal_comma: bool = False
    layers: tuple[str, ...] = ()
    layer: str | None = None
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    crs: str | None = None
    header: tuple[str, ...] = ()
    header_row: int | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The facts as plain lists, strings and numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Facts:
        """The facts that :meth:`to_json` wrote; values of another type raise ValueError, unknown keys are left out."""
        known: dict[str, Any] = {field.name: value[field.name] for field in fields(cls)}
        for name in _LISTS:
            known[name] = tuple(known[name])
            if not all(isinstance(item, str) for item in known[name]):
                raise ValueError(f"{name} holds something else than text")
        for name in ("encoding", "delimiter", "layer", "sheet", "crs"):
            if not isinstance(known[name], str | None):
                raise ValueError(f"{name} is no text")
        wrong = not isinstance(known["format"], str) or not isinstance(known["encoding_evidence"], str)
        if wrong or not isinstance(known["decimal_comma"], bool) or not isinstance(known["header_row"], int | None):
            raise ValueError("a fact has another type than it should")
        return cls(**known)
