"""Workbooks whose numbers have blanks around them, as some programs write them: a copy without the blanks."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

__all__ = ["without_padding"]

_SHEETS = "xl/worksheets/"
# A number as XML Schema writes it; blanks around it do not count (XML Schema 1.0 part 2, whiteSpace: collapse)
_PADDED = re.compile(rb"<v>\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*</v>")


def without_padding(source: Path, target: Path) -> None:
    """Copy an XLSX workbook without the blanks around its numbers.

    Parameters
    ----------
    source : Path
        A ZIP archive that keeps the limits.
    target : Path
        Where the copy goes.
    """
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith(_SHEETS):
                content = _PADDED.sub(rb"<v>\1</v>", content)
            new.writestr(entry.filename, content)
