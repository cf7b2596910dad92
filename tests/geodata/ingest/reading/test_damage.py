from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from tests.geodata.ingest.reading.test_jsonfile import LINES, collection
from tests.geodata.ingest.reading.test_kml import document, packed
from tests.geodata.ingest.reading.test_parquetfile import geo
from tests.geodata.ingest.reading.test_sheets import workbook
from tests.geodata.ingest.reading.texts import TEXTS, read_here

FIXTURES = Path(__file__).parent / "fixtures"
PLACEMARK = document("<Placemark><name>Суджа</name><Point><coordinates>1,2</coordinates></Point></Placemark>" * 9)
FILES = {
    "a.csv": "\n".join(f'{n},"{line}",36.1' for n, line in enumerate(["id", *TEXTS["Russian"]])).encode("cp1251"),
    "a.geojson": collection(*LINES),
    "a.ndjson": "\n".join(LINES).encode(),
    "a.kml": PLACEMARK,
    "a.kmz": packed(doc_kml=PLACEMARK),
    "a.xlsx": workbook([["id", "text"], [1, "Суджа"], [2, "b"]]),
    "a.gpkg": (FIXTURES / "test_gpkg_nulls.gpkg").read_bytes(),
    "a.parquet": geo([shapely.Point(1, 2), None]),
}
# What is done to a file: at which share of its length, how many bytes go, and what comes instead
WOUND = st.tuples(st.floats(0, 1), st.integers(0, 20), st.binary(max_size=20))


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wounds=st.lists(WOUND, min_size=1, max_size=8))
@example(wounds=[(0.0, 0, b"")])
@example(wounds=[(0.5, 10**9, b"")])
@example(wounds=[(1.0, 0, b"\xff\xfe")])
def test_a_damaged_file_is_read_asked_about_or_refused(
    tmp_path: Path, name: str, wounds: list[tuple[float, int, bytes]]
) -> None:
    content = bytearray(FILES[name])
    for share, gone, instead in wounds:
        at = int(share * len(content))
        content[at : at + gone] = instead
    try:
        _facts, rows = read_here(tmp_path, name, bytes(content))
    except (ImportRefusedError, NeedsAnswerError):
        return
    assert all(row["#row"] > 0 for row in rows)
