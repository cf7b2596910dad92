"""The order of the layers: who may import whom, and what may not be loaded before the first paint."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.imports import Imported, imports
from tests.project import CODE, files, module_name, tree

# Each unit with the units it may import, besides itself. A new file or folder needs its row: that is a decision.
MAY_IMPORT: dict[str, str] = {
    "geodata.errors": "",
    "geodata.model": "geodata.errors",
    "geodata.assess": "geodata.errors geodata.model",
    "geodata.datasets": "geodata.errors",
    "geodata.basemap": "geodata.errors geodata.model",
    "geodata.ingest": "geodata.errors geodata.model geodata.assess geodata.datasets geodata.basemap",
    "geodata.store": "geodata.errors geodata.model geodata.assess geodata.datasets geodata.basemap",
    "geodata.scale": "geodata.errors geodata.model geodata.assess geodata.basemap geodata.ingest geodata.store",
    "geodata.notebook": "geodata.errors geodata.model geodata.datasets geodata.assess geodata.basemap geodata.ingest "
    "geodata.store",
    "geodata.cli": "geodata",
    "geodata.cli_build": "geodata",
    "geodata.cli_import": "geodata",
    "geodata.cli_line": "geodata",
    "geodata.cli_told": "geodata",
    "geodata.__main__": "geodata.cli",
    "mapapp.palette": "geodata",
    "mapapp.pin": "geodata",
    "mapapp.view": "geodata mapapp.palette mapapp.pin",
    "mapapp.timemap": "geodata mapapp.palette mapapp.view",
    "mapapp.export": "geodata mapapp.palette mapapp.pin mapapp.view mapapp.timemap",
    "mapapp.api": "geodata mapapp.palette mapapp.pin mapapp.view mapapp.timemap mapapp.export",
    "mapapp.ui": "geodata mapapp.palette mapapp.pin mapapp.view mapapp.timemap mapapp.export mapapp.api",
    "mapapp.cli": "geodata mapapp.palette mapapp.pin mapapp.view mapapp.timemap mapapp.export",
    "mapapp.__main__": "mapapp.cli",
    "streamlit_app": "geodata mapapp",
    "geodata": "",
    "mapapp": "",
}
# Libraries that only some units may import at all ...
ONLY_IN = {
    "streamlit": "mapapp.ui streamlit_app",
    "starlette": "mapapp.api mapapp.ui streamlit_app",
    "folium": "mapapp.timemap",
    "branca": "mapapp.timemap",
    "jinja2": "mapapp.timemap",
}
# ... and those that cost a second to load, which only some may import as they start.
EARLY_ONLY_IN = {
    "geopandas": "mapapp.export geodata.basemap",
    "matplotlib": "mapapp.export geodata.basemap",
    "PIL": "mapapp.export",
    "av": "",
    "openpyxl": "",
    "pyarrow": "",
    "duckdb": "",
}

MODULES = {module_name(path): path for path in files(CODE, (".py",))}


def imports_of(module: str) -> list[Imported]:
    path = MODULES[module]
    return imports(tree(path), module, is_package=path.name == "__init__.py")


def inside(module: str, units: str) -> bool:
    """Whether a module is one of some units or lies in one."""
    return any(module == unit or module.startswith(unit + ".") for unit in units.split())


def target(name: str) -> str:
    """The module that an imported name lives in: ``geodata.model.Claim`` lives in ``geodata.model``."""
    while "." in name and name not in MODULES and name not in MAY_IMPORT:
        name = name.rpartition(".")[0]
    return name


def unit_of(module: str) -> str:
    """The row of MAY_IMPORT that a module belongs to; the two package files are units of their own."""
    if module in MAY_IMPORT:
        return module
    units = [unit for unit in MAY_IMPORT if unit not in ("geodata", "mapapp") and inside(module, unit)]
    assert units, f"{module} has no row in MAY_IMPORT: decide what it may import"
    return max(units, key=len)


def offences(module: str, found: list[Imported]) -> list[str]:
    """What a module imports and may not, as sentences."""
    unit = unit_of(module)
    wrong = []
    for one in found:
        top = one.name.split(".")[0]
        ours = target(one.name) if inside(one.name, "geodata mapapp streamlit_app") else None
        if ours not in (None, "geodata", "mapapp") and not inside(ours, f"{unit} {MAY_IMPORT[unit]}"):
            wrong.append(f"{module}, line {one.line}: {unit} may not import {one.name}")
        if top in ONLY_IN and not inside(module, ONLY_IN[top]):
            wrong.append(f"{module}, line {one.line}: only {ONLY_IN[top]} may import {top}")
        if one.at_start and top in EARLY_ONLY_IN and not inside(module, EARLY_ONLY_IN[top]):
            wrong.append(f"{module}, line {one.line}: import {top} inside the function that needs it")
    return wrong


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_layer_may(module: str) -> None:
    assert offences(module, imports_of(module)) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("geodata.model.records", "import mapapp.view"),
        ("geodata.model.records", "from mapapp import view"),
        ("geodata.model.records", "from geodata.store import ClaimQuery"),
        ("geodata.model.records", "from geodata import store"),
        ("geodata.model.records", "from .. import store"),
        ("geodata.model", "from ..store import ClaimQuery"),
        ("geodata.model.records", "if TYPE_CHECKING:\n    from geodata.store import ClaimQuery"),
        ("geodata.model.records", "def f():\n    from geodata.store import ClaimQuery"),
        ("geodata.model.records", "importlib.import_module('geodata.store')"),
        ("geodata.assess.status", "from geodata.ingest import load_dataset"),
        ("geodata.store.query", "import streamlit"),
        ("mapapp.view", "from mapapp.timemap import document"),
        ("mapapp.timemap.document", "from mapapp.export import snapshot"),
        ("mapapp.timemap.document", "import streamlit as st"),
        ("mapapp.timemap.document", "import geopandas"),
        ("mapapp.timemap.document", "if TYPE_CHECKING:\n    pass\nelse:\n    import geopandas"),
        ("mapapp.timemap.document", "class A:\n    from matplotlib import pyplot"),
        ("mapapp.export.snapshot", "import folium"),
        ("mapapp.export.snapshot", "from mapapp.ui import app"),
        ("mapapp.ui.pages.map", "from folium import Map"),
    ],
)
def test_the_guard_catches(module: str, source: str) -> None:
    found = imports(ast.parse(source), module, is_package=module == "geodata.model")
    assert offences(module, found) != []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("geodata.store.query", "from geodata.model import Claim\nfrom geodata.store.level import Level"),
        ("geodata.cli", "from geodata.ingest import load"),
        ("mapapp.timemap.document", "def f():\n    import geopandas"),
        ("mapapp.timemap.document", "if TYPE_CHECKING:\n    import geopandas"),
        ("mapapp.export.snapshot", "import geopandas\nfrom matplotlib.figure import Figure"),
        ("mapapp.ui.app", "import streamlit as st\nfrom mapapp.timemap import document"),
    ],
)
def test_the_guard_lets_through(module: str, source: str) -> None:
    assert offences(module, imports(ast.parse(source), module)) == []


def test_no_import_runs_in_a_circle() -> None:
    graph = {module: {target(one.name) for one in imports_of(module)} & set(MODULES) for module in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("imports run in a circle: " + " <- ".join(error.args[1]))


def with_parents(module: str) -> list[str]:
    """What Python loads for a module: its packages' own files too."""
    parts = module.split(".")
    return [".".join(parts[: count + 1]) for count in range(len(parts))]


def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    waiting = [module for module in MODULES if inside(module, "streamlit_app mapapp.ui")]
    came_by = dict.fromkeys(waiting, "")
    while waiting:
        module = waiting.pop()
        for one in imports_of(module):
            heavy = one.at_start and one.name.split(".")[0] in EARLY_ONLY_IN
            assert not heavy, f"{module} loads {one.name} as the app starts; it came by {came_by[module]}"
            for name in with_parents(target(one.name)) if one.at_start else ():
                if name in MODULES and name not in came_by:
                    came_by[name] = f"{module} <- {came_by[module]}"
                    waiting.append(name)
