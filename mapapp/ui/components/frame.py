"""What the pages beside the map have in common: title, icon, the words in the sidebar, a data set that can be read."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geodata.errors import DatasetError
from geodata.model import Dataset
from mapapp.api import open_dataset
from mapapp.ui.messages import show_refusal

__all__ = ["begin_page"]

_ICON = Path(__file__).parents[1] / "assets" / "icon.png"


def begin_page(title: str) -> Dataset | None:
    """Begin a page.

    Parameters
    ----------
    title : str
        Of the page, in front of the app's name in the window's title.

    Returns
    -------
    Dataset or None
        None where the data set cannot be used; its sentences then stand in the page, and nothing else is to be drawn.
    """
    st.set_page_config(page_title=f"{title} · Claimline", page_icon=str(_ICON), layout="wide")
    with st.sidebar:
        st.title("Claimline", anchor=False)
        st.caption("Reported claims, not confirmed facts")
    try:
        return open_dataset()
    except DatasetError as error:
        show_refusal(error)
        return None
