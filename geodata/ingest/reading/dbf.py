"""The encoding of a Shapefile's table of attributes: said by its .cpg, by a byte of its header, or found out."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.reading.charsets import decide_charset, named_charset
from geodata.ingest.reading.job import Job

__all__ = ["dbf_charset"]

_HEAD = 32
_SAMPLE_ROWS = 5_000
# The language byte of a dBase header, where it names one encoding without doubt
_BY_BYTE = {
    0x26: "cp866", 0x65: "cp866", 0xC9: "cp1251", 0xC8: "cp1250", 0x64: "cp852", 0x4E: "cp949", 0x79: "cp949",
    0x13: "cp932", 0x7B: "cp932", 0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5", 0x78: "big5", 0xCA: "cp1254",
    0xCB: "cp1253", 0x58: "cp1252", 0x59: "cp1252",
}  # fmt: skip


def dbf_charset(job: Job) -> tuple[str, str]:
    """Find the encoding of the attributes.

    Parameters
    ----------
    job : Job
        Its source is the ``.shp``; the other parts lie beside it.

    Returns
    -------
    str
        Python's name of the encoding.
    str
        A sentence of evidence.

    Raises
    ------
    NeedsAnswerError
        If nothing says it and the bytes do not show it.
    ImportRefusedError
        If the table is damaged or the wish is no encoding.
    """
    if job.wishes.encoding is not None:
        return named_charset(job.name, job.wishes.encoding), "You said so."
    cpg = job.source.with_suffix(".cpg")
    if cpg.exists():
        said = cpg.read_bytes()[:64].decode("ascii", "replace").strip()
        if (known := _known(said)) is not None:
            return known, f"Its .cpg says “{visible(said)}”."
    table = job.source.with_suffix(".dbf")
    try:
        language, sample = _sample(table)
    except struct.error:
        words = f"{visible(job.name)}: its table of attributes is damaged; export it again."
        raise ImportRefusedError(words) from None
    if language in _BY_BYTE:
        return _BY_BYTE[language], "The header of its table says so; there is no .cpg."
    path = job.out / "attributes.txt"
    path.write_bytes(sample)
    found = decide_charset(job.name, path, None)
    return found.name, f"{found.evidence} There is no .cpg."


def _known(said: str) -> str | None:
    """Python's name of what a .cpg says, as in UTF-8, 1251, CP1251 or ANSI 1251."""
    bare = re.sub(r"^(?:ansi|oem|windows|ibm|cp)[\s_-]*(?=\d)", "", said.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"8859-?\d{1,2}", bare):
        bare = f"iso8859-{bare[4:].lstrip('-')}"
    for name in (f"cp{bare}", bare) if bare.isdigit() else (bare,):
        try:
            return named_charset("", name)
        except ImportRefusedError:
            continue
    return None


def _sample(path: Path) -> tuple[int, bytes]:
    """The language byte, and the text of the first rows, a row a line."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        head_bytes, row_bytes = struct.unpack_from("<HH", head, 8)
        fields = file.read(max(head_bytes - _HEAD, 0))
        rows = file.read(row_bytes * _SAMPLE_ROWS)
    spans, at = [], 1
    for start in range(0, len(fields) - 31, 32):
        if fields[start] == 0x0D:  # the end of the list
            break
        kind, length = fields[start + 11 : start + 12], fields[start + 16]
        if kind == b"C":
            spans.append((at, at + length))
        at += length
    names = [fields[start : start + 11].split(b"\x00")[0] for start in range(0, len(fields) - 31, 32)]
    lines = [
        b" ".join(rows[row + first : row + last].strip(b" \x00") for first, last in spans)
        for row in range(0, len(rows), max(row_bytes, 1))
    ]
    return head[29], b"\n".join([*names, *lines])
