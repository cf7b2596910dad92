"""The buttons that save: a picture of the view and the selected claims as a file."""

from __future__ import annotations

import streamlit as st

from geodata.model import Dataset
from geodata.store import BBox, select
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from mapapp.export.look import Look
from mapapp.export.save import save
from mapapp.view import ViewState

__all__ = ["file_stem", "show_saving"]


def file_stem(dataset: Dataset, view: ViewState) -> str:
    """Name of a saved file without its suffix: data set, window, day of knowledge; letters that every system takes."""
    days = [str(day) for day in (view.map.first_day, view.map.last_day) if day is not None]
    known = [] if view.map.known_on is None else [f"known-on-{view.map.known_on}"]
    return "_".join([dataset.info.dataset_id, *days, *known])


def show_saving(dataset: Dataset, view: ViewState, bounds: BBox | None) -> None:
    """Draw the buttons; a file is made when its button is pressed, not before.

    Parameters
    ----------
    dataset : Dataset
        What is shown.
    view : ViewState
        Filters and window.
    bounds : BBox or None
        What the map shows, EPSG:4326 degrees.
    """
    look = Look(borders=view.map.borders.value, window_mode=view.map.mode.value, zones=view.map.zones)

    def picture() -> bytes:
        return save(select(dataset, view.query(bounds)), ".png", look).content

    stem = file_stem(dataset, view)
    st.download_button(
        "Save picture", picture, f"{stem}.png", "image/png",
        key="save_picture", on_click="ignore", type="primary", width="stretch",
        help="A PNG of the map as it stands, with its filters, window, counts and credits.",
    )  # fmt: skip
    suffix = st.selectbox(
        "Format of saved claims", [suffix for suffix, one in FORMATS.items() if one.kind is Kind.DATA],
        format_func=lambda one: FORMATS[one].label, key="save_format",
    )  # fmt: skip
    chosen = FORMATS[suffix]

    def table() -> bytes:
        return save(select(dataset, view.query(bounds)), suffix, look).content

    st.download_button(
        f"Save claims ({chosen.label})", table, f"{stem}{suffix}", chosen.mime,
        key="save_claims", on_click="ignore", width="stretch",
        help=f"{chosen.note} Every report and assessment of the selected claims; without a place, none is made up.",
    )  # fmt: skip
