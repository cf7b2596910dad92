from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import shapely

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading.markup import plain_text
from tests.geodata.ingest.reading.texts import read_here


def document(body: str, head: str = "") -> bytes:
    space = 'xmlns="http:' + '//www.opengis.net/kml/2.2" xmlns:gx="http:' + '//www.google.com/kml/ext/2.2"'
    start = f'<?xml version="1.0" encoding="UTF-8"?>{head}<kml {space}><Document><name>Карта</name>'
    return f"{start}{body}</Document></kml>".encode()


def read(folder: Path, body: str, **wishes: Any) -> tuple[Any, list[dict[str, Any]]]:
    facts, rows = read_here(folder, "a.kml", document(body), **wishes)
    for row in rows:
        row["#wkb"] = None if row["#wkb"] is None else shapely.from_wkb(row["#wkb"]).wkt
    return facts, rows


def test_a_placemark_gives_its_words_times_data_and_folder(tmp_path: Path) -> None:
    body = """<Schema id="s"><SimpleField name="unit"/></Schema>
    <Folder><name>2024</name><Folder><name>May</name><Placemark><name> Суджа </name>
    <description><![CDATA[<b>Two</b> strikes<br>seen: <a href="x://post/1">post</a><img src="x://p.jpg"/>]]>
    </description>
    <styleUrl>#red</styleUrl><TimeSpan><begin>2024-05</begin><end>2024-05-09T10:00:00Z</end></TimeSpan>
    <ExtendedData><Data name="Grade"><displayName>g</displayName><value>0012</value></Data>
    <SchemaData schemaUrl="#s"><SimpleData name="unit">сапёры</SimpleData></SchemaData>
    <Data name="name"><value>n2</value></Data></ExtendedData><Point><coordinates> 35.27,51.19,0 </coordinates></Point>
    </Placemark></Folder></Folder>
    <Placemark><TimeStamp><when>2024-06-01</when></TimeStamp></Placemark>"""
    facts, rows = read(tmp_path, body)
    assert facts.crs == "OGC:CRS84"
    assert rows == [
        {
            "#row": 1, "#wkb": "POINT (35.27 51.19)", "#torn": None, "name": "Суджа",
            "description": "Two strikes\nseen: post x://post/1 x://p.jpg", "time begin": "2024-05",
            "time end": "2024-05-09T10:00:00Z", "folder": "Карта / 2024 / May", "style": "#red", "Grade": "0012",
            "unit": "сапёры", "name (2)": "n2",
        },
        {
            "#row": 2, "#wkb": None, "#torn": None, "name": None, "description": None, "time begin": "2024-06-01",
            "time end": "2024-06-01", "folder": "Карта", "style": None, "Grade": None, "unit": None, "name (2)": None,
        },
    ]  # fmt: skip


def placed(kind: str, coordinates: str) -> str:
    return f"<{kind}><coordinates>{coordinates}</coordinates></{kind}>"


OUTER = f"<outerBoundaryIs>{placed('LinearRing', '0,0 4,0 4,4 0,0')}</outerBoundaryIs>"
INNER = f"<innerBoundaryIs>{placed('LinearRing', '1,1 2,1 2,2')}</innerBoundaryIs>"
POINT, LINE = placed("Point", "1,2"), placed("LineString", "1,2 3,4")
TRACK = "<gx:Track><when>2024</when><gx:coord>1 2 0</gx:coord><gx:coord>3 4 0</gx:coord></gx:Track>"
SHAPES = [
    (placed("Point", "1, 2"), "POINT (1 2)"),
    (placed("LineString", "1,2 3,4\n5,6"), "LINESTRING (1 2, 3 4, 5 6)"),
    (f"<Polygon>{OUTER}{INNER}</Polygon>", "POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))"),
    (f"<MultiGeometry>{POINT}{placed('Point', '3,4')}</MultiGeometry>", "MULTIPOINT ((1 2), (3 4))"),
    (f"<MultiGeometry>{POINT}</MultiGeometry>", "POINT (1 2)"),
    (f"<MultiGeometry>{POINT}{LINE}</MultiGeometry>", "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))"),
    (TRACK, "LINESTRING (1 2, 3 4)"),
    ("<Point/>", None),
]


@pytest.mark.parametrize(("shape", "wkt"), SHAPES)
def test_every_kind_of_shape_is_read(tmp_path: Path, shape: str, wkt: str | None) -> None:
    _facts, rows = read(tmp_path, f"<Placemark>{shape}</Placemark>")
    assert (rows[0]["#wkb"], rows[0]["#torn"]) == (wkt, None)


@pytest.mark.parametrize("text", ["a,b", "1", "1,2 3,4", "nan,1"])
def test_a_broken_shape_costs_its_own_row_only(tmp_path: Path, text: str) -> None:
    point = "<Placemark><name>{}</name><Point><coordinates>{}</coordinates></Point></Placemark>"
    _facts, rows = read(tmp_path, point.format("good", "1,2") + point.format("bad", text) + point.format("fine", "1,2"))
    assert [row["#torn"] is None for row in rows] == [True, False, True]
    assert rows[1]["name"] == "bad"


def test_links_to_other_files_are_said_and_never_followed(tmp_path: Path) -> None:
    link = "<NetworkLink><Link><href>/etc/hostname</href></Link></NetworkLink><GroundOverlay/>"
    facts, rows = read(tmp_path, link + "<Placemark><name>a</name></Placemark>")
    assert len(rows) == 1
    assert any("never followed (1)" in note for note in facts.notes)


ENTITY = '<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LAUGH = '<!DOCTYPE k [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (document("<Placemark><name>&a;</name></Placemark>", ENTITY), "defines entities"),
        (document("<Placemark><name>&b;</name></Placemark>", LAUGH), "defines entities"),
        (document("<Placemark>"), "no KML"),
        (b"nonsense", "no KML"),
        (document("<a>" * 300 + "</a>" * 300), "nested too deep"),
    ],
)
def test_what_is_no_kml_of_ours_is_refused_in_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ImportRefusedError, match=words):
        read_here(tmp_path, "a.kml", content)


def packed(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_kml", ".kml"), content)
    return buffer.getvalue()


def test_kmz_is_read_by_its_main_file(tmp_path: Path) -> None:
    one, two = (document(f"<Placemark><name>{name}</name></Placemark>") for name in ("one", "two"))
    _facts, rows = read_here(tmp_path, "a.kmz", packed(doc_kml=one, files__two_kml=two))
    assert rows[0]["name"] == "one"
    with pytest.raises(NeedsAnswerError) as caught:
        read_here(tmp_path, "a.kmz", packed(one_kml=one, two_kml=two))
    assert caught.value.questions[0].key == "layer"
    facts, rows = read_here(tmp_path, "a.kmz", packed(one_kml=one, two_kml=two), layer="two.kml")
    assert (facts.layer, rows[0]["name"]) == ("two.kml", "two")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  plain < text & more ", "plain < text & more"),
        ("a<br/>b<p>c</p>d", "a\nb\nc\nd"),
        ("<table><tr><td>k</td><td>v</td></tr></table>", "k v"),
        ("&lt;b&gt; &amp; x", "<b> & x"),
        ("<script>go()</script><style>x</style>seen", "seen"),
        ('<a href="x://a">x://a</a>', "x://a"),
        ("<b>not closed", "not closed"),
        ("<![CDATA[x]]>", ""),
    ],
)
def test_markup_becomes_its_words(text: str, plain: str) -> None:
    assert plain_text(text) == plain
