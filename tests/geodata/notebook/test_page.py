"""The page on notebooks and the notebook itself show what their cells give."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from geodata.notebook.columns import KINDS
from scripts.notebook import cells, make, run, shown

MADE = ("notebook.ipynb", "notebook.md")


@pytest.mark.parametrize(("name", "number"), [(name, number) for number, name in enumerate(MADE)])
def test_what_is_shown_is_what_the_cells_give(root: Path, name: str, number: int) -> None:
    mend = "run scripts/notebook.py"
    assert (root / "docs" / name).read_text(encoding="utf-8") == make()[number], mend


def test_the_notebook_is_one_that_viewers_read(root: Path) -> None:
    """nbformat 4.5: each cell with an id of its own, code with a count and its outputs."""
    book = json.loads((root / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in book["cells"]}) == len(book["cells"])
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell["id"]) for cell in book["cells"])
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert all(cell["outputs"] for cell in code)
    assert all("outputs" not in cell for cell in book["cells"] if cell["cell_type"] == "markdown")


def test_every_column_is_explained(root: Path) -> None:
    table = (root / "docs" / "notebook.md").read_text(encoding="utf-8").split("## The columns")[1]
    named = [
        name for row in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    ]
    assert sorted(named) == sorted([*KINDS, "geometry"])


def test_cells_are_run_as_a_notebook_does() -> None:
    page = "# A\n\n```python\nx = 1\nprint(x)\nx + 1\n```\n\nwords\n\n```python\ny = x\n```\n"
    assert cells(page) == [("markdown", "# A"), ("code", "x = 1\nprint(x)\nx + 1"), ("markdown", "words"),
                           ("code", "y = x")]  # fmt: skip
    names: dict[str, object] = {}
    assert run("x = 1\nprint(x)\nx + 1", names) == ("1\n", 2)
    assert run("y = x", names) == ("", None)
    assert shown(2) == {"text/plain": "2"}
