"""Pictures and files of the data API: made at once, a few at a time, and refused where too many wait."""

from __future__ import annotations

import secrets
from dataclasses import replace

from geodata.store import Selection
from mapapp.api.v1.asked import Asked
from mapapp.api.v1.parameters import MOST_LIMIT
from mapapp.api.v1.problems import RefusedError
from mapapp.export.jobs import BUSY, BusyError, Jobs, Limits, State
from mapapp.export.look import LOOK, Look
from mapapp.export.progress import Progress
from mapapp.export.save import Saved, save

__all__ = ["file_name", "look_of", "make_snapshot"]

_JOBS = Jobs(Limits(at_once=1, waiting=3, kept=4, lease_s=60.0, keep_s=60.0))
_PATIENCE_S = 30.0  # that an asker waits: readers of the app have a dialog with a bar for what takes longer
_RETRY_S = 5
_SLOW = "The file was not made within {:.0f} seconds: narrow the question, or ask again later."


def look_of(asked: Asked) -> Look:
    """How a snapshot looks: as the command line makes it, with the words of the link."""
    return replace(LOOK, window_mode=asked.view.map.mode.value, dataset_id=asked.dataset_id)


def file_name(asked: Asked) -> str:
    """Name of the file: data set, days, format; letters a to z, digits, hyphens, underscores and a dot."""
    days = [str(asked.one(key)) for key in ("from", "to") if key in asked.values]
    known = [f"known-on-{asked.one('known')}"] if "known" in asked.values else []
    return "_".join([asked.dataset.info.dataset_id, *days, *known]) + f".{asked.one('format')}"


def make_snapshot(
    selection: Selection, suffix: str, look: Look, *, jobs: Jobs = _JOBS, patience_s: float = _PATIENCE_S
) -> bytes:
    """Make a picture or a file, in a thread of its own.

    Parameters
    ----------
    selection : Selection
        What to save; not more than ``MOST_LIMIT`` claims.
    suffix : str
        The format, as in ``.png``.
    look : Look
        How it is to look.
    jobs : Jobs
        Where it is made.
    patience_s : float
        Seconds to wait for it.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    RefusedError
        400 if it holds too many claims, or the format cannot hold what is asked; 503 if others wait, or it takes
        longer.
    """
    count = len(selection.chosen)
    if count > MOST_LIMIT:
        detail = f"{count} claims are asked for, and a snapshot holds at most {MOST_LIMIT}: narrow the question."
        raise RefusedError(400, detail)

    def work(progress: Progress) -> Saved:
        return save(selection, suffix, look, progress)

    owner = secrets.token_hex(8)  # each request is an owner of its own: none replaces another's file
    try:
        jobs.submit(owner, suffix, work)
    except BusyError as error:
        raise RefusedError(503, BUSY, retry_after_s=_RETRY_S) from error
    try:
        job = jobs.look(owner, patience_s)
    finally:
        jobs.forget(owner)
    if job is None or job.state in (State.QUEUED, State.RUNNING):
        raise RefusedError(503, _SLOW.format(patience_s), retry_after_s=_RETRY_S)
    if job.saved is None:
        raise RefusedError(400, job.sentence, parameter="format")
    return job.saved.content
