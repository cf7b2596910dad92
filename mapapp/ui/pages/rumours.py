"""Life of a rumour: what became of the claims of each source, as far as we assessed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median

import streamlit as st

from geodata.assess.lives import FEW_WORDS, LEFT_OUT_WORDS, Life, lives
from geodata.store import knowledge_days, window_words
from mapapp.ui.components import article
from mapapp.ui.components.frame import begin_page

__all__ = ["render"]

_KNOWN = "rumours_known"
_HEAD = (
    "Source", "Party", "Claims", "Later confirmed", "Later refuted", "Withdrawn or replaced", "Not settled",
    "Days it took", "Enough to compare?",
)  # fmt: skip
_NUMERIC = range(2, 8)


def render() -> None:
    """Draw the page."""
    dataset = begin_page("Life of a rumour")
    if dataset is None:
        return
    article.show_article(_introduction(), key="rumours_introduction")
    reach = knowledge_days(dataset)
    known = st.date_input(
        "As known on",
        value=None,
        min_value=date(1900, 1, 1),
        max_value=date(9999, 12, 30),
        key=_KNOWN,
        format="YYYY-MM-DD",
        width=260,
        help="Nothing that became public after this day (UTC) counts. Empty: everything recorded"
        + (f", up to {reach[1]}." if reach else "."),
    )
    article.show_article(_table(lives(dataset, known), known), key="rumours_table")


def _introduction() -> list[article.Block]:
    return [
        article.heading("Life of a rumour", level=1),
        article.text(
            "For each source that was the first to say something: how many claims, what became of them, and how many "
            "days that took.",
            tone="lead",
        ),
        article.text(
            "This is the record of our own assessments, not a mark for truthfulness. Who speaks of what can be checked "
            "is settled more often, a claim that nobody could settle is not false, and a source looks slow where we "
            "were slow to look."
        ),
        article.text(LEFT_OUT_WORDS),
    ]


def _table(found: Sequence[Life], known: date | None) -> list[article.Block]:
    when = "everything recorded" if known is None else f"as known on {window_words(known, known)}"
    if not found:
        return [article.text(f"No source had made a claim that counts here: {when}.")]
    blocks = [
        article.text(FEW_WORDS, tone="warning"),
        article.table(f"What became of each source's claims, {when}", _HEAD, map(_row, found), numeric=_NUMERIC),
        article.text(
            "Days run from the first report to the day since which the claim has had its status, for settled claims "
            "only: the middle value, then the smallest and the largest. A claim that several sources made on its first "
            "day counts for each of them.",
            tone="muted",
        ),
    ]
    return blocks if any(life.few for life in found) else blocks[1:]


def _row(life: Life) -> list[article.Cell]:
    counts = (life.claims, life.confirmed, life.refuted, life.withdrawn, life.unsettled)
    enough = "too few" if life.few else "yes"
    return [life.claimant, life.party, *map(str, counts), _days_words(life.days), enough]


def _days_words(days: Sequence[int]) -> str:
    if not days:
        return "–"
    middle = f"{median(days):g}"
    return middle if min(days) == max(days) else f"{middle} ({min(days)} to {max(days)})"
