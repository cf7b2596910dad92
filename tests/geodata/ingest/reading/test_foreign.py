"""Files that other programs made: every row there, read as what stands in it, and refused in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest
import shapely

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading import Facts, read_file
from tests.geodata.ingest.reading.texts import read_here, rows_of

FOREIGN = Path(__file__).parents[3] / "data" / "foreign"
BY_GDAL = (".fgb", "_nad27.zip", "olinda1.zip", "xyzm.zip", "REL.zip", "shapefile.zip")  # its switches want a process


class File(NamedTuple):
    """A file with what it holds; ``row`` and ``cells`` are a spot check, ``at`` the point or the corner of its box."""

    name: str
    rows: int
    row: int
    cells: Mapping[str, str | None]
    facts: Mapping[str, Any]
    torn: int = 0
    at: tuple[float, float] | None = None
    wishes: Mapping[str, Any] = MappingProxyType({})


def csv(encoding: str = "utf_8", delimiter: str | None = ",", **more: Any) -> dict[str, Any]:
    return {"format": "csv", "encoding": encoding, "delimiter": delimiter, **more}


PAPER = {"text": "Chicago Sun-Times", "date": "1948-01-01", "integer": "63", "float": "1.27",
         "boolean": "true", "datetime": "1948-01-01T14:57:13"}  # fmt: skip
CLAIM = {"текст": "Сапёры прибыли в Курскую область", "дата": "2024-10-18", "широта": "51.1911", "число": "1500"}
QUOTED = {"текст": 'По словам жителей, "дорога" закрыта', "число": "0.5"}
TABLES = [
    File("libreoffice_cp1251.csv", 3, 2, CLAIM, csv("cp1251", ";")),
    File("libreoffice_utf16.csv", 3, 3, QUOTED, csv("utf_16", "\t")),
    File("libreoffice_shift_jis.csv", 2, 3, {"title": "北朝鮮の兵士が派遣される予定だ",
         "note": "引用「有り」, 改行\nあり"}, csv("cp932")),
    File("libreoffice.xlsx", 3, 2, CLAIM, {"format": "xlsx", "sheet": "claims"}),
    File("libreoffice.xls", 3, 3, QUOTED, {"format": "xls", "sheet": "claims"}),
    File("libreoffice.ods", 3, 4, {"текст": None, "дата": "2024-12-31"}, {"format": "ods", "sheet": "claims"}),
    File("test_utf16_big.csv", 2, 3, {"a": "4", "c": "ʤ"}, csv("utf_16")),
    File("test_utf16_little.csv", 2, 3, {"a": "4", "c": "ʤ"}, csv("utf_16")),
    File("test_latin1.csv", 2, 3, {"c": "©"}, csv("iso8859_1"), wishes={"encoding": "latin-1"}),
    File("mac_newlines.csv", 2, 3, {"a": "Once upon\ra time"}, csv()),
    File("null_byte.csv", 1, 2, {"a": "\ufffd,2,3"}, csv(), torn=1),
    File("bad.csv", 3, 4, {"column_a": "0", "column_c": "17"}, csv(), torn=2),
    File("blanks.csv", 1, 2, {"a": None, "b": "NA", "d": "NONE", "f": "."}, csv()),
    File("no_header_row.csv", 1, 1, {"column 3": "3"}, csv(header_row=None), wishes={"header_row": 0}),
    File("test_locale.csv", 1, 2, {"a": "1,7", "b": "200.000.000"}, csv(decimal_comma=True)),
    File("test_date_format.csv", 2, 3, {"a": "31/12/2012"}, csv(delimiter=None)),
    File("test_geo.csv", 17, 2, {"slug": "dcl", "last_seen_date": "3/30/12", "latitude": "32.35066"}, csv()),
    File("gnis-ak-first-101.csv", 101, 3, {"NAME": "Cape Hinchinbrook", "PRIMARY_LAT_DMS": "601405N"}, csv()),
    File("quotes.csv", 2, 3, {"Description": 'This is where "Somewhere Over the Rainbow" is from'}, csv()),
    File("lincoln-park-gc-errors.csv", 25, 5, {"Longitude": None, "Latitude": "-122.497593"}, csv(), torn=8),
    File("Datagov_FY10_EDU_recp_by_State.csv", 55, 56, {"State Name": "PHILIPPINES", "TOTAL": "472"},
         csv(header_row=3)),
    File("pt.csv", 3, 3, {"Int64": "4294967297", "WKT": "POINT(44 55)"}, csv()),
    File("test.xlsx", 5, 3, PAPER, {"format": "xlsx"}),
    File("test.xls", 5, 3, PAPER, {"format": "xls"}),
    File("sheets.xlsx", 5, 3, PAPER, {"format": "xlsx", "sheets": ("data", "ʤ")}, wishes={"sheet": "data"}),
    File("type-me.xlsx", 7, 4, {"maybe a datetime?": "2016-04-28T11:30:00"}, {"sheet": "date_coercion"},
         wishes={"sheet": "date_coercion"}),
    File("deaths.xlsx", 14, 6, {"Name": "David Bowie", "Date of birth": "1947-01-08"}, {"header_row": 5},
         wishes={"sheet": "arts", "header_row": 5}),
    File("datasets.xlsx", 1000, 2, {"lat": "-20.42", "stations": "41"}, {"format": "xlsx"},
         wishes={"sheet": "quakes"}),
    File("testjson_multiline.json", 2, 2, {"a": None, "b": "2", "d": "4"}, {"format": "json"}),
    File("v0.7.1.parquet", 10, 2, {"cut": "Premium", "carat": "0.21"}, {"format": "parquet", "crs": None}),
    File("duckdb.parquet", 3, 1, {"day": "2024-10-18", "moment": "2024-10-18T11:30:00Z", "amount": "1500.50",
         "many": '["a", "b"]', "inner_one": '{"k": 1}'}, {"format": "parquet", "crs": None}),
]  # fmt: skip
MAPS = [
    File("test_geojson.json", 3, 1, {"prop0": "value0"}, {"format": "geojson"}, at=(102, 0.5)),
    File("time.kml", 361, 1, {"time begin": "2007-01-14T21:05:02Z", "folder": "TimeStamp'ed Points"},
         {"format": "kml"}, at=(-122.536226, 37.86047)),
    File("all-gx.kml", 7, 6, {"time begin": "2010-02-07T19:57:44Z", "time end": "2010-02-07T19:57:45Z"},
         {"format": "kml"}, at=(-122.250671, 37.514194)),
    File("old_schema_example.kml", 2, 1, {"name": "1", "Foo": "foo 1", "Bar": "bar 1"}, {}, at=(-122, 37)),
    File("extendeddata.kml", 1, 1, {"TrailHeadName": "Mount Everest", "holeYardage": "234"}, {}),
    File("ge-point.kml", 1, 1, {"name": "Point", "folder": "KmlFile"}, {}, at=(12.487995, 47.969918)),
    File("outline_space.kml", 1, 1, {"name": "D50027/Q53"}, {}, at=(138.4730142, -35.2275562)),
    File("badcoords.kml", 1, 1, {"name": "Continental Convergent Boundary"}, {}, torn=1),
    File("multikml-doc.kmz", 1, 1, {"name": "doc.kml"}, {"format": "kml"}),
    File("multikml-nodoc.kmz", 1, 1, {"name": "b.kml"}, {"layer": "b.kml"}, wishes={"layer": "b.kml"}),
    File("b_pump.zip", 1, 1, {"cat": "1"}, {"format": "gpkg", "crs": "Transverse_Mercator"}, at=(-0.13671, 51.51330)),
    File("nospatial.zip", 1, 1, {"Attr": "a"}, {"format": "gpkg", "crs": None}),
    File("nc_nad27.zip", 100, 1, {"NAME": "Ashe", "FIPS": "37009"}, {"format": "shapefile", "crs": "EPSG:4267"},
         at=(-81.74090, 36.23444)),
    File("olinda1.zip", 470, 1, {"NM_BAIR": "Ouro Preto"}, {"format": "shapefile", "encoding": "cp1252"},
         at=(-34.864063, -7.994364)),
    File("storms_xyzm.zip", 71, 1, {"Track": "TONY"}, {"format": "shapefile", "crs": "EPSG:4326"}, at=(-51.8, 20.1)),
    File("REL.zip", 1, 1, {"Name": "releaseArea20090407_1"}, {"crs": "EPSG:31287"}, at=(12.27151, 46.93123)),
    File("latin1_shapefile.zip", 1, 1, {"Name": "Ñandú"}, {"encoding": "cp1252"}, wishes={"encoding": "cp1252"}),
    File("javascript.fgb", 3, 2, {"name": "서울", "n": "-2", "when": None}, {"format": "flatgeobuf"},
         at=(126.978, 37.5665)),
]  # fmt: skip


def read(folder: Path, file: File) -> tuple[Facts, dict[int, dict[str, Any]]]:
    path = FOREIGN / file.name
    if not file.name.endswith(BY_GDAL):
        facts, rows = read_here(folder / "job", file.name, path.read_bytes(), **file.wishes)
    else:
        with read_file(path, **file.wishes) as reading:
            facts, rows = reading.facts, rows_of(reading)
    return facts, {row["#row"]: row for row in rows}


@pytest.mark.parametrize("file", [*TABLES, *MAPS], ids=lambda file: file.name)
def test_it_holds_what_it_holds(tmp_path: Path, file: File) -> None:
    facts, rows = read(tmp_path, file)
    assert len(rows) == file.rows
    assert sum(row["#torn"] is not None for row in rows.values()) == file.torn
    assert {name: rows[file.row][name] for name in file.cells} == file.cells
    assert {name: getattr(facts, name) for name in file.facts} == file.facts
    if file.at is not None:
        west, south, _east, _north = shapely.from_wkb(rows[file.row]["#wkb"]).bounds
        assert (west, south) == pytest.approx(file.at, abs=2e-5)


REFUSED = {
    "billion.kml": "entities",
    "bad-too-large.kmz": "unpacks to more than 200 MB",
    "nokml.kmz": "nothing in it is a file that is read here",
    "overflow_bad_offset.kmz": "the archive is damaged",
    "test_keyed.json": "no list of records",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(ImportRefusedError, match=REFUSED[name]) as caught:
        read_file(FOREIGN / name)
    said = str(caught.value)
    assert said.startswith(f"{name}: ")
    assert said.endswith(".")
    assert ". " not in said
    assert "/" not in said


ASKED = {
    "multikml-nodoc.kmz": ("layer", "b.kml"),
    "sheets.xlsx": ("sheet", "ʤ"),
    "test_latin1.csv": ("encoding", "cp1251"),
    "latin1_shapefile.zip": ("encoding", "cp1252"),
    "no_header_row.csv": ("header_row", "0"),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_a_file_leaves_open_is_asked(name: str) -> None:
    key, option = ASKED[name]
    with pytest.raises(NeedsAnswerError) as caught:
        read_file(FOREIGN / name)
    (question,) = caught.value.questions
    assert question.key == key
    assert option in [value for value, _words in question.options]


def test_the_language_byte_of_a_table_of_attributes_names_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "said.zip"
    with ZipFile(FOREIGN / "latin1_shapefile.zip") as old, ZipFile(path, "w") as new:
        table = bytearray(old.read("latin1.dbf"))
        table[29] = 0x58  # ANSI of Western Europe
        new.writestr("a.dbf", bytes(table))
        new.writestr("a.shp", old.read("latin1.shp"))
    with read_file(path) as reading:
        assert (reading.facts.encoding, rows_of(reading)[0]["Name"]) == ("cp1252", "Ñandú")


def test_links_and_pictures_are_told_and_never_followed(tmp_path: Path) -> None:
    for name, words in {"hier.kmz": "(2)", "radar-animation.kmz": "(1)"}.items():
        facts, rows = read_here(tmp_path / name, name, (FOREIGN / name).read_bytes())
        assert rows == []
        assert facts.notes == (f"Left out: links to other files, which are never followed {words}.",)


def test_all_files_are_named_with_their_licence() -> None:
    told = (FOREIGN / "README.md").read_text(encoding="utf-8")
    missing = [path.name for path in FOREIGN.iterdir() if path.name != "README.md" and f"`{path.name}`" not in told]
    assert not missing
    assert sum(path.stat().st_size for path in FOREIGN.iterdir()) < 1_500_000
