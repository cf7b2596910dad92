"""How a format holds a manifest: PNG in a chunk, SVG in an element, PDF in an update, GeoJSON and HTML as data.

How films do is said in ``mapapp.export.film_carriers``. Nothing here decodes a picture or parses a document: the text
stands where our writers put it, or it is not found.
What was written once must be read for ever: a carrier that changes counts every older file as altered, so a new layout
needs a carrier of its own beside the old one.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from typing import NamedTuple
from xml.sax.saxutils import escape, unescape

from geodata.errors import ExportError
from mapapp.export.film_carriers import film_form, put_gif, put_mp4, put_webp, take_gif, take_mp4, take_webp

__all__ = ["CARRIERS", "Carrier", "carrier_of"]

_MOST_CHUNKS = 100_000  # a PNG of more is not one of ours
_PNG_START, _PNG_HEAD = b"\x89PNG\r\n\x1a\n", 33  # the signature and the first chunk, IHDR
_PNG_KEY = b"claimline\0" + b"\0\0\0\0"  # keyword; not compressed; no language, no translated keyword
_SVG_OPEN, _SVG_CLOSE = b'<metadata id="claimline">', b"</metadata>\n"
_JSON_HEAD, _JSON_OPEN, _JSON_CLOSE = b'{"type": "FeatureCollection",\n', b'"manifest": ', b",\n"
_PDF_MARK, _PDF_OPEN, _PDF_CLOSE = b"% claimline\n", b"<claimline:manifest>", b"</claimline:manifest>"
_HTML_START, _HTML_OPEN = b"<!DOCTYPE html>\n", b'<script type="application/json" id="claimline-manifest">'
_HTML_ANCHOR, _HTML_CLOSE = b"<!-- What this file shows, and from which data: -->\n", b"</script>\n"
_PDF_END = re.compile(
    rb"trailer\n<< /Size (\d{1,9}) /Root (\d{1,9}) 0 R /Info (\d{1,9}) 0 R >>\nstartxref\n(\d+)\n%%EOF\n\Z"
)
_XMP = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:claimline="urn:claimline:manifest:1#">%b%b%b</rdf:Description>'
    b'</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
)
_STARTS = (
    ("png", _PNG_START), ("pdf", b"%PDF-"), ("svg", b"<?xml"), ("svg", b"<svg"), ("geojson", b"{"),
    ("html", _HTML_START),
)  # fmt: skip


class Carrier(NamedTuple):
    """A format: its name, what puts a text in, what finds it and gives (bare file, text), or None where none is."""

    name: str
    put: Callable[[bytes, bytes], bytes]
    take: Callable[[bytes], tuple[bytes, bytes] | None]


def carrier_of(content: bytes) -> str:
    """Name the format of a file, a key of ``CARRIERS``, by how it begins.

    Raises
    ------
    ExportError
        If it is none of them.
    """
    film = film_form(content)
    if film is not None:
        return film
    start = content[:200].lstrip()
    for form, mark in _STARTS:
        if start.startswith(mark):
            return form
    raise ExportError("This file holds no manifest of Claimline: it is none that was saved here, or has lost it.")


def _put_png(bare: bytes, text: bytes) -> bytes:
    body = b"iTXt" + _PNG_KEY + text
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return bare[:_PNG_HEAD] + chunk + bare[_PNG_HEAD:]


def _take_png(content: bytes) -> tuple[bytes, bytes] | None:
    at = len(_PNG_START)
    for _chunk in range(_MOST_CHUNKS):
        if at + 12 > len(content):
            break
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        if content.startswith(b"iTXt" + _PNG_KEY, at + 4) and end <= len(content):
            return content[:at] + content[end:], content[at + 8 + len(_PNG_KEY) : end - 4]
        at = end
    return None


def _put_svg(bare: bytes, text: bytes) -> bytes:
    start = bare.find(b">", bare.find(b"<svg")) + 1
    return b"".join((bare[:start], b"\n", _SVG_OPEN, _escaped(text), _SVG_CLOSE.rstrip(), bare[start:]))


def _take_svg(content: bytes) -> tuple[bytes, bytes] | None:
    start = content.find(b"\n" + _SVG_OPEN)
    end = content.find(_SVG_CLOSE.rstrip(), start)
    if start < 0 or end < 0:
        return None
    text = content[start + 1 + len(_SVG_OPEN) : end]
    return content[:start] + content[end + len(_SVG_CLOSE) - 1 :], _unescaped(text)


def _put_json(bare: bytes, text: bytes) -> bytes:
    start = len(_JSON_HEAD)
    return bare[:start] + _JSON_OPEN + text + _JSON_CLOSE + bare[start:]


def _take_json(content: bytes) -> tuple[bytes, bytes] | None:
    if not content.startswith(_JSON_HEAD + _JSON_OPEN):
        return None
    start = len(_JSON_HEAD)
    end = content.find(b"\n", start)
    if not content.startswith(_JSON_CLOSE, end - 1):
        return None
    return content[:start] + content[end + 1 :], content[start + len(_JSON_OPEN) : end - 1]


def _put_html(bare: bytes, text: bytes) -> bytes:
    """Behind the first anchor: before it stand only constants. ``<`` stands as a JSON escape, so nothing can end it."""
    start = bare.find(_HTML_ANCHOR) + len(_HTML_ANCHOR)
    if start < len(_HTML_ANCHOR):
        return bare
    return b"".join((bare[:start], _HTML_OPEN, text.replace(b"<", b"\\u003c"), _HTML_CLOSE, bare[start:]))


def _take_html(content: bytes) -> tuple[bytes, bytes] | None:
    start = content.find(_HTML_ANCHOR + _HTML_OPEN) + len(_HTML_ANCHOR)
    end = content.find(_HTML_CLOSE, start)
    if start < len(_HTML_ANCHOR) or end < 0:
        return None
    text = content[start + len(_HTML_OPEN) : end]
    # an escape is a backslash and what follows: of two backslashes before u003c the first escapes the second
    plain = re.sub(rb"\\(?:u003c|.)", lambda found: b"<" if found[0] == b"\\u003c" else found[0], text)
    return content[:start] + content[end + len(_HTML_CLOSE) :], plain


def _put_pdf(bare: bytes, text: bytes) -> bytes:
    """Append an update that gives the catalogue an XMP packet; a file that is not as ours are stays as it is."""
    end = _PDF_END.search(bare, max(0, len(bare) - 400))
    if end is None:
        return bare
    size, root, info, earlier = (int(number) for number in end.groups())
    pages = re.search(rb"\n%d 0 obj\n<< /Type /Catalog /Pages (\d{1,9}) 0 R >>\nendobj\n" % root, bare)
    if pages is None:
        return bare
    packet = _XMP % (_PDF_OPEN, _escaped(text), _PDF_CLOSE)
    first = b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R /Metadata %d 0 R >>\nendobj\n" % (root, int(pages[1]), size)
    other = b"%d 0 obj\n<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (
        size, len(packet), packet,
    )  # fmt: skip
    at = len(bare) + len(_PDF_MARK)
    table = b"xref\n0 1\n0000000000 65535 f \n%d 1\n%010d 00000 n \n%d 1\n%010d 00000 n \n" % (
        root,
        at,
        size,
        at + len(first),
    )
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>\n" % (size + 1, root, info, earlier)
    foot = b"startxref\n%d\n%%%%EOF\n" % (at + len(first) + len(other))
    return b"".join((bare, _PDF_MARK, first, other, table, trailer, foot))


def _take_pdf(content: bytes) -> tuple[bytes, bytes] | None:
    mark = content.rfind(b"%%EOF\n" + _PDF_MARK)
    start, end = content.find(_PDF_OPEN, mark), content.find(_PDF_CLOSE, mark)
    if mark < 0 or start < 0 or end < start:
        return None
    return content[: mark + len(b"%%EOF\n")], _unescaped(content[start + len(_PDF_OPEN) : end])


def _escaped(text: bytes) -> bytes:
    return escape(text.decode("ascii")).encode("ascii")


def _unescaped(text: bytes) -> bytes:
    return unescape(text.decode("ascii", "replace")).encode("ascii", "replace")


CARRIERS = {
    "png": Carrier("PNG", _put_png, _take_png),
    "svg": Carrier("SVG", _put_svg, _take_svg),
    "pdf": Carrier("PDF", _put_pdf, _take_pdf),
    "geojson": Carrier("GeoJSON", _put_json, _take_json),
    "html": Carrier("HTML", _put_html, _take_html),
    "gif": Carrier("GIF", put_gif, take_gif),
    "webp": Carrier("WebP", put_webp, take_webp),
    "mp4": Carrier("MP4", put_mp4, take_mp4),
}
"""The formats that can hold a manifest, by the end of their files' names."""
