"""The profiles as a table for readers: who publishes, how a file is known, its licence, its codebook, its codes."""

from __future__ import annotations

from geodata.ingest.profiles.columns import WORDS
from geodata.ingest.profiles.profiles import Profile, load_profiles

__all__ = ["as_markdown"]

_IN_FULL = ("geo_precision", "date_precision")  # other tables are long: their words are enough


def as_markdown() -> str:
    """All profiles as a Markdown table, as ``docs/importing.md`` prints it."""
    rows = ["| profile | recognised by | licence | follows | what its codes become |", "|---|---|---|---|---|"]
    return "\n".join([*rows, *map(_row, load_profiles().values())]) + "\n"


def _row(profile: Profile) -> str:
    must = ", ".join(f"`{'` or `'.join(group)}`" for group in profile.must) or "your mapping"
    needed = " and ".join(f"`{one.columns[0]}`" for one in profile.evidence if one.needed)
    known = must + (f", and what stands in {needed}" if needed else "")
    licence = profile.licence + (" (you confirm it)" if profile.licence_to_confirm else "")
    cites = "; ".join(cited.words() for cited in profile.cites) or "nothing: your own table"
    return f"| `{profile.name}`: {profile.label} | {known} | {licence} | {cites} | {_codes(profile) or 'no codes'} |"


def _codes(profile: Profile) -> str:
    said = []
    for standard, ways in profile.columns.items():
        for way in ways:
            if way.codes and standard in WORDS:
                table = profile.codes[way.codes].ours
                pairs = ", ".join(f"{code} {ours}" for code, ours in table.items())
                words = ", ".join(dict.fromkeys(table.values()))
                own = all(code == ours for code, ours in table.items())
                listed = "our own words" if own else pairs if standard in _IN_FULL else words
                said.append(f"`{way.columns[0]}`: {listed}")
    return "; ".join(said)
