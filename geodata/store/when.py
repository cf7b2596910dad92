"""The time of a claim as far as it could be told on a day."""

from __future__ import annotations

from datetime import date

from geodata.model import Claim, TimeSpan, parse_edtf

__all__ = ["time_known"]


def time_known(claim: Claim, known_on: date | None = None) -> TimeSpan:
    """Leave out an end that had not come yet.

    Parameters
    ----------
    claim : Claim
        Whose time is meant.
    known_on : date or None
        At the end of which UTC day; None for all that is recorded.

    Returns
    -------
    TimeSpan
        That of the claim. Of an interval whose last day, month or year begins only after ``known_on``: the same with an
        open end, for nobody could say then when it ended. Plans and inferences speak of the future and keep it.
    """
    start, interval, end = claim.time.edtf.partition("/")
    if known_on is None or not interval or end == ".." or claim.modality.is_hollow:
        return claim.time
    begins = parse_edtf(end).start_utc
    return parse_edtf(f"{start}/..") if begins is not None and begins.date() > known_on else claim.time
