"""Pictures of the bundled data, and what is read back from them: where the map stands, its parts, an SVG's ids."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from geodata.datasets import bundled_path
from geodata.ingest import load_dataset
from geodata.model import Dataset
from geodata.store import BBox, ClaimQuery, Selection, select
from mapapp.export import sheet
from mapapp.export.look import LOOK, Look
from mapapp.export.mercator import Frame
from mapapp.export.named import text_of
from mapapp.export.pen import Pen
from mapapp.export.save import save
from tests.browser.live import Place, Spot
from tests.mapapp.export.pictures import Picture, read, rgb

__all__ = ["VIEWS", "Box", "Shown", "View", "claims_of", "drawn_marks", "groups", "opacity", "pictured", "style"]

Box = tuple[float, float, float, float]
_SVG = "{http://www.w3.org/2000/svg}"
_FRAME_DIGITS = 6  # of a degree


@dataclass(frozen=True)
class View:
    """A question about the bundled data, and how it is shown."""

    query: ClaimQuery
    look: Look = LOOK
    around: BBox | None = None  # the map shows this, and its edges are the question's box


KURSK = BBox(33.5, 50.3, 38.6, 52.5)
VIEWS = {
    "whole": View(ClaimQuery()),
    "Kursk": View(ClaimQuery(), around=KURSK),
    "possible": View(ClaimQuery(first_day=date(2025, 3, 1), last_day=date(2025, 5, 31))),
    "known earlier": View(ClaimQuery(known_on=date(2024, 11, 1))),
    "de facto": View(ClaimQuery(last_day=date(2024, 12, 31)), Look(borders="defacto"), BBox(30, 43, 48, 56)),
    "no zones": View(ClaimQuery(), Look(zones=False), KURSK),
    "dark": View(ClaimQuery(), Look(theme="dark", size_px=(1200, 1200)), BBox(124, 38, 136, 46)),
}  # fmt: skip


@dataclass
class _Heard:
    """What a sheet says while it is drawn."""

    places: list[Place] = field(default_factory=list)
    boxes: dict[str, list[Box]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


@cache
def _bundled() -> Dataset:
    return load_dataset(bundled_path())


@dataclass(frozen=True)
class Shown:
    """A view and the picture of it: its map, the pixels that its parts take, its words, and the picture twice."""

    view: View
    selection: Selection
    place: Place
    boxes: dict[str, list[Box]]
    words: list[str]
    svg: ET.Element
    png: Picture


def _listen(patch: pytest.MonkeyPatch) -> _Heard:
    heard = _Heard()

    def tell(name: str) -> None:
        draw = getattr(sheet, name)

        def drawn(*given: Any) -> Any:
            found = draw(*given)
            heard.boxes[name] = list(found) if isinstance(found, list) else [found]
            return found

        patch.setattr(sheet, name, drawn)

    for name in ("draw_points", "draw_caveat", "draw_known", "draw_scale_bar"):
        tell(name)
    label_areas = sheet.Chips.draw

    def chips(of: sheet.Chips, *given: Any) -> list[Box]:
        heard.boxes["chips"] = label_areas(of, *given)
        return list(heard.boxes["chips"])

    patch.setattr(sheet.Chips, "draw", chips)
    label, write = sheet.draw_labels, Pen.text

    def names(pen: Pen, frame: Frame, labels: Any, boxes: list[Box], colours: Any, unit: float) -> None:
        before = len(boxes)
        label(pen, frame, labels, boxes, colours, unit)
        heard.places.append(Place(frame, unit))
        heard.boxes["names"] = boxes[before:]

    def words(pen: Pen, x: float, y: float, text: str, *rest: Any, **more: Any) -> None:
        write(pen, x, y, text, *rest, **more)
        heard.words.append(text)

    patch.setattr(sheet, "draw_labels", names)
    patch.setattr(Pen, "text", words)
    return heard


def pictured(name: str) -> Shown:
    """Draw one of the views. Where it is around a box, the question's box is all that the map then shows."""
    view = VIEWS[name]
    query = view.query
    with pytest.MonkeyPatch.context() as patch:
        heard = _listen(patch)
        if view.around is not None:
            save(select(_bundled(), replace(query, bbox=view.around)), ".svg", view.look)
            query = replace(query, bbox=BBox(*(round(side, _FRAME_DIGITS) for side in heard.places[-1].frame.degrees)))
        selection = select(_bundled(), query)
        svg = ET.fromstring(save(selection, ".svg", view.look).content)
        heard.words.clear()
        png = read(save(selection, ".png", view.look).content)
    assert heard.places[-1] == heard.places[-2]
    return Shown(replace(view, query=query), selection, heard.places[-1], heard.boxes, heard.words, svg, png)


def groups(svg: ET.Element, kind: str) -> dict[str, ET.Element]:
    found = (group for group in svg.iter(f"{_SVG}g") if group.get("id", "").startswith(f"{kind}-"))
    return {text_of(group.get("id", ""))[1]: group for group in found}


def claims_of(group: ET.Element) -> tuple[str, ...]:
    return tuple(text_of(name)[1] for name in group.get("data-claims", "").split())


def style(path: ET.Element, key: str) -> str:
    found = re.search(rf"(?:^|; ?){key}: ([^;]+)", path.get("style", ""))
    return found[1] if found else ""


def corners(path: ET.Element) -> Picture:
    """The points of an outline, read as SVG says."""
    x = y = 0.0
    found = []
    for command, numbers in re.findall(r"([MlqcZz])([^MlqcZz]*)", path.get("d", "")):
        values = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        step = {"M": 2, "l": 2, "q": 4, "c": 6}.get(command, 0)
        for start in range(0, len(values), step or 1):
            dx, dy = values[start : start + step][-2:]
            x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
            found.append((x, y))
    return np.array(found)


def drawn_marks(shown: Shown) -> dict[str, Spot]:
    """Signs of the SVG, in CSS pixels of its map: place and radius from the outline, colour from its fill."""
    found = {}
    for claim, group in groups(shown.svg, "claim").items():
        fill = next(path for path in group.iter(f"{_SVG}path") if style(path, "fill").startswith("#"))
        shape = corners(fill)
        low, high = shape.min(axis=0), shape.max(axis=0)
        x, y = shown.place.on_map(*((low + high) / 2))
        colour = tuple(int(value) for value in rgb(style(fill, "fill")))
        found[claim] = Spot(x, y, (high[0] - low[0]) / 2 / shown.place.unit, colour, claims_of(group))  # type: ignore[arg-type]
    return found


def opacity(shown: Shown, claim: str) -> float:
    """How opaque the sign of a claim is in the SVG, 0 to 1."""
    fill = next(path for path in groups(shown.svg, "claim")[claim].iter(f"{_SVG}path") if style(path, "fill") != "none")
    return float(style(fill, "opacity") or 1)
