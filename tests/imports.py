"""Which imports a Python source makes, and when: read from the syntax tree, nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_IMPORTERS = {"import_module", "__import__"}


@dataclass(frozen=True)
class Imported:
    """One imported name; ``at_start`` where it is loaded as soon as the file is."""

    name: str
    line: int
    at_start: bool


def imports(source: ast.Module, module: str, *, is_package: bool = False) -> list[Imported]:
    """Every import of a source: top level, in functions, for type checking only, by ``import_module``.

    ``from a.b import c`` gives ``a.b.c``, since ``c`` may be a module.
    """
    return [
        Imported(name, node.lineno, at_start)
        for node, at_start in _statements(source, at_start=True)
        for name in _names(node, module, is_package=is_package)
    ]


def _statements(node: ast.AST, *, at_start: bool) -> Iterator[tuple[ast.stmt | ast.expr, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom | ast.Call):
            yield child, at_start
        late = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if isinstance(child, ast.If) and _is_for_typing(child.test):
            for statement in child.body:
                yield from _statements(ast.Module([statement], []), at_start=False)
            for statement in child.orelse:
                yield from _statements(ast.Module([statement], []), at_start=at_start)
            continue
        yield from _statements(child, at_start=at_start and not late)


def _is_for_typing(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _names(node: ast.stmt | ast.expr, module: str, *, is_package: bool) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parts = module.split(".")
            parents = parts[: len(parts) - node.level + is_package]
            base = ".".join([*parents, base] if base else parents)
        return [f"{base}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in _IMPORTERS and isinstance(node.args[0].value, str):
            return [node.args[0].value]
    return []
