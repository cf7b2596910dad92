"""The map page: filters beside the map document."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from geodata.errors import DatasetError, QueryError
from geodata.model import Dataset, Status
from geodata.store import ClaimQuery, excerpt_words, filter_mask, filter_since, filter_words
from mapapp.api import document_address, page_style_address
from mapapp.ui.chosen import dataset_id, open_chosen
from mapapp.ui.components.base_layers import chosen_tiles, show_base_layers
from mapapp.ui.components.filters import show_filters
from mapapp.ui.components.masthead import show_masthead
from mapapp.ui.components.pinned import show_pinned
from mapapp.ui.components.saving import show_saving
from mapapp.ui.components.timemap import show_timemap
from mapapp.ui.messages import show_refusal
from mapapp.ui.pinning import pinned_view, with_pin
from mapapp.ui.session import (
    MAP_KEY,
    current_view,
    forget_filters,
    is_new_session,
    map_bounds,
    open_session,
    view_id,
    write_link,
)
from mapapp.view import MapState, ViewState, view_params

__all__ = ["render"]

# A browser has six connections to a server, and the filters' scripts fill them all: as the page opens they wait this
# many seconds, so that the map's own come first.
_HEAD_START_S = 0.3
_ICON = Path(__file__).parents[1] / "assets" / "icon.png"


def render() -> None:
    """Draw the page."""
    st.set_page_config(page_title="Claimline", page_icon=str(_ICON), layout="wide")
    try:
        dataset = open_chosen()
    except (DatasetError, QueryError) as error:
        show_refusal(error)
        with st.sidebar:
            show_masthead()
        return
    is_new = is_new_session()
    refusal = open_session(dataset)
    view = current_view(dataset)
    if refusal:
        st.warning(refusal)
    query, pinned = view.query(), pinned_view(dataset)
    if pinned is not None:
        show_pinned(dataset, view, pinned)
    with st.sidebar:  # its frame at once: the map gets the width that it keeps
        show_masthead()
    show_timemap(
        src=document_address(dataset.digest, chosen_tiles(), dataset_id()),
        style=page_style_address(),
        # the document decides on which day they apply: each filter is right on every day without a rerun
        mask=filter_mask(dataset, ClaimQuery(types=view.types, modalities=view.modalities)),
        since=filter_since(dataset, query),
        statuses=[status.value for status in Status if status in view.statuses] or None,
        filters=filter_words(dataset, query),
        link=[[key, value] for key, values in view_params(_filters(view)).items() for value in values],
        view=_map_view(view, pinned),
        view_id=view_id(),
        key=MAP_KEY,
        on_view=_noted,
    )
    if is_new:
        time.sleep(_HEAD_START_S)
    with st.sidebar:
        _show_sidebar(dataset, view)
    if refusal is None or MAP_KEY in st.session_state:
        write_link(with_pin(dataset, view))


def _noted() -> None:
    """The report stands in Session State; the rerun that follows uses it."""


def _show_sidebar(dataset: Dataset, view: ViewState) -> None:
    show_filters(dataset, view)
    st.button("Clear filters", on_click=forget_filters, width="stretch", disabled=view.query() == _unfiltered(view))
    st.divider()
    show_base_layers()
    st.divider()
    show_saving(dataset, view, map_bounds())
    st.caption(f"{dataset.info.title}, version {dataset.info.version}, {dataset.digest[:12]}")
    if dataset.info.excerpt is not None:
        st.text(excerpt_words(dataset))  # not markdown: a question may hold anything


def _filters(view: ViewState) -> ViewState:
    return replace(view, text=view.text.strip(), map=MapState())


def _unfiltered(view: ViewState) -> object:
    return ViewState(map=view.map).query()


def _map_view(view: ViewState, pinned: ViewState | None) -> dict[str, Any]:
    state = view.map
    camera = state.camera
    box = None if pinned is None or pinned.pin is None else pinned.pin.box
    return {
        "from": str(state.first_day) if state.first_day else None,
        "to": str(state.last_day) if state.last_day else None,
        "mode": state.mode.value,
        "at": [camera.lat, camera.lon, camera.zoom] if camera else None,
        "box": [box.west, box.south, box.east, box.north] if box else None,  # heeded where there is no camera
        "claim": state.claim_id,
        "zones": state.zones,
        "borders": state.borders.value,
        "known": str(state.known_on) if state.known_on else None,
        "aspect": state.aspect.value if state.aspect else None,
        "panel": state.panel.value,
    }
