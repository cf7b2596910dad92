"""Claims in, honest tables out. A library that has never heard of maps, HTML or Streamlit.

``geodata.open()`` opens a data set for a notebook; see ``docs/notebook.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.notebook import Opened

__all__ = ["open"]


def open(path: Path | str | None = None) -> Opened:  # noqa: A001 - read as geodata.open
    """Open a data set, to ask it from a notebook or a script.

    Parameters
    ----------
    path : Path, str or None
        A folder as ``docs/data-format.md`` describes it, or a GeoJSON, GeoPackage, GeoParquet or ZIP that Claimline
        saved; None: the bundled data set.

    Returns
    -------
    geodata.notebook.Opened
        Its ``query`` answers questions.

    Raises
    ------
    geodata.errors.DatasetError
        If it cannot be used; it names every problem.
    """
    from geodata.notebook import open_path

    return open_path(path)
