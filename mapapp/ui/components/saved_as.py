"""What a view decides of a saved file: its look and its name; and how large it is, in words."""

from __future__ import annotations

from geodata.model import Dataset
from mapapp.export.look import LOOK, Look
from mapapp.view import ViewState

__all__ = ["file_stem", "size_words", "view_look"]


def file_stem(dataset: Dataset, view: ViewState, look: Look = LOOK) -> str:
    """Name of a saved file without its suffix, in letters that every system takes.

    Data set, window, day of knowledge, and the layout where it is not the usual one.
    """
    days = [str(day) for day in (view.map.first_day, view.map.last_day) if day is not None]
    known = [] if view.map.known_on is None else [f"known-on-{view.map.known_on}"]
    layout = [] if look.layout == LOOK.layout else [look.layout]
    return "_".join([dataset.info.dataset_id, *days, *known, *layout])


def size_words(count: int) -> str:
    """A number of bytes in words: ``48 KB``, ``1.2 MB``; a kilobyte is 1000."""
    if count < 999_500:
        return f"{max(1, round(count / 1000))} KB"
    return f"{count / 1_000_000:.1f} MB"


def view_look(view: ViewState) -> Look:
    """How a view is to look in a file: its borders, its zones and what its window means; the rest is chosen."""
    return Look(
        borders=view.map.borders.value, window_mode=view.map.mode.value, zones=view.map.zones,
        dataset_id=view.dataset_id,
    )  # fmt: skip
