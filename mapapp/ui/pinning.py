"""The pinned view that a session was opened with, and the ways between it and what is known today.

The address keeps what pins the link for as long as the reader asks the pinned question; of any other question it is the
plain link. The pinned view itself stays in the session, so that there is a way back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from geodata.model import Dataset
from geodata.store import ClaimQuery
from mapapp.timemap.payload import extent_seconds
from mapapp.ui.session import PINNED_KEY, current_view, restore_view
from mapapp.view import ViewState, parse_view

__all__ = ["asks_the_same", "pinned_view", "show_as_it_was", "show_today", "with_pin"]


def pinned_view(dataset: Dataset) -> ViewState | None:
    """The view of the pinned link that was opened; None where the link was not pinned."""
    params = st.session_state.get(PINNED_KEY)
    return None if params is None else parse_view(params, dataset)


def with_pin(dataset: Dataset, view: ViewState) -> ViewState:
    """A view as the address is to say it: pinned, as long as it asks the pinned question."""
    pinned = pinned_view(dataset)
    return view if pinned is None or not asks_the_same(dataset, view, pinned) else replace(view, pin=pinned.pin)


def asks_the_same(dataset: Dataset, one: ViewState, other: ViewState) -> bool:
    """Whether two views ask the same of the claims: filters, window, day of knowledge, aspect; wherever the map is."""
    return _question(dataset, one) == _question(dataset, other)


def _question(dataset: Dataset, view: ViewState) -> ClaimQuery:
    """What a view asks, its window cut to the days of the data as the document cuts it."""
    query = view.query()
    first, last = _extent(dataset)
    cut = max(query.first_day or first, first), min(query.last_day or last, last)
    beside = cut[1] < cut[0]
    window = (query.first_day, query.last_day) if beside else cut
    return replace(query, first_day=window[0], last_day=window[1], text=query.text.strip())


def _extent(dataset: Dataset) -> tuple[date, date]:
    """First and last UTC day of the data."""
    first, end = (datetime.fromtimestamp(0, UTC) + timedelta(seconds=each) for each in extent_seconds(dataset))
    return first.date(), (end - timedelta(days=1)).date()


def show_today(dataset: Dataset) -> None:
    """Show what is on the screen with everything known; for a callback."""
    view = current_view(dataset)
    restore_view(replace(view, map=replace(view.map, known_on=None)))


def show_as_it_was(dataset: Dataset) -> None:
    """Show the pinned view again, as it was known then; for a callback."""
    view = pinned_view(dataset)
    if view is not None:
        restore_view(view)
