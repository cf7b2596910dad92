"""How many claims in view fall on each day, by type and status."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from geodata.model import ClaimType, Status, TimeSpan
from geodata.store import Selection

__all__ = ["days_touched", "histogram_of"]

_INSTANT = timedelta(microseconds=1)
_NO_END = date.max  # sorts after every other day, and is the last day of no span that can be written


def days_touched(time: TimeSpan) -> tuple[date, date | None] | None:
    """First and last UTC day that a span touches, both inclusive.

    The last is None where no end was stated; the whole is None where no date was stated.
    """
    if time.start_utc is None:
        return None
    return time.start_utc.date(), None if time.end_utc is None else (time.end_utc - _INSTANT).date()


def histogram_of(selection: Selection) -> dict[str, list[dict[str, Any]]]:
    """Count the claims in view by day, type and status.

    Parameters
    ----------
    selection : Selection
        What to count; the time of a claim is that which was known on its query's day.

    Returns
    -------
    dict
        ``days``: claims that touch one UTC day, by ``day``, ``type`` and ``status``; ``longer``: the others, by
        ``first`` and ``last`` day (inclusive; None where no end was stated), ``type`` and ``status``. Each list is in
        that order, in the order of the vocabularies. All ``n`` together are the claims in view.
    """
    types, statuses = list(ClaimType), list(Status)
    counted: Counter[tuple[date, date, int, int]] = Counter()
    for row in selection.in_view:
        claim = selection.dataset.claims[row]
        touched = days_touched(claim.time_on(selection.query.known_on))
        if touched is not None:
            key = types.index(claim.claim_type), statuses.index(selection.verdicts[row].status)
            counted[touched[0], _NO_END if touched[1] is None else touched[1], *key] += 1
    days, longer = [], []
    for (first, last, kind, status), count in sorted(counted.items()):
        rest = {"type": types[kind].value, "status": statuses[status].value, "n": count}
        if first == last:
            days.append({"day": first.isoformat(), **rest})
        else:
            longer.append({"first": first.isoformat(), "last": None if last == _NO_END else last.isoformat(), **rest})
    return {"days": days, "longer": longer}
