"""What stands first in the sidebar of every page: the name, the caveat, and which data set is shown."""

from __future__ import annotations

import streamlit as st

from mapapp.api import labels_of, list_datasets
from mapapp.ui.chosen import dataset_id, switch_dataset

__all__ = ["show_masthead"]

_KEY = "dataset_choice"
_USUAL = ""  # stands for the data set without an id: None would be no choice


def show_masthead() -> None:
    """Draw it; the choice of a data set only where there is one."""
    st.title("Claimline", anchor=False)
    st.caption("Reported claims, not confirmed facts")
    titles = {one or _USUAL: label for one, label in labels_of(list_datasets()).items()}
    current = dataset_id() or _USUAL
    if len(titles) == 1 and current in titles:
        return
    st.session_state[_KEY] = current if current in titles else None
    st.selectbox(
        "Data set", list(titles), key=_KEY, format_func=titles.__getitem__, on_change=_choose,
        index=0 if current in titles else None, placeholder="Choose one",
        help="The bundled one, and your own: those that the Import page made.",
    )  # fmt: skip


def _choose() -> None:
    switch_dataset(st.session_state[_KEY] or None)
