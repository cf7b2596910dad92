"""Addresses within the app, relative to its root: what pages and feeds point to."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from mapapp.view import MapState, ViewState, view_params

__all__ = ["FEED_PATH", "card_address", "feed_address", "map_address"]

# Path of the Atom feed of changes, without the slash in front
FEED_PATH = "feed/changes.atom"


def card_address(claim_id: str, known_on: date, dataset_id: str | None = None) -> str:
    """Address of the map with the card of a claim open, as known at the end of a UTC day.

    ``dataset_id`` names the data set, as everywhere in the app; None: the one that stands there without an id.
    """
    view = ViewState(dataset_id=dataset_id, map=MapState(claim_id=claim_id, known_on=known_on))
    return f"./?{urlencode(view_params(view), doseq=True)}"


def map_address(dataset_id: str | None = None) -> str:
    """Address of the map of a data set, as it opens."""
    asked = urlencode(view_params(ViewState(dataset_id=dataset_id)), doseq=True)
    return f"./?{asked}" if asked else "./"


def feed_address(since: date | None = None, until: date | None = None, dataset_id: str | None = None) -> str:
    """Address of the feed of what became public after the UTC day ``since``, up to the end of ``until``.

    Without either it is the feed of the latest changes. ``dataset_id`` as in :func:`card_address`.
    """
    given = (("dataset", dataset_id), ("from", since), ("to", until))
    asked = {key: str(value) for key, value in given if value is not None}
    return f"./{FEED_PATH}?{urlencode(asked)}" if asked else f"./{FEED_PATH}"
