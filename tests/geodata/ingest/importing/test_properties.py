"""What holds for every file: no row is lost, nothing but our errors is raised, and what was written is read."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from geodata.errors import ClaimlineError
from geodata.ingest.importing import Request, try_import
from geodata.ingest.reading import UPLOAD, Reading, read_file
from geodata.ingest.reading.job import Job, Wishes
from geodata.ingest.reading.kinds import recognise
from geodata.ingest.reading.readers import READERS
from tests.geodata.ingest.reading.texts import read_here, rows_of

Table = list[list[str]]
HEADER = ("text", "date", "place", "note")
LETTERS = "abz ,;|\"'\t09.=<>{}&жЇ공é—€\u00a0"
CELL = st.text(LETTERS, max_size=8)
BY_ENCODING = {
    "utf_8": LETTERS, "utf_8_sig": LETTERS, "utf_16": LETTERS, "cp1251": "abz ,;\"09жЇ€", "koi8_u": "abz ,;\"09жЇ",
    "gb18030": LETTERS,
}  # fmt: skip
QUIET = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def tables(letters: str = LETTERS) -> st.SearchStrategy[Table]:
    row = st.lists(st.text(letters, max_size=8), min_size=4, max_size=4).filter(lambda row: any(map(str.strip, row)))
    return st.lists(row, min_size=1, max_size=6)


def opened(folder: Path, name: str, content: bytes) -> Reading:
    """Read in this process what the child would read in its own."""
    source = folder / "source"
    source.write_bytes(content)
    job = Job(name, recognise(name, content[:512]), source, folder, Wishes(), UPLOAD)
    facts = READERS[job.kind](job, lambda _share: None)
    path = folder / "data.arrow"
    with pa.OSFile(str(path)) as file:
        reader = pa.ipc.open_file(file)
        rows = sum(reader.get_batch(number).num_rows for number in range(reader.num_record_batches))
    return Reading(facts, path, name=name, sha256="0" * 64, size=len(content), rows=rows, folder=folder)


def check(name: str, content: bytes, request: Request | None = None) -> None:
    """Import a file, whatever it is: the heaps hold each row once, or one of our errors says why not."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            reading = opened(Path(folder), name, content)
            rows = [row["#row"] for row in rows_of(reading)]
            with try_import(reading, request or Request()) as trial:
                counts = trial.report.counts
                heaps = (counts.accepted, counts.doubtful, counts.rejected, counts.duplicates)
                assert counts.read == sum(heaps) == len(rows)
                assert trial.claims().num_rows == counts.accepted
                taken = trial.claims().column("row").to_pylist()
                left = [entry.row for entry in trial.entries()]
                assert sorted([*taken, *left]) == rows
                assert all(entry.faults for entry in trial.entries())
                points = [(one["lon"], one["lat"]) for one in trial.places().to_pylist() if one["lon"] is not None]
                assert (0.0, 0.0) not in points
        except ClaimlineError as error:
            told = str(error)
            event("refused or asked")
        else:
            told = "imported"
            event(told)
        assert told.strip()


GOOD_DAY, GOOD_NUMBER = st.just("2024-10-18"), st.sampled_from(["51.19", "35.27"])
DATES = GOOD_DAY | st.sampled_from(["18.10.2024", "soon", "", "2024-02-30", "45583", "1729261800", "0", "октябрь 2024"])
NUMBERS = GOOD_NUMBER | st.sampled_from(["0", "", "200", "NaN", "-999", "3926360", "51°11'N", "x"])
PLACE = st.just("Sudzha")
GOOD_ROW = st.tuples(st.text("abc", min_size=1), GOOD_DAY, GOOD_NUMBER, GOOD_NUMBER, PLACE)
ROW = GOOD_ROW | st.tuples(
    CELL, DATES, NUMBERS, NUMBERS, st.sampled_from(["Sudzha", "Kursk Oblast", "Korenevo", "", "?"])
)


@QUIET
@given(st.lists(ROW, max_size=12), st.sampled_from(",;\t"), st.text('",;\n\r\x00a', max_size=12), st.integers(0, 400))
def test_no_row_of_a_table_is_lost(rows: list[tuple[str, ...]], mark: str, garbage: str, at: int) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark, lineterminator="\n")
    writer.writerows([("text", "date", "lat", "lon", "place"), *rows])
    whole = text.getvalue()
    check("a.tsv" if mark == "\t" else "a.csv", (whole[:at] + garbage + whole[at:]).encode())


@QUIET
@given(st.binary(max_size=300), st.sampled_from(["csv", "tsv", "txt", "psv", "json", "geojson", "ndjson", "kml"]))
def test_garbage_is_imported_asked_about_or_refused(content: bytes, suffix: str) -> None:
    check(f"a.{suffix}", content or b" ")


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(HEADER), inner, max_size=3),
    max_leaves=6,
)


@QUIET
@given(st.lists(st.dictionaries(st.sampled_from([*HEADER, "lat", "lon"]), ANY_JSON, max_size=5), max_size=6), ANY_JSON)
def test_no_record_of_a_list_is_lost(records: list[dict[str, object]], shape: object) -> None:
    check("a.json", json.dumps(records).encode())
    features = [{"type": "Feature", "properties": one, "geometry": shape} for one in records]
    check("a.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode())
    placemarks = "".join(f"<Placemark><name>{len(str(one))}</name></Placemark>" for one in records)
    check("a.kml", f"<kml><Document>{placemarks}</Document></kml>".encode())


def cells(rows: Sequence[dict[str, str | None]]) -> Table:
    """The cells of rows as they were read; a blank one is an empty text."""
    assert all(row["#torn"] is None for row in rows)
    return [[row[name] or "" for name in HEADER] for row in rows]


def blanked(table: Table) -> Table:
    """A table with the empty text for every cell of white space."""
    return [[cell if cell.strip() else "" for cell in row] for row in table]


@pytest.mark.parametrize("encoding", BY_ENCODING)
def test_a_csv_comes_back_as_it_was_written(encoding: str) -> None:
    @QUIET
    @given(tables(BY_ENCODING[encoding]), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
    def comes_back(table: Table, mark: str, end: str) -> None:
        text = io.StringIO()
        csv.writer(text, delimiter=mark, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([HEADER, *table])
        wishes: dict[str, Any] = {"encoding": encoding, "delimiter": mark, "header_row": 1}
        with tempfile.TemporaryDirectory() as folder:
            _facts, rows = read_here(Path(folder) / "job", "a.csv", text.getvalue().encode(encoding), **wishes)
        assert cells(rows) == blanked(table)

    comes_back()


def as_xlsx(table: Table, path: Path) -> None:
    book = openpyxl.Workbook()
    for number, row in enumerate([list(HEADER), *table], start=1):
        for column, text in enumerate(row, start=1):
            cell = book.active.cell(number, column)
            cell.value, cell.data_type = text or None, "s" if text else "n"
    book.save(path)


def as_json(table: Table, path: Path) -> None:
    records = [dict(zip(HEADER, row, strict=True)) for row in table]
    features = [
        {"type": "Feature", "properties": one, "geometry": {"type": "Point", "coordinates": [1.5, 2.5]}}
        for one in records
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def as_parquet(table: Table, path: Path) -> None:
    pq.write_table(pa.table({name: [row[at] for row in table] for at, name in enumerate(HEADER)}), path)


def as_layer(table: Table, path: Path) -> None:
    frame = pd.DataFrame(table, columns=list(HEADER))
    shapes = [shapely.Point(1.5, 2.5)] * len(frame)
    geopandas.GeoDataFrame(frame, geometry=shapes, crs=4326).to_file(path)


WRITERS: dict[str, Callable[[Table, Path], None]] = {
    "a.xlsx": as_xlsx, "a.geojson": as_json, "a.parquet": as_parquet, "a.gpkg": as_layer,
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_a_table_comes_back_from_each_format(name: str) -> None:
    @QUIET
    @given(tables())
    def comes_back(table: Table) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            WRITERS[name](table, path)
            wishes: dict[str, Any] = {"header_row": 1} if name == "a.xlsx" else {}
            facts, rows = read_here(Path(folder) / "job", name, path.read_bytes(), **wishes)
        assert set(HEADER) <= {*facts.header}
        assert cells(rows) == blanked(table)
        if name in ("a.geojson", "a.gpkg"):
            assert {shapely.from_wkb(row["#wkb"]).wkt for row in rows} == {"POINT (1.5 2.5)"}

    comes_back()


def test_a_table_comes_back_from_flatgeobuf(tmp_path: Path) -> None:
    table = [["a", "", "공병", " x"], ["=1", "жЇ", 'say "so"', "€\u00a0"], ["2024", "0.10", "1e5", "true"]]
    as_layer(table, tmp_path / "a.fgb")
    with read_file(tmp_path / "a.fgb") as reading:
        assert sorted(cells(rows_of(reading))) == sorted(table)
