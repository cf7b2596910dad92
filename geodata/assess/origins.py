"""Who says it first: origins, and which of them are independent of each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from geodata.model import Dataset, Report, Stance

__all__ = ["independent_count", "origin_count", "stance_counts", "stance_of"]

_SAYING = frozenset({Stance.ASSERTS, Stance.ADMITS})
_STRENGTH = (Stance.DENIES, Stance.MENTIONS, Stance.ASSERTS)


def origin_count(dataset: Dataset, reports: Iterable[Report]) -> int:
    """How many origins a number of reports go back to: "12 reports, 1 origin"."""
    return len({dataset.origin(report).report_id for report in reports})


def stance_of(dataset: Dataset, report: Report) -> Stance:
    """What a report does with its claim, no stronger than what it repeats.

    Who repeats a mention or a denial as if it were an assertion adds nothing: the weakest stance of the chain
    counts, a denial before a mention, a mention before an assertion.
    """
    found = {report.stance}
    step = report
    while step.derived_from is not None:
        step = dataset.report_of[step.derived_from]
        found.add(step.stance)
    for weak in (Stance.DENIES, Stance.MENTIONS):
        if weak in found:
            return weak
    return report.stance


def stance_counts(dataset: Dataset, reports: Iterable[Report]) -> Counter[Stance]:
    """Origins by the stance in which they count, each once: an origin that says so somewhere is not a mention too.

    ``Stance.ASSERTS`` stands for assertions and admissions alike.
    """
    best: dict[str, Stance] = {}
    for report in reports:
        stance = stance_of(dataset, report)
        stance = Stance.ASSERTS if stance in _SAYING else stance
        origin = dataset.origin(report).report_id
        best[origin] = max(stance, best.get(origin, stance), key=_STRENGTH.index)
    return Counter(best.values())


def independent_count(dataset: Dataset, reports: Iterable[Report]) -> int:
    """How many groups of origins say so that are independent of each other.

    Parameters
    ----------
    dataset : Dataset
        Where the reports come from.
    reports : iterable of Report
        Those that count, for instance what was public on a day; each report they go back to, or are marked as not
        independent of, must be public no later than they are, which is checked when a data set is loaded.

    Returns
    -------
    int
        Reports that only mention or deny it do not count. Two origins are one group when one goes back to the other,
        when a report of either is marked ``not_independent_of`` a report of the other, when one source speaks in both,
        or when their sources belong to one party that is not ``unaligned``; and so on from group to group. Sources of
        which nobody says to which party they belong may belong to any: such an origin makes no group beside another.
    """
    given = tuple(reports)
    saying = {dataset.origin(report).report_id for report in given if stance_of(dataset, report) in _SAYING}
    if len(saying) < 2:
        return len(saying)
    groups = _Groups()
    for report in _reach(dataset, given):
        origin = dataset.origin(report)
        groups.join(report.report_id, origin.report_id)
        groups.join(origin.report_id, _voice(dataset, origin))
        if report.not_independent_of is not None:
            groups.join(report.report_id, report.not_independent_of)
    named = {groups.root(key) for key in saying if dataset.source_of[dataset.report_of[key].source_id].has_party}
    return max(1, len(named))


def _voice(dataset: Dataset, report: Report) -> str:
    """Who speaks with one interest: the source's party, or the source alone where its party is no side."""
    party = dataset.source_of[report.source_id].party
    return f"source {report.source_id}" if party in dataset.info.unaligned else f"party {party}"


def _reach(dataset: Dataset, reports: Iterable[Report]) -> list[Report]:
    """Reports with all that they go back to or are marked as not independent of; marks may run in a circle."""
    waiting, found = list(reports), {}
    while waiting:
        report = waiting.pop()
        if report.report_id not in found:
            found[report.report_id] = report
            named = (report.derived_from, report.not_independent_of)
            waiting.extend(dataset.report_of[key] for key in named if key is not None)
    return list(found.values())


class _Groups:
    """Sets that are joined one by one."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, key: str) -> str:
        while (parent := self._parent.get(key, key)) != key:
            key = parent
        return key

    def join(self, first: str, second: str) -> None:
        self._parent[self.root(first)] = self.root(second)
