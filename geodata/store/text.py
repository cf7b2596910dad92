"""Free text search across scripts: what a reader types finds what a file holds."""

from __future__ import annotations

import unicodedata
from datetime import date

from geodata.assess import known_reports
from geodata.model import Claim, Dataset

__all__ = ["fold", "haystack", "matches"]


def fold(text: str) -> str:
    """Fold case, accents and compatibility forms away (Unicode NFKD, combining marks dropped, case folded).

    ``ё`` becomes ``е`` and ``й`` becomes ``и`` on both sides of a search, so nothing is lost by it.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def haystack(dataset: Dataset, claim: Claim, known_on: date | None = None) -> str:
    """All the text a claim can be found by, folded: its own, its place in every language, its reports and sources.

    Reports that were not certainly public at the end of the UTC day ``known_on`` are left out, and so are the notes on
    claim and place, which have no date and may tell what was learnt later; None takes all.
    """
    parts = [claim.claim_id, claim.text, claim.actor, claim.claim_type.label, claim.modality.label]
    place = dataset.place(claim)
    parts += [] if place is None else place.names.all()
    if known_on is None:
        parts += [claim.remark] if place is None else [claim.remark, place.remark]
    for report in known_reports(dataset, claim, known_on):
        source = dataset.source_of[report.source_id]
        parts += [report.title, source.name, source.party]
    return fold("\n".join(parts))


def matches(folded_haystack: str, text: str) -> bool:
    """Whether every blank-separated word of ``text`` occurs in a folded haystack; no words match everything."""
    return all(word in folded_haystack for word in fold(text).split())
