"""What the imports of a data set add to its own files, and under which licences."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from geodata.errors import Problem, visible
from geodata.model import Claim, DatasetInfo, ForeignVerdict, Place, Report, Source

__all__ = ["Imported", "Origin", "check_apart", "with_origins"]


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


def _named(origin: Origin) -> str:
    return f"{visible(origin.label, most=None)}, i{origin.import_id}"


def _apart(own: str, told: Iterable[tuple[str, str]]) -> str:
    """What holds for the own records, if anything, then what holds for those of each origin."""
    covered: dict[str, list[str]] = {}
    for words, name in told:
        covered.setdefault(visible(words, most=None).strip() or "not stated", []).append(name)
    parts = [f"Own records: {own}"] if own else []
    parts += [f"Imported from {' and '.join(names)}: {words}" for words, names in covered.items()]
    return "; ".join(parts)
