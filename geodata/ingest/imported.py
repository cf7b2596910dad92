"""What the imports of a data set add to its own files, and under which licences."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from geodata.errors import Problem, visible
from geodata.model import Claim, Coverage, CoverageState, DatasetInfo, ForeignVerdict, Place, Report, Source

__all__ = ["Imported", "Origin", "check_apart", "with_coverage", "with_origins"]

_PARTLY = "what imported files hold; whether they hold all is not stated"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where imported claims come from.

    Parameters
    ----------
    import_id : str
        The ids of its claims begin with ``i``, this id and a hyphen.
    label : str
        What readers call the publisher's format.
    licence, attribution : str
        Of its rows; empty where nobody stated any.
    """

    import_id: str
    label: str
    licence: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The records of all imports of a data set, in the order of their time and id, rows in the order of their files.

    Parameters
    ----------
    places, sources, claims, reports, foreign : tuple
        Records, as those of the data set's own files.
    contents : dict of str to bytes
        ``imports/<id>/import.toml`` of each import, by that name: they go into the digest of the data set.
    origins : tuple of Origin
        One an import.
    """

    places: tuple[Place, ...] = ()
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    reports: tuple[Report, ...] = ()
    foreign: tuple[ForeignVerdict, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict)
    origins: tuple[Origin, ...] = ()


def check_apart(
    file: str, id_field: str, rows: Mapping[str, int], taken: Container[str], problems: list[Problem]
) -> None:
    """Refuse an id of a file of the data set that a record of an import has already."""
    for key, row in rows.items():
        if key in taken:
            problems.append(Problem(file, row, id_field, key, "a record of an import has the same id, give it another"))


def with_origins(info: DatasetInfo, origins: Iterable[Origin], *, has_own: bool) -> DatasetInfo:
    """Say which licence covers which claims, and whom to name for them.

    Parameters
    ----------
    info : DatasetInfo
        As ``dataset.toml`` states it, for the files of the data set itself.
    origins : iterable of Origin
        Of its imports; the same licence is said once, with all that it covers.
    has_own : bool
        Whether the files of the data set hold any record; a licence of nothing is left out.

    Returns
    -------
    DatasetInfo
        The same where nothing was imported. Else ``licence`` and ``attribution`` speak of own and imported claims
        apart, so that neither is taken to cover the other's.
    """
    origins = tuple(origins)
    if not origins:
        return info
    return replace(
        info,
        licence=_apart(info.licence * has_own, [(origin.licence, _named(origin)) for origin in origins]),
        attribution=_apart(info.attribution * has_own, [(origin.attribution, _named(origin)) for origin in origins]),
    )


def with_coverage(info: DatasetInfo, claims: Iterable[Claim], origins: Iterable[Origin]) -> DatasetInfo:
    """Say that something was collected on the days that imported files speak of, though perhaps not all.

    Parameters
    ----------
    info : DatasetInfo
        Its own ranges hold; only days that none of them names are added.
    claims : iterable of Claim
        Imported claims.
    origins : iterable of Origin
        Of the imports; each speaks of the days from the first of its claims to the last, both inclusive.
    """
    days: dict[str, list[date]] = {f"i{origin.import_id}": [] for origin in origins}
    for claim in claims:
        start, end = claim.time.start_utc, claim.time.end_utc
        if start is not None:
            last = start if end is None else end - timedelta(microseconds=1)
            days[claim.claim_id.partition("-")[0]] += [start.date(), last.date()]
    spans = sorted((min(told), max(told)) for told in days.values() if told)
    added = [Coverage(first, last, CoverageState.PARTLY, _PARTLY) for first, last in _gaps(spans, info.coverage)]
    return replace(info, coverage=tuple(sorted((*info.coverage, *added), key=lambda one: one.first))) if added else info


def _gaps(spans: Iterable[tuple[date, date]], told: Iterable[Coverage]) -> Iterator[tuple[date, date]]:
    """The days of spans, which rise by their first day, that neither a range nor a span before names."""
    taken = sorted((entry.first, entry.last) for entry in told)
    day, free_from = timedelta(days=1), date.min
    for first, last in spans:
        begin = max(first, free_from)
        for other_first, other_last in [one for one in taken if one[1] >= begin and one[0] <= last]:
            if begin < other_first:
                yield begin, other_first - day
            begin = max(begin, other_last + day)
        if begin <= last:
            yield begin, last
        free_from = max(free_from, last + day)


def _named(origin: Origin) -> str:
    return f"{visible(origin.label, most=None)}, i{origin.import_id}"


def _apart(own: str, told: Iterable[tuple[str, str]]) -> str:
    """What holds for the own records, if anything, then what holds for those of each origin."""
    covered: dict[str, list[str]] = {}
    for words, name in told:
        covered.setdefault(visible(words, most=None).strip().rstrip(".") or "not stated", []).append(name)
    parts = [f"Own records: {own.rstrip('.')}"] if own else []
    parts += [f"Imported from {' and '.join(names)}: {words}" for words, names in covered.items()]
    return "; ".join(parts)
