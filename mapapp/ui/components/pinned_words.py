"""What became of a pinned view, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geodata.errors import ViewError
from geodata.model import Dataset
from geodata.store import ChangedClaim, Sequel, sequel_of, window_words
from mapapp.pin import Pin
from mapapp.view import ViewState

__all__ = ["Told", "tell"]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a pinned view.

    Parameters
    ----------
    tone : {'quiet', 'news', 'warning'}
        Nothing changed; something did; the view cannot be shown as it was.
    headline : str
        One or two sentences.
    notes : tuple of str
        Sentences for who wants to know more.
    changed : tuple of ChangedClaim
        In file order.
    """

    tone: Literal["quiet", "news", "warning"]
    headline: str
    notes: tuple[str, ...]
    changed: tuple[ChangedClaim, ...]


def tell(dataset: Dataset, pinned: ViewState, *, is_claim_lost: bool = False) -> Told:
    """Compare a pinned view with the data as they are now.

    Parameters
    ----------
    dataset : Dataset
        As it is now.
    pinned : ViewState
        A view with a day of knowledge and a pin.
    is_claim_lost : bool
        Whether the link opens the card of a claim that is not in these data.

    Raises
    ------
    ViewError
        If the view is not pinned.
    """
    if pinned.pin is None or pinned.map.known_on is None:
        raise ViewError("The view is not pinned: copy its link with “Copy link”.")
    pin, day = pinned.pin, window_words(pinned.map.known_on, pinned.map.known_on)
    sequel = sequel_of(dataset, pinned.query(pin.box))
    is_same, is_kept = dataset.digest.startswith(pin.digest), pin.keeps(sequel.then)
    count, news = len(sequel.then.in_view), f"{_changed_words(sequel)} since {day}."
    beside = _beside(sequel)
    notes = [_data_words(dataset, pin, is_same=is_same, is_kept=is_kept)]
    if is_claim_lost:
        notes.append("The claim whose card the link opens is not in these data.")
    if not is_kept:
        why = "This link was altered, or made by another version of Claimline" if is_same else "Made from other data"
        return Told("warning", f"{why}: {_broken(pin, count)}.", (news, *beside, *notes), sequel.changed)
    if sequel.changed:
        return Told("news", " ".join((news, *beside)), tuple(notes), sequel.changed)
    if is_same and not beside:
        return Told("quiet", f"Pinned view: as known on {day}, data {pin.digest}, unchanged since.", tuple(notes), ())
    return Told("quiet", " ".join((f"Pinned view: as known on {day}. {news}", *beside)), tuple(notes), ())


def _changed_words(sequel: Sequel) -> str:
    changed, count = len(sequel.changed), len(sequel.then.in_view)
    if count == 0:
        return "No claim was in this view, so none has changed"
    if count == 1:
        return "The one claim in this view has changed" if changed else "The one claim in this view has not changed"
    if changed == 0:
        return f"None of these {count} claims has changed"
    return f"{changed} of these {count} claims {'has' if changed == 1 else 'have'} changed"


def _beside(sequel: Sequel) -> tuple[str, ...]:
    """What is counted apart: claims that would be in this view today, or would not."""
    dateless, left = len(sequel.dateless), len(sequel.left)
    joined = len(sequel.joined) - dateless
    words = []
    if joined:
        words.append(f"{joined} more {'claim' if joined == 1 else 'claims'} would be in this view today.")
    if dateless:
        what, they = ("1 claim", "it") if dateless == 1 else (f"{dateless} claims", "they")
        words.append(f"Left out: {what} of which nobody knows when {they} became public.")
    if left:
        words.append(f"{left} of them would no longer be in it.")
    return tuple(words)


def _broken(pin: Pin, count: int) -> str:
    """How the view as it was differs from what the link promises."""
    if count == pin.claims:
        return "on these data some claims of that view, or their statuses then, are not those of the link"
    is_now, was = ("is" if one == 1 else "are" for one in (count, pin.claims))
    was = was.replace("is", "was").replace("are", "were")
    return (
        f"on these data {count:,} {'claim' if count == 1 else 'claims'} {is_now} in that view; "
        f"there {was} {pin.claims:,} when the link was made"
    )


def _data_words(dataset: Dataset, pin: Pin, *, is_same: bool, is_kept: bool) -> str:
    if is_same:
        return f"The data are those that the link was made from ({pin.digest})."
    words = f"The link was made from data {pin.digest}, these are {dataset.digest[:12]}"
    return f"{words}; of that day they tell the same." if is_kept else f"{words}."
