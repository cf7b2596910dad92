"""What a format is: what it holds, what it is called, and what writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from geodata.store import Selection
from mapapp.export.look import Look
from mapapp.export.progress import Progress

__all__ = ["Format", "Kind"]


class Kind(Enum):
    """What a format holds: the value is a reader's word for it."""

    PICTURE = "Picture"
    FILM = "Animation"
    PAGE = "Live map"
    DATA = "Data"


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Parameters
    ----------
    kind : Kind
        What it holds: a picture of what is in view, a film of the timeline, the live map, or the records of the claims
        that were chosen.
    label : str
        Its name for a reader.
    mime : str
        Its media type.
    note : str
        What it is good for, as a sentence.
    write : callable
        Makes the file from a selection and how it is to look; tells its progress.
    """

    kind: Kind
    label: str
    mime: str
    note: str
    write: Callable[[Selection, Look, Progress], bytes]
