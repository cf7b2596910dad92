"""A saved ZIP: its folder ``tables`` holds every table as CSV."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator

from geodata.errors import Problem, visible
from geodata.ingest.exported.cells import readable, restore
from geodata.ingest.exported.raw import MAY_LACK, TABLES, Raw, head_of, row_of, unreadable

__all__ = ["read_zip"]

_MOST_ENTRIES = 1000
_MOST_BYTES = 256 * 2**20  # of all tables, unpacked
_MOST_RATIO, _SMALL = 200, 2**20  # what text shrinks to, at most; a small table may shrink further
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_zip(content: bytes, raw: Raw) -> None:
    """Read the tables of an archive into ``raw``; nothing else in it is unpacked.

    Raises
    ------
    UnreadableError
        If it is no ZIP that can be read, lacks a table, or unpacks to more than any of ours.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            tables = _unpacked(archive, raw.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise unreadable(raw.name, f"it is no ZIP that can be read ({visible(str(error))})") from error
    about = _records(raw, "about", ("key", "value"), tables["about"])
    head_of(raw, ((row["key"], row["value"]) for _line, row in about), f"{raw.name}: tables/about.csv", _text)
    for table, columns in ((one, TABLES[one]) for one in TABLES if one in tables):
        for line, row in _records(raw, table, columns, tables[table]):
            row_of(raw, table, row, f"{raw.name}: tables/{table}.csv", line, _text)


def _text(field: str) -> str:
    return readable(restore(field))


def _unpacked(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES:
        raise unreadable(name, f"it holds {len(entries)} files, and no archive of ours does")
    found: dict[str, bytes] = {}
    left = _MOST_BYTES
    for table in (*TABLES, "about"):
        held = [entry for entry in entries if entry.filename == f"tables/{table}.csv"]
        if not held and table in MAY_LACK:
            continue
        if len(held) != 1:
            what = "twice" if held else "not at all"
            raise unreadable(name, f"it holds tables/{table}.csv {what}: it is none of ours, or an older one")
        (entry,) = held
        packed_well = entry.file_size <= max(_SMALL, _MOST_RATIO * entry.compress_size)
        if entry.file_size > left or not packed_well or entry.compress_type not in _PLAIN:
            raise unreadable(name, f"tables/{table}.csv unpacks to more than any table of ours, or in another way")
        with archive.open(entry) as opened:
            found[table] = opened.read(left + 1)
        left -= len(found[table])
        if left < 0:
            raise unreadable(name, f"its tables unpack to more than {_MOST_BYTES // 2**20} MiB")
    return found


def _records(raw: Raw, table: str, columns: tuple[str, ...], content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV with the number of each (the header is 1); a table that cannot be read is refused."""
    where, line = f"{raw.name}: tables/{table}.csv", 1
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = next(reader, [])
        wrong = [column for column in columns if header.count(column) != 1]
        for column in wrong:
            raw.problems.append(Problem(where, 1, column, None, "the header must name this column once"))
        for line, values in enumerate(reader, start=2):
            if wrong or not values:
                continue
            if len(values) != len(header):
                mend = f"it has {len(values)} fields where the header has {len(header)}, check commas and quotes"
                raw.problems.append(Problem(where, line, None, None, mend))
                continue
            yield line, dict(zip(header, values, strict=True))
    except UnicodeDecodeError as error:
        mend = f"save the file as UTF-8, byte {error.start + 1} is not"
        raw.problems.append(Problem(where, None, None, None, mend))
    except csv.Error as error:
        raw.problems.append(Problem(where, line + 1, None, None, f"the record is not CSV ({error}), check its quotes"))
