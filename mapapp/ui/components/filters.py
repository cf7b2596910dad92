"""The filters of the sidebar: Streamlit's own widgets, each saying how many claims it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from geodata.model import ClaimType, Dataset, Modality, Status, Word
from geodata.store import ClaimQuery, filter_mask, is_known, window_words
from mapapp.view import ViewState

__all__ = ["show_filters"]


def _labels(vocabulary: type[Word]) -> dict[str, str]:
    return {word.value: word.label for word in vocabulary}


def _used(vocabulary: type[Word], used: set[Word]) -> list[str]:
    chosen = {str(value) for value in used}
    return [word.value for word in vocabulary if word.value in chosen]


def _choice(label: str, key: str, options: Sequence[str], labels: Mapping[str, str], help_text: str) -> None:
    missing = [value for value in st.session_state[key] if value not in options]
    st.multiselect(
        label,
        [*options, *missing],
        key=key,
        format_func=lambda value: labels.get(value, value),
        placeholder="All",
        help=help_text,
        select_all=False,
    )


def _leaves(dataset: Dataset, view: ViewState, **asked: Any) -> None:  # noqa: ANN401 - a filter of ClaimQuery
    if not any(asked.values()):
        return
    day = view.map.known_on
    mask = filter_mask(dataset, ClaimQuery(known_on=day, aspect=view.map.aspect, **asked))
    known = [is_known(dataset, claim, day) for claim in dataset.claims]
    left = sum(kept and there for kept, there in zip(mask, known, strict=True))
    then = "" if day is None else f" known on {window_words(day, day)}"
    st.caption(f"leaves {left} of {sum(known)}{then}")


def show_filters(dataset: Dataset, view: ViewState) -> None:
    """Draw the widgets; their values stand in Session State under the keys of ``mapapp.ui.session``.

    Parameters
    ----------
    dataset : Dataset
        Offers only words that some claim of it has, and only sources and parties that had reported by the view's day.
    view : ViewState
        The view as it stands, for the counts: of claims known on its date, by their status then.
    """
    claims = dataset.claims
    st.text_input(
        "Search",
        key="text",
        placeholder="A name or word, as Kursk, Курск or 쿠르스크",
        help="Finds claims by their words, actors, sources, and place names in English, Russian, Ukrainian and Korean.",
        max_chars=200,
    )
    _leaves(dataset, view, text=view.text)
    types = _used(ClaimType, {claim.claim_type for claim in claims})
    _choice("Claim type", "types", types, _labels(ClaimType), "What is said to happen.")
    _leaves(dataset, view, types=view.types)
    _choice("Status", "statuses", [status.value for status in Status], _labels(Status), "How sure anyone can be.")
    _leaves(dataset, view, statuses=view.statuses)
    modalities = _used(Modality, {claim.modality for claim in claims})
    help_text = "Whether it is said to be planned, under way, there, over, or only inferred."
    _choice("Modality", "modalities", modalities, _labels(Modality), help_text)
    _leaves(dataset, view, modalities=view.modalities)
    _show_reporters(dataset, view)


def _show_reporters(dataset: Dataset, view: ViewState) -> None:
    """Parties and sources: those that had reported something by the view's day, and what is chosen already."""
    day = view.map.known_on
    heard = _heard(dataset, day)
    parties = sorted({source.party for source in dataset.sources if source.source_id in heard})
    _choice("Party", "parties", parties, {}, "Claims that a source of this party reported, in whatever sense.")
    _leaves(dataset, view, parties=view.parties)
    names = {source.source_id: source.name for source in sorted(dataset.sources, key=lambda source: source.name)}
    _choice("Source", "sources", [key for key in names if key in heard], names, "Claims that this source reported.")
    _leaves(dataset, view, sources=view.sources)
    if day is not None and len(heard) < len(dataset.sources):
        st.caption(
            f"offers the {len(heard)} of {len(dataset.sources)} sources that had reported by {window_words(day, day)}"
        )


def _heard(dataset: Dataset, day: date | None) -> set[str]:
    """Ids of the sources of which some report was certainly public at the end of a UTC day; None for all."""
    if day is None:
        return {source.source_id for source in dataset.sources}
    return {r.source_id for r in dataset.reports if r.known_on is not None and r.known_on <= day}
