"""One table from errors to what a reader sees. No traceback reaches the page."""

from __future__ import annotations

import streamlit as st

from geodata.errors import ClaimlineError, DatasetError

__all__ = ["show_refusal"]

_MOST_SHOWN = 20  # sentences; the rest is counted, `python -m geodata check` lists them all


def show_refusal(error: ClaimlineError) -> None:
    """Say what was refused and how to mend it, as plain text."""
    if not isinstance(error, DatasetError):
        st.error("This cannot be shown.")
        st.text(str(error))
        return
    count = len(error.problems)
    st.title("The data set cannot be shown")
    st.error(f"{count} problem{'s' if count > 1 else ''} found. Nothing is shown until each is mended.")
    for problem in error.problems[:_MOST_SHOWN]:
        st.text(str(problem))
    if count > _MOST_SHOWN:
        st.text(f"… and {count - _MOST_SHOWN} more.")
    st.caption("Mend the file and reload this page. The same list comes from: python -m geodata check FOLDER")
