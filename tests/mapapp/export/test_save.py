from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from geodata.errors import ExportError
from geodata.model import Dataset
from geodata.store import ClaimQuery, select
from mapapp.export import Look, save
from mapapp.export.progress import CancelledError
from mapapp.export.save import suffix_named
from mapapp.export.verify import SAME, verify
from tests.builders import DatasetBuilder

HEAVY = {"geopandas", "matplotlib", "openpyxl", "pyarrow", "shapely", "pandas", "numpy", "PIL"}


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


@pytest.mark.parametrize("suffix", [".svg", ".geojson", ".csv"])
def test_a_saved_file_holds_its_manifest_or_has_it_beside(tiny: Dataset, suffix: str) -> None:
    saved = save(select(tiny, ClaimQuery()), suffix, Look((640, 480)))
    assert (saved.manifest is None) == (suffix != ".csv")
    assert verify(saved.content, tiny, suffix=suffix, beside=saved.manifest).code == SAME


@pytest.mark.parametrize(("written", "suffix"), [(".JSON", ".geojson"), (".Png", ".png"), (".geojson", ".geojson")])
def test_a_suffix_is_found_as_people_write_it(written: str, suffix: str) -> None:
    assert suffix_named(written) == suffix


def test_an_unknown_suffix_is_refused_with_those_that_are_known(tiny: Dataset) -> None:
    with pytest.raises(ExportError, match=r"“\.docx” is no format that can be saved; use one of \.png, "):
        save(select(tiny, ClaimQuery()), ".docx")


def test_progress_ends_whole_and_can_stop_the_work(tiny: Dataset) -> None:
    shares: list[float] = []
    save(select(tiny, ClaimQuery()), ".kml", progress=shares.append)
    assert shares[-1] == 1.0

    def stop(_share: float) -> None:
        raise CancelledError

    with pytest.raises(CancelledError, match="nothing was saved"):
        save(select(tiny, ClaimQuery()), ".kml", progress=stop)


def test_asking_for_it_loads_nothing_heavy() -> None:
    code = (
        "import sys, mapapp.export as e; assert '.png' in e.FORMATS and e.SIDECAR and e.save and e.Look;"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
