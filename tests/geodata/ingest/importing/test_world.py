"""Files as strangers write them, of other publishers, programs and languages: each row lands where it should."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from geodata.errors import ClaimlineError
from geodata.ingest.importing import Request
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading import read_file
from tests.geodata.ingest.importing.small import tried

LATLON = "date,description,lat,lon\n"
ALL = {"accepted": 0, "doubtful": 0, "rejected": 0, "duplicates": 0}


class World(NamedTuple):
    """A file, what becomes of its rows, and the first claim and the first place that come of it."""

    name: str
    content: str | bytes
    counts: Mapping[str, int]
    claim: Mapping[str, Any] = MappingProxyType({})
    place: Mapping[str, Any] = MappingProxyType({})
    reasons: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def points(*features: tuple[list[float] | None, dict[str, Any]], crs: str = "") -> str:
    named = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    made = [
        {"type": "Feature", "properties": told, "geometry": at and {"type": "Point", "coordinates": at}}
        for at, told in features
    ]
    return json.dumps({"type": "FeatureCollection", **named, "features": made})


SUDZHA = {"lon": 35.2711, "lat": 51.1911, "geo_precision": "locality"}
DAY = {"event_date": "2024-10-18", "time_precision": "day"}
FILES = [
    # publishers, as they export
    World(
        "warspotting.csv",
        "id,type,model,status,lost_by,date,nearest_location,geo,unit,sources\n"
        '1,Tanks,T-72,Destroyed,Russia,2024-10-18,"Sudzha, Kursk Oblast","51.1911,35.2711",,https://x.com/1\n',
        {"accepted": 1},
        DAY,
        {"lon": 35.2711, "lat": 51.1911, "geo_precision": "vicinity"},
    ),
    World(
        "viina.csv",
        "viina_version,event_id,date,time,asciiname,ADM1_NAME,longitude,latitude,GEO_PRECISION,text,a_rus_b\n"
        "2.0,1,20241018,10:30,Sudzha,Kursk Oblast,35.2711,51.1911,ADM3,Shelling reported,1\n",
        {"accepted": 1},
        DAY,
        {"name": "Sudzha", "geo_precision": "settlement"},
    ),
    World(
        "eyes.csv",
        "id,verifiedDate,description,url,country,province,city,latitude,longitude\n"
        "UW1,10/18/2024,A bridge is down,https://x.com/1,Ukraine,Sumy,Sumy,50.9,34.8\n",
        {"accepted": 1},
        DAY,
    ),
    World(
        "geoconfirmed.csv",
        "Date;Faction;Origin;Latitude;Longitude;Description;Source;Geolocation;Id\n"
        '"18 Oct 2024";"Ukraine";"Ukraine";"51.3421";"35.1234";"A truck; hit\n'
        'second line";"https://t.me/a/1";"";"G1"\n',
        {"accepted": 1},
        {"text": "A truck; hit\nsecond line", **DAY},
        {"geo_precision": "vicinity"},
    ),
    World(
        "arcgis.geojson",
        points(
            ([35.2711, 51.1911], {"event_date": 1729209600000, "description": "Engineers seen"}),
            (None, {"event_date": None, "description": "Nobody knows where"}),
        ),
        {"accepted": 2},
        DAY,
        SUDZHA,
    ),
    World(
        "mercator.geojson",
        points(
            ([3926360.9, 6655137.2], {"date": "2024-10-18", "description": "Seen"}), crs="urn:ogc:def:crs:EPSG::3857"
        ),
        {"accepted": 1},
        DAY,
        {"lon": pytest.approx(35.2711, abs=1e-4)},
    ),
    World(
        "liveuamap.json",
        json.dumps([{"title": "x", "text": "Seen", "lat": 51.1911, "lng": 35.2711, "ts": 1729261800}]),
        {"accepted": 1},
        {"event_date": "2024-10-18T14:30:00Z", "time_precision": "time"},
        SUDZHA,
    ),
    World(
        "kobo.csv",
        "start;end;What happened;Date of event;_GPS_latitude;_GPS_longitude;_id\n"
        "2024-10-20T14:30:00+03:00;2024-10-20T14:40:00+03:00;Seen;2024-10-18;51.1911;35.2711;123\n",
        {"accepted": 1},
        {"text": "Seen", "their_id": "123", **DAY},
        SUDZHA,
    ),
    World(
        "sheet.csv",
        "Timestamp,What happened?,Where (lat/long),When\n"
        '10/20/2024 14:30:05,Engineers arrived,"51°11\'28""N 35°16\'16""E",2024-10-18\n',
        {"accepted": 1},
        DAY,
        {"lat": pytest.approx(51.19111, abs=1e-5)},
    ),
    World(
        "folders.kml",
        "<kml><Document><Placemark><name>a</name><description>Seen</description><TimeSpan><begin>2024-10-18"
        "</begin><end>2024-10-20</end></TimeSpan><Point><coordinates>35.2711,"
        "51.1911,9</coordinates></Point></Placemark>"
        "</Document></kml>",
        {"accepted": 1},
        {"event_date": "2024-10-18/2024-10-20"},
        SUDZHA,
    ),
    # languages and encodings
    World(
        "ru.csv",
        "№;Дата;Описание;Населенный пункт;Область;Широта;Долгота;Источник\n"
        "1;18.10.2024;Сапёры КНДР прибыли;Суджа;Курская область;51,1911;35,2711;Разведка\n"
        "2;в конце года;Слухи о прибытии сапёров;;Курская область;;;\nИтого: 2;;;;;;;\n".encode("cp1251"),
        {"accepted": 1, "doubtful": 1, "rejected": 1},
        {"text": "Сапёры КНДР прибыли", **DAY},
        {**SUDZHA, "name": "Суджа"},
        ("no_text", "not_a_date"),
    ),
    World(
        "uk.csv",
        "Дата;Подія;Місце;Широта;Довгота\n"
        "18 жовтня 2024;Військові інженери прибули, їхній табір поруч;Суджа;51.1911;35.2711\n".encode("koi8-u"),
        {"accepted": 1},
        DAY,
        {**SUDZHA, "name": "Суджа"},
    ),
    World(
        "ko.csv",
        "날짜,내용,장소,위도,경도\n2024년 10월 18일,북한 공병 부대가 쿠르스크에 "
        "도착했다,쿠르스크,51.7304,36.1926\n".encode("cp949"),
        {"accepted": 1},
        DAY,
        {"name": "쿠르스크", "lat": 51.7304},
    ),
    World(
        "ja.csv",
        "日付,内容,場所,緯度,経度\n2024年10月18日,北朝鮮の工兵が到着した,スジャ,51.1911,35.2711\n".encode("cp932"),
        {"accepted": 1},
        DAY,
        SUDZHA,
    ),
    World(
        "zh.csv",
        "日期,描述,地点,纬度,经度\n2024年10月18日,朝鲜工兵部队已经抵达库尔斯克地区,苏贾,51.1911,35.2711\n".encode(
            "gb18030"
        ),
        {"accepted": 1},
        DAY,
        SUDZHA,
    ),
    World(
        "ar.csv",
        "التاريخ,الوصف,المكان,خط العرض,خط الطول\n2024-10-18,وصل المهندسون إلى المدينة,سودجا,51.1911,35.2711\n".encode(
            "cp1256"
        ),
        {"accepted": 1},
        DAY,
        SUDZHA,
    ),
    World(
        "pl.csv",
        "Data;Opis;Miejscowość;Szerokość;Długość\n18.10.2024 14:30;Saperzy przybyli "
        "do miasta;Sudża;51,1911;35,2711\n".encode("cp1250"),
        {"accepted": 1},
        DAY,
        SUDZHA,
    ),
    World(
        "es.csv",
        "Fecha,Descripción,Lugar,Latitud,Longitud\n18 de octubre de 2024,Llegaron,Sudzha,51.1911,35.2711\n".encode(
            "utf-8-sig"
        ),
        {"accepted": 1},
        DAY,
        SUDZHA,
    ),
    World(
        "wide.csv",
        LATLON.replace(",", "\t").replace("\n", "\r\n").encode("utf-16")
        + '2024-10-18\t"It said ""seen"""\t51.1911\t35.2711\r\n'.encode("utf-16-le"),
        {"accepted": 1},
        {"text": 'It said "seen"', **DAY},
        SUDZHA,
    ),
    World(
        "mac.csv",
        f"{LATLON}2024-10-18,a,51.1911,35.2711\n2024-10-19,b,51.1911,35.2711\n".replace("\n", "\r"),
        {"accepted": 2},
        DAY,
        SUDZHA,
    ),
    # times
    World(
        "order.csv",
        f"{LATLON}03/04/2025,a,51.19,35.27\n",
        {"doubtful": 1},
        reasons=("which_order",),
        questions=("order:date",),
    ),
    World(
        "century.csv",
        f"{LATLON}18.10.24,a,51.19,35.27\n",
        {"doubtful": 1},
        reasons=("which_century",),
        questions=("century:date",),
    ),
    World(
        "serial.csv", f"{LATLON}45583,a,51.19,35.27\n45584.5,b,51.19,35.27\n", {"doubtful": 2}, reasons=("not_a_date",)
    ),
    World(
        "clock.csv",
        f"{LATLON}10/18/2024 2:30 PM,a,51.19,35.27\n10/18/2024 13:30 PM,b,51.19,35.27\n",
        {"accepted": 1, "rejected": 1},
        DAY,
        reasons=("no_such_day",),
    ),
    World(
        "vague.csv",
        "date,description,place,region\nlate October 2024,a,Sudzha,Kursk Oblast\nOctober 2024,b,Sudzha,Kursk Oblast\n",
        {"accepted": 1, "doubtful": 1},
        {"event_date": "2024-10", "time_precision": "month"},
        {"geo_precision": "settlement", "coordinate_uncertainty_m": 5000.0},
        ("not_a_date",),
    ),
    World(
        "none.csv",
        f"{LATLON}0000-00-00,a,51.19,35.27\nN/A,b,51.19,35.27\n,c,51.19,35.27\n",
        {"accepted": 2, "rejected": 1},
        {"event_date": "", "start_us": None},
        reasons=("no_such_day",),
    ),
    # places
    World(
        "nowhere.csv",
        f"{LATLON}2024-10-18,a,0,0\n2024-10-18,b,200,35\n2024-10-18,c,51.19,\n2024-10-18,"
        "d,NaN,NaN\n2024-10-18,e,-999,-999\n",
        {"accepted": 1, "doubtful": 2, "rejected": 2},
        reasons=("half_coordinates", "null_island", "out_of_range", "projected"),
    ),
    World(
        "metres.csv",
        "date,description,x,y\n2024-10-18,a,3926360.5,6653128.2\n",
        {"doubtful": 1},
        reasons=("projected",),
        questions=("crs:y",),
    ),
    World(
        "turned.csv",
        f"{LATLON}2024-10-18,a,127.1,37.5\n2024-10-18,b,126.9,37.6\n2024-10-18,c,128.1,36.5\n",
        {"accepted": 3},
        place={"lon": 127.1, "lat": 37.5},
    ),
    World(
        "either.csv",
        'date,description,location\n2024-10-18,a,"15.5007, 32.5599"\n',
        {"doubtful": 1},
        reasons=("which_axis",),
        questions=("axes:location",),
    ),
    World(
        "angles.csv",
        f'{LATLON}2024-10-18,a,"51°11\'28""N","35°16\'16""E"\n2024-10-18,b,51°75\'00"N,35°16\'16"E\n',
        {"accepted": 1, "rejected": 1},
        DAY,
        {"lat": pytest.approx(51.19111, abs=1e-5)},
        ("sixty",),
    ),
    World(
        "shapes.csv",
        "date,description,wkt\n2024-10-18,a,POINT (35.2711 51.1911)\n2024-10-18,"
        'b,"POLYGON ((35 51, 36 51, 36 52, 35 51))"\n'
        "2024-10-18,c,POINT EMPTY\n",
        {"accepted": 1, "doubtful": 2},
        DAY,
        {"lon": 35.2711},
        ("not_coordinates", "outline"),
    ),
    World(
        "grid.csv",
        "date,description,MGRS\n2024-10-18,a,36U XB 58624 73403\n2024-10-18,b,99ZZZ\n2024-10-18,c,36UXB5873\n",
        {"accepted": 2, "doubtful": 1},
        DAY,
        {"lat": pytest.approx(51.19, abs=1e-3)},
        ("not_coordinates",),
    ),
    # shapes of tables
    World(
        "twice.csv",
        f"{LATLON}2024-10-18,a,51.19,35.27\n2024-10-18,a,51.19,35.27\n{LATLON}\n2024-10-19,"
        "b,51.19,35.27\n,,,\nTotal,,,\nTotal: 3\n",
        {"accepted": 2, "doubtful": 1, "rejected": 2, "duplicates": 1},
        DAY,
        reasons=("no_text", "not_a_date", "not_coordinates", "same_row", "torn"),
    ),
    World(
        "columns.csv",
        ",".join([LATLON.strip(), *(f"q{n}" for n in range(496))])
        + "\n2024-10-18,a,51.1911,35.2711"
        + ",x" * 496
        + "\n",
        {"accepted": 1},
        DAY,
        SUDZHA,
    ),
    World(
        "signs.csv",
        f'{LATLON}2024-10-18,"=1+1",51.19,35.27\n2024-10-18,{{{{ 7*191 }}}},51.19,35.27\n',
        {"accepted": 2},
        {"text": "=1+1"},
    ),
    World("empty.csv", LATLON, {}),
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_row_lands_where_it_should(tmp_path: Path, file: World) -> None:
    with tried(tmp_path, file.content, name=file.name) as trial:
        report = trial.report
        counts = report.counts.to_json()
        assert counts == {"read": sum(file.counts.values()), **ALL, **file.counts}
        assert sorted(one.code for one in report.reasons) == sorted(file.reasons)
        assert tuple(one.key for one in report.questions) == file.questions
        assert sum(1 for _entry in trial.entries()) == counts["read"] - counts["accepted"]
        for told, table in ((file.claim, trial.claims()), (file.place, trial.places())):
            first = table.to_pylist()[0] if told else {}
            assert {name: first[name] for name in told} == told


def test_answers_let_waiting_rows_in(tmp_path: Path) -> None:
    told = {
        "order.csv": {"order:date": "mdy"},
        "century.csv": {"century:date": "2000"},
        "either.csv": {"axes:location": "lat first"},
        "metres.csv": {"crs:y": "EPSG:3857"},
    }
    for file in FILES:
        if file.name in told:
            with tried(tmp_path, file.content, Request(answers=told[file.name]), name=file.name) as trial:
                assert trial.report.counts.to_json() == {"read": 1, **ALL, "accepted": 1}
                assert trial.claims().to_pylist()[0]["event_date"] in ("2025-03-04", "2024-10-18")


def test_letters_of_two_usual_encodings_are_asked_about(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("Date;Name\n18.10.2024;Peña\n".encode("cp1252"))
    with pytest.raises(NeedsAnswerError) as caught:
        read_file(tmp_path / "a.csv")
    assert {"cp1252", "cp1250"} <= {value for value, _words in caught.value.questions[0].options}


@pytest.mark.parametrize("name", ["a.docx", "a.csv", "a.xlsx", "a.geojson", "a.kml", "a.gpkg", "a.zip"])
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ClaimlineError) as caught, tried(tmp_path, b"%PDF-1.7\n\x00\x01\x02", name=name):
        pass
    assert str(caught.value).startswith(name)
    assert str(caught.value).endswith(".")
