"""How much a file may ask of us: two presets, one for strangers' uploads and one for a person's own shell."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "SHELL", "UPLOAD", "Limits"]

_MB = 1_000_000
_GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost at most. Every limit is inclusive.

    Parameters
    ----------
    file_bytes : int
        Size of the file.
    unpacked_bytes : int
        Size of all that an archive or a compressed file unpacks to.
    ratio : int
        How many times its packed size a file of an archive may unpack to (files under a megabyte are let off).
    entries : int
        Files in an archive.
    columns : int
        Columns of a table.
    field_chars : int
        Characters in one cell; a longer one makes its row unreadable, not the file.
    rows : int
        Rows of a table.
    features : int
        Records of a format with geometry.
    vertices : int
        Points of all geometries together.
    feature_vertices : int
        Points of one geometry.
    depth : int
        How deep collections of geometries and nested values may go.
    seconds : int
        Seconds of processor time; three times as long may pass on the clock.
    memory_bytes : int
        Address space of the process that reads.
    """

    file_bytes: int = 50 * _MB
    unpacked_bytes: int = 200 * _MB
    ratio: int = 100
    entries: int = 200
    columns: int = 500
    field_chars: int = 20_000
    rows: int = 250_000
    features: int = 50_000
    vertices: int = 2_000_000
    feature_vertices: int = 200_000
    depth: int = 32
    seconds: int = 20
    memory_bytes: int = 2 * _GB


# What a visitor's upload may cost
UPLOAD = Limits()

# What a file may cost that somebody reads from the shell of the same computer
SHELL = Limits(
    file_bytes=4 * _GB,
    unpacked_bytes=8 * _GB,
    ratio=1_000,
    entries=10_000,
    columns=2_000,
    field_chars=1_000_000,
    rows=50_000_000,
    features=5_000_000,
    vertices=200_000_000,
    feature_vertices=5_000_000,
    seconds=1_200,
    memory_bytes=6 * _GB,
)

# The limits where nobody says which: the strict ones
LIMITS = UPLOAD
