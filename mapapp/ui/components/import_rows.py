"""Rows that were not accepted: why, mended in place and tried again, and all of them as a file."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import streamlit as st

from geodata.ingest.importing.reasons import Heap
from geodata.ingest.importing.report import Entry
from geodata.ingest.importing.request import Request
from geodata.ingest.importing.tables import REJECTED
from mapapp.ui.components import article
from mapapp.ui.components.import_file import own_desk
from mapapp.ui.importing.words import count_words, entry_words, near_words, reason_row

if TYPE_CHECKING:
    from geodata.ingest.importing.trial import Trial

__all__ = ["MOST_ROWS", "changes_of", "mendable", "show_rows"]

MOST_ROWS = 200
"""Rows that can be mended at a time; those behind them follow when these are accepted."""

_EDITOR, _SHOWN = "import_editor", "import_editor_rows"
_PRESSED = "import_again_pressed"  # when the button was pressed and no cell had been written
_TOLD_LATE_S = 3.0  # a browser tells of a cell a moment after it was left
_MOST_NEAR, _MOST_REASONS = 20, 40
_ROW, _WHY, _OF_THE_FILE = "Row", "Why it waits", " (of the file)"


def show_rows(trial: Trial, request: Request) -> None:
    """Draw the reasons, the rows that can be mended, near duplicates, and the files that hold all of it.

    Parameters
    ----------
    trial : Trial
        What was tried.
    request : Request
        What was decided for it, corrections among them.
    """
    report = trial.report
    left = report.counts.read - report.counts.accepted
    blocks = [article.heading("Rows that were not accepted", level=2, anchor="rows")]
    if left:
        rows = [reason_row(one) for one in report.reasons[:_MOST_REASONS]]
        head = ("What is the matter", "Rows", "For example", "What helps")
        blocks.append(article.table("Why rows were not accepted", head, rows, numeric=[1]))
    else:
        blocks.append(article.text("Every row was accepted."))
    article.show_article(blocks, key="import_reasons")
    _show_editor(trial, request)
    _show_near(trial)
    _show_files(trial)


def mendable(trial: Trial, limit: int) -> list[Entry]:
    """The first rows that can be mended: doubtful ones, and rejected ones that could be read as rows."""
    found = (one for one in trial.entries() if one.heap is not Heap.DUPLICATE and not _is_torn(one))
    return list(islice(found, limit))


def _is_torn(entry: Entry) -> bool:
    return any(fault.code in ("torn", "empty") for fault in entry.faults)


def _show_editor(trial: Trial, request: Request) -> None:
    counts = trial.report.counts
    entries = mendable(trial, MOST_ROWS) if counts.doubtful + counts.rejected else []
    if request.fixes:
        with st.container(key="import_fixes", horizontal=True):
            st.text(f"{count_words(len(request.fixes), 'row')} corrected by you.")
            st.button("Undo the corrections", key="import_unfix", on_click=_forget, type="tertiary")
    if not entries:
        return
    header = list(trial.report.facts["header"])
    shown = _table(entries, header, request.fixes)
    st.session_state[_SHOWN] = ([entry.row for entry in entries], trial.report.import_id)
    more = counts.doubtful + counts.rejected - len(entries)
    behind = f" The first {MOST_ROWS} are shown; the others follow as these are accepted." if more > 0 else ""
    words = "Write into the cells what is right; the file itself stays as it is."
    article.show_article([article.text(words + behind)], key="import_mend")
    st.data_editor(
        shown, key=f"{_EDITOR}_{trial.report.import_id}", hide_index=True, num_rows="fixed", disabled=[_ROW, _WHY],
        width="stretch", height=min(420, 40 + 35 * len(entries)), on_change=_edited,
        column_config={_ROW: st.column_config.NumberColumn(width=60), _WHY: st.column_config.TextColumn(width=360)},
    )  # fmt: skip
    st.button("Try these rows again", key="import_again", on_click=_try_again, type="primary")


def _table(entries: list[Entry], header: list[str], fixes: Mapping[int, Mapping[str, str]]) -> dict[str, list[Any]]:
    """Rows as columns: number and reason, the columns at fault, then all others; corrected cells as corrected."""
    faulty = {name for entry in entries for fault in entry.faults for name in fault.field.split(", ")}
    ordered = [name for name in header if name in faulty] + [name for name in header if name not in faulty]
    cells = [{**entry.values, **fixes.get(entry.row, {})} for entry in entries]
    return {
        _ROW: [entry.row for entry in entries],
        _WHY: [entry_words(entry) for entry in entries],
        **{_shown(name): [row.get(name, "") for row in cells] for name in ordered},
    }


def _shown(name: str) -> str:
    """A column's name beside our own two."""
    return name + _OF_THE_FILE if name in (_ROW, _WHY) else name


def changes_of(edited: Mapping[int, Mapping[str, Any]], rows: list[int]) -> dict[int, dict[str, str]]:
    """What an editor was told, as corrections: by row of the file and column; a cell that was emptied is blank."""
    return {
        rows[int(at)]: {
            _column(name): "" if value is None else str(value)
            for name, value in cells.items()
            if name not in (_ROW, _WHY)
        }
        for at, cells in edited.items()
    }


def _column(shown: str) -> str:
    """The column of the file that stands under a name."""
    name = shown.removesuffix(_OF_THE_FILE)
    return name if name in (_ROW, _WHY) else shown


def _edited() -> None:
    """Hear of a cell that was written; where the button was pressed a moment ago, the browser told that first."""
    if time.monotonic() - st.session_state.pop(_PRESSED, -math.inf) < _TOLD_LATE_S:
        _try_again()


def _try_again() -> None:
    desk = own_desk()
    rows, import_id = st.session_state[_SHOWN]
    told = st.session_state.get(f"{_EDITOR}_{import_id}") or {}
    changed = changes_of(told.get("edited_rows", {}), rows)
    request = desk.look().request
    fixes = {row: dict(cells) for row, cells in request.fixes.items()}
    for row, cells in changed.items():
        fixes[row] = fixes.get(row, {}) | cells
    if fixes == request.fixes:
        st.session_state[_PRESSED] = time.monotonic()
    desk.decide(replace(request, fixes=fixes))


def _forget() -> None:
    desk = own_desk()
    desk.decide(replace(desk.look().request, fixes={}))


def _show_near(trial: Trial) -> None:
    count = trial.report.near_count
    if not count:
        return
    told = [near_words(one) for one in trial.near(_MOST_NEAR)]
    blocks = [article.text(words) for words in told]
    if count > len(told):
        blocks.append(article.text(f"And {count - len(told):,} more; they stand in the report.", tone="muted"))
    with st.expander(f"{count_words(count, 'accepted row')} may tell the same as another"):
        article.show_article(blocks, key="import_near")


def _show_files(trial: Trial) -> None:
    report = trial.report
    with st.container(key="import_files", horizontal=True):
        if report.counts.read > report.counts.accepted:
            st.download_button(
                "Download these rows", (trial.folder / REJECTED).read_bytes, REJECTED, "text/csv",
                key="import_rejected", on_click="ignore", icon=":material/download:",
                help="A table of every row that was not accepted, as it stands in the file, with its reasons.",
            )  # fmt: skip
        st.download_button(
            "Download the report", lambda: _report_text(trial), "import-report.json", "application/json",
            key="import_report", on_click="ignore", icon=":material/download:",
            help="Figures, reasons, questions, and one entry for each row that was not accepted.",
        )  # fmt: skip


def _report_text(trial: Trial) -> str:
    told = trial.report.to_json() | {
        "entries": [entry.to_json() for entry in trial.entries()],
        "near": [one.to_json() for one in trial.near()],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
