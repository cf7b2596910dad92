"""Which publisher's file this is, from its header and first values; never from a part of what must be there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.errors import visible
from geodata.ingest.profiles.columns import normal_name
from geodata.ingest.profiles.profiles import GENERIC, Evidence, Profile, load_profiles

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Match", "near_misses", "recognise"]

_NEAR = 0.6  # this share of the columns that must be there makes a file look like one of a publisher's
_ENOUGH = 3  # and so many of them at least
_MUST, _MAY, _VALUES = 0.6, 0.15, 0.25  # what each kind of evidence counts


@dataclass(frozen=True, slots=True)
class Match:
    """A profile that fits a file.

    Parameters
    ----------
    profile : Profile
        The profile.
    share : float
        How well it fits, from 0 to 1; the generic one 0.
    why : str
        What speaks for it, as a sentence.
    """

    profile: Profile
    share: float
    why: str


def recognise(header: Sequence[str], head: pa.RecordBatch) -> tuple[Match, ...]:
    """Find the profiles that fit a file.

    Parameters
    ----------
    header : sequence of str
        Names of its columns.
    head : pyarrow.RecordBatch
        Its first rows, with those columns.

    Returns
    -------
    tuple of Match
        Best first; the generic profile is always last, and says what the file looks like without being it.
    """
    profiles = load_profiles()
    names = _by_name(header)
    found = [match for profile in profiles.values() if (match := _match(profile, names, head)) is not None]
    found.sort(key=lambda match: -match.share)
    near = " ".join(near_misses(header)) if not found else ""
    why = "Fits any table once you say which column is which." + (f" {near}" if near else "")
    return (*found, Match(profiles[GENERIC], 0.0, why))


def near_misses(header: Sequence[str]) -> tuple[str, ...]:
    """Which publishers' files this one resembles, and which columns it lacks, as sentences."""
    names = _by_name(header)
    said = []
    for profile in load_profiles().values():
        missing = [group[0] for group in profile.must if not any(name in names for name in group)]
        there = len(profile.must) - len(missing)
        if missing and there >= max(_NEAR * len(profile.must), _ENOUGH):
            lacks = f"the column {missing[0]} is" if len(missing) == 1 else f"the columns {', '.join(missing)} are"
            said.append(f"It looks like {profile.label}, but {lacks} missing.")
    return tuple(said)


def _by_name(header: Iterable[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for name in header:
        names.setdefault(normal_name(name), name)
    return names


def _match(profile: Profile, names: Mapping[str, str], head: pa.RecordBatch) -> Match | None:
    if profile.name == GENERIC or not all(any(name in names for name in group) for group in profile.must):
        return None
    shares = []
    for evidence in profile.evidence:
        share = _share(evidence, names, head)
        if evidence.needed and not share:
            return None
        shares += [share] if share is not None else []
    values = sum(shares) / len(shares) if shares else 1.0
    may = sum(any(name in names for name in group) for group in profile.may) / len(profile.may) if profile.may else 1.0
    return Match(profile, round(_MUST + _MAY * may + _VALUES * values, 3), _why(profile, names, shares))


def _share(evidence: Evidence, names: Mapping[str, str], head: pa.RecordBatch) -> float | None:
    """Share of the filled values that look as they should; None where there are none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    name = next((names[one] for one in evidence.columns if one in names), None)
    if name is None:
        return None
    values = pc.utf8_trim_whitespace(head.column(name).cast(pa.string()))
    filled = values.filter(pc.fill_null(pc.not_equal(values, ""), fill_value=False))
    if not len(filled):
        return None
    return float(pc.mean(pc.match_substring_regex(filled, evidence.pattern)).as_py())


def _why(profile: Profile, names: Mapping[str, str], shares: Sequence[float]) -> str:
    shown = [names[next(name for name in group if name in names)] for group in profile.must]
    why = f"It has the columns {', '.join(map(visible, shown))}."
    if shares:
        odd = sum(share < 1 for share in shares)
        why += " The values look as they should." if not odd else " Some values look different from what they should."
    return why
