"""The dialog that saves what the map shows: one format at a time, made in the background, and a line that cites it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import cache, partial

import streamlit as st

from geodata.errors import ClaimlineError
from geodata.model import Dataset
from geodata.store import BBox, ClaimQuery, Selection, select, sentence
from mapapp.export.citation import citation_of
from mapapp.export.formats import FORMATS
from mapapp.export.jobs import BusyError, Job, Jobs, State
from mapapp.export.kinds import Kind
from mapapp.export.look import Look
from mapapp.export.manifest import manifest_of
from mapapp.export.save import SIDECAR, Saved, save
from mapapp.ui.components.save_options import choose_format, choose_look, hold_choices
from mapapp.ui.components.saved_as import file_stem, size_words, view_look
from mapapp.view import ViewState

__all__ = ["open_dialog", "show_save_dialog"]

_OPEN_KEY, _TIMES_KEY = "save_open", "save_times"  # the number of the opening that stands, and of all openings
_OWNER_KEY, _WANTED_KEY, _SELECTED_KEY = "save_owner", "save_wanted", "save_selected"
_OPEN_STATES = (State.QUEUED, State.RUNNING)
# Each look costs the server a twentieth of a second and more, because Streamlit then collects its garbage
_LOOKS_EVERY_S = 1.0
_WIDTH_PX = 580
_PATIENCE_S = 0.5  # a file that is made within it needs no bar


@cache
def _jobs() -> Jobs:
    """The jobs of all readers of this process."""
    return Jobs()


def open_dialog() -> None:
    """Open the dialog in the run that follows; for ``on_click``."""
    st.session_state[_OPEN_KEY] = st.session_state[_TIMES_KEY] = st.session_state.get(_TIMES_KEY, 0) + 1
    hold_choices()


def _close(opened: int) -> None:
    """Leave the dialog closed, unless it was opened once more: of two presses the server may hear the first last."""
    if st.session_state.get(_OPEN_KEY) == opened:
        st.session_state[_OPEN_KEY] = None


def show_save_dialog(dataset: Dataset, view: ViewState, bounds: BBox | None) -> None:
    """Show the dialog where a reader has opened it; a rerun of the page leaves it open.

    Parameters
    ----------
    dataset : Dataset
        What is shown.
    view : ViewState
        Filters and window.
    bounds : BBox or None
        What the map shows, EPSG:4326 degrees.
    """
    opened: int | None = st.session_state.get(_OPEN_KEY)
    if opened is not None:
        # The browser fills a dialog of the same title and width with what the last one held until the new content is
        # there; a choice made in that remainder is overwritten. One pixel makes each opening a dialog of its own.
        width = _WIDTH_PX + opened % 2
        dialog = st.dialog("Save this view", width=width, on_dismiss=partial(_close, opened))
        dialog(_show_inside)(dataset, view, bounds)


def _show_inside(dataset: Dataset, view: ViewState, bounds: BBox | None) -> None:
    with st.container(key="save_dialog"):
        query = view.query(bounds)
        try:
            selection = _selected(dataset, query)
        except ClaimlineError as error:
            st.text(str(error))
            return
        said = st.container(key="save_said")
        suffix = choose_format()
        with said:
            st.text(f"{sentence(dataset, query)}.")
            st.caption(_count_words(selection, suffix))
        look = choose_look(suffix, view_look(view), dataset.info.title)
        with st.container(key="save_making"):
            _show_making(selection, suffix, look, file_stem(dataset, view, look) + suffix)
        _show_citation(selection, look)


def _selected(dataset: Dataset, query: ClaimQuery) -> Selection:
    """The selection, found once for each question: each choice in the dialog runs it anew."""
    kept: Selection | None = st.session_state.get(_SELECTED_KEY)
    if kept is None or kept.dataset is not dataset or kept.query != query:
        kept = select(dataset, query)
        st.session_state[_SELECTED_KEY] = kept
    return kept


def _count_words(selection: Selection, suffix: str) -> str:
    kind, count = FORMATS[suffix].kind, len(selection.in_view)
    in_view = f"{count} claim{'' if count == 1 else 's'} in view"
    if kind is Kind.PAGE:
        known = "" if selection.query.known_on is None else " that was known then"
        return f"It opens with the {in_view}, and holds every claim{known}, whatever is filtered now."
    if kind is Kind.FILM:
        return f"{in_view} in the whole window, through which it runs."
    if kind is Kind.PICTURE:
        return f"{in_view}."
    without = len(selection.unlocated) + len(selection.undated)
    also = f", {without} of them without a place or a date" if without else ""
    return f"All {len(selection.chosen)} selected claims{also}, with every report and assessment."


def _want() -> None:
    st.session_state[_WANTED_KEY] = True


def _show_making(selection: Selection, suffix: str, look: Look, name: str) -> None:
    """The button that makes the file, the bar while it is made, or the file."""
    owner = st.session_state.setdefault(_OWNER_KEY, secrets.token_hex(16))
    asked = (selection.dataset.digest, selection.query, suffix, look)
    refused = ""
    # The button is heard here and not in its callback, which would know only the choices of the run before
    if st.session_state.pop(_WANTED_KEY, False):
        try:
            _jobs().submit(owner, asked, lambda progress: save(selection, suffix, look, progress))
        except BusyError as error:
            refused = str(error)
    job = _jobs().look(owner, _PATIENCE_S)
    mine = job if job is not None and job.asked == asked else None
    if mine is not None and mine.saved is not None:
        with st.container(key="save_file"):
            _show_file(mine.saved, name, FORMATS[suffix].mime)
    elif mine is not None and mine.state in _OPEN_STATES:
        _show_progress(owner)
    else:
        st.button("Make file", key="save_make", type="primary", width="stretch", on_click=_want)
        if said := refused or (mine.sentence if mine is not None else ""):
            with st.container(key="save_refused"):
                st.text(said)


@st.fragment(run_every=_LOOKS_EVERY_S)
def _show_progress(owner: str) -> None:
    """The bar, which alone is drawn anew as it moves; at the end the dialog is drawn once."""
    job = _jobs().look(owner)
    if job is None or job.state not in _OPEN_STATES:
        st.rerun()
    with st.container(key="save_bar" if job.share > 0 else "save_bar_unknown"):
        st.progress(job.share, _progress_words(job))
    st.button("Cancel", key="save_cancel", width="stretch", on_click=_jobs().cancel, args=(owner,))


def _progress_words(job: Job) -> str:
    if job.state is State.QUEUED:
        return f"Waiting: place {job.place} in line."
    return f"Making the file: {job.share:.0%}" if job.share > 0 else "Making the file …"


def _show_file(saved: Saved, name: str, mime: str) -> None:
    st.download_button(
        f"Download {name} ({size_words(len(saved.content))})", saved.content, name, mime,
        key="save_download", on_click="ignore", type="primary", icon=":material/download:", width="stretch",
    )  # fmt: skip
    if saved.manifest is not None:
        st.download_button(
            "Download its manifest", saved.manifest, name + SIDECAR, "application/json",
            key="save_manifest", on_click="ignore", width="stretch",
            help="What this file was made from, to be kept beside it: the format has no room for it.",
        )  # fmt: skip
    st.caption(f"To check it later: `python -m mapapp verify {name}`")


def _show_citation(selection: Selection, look: Look) -> None:
    today = datetime.now(UTC).date()
    manifest = manifest_of(
        selection,
        rows=(),
        title=look.title,
        borders=look.borders,
        window_mode=look.window_mode,
        zones=look.zones,
        made_on=today,
        lang=look.lang,
        dataset_id=look.dataset_id,
    )
    with st.container(key="save_citation"):
        st.caption("To cite this view")
        st.code(citation_of(manifest, st.context.url or ""), language=None, wrap_lines=True)
