"""A picture that leaves the app keeps what keeps it from misleading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from geodata.ingest import load_dataset
from geodata.model import Status
from geodata.store import ClaimQuery, select
from mapapp.cli import main
from mapapp.export import sheet
from mapapp.export.mercator import Frame, Rect
from mapapp.export.pen import Pen
from mapapp.export.sheet import map_frame
from tests.mapapp.export.pictures import Written, request_of, written
from tests.misreadings.doubtful import EMPTY
from tests.misreadings.screen import Picture, changed, of_status, pixels, unlike

__all__ = ["written"]

Draw = Callable[..., Picture]
_SIZES = ["1600x1000", "900x1200", "640x360"]


@pytest.fixture
def snapshot(doubtful_folder: Path, tmp_path: Path) -> Draw:
    """Save a picture from the command line and read it back."""

    def draw(*options: str) -> Picture:
        out = tmp_path / "picture.png"
        assert main(["snapshot", str(out), "--dataset", str(doubtful_folder), *options]) == 0
        return pixels(out.read_bytes())

    return draw


def _map_of(folder: Path, day: str, size: str = "1600x1000", borders: str = "recognised") -> Rect:
    """Where the map is in a picture of one day."""
    wanted = date.fromisoformat(day)
    selection = select(load_dataset(folder), ClaimQuery(first_day=wanted, last_day=wanted))
    wide, high = size.split("x")
    return map_frame(selection, request_of(selection, (int(wide), int(high)), borders)).rect


def _day(day: str) -> list[str]:
    return ["--from", day, "--to", day]


@pytest.mark.parametrize("size", _SIZES)
def test_a_cropped_picture_loses_its_caveat(
    snapshot: Draw, doubtful_folder: Path, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    """The caveat is written inside the map, so that who cuts the map out of the picture cuts the caveat out with it."""
    whole = snapshot(*_day("2024-12-05"), "--size", size)
    draw = sheet.draw_caveat

    def leave_out(pen: Pen, frame: Frame, unit: float) -> tuple[float, float, float, float]:
        pen.rehearse(on=True)
        box = draw(pen, frame, unit)
        pen.rehearse(on=False)
        return box

    monkeypatch.setattr(sheet, "draw_caveat", leave_out)
    bare = snapshot(*_day("2024-12-05"), "--size", size)
    rect = _map_of(doubtful_folder, "2024-12-05", size)
    difference = changed(whole, bare) > 60
    rows, columns = np.flatnonzero(difference.any(axis=1)), np.flatnonzero(difference.any(axis=0))
    assert rect.top <= rows[0] < rows[-1] < rect.bottom
    assert rect.left <= columns[0] < columns[-1] < rect.right
    assert np.ptp(columns) > rect.width / 4, "it is too small to be read"
    assert np.ptp(rows) >= 12


def test_de_facto_borders_look_recognised_in_a_picture(snapshot: Draw, written: Written) -> None:
    """A picture writes which borders it draws, the two say different things, and the maps differ where views do."""
    crimea = ["--bbox", "32,44,37,47", *_day("2025-08-05")]
    pictures, words = {}, {}
    for borders in ("recognised", "defacto"):
        written.words.clear()
        pictures[borders] = snapshot(*crimea, "--borders", borders)
        words[borders] = written.all
    assert "Borders: internationally recognised." in words["recognised"]
    assert "Borders: de facto" in words["defacto"]
    assert "Borders: internationally recognised" not in words["defacto"]
    difference = changed(pictures["recognised"], pictures["defacto"]) > 40
    assert difference[:, : difference.shape[1] * 3 // 4].sum() > 100, "the maps are the same"


def test_colour_alone_tells_the_status_in_a_picture(snapshot: Draw, doubtful_folder: Path) -> None:
    """Printed in grey the seven signs of a picture's legend still have seven outlines."""
    picture = snapshot(*_day("2024-12-05"))
    margin = picture[:, _map_of(doubtful_folder, "2024-12-05").right + 4 :]
    signs = []
    for status in Status:
        sums = sliding_window_view(of_status(margin, status), (16, 16)).sum(axis=(2, 3))
        top, left = np.unravel_index(sums.argmax(), sums.shape)
        assert sums.max() > 60, f"{status.label} has no sign"
        signs.append(margin[top - 3 : top + 19, left - 3 : left + 19])
    assert unlike(signs) > 0.05


def test_an_empty_range_looks_like_peace_in_what_is_saved(
    snapshot: Draw, doubtful_folder: Path, tmp_path: Path, written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    """Picture, file and command say of dates for which nobody collected that their emptiness is no evidence."""
    caution = "Nothing was collected for these dates: an empty map is not evidence of absence."
    silent = ["--from", "2025-11-05", "--to", "2025-11-20"]
    snapshot(*silent, "--bbox", "30,50,40,55")
    rect = _map_of(doubtful_folder, "2025-11-05")
    over = [box for words, box in zip(written.words, written.boxes, strict=True) if words == caution]
    assert any(rect.left < box[0] < box[2] < rect.right and rect.top < box[1] < box[3] < rect.bottom for box in over)
    assert caution in capsys.readouterr().out
    out = tmp_path / "claims.geojson"
    assert main(["export", str(out), "--dataset", str(doubtful_folder), *silent]) == 0
    assert caution in out.read_text(encoding="utf-8")
    written.words.clear()
    snapshot("--from", "2025-10-20", "--to", "2025-11-20")
    assert "For a part of these dates nothing was collected" in written.all
    written.words.clear()
    snapshot(*_day(EMPTY[0]))
    assert "was collected" not in written.all


def test_a_plan_looks_like_a_presence_in_a_picture(snapshot: Draw, written: Written) -> None:
    """A plan adds no full colour to a picture, but a pale and dashed mark that its margin explains."""
    box = ["--bbox", "34,51,36.5,52", *_day("2025-02-05")]
    both, there = snapshot(*box), snapshot(*box, "--modality", "present")
    full = [of_status(picture, Status.UNVERIFIED)[:, :1100].sum() for picture in (both, there)]
    assert full[1] > 60, "the presence itself should have been seen"
    assert full[0] < 1.1 * full[1]
    assert (changed(both, there)[:, :1100] > 40).sum() > 60, "the plan should have been seen too"
    assert "Pale and dashed: a plan or an inference" in written.words


def test_a_picture_hides_claims_without_saying_how_many(
    snapshot: Draw, doubtful_folder: Path, written: Written
) -> None:
    """The margin counts what the map does not show: filtered, on other dates, elsewhere, without a place or a date."""
    total = len(load_dataset(doubtful_folder).claims)
    snapshot(*_day("2025-08-05"), "--type", "other")
    pairs = dict(zip(written.words, written.words[1:], strict=False))
    assert (pairs["No place on the map"], pairs["Hidden by filters"], pairs["Outside the window"]) == (
        "0",
        f"{total - 10}",
        "1",
    )
    snapshot(*_day("2025-08-05"), "--bbox", "60,50,70,60")
    pairs = dict(zip(written.words, written.words[1:], strict=False))
    shown = [pairs[heap] for heap in ("No place on the map", "No date stated", "Outside the view")]
    assert shown == ["1", "1", "9"]
    assert "No claim of this selection is in view" in written.words
