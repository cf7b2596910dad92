"""A small table that a test imports: a row for each heap."""

from __future__ import annotations

from pathlib import Path

__all__ = ["GOOD", "TABLE", "written"]

TABLE = """\
text;date;latitude;longitude;source
Sappers clear a field;2024-10-18;51.19123;35.27123;Daily paper
Troops are near;soon;51.2;35.3;Daily paper
Drills were held;2024-10-20;0;0;Agency
Sappers clear a field;2024-10-18;51.19123;35.27123;Daily paper
"""
"""One row accepted, one doubtful, one rejected, one there already."""
GOOD = "".join(TABLE.splitlines(keepends=True)[:2])
"""The accepted row alone."""


def written(path: Path, text: str) -> Path:
    """A file with this text, UTF-8."""
    path.write_text(text, encoding="utf-8")
    return path
