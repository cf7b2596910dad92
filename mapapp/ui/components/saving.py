"""The button that saves or cites what the map shows, and the dialog behind it."""

from __future__ import annotations

import streamlit as st

from geodata.model import Dataset
from geodata.store import BBox
from mapapp.ui.components.save_dialog import open_dialog, show_save_dialog
from mapapp.view import ViewState

__all__ = ["show_saving"]


def show_saving(dataset: Dataset, view: ViewState, bounds: BBox | None) -> None:
    """Draw the button, and the dialog while it is open.

    Parameters
    ----------
    dataset : Dataset
        What is shown.
    view : ViewState
        Filters and window.
    bounds : BBox or None
        What the map shows, EPSG:4326 degrees.
    """
    st.button(
        "Save or cite …", key="save_open_button", on_click=open_dialog, type="primary", width="stretch",
        help="A picture, a file or a line to cite: the map as it stands, with its filters, window and counts.",
    )  # fmt: skip
    show_save_dialog(dataset, view, bounds)
