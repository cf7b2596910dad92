from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageChops
from PIL.Image import Image
from PIL.Image import open as open_image
from pypdf import PdfReader

from geodata.errors import ExportError
from geodata.model import Names
from geodata.store import ClaimQuery, select
from mapapp.export import draw_snapshot, fonts
from mapapp.export.pen import Pen
from mapapp.export.theme import THEMES
from tests.builders import DatasetBuilder

TEXTS = ("Kursk", "Курська", "북한군", "北韓", "\u1112\u1161\u11ab")
STYLES = [(False, False), (True, False), (False, True), (True, True)]


def line(text: str, *, bold: bool, slanted: bool) -> Image:
    pen = Pen((300, 40), THEMES["light"])
    pen.text(10, 28, text, 20, "#000000", bold=bold, slanted=slanted)
    return open_image(io.BytesIO(pen.png())).convert("L")


@pytest.mark.parametrize(("bold", "slanted"), STYLES)
@pytest.mark.parametrize("text", TEXTS)
def test_every_script_is_drawn_as_wide_as_it_was_measured(text: str, *, bold: bool, slanted: bool) -> None:
    drawn, bare = line(text, bold=bold, slanted=slanted), line("", bold=bold, slanted=slanted)
    box = ImageChops.difference(drawn, bare).getbbox()
    assert box is not None
    measured = 20 * fonts.width_of(text, bold=bold, slanted=slanted)
    assert box[2] - 10 == pytest.approx(measured, abs=3)
    assert box[0] >= 9


def test_hangul_is_no_box_that_stands_for_any_syllable() -> None:
    one, other = (line(text, bold=False, slanted=False) for text in ("북", "한"))
    assert ImageChops.difference(one, other).getbbox() is not None
    bold = line("한", bold=True, slanted=False)
    assert ImageChops.difference(bold, other).getbbox() is not None


def test_what_no_font_has_is_not_known() -> None:
    assert {ord("북"), ord("Ї"), ord("é")} <= fonts.known_characters()
    assert not {0x1F680, 0x12000, 0x0E01} & fonts.known_characters()


def test_no_code_of_the_fonts_package_runs() -> None:
    script = (
        "import sys; from mapapp.export.fonts import known_characters; known_characters();"
        "print([name for name in sys.modules if name.startswith('koreanize')])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "[]\n"


def test_missing_fonts_are_missed_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda _name: None)
    with pytest.raises(ExportError, match=r"install the packages of requirements\.txt"):
        fonts._hangul_folder()


def held_fonts(page: Any) -> Iterator[Any]:
    for held in page["/Resources"]["/Font"].values():
        font = held.get_object()
        yield font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font


def test_a_pdf_holds_every_font_as_truetype_and_its_words_are_found(tmp_path: Path) -> None:
    clean = DatasetBuilder(tmp_path / "tiny").load()
    names = Names("Курська область 쿠르스크주")
    dataset = replace(clean, places=tuple(replace(place, names=names) for place in clean.places))
    pdf = draw_snapshot(select(dataset, ClaimQuery()), form="pdf", title="북한군: what was claimed")
    (page,) = PdfReader(io.BytesIO(pdf), strict=True).pages
    words = page.extract_text()
    for word in ("북한군: what was claimed", "Курська область", "쿠르스크주"):
        assert word in words
    described = [font["/FontDescriptor"].get_object() for font in held_fonts(page)]
    assert {str(one["/FontName"]).partition("+")[2] for one in described} >= {"DejaVuSans", "NanumGothic"}
    for one in described:
        assert one["/FontFile2"].get_data()[:4] == b"\x00\x01\x00\x00"


def test_writing_a_pdf_says_nothing(tmp_path: Path) -> None:
    DatasetBuilder(tmp_path / "tiny").write()
    out = tmp_path / "out.pdf"
    asked = [sys.executable, "-m", "mapapp", "snapshot", str(out), "--dataset", str(tmp_path / "tiny"), "--title", "북"]
    run = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60)
    assert run.stderr == ""
