"""Make docs/notebook.ipynb and docs/notebook.md: run every cell below, and write down what it gives."""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import json
import runpy
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run by path: our packages lie beside this folder

WORDS = Path(__file__).with_name("notebook_cells.md")
_LAST = "value_of_the_cell"
_DISPLAY = ("display.width", 120, "display.max_columns", 12, "display.max_colwidth", 40, "display.max_rows", 20)


def cells(text: str) -> list[tuple[str, str]]:
    """Split a page into its cells: ``code`` where a Python block stands, ``markdown`` between them."""
    found: list[tuple[str, str]] = []
    for number, part in enumerate(text.split("```python\n")):
        code, _, words = part.partition("\n```\n") if number else ("", "", part)
        found += [("code", code)] if number else []
        found += [("markdown", words.strip())] if words.strip() else []
    return found


def run(source: str, names: dict[str, Any]) -> tuple[str, Any]:
    """Run a cell as a notebook does: what it prints, and the value of its last line, None where that is no value."""
    tree = ast.parse(source)
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        tree.body[-1] = ast.Assign([ast.Name(_LAST, ast.Store())], tree.body[-1].value)
    said = io.StringIO()
    with TemporaryDirectory() as folder, contextlib.redirect_stdout(said), pd.option_context(*_DISPLAY):
        cell = Path(folder, "cell.py")
        cell.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
        names.update(runpy.run_path(str(cell), names))
    return said.getvalue(), names.pop(_LAST, None)


def shown(value: object) -> dict[str, str]:
    """How a notebook shows a value: as text, and as a table where it is one."""
    with pd.option_context(*_DISPLAY):
        html = value._repr_html_() if isinstance(value, pd.DataFrame) else None
        return {"text/plain": repr(value)} | ({"text/html": html} if html else {})


def make() -> tuple[str, str]:
    """The notebook (nbformat 4.5) and the same as a page of Markdown, both with what the cells give."""
    names: dict[str, Any] = {}
    written, page, count = [], [], 0
    for number, (kind, source) in enumerate(cells(WORDS.read_text(encoding="utf-8"))):
        cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": _lines(source)}
        written.append(cell)
        if kind == "markdown":
            page.append(source)
            continue
        count += 1
        printed, value = run(source, names)
        data = {} if value is None else shown(value)
        outputs = [{"output_type": "stream", "name": "stdout", "text": _lines(printed)}] if printed else []
        if data:
            result = {key: _lines(text) for key, text in data.items()}
            outputs.append({"output_type": "execute_result", "execution_count": count, "metadata": {}, "data": result})
        cell |= {"execution_count": count, "outputs": outputs}
        page.append(f"```python\n{source}\n```")
        page += [_block(text) for text in (printed, data.get("text/plain", "")) if text]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    book = {"cells": written, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "\n\n".join(page) + "\n"


def _block(text: str) -> str:
    return "\n".join(["```text", *(line.rstrip() for line in text.splitlines()), "```"])


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "docs", metavar="DIR", help="default: docs")
    folder = parser.parse_args().into
    for name, text in zip(("notebook.ipynb", "notebook.md"), make(), strict=True):
        (folder / name).write_text(text, encoding="utf-8")
        print(f"Wrote {name}.")


if __name__ == "__main__":
    main()
