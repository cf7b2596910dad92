"""What changed: everything that became public between two days, by day, each with a link to its card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from geodata.assess.changes import Change, ChangeKind, changes_between
from geodata.errors import QueryError
from geodata.model import Dataset
from geodata.store import knowledge_days, window_words
from mapapp.api import card_address, days_asked, feed_address
from mapapp.ui.chosen import DATASET_KEY, dataset_id, with_dataset
from mapapp.ui.components import article
from mapapp.ui.components.frame import begin_page

__all__ = ["render"]

_USUAL_DAYS = 90
_EARLIEST, _LATEST = date(1900, 1, 1), date(9999, 12, 30)  # that can be chosen
_FROM, _TO, _KINDS = "changes_from", "changes_to", "changes_kinds"


def render() -> None:
    """Draw the page."""
    dataset = begin_page("What changed")
    if dataset is None:
        return
    article.show_article(_introduction(), key="changes_introduction")
    reach = knowledge_days(dataset)
    if reach is None:
        st.info("Nothing in this data set has a day on which it became public.")
        return
    _read_link(dataset, reach)
    since, until, kinds = _show_choices(reach)
    if since is None or until is None:
        st.warning("Choose both days.")
        return
    try:
        changes = changes_between(dataset, since, until)
    except QueryError as error:
        st.warning(str(error))
        return
    st.query_params.from_dict(with_dataset({"from": str(since), "to": str(until), "kind": kinds}))
    shown = [change for change in changes if not kinds or change.kind.value in kinds]
    article.show_article(_news(since, until, changes, shown), key="changes_news")


def _introduction() -> list[article.Block]:
    return [
        article.heading("What changed", level=1),
        article.text(
            "What became public about the claims between two days: new claims, statuses that rose or fell, and what "
            "parties denied or admitted. The days are days of knowledge, not of the events.",
            tone="lead",
        ),
    ]


def _read_link(dataset: Dataset, reach: tuple[date, date]) -> None:
    """Take days and kinds from the address, once for each visit of the page."""
    if _FROM in st.session_state:
        return
    first, last = reach
    usual = max(first - timedelta(days=1), last - timedelta(days=_USUAL_DAYS))
    asked = {key: st.query_params.get_all(key) for key in st.query_params if key not in ("kind", DATASET_KEY)}
    since, until = usual, last
    try:
        if asked:
            since, until = days_asked(dataset, asked)
    except QueryError as error:
        st.warning(f"{error} The last {_USUAL_DAYS} days are shown instead.")
    kinds = [kind.value for kind in ChangeKind if kind.value in st.query_params.get_all("kind")]
    days = {_FROM: since, _TO: until}
    st.session_state.update({key: min(max(day, _EARLIEST), _LATEST) for key, day in days.items()})
    st.session_state[_KINDS] = kinds


def _show_choices(reach: tuple[date, date]) -> tuple[date | None, date | None, list[str]]:
    labels = {kind.value: kind.label for kind in ChangeKind}
    left, middle, right = st.columns([1, 1, 2])
    with left:
        since = _day_input("After the end of", _FROM, "This day itself is left out. UTC.")
    with middle:
        until = _day_input("Up to the end of", _TO, f"Something is known up to {reach[1]}. UTC.")
    kinds = right.multiselect(
        "Kinds", list(labels), key=_KINDS, format_func=labels.__getitem__, placeholder="All", select_all=False
    )
    return since, until, kinds


def _day_input(label: str, key: str, words: str) -> date | None:
    return st.date_input(
        label, value=None, min_value=_EARLIEST, max_value=_LATEST, key=key, format="YYYY-MM-DD", help=words
    )


def _news(since: date, until: date, changes: Sequence[Change], shown: Sequence[Change]) -> list[article.Block]:
    blocks = [article.text(_count_words(since, until, changes, shown), tone="muted")]
    if not shown:
        blocks.append(article.text(_empty_words(changes)))
    for day, news in groupby(shown, key=lambda change: change.day):
        blocks.append(article.heading(window_words(day, day), level=3))
        blocks.append(article.entries(_entry(change) for change in news))
    blocks += [
        article.heading("Take it with you", level=2),
        article.text("The same days as a feed for a news reader, and from the shell:"),
        article.links(
            [
                article.link("Atom feed of these days", feed_address(since, until, dataset_id())),
                article.link("Atom feed of the latest changes", feed_address(dataset_id=dataset_id())),
            ]
        ),
        article.code(f"python -m geodata changes --from {since} --to {until}"),
    ]
    return blocks


def _entry(change: Change) -> dict[str, str]:
    words = f"{change.words} {change.reason}".strip()
    seen = f"Open its card as known on {window_words(change.day, change.day)}"
    return article.entry(
        change.kind.value,
        change.kind.label,
        words,
        href=card_address(change.claim_id, change.day, dataset_id()),
        link_words=seen,
    )


def _count_words(since: date, until: date, changes: Sequence[Change], shown: Sequence[Change]) -> str:
    first = min(since + timedelta(days=1), until) if since < date.max else until
    hidden = len(changes) - len(shown)
    words = f"{window_words(first, until)}: {_counted(changes)}."
    return words + (f" {hidden} of them hidden by the choice of kinds." if hidden else "")


def _counted(changes: Iterable[Change]) -> str:
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {kind.label.lower()}" for kind in ChangeKind if counts[kind]) or "nothing"


def _empty_words(changes: Sequence[Change]) -> str:
    if changes:
        return "Nothing of the chosen kinds changed between these days."
    return "Nothing became public between these days. That does not mean that nothing happened."
