"""What a reader may choose in the dialog that saves: kind, format, and those options that the format heeds."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geodata.model import LANGUAGES
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from mapapp.export.layouts import LAYOUTS
from mapapp.export.look import LOOK, Look

__all__ = ["choose_format", "choose_look", "look_options"]

_LANGUAGES = {"en": "English", "ru": "Русский", "uk": "Українська", "ko": "한국어"}
_THEMES = {"light": "Light", "dark": "Dark"}
_DRAWN = ("title", "layout", "lang", "theme")
_HEEDED = {Kind.PAGE: ("title", "lang", "theme"), Kind.DATA: ()}  # any other kind is drawn on a sheet
_MOST_CHARS = 200  # a title longer than this is none


def look_options(suffix: str) -> tuple[str, ...]:
    """The fields of ``Look`` that a reader may choose for a format: none for a file of data that draws nothing."""
    if suffix == ".zip":  # it holds pictures too
        return _DRAWN
    return _HEEDED.get(FORMATS[suffix].kind, _DRAWN)


def choose_format() -> str:
    """Let the reader choose a kind and a format; gives back its suffix."""
    kinds = list(dict.fromkeys(one.kind for one in FORMATS.values()))
    kind = st.segmented_control(
        "Kind", kinds, default=kinds[0], required=True, format_func=lambda one: one.value,
        key="save_kind", persist_state="session", width="stretch", label_visibility="collapsed",
    )  # fmt: skip
    offered = [suffix for suffix, one in FORMATS.items() if one.kind is kind]
    suffix = st.pills(
        "Format", offered, default=offered[0], required=True, format_func=lambda one: FORMATS[one].label,
        key=f"save_format_{kind.name.lower()}", persist_state="session",
    )  # fmt: skip
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
    own = st.text_input("Title", key="save_title", persist_state="session", placeholder=title, max_chars=_MOST_CHARS)
    chosen = replace(look, title=own.strip() or None)
    with st.container(horizontal=True, key="save_row"):
        if "layout" in heeded:
            layout = st.selectbox(
                "Layout", list(LAYOUTS), key="save_layout", persist_state="session",
                format_func=lambda one: LAYOUTS[one].label,
            )  # fmt: skip
            chosen = replace(chosen, layout=layout)
        lang = st.selectbox(
            "Names of places", LANGUAGES, key="save_lang", persist_state="session", format_func=_LANGUAGES.__getitem__,
        )  # fmt: skip
    if "layout" in heeded:
        with st.container(key="save_layout_note"):
            wide, high = LAYOUTS[chosen.layout].size_px
            st.caption(f"{LAYOUTS[chosen.layout].note}; {wide} × {high} pixels.")
    theme = st.segmented_control(
        "Colours", list(_THEMES), default=LOOK.theme, required=True, format_func=_THEMES.__getitem__,
        key="save_theme", persist_state="session", label_visibility="collapsed",
    )  # fmt: skip
    return replace(chosen, theme=theme, lang=lang)
