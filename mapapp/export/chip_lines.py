"""What the labels of areas say, in four degrees of detail: the more crowded the map, the fewer words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from geodata.model import Place, Status
from geodata.store import Selection
from mapapp.export.areas import Area
from mapapp.export.tally import is_row_denied
from mapapp.palette import STATUS_STYLES

__all__ = ["DETAILS", "ChipLine", "chip_lines"]

# Places of one shape that have a line of their own, and how many characters of a name are written.
_DETAILS = ((5, 60), (2, 34), (1, 20), (1, 0))

DETAILS = tuple(range(len(_DETAILS)))
"""Degrees of detail, the fullest first: all names, short names, one short name for a shape, its number alone."""


@dataclass(frozen=True, slots=True)
class ChipLine:
    """One place of a shape: name, number of claims, colour and share of each status, whether a party denies one."""

    name: str
    count: str
    shares: tuple[tuple[str, float], ...]
    denied: bool


def chip_lines(selection: Selection, area: Area, language: str, detail: int) -> list[ChipLine]:
    """What the label of an area says.

    Parameters
    ----------
    selection : Selection
        What the claims of the area are.
    area : Area
        The shape.
    language : {'en', 'ru', 'uk', 'ko'}
        Of the names.
    detail : int
        One of ``DETAILS``.

    Returns
    -------
    list of ChipLine
        A line for each place of the shape, the fullest first, empty zones last; or fewer, which count the rest too.
    """
    most, longest = _DETAILS[detail]
    rows_of: dict[str, list[int]] = {place.place_id: [] for place in area.group.places}
    for row in area.group.rows:
        rows_of[selection.dataset.claims[row].place_id or ""].append(row)
    fullest = sorted(area.group.places, key=lambda place: -len(rows_of[place.place_id]))
    if most == 1:
        more = f" +{len(fullest) - 1}" if longest and len(fullest) > 1 else ""
        name = _short(fullest[0].names.in_language(language), longest) + more
        return [_line(selection, name, fullest, area.group.rows)]
    named, others = fullest[:most], fullest[most:]
    lines = [
        _line(selection, _short(place.names.in_language(language), longest), [place], rows_of[place.place_id])
        for place in named
    ]
    if others:
        rest = [row for place in others for row in rows_of[place.place_id]]
        lines.append(_line(selection, f"{len(others)} more place{'s' if len(others) > 1 else ''}", others, rest))
    return lines


def _short(name: str, longest: int) -> str:
    """A name of at most so many characters; where it is cut, before a bracket or after a comma, an ellipsis says so."""
    if len(name) <= longest:
        return name
    head = name[: longest - 1]
    cut = max(head.rfind(" ("), head.rfind(", ") + 1)
    return (head[:cut] if cut > longest // 3 else head).rstrip() + "…" if longest else ""


def _line(selection: Selection, name: str, places: Sequence[Place], rows: Sequence[int]) -> ChipLine:
    counted = Counter(selection.verdicts[row].status for row in rows)
    shares = tuple((STATUS_STYLES[status].colour, counted[status] / len(rows)) for status in Status if counted[status])
    undated = [] if rows else _undated(selection, places)
    denied = any(is_row_denied(selection, row) for row in (*rows, *undated))
    count = f"{len(undated)} undated" if undated else f"{len(rows)} claim{'s' if len(rows) != 1 else ''}"
    return ChipLine(name, count, shares, denied)


def _undated(selection: Selection, places: Sequence[Place]) -> list[int]:
    """Claims without a date at some places: what a line counts where none is in the window."""
    ids = {place.place_id for place in places}
    return [row for row in selection.undated if selection.dataset.claims[row].place_id in ids]
