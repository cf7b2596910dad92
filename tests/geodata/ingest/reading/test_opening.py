from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pyarrow as pa
import pytest
import shapely

from geodata.errors import ClaimlineError, ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading import SHELL, UPLOAD, Limits, read_file
from geodata.ingest.reading import process as running
from geodata.ingest.reading.kinds import SUFFIXES
from tests.geodata.ingest.reading.test_jsonfile import SHAPES
from tests.geodata.ingest.reading.texts import rows_of

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(autouse=True)
def private(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary folders, so that it shows what is left behind."""
    folder = tmp_path_factory.mktemp("private")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def shapefile(folder: Path, encoding: str, crs: Any = 4326, *, cpg: bool = True) -> Path:
    """A zipped Shapefile as GDAL writes it."""
    frame = geopandas.GeoDataFrame(
        {"имя": ["Курская область", "Город Льгов"], "код": ["0012", ""], "n": [1.5, 2.0]},
        geometry=geopandas.points_from_xy([36.19, 35.26], [51.73, 51.66], crs=4326),
    )
    parts = folder / "parts"
    parts.mkdir()
    (frame.to_crs(crs) if crs else frame).to_file(parts / "a.shp", encoding=encoding)
    if not cpg:
        (parts / "a.cpg").unlink()
    if not crs:
        (parts / "a.prj").unlink()
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts.iterdir():
            archive.write(part, f"данные/{part.name}")
    return path


@pytest.mark.parametrize(
    ("encoding", "crs", "cpg", "found"),
    [("utf-8", 4326, True, "utf_8"), ("cp1251", 32637, True, "cp1251"), ("cp1251", None, False, "cp1251")],
)
def test_a_zipped_shapefile_is_read_in_its_own_letters(
    tmp_path: Path, encoding: str, crs: int | None, cpg: bool, found: str
) -> None:
    with read_file(shapefile(tmp_path, encoding, crs, cpg=cpg)) as reading:
        facts, rows = reading.facts, rows_of(reading)
    assert (facts.format, facts.encoding) == ("shapefile", found)
    assert [(row["имя"], row["код"], row["n"]) for row in rows] == [
        ("Курская область", "0012", "1.5"), ("Город Льгов", None, "2"),
    ]  # fmt: skip
    assert shapely.from_wkb(rows[0]["#wkb"]).equals_exact(shapely.Point(36.19, 51.73), 1e-6)


@pytest.mark.parametrize("wkt", [SHAPES[0], SHAPES[2]])
def test_flatgeobuf_is_read(tmp_path: Path, wkt: str) -> None:
    frame = geopandas.GeoDataFrame({"day": ["2024-05-06", None]}, geometry=[shapely.from_wkt(wkt)] * 2, crs=4326)
    frame.to_file(tmp_path / "a.fgb", driver="FlatGeobuf")
    with read_file(tmp_path / "a.fgb") as reading:
        rows = rows_of(reading)
    assert [(shapely.from_wkb(row["#wkb"]).wkt, row["day"]) for row in rows] == [(wkt, "2024-05-06"), (wkt, None)]


def test_the_countries_of_natural_earth(private: Path) -> None:
    with read_file(FIXTURES / "naturalearth_lowres.zip") as reading:
        rows = rows_of(reading)
        assert (reading.rows, len(rows), reading.facts.encoding) == (177, 177, "iso8859_1")
    korea = next(row for row in rows if row["iso_a3"] == "PRK")
    assert shapely.from_wkb(korea["#wkb"]).contains(shapely.Point(125.75, 39.03))
    assert list(private.iterdir()) == []


def test_null_shapes_of_geopandas_are_null() -> None:
    with read_file(FIXTURES / "null_geom.geojson") as reading:
        assert [row["#wkb"] is None for row in rows_of(reading)] == [True, False]


@pytest.mark.parametrize("name", ["list_field_values_file", "list_nested_struct_file"])
def test_nested_values_of_other_programs_become_json(name: str) -> None:
    with read_file(FIXTURES / f"{name}.parquet") as reading:
        rows = rows_of(reading)
    nested = [
        json.loads(value) for row in rows for value in row.values() if isinstance(value, str) and value[0] in "[{"
    ]
    assert nested


def test_the_digest_the_size_and_the_name_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "upload-7"
    path.write_bytes(b"a;b\n1;2\n")
    with read_file(path, name="Отчёт.CSV") as reading:
        assert reading.sha256 == hashlib.sha256(b"a;b\n1;2\n").hexdigest()
        assert (reading.size, reading.rows, reading.facts.delimiter) == (8, 1, ";")


REFUSED = [
    ("a.docx", b"x", "not read"),
    ("a", b"x", "not read"),
    ("a.csv", b"", "empty"),
    ("a.csv", b"PK\x03\x04xxxx", "begins like"),
    ("a.xlsx", b"id,text\n", "begins like"),
    ("a.geojson", b"SQLite format 3\x00", "begins like"),
    ("a.kml", b"%PDF-1.7", "begins like"),
    ("a.gpkg", b"x", "begins like"),
]


@pytest.mark.parametrize(("name", "content", "words"), REFUSED)
def test_names_and_first_bytes_must_agree(tmp_path: Path, private: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportRefusedError, match=words):
        read_file(tmp_path / name)
    assert list(private.iterdir()) == []


def test_what_is_no_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="no such file"):
        read_file(tmp_path / "a.csv")
    with pytest.raises(ImportRefusedError, match="cannot be read"):
        read_file(tmp_path)


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n" * 1000)
    with pytest.raises(ImportRefusedError, match="larger than"):
        read_file(tmp_path / "a.csv", limits=Limits(file_bytes=1000))


def test_a_question_comes_through_the_child(tmp_path: Path, private: Path) -> None:
    with pytest.raises(NeedsAnswerError) as caught:
        read_file(table_without_system(tmp_path))
    assert [question.key for question in caught.value.questions] == ["crs"]
    assert list(private.iterdir()) == []


def table_without_system(folder: Path) -> Path:
    frame = geopandas.GeoDataFrame({"a": ["x"]}, geometry=[shapely.Point(305_878, 5_734_716)])
    frame.to_parquet(folder / "a.parquet")
    return folder / "a.parquet"


QUOTES = b"a,b\n" + b'"x,1\n' * 400_000


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path, private: Path) -> None:
    (tmp_path / "a.csv").write_bytes(QUOTES)
    with pytest.raises(ImportRefusedError, match="takes longer than 1 seconds"):
        read_file(tmp_path / "a.csv", limits=Limits(seconds=1, field_chars=1_000_000, rows=10**9))
    assert list(private.iterdir()) == []


def test_a_child_that_needs_too_much_memory_is_ended(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n" + b"x" * 40_000_000)
    with pytest.raises(ImportRefusedError, match=r"MB of memory|broke off"):
        read_file(tmp_path / "a.csv", limits=Limits(memory_bytes=300_000_000, file_bytes=10**9))


def test_a_caller_can_cancel(tmp_path: Path, private: Path) -> None:
    class CancelledError(Exception):
        pass

    def cancel(_share: float) -> None:
        raise CancelledError

    (tmp_path / "a.csv").write_bytes(b"a,b\n" + b"x,1\n" * 2_000_000)
    with pytest.raises(CancelledError):
        read_file(tmp_path / "a.csv", limits=SHELL, progress=cancel)
    assert list(private.iterdir()) == []


def test_the_child_finds_nothing_of_ours_in_its_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("A_SECRET", "x")
    seen: dict[str, Any] = {}
    start = running.subprocess.Popen

    def spy(*arguments: Any, **options: Any) -> Any:
        seen.update(options)
        return start(*arguments, **options)

    monkeypatch.setattr(running.subprocess, "Popen", spy)
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n")
    read_file(tmp_path / "a.csv").close()
    assert "A_SECRET" not in seen["env"]
    assert seen["stdin"] == running.subprocess.DEVNULL
    assert Path(seen["cwd"]).parent.parent == Path(tempfile.gettempdir())


@pytest.mark.parametrize("left", ["nothing", "answer only", "other columns", "a link", "nonsense"])
def test_a_child_that_was_taken_over_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """The child is replaced by one that leaves what it should not."""
    facts = {"format": "csv", "encoding": None, "encoding_evidence": "", "delimiter": None, "decimal_comma": False}
    facts |= {"layers": [], "layer": None, "sheets": [], "sheet": None, "crs": None, "header": ["a"], "header_row": 1}
    answer = json.dumps({"outcome": "done", "facts": {**facts, "notes": []}})

    def leave(job: Any, *_rest: Any) -> None:
        if left != "nothing":
            (job.out / "answer.json").write_text(answer if left != "nonsense" else "[1", encoding="utf-8")
        if left == "a link":
            (job.out / "data.arrow").symlink_to("/etc/hostname")
        if left == "other columns":
            with pa.ipc.new_file(str(job.out / "data.arrow"), pa.schema([("b", pa.int64())])):
                pass

    monkeypatch.setattr("geodata.ingest.reading.opening.run_child", leave)
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n")
    with pytest.raises(ImportRefusedError, match="came to nothing"):
        read_file(tmp_path / "a.csv")


CANARY = "canary-5b1f"


def hostile(canary: Path) -> list[tuple[str, bytes]]:
    """Files that name another file, in the ways that readers of geographic data have followed."""
    layer = f"<OGRVRTLayer name='a'><SrcDataSource>{canary}</SrcDataSource></OGRVRTLayer>"
    vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    pipeline = {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {canary}"}
    entity = f'<!DOCTYPE k [<!ENTITY a SYSTEM "file://{canary}">]><kml><Placemark><name>&a;</name></Placemark></kml>'
    link = f"<kml><NetworkLink><Link><href>{canary}</href></Link></NetworkLink></kml>"
    crs = f'{{"type": "link", "properties": {{"href": "{canary}"}}}}'
    place = '{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [9999, 9999]}}'
    return [
        *((f"a.{suffix}", vrt.encode()) for suffix in ("geojson", "kml", "csv")),
        ("a.geojson", json.dumps(pipeline).encode()),
        ("a.kml", entity.encode()),
        ("a.kml", link.encode()),
        ("a.geojson", f'{{"type": "FeatureCollection", "crs": {crs}, "features": [{place}]}}'.encode()),
        ("a.zip", _zip({"a.shp": vrt.encode(), "a.dbf": b"x", "a.vrt": vrt.encode()})),
        ("a.fgb", b"fgb\x03fgb\x00" + vrt.encode()),
    ]


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_no_file_makes_the_child_show_another(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    canary = tmp_path / "canary.csv"
    canary.write_text(f"id,text\n1,{CANARY}\n", encoding="utf-8")
    for name, content in hostile(canary):
        (tmp_path / name).write_bytes(content)
        try:
            with read_file(tmp_path / name) as reading:
                shown = repr((reading.facts, rows_of(reading)))
        except ClaimlineError as error:
            shown = str(error)
        assert CANARY not in shown + caplog.text, name


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_garbage_under_every_name_is_read_asked_about_or_refused(tmp_path: Path, private: Path, suffix: str) -> None:
    starts = {".gpkg": b"SQLite format 3\x00", ".fgb": b"fgb\x03fgb\x00", ".gz": b"\x1f\x8b\x08"}
    starts[".xls"] = bytes.fromhex("d0cf11e0a1b11ae1")
    starts |= dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".ods", ".zip", ".kmz"), b"PK\x03\x04")
    starts |= dict.fromkeys((".parquet", ".geoparquet", ".pq"), b"PAR1")
    path = tmp_path / f"a{suffix}"
    path.write_bytes(starts.get(suffix, b"") + os.urandom(3000))
    try:
        read_file(path, limits=UPLOAD).close()
        words = "a."
    except (ImportRefusedError, NeedsAnswerError) as error:
        words = str(error)
    assert words.startswith(("a.", "Which", "What"))
    assert list(private.iterdir()) == []


def test_a_copy_that_is_closed_is_gone(tmp_path: Path, private: Path) -> None:
    shutil.copy(FIXTURES / "null_geom.geojson", tmp_path)
    reading = read_file(tmp_path / "null_geom.geojson")
    assert len(list(private.iterdir())) == 1
    reading.close()
    reading.close()
    assert list(private.iterdir()) == []
