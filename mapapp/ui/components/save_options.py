"""What a reader may choose in the dialog that saves: kind, format, and those options that the format heeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from mapapp.export.animation import USUAL_PX
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from mapapp.export.layouts import LAYOUTS
from mapapp.export.look import LOOK, Look

__all__ = ["choose_format", "choose_look", "hold_choices", "look_options"]

_T = TypeVar("_T")

_LANGUAGES = {"en": "English", "ru": "Русский", "uk": "Українська", "ko": "한국어"}
_THEMES = {"light": "Light", "dark": "Dark"}
_PREFIX = "choice_"  # of the keys in Session State
_AS_THE_MAP = "map"
_MOTIONS = {
    _AS_THE_MAP: "As on the map",
    "window": "The window slides",
    "cumulative": "Claims add up",
    "known": "What was known grows",
}
_FRAMES = {60: "Up to 60", 24: "Up to 24", 120: "Up to 120"}
_SPEEDS = {250: "Usual, 4 a second", 500: "Slow, 2 a second", 100: "Fast, 10 a second"}
_DRAWN = ("title", "layout", "lang", "theme")
_FILMED = ("title", "layout", "lang", "motion", "frames", "frame_ms", "theme")
_HEEDED = {Kind.PICTURE: _DRAWN, Kind.FILM: _FILMED, Kind.PAGE: ("title", "lang", "theme"), Kind.DATA: ()}
_MOST_CHARS = 200  # a title longer than this is none


def look_options(suffix: str) -> tuple[str, ...]:
    """The fields of ``Look`` that a reader may choose for a format: none for a file of data that draws nothing."""
    if suffix == ".zip":  # it holds pictures too
        return _DRAWN
    return _HEEDED[FORMATS[suffix].kind]


def hold_choices() -> None:
    """Make the browser show what was chosen last; for the callback that opens the dialog.

    Streamlit keeps the values, but takes the browser to know them. One that opens the dialog again before the run that
    closed it has ended has forgotten them, and would show what stands first.
    """
    for key in [str(key) for key in st.session_state if str(key).startswith(_PREFIX)]:
        st.session_state[key] = st.session_state[key]


def choose_format() -> str:
    """Let the reader choose a kind and a format; gives back its suffix."""
    kinds = list(dict.fromkeys(one.kind for one in FORMATS.values()))
    kind = _press("Kind", "choice_kind", {one: one.value for one in kinds}, is_wide=True)
    offered = {suffix: one.label for suffix, one in FORMATS.items() if one.kind is kind}
    key = f"choice_format_{kind.name.lower()}"
    suffix = st.pills(
        "Format", list(offered), required=True, format_func=offered.__getitem__, key=_begun(key, offered),
        persist_state="session",
    ) or next(iter(offered))  # fmt: skip
    with st.container(key="save_note"):
        st.caption(FORMATS[suffix].note)
    return suffix


def choose_look(suffix: str, look: Look, title: str) -> Look:
    """Let the reader choose the options that a format heeds.

    Parameters
    ----------
    suffix : str
        The format.
    look : Look
        What the view decides already.
    title : str
        The data set's, which stands where none is written.

    Returns
    -------
    Look
        With what was chosen; what the format does not heed is as in ``look``.
    """
    heeded = look_options(suffix)
    if not heeded:
        return look
    own = st.text_input("Title", key="choice_title", persist_state="session", placeholder=title, max_chars=_MOST_CHARS)
    chosen: dict[str, Any] = {"title": own.strip() or None}
    is_film = FORMATS[suffix].kind is Kind.FILM
    with st.container(horizontal=True, key="save_row"):
        if "layout" in heeded:
            chosen["layout"] = _choose_layout(is_film=is_film)
        chosen["lang"] = _choose("Names of places", "choice_lang", _LANGUAGES)
    if "layout" in heeded:
        with st.container(key="save_layout_note"):
            st.caption(_layout_note(chosen["layout"], is_film=is_film))
    if is_film:
        with st.container(horizontal=True, key="save_film_row"):
            motion = _choose("What moves", "choice_motion", _MOTIONS)
            chosen["motion"] = None if motion == _AS_THE_MAP else motion
            chosen["frames"] = _choose("Frames", "choice_frames", _FRAMES)
            chosen["frame_ms"] = _choose("Speed", "choice_speed", _SPEEDS)
    chosen["theme"] = _press("Colours", "choice_theme", _THEMES)
    return replace(look, **chosen)


def _choose(label: str, key: str, words: Mapping[_T, str]) -> _T:
    return st.selectbox(label, list(words), key=key, persist_state="session", format_func=words.__getitem__)


def _press(label: str, key: str, words: Mapping[_T, str], *, is_wide: bool = False) -> _T:
    """Buttons side by side, one of them pressed."""
    found = st.segmented_control(
        label, list(words), required=True, format_func=words.__getitem__, key=_begun(key, words),
        persist_state="session", width="stretch" if is_wide else "content", label_visibility="collapsed",
    )  # fmt: skip
    return next(iter(words)) if found is None else found


def _begun(key: str, words: Mapping[_T, str]) -> str:
    """A widget's key, with its first value in Session State: a default of its own would quarrel with a held choice."""
    if st.session_state.get(key) not in words:
        st.session_state[key] = next(iter(words))
    return key


def _choose_layout(*, is_film: bool) -> str:
    """A layout; no film is made for paper."""
    offered = {word: one.label for word, one in LAYOUTS.items() if not (is_film and one.paper_mm)}
    return _choose("Layout", "choice_film_layout" if is_film else "choice_layout", offered)


def _layout_note(layout: str, *, is_film: bool) -> str:
    found = LAYOUTS[layout]
    wide, high = USUAL_PX if is_film and layout == LOOK.layout else found.size_px
    return f"{found.note}; {wide} × {high} pixels."
