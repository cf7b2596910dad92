"""What the guards share: which files are ours, and their syntax trees."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("geodata", "mapapp", "streamlit_app.py")
"""What a reader runs."""
EVERYTHING = (*CODE, "scripts", "benchmarks", "tests")
"""All that people write here."""


@cache
def files(tops: tuple[str, ...], suffixes: tuple[str, ...]) -> tuple[Path, ...]:
    """Our files below some folders (or the files themselves), sorted, caches left out."""
    found: set[Path] = set()
    for top in tops:
        path = ROOT / top
        found |= {path} if path.is_file() else set(path.rglob("*"))
    return tuple(
        sorted(
            path
            for path in found
            if path.suffix in suffixes and path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts)
        )
    )


def relative(path: Path) -> str:
    """A path as the project's people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=relative(path))


def module_name(path: Path) -> str:
    """The dotted name by which a file is imported: ``geodata.model.records``, ``geodata.model``."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
