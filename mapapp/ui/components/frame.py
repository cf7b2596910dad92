"""What the pages beside the map have in common: title, icon, the words in the sidebar, a data set that can be read."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geodata.errors import DatasetError, QueryError
from geodata.model import Dataset
from mapapp.ui.chosen import DATASET_KEY, dataset_id, open_chosen
from mapapp.ui.components.masthead import show_masthead
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
        show_masthead()
    try:
        dataset = open_chosen()
    except (DatasetError, QueryError) as error:
        show_refusal(error)
        return None
    _write_dataset()
    return dataset


def _write_dataset() -> None:
    found = dataset_id()
    if found is not None and st.query_params.get(DATASET_KEY) != found:
        st.query_params[DATASET_KEY] = found
