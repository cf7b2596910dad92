"""How many cells of a workbook hold formulas, and how many of those hold no value: said, never computed."""

from __future__ import annotations

import re
from zipfile import BadZipFile, ZipFile

from geodata.ingest.reading.job import Job

__all__ = ["formula_notes"]

_CHUNK = 1 << 20
_FORMULA = re.compile(rb"<f[ >/]")
_WITHOUT_VALUE = re.compile(rb"(?:</f>|<f[^>]*/>)(?:<v></v>|<v ?/>)?</c>")
_CELL_END = b"</c>"
_LONGEST_CELL = 100_000


def formula_notes(job: Job) -> list[str]:
    """Count the formulas of an XLSX workbook.

    Parameters
    ----------
    job : Job
        Its source is the workbook.

    Returns
    -------
    list of str
        Sentences; none where there are no formulas, or where the workbook is of a kind that is not XML.
    """
    formulas = empty = 0
    try:
        with ZipFile(job.source) as archive:
            sheets = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
            for name in sheets:
                with archive.open(name) as file:
                    waiting = b""
                    while chunk := file.read(_CHUNK):
                        whole, end, waiting = (waiting + chunk).rpartition(_CELL_END)
                        waiting = waiting[-_LONGEST_CELL:]
                        formulas += len(_FORMULA.findall(whole))
                        empty += len(_WITHOUT_VALUE.findall(whole + end))
    except (BadZipFile, OSError, NotImplementedError):
        return []
    notes = [f"Cells with a formula, of which the stored value was read: {formulas}."] if formulas else []
    if empty:
        notes.append(
            f"Formulas without a stored value, read as blank: {empty}; open the workbook in its program and save it."
        )
    return notes
