"""Which encoding a text file is in: found out, said with its evidence, or asked."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError, Question
from geodata.ingest.reading.alphabets import CYRILLIC, EASTERN, WESTERN
from geodata.ingest.reading.plausible import Verdict, judge
from geodata.ingest.reading.priors import against

__all__ = ["Charset", "decide_charset", "named_charset", "open_text"]

# Tried in this order, with the languages they are used for; of those that read a file the same, the first is named
LEGACY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("cp1251", "koi8_u", "koi8_r", "cp866", "mac_cyrillic", "iso8859_5", "cp855"), CYRILLIC),
    **dict.fromkeys(("cp1252", "iso8859_15", "mac_roman", "cp850", "cp437"), WESTERN),
    **dict.fromkeys(("cp1250", "iso8859_2", "cp852", "mac_latin2"), EASTERN),
    "cp949": ("Korean",), "cp932": ("Japanese",), "euc_jp": ("Japanese",), "gb18030": ("Chinese",),
    "big5": ("Chinese",),
    "cp1253": ("Greek",), "iso8859_7": ("Greek",), "cp737": ("Greek",), "cp1254": ("Turkish",), "cp857": ("Turkish",),
    "cp1257": ("Lithuanian, Latvian, Estonian",), "cp1255": ("Hebrew",), "cp1256": ("Arabic", "Persian"),
    "cp874": ("Thai",),
}  # fmt: skip
_CHUNK = 1 << 20
_LONGEST_LINE = 100_000
_SAMPLE_BYTES = 60_000
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LOW = bytes(range(0x80))
_DECIDED = 0.3  # likeness that a text needs to be taken for a language
_CLEARLY, _LETTERS_CLEARLY = 0.03, 2.0  # how far ahead it must be of the next: on average, and in letters that fit
_LIKELY = 0.4
_USUAL = ("cp1252", "cp1251")  # offered wherever the letters say too little: most files without a mark are in these
_NOTHING = Verdict(-99.0, "", "")
_MARKS = (
    (codecs.BOM_UTF8, "utf_8_sig"), (codecs.BOM_UTF32_LE, "utf_32"), (codecs.BOM_UTF32_BE, "utf_32"),
    (codecs.BOM_UTF16_LE, "utf_16"), (codecs.BOM_UTF16_BE, "utf_16"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Charset:
    """An encoding and why: ``damaged`` where some bytes do not fit it, ``nuls`` where zero bytes stand in the text."""

    name: str
    evidence: str
    damaged: bool = False
    nuls: bool = False


@dataclass(slots=True)
class _Scan:
    """What one walk over the file's bytes found."""

    start: bytes = b""
    size: int = 0
    utf8: bool = True
    nuls: int = 0
    nuls_at_odd: int = 0
    ascii: bool = True
    sample: bytes = b""


def _scan(path: Path) -> _Scan:
    found = _Scan(size=path.stat().st_size)
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.start = found.start or chunk[:4096]
            if b"\x00" in chunk:
                found.nuls += chunk.count(0)
                found.nuls_at_odd += chunk[1::2].count(0)
            found.ascii = found.ascii and chunk.isascii()
            found.utf8 = found.utf8 and _goes_on(decoder, chunk)
    found.utf8 = found.utf8 and _goes_on(decoder, b"", final=True)
    return found


def _goes_on(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _sample(path: Path, size: int) -> bytes:
    """Lines with something beyond ASCII, from all over the file."""
    share = max(_SAMPLE_BYTES // (size // _CHUNK + 1), 2_000)
    sample: list[bytes] = []
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK) + file.readline(_LONGEST_LINE):  # no character is cut in two
            sample += _lines(chunk, share)
    return b"\n".join(sample)


def _lines(chunk: bytes, most: int) -> list[bytes]:
    """Whole lines with something beyond ASCII, up to about so many bytes."""
    kept: list[bytes] = []
    end = 0
    while most > 0 and (match := _BEYOND_ASCII.search(chunk, end)):
        start = max(chunk.rfind(b"\n", end, match.start()), end)
        end = chunk.find(b"\n", match.start()) + 1 or len(chunk)
        kept.append(chunk[start:end][: 4 * most].strip(b"\r\n"))
        most -= len(kept[-1])
    return kept


def _keep_bytes(error: UnicodeError) -> tuple[str, int]:
    """Decode bytes that do not fit as half characters, so that only their row is lost, whatever the encoding."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("claimline-keep", _keep_bytes)


def open_text(path: Path, charset: Charset) -> TextIO:
    """Open a text; line ends stay as they are, and bytes that do not fit become half characters (U+DC00 and on)."""
    return path.open(encoding=charset.name, errors="claimline-keep", newline="")


def named_charset(name: str, wish: str) -> str:
    """Python's name of an encoding that a person asked for.

    Raises
    ------
    ImportRefusedError
        If there is no such encoding of text.
    """
    try:
        info = codecs.lookup(wish)
        "a".encode(info.name).decode(info.name, "replace")  # not every codec is one of text, or reads damaged bytes
    except (LookupError, UnicodeError, TypeError, ValueError):
        raise ImportRefusedError(
            f"{visible(name)}: “{visible(wish)}” is no encoding that is known here; write one as in utf-8 or cp1251."
        ) from None
    return info.name.replace("-", "_")


def decide_charset(name: str, path: Path, wish: str | None) -> Charset:
    """Find the encoding of a text file.

    Parameters
    ----------
    name : str
        The file's own name, for sentences.
    path : Path
        Our copy; read once from start to end.
    wish : str or None
        The encoding that a person decided for; it wins, and what does not fit it is ``damaged``.

    Returns
    -------
    Charset
        With a sentence of evidence.

    Raises
    ------
    NeedsAnswerError
        If the file reads as different letters in several encodings and nothing tells which is meant.
    ImportRefusedError
        If the wish is no encoding.
    """
    scan = _scan(path)
    if wish is not None:
        return Charset(named_charset(name, wish), "You said so.", damaged=True, nuls=scan.nuls > 0)
    marked = next((encoding for mark, encoding in _MARKS if scan.start.startswith(mark)), None)
    if marked is not None:
        wide = marked != "utf_8_sig"
        nuls = scan.nuls > 0 and not wide
        words = "The file begins with the byte order mark of this encoding."
        return Charset(marked, words, damaged=wide or not scan.utf8, nuls=nuls)
    if (wide_name := _wide(scan)) is not None:
        words = "Every other byte is zero, as in text of two bytes a character; there is no byte order mark."
        return Charset(wide_name, words, damaged=True)
    if not scan.utf8:
        scan.sample = _sample(path, scan.size)
    return _narrow(name, scan)


def _wide(scan: _Scan) -> str | None:
    """UTF-16 without a mark: line breaks and commas leave a zero byte in one half."""
    end = b"\n" if b"\n" in scan.start else b"\r"
    lines = scan.start.count(end)
    for name, ending, share in (
        ("utf_16_le", end + b"\x00", scan.nuls_at_odd),
        ("utf_16_be", b"\x00" + end, scan.nuls - scan.nuls_at_odd),
    ):
        wide_lines = scan.start.count(ending) >= max(0.9 * lines, 1) or (not lines and scan.nuls * 4 > scan.size)
        if scan.nuls * 20 > scan.size and share > 0.9 * scan.nuls and wide_lines:
            return name
    return None


def _narrow(name: str, scan: _Scan) -> Charset:
    nuls = scan.nuls > 0
    if scan.utf8:
        escaped = re.search(rb"\x1b\$(\)C|[@B])", scan.start)
        if escaped and scan.ascii:
            encoding = "iso2022_kr" if escaped[1] == b")C" else "iso2022_jp"
            return Charset(
                encoding, "The file switches character sets with the escapes of this encoding.", damaged=True
            )
        words = "Every byte is ASCII, which is the same in UTF-8." if scan.ascii else "Every byte fits UTF-8."
        return Charset("utf_8", words, nuls=nuls)
    sequences = _SEQUENCE.findall(scan.sample)
    stray = len(scan.sample.translate(None, _LOW)) - sum(map(len, sequences))
    if len(sequences) >= 5 * max(stray, 1) or (not stray and sequences):
        words = "Nearly all bytes fit UTF-8; rows with those that do not are set aside."
        return Charset("utf_8", words, damaged=True, nuls=nuls)
    return _legacy(name, scan, nuls=nuls)


def _legacy(name: str, scan: _Scan, *, nuls: bool) -> Charset:
    judged = _judge_all(scan)
    first, verdict = judged[0]
    count = len(scan.sample.translate(None, _LOW))
    if verdict.score >= _DECIDED and _is_ahead(judged, count, scan.start + scan.sample):
        words = f"{count} bytes beyond ASCII read as {verdict.language}"
        words += f", as in “{visible(verdict.example)}”" if verdict.example else ""
        if len(judged) > 1:
            other, its = judged[1]
            words += f" (likeness {verdict.score:.2f}; next is {other} with {its.score:.2f})"
        return Charset(first, f"{words}.", damaged=True, nuls=nuls)
    raise NeedsAnswerError([_question(name, judged, scan.sample)])


def _is_ahead(judged: list[tuple[str, Verdict]], count: int, text: bytes) -> bool:
    """Whether the first is clearly ahead of the next, by its letters and by what speaks against either."""
    first, verdict = judged[0]
    if len(judged) == 1:
        return verdict.score * count >= _LETTERS_CLEARLY
    other, its = judged[1]
    more = against(other, text) - against(first, text)
    ahead = verdict.score - its.score
    return (ahead >= _CLEARLY or more > 0) and ahead * count + more >= _LETTERS_CLEARLY


def _judge_all(scan: _Scan) -> list[tuple[str, Verdict]]:
    """Each encoding that reads the file in its own way, the likeliest first."""
    count, words = max(len(scan.sample.translate(None, _LOW)), 1), scan.start + scan.sample
    judged: dict[str, tuple[str, Verdict]] = {}
    for encoding, languages in LEGACY.items():
        text = _decoded(scan.sample, encoding)
        verdict = judge(text, languages)
        if verdict.score > judged.get(text, (encoding, _NOTHING))[1].score:  # the same letters: who explains them best
            judged[text] = (judged.get(text, (encoding,))[0], verdict)
    return sorted(judged.values(), key=lambda entry: against(entry[0], words) / count - entry[1].score)


def _decoded(sample: bytes, encoding: str) -> str:
    """The sample as text; what does not fit the encoding counts against it."""
    return sample.decode(encoding, "replace").replace("\ufffd", "\ue000")


def _question(name: str, judged: list[tuple[str, Verdict]], sample: bytes) -> Question:
    best = judged[0][1].score
    likely = [entry for entry in judged[2:] if entry[1].score > best - _LIKELY]
    likely = [*judged[:2], *likely[:4]]
    offered = [*likely, *(entry for entry in judged if entry[0] in _USUAL and entry not in likely)]
    line = max(sample.split(b"\n"), key=lambda line: min(len(line.translate(None, _LOW)), 40))
    options = tuple((encoding, f"reads as “{visible(_around(line, encoding))}”") for encoding, _verdict in offered)
    words = f"Which encoding is {visible(name)} in?"
    evidence = "It reads as different letters in several encodings." + _second_voice(sample, likely)
    return Question("encoding", words, options, evidence, "any other encoding, as in utf-8")


def _around(line: bytes, encoding: str) -> str:
    """The part of a line around its first character beyond ASCII."""
    text = line.decode(encoding, "replace").strip()
    at = next((place for place, character in enumerate(text) if character > "\x7f"), 0)
    return text[max(at - 20, 0) : at + 40]


def _second_voice(sample: bytes, likely: list[tuple[str, Verdict]]) -> str:
    from charset_normalizer import from_bytes

    match = from_bytes(sample, cp_isolation=[encoding for encoding, _verdict in likely]).best()
    return f" The library charset-normalizer would take {match.encoding}." if match is not None else ""
