"""The live map held still at a picture's camera: what it draws, as a table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from geodata.store import ClaimQuery
from mapapp.export.mercator import EARTH_RADIUS_M, Frame

__all__ = ["LiveMap", "Place", "Spot"]

_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"
_PLACE = """(({ width, height, lat, lon, zoom }) => {
  const { map } = app; const node = map.getContainer();
  Object.assign(node.style, { position: 'fixed', left: 0, top: 0, width: width + 'px', height: height + 'px' });
  map.options.zoomSnap = 0; map.setMaxBounds(null); map.setMinZoom(0);
  map.invalidateSize({ animate: false, pan: false });
  map.setView([lat, lon], zoom, { animate: false });
  return [map.getSize().x, map.getSize().y, map.getZoom()];
})(argument)"""
_SET = """(({ from, to, known, borders, zones, theme }) => app.state.set({
  from: from === null ? app.data.extent[0] : from, to: to === null ? app.data.extent[1] : to, mode: 'window', known,
  borders, zones, theme, selected: -1, group: null }))(argument)"""
# The colour that most pixels have within two thirds of a mark's radius, and how opaque they are
_MARKS = """(({ marks, view }) => {
  const canvas = document.querySelector('canvas.cl-marks');
  const ctx = canvas.getContext('2d', { willReadFrequently: true });
  const pad = (canvas.width / view.dpr - view.width) / 2;
  const ids = app.data.payload.claims.id;
  const colour = ({ x, y, radius }) => {
    const reach = Math.round(radius * 0.62 * view.dpr);
    const [left, top] = [(x + pad) * view.dpr, (y + pad) * view.dpr].map((at) => Math.round(at) - reach);
    const found = new Map();
    const cells = ctx.getImageData(left, top, reach * 2, reach * 2).data;
    for (let i = 0; i < cells.length; i += 4) {
      const key = [cells[i], cells[i + 1], cells[i + 2]].join();
      if (cells[i + 3] > 40) found.set(key, (found.get(key) || 0) + 1);
    }
    return Array.from(found).sort((a, b) => b[1] - a[1])[0][0].split(',').map(Number);
  };
  return marks.map((mark) => ({
    id: ids[mark.row], x: mark.x, y: mark.y, radius: mark.radius, rows: mark.rows.map((row) => ids[row]),
    hub: [mark.group.x, mark.group.y], colour: colour(mark),
  }));
})(app.claims.drawn())"""
_AREAS = """(({ areas, view }) => {
  const { payload } = app.data; const [from, to] = app.state.window(); const { keep, theme } = app.state.get();
  const [west, north, east, south] = view.bounds;
  const seen = ({ area: { box } }) => box[0] <= east && box[2] >= west && box[1] <= south && box[3] >= north;
  const rowsOf = (index) => app.data.area.reduce((rows, area, row) => (area === index && keep[row]
    && app.data.t0[row] < to && app.data.t1[row] > from ? rows.concat(row) : rows), []);
  return areas.filter(seen).map((each) => {
    const status = payload.statuses[each.status];
    return {
      places: each.indices.map((index) => [app.data.areas[index].names.en, rowsOf(index).length]),
      claims: each.indices.flatMap(rowsOf).map((row) => payload.claims.id[row]).sort(),
      fill: status ? status.colour : null, line: status ? Claimline.glyphs.lineColour(status.colour, theme) : null,
    };
  });
})(app.claims.drawn())"""
_CHIPS = """(({ chips }) => chips.map(({ x, y, width, height, sum, name, count }) => ({
  box: [x, y, x + width, y + height], names: sum.indices.map((index) => app.data.areas[index].names.en), name, count,
})))(app.claims.drawn())"""
_INK = """(({ x, y, side }) => {
  const { view } = app.claims.drawn(); const canvas = document.querySelector('canvas.cl-areas');
  const copy = new OffscreenCanvas(canvas.width, canvas.height); const ctx = copy.getContext('2d');
  ctx.drawImage(canvas, 0, 0);
  const [left, top] = [parseFloat(canvas.style.left), parseFloat(canvas.style.top)];
  const at = [x - left, y - top].map((value) => Math.round(value * view.dpr - (side * view.dpr) / 2));
  const cells = ctx.getImageData(...at, side * view.dpr, side * view.dpr).data;
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < cells.length; i += 4) {
    for (let j = 0; j < 3; j += 1) sum[j] += (cells[i + j] * cells[i + 3]) / 255;
    sum[3] += cells[i + 3];
  }
  return sum.map((value) => value / (cells.length / 4));
})(argument)"""


class Page(Protocol):
    """Where a document runs: a frame of the app, or a page of its own."""

    def evaluate(self, expression: str, arg: object = None) -> Any:
        """Run a script."""


@dataclass(frozen=True)
class Place:
    """A picture's map: its frame, and pixels of the sheet to one CSS pixel."""

    frame: Frame
    unit: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the same map in CSS pixels."""
        return self.frame.rect.width / self.unit, self.frame.rect.height / self.unit

    def on_map(self, x: float, y: float) -> tuple[float, float]:
        """A pixel of the sheet in CSS pixels of the map."""
        return (x - self.frame.rect.left) / self.unit, (y - self.frame.rect.top) / self.unit

    def on_sheet(self, x: float, y: float) -> tuple[float, float]:
        """The other way."""
        return x * self.unit + self.frame.rect.left, y * self.unit + self.frame.rect.top


@dataclass(frozen=True)
class Spot:
    """A mark: place in CSS pixels of the map, radius, fill as red, green, blue, the claims it stands for."""

    x: float
    y: float
    radius: float
    colour: tuple[int, int, int]
    claims: tuple[str, ...]


def _seconds(day: date | None, later: int = 0) -> int | None:
    if day is None:
        return None
    return int(datetime.combine(day + timedelta(days=later), time(), UTC).timestamp())


class LiveMap:
    """The document in a browser.

    Parameters
    ----------
    page : Page
        Has the document open and drawn.
    """

    def __init__(self, page: Page) -> None:
        self._page = page

    def js(self, expression: str, argument: object = None) -> Any:
        """Evaluate; ``app`` is what ``main.js`` put together."""
        return self._page.evaluate(f"(argument) => {{ const app = Claimline.app; return ({expression}) }}", argument)

    def ask(self, query: ClaimQuery, *, borders: str, zones: bool, theme: str) -> None:
        """Bring it to a picture's question; its filters are left alone."""
        first, last, known = _seconds(query.first_day), _seconds(query.last_day, 1), _seconds(query.known_on, 1)
        told = {"from": first, "to": last, "known": known, "borders": borders, "zones": zones, "theme": theme}
        self.js(_SET, told)

    def place(self, place: Place) -> LiveMap:
        """Bring it to a picture's camera, with a map as large as the picture's in CSS pixels."""
        wide, high = (round(side) for side in place.size)
        frame, rect = place.frame, place.frame.rect
        x = frame.west_m + rect.width / 2 * frame.metres_per_px
        y = frame.north_m - rect.height / 2 * frame.metres_per_px
        zoom = math.log2(math.tau * EARTH_RADIUS_M / 256 / (frame.metres_per_px * place.unit))
        lat = math.degrees(math.atan(math.sinh(y / EARTH_RADIUS_M)))
        lon = math.degrees(x / EARTH_RADIUS_M)
        wanted = {"width": wide, "height": high, "lat": lat, "lon": lon, "zoom": zoom}
        assert self.js(_PLACE, wanted) == [wide, high, zoom]
        self.js(_FRAMES)
        return self

    def in_view(self) -> list[str]:
        """Ids of the claims in view."""
        rows = "Array.from(app.state.selection().inView, (row) => app.data.payload.claims.id[row]).sort()"
        found: list[str] = self.js(rows)
        return found

    def marks(self, place: Place) -> dict[str, Spot]:
        """Marks whose place is in the view, by the claim whose look each has."""
        wide, high = place.size
        return {
            one["id"]: Spot(one["x"], one["y"], one["radius"], tuple(one["colour"]), tuple(one["rows"]))
            for one in self.js(_MARKS)
            if 0 <= one["hub"][0] <= wide and 0 <= one["hub"][1] <= high
        }

    def areas(self) -> list[dict[str, Any]]:
        """Bundles of areas that reach into the view: names and numbers of claims, ids of claims, colours."""
        found: list[dict[str, Any]] = self.js(_AREAS)
        return found

    def chips(self) -> list[dict[str, Any]]:
        """Labels of areas: box in CSS pixels, places, words."""
        found: list[dict[str, Any]] = self.js(_CHIPS)
        return found

    def ink(self, x: float, y: float, side: int) -> list[float]:
        """Mean red, green, blue (each times its cover) and cover of areas around a spot, 0 to 255."""
        found: list[float] = self.js(_INK, {"x": x, "y": y, "side": side})
        return found
