"""The steps of the build, on shapes and names small enough to see through."""

from __future__ import annotations

import pytest
import shapely

from geodata.basemap._coverage import fit_together, lines_between
from geodata.basemap._names import names_from_alternates, plain
from geodata.basemap._regions import unwrap
from geodata.basemap.build import main


def test_neighbours_that_gape_and_overlap_come_out_sharing_their_edge() -> None:
    west, east = shapely.box(0, 0, 1, 1), shapely.Polygon([(0.99, 0), (2, 0), (2, 1), (0.99, 1), (1.01, 0.5)])
    fitted = fit_together([west, east], [0.001, 0.001])
    assert fitted[0].intersection(fitted[1]).area == 0
    assert shapely.union_all(fitted).geom_type == "Polygon"
    ((pair, lines),) = lines_between(fitted).items()
    assert pair == (0, 1)
    assert sum(line.length for line in lines) == pytest.approx(1, abs=0.02)


def test_lines_between_are_found_for_shapes_of_several_parts() -> None:
    here = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)])
    there = shapely.MultiPolygon([shapely.box(1, 0, 2, 1), shapely.box(8, 8, 9, 9)])
    ((line,),) = lines_between([here, there]).values()
    assert line.equals(shapely.LineString([(1, 0), (1, 1)]))


def test_a_coarser_neighbour_leaves_the_edge_it_shares_alone() -> None:
    wave = [(1 + 0.03 * (i % 2), i / 10) for i in range(11)]
    fine = shapely.Polygon([(0, 0), *wave, (0, 1)])
    coarse = shapely.Polygon([*wave, (2, 1), (2, 0)])
    fitted = fit_together([fine, coarse], [0.001, 0.2])
    assert shapely.get_num_coordinates(fitted[0]) == shapely.get_num_coordinates(fine)


def test_what_the_antimeridian_cut_off_is_joined_on() -> None:
    whole = unwrap(shapely.MultiPolygon([shapely.box(170, 60, 180, 70), shapely.box(-180, 60, -170, 70)]))
    assert whole.geom_type == "Polygon"
    assert whole.bounds == (170, 60, 190, 70)


@pytest.mark.parametrize(
    ("english", "country", "alternates", "expected"),
    [
        ("Kursk", "RU", "Курск Курськ 쿠르스크", ("Курск", "Курськ", "쿠르스크")),
        ("Tomsk", "RU", "Томск Томьскъ", ("Томск", "", "")),
        ("Samara", "RU", "Куйбышев Самара", ("Самара", "Самара", "")),
        ("Vladimir", "RU", "Владимир Уладзімір", ("Владимир", "", "")),
        ("Sumy", "UA", "Суми Сумы", ("Сумы", "Суми", "")),
        ("Izium", "UA", "Ізюм Изюм", ("Изюм", "Ізюм", "")),
        ("Merefa", "UA", "Мерефа", ("", "Мерефа", "")),
        ("Horlivka", "UA", "Горлівка", ("", "Горлівка", "")),
        ("Suwon", "KR", "수원시", ("", "", "수원")),
        ("Gongju", "KR", "공주 웅진", ("", "", "")),
        ("Nowhere", "RU", "", ("", "", "")),
    ],
)
def test_a_name_is_taken_only_where_there_is_one_reading(
    english: str, country: str, alternates: str, expected: tuple[str, str, str]
) -> None:
    names = names_from_alternates(english, country, alternates.split())
    assert (names.ru, names.uk, names.ko) == expected


@pytest.mark.parametrize(
    ("name", "bare"), [("Hamhŭng", "hamhung"), ("Khar’kov", "kharkov"), ("Orël", "orel"), ("Курск", "")]
)
def test_plain_names_compare_without_accents(name: str, bare: str) -> None:
    assert plain(name) == bare


@pytest.mark.parametrize("arguments", [[], ["a", "b", "c"]])
def test_the_command_wants_a_folder(arguments: list[str]) -> None:
    assert main(arguments) == 2
