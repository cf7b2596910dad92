"""Names of places: found, ambiguous, a region, a country, a district, or unknown; never guessed."""

from __future__ import annotations

import pyarrow as pa
import pytest

from geodata.ingest.places.gazetteer import Gazetteer, NameKind

GAZETTEER = Gazetteer.bundled()

FOUND = [
    (("Sudzha",), 486816),
    (("Суджа",), 486816),
    (("SUDZHA ",), 486816),
    (("г. Суджа",), 486816),
    (("Sudzha", "Kursk Oblast"), 486816),
    (("Sudzha, Kursk Oblast, Russia",), 486816),
    (("Курская область, Суджа",), 486816),
    (("Kursk",), 538560),
    (("Kursk, Russia",), 538560),
    (("город Курск",), 538560),
    (("쿠르스크",), 538560),
    (("Korenevo", "Kursk Oblast"), 544906),
    (("Коренёво", "Курская область"), 544906),
    (("Коренево", "Курская обл."), 544906),
    (("Korenevo", "Московская область"), 544904),
    (("Sergeyevka", "Donets'k", "Ukraine"), 694447),
    (("Kyiv",), 703448),
    (("Kiev",), 703448),
    (("Київ",), 703448),
    (("Киев",), 703448),
    (("Pyongyang",), 1871859),
    (("P'yŏngyang",), 1871859),
    (("Пхеньян",), 1871859),
    (("평양",), 1871859),
    (("Serhiivka", "Kherson"), 694466),
]


@pytest.mark.parametrize(("name", "geonameid"), FOUND)
def test_one_place_is_found(name: tuple[str, ...], geonameid: int) -> None:
    found = GAZETTEER.find(*name)
    assert found.kind is NameKind.FOUND
    assert found.place is not None
    assert found.place.geonameid == geonameid


OTHERS = [
    (("Sergeyevka",), NameKind.AMBIGUOUS, ""),
    (("Sergeevka Primorsky Krai",), NameKind.AMBIGUOUS, ""),
    (("Korenevo",), NameKind.AMBIGUOUS, ""),
    (("Martynovka",), NameKind.AMBIGUOUS, ""),
    (("Donetsk",), NameKind.AMBIGUOUS, ""),
    (("Plekhovo",), NameKind.AMBIGUOUS, ""),  # known only as another name of a village in Ukraine: asked
    (("Plekhovo", "Kursk Oblast"), NameKind.UNKNOWN, ""),
    (("Sudzha", "Some Region"), NameKind.AMBIGUOUS, ""),
    (("Kurchatov", "", "Kazakhstan"), NameKind.UNKNOWN, ""),
    (("Kremyanoye",), NameKind.UNKNOWN, ""),
    (("Malaya Loknya", "Kursk Oblast"), NameKind.UNKNOWN, ""),
    (("Sudzha Oblast",), NameKind.UNKNOWN, ""),
    (("Sudzh",), NameKind.UNKNOWN, ""),
    (("Vladivostok; also Ussuriysk",), NameKind.UNKNOWN, ""),
    (("Kursk Oblast",), NameKind.REGION, "RU-KRS"),
    (("Kursk region",), NameKind.REGION, "RU-KRS"),
    (("Курская область",), NameKind.REGION, "RU-KRS"),
    (("Курской области",), NameKind.REGION, "RU-KRS"),
    (("Курська область",), NameKind.REGION, "RU-KRS"),
    (("쿠르스크주",), NameKind.REGION, "RU-KRS"),
    (("RU-KRS",), NameKind.REGION, "RU-KRS"),
    (("Donetsk Oblast, Ukraine",), NameKind.REGION, "UA-14"),
    (("Primorye",), NameKind.REGION, "RU-PRI"),
    (("Russia",), NameKind.COUNTRY, "RU"),
    (("Україна",), NameKind.COUNTRY, "UA"),
    (("북한",), NameKind.COUNTRY, "KP"),
    (("Sudzha district Kursk Oblast",), NameKind.DISTRICT, "RU-KRS"),
    (("Суджанский район", "Курская область"), NameKind.DISTRICT, "RU-KRS"),
    (("Суджанский район",), NameKind.UNKNOWN, ""),
    (("",), NameKind.NONE, ""),
    ((" - ",), NameKind.NONE, ""),
]


@pytest.mark.parametrize(("name", "kind", "code"), OTHERS)
def test_what_is_not_one_place(name: tuple[str, ...], kind: NameKind, code: str) -> None:
    found = GAZETTEER.find(*name)
    assert (found.kind, found.code, found.place) == (kind, code, None)
    assert bool(found.candidates) >= (kind is NameKind.AMBIGUOUS)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Donets'k", {"UA-14"}),
        ("Odessa", {"UA-51"}),
        ("Khmel'nyts'kyy", {"UA-68"}),
        ("Transcarpathia", {"UA-21"}),
        ("Kiev City", {"UA-30"}),
        ("Kiev", {"UA-30", "UA-32"}),
        ("Курская", {"RU-KRS"}),
        ("nowhere", set()),
    ],
)
def test_regions_by_the_names_of_other_publishers(name: str, codes: set[str]) -> None:
    assert GAZETTEER.region_codes(name) == codes


def test_a_column_reads_as_its_names_do() -> None:
    rows = [*(name for name, _ in FOUND), *(name for name, _, _ in OTHERS)] * 2
    columns = [pa.array([row[at] if len(row) > at else None for row in rows], pa.string()) for at in range(3)]
    found = GAZETTEER.resolve(*columns)
    expected = [GAZETTEER.find(*row) for row in rows]
    assert found.kind.tolist() == [one.kind for one in expected]
    assert found.code.tolist() == [one.code for one in expected]
    assert found.geonameid.tolist() == [one.place.geonameid if one.place else 0 for one in expected]
    assert found.candidates.tolist() == [one.candidates for one in expected]
