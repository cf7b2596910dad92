"""Which data set a session shows: in the link, and in Session State while its reader goes from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import streamlit as st

from geodata.model import Dataset
from mapapp.api import open_dataset, usual_id

__all__ = ["DATASET_KEY", "dataset_id", "open_chosen", "settle_dataset", "switch_dataset", "with_dataset"]

DATASET_KEY = "dataset"
"""Name of the query parameter."""

_ID_KEY, _PAGE_KEY = "dataset_id", "dataset_page"
# What pages keep of the data set that they showed last; everything else hangs on the data set's digest
_OF_ONE_DATASET = ("opened", "map_link", "changes_from", "changes_to", "changes_kinds", "rumours_known")


def settle_dataset(path: str) -> None:
    """Take the data set out of the address where a reader comes to a page by an address that says something.

    An address that says nothing is that of the navigation: the data set stays. On a page the session decides, and the
    page writes its address.
    """
    if st.session_state.get(_PAGE_KEY) == path:
        return
    is_first = _PAGE_KEY not in st.session_state
    st.session_state[_PAGE_KEY] = path
    if is_first or st.query_params:
        asked = usual_id(st.query_params.get(DATASET_KEY))
        if asked != dataset_id():
            _forget()
        st.session_state[_ID_KEY] = asked


def dataset_id() -> str | None:
    """Id of the data set that this session shows; None: the one that stands where a link names none."""
    return cast("str | None", st.session_state.get(_ID_KEY))


def open_chosen() -> Dataset:
    """The data set that this session shows, as its files stand now.

    Raises
    ------
    QueryError
        If there is none of that id.
    DatasetError
        If it cannot be used.
    """
    return open_dataset(dataset_id())


def switch_dataset(chosen: str | None) -> None:
    """Show another data set from its beginning, in the run that follows; for a callback."""
    st.session_state[_ID_KEY] = usual_id(chosen)
    _forget()
    st.query_params.clear()


def _forget() -> None:
    for key in _OF_ONE_DATASET:
        st.session_state.pop(key, None)


def with_dataset(params: dict[str, str | Sequence[str]]) -> dict[str, str | Sequence[str]]:
    """Query parameters of a page, with the data set before them where it has to be named."""
    found = dataset_id()
    return params if found is None else {DATASET_KEY: found, **params}
