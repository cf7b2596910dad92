"""requirements.txt holds what we import, and no more."""

from __future__ import annotations

import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.imports import imports
from tests.project import CODE, files, module_name, tree

_PIN = re.compile(r"(?P<name>[\w.-]+)==[\w.]+\s+# \S")

_SOUGHT = re.compile(r'find_spec\("(\w+)"\)')  # a package whose files are read without importing it


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(path: Path) -> dict[str, str]:
    """Each pinned distribution with its line; anything that is not a pin with a reason fails."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(("#", "-r "))]
    found = {}
    for line in lines:
        match = _PIN.match(line)
        assert match, f"{path.name}: write name==version and say why after #: {line!r}"
        found[_normal(match["name"])] = line
    return found


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-spark.txt", "requirements-spark-test.txt"]
)
def test_every_line_is_a_pin_with_a_reason_and_no_address(root: Path, name: str) -> None:
    assert _pins(root / name)
    assert "://" not in (root / name).read_text(encoding="utf-8")


def test_run_time_pins_are_what_we_import_and_no_more(root: Path) -> None:
    roots = {one.name.split(".")[0] for path in files(CODE, (".py",)) for one in imports(tree(path), module_name(path))}
    roots.remove("pyspark")  # of the client in requirements-spark.txt, as the next test says
    roots |= {name for path in files(CODE, (".py",)) for name in _SOUGHT.findall(path.read_text(encoding="utf-8"))}
    roots -= set(sys.stdlib_module_names) | {"geodata", "mapapp", "streamlit_app"}
    homes = packages_distributions()
    imported = {_normal(home) for name in roots for home in homes.get(name, [name])}
    assert imported == set(_pins(root / "requirements.txt"))


def test_spark_is_an_extra(root: Path) -> None:
    found = {
        (module_name(path), one.at_start)
        for path in files(CODE, (".py",))
        for one in imports(tree(path), module_name(path))
        if one.name.split(".")[0] == "pyspark"
    }
    assert {name for name, _at_start in found} == {
        f"geodata.scale.spark.{name}" for name in ("ask", "build", "session")
    }
    assert not any(at_start for _name, at_start in found)
    assert set(_pins(root / "requirements-spark.txt")) == {"pyspark-client"}
    client, whole = (_pins(root / name) for name in ("requirements-spark.txt", "requirements-spark-test.txt"))
    versions = [re.search(r"==(\S+)", line) for line in (client["pyspark-client"], whole["pyspark"])]
    assert len({found[1] for found in versions if found}) == 1
