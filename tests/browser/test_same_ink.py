"""Hatches and signs, one by one: the picture's and the browser's are the same drawing."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Browser

from geodata.model import Status
from mapapp.export.glyphs import draw_mark
from mapapp.export.hatches import HATCHES, hatch_lines
from mapapp.export.pen import Pen
from mapapp.export.theme import THEMES
from tests.browser.live import LiveMap
from tests.browser.reader import Reader
from tests.mapapp.export.pictures import Picture

_SIDE = 90
_HATCH = """(({ name, spread, side }) => {
  const ctx = new OffscreenCanvas(side, side).getContext('2d');
  ctx.fillStyle = Claimline.hatch(ctx, name, '#000000', 1, spread);
  ctx.fillRect(0, 0, side, side);
  return Array.from(ctx.getImageData(0, 0, side, side).data);
})(argument)"""
_SIGN = """(({ status, side, kind }) => {
  const ctx = new OffscreenCanvas(side, side).getContext('2d');
  ctx.translate(side / 2, side / 2);
  Claimline.glyphs.paintMark(ctx, app.data.payload.statuses[status], kind);
  return Array.from(ctx.getImageData(0, 0, side, side).data);
})(argument)"""


@pytest.fixture(scope="module")
def live(served: str, browser: Browser) -> LiveMap:
    return LiveMap(Reader(browser, served).open().doc)


def cells(found: object, side: int) -> Picture:
    return np.asarray(found, dtype=float).reshape(side, side, 4)


def inked(pen: Pen) -> Picture:
    return pen.pixels().astype(float)


def covered(pixels: Picture) -> Picture:
    """Each colour times its cover, and the cover, 0 to 255."""
    cover = pixels[:, :, 3:]
    return np.concatenate([pixels[:, :, :3] * cover / 255, cover], axis=2)


@pytest.mark.parametrize("spread", [1, 1.5, 2.5])
@pytest.mark.parametrize("name", list(HATCHES))
def test_a_hatch_has_the_same_angle_spacing_phase_and_width(live: LiveMap, name: str, spread: float) -> None:
    pen, hatch = Pen((_SIDE, _SIDE), THEMES["light"], clear=True), HATCHES[name]
    lines = hatch_lines(hatch, (0, 0, _SIDE, _SIDE), (0, 0), spread)
    pen.shape(
        lines,
        3,
        edge="#000000",
        line=hatch.width,
        dashes=hatch.dashes(spread),
        cap="round" if hatch.is_dotted else "butt",
    )
    mine = inked(pen)[:, :, 3]
    other = cells(live.js(_HATCH, {"name": name, "spread": spread, "side": _SIDE}), _SIDE)[:, :, 3]
    assert mine.mean() == pytest.approx(other.mean(), rel=0.08)
    assert np.corrcoef(mine.ravel(), other.ravel())[0, 1] > 0.9


@pytest.mark.parametrize("radius", [10, 7.5, 5])
@pytest.mark.parametrize("hollow", [False, True])
@pytest.mark.parametrize("denied", [False, True])
@pytest.mark.parametrize("status", list(Status))
def test_a_sign_has_the_same_shape_lines_and_colours(
    live: LiveMap, status: Status, denied: bool, hollow: bool, radius: float
) -> None:
    side = 48
    pen = Pen((side, side), THEMES["light"], clear=True)
    draw_mark(pen, status, (side / 2, side / 2), radius, hollow=hollow, denied=denied, letter=False, unit=1)
    kind = {"radius": radius, "hollow": hollow, "denied": denied, "letter": False}
    asked = {"status": list(Status).index(status), "side": side, "kind": kind}
    mine, other = covered(inked(pen)), covered(cells(live.js(_SIGN, asked), side))
    differences = np.abs(mine - other)
    assert differences.mean() < 2
    assert (differences.max(axis=2) > 90).mean() < 0.008
