"""A view and its link: everything a reader has set, as typed values and as query parameters.

Dates in a link are always absolute. Unknown keys and words outside their vocabulary are refused with a sentence;
nothing is executed, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from geodata.errors import ViewError
from geodata.model import Aspect, ClaimType, Dataset, Modality, Status, Word, read_day
from geodata.store import BBox, ClaimQuery
from mapapp.pin import PIN_KEYS, Pin, pin_params, read_box

__all__ = ["Borders", "Camera", "MapState", "Panel", "TimeMode", "ViewState", "parse_view", "view_params"]

_WordT = TypeVar("_WordT", bound=Word)
_ChoiceT = TypeVar("_ChoiceT", bound=StrEnum)
_MAX_TEXT_CHARS = 200  # a search longer than this is not one
_MIN_ZOOM, _MAX_ZOOM = 2.0, 16.0  # Leaflet zoom levels that the basemap is drawn for


class TimeMode(StrEnum):
    """What the window means: ``window`` from first to last day, ``cumulative`` everything up to the last day."""

    WINDOW = "window"
    CUMULATIVE = "cumulative"


class Borders(StrEnum):
    """Which borders the basemap draws."""

    RECOGNISED = "recognised"
    DEFACTO = "defacto"


class Panel(StrEnum):
    """What the document shows: the map, who says what, or the numbers over time."""

    MAP = "map"
    SAYS = "says"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Camera:
    """Centre of the map in degrees (EPSG:4326) and Leaflet zoom level."""

    lat: float
    lon: float
    zoom: float


@dataclass(frozen=True, slots=True)
class MapState:
    """The part of a view that is set inside the map document.

    Parameters
    ----------
    first_day, last_day : date or None
        Window in UTC days, both inclusive; None: the whole extent.
    mode : TimeMode
        Window or cumulative.
    camera : Camera or None
        None: fitted to the data.
    claim_id : str or None
        The claim whose card is open.
    zones : bool
        Whether repair zones are drawn.
    borders : Borders
        Which borders the basemap draws.
    known_on : date or None
        Nothing public later than the end of this UTC day is shown; None: all that is recorded.
    aspect : Aspect or None
        Which aspect's status is shown; None: that of presence and activity.
    panel : Panel
        Which of the document's views is open.
    """

    first_day: date | None = None
    last_day: date | None = None
    mode: TimeMode = TimeMode.WINDOW
    camera: Camera | None = None
    claim_id: str | None = None
    zones: bool = True
    borders: Borders = Borders.RECOGNISED
    known_on: date | None = None
    aspect: Aspect | None = None
    panel: Panel = Panel.MAP


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything a reader has set.

    Empty filters keep everything; ``pin`` is what a pinned link promises, else None; ``dataset_id`` names the data set
    among those that the app shows, None the one that stands there without an id.
    """

    types: frozenset[ClaimType] = field(default=frozenset())
    statuses: frozenset[Status] = field(default=frozenset())
    modalities: frozenset[Modality] = field(default=frozenset())
    parties: frozenset[str] = field(default=frozenset())
    sources: frozenset[str] = field(default=frozenset())
    text: str = ""
    map: MapState = MapState()
    pin: Pin | None = None
    dataset_id: str | None = None

    def query(self, bbox: BBox | None = None) -> ClaimQuery:
        """The question this view asks; ``bbox`` is what the map shows (EPSG:4326, degrees)."""
        cumulative = self.map.mode is TimeMode.CUMULATIVE
        return ClaimQuery(
            first_day=None if cumulative else self.map.first_day,
            last_day=self.map.last_day,
            types=self.types,
            statuses=self.statuses,
            modalities=self.modalities,
            parties=self.parties,
            sources=self.sources,
            text=self.text,
            bbox=bbox,
            known_on=self.map.known_on,
            aspect=self.map.aspect,
        )


def view_params(view: ViewState) -> dict[str, list[str]]:
    """Write a view as query parameters, in a fixed order; what is at its default is left out."""
    state = view.map
    params = {
        "dataset": [view.dataset_id] if view.dataset_id else [],
        "from": [str(state.first_day)] if state.first_day else [],
        "to": [str(state.last_day)] if state.last_day else [],
        "mode": [state.mode.value] if state.mode is not TimeMode.WINDOW else [],
        "known": [str(state.known_on)] if state.known_on else [],
        **(pin_params(view.pin) if view.pin else {}),  # early: of a link that was cut off, the promise is left
        "aspect": [state.aspect.value] if state.aspect else [],
        "panel": [state.panel.value] if state.panel is not Panel.MAP else [],
        "type": [word.value for word in ClaimType if word in view.types],
        "status": [word.value for word in Status if word in view.statuses],
        "modality": [word.value for word in Modality if word in view.modalities],
        "party": sorted(view.parties),
        "source": sorted(view.sources),
        "text": [view.text] if view.text else [],
        "at": [_write_camera(state.camera)] if state.camera else [],
        "claim": [state.claim_id] if state.claim_id else [],
        "borders": [state.borders.value] if state.borders is not Borders.RECOGNISED else [],
        "zones": [] if state.zones else ["off"],
    }
    return {key: values for key, values in params.items() if values}


def _write_camera(camera: Camera) -> str:
    return f"{camera.lat:.4f},{camera.lon:.4f},{camera.zoom:g}"


def parse_view(params: Mapping[str, Iterable[str]], dataset: Dataset) -> ViewState:
    """Read a view from query parameters.

    Parameters
    ----------
    params : mapping of str to iterable of str
        Values of each key, as in the address bar.
    dataset : Dataset
        What parties, sources and claims may be named.

    Returns
    -------
    ViewState
        The view.

    Raises
    ------
    ViewError
        If a key is unknown, stands twice where one value is meant, or holds a value that cannot be used. The
        sentence names the key, the value and the mend.
    """
    link = _Link({key: list(values) for key, values in params.items()})
    view = ViewState(
        types=link.words("type", ClaimType),
        statuses=link.words("status", Status),
        modalities=link.words("modality", Modality),
        parties=link.names("party", {source.party for source in dataset.sources}),
        sources=link.names("source", set(dataset.source_of)),
        text=link.text("text"),
        map=MapState(
            first_day=link.day("from"),
            last_day=link.day("to"),
            mode=link.choice("mode", TimeMode, TimeMode.WINDOW),
            camera=link.camera("at"),
            claim_id=link.one_of("claim", set(dataset.row_of)),
            zones=link.one_of("zones", {"off", "on"}) != "off",
            borders=link.choice("borders", Borders, Borders.RECOGNISED),
            known_on=link.day("known"),
            aspect=link.word("aspect", Aspect),
            panel=link.choice("panel", Panel, Panel.MAP),
        ),
        pin=link.pin(),
        dataset_id=link.dataset_id(),
    )
    link.refuse_unknown()
    first, last = view.map.first_day, view.map.last_day
    if first and last and last < first:
        raise ViewError(f"The link's window ends on {last}, before it begins on {first}: swap “from” and “to”.")
    return view


class _Link:
    """Query parameters that are taken key by key; what is left at the end is unknown."""

    def __init__(self, params: dict[str, list[str]]) -> None:
        self._params = params
        self._known: list[str] = []

    def _all(self, key: str) -> list[str]:
        self._known.append(key)
        return self._params.get(key, [])

    def _one(self, key: str) -> str | None:
        values = self._all(key)
        if len(values) > 1:
            raise ViewError(f"The link gives “{key}” {len(values)} times: keep one.")
        return values[0] if values else None

    def _refuse(self, key: str, value: str, mend: str) -> ViewError:
        shown = value if len(value) <= 60 else value[:59] + "…"
        return ViewError(f"The link's “{key}” is “{shown}”, which cannot be used: {mend}.")

    def refuse_unknown(self) -> None:
        for key in self._params:
            if key not in self._known:
                shown = key if len(key) <= 40 else key[:39] + "…"
                raise ViewError(f"The link holds “{shown}”, which is not a part of a view: remove it.")

    def words(self, key: str, vocabulary: type[_WordT]) -> frozenset[_WordT]:
        members = {member.value: member for member in vocabulary}
        return frozenset(members[value] for value in self.names(key, set(members)))

    def word(self, key: str, vocabulary: type[_WordT]) -> _WordT | None:
        value = self._one(key)
        members = {member.value: member for member in vocabulary}
        if value is not None and value not in members:
            raise self._refuse(key, value, "use one of " + ", ".join(members))
        return None if value is None else members[value]

    def names(self, key: str, known: set[str]) -> frozenset[str]:
        values = self._all(key)
        for value in values:
            if value not in known:
                raise self._refuse(key, value, "use one of " + ", ".join(sorted(known)))
        return frozenset(values)

    def one_of(self, key: str, known: set[str]) -> str | None:
        value = self._one(key)
        if value is not None and value not in known:
            raise self._refuse(key, value, "it is not in this data set" if key == "claim" else "write on or off")
        return value

    def choice(self, key: str, choices: type[_ChoiceT], default: _ChoiceT) -> _ChoiceT:
        value = self._one(key)
        if value is None:
            return default
        members = {member.value: member for member in choices}
        if value not in members:
            raise self._refuse(key, value, "use one of " + ", ".join(members))
        return members[value]

    def text(self, key: str) -> str:
        value = self._one(key) or ""
        if len(value) > _MAX_TEXT_CHARS:
            raise self._refuse(key, value, f"shorten it to {_MAX_TEXT_CHARS} characters")
        return value

    def day(self, key: str) -> date | None:
        value = self._one(key)
        if value is None:
            return None
        try:
            return read_day(value)
        except ValueError as error:
            raise self._refuse(key, value, "write one day of the calendar, as in 2024-10-18") from error

    def camera(self, key: str) -> Camera | None:
        value = self._one(key)
        if value is None:
            return None
        match = re.fullmatch(r"(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),(\d{1,2}(?:\.\d+)?)", value, re.ASCII)
        mend = "write latitude,longitude,zoom as in 51.7000,36.2000,6"
        if match is None:
            raise self._refuse(key, value, mend)
        camera = Camera(*(float(part) for part in match.groups()))
        if not (abs(camera.lat) <= 85 and abs(camera.lon) <= 180 and _MIN_ZOOM <= camera.zoom <= _MAX_ZOOM):
            raise self._refuse(key, value, mend)
        return camera

    def dataset_id(self) -> str | None:
        if self._one("dataset") is None:
            return None
        return self._matching("dataset", r"[a-z0-9-]{1,64}", "write the id of a data set that the app shows")

    def pin(self) -> Pin | None:
        self._known += [*PIN_KEYS, "box"]
        if not any(key in self._params for key in (*PIN_KEYS, "box")):
            return None
        missing = [key for key in ("known", *PIN_KEYS) if not self._params.get(key)]
        if missing:
            raise ViewError(f"The link is pinned, but its “{missing[0]}” is missing: copy the whole link once more.")
        digest = self._matching("data", r"[0-9a-f]{12}", "write the first 12 digits of the data's digest")
        claims = int(self._matching("n", r"\d{1,9}", "write how many claims were in view"))
        check = self._matching("sum", r"[0-9a-f]{8}", "write eight digits out of 0-9 and a-f")
        return Pin(digest, claims, check, self._box("box"))

    def _box(self, key: str) -> BBox | None:
        value = self._one(key)
        if value is None:
            return None
        box = read_box(value)
        if box is None:
            raise self._refuse(key, value, "write west,south,east,north in degrees, as in 33,50.5,38,53")
        return box

    def _matching(self, key: str, pattern: str, mend: str) -> str:
        value = self._one(key) or ""
        if not re.fullmatch(pattern, value, re.ASCII):
            raise self._refuse(key, value, mend)
        return value
