"""Whose file it is: the profile with what speaks for it, another one, the answers so far, and the licence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geodata.errors import visible
from geodata.ingest.importing.request import Request
from mapapp.ui.components import article
from mapapp.ui.components.import_file import own_desk

if TYPE_CHECKING:
    from geodata.ingest.importing.trial import Trial

__all__ = ["show_licence", "show_profile"]

_PROFILE, _LICENCE, _ATTRIBUTION, _CONFIRMED = (
    "import_profile", "import_licence", "import_attribution", "import_confirmed",
)  # fmt: skip
_NOT_STATED = "not stated"
_MOST_CHARS = 500


def show_profile(trial: Trial, request: Request) -> None:
    """Draw the choice of a profile; of one, where only one fits, its name.

    Parameters
    ----------
    trial : Trial
        What was tried.
    request : Request
        What was decided for it.
    """
    report, matches = trial.report, trial.choice.matches
    profile = trial.choice.profile
    cited = [f"Follows {one.words()}." for one in getattr(profile, "cites", ())]
    told = [article.heading("Whose file it is", level=2), article.text(f"{report.label}. {visible(report.why, 400)}")]
    told += [article.text(words, tone="muted") for words in cited]
    article.show_article(told, key="import_whose")
    labels = {match.profile.name: match.profile.label for match in matches}
    if len(labels) > 1:
        st.session_state[_PROFILE] = report.profile if report.profile in labels else None
        st.selectbox(
            "Profile", list(labels), key=_PROFILE, format_func=labels.__getitem__, on_change=_choose_profile,
            help="Those that fit this file. The last one lets you say yourself what each column means.",
        )  # fmt: skip
    _show_answers(request)


def _choose_profile() -> None:
    desk = own_desk()
    request = desk.look().request
    desk.decide(replace(request, profile=st.session_state[_PROFILE], mapping=None, answers={}, fixes={}))


def _show_answers(request: Request) -> None:
    if not request.answers:
        return
    with st.container(key="import_answers", horizontal=True):
        st.text("You said: " + "; ".join(f"{visible(k, 60)} = {visible(v, 60)}" for k, v in request.answers.items()))
        st.button("Ask again", key="import_forget", on_click=_forget, type="tertiary")


def _forget() -> None:
    desk = own_desk()
    desk.decide(replace(desk.look().request, answers={}))


def show_licence(trial: Trial, request: Request) -> None:
    """Draw the licence that goes with the data, and what confirms it.

    Parameters
    ----------
    trial : Trial
        What was tried.
    request : Request
        What was decided for it.
    """
    report = trial.report
    if not report.licence_to_confirm and not request.licence:
        article.show_article(
            [article.facts([("Licence", report.licence), ("Attribution", report.attribution)])],
            key="import_licence_told",
        )
        return
    stated = trial.choice.profile.licence
    if _LICENCE not in st.session_state:
        st.session_state[_LICENCE] = request.licence or ("" if stated.startswith(_NOT_STATED) else stated)
    if _ATTRIBUTION not in st.session_state:
        st.session_state[_ATTRIBUTION] = request.attribution
    left, right = st.columns(2)
    left.text_input(
        "Licence or terms of use", key=_LICENCE, max_chars=_MOST_CHARS, on_change=_state,
        placeholder="as in CC BY 4.0, or: my own notes", help="Goes with the claims into every file that is saved.",
    )  # fmt: skip
    right.text_input(
        "Whom to name",
        key=_ATTRIBUTION,
        max_chars=_MOST_CHARS,
        on_change=_state,
        placeholder=visible(report.attribution),
    )
    st.session_state[_CONFIRMED] = bool(request.licence)
    st.checkbox(
        "I may use the file under these terms", key=_CONFIRMED, on_change=_state,
        disabled=not st.session_state[_LICENCE].strip(),
    )  # fmt: skip


def _state() -> None:
    state, desk = st.session_state, own_desk()
    request = desk.look().request
    licence = state[_LICENCE].strip() if state[_CONFIRMED] else ""
    desk.decide(replace(request, licence=licence, attribution=state[_ATTRIBUTION].strip() if licence else ""))
