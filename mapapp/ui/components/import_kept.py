"""The imports of the data set that is shown, each with the way to take it back."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geodata.errors import ClaimlineError, visible
from geodata.ingest.importing.kept import Kept, list_imports, undo_import
from mapapp.api import dataset_folder
from mapapp.ui.chosen import dataset_id
from mapapp.ui.components import article
from mapapp.ui.components.import_file import TOLD_KEY, own_desk, own_folder
from mapapp.ui.importing.words import count_words

__all__ = ["show_kept"]

_ASKED, _SAID = "import_undo_asked", "import_undo_said"


def show_kept() -> None:
    """Draw the list; nothing where there is none."""
    said = st.session_state.pop(_SAID, "")
    try:
        kept = list_imports(dataset_folder(dataset_id()))
    except ClaimlineError as error:
        said, kept = str(error), ()
    if not kept and not said:
        return
    own = own_folder(dataset_id())
    lead = (
        "" if own is not None else "This data set is not one of your own: its imports can be seen here, not taken back."
    )
    blocks = [article.heading("Imports of this data set", level=2, anchor="kept")]
    article.show_article([*blocks, *([article.text(lead)] if lead and kept else [])], key="import_kept_head")
    with st.container(key="import_kept"):
        if said:
            st.text(said)
        for one in reversed(kept):
            _show_one(one, own)


def _show_one(one: Kept, own: Path | None) -> None:
    with st.container(key=f"import_kept_{one.import_id}"):
        st.text(visible(one.file, 120))
        waiting = one.counts.doubtful + one.counts.rejected
        aside = f", {count_words(waiting, 'row')} set aside" if waiting else ""
        terms = visible(one.licence, 120) or "no licence stated"
        st.text(
            f"{count_words(one.counts.accepted, 'claim')}{aside} · {visible(one.label)} · "
            f"{one.imported_at:%Y-%m-%d %H:%M} UTC · {terms}"
        )
        if own is None:
            return
        if st.session_state.get(_ASKED) != one.import_id:
            with st.container(horizontal=True, key=f"import_ways_{one.import_id}"):
                if waiting:
                    st.button(
                        "Mend the rows set aside", key=f"import_mend_{one.import_id}", on_click=_mend,
                        args=(own, one.import_id),
                    )  # fmt: skip
                st.button("Take back …", key=f"import_undo_{one.import_id}", on_click=_ask, args=(one.import_id,))
            return
        st.text(f"Take back {count_words(one.counts.accepted, 'claim')}? Their files are put aside, not deleted.")
        with st.container(horizontal=True, key="import_undo_sure"):
            st.button("Take back", key="import_undo_yes", on_click=_undo, args=(one.import_id,), type="primary")
            st.button("Keep", key="import_undo_no", on_click=_ask, args=(None,))


def _ask(import_id: str | None) -> None:
    st.session_state[_ASKED] = import_id


def _mend(own: Path, import_id: str) -> None:
    """Put the rows that wait on the desk."""
    st.session_state.pop(TOLD_KEY, None)
    try:
        own_desk().take_waiting(own, import_id)
    except ClaimlineError as error:
        st.session_state[_SAID] = str(error)


def _undo(import_id: str) -> None:
    """Take an import back, in this one call."""
    _ask(None)
    own = own_folder(dataset_id())
    if own is None:
        return
    try:
        undo_import(own, import_id)
    except ClaimlineError as error:
        st.session_state[_SAID] = str(error)
        return
    st.session_state[_SAID] = "Taken back. Its claims are no longer in this data set."
    st.session_state.pop(TOLD_KEY, None)
    desk = own_desk()
    if desk.look().into == own:  # what counted as being there already may not be there now
        desk.again()
