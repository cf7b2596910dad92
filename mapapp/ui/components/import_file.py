"""The desk of a session in the page: choosing a file, the bar while it is worked on, and putting it away."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geodata.ingest.reading.limits import LIMITS
from mapapp.api import dataset_folder, list_datasets
from mapapp.ui.chosen import dataset_id
from mapapp.ui.importing.desk import Desk, Stage

__all__ = [
    "PATIENCE_S",
    "TOLD_KEY",
    "UPLOAD_MB",
    "own_desk",
    "own_folder",
    "put_away",
    "show_progress",
    "show_uploader",
]

UPLOAD_MB = -(-LIMITS.file_bytes // 2**20)
"""What the browser may send, in the megabytes of Streamlit (2**20); the reader refuses the rest with a sentence."""

PATIENCE_S = 2.5
"""A file that is tried within so many seconds needs no bar."""

_DESK_KEY, _TIMES_KEY = "import_desk", "import_times"
TOLD_KEY = "import_told"
"""Where Session State keeps what the last import came to: id of the data set, claims, file."""
_LOOKS_EVERY_S = 0.5


def own_desk() -> Desk:
    """The desk of this session; made where there is none. Its files go with the session."""
    if _DESK_KEY not in st.session_state:
        st.session_state[_DESK_KEY] = Desk()
    desk: Desk = st.session_state[_DESK_KEY]
    return desk


def show_uploader() -> None:
    """Draw the field that takes a file; the file lies on the desk in the run that follows."""
    key = f"import_file_{st.session_state.get(_TIMES_KEY, 0)}"
    most = LIMITS.file_bytes // 1_000_000
    with st.container(key="import_drop"):
        st.file_uploader(
            "A file of claims or events", key=key, on_change=_take, args=(key,), max_upload_size=UPLOAD_MB,
            label_visibility="collapsed",
        )  # fmt: skip
        st.caption(
            f"CSV and other text tables, Excel, OpenDocument, GeoJSON, KML and KMZ, GeoPackage, Shapefile (ZIP), "
            f"FlatGeobuf, Parquet; up to {most} MB. Nothing is kept before you accept it."
        )


def _take(key: str) -> None:
    given = st.session_state.get(key)
    if given is None:
        return
    st.session_state.pop(TOLD_KEY, None)
    own_desk().take(given.name, given.getvalue(), own_folder(dataset_id()))
    _let_go(given)
    st.session_state[_TIMES_KEY] = st.session_state.get(_TIMES_KEY, 0) + 1  # an empty field when it is shown again


def _let_go(given: UploadedFile) -> None:
    """Drop Streamlit's own copy of a file, which it would keep in memory for as long as the session lasts."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, given.file_id)


def own_folder(named: str | None) -> Path | None:
    """Folder of a data set of one's own; None where it is none, or gone: an import never changes another one."""
    own = {one.id for one in list_datasets() if one.is_own}
    return dataset_folder(named) if named is not None and named in own else None


def put_away() -> None:
    """Put the file away; for a callback."""
    own_desk().clear()


@st.fragment(run_every=_LOOKS_EVERY_S)
def show_progress() -> None:
    """The bar, which alone is drawn anew as it moves; at the end the page is drawn once."""
    seen = own_desk().look()
    if seen.stage is not Stage.WORKING:
        st.rerun()
    with st.container(key="import_working"):
        st.progress(seen.share, f"{seen.words} …")
        st.button("Cancel", key="import_cancel", on_click=own_desk().cancel)
