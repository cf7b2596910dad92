"""The last step of an import: into which data set, under which name, and what came of it."""

from __future__ import annotations

import re
import threading
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geodata.errors import ClaimlineError, ImportRefusedError, QueryError, visible
from mapapp.api import dataset_folder, labels_of, list_datasets, map_address, new_folder, warm
from mapapp.ui.components import article
from mapapp.ui.components.import_file import TOLD_KEY, own_desk
from mapapp.ui.importing.words import count_words

if TYPE_CHECKING:
    from geodata.ingest.importing.trial import Trial
    from mapapp.ui.importing.desk import Seen

__all__ = ["name_for", "show_accept", "show_told"]

_TARGET, _ID, _TITLE, _REFUSED = "import_target", "import_new_id", "import_new_title", "import_refused"
_FOR = "import_new_for"  # the file that the names were made for
_NEW = ""  # a data set that is to be made
_MOST_TITLE = 200


def name_for(file: str, taken: set[str]) -> str:
    """An id for a new data set out of the name of a file, as links can hold it, and none of those that are taken."""
    plain = unicodedata.normalize("NFKD", Path(file).stem).encode("ascii", "ignore").decode().lower()
    base = "-".join(re.findall(r"[a-z0-9]+", plain))[:48].strip("-") or "imported"
    names = [base, *(f"{base}-{number}" for number in range(2, 1000))]
    return next(name for name in names if name not in taken)


def show_accept(seen: Seen, trial: Trial) -> None:
    """Draw the choice of a data set and the button that imports.

    Parameters
    ----------
    seen : Seen
        The desk.
    trial : Trial
        What lies on it.
    """
    listed = labels_of(one for one in list_datasets() if one.is_own)
    own = {one: label for one, label in listed.items() if one is not None}
    article.show_article([article.heading("Import", level=2, anchor="accept")], key="import_accept_head")
    with st.container(key="import_accept"):
        if seen.into is None or not getattr(seen.reading, "again_of", ""):  # rows that wait stay where they are
            _show_target(seen, own)
        _show_button(trial)
        if refused := st.session_state.pop(_REFUSED, ""):
            st.text(refused)


def _show_target(seen: Seen, own: dict[str, str]) -> None:
    if own:
        _choose_target(own, seen.into)
    if not own or st.session_state[_TARGET] == _NEW:
        _name_new(seen.name, set(own))


def _choose_target(own: dict[str, str], into: Path | None) -> None:
    st.session_state[_TARGET] = next((one for one in own if dataset_folder(one) == into), _NEW)
    labels = {_NEW: "A new data set", **own}
    st.selectbox(
        "Into", list(labels), key=_TARGET, format_func=labels.__getitem__, on_change=_aim,
        help="Only data sets of your own take imports; the bundled one is never changed.",
    )  # fmt: skip


def _aim() -> None:
    chosen = st.session_state[_TARGET]
    own_desk().aim(dataset_folder(chosen) if chosen else None)


def _name_new(file: str, taken: set[str]) -> None:
    if st.session_state.get(_FOR) != file or _ID not in st.session_state:
        st.session_state[_FOR] = file
        st.session_state[_ID] = name_for(file, taken)
        st.session_state[_TITLE] = f"Claims from {visible(Path(file).stem)}"
    left, right = st.columns(2)
    left.text_input("Title of the new data set", key=_TITLE, max_chars=_MOST_TITLE)
    right.text_input("Its name in links", key=_ID, max_chars=64, help="The letters a to z, digits and hyphens.")


def _show_button(trial: Trial) -> None:
    report = trial.report
    count = report.counts.accepted
    left = report.counts.doubtful + report.counts.rejected
    words = "".join(
        [
            f" {count_words(left, 'row')} stay aside and are kept with the import." if left else "",
            " First say above under which terms you may use the file." if report.licence_to_confirm else "",
            " This very import is there already." if report.is_there else "",
        ]
    )
    is_closed = report.is_there or report.licence_to_confirm or not count
    st.button(
        f"Import {count_words(count, 'claim')}", key="import_accept_button", type="primary", on_click=_accept,
        disabled=is_closed,
    )  # fmt: skip
    if words:
        st.text(words.strip())


def _accept() -> None:
    """Put the import in its place: whole or not at all, in this one call."""
    desk, state = own_desk(), st.session_state
    seen = desk.look()
    if seen.trial is None:
        return
    try:
        chosen, folder = _target(seen.into)
        report = seen.trial.accept(folder, title=state.get(_TITLE, ""))
    except ClaimlineError as error:
        state[_REFUSED] = str(error)
        return
    state[TOLD_KEY] = (chosen, report.counts.accepted, report.file)
    # its map is made while its reader goes there
    threading.Thread(target=warm, args=(chosen,), name="claimline-warm", daemon=True).start()
    desk.clear()


def _target(into: Path | None) -> tuple[str, Path]:
    """Id and folder of the data set that takes the import."""
    if into is not None:
        return into.name, into
    chosen = st.session_state[_ID].strip()
    folder = new_folder(chosen)
    if folder.exists():
        raise QueryError(f"There is a data set “{chosen}” already; write another name, or choose it above.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = f"The folder for data sets of your own cannot be made ({error.strerror})"
        raise ImportRefusedError(f"{told}; name another one in CLAIMLINE_HOME.") from error
    return chosen, folder


def show_told() -> None:
    """Say what the last import of this session came to, with the way to the map."""
    told = st.session_state.get(TOLD_KEY)
    if told is None:
        return
    chosen, count, file = told
    titles = {one.id: one.title for one in list_datasets()}
    if chosen not in titles:
        return
    words = f"“{titles[chosen]}” holds {count_words(count, 'claim')} from {visible(file, 80)} now."
    blocks = [
        article.heading("Imported", level=2),
        article.text(words),
        article.links([article.link("Show on the map", map_address(chosen))]),
    ]
    with st.container(key="import_told"):
        article.show_article(blocks, key="import_told_words")
