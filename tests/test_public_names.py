"""What a module lists in ``__all__`` exists, is listed once, and says what it is."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from tests.project import CODE, ROOT, files, module_name, relative, tree


def listed(source: ast.Module) -> list[str] | None:
    """The names in a module's ``__all__``, or None where it has none."""
    for node in source.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return list(ast.literal_eval(node.value))
    return None


def says_what_it_is(source: ast.Module, name: str, lines: list[str]) -> bool:
    """Whether a class or function has a docstring, and a constant a string or a comment beside it."""
    for node, following in zip(source.body, [*source.body[1:], None], strict=True):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            return bool(ast.get_docstring(node))
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            around = (lines[node.lineno - 2], lines[(node.end_lineno or node.lineno) - 1])
            string = (
                isinstance(following, ast.Expr)
                and isinstance(following.value, ast.Constant)
                and isinstance(following.value.value, str)
            )
            return string or around[0].startswith("#") or "  # " in around[1]
        if isinstance(node, ast.ImportFrom) and any((alias.asname or alias.name) == name for alias in node.names):
            return _said_elsewhere(node, name)
    return False


def _said_elsewhere(node: ast.ImportFrom, name: str) -> bool:
    """Follow a name that is passed on to the module that defines it."""
    original = next(alias.name for alias in node.names if (alias.asname or alias.name) == name)
    base = ROOT.joinpath(*(node.module or "").split("."))
    submodule = base / f"{original}.py"
    if submodule.exists():
        return bool(ast.get_docstring(tree(submodule)))
    home = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    return says_what_it_is(tree(home), original, home.read_text(encoding="utf-8").splitlines())


WITH_ALL = [path for path in files(CODE, (".py",)) if listed(tree(path)) is not None]


@pytest.mark.parametrize("path", WITH_ALL, ids=relative)
def test_public_names_exist_once_and_are_explained(path: Path) -> None:
    names = listed(tree(path)) or []
    assert len(names) == len(set(names)), "a name is listed twice"
    module = importlib.import_module(module_name(path))
    assert [name for name in names if not hasattr(module, name)] == [], "listed, but not there"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [name for name in names if not says_what_it_is(tree(path), name, lines)] == [], "listed, but not explained"


@pytest.mark.parametrize("path", files(CODE, (".py",)), ids=relative)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize(
    ("source", "explained"),
    [
        ('def f():\n    """It is."""', True),
        ("def f():\n    pass", False),
        ("class f:\n    pass", False),
        ("f = 1", False),
        ('f = 1\n"""It is."""', True),
        ("# It is.\nf = 1", True),
        ("f: int = 1  # it is", True),
        ("from geodata.model import Claim as f", True),
        ("from nowhere import *", False),
    ],
)
def test_the_guard_tells_explained_from_unexplained(source: str, *, explained: bool) -> None:
    assert says_what_it_is(ast.parse(source), "f", source.splitlines()) is explained
