"""Reading the files of a data set folder into records, header and encoding checked."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

from geodata.errors import Problem
from geodata.ingest.fields import Record

__all__ = ["COLUMNS", "INFO_FILE", "MAY_BE_MISSING", "OPTIONAL", "read_files", "read_table", "read_toml"]


# What the data set says of itself
INFO_FILE = "dataset.toml"

# Every other file, with its columns
COLUMNS: dict[str, tuple[str, ...]] = {
    "places.csv": (
        "place_id", "name_en", "name_ru", "name_uk", "name_ko", "geo_precision", "lon", "lat",
        "coordinate_uncertainty_m", "regions", "vague", "zone", "remark",
    ),
    "sources.csv": ("source_id", "name", "party", "reliability"),
    "claims.csv": (
        "claim_id", "claim", "claim_type", "modality", "actor", "quantity_low", "quantity_best",
        "quantity_high", "unit", "place_id", "event_date", "remark", "topic", "end_known_on",
    ),
    "reports.csv": (
        "report_id", "claim_id", "source_id", "published_at", "stance", "derived_from", "title", "url", "remark",
        "not_independent_of",
    ),
    "positions.csv": ("claim_id", "party", "position", "said_on", "report_id"),
    "assessments.csv": (
        "assessment_id", "claim_id", "aspect", "status", "basis", "reason", "evidence", "effective_at",
        "recorded_at", "by",
    ),
    "foreign.csv": ("claim_id", "by", "scheme", "value", "said_on"),
}  # fmt: skip

# Files that a data set may do without
MAY_BE_MISSING = ("foreign.csv",)

# Columns that a file may leave out of its header; they are blank then
OPTIONAL: dict[str, tuple[str, ...]] = {"claims.csv": ("topic", "end_known_on"), "reports.csv": ("not_independent_of",)}


def read_files(folder: Path, problems: list[Problem]) -> dict[str, bytes]:
    """Read each file of a data set once, so that what is checked and what the digest names are the same bytes.

    Parameters
    ----------
    folder : Path
        The data set's folder.
    problems : list of Problem
        Where a file that is missing or cannot be read is refused.

    Returns
    -------
    dict
        Content by file name, without those that were refused and without those of ``MAY_BE_MISSING`` that are.
    """
    contents: dict[str, bytes] = {}
    for file in (INFO_FILE, *COLUMNS):
        try:
            contents[file] = (folder / file).read_bytes()
        except FileNotFoundError:
            if file not in MAY_BE_MISSING:
                problems.append(Problem(file, None, None, None, "the file is missing, add it (docs/data-format.md)"))
        except OSError as error:
            mend = f"the file cannot be read ({error.strerror}), check its permissions"
            problems.append(Problem(file, None, None, None, mend))
    return contents


def _decode(file: str, content: bytes, problems: list[Problem]) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mend = f"save the file as UTF-8, byte {error.start + 1} is not"
        problems.append(Problem(file, None, None, None, mend))
        return None


def _check_header(file: str, header: list[str], problems: list[Problem]) -> bool:
    wanted = COLUMNS[file]
    found = [name.strip() for name in header]
    known = True
    for name in wanted:
        if name not in found and name not in OPTIONAL.get(file, ()):
            problems.append(Problem(file, 1, name, None, "the column is missing, add it to the header"))
            known = False
    for position, name in enumerate(found):
        if name not in wanted or name in found[:position]:
            mend = "remove the column or correct its name; columns are " + ", ".join(wanted)
            problems.append(Problem(file, 1, None, name, mend))
            known = False
    return known


def read_table(file: str, content: bytes, problems: list[Problem]) -> list[Record]:
    """Read one CSV of a data set.

    Parameters
    ----------
    file : str
        A key of ``COLUMNS``.
    content : bytes
        The file, UTF-8, with or without a byte order mark.
    problems : list of Problem
        Where refusals are added; a row with too many or too few fields is refused and left out.

    Returns
    -------
    list of Record
        In file order; empty where the file cannot be read.
    """
    text = _decode(file, content, problems)
    if text is None:
        return []
    # Lines end as CSV has it, at CR and LF alone: str.splitlines would also break a field at U+2028 or U+0085
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[Record] = []
    row = 0
    try:
        header = next(reader, [])
        if not _check_header(file, header, problems):
            return []
        names = [name.strip() for name in header]
        blank = dict.fromkeys(OPTIONAL.get(file, ()), "")
        row = 1
        for row, values in enumerate(reader, start=2):
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(names):
                mend = f"it has {len(values)} fields where the header has {len(names)}, check commas and quotes"
                problems.append(Problem(file, row, None, None, mend))
                continue
            records.append(Record(file, row, {**blank, **dict(zip(names, values, strict=True))}, problems))
    except csv.Error as error:
        problems.append(Problem(file, row + 1, None, None, f"the record is not CSV ({error}), check its quotes"))
    return records


def read_toml(file: str, content: bytes, problems: list[Problem]) -> dict[str, Any] | None:
    """Read a TOML file; None where it cannot be read, which is refused."""
    text = _decode(file, content, problems)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number or a nesting without measure
        problems.append(Problem(file, None, None, None, f"it is not TOML ({error}), correct that line"))
        return None
