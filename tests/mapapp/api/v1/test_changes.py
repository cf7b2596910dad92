"""What became public, as JSON: the same news as the feed's, in pages."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.assess.changes import changes_between
from mapapp.api.library import open_dataset
from tests.mapapp.api.v1.asked_things import get, json_of, refused

pytestmark = pytest.mark.usefixtures("builder")


def test_all_that_became_public_is_told_oldest_first() -> None:
    told = json_of("/changes")
    expected = changes_between(open_dataset(), date(2024, 1, 1), date(2025, 12, 31))
    assert [(one["day"], one["claim_id"], one["kind"], one["words"]) for one in told["changes"]] == [
        (one.day.isoformat(), one.claim_id, one.kind.value, one.words) for one in expected
    ]
    assert [(one["was"], one["now"], one["party"], one["reason"]) for one in told["changes"]] == [
        (one.was, one.now, one.party, one.reason) for one in expected
    ]
    assert told["page"] == {"matched": len(expected), "returned": len(expected), "next": None}


def test_days_bound_it_as_in_the_feed() -> None:
    told = json_of("/changes", "from=2024-10-14&to=2024-11-05")
    assert (told["since"], told["until"]) == ("2024-10-14", "2024-11-05")
    assert {one["day"] for one in told["changes"]} == {"2024-10-15", "2024-11-05"}


def test_pages_put_together_are_the_whole() -> None:
    found, query = [], "limit=3"
    while query:
        told = json_of("/changes", query)
        assert len(told["changes"]) == told["page"]["returned"] <= 3
        found += told["changes"]
        cursor = told["page"]["next"]
        assert (cursor is None) == ("link" not in get("/changes", query).headers)
        query = f"limit=3&after={cursor}" if cursor else ""
    assert found == json_of("/changes")["changes"]


def test_reversed_days_are_refused() -> None:
    assert "swap the two" in refused("/changes", "from=2025-01-02&to=2025-01-01")
    assert "swap" in refused("/changes", "from=2030-01-01")
