from __future__ import annotations

import io
import itertools
import re
import struct
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from geodata.errors import ExportError
from geodata.model import Dataset, LonLat, Names
from geodata.store import BBox, ClaimQuery, Selection, select
from mapapp.export import draw_snapshot, sheet
from mapapp.export.arrange import arrange
from mapapp.export.geojson import CAVEAT
from mapapp.export.layouts import LARGEST_PX, LAYOUTS, LEAST_TYPE_PX, sheet_of
from mapapp.export.link import link_of
from mapapp.export.pen import Pen
from mapapp.export.request import Request
from mapapp.export.snapshot import window_line
from mapapp.export.steady import Steady
from mapapp.export.theme import THEMES, ThemeName
from tests.builders import DatasetBuilder

KURSK = BBox(33, 50, 38.6, 52.6)
LONG_TITLE = "Sappers and engineers of the armed forces at work in the border region, as claimed by all sides, " * 2
LONG_NAME = "A village of the border region whose name nobody could ever agree upon (as the ministry spells it)"
THEME_NAMES: tuple[ThemeName, ...] = ("light", "dark")


@dataclass(frozen=True)
class Line:
    """One line of text on a sheet: size and box (left, top, right, bottom) in pixels."""

    words: str
    size: float
    box: tuple[float, float, float, float]


class Ear(Pen):
    """A pen that remembers what it writes."""

    def __init__(self, size_px: tuple[int, int], theme: ThemeName) -> None:
        super().__init__(size_px, THEMES[theme])
        self.lines: list[Line] = []

    def text(
        self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False, slanted: bool = False,
        ha: str = "left", va: str = "baseline", halo: str | None = None, order: float = 10,
    ) -> None:  # fmt: skip
        """Write one line, and remember it."""
        super().text(
            x, y, text, size, colour, bold=bold, slanted=slanted, ha=ha, va=va, halo=halo, order=order
        )  # fmt: skip
        wide = self.width(text, size, bold=bold, slanted=slanted)
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[ha]
        base = y if va == "baseline" else y + 0.36 * size
        if self.is_writing:
            self.lines.append(Line(text, size, (left, base - 0.73 * size, left + wide, base + 0.2 * size)))


def request(
    selection: Selection, layout: str, theme: ThemeName = "light", title: str = "A title", **more: object
) -> Request:
    wanted = Request(
        sheet_of(layout).size_px, title, "recognised", theme, window_line(selection, "window"),
        link=link_of(selection), layout=layout,
    )  # fmt: skip
    return replace(wanted, **more)  # type: ignore[arg-type]


def written(selection: Selection, asked: Request) -> list[Line]:
    """Every line that a picture holds, without the letters in its signs and the numbers beside crowded places."""
    ear = Ear(asked.size_px, asked.theme)
    sheet._compose(ear, selection, asked)
    return [line for line in ear.lines if len(line.words) > 1 or line.words.isdigit() if line.words[:1] != "×"]


def beyond(lines: list[Line], asked: Request) -> list[str]:
    """What is written beyond the sheet."""
    wide, high = asked.size_px
    return [
        line.words
        for line in lines
        if line.box[0] < 0 or line.box[1] < 0 or line.box[2] > wide + 0.5 or line.box[3] > high
    ]


def collisions(lines: list[Line]) -> list[tuple[str, str]]:
    """Which lines stand on one another."""
    found = []
    for one, other in itertools.combinations(lines, 2):
        (a, b, c, d), (e, f, g, h) = one.box, other.box
        if min(c, g) - max(a, e) > 1 and min(d, h) - max(b, f) > 1:
            found.append((one.words, other.words))
    return found


def too_small(lines: list[Line], asked: Request) -> list[tuple[str, float]]:
    """What is written in smaller type than the sheet allows."""
    return [(line.words, line.size) for line in lines if line.size < asked.sheet.least_px - 1e-6]


def faults(selection: Selection, asked: Request) -> list[object]:
    lines = written(selection, asked)
    return [*beyond(lines, asked), *collisions(lines), *too_small(lines, asked)]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return DatasetBuilder(tmp_path_factory.mktemp("layouts") / "tiny").load()


@pytest.fixture(scope="module")
def crowded(tiny: Dataset) -> Dataset:
    """Forty places and areas with long names, one claim at each, of one status and another."""
    regions = ("RU-KRS", "RU-BEL", "RU-BRY", "RU-VOR", "RU-ORL", "UA-59", "UA-63", "UA-74", "RU-LIP", "RU-TUL")
    home, area = tiny.place_of["sudzha"], tiny.place_of["kursk"]
    spots = [
        replace(home, place_id=f"p{n}", names=Names(f"{LONG_NAME} {n}"), position=LonLat(33 + n % 6, 50 + n // 6 / 2))
        for n in range(30)
    ]
    areas = [
        replace(area, place_id=f"a{n}", names=Names(f"{LONG_NAME} {n}", ko="쿠르스크주 국경 지역"), regions=(code,))
        for n, code in enumerate(regions)
    ]
    places = (*spots, *areas)
    claims = tuple(
        replace(tiny.claims[n % 2], claim_id=f"c{n}", place_id=place.place_id) for n, place in enumerate(places)
    )
    info = replace(tiny.info, title=LONG_TITLE, licence="Licensed to nobody in particular. " * 6)
    return replace(tiny, places=places, claims=claims, info=info)


@pytest.mark.parametrize(
    ("asked", "size", "points"),
    [
        (("wide", None, None), (1600, 1000), (1200, 750)),
        (("wide", (800, 600), None), (800, 600), (600, 450)),
        (("wide", None, 200), (1600, 1000), (576, 360)),
        (("slide", None, None), (1920, 1080), (1440, 810)),
        (("page", None, None), (2480, 3508), (595.28, 841.89)),
        (("page", None, 150), (1240, 1754), (595.28, 841.89)),
        (("page-wide", None, None), (3508, 2480), (841.89, 595.28)),
        (("page", (1000, 1000), None), (1000, 1000), (240, 240)),
        (("phone", None, None), (1080, 1920), (810, 1440)),
        (("card", None, None), (1200, 630), (900, 472.5)),
    ],
)
def test_how_large_a_sheet_is(
    asked: tuple[str, tuple[int, int] | None, int | None], size: tuple[int, int], points: tuple[float, float]
) -> None:
    found = sheet_of(*asked)
    assert found.size_px == size
    assert found.points == pytest.approx(points, abs=0.01)
    assert sheet_of(asked[0], found.size_px, asked[2]) == found


def test_printed_type_is_of_eight_to_ten_points_and_a_phone_has_a_third_more_than_a_screen() -> None:
    for layout in ("page", "page-wide"):
        for dpi in (150, 300):
            found = sheet_of(layout, dpi=dpi)
            assert 8 - 1e-6 <= found.fine_px * 72 / dpi <= 10
            assert found.least_px * 72 / dpi >= 7 - 1e-6
    share = {layout: sheet_of(layout).fine_px / min(sheet_of(layout).size_px) for layout in LAYOUTS}
    assert share["phone"] > 1.33 * share["wide"]
    assert share["card"] > 1.33 * share["wide"]
    assert share["slide"] > 1.33 * share["wide"]


@pytest.mark.parametrize(
    ("layout", "dpi", "said"), [("poster", None, "wide, slide, page"), ("wide", 5, "from 36 to 600")]
)
def test_what_is_no_layout_is_refused(layout: str, dpi: int | None, said: str) -> None:
    with pytest.raises(ExportError, match=said):
        sheet_of(layout, dpi=dpi)


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_says_everything_and_nothing_collides(tiny: Dataset, layout: str, theme: ThemeName) -> None:
    selection = select(tiny, ClaimQuery(bbox=KURSK))
    asked = request(selection, layout, theme)
    assert faults(selection, asked) == []
    said = " ".join(line.words for line in written(selection, asked))
    for words in all_that_is_said(selection, asked):
        assert words in re.sub(r"\s+", " ", said)


def all_that_is_said(selection: Selection, asked: Request) -> list[str]:
    """What every picture says, whatever its size."""
    counts = [f"{status.label} {count}" for status, count in selection.counts().items()]
    return [
        asked.title, "All claims, all dates", "Window: all dates.", "Everything recorded up to 2 February 2025",
        CAVEAT, *counts, f"{selection.definite} definite", f"{selection.possible} possible", "idden by filters",
        "o place on the map", "o date stated", "utside the window", "utside the view", "Natural Earth (public domain)",
        "Borders: internationally recognised.", "A tiny data set", "Version 1", selection.dataset.digest[:12],
        "Licence: CC0-1.0", "Link:", "?from=",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [(440, 440), (480, 400), (640, 360), (420, 900), (900, 420), (1000, 640), (3000, 900)])
def test_every_size_says_everything_and_nothing_collides(tiny: Dataset, size: tuple[int, int]) -> None:
    selection = select(tiny, ClaimQuery(bbox=KURSK))
    asked = request(selection, "wide", size_px=size)
    assert faults(selection, asked) == []
    said = re.sub(r"\s+", " ", " ".join(line.words for line in written(selection, asked)))
    for words in all_that_is_said(selection, asked):
        assert words in said


@pytest.mark.parametrize("bbox", [None, BBox(33, 50, 38.6, 52.6)], ids=["fitted", "box"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_long_words_and_many_places_fit_every_layout(crowded: Dataset, layout: str, bbox: BBox | None) -> None:
    selection = select(crowded, ClaimQuery(bbox=bbox, text="sappers" if bbox is None else ""))
    asked = request(selection, layout, title=LONG_TITLE.strip(), lang="ko")
    try:
        assert faults(selection, asked) == []
    except ExportError as refused:
        assert "has no room" in str(refused)  # noqa: PT017  (fitting or refused: both are right)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(LAYOUTS)),
    st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=200),
    st.sampled_from(THEME_NAMES),
)
def test_any_title_fits_or_is_refused_with_a_sentence(tiny: Dataset, layout: str, title: str, theme: ThemeName) -> None:
    selection = select(tiny, ClaimQuery())
    asked = request(selection, layout, theme, title=title)
    assert faults(selection, asked) == []


@pytest.mark.parametrize("size", [(320, 320), (420, 330), (330, 400)])
def test_a_sheet_without_room_is_refused_and_the_size_it_names_works(tiny: Dataset, size: tuple[int, int]) -> None:
    selection = select(tiny, ClaimQuery(bbox=KURSK, text="sappers " * 24))
    with pytest.raises(ExportError, match=f"{size[0]}x{size[1]} pixels has no room .* with at least") as refused:
        written(selection, request(selection, "wide", size_px=size))
    named = re.search(r"at least (\d+)x(\d+)\.$", str(refused.value))
    assert named is not None
    larger = (int(named[1]), int(named[2]))
    assert max(larger) <= LARGEST_PX
    assert faults(selection, request(selection, "wide", size_px=larger)) == []


def test_no_type_is_smaller_than_a_screen_can_show() -> None:
    for layout in LAYOUTS:
        for size in (None, (320, 320), (640, 420), (6000, 6000)):
            assert sheet_of(layout, size).least_px >= LEAST_TYPE_PX
            assert sheet_of(layout, size).fine_px >= sheet_of(layout, size).least_px


def test_files_say_how_large_they_are(tiny: Dataset) -> None:
    selection = select(tiny, ClaimQuery(bbox=KURSK))

    def drawn(form: str, layout: str, dpi: int | None = None) -> bytes:
        return draw_snapshot(selection, form=form, layout=layout, dpi=dpi)

    for layout, dpi, dots in (("card", None, 96), ("page", 72, 72), ("card", 144, 144)):
        png = drawn("png", layout, dpi)
        at = png.index(b"pHYs")
        across, down, unit = struct.unpack(">IIB", png[at + 4 : at + 13])
        assert (across, down, unit) == (round(dots / 0.0254), round(dots / 0.0254), 1)
    (page,) = PdfReader(io.BytesIO(drawn("pdf", "page"))).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((595.28, 841.89), abs=0.01)
    assert described(drawn("svg", "page")) == {"width": "210mm", "height": "297mm", "viewBox": "0 0 2480 3508"}
    assert described(drawn("svg", "card")) == {"width": "1200", "height": "630", "viewBox": "0 0 1200 630"}


def described(svg: bytes) -> dict[str, str]:
    head = svg[svg.index(b"<svg") : svg.index(b">", svg.index(b"<svg"))].decode()
    return dict(re.findall(r'(?<![\w:])(width|height|viewBox)="([^"]*)"', head))


def test_the_frames_of_a_film_share_their_sheet(tiny: Dataset) -> None:
    selection, nothing = select(tiny, ClaimQuery()), select(tiny, ClaimQuery(text="of which nobody speaks"))
    for layout in ("wide", "phone", "card"):
        steady = Steady("All claims", (window_line(selection, "window"),))
        asked = request(selection, layout, steady=steady)
        steady.scene = sheet.draw_scene(selection, asked)
        drawn = [sheet.draw_frame(one, asked) for one in (selection, nothing)]
        rect = steady.scene.frame.rect
        changed = (drawn[0] != drawn[1]).any(axis=2)
        assert changed[rect.top : rect.bottom, rect.left : rect.right].any()
        assert not changed[: rect.top].any()
        assert arrange(Pen(asked.size_px, THEMES["light"]), nothing, asked).manner == steady.manner


def test_a_pdf_draws_the_same_lines_on_a_page_of_any_size(tiny: Dataset) -> None:
    selection = select(tiny, ClaimQuery(bbox=KURSK))
    drawn = []
    for dpi in (36, 72, 300):
        pdf = draw_snapshot(selection, form="pdf", size_px=(1000, 640), dpi=dpi)
        (page,) = PdfReader(io.BytesIO(pdf)).pages
        content = page["/Contents"].get_object().get_data()
        scaled, operator, rest = content.partition(b" cm\n")
        assert operator
        assert scaled.split()[-6:-4] == [b"%g" % round(72 / dpi, 10) if dpi != 72 else b"1", b"0"]
        drawn.append(rest)
    assert drawn[0] == drawn[1] == drawn[2]
