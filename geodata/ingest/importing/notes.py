"""What a reader of a report should know: what was decided and why, what was taken for granted, what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geodata.errors import visible
from geodata.ingest.importing.choice import Choice
from geodata.ingest.importing.laid import Laid
from geodata.ingest.importing.rows import Drawn
from geodata.ingest.importing.when import When
from geodata.ingest.importing.where import Where
from geodata.ingest.reading import Facts

__all__ = ["Seen", "notes_of"]

_MOST_NAMES = 60
_LEFT_OUT = {
    "published": "dates of publication", "title": "titles", "url": "addresses", "source": "sources",
    "party": "parties of sources",
}  # fmt: skip


@dataclass(slots=True)
class Seen:
    """Accepted rows that leave something open, counted over all batches."""

    untyped: int = 0
    unplaced: int = 0
    undated: int = 0

    def add(self, drawn: Drawn) -> None:
        """Count those of one batch."""
        self.untyped += drawn.untyped
        self.unplaced += drawn.unplaced
        self.undated += drawn.undated


def notes_of(facts: Facts, choice: Choice, when: When, where: Where, laid: Laid, seen: Seen) -> tuple[str, ...]:
    """The notes of a report, one sentence or two each, in the order in which the file was read."""
    profile = choice.profile
    found = [facts.encoding_evidence, *facts.notes, *profile.assumes, profile.note, *when.notes, *where.notes]
    found += [_unused(facts, choice), *_counted(choice, laid, seen)]
    return tuple(dict.fromkeys(note for note in found if note))


def _unused(facts: Facts, choice: Choice) -> str:
    names = choice.unused(facts.header)
    if not names:
        return ""
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"Not taken over: {', '.join(visible(name) for name in names[:_MOST_NAMES])}{more}."


def _counted(choice: Choice, laid: Laid, seen: Seen) -> Iterator[str]:
    if laid.absent:
        cells = "1 cell says" if laid.absent == 1 else f"{laid.absent:,} cells say"
        yield f"{cells} that a date, a coordinate or a number is missing, as NA or null do: they count as blank."
    if laid.lost_clocks:
        yield f"{_rows(laid.lost_clocks)} a time of day that cannot be read; the day stands without it."
    for name, count in sorted(laid.tally.unpaired.items()):
        yield f"{_rows(count)} {_LEFT_OUT.get(name, name)} that fit no single report; they are left out."
    if seen.untyped:
        yield f"{_rows(seen.untyped)} no type of claim; the map calls it “Other”."
    if "modality" not in choice.profile.columns:
        yield "The file does not say whether something is planned, under way or over: each claim counts as “Present”."
    if seen.unplaced:
        yield f"{_rows(seen.unplaced)} no place; such claims are listed without a mark on the map."
    if seen.undated:
        yield f"{_rows(seen.undated)} no date; such claims are listed as undated."


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"
