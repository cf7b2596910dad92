"""How films hold a manifest: a GIF in an application extension, a WebP in a chunk, an MP4 in a box, always the last.

Nothing is decoded; a walk through a file goes over its boxes or chunks by their lengths, over no more than ours have.
"""

from __future__ import annotations

import struct

__all__ = ["film_form", "put_gif", "put_mp4", "put_webp", "take_gif", "take_mp4", "take_webp"]

_GIF_MARK, _GIF_END = b"\x21\xff\x0bCLAIMLINE01", b"\x00\x3b"  # extension, its name; no more blocks, no more frames
_WEBP_KEY = b"CLML"
_MP4_KEY = bytes.fromhex("636c61696d6c696e6500010000000001")  # the box's own number, 16 bytes
_MOST_PARTS = 1000  # a film of ours has fewer frames, and an MP4 of ours four boxes


def film_form(content: bytes) -> str | None:
    """Name the format of a film by how it begins: gif, webp, mp4; None where it is none of them."""
    if content.startswith(b"GIF89a"):
        return "gif"
    if content.startswith(b"RIFF") and content.startswith(b"WEBP", 8):
        return "webp"
    return "mp4" if content.startswith(b"ftyp", 4) else None


def put_gif(bare: bytes, text: bytes) -> bytes:
    """Before the last byte, in blocks of at most 255."""
    if not bare.endswith(b"\x3b"):
        return bare
    blocks = (text[at : at + 255] for at in range(0, len(text), 255))
    held = b"".join(bytes([len(block)]) + block for block in blocks)
    return b"".join((bare[:-1], _GIF_MARK, held, _GIF_END))


def take_gif(content: bytes) -> tuple[bytes, bytes] | None:
    """The last extension of the name, if nothing but the end follows it."""
    start = content.rfind(_GIF_MARK)
    if start < 0:
        return None
    at, blocks = start + len(_GIF_MARK), []
    while at < len(content) and content[at]:
        blocks.append(content[at + 1 : at + 1 + content[at]])
        at += 1 + content[at]
    return (content[:start] + b"\x3b", b"".join(blocks)) if content[at:] == _GIF_END else None


def put_webp(bare: bytes, text: bytes) -> bytes:
    """As a chunk at the end, counted in the length of the file."""
    if len(bare) < 12:
        return bare
    chunk = _WEBP_KEY + struct.pack("<I", len(text)) + text + b"\0" * (len(text) % 2)
    return b"".join((bare[:4], struct.pack("<I", len(bare) - 8 + len(chunk)), bare[8:], chunk))


def take_webp(content: bytes) -> tuple[bytes, bytes] | None:
    """The chunk, if it is the last."""
    at = 12
    for _part in range(_MOST_PARTS):
        if at + 8 > len(content):
            break
        (length,) = struct.unpack_from("<I", content, at + 4)
        end = at + 8 + length + length % 2
        if content.startswith(_WEBP_KEY, at) and end == len(content):
            head = content[:4] + struct.pack("<I", at - 8)
            return head + content[8:at], content[at + 8 : at + 8 + length]
        at = end
    return None


def put_mp4(bare: bytes, text: bytes) -> bytes:
    """As a box of our own at the end, which players pass over."""
    return b"".join((bare, struct.pack(">I", 24 + len(text)), b"uuid", _MP4_KEY, text))


def take_mp4(content: bytes) -> tuple[bytes, bytes] | None:
    """The box, if it is the last."""
    at = 0
    for _part in range(_MOST_PARTS):
        if at + 8 > len(content):
            break
        (length,) = struct.unpack_from(">I", content, at)
        if content.startswith(b"uuid" + _MP4_KEY, at + 4) and at + length == len(content):
            return content[:at], content[at + 24 :]
        if length < 8:  # ours state their length, and in four bytes
            break
        at += length
    return None
