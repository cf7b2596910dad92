"""What a reader's session holds: widget values under constant keys, and the last report of the map document.

A view is restored by writing the widgets' values and by handing the document the rest under a new id. Until the
document reports under that id, what it said before is no longer the view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

import streamlit as st

from geodata.errors import QueryError, ViewError
from geodata.model import Aspect, ClaimType, Dataset, Modality, Status
from geodata.store import BBox
from mapapp.ui.chosen import DATASET_KEY, dataset_id
from mapapp.view import Borders, Camera, MapState, Panel, TimeMode, ViewState, parse_view, view_params

__all__ = [
    "MAP_KEY",
    "PINNED_KEY",
    "current_view",
    "forget_filters",
    "is_claim_lost",
    "is_new_session",
    "map_bounds",
    "open_session",
    "reopen_session",
    "restore_view",
    "start_view",
    "view_id",
    "write_link",
]

# Where Session State keeps what the map document reports
MAP_KEY = "map"
# Where it keeps the parameters of the pinned link that was opened; None where the link was not pinned
PINNED_KEY = "pinned"
_LOST_KEY = "pinned_claim_lost"
_OPENED_KEY = "opened"
_START_KEY = "start"  # query parameters of the view that was restored last
_VIEW_ID_KEY = "view_id"  # how often a view was restored
# Widgets that filter
FILTER_KEYS = ("text", "types", "statuses", "modalities", "parties", "sources")


def is_new_session() -> bool:
    """Whether the script runs for this reader for the first time: :func:`open_session` has not been called."""
    return _OPENED_KEY not in st.session_state


def open_session(dataset: Dataset) -> str | None:
    """Restore the view of the link, once for each session.

    Returns
    -------
    str or None
        A sentence where the link was refused; the whole data set is shown instead.
    """
    if _OPENED_KEY in st.session_state:
        return cast("str | None", st.session_state[_OPENED_KEY])
    refusal = None
    view = ViewState(dataset_id=dataset_id())
    params = _asked()
    # of other data a claim may be gone; the view can be shown without its card
    lost = "data" in params and any(claim_id not in dataset.row_of for claim_id in params.get("claim", ()))
    if lost:
        del params["claim"]
    try:
        view = replace(parse_view(params, dataset), dataset_id=dataset_id())
    except ViewError as error:
        refusal = f"{error} The whole data set is shown instead."
    restore_view(view)
    pinned = view_params(view) if view.pin else None
    st.session_state.update({_OPENED_KEY: refusal, PINNED_KEY: pinned, _LOST_KEY: lost})
    return refusal


def _asked() -> dict[str, list[str]]:
    """The address's parameters; the data set is settled already, unless the address names several."""
    params = {key: st.query_params.get_all(key) for key in st.query_params}
    if len(params.get(DATASET_KEY, ())) == 1:
        del params[DATASET_KEY]
    return params


def is_claim_lost() -> bool:
    """Whether the pinned link that was opened names a claim that is not in the data."""
    return bool(st.session_state.get(_LOST_KEY, False))


def restore_view(view: ViewState) -> None:
    """Show a view: its filters in the widgets, which must not be drawn yet, and the rest in the document."""
    st.session_state.update(
        {
            "text": view.text,
            "types": [word.value for word in ClaimType if word in view.types],
            "statuses": [word.value for word in Status if word in view.statuses],
            "modalities": [word.value for word in Modality if word in view.modalities],
            "parties": sorted(view.parties),
            "sources": sorted(view.sources),
            _START_KEY: view_params(view),
            _VIEW_ID_KEY: st.session_state.get(_VIEW_ID_KEY, 0) + 1,
        }
    )


def view_id() -> str:
    """Names the view that was restored last; another one after each :func:`restore_view`."""
    return str(st.session_state[_VIEW_ID_KEY])


def start_view(dataset: Dataset) -> ViewState:
    """The view that was restored last, as it was asked for."""
    return parse_view(st.session_state[_START_KEY], dataset)


def reopen_session() -> None:
    """Let the next :func:`open_session` read the link once more, as for a session that begins."""
    st.session_state.pop(_OPENED_KEY, None)


def forget_filters() -> None:
    """Set every filter back; for ``on_click``."""
    for key in FILTER_KEYS:
        st.session_state[key] = "" if key == "text" else []


def _reported() -> Mapping[str, Any] | None:
    """What the document said of the view that was restored last; None until it has."""
    component = st.session_state.get(MAP_KEY)
    report = None if component is None else component.get("view")
    return report if report is not None and report.get("viewId") == view_id() else None


def current_view(dataset: Dataset) -> ViewState:
    """The view as widgets and map document have it now."""
    state = st.session_state
    return ViewState(
        types=frozenset(ClaimType(value) for value in state["types"]),
        statuses=frozenset(Status(value) for value in state["statuses"]),
        modalities=frozenset(Modality(value) for value in state["modalities"]),
        parties=frozenset(state["parties"]),
        sources=frozenset(state["sources"]),
        text=state["text"],
        map=_map_state(dataset),
        dataset_id=dataset_id(),
    )


def _map_state(dataset: Dataset) -> MapState:
    report = _reported()
    if report is None:
        return start_view(dataset).map
    claim, known, aspect = report.get("claim"), report.get("known"), report.get("aspect")
    return MapState(
        first_day=date.fromisoformat(report["from"]),
        last_day=date.fromisoformat(report["to"]),
        mode=TimeMode(report["mode"]),
        camera=Camera(float(report["lat"]), float(report["lon"]), float(report["zoom"])),
        claim_id=claim if claim in dataset.row_of else None,
        zones=bool(report["zones"]),
        borders=Borders(report["borders"]),
        known_on=date.fromisoformat(known) if known else None,
        aspect=Aspect(aspect) if aspect else None,
        panel=Panel(report.get("panel", Panel.MAP)),
    )


def map_bounds() -> BBox | None:
    """What the map shows, EPSG:4326 degrees; None until it has told, or where it shows nothing of the world."""
    report = _reported()
    if report is None:
        return None
    try:
        return BBox(*(float(value) for value in report["bounds"]))
    except QueryError:
        return None


def write_link(view: ViewState) -> None:
    """Put the view into the address bar, if it is not there already."""
    params = view_params(replace(view, text=view.text.strip()))
    if {key: st.query_params.get_all(key) for key in st.query_params} != params:
        st.query_params.from_dict(params)
