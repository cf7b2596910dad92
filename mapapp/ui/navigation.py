"""The pages, and what the map page keeps while its reader is on another one.

The map's view is kept as the link that restores it: Streamlit forgets the widgets of a page as soon as another page is
shown. Pages are imported when they are opened, so that none of them delays the map.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from mapapp.ui.chosen import settle_dataset
from mapapp.ui.session import reopen_session

__all__ = ["ENTRIES", "Entry", "run"]

# Where Session State keeps the query parameters of the map page, and its switches that stand in no link
_LINK_KEY = "map_link"
_KEPT_KEY = "map_switches"
_SWITCHES = ("online", "tiles")
_AWAY_KEY = "away"  # whether another page than the map was shown last


@dataclass(frozen=True, slots=True)
class Entry:
    """One page.

    Parameters
    ----------
    path : str
        Its address below the app's root; the first page stands at the root itself.
    title : str
        In the navigation, and in the window's title.
    summary : str
        What a reader finds there, shown beside its name.
    render : callable
        Draws it.
    """

    path: str
    title: str
    summary: str
    render: Callable[[], None]


def _map() -> None:
    settle_dataset("map")
    from mapapp.ui.pages.map_page import render

    if st.session_state.pop(_AWAY_KEY, False):
        _come_back()
    render()
    st.session_state[_LINK_KEY] = {key: st.query_params.get_all(key) for key in st.query_params}
    st.session_state[_KEPT_KEY] = {key: st.session_state[key] for key in _SWITCHES if key in st.session_state}


def _come_back() -> None:
    """Let the map page read its link again: the one in the address bar or, where there is none, the one it left."""
    reopen_session()
    st.session_state.update(st.session_state.get(_KEPT_KEY, {}))
    if not st.query_params:
        st.query_params.from_dict(st.session_state.get(_LINK_KEY, {}))


def _leave_map(path: str) -> None:
    settle_dataset(path)
    st.session_state[_AWAY_KEY] = True


def _changes() -> None:
    from mapapp.ui.pages.changes import render

    _leave_map("changes")
    render()


def _rumours() -> None:
    from mapapp.ui.pages.rumours import render

    _leave_map("rumours")
    render()


def _method() -> None:
    from mapapp.ui.pages.method import render

    _leave_map("method")
    render()


def _import() -> None:
    from mapapp.ui.pages.import_page import render

    _leave_map("import")
    render()


# In the order of the navigation
ENTRIES = (
    Entry("map", "Map", "Claims on a map, with their time and how sure anyone can be of each.", _map),
    Entry("changes", "What changed", "What became public between two days.", _changes),
    Entry("rumours", "Life of a rumour", "What became of the claims of each source.", _rumours),
    Entry("import", "Import", "A file of your own: tried, told, accepted, taken back.", _import),
    Entry("method", "Method", "The rules and words behind the map.", _method),
)


def run() -> None:
    """Show the page that the address names; the map where it names none."""
    pages = [
        st.Page(entry.render, title=entry.title, url_path=entry.path, default=entry is ENTRIES[0], help=entry.summary)
        for entry in ENTRIES
    ]
    st.navigation(pages, position="sidebar", expanded=True).run()
