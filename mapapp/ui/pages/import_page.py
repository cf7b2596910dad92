"""Import: a file of others, tried before anything is kept: what it is, what is open, what would be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geodata.errors import visible
from geodata.ingest.importing.report import Report
from geodata.ingest.profiles import GENERIC
from mapapp.ui.components import article
from mapapp.ui.components.frame import begin_page
from mapapp.ui.components.import_accept import show_accept, show_told
from mapapp.ui.components.import_file import PATIENCE_S, own_desk, put_away, show_progress, show_uploader
from mapapp.ui.components.import_kept import show_kept
from mapapp.ui.components.import_mapping import show_mapping
from mapapp.ui.components.import_profile import show_licence, show_profile
from mapapp.ui.components.import_questions import show_questions
from mapapp.ui.components.import_rows import show_rows
from mapapp.ui.components.preview import fetch_early, show_preview
from mapapp.ui.importing.desk import Seen, Stage
from mapapp.ui.importing.preview import HEAD, first_rows, places_drawn
from mapapp.ui.importing.words import file_facts, tiles_of
from mapapp.ui.importing.work import make_ready

if TYPE_CHECKING:
    from geodata.ingest.importing.again import Waiting
    from geodata.ingest.importing.trial import Trial
    from geodata.ingest.reading import Reading

__all__ = ["render"]

_FIRST_ROWS = 8
_MOST_NOTES = 40


def render() -> None:
    """Draw the page."""
    is_usable = begin_page("Import") is not None
    if is_usable:
        make_ready()
        article.show_article(_introduction(), key="import_introduction")
        _show_desk()
    show_kept()


def _introduction() -> list[article.Block]:
    return [
        article.heading("Import", level=1),
        article.text(
            "Bring a file of your own: it is tried first, and nothing is kept before you accept it. What cannot be "
            "read, or can be read in two ways, is set aside with its reason; nothing is guessed.",
            tone="lead",
        ),
    ]


def _show_desk() -> None:
    seen = own_desk().look(PATIENCE_S)
    if seen.sentence:
        with st.container(key="import_sentence"):
            st.text(seen.sentence)
    if seen.stage is Stage.EMPTY:
        show_told()
        show_uploader()
        fetch_early()
    elif seen.stage is Stage.WORKING:
        _show_name(seen)
        show_progress()
    elif seen.stage is Stage.ASKED:
        _show_name(seen)
        show_questions(seen.questions)
    elif seen.trial is not None and seen.reading is not None:
        _show_trial(seen, seen.trial, seen.reading)


def _show_name(seen: Seen) -> None:
    with st.container(key="import_name", horizontal=True):
        article.show_article([article.heading(visible(seen.name, 120), level=2)], key="import_file_name")
        if seen.stage is not Stage.WORKING:
            st.button("Put away", key="import_put_away", on_click=put_away, type="tertiary", icon=":material/close:")


def _show_trial(seen: Seen, trial: Trial, reading: Reading | Waiting) -> None:
    report = trial.report
    _show_name(seen)
    said = article.text(f"{report.label}, {report.counts.read:,} rows read. Of these:")
    article.show_article([said, article.tiles(tiles_of(report.counts))], key="import_tiles")
    show_questions(report.questions)
    if report.counts.accepted:
        _show_preview(trial)
    show_profile(trial, seen.request)
    show_licence(trial, seen.request)
    if report.profile == GENERIC:
        show_mapping(trial, reading)
    _show_reading(report)
    show_rows(trial, seen.request)
    show_accept(seen, trial)


def _show_preview(trial: Trial) -> None:
    article.show_article([article.heading("What would be shown", level=2)], key="import_preview_head")
    show_preview(places_drawn(trial), key="import_preview")
    rows = first_rows(trial, _FIRST_ROWS)
    count = trial.report.counts.accepted
    caption = f"The first {len(rows)} of {count:,} claims" if count > len(rows) else "All claims"
    article.show_article([article.table(caption, HEAD, rows)], key="import_first")


def _show_reading(report: Report) -> None:
    with st.expander("How the file was read"):
        said = {str(report.facts["encoding_evidence"])}  # stands among the facts
        notes = [article.text(visible(note, 400)) for note in report.notes[:_MOST_NOTES] if note not in said]
        found = [(column, word, count) for column, words in report.unmapped.items() for word, count in words.items()]
        rows = [[visible(column), visible(word), f"{count:,}"] for column, word, count in found[:_MOST_NOTES]]
        blocks = [article.facts(file_facts(report)), *notes]
        if rows:
            caption = "Words of the file that have no meaning here; their rows say “not stated” instead"
            blocks.append(article.table(caption, ("Column", "Word", "Rows"), rows, numeric=[2]))
        article.show_article(blocks, key="import_reading")
