"""The strip above the map of a pinned link: what became of that view since, and the way to today's and back.

Its words travel as data, and ``assets/pinned.js`` puts them into the page as text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from geodata.errors import DatasetError, QueryError
from geodata.model import Dataset, Status
from geodata.store import ChangedClaim, window_words
from mapapp.api import page_style_address
from mapapp.palette import STATUS_STYLES
from mapapp.ui.chosen import open_chosen
from mapapp.ui.components.pinned_words import Told, tell
from mapapp.ui.pinning import asks_the_same, show_as_it_was, show_today
from mapapp.ui.session import is_claim_lost
from mapapp.view import ViewState

__all__ = ["show_pinned"]

_KEY = "pinned_strip"
_TOLD_KEY = "pinned_told"  # what was told last, with what it depends on
_MOST_LISTED = 40
_MOST_CHARS = 160  # of a claim's words
_TODAY = {"go": "today", "label": "Show as known today"}
_BACK = {"go": "back", "label": "Back to the view as it was"}
_WAYS: dict[str, Callable[[Dataset], None]] = {"today": show_today, "back": show_as_it_was}

_SCRIPT = (Path(__file__).parent / "assets" / "pinned.js").read_text(encoding="utf-8")
_strip = st.components.v2.component("claimline_pinned", js=_SCRIPT, isolate_styles=False)


def show_pinned(dataset: Dataset, view: ViewState, pinned: ViewState) -> None:
    """Show the strip.

    Parameters
    ----------
    dataset : Dataset
        As it is now.
    view : ViewState
        What is on the screen.
    pinned : ViewState
        The view of the pinned link, with its day of knowledge and its pin.
    """
    told = _told(dataset, pinned)
    where, ways = "", [_TODAY]
    if not asks_the_same(dataset, view, pinned):
        is_today = view.map.known_on is None
        where = f"On the map now: {'what is known today' if is_today else 'another view than the pinned one'}."
        ways = [_BACK] if is_today else [_BACK, _TODAY]
    hidden = len(told.changed) - _MOST_LISTED
    data = {
        "style": page_style_address(),
        "tone": told.tone,
        "headline": told.headline,
        "where": where,
        "notes": list(told.notes),
        "changed": [_entry(dataset, one) for one in told.changed[:_MOST_LISTED]],
        "rest": f"And {hidden} more." if hidden > 0 else "",
        "ways": ways,
    }
    _strip(key=_KEY, data=data, on_go_change=_go)


def _told(dataset: Dataset, pinned: ViewState) -> Told:
    """What is told of the view, worked out once for each state of the data."""
    key = (dataset.digest, pinned)
    kept = st.session_state.get(_TOLD_KEY)
    if kept is None or kept[0] != key:
        kept = key, tell(dataset, pinned, is_claim_lost=is_claim_lost())
        st.session_state[_TOLD_KEY] = kept
    told: Told = kept[1]
    return told


def _go() -> None:
    way = _WAYS.get(st.session_state[_KEY].get("go"))
    try:
        dataset = open_chosen()
    except (DatasetError, QueryError):  # the page that follows says what is wrong with it
        return
    if way is not None:
        way(dataset)


def _entry(dataset: Dataset, one: ChangedClaim) -> dict[str, Any]:
    text = dataset.claims[one.row].text
    turns = [
        {"day": window_words(turn.day, turn.day) if turn.day else "", "words": f"{turn.words} {turn.reason}".strip()}
        for turn in one.turns
    ]
    cut = text if len(text) <= _MOST_CHARS else f"{text[: _MOST_CHARS - 1].rstrip()}…"
    return {"text": cut, "was": _badge(one.was), "now": _badge(one.now), "turns": turns}


def _badge(status: Status) -> dict[str, str]:
    style = STATUS_STYLES[status]
    return {"label": status.label, "letter": style.letter, "colour": style.colour, "ink": style.ink}
