"""What a file leaves open: each question with its evidence and its answers; an answer tries the file again.

The words come out of the file: they stand as plain text, and in boxes that show plain text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from geodata.ingest.questions import Question
from mapapp.ui.components import article
from mapapp.ui.components.import_file import own_desk

__all__ = ["show_questions"]

_MOST = 12  # questions at a time: names of places alone may be fifty


def show_questions(questions: Sequence[Question]) -> None:
    """Draw the questions that are open.

    Parameters
    ----------
    questions : sequence of Question
        The first dozen is shown; the others follow as these are answered.
    """
    if not questions:
        return
    more = f" {len(questions) - _MOST} more follow." if len(questions) > _MOST else ""
    lead = f"Nothing in the file says it, and nothing is guessed: the rows that need an answer wait for it.{more}"
    heading = article.heading("What only you can say", level=2, anchor="questions")
    article.show_article([heading, article.text(lead)], key="import_questions")
    with st.container(key="import_asked"):
        for number, question in enumerate(questions[:_MOST], 1):
            _show_question(number, question)


def _show_question(number: int, question: Question) -> None:
    name = hashlib.sha256(question.key.encode()).hexdigest()[:12]
    key = f"import_answer_{name}"
    labels = dict(question.options)
    st.session_state[key] = None
    with st.container(key=f"import_question_{name}"):
        st.text(question.words)
        st.selectbox(
            f"Answer to question {number}", list(labels), key=key, index=None, label_visibility="collapsed",
            format_func=lambda value: labels.get(value, value), on_change=_answer, args=(question.key, key),
            placeholder=f"Choose, or write {question.free}" if question.free else "Choose an answer",
            accept_new_options=bool(question.free),
        )  # fmt: skip
        if question.evidence:
            st.text(question.evidence)


def _answer(question: str, key: str) -> None:
    answer = st.session_state[key]
    if answer is None:
        return
    desk = own_desk()
    request = desk.look().request
    desk.decide(replace(request, answers={**request.answers, question: str(answer).strip()}))
