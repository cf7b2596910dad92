"""What a pinned view says of itself on its own data, on newer ones, and on others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from geodata.errors import ViewError
from geodata.model import Dataset
from geodata.store import BBox, ClaimQuery, select
from mapapp.export.link import link_of
from mapapp.ui.components.pinned_words import Told, tell
from mapapp.view import ViewState, parse_view
from tests.builders import DatasetBuilder

LAST = date(2025, 2, 2)


@pytest.fixture
def builder(tmp_path: Path) -> DatasetBuilder:
    return DatasetBuilder(tmp_path / "tiny")


@pytest.fixture
def tiny(builder: DatasetBuilder) -> Dataset:
    return builder.load()


def view_of(dataset: Dataset, query: ClaimQuery) -> ViewState:
    return parse_view(parse_qs(link_of(select(dataset, query))[1:]), dataset)


def refute(builder: DatasetBuilder, claim: str, day: str) -> DatasetBuilder:
    return builder.add(
        "assessments.csv", assessment_id=f"b-{claim}", claim_id=claim, aspect="presence", status="refuted",
        basis="imagery", reason="Looked at again", evidence="r1", effective_at=day,
        recorded_at="2025-06-01", by="tests",
    )  # fmt: skip


def test_on_the_same_data_with_nothing_later_there_is_a_quiet_note(tiny: Dataset) -> None:
    told = tell(tiny, view_of(tiny, ClaimQuery()))
    digest = tiny.digest[:12]
    assert (told.tone, told.changed) == ("quiet", ())
    assert told.headline == f"Pinned view: as known on 2 February 2025, data {digest}, unchanged since."
    assert told.notes == (f"The data are those that the link was made from ({digest}).",)


def test_a_day_of_the_past_of_the_same_data_is_not_called_unchanged(tiny: Dataset) -> None:
    told = tell(tiny, view_of(tiny, ClaimQuery(known_on=date(2024, 11, 6))))
    assert told.tone == "news"
    assert told.headline == (
        "2 of these 2 claims have changed since 6 November 2024. 1 more claim would be in this view today."
    )


def test_on_newer_data_it_counts_what_changed_since(builder: DatasetBuilder, tiny: Dataset) -> None:
    view = view_of(tiny, ClaimQuery())
    newer = refute(builder, "point", "2025-05-01").load()
    told = tell(newer, view)
    assert told.tone == "news"
    assert told.headline == "1 of these 3 claims has changed since 2 February 2025."
    assert [newer.claims[one.row].claim_id for one in told.changed] == ["point"]
    was, is_now = tiny.digest[:12], newer.digest[:12]
    assert told.notes == (f"The link was made from data {was}, these are {is_now}; of that day they tell the same.",)


def test_newer_data_in_which_nothing_of_the_view_changed(builder: DatasetBuilder, tiny: Dataset) -> None:
    view = view_of(tiny, ClaimQuery())
    told = tell(refute(builder, "undated", "2025-05-01").load(), view)
    assert (told.tone, told.changed) == ("quiet", ())
    assert told.headline == (
        "Pinned view: as known on 2 February 2025. None of these 3 claims has changed since 2 February 2025."
    )


def test_claims_that_came_later_are_counted_apart(builder: DatasetBuilder, tiny: Dataset) -> None:
    view = view_of(tiny, ClaimQuery())
    for number in (1, 2):
        builder.add(
            "claims.csv", claim_id=f"new{number}", claim="More sappers", claim_type="demining", modality="present",
            actor="sappers",
            place_id="sudzha", event_date="2024-12-01",
        )  # fmt: skip
        builder.add(
            "reports.csv", report_id=f"n{number}", claim_id=f"new{number}", source_id="daily",
            published_at="2025-03-01", stance="asserts", title="More",
        )  # fmt: skip
    assert tell(builder.load(), view).headline.endswith("2 more claims would be in this view today.")


def test_claims_that_nobody_can_date_did_not_come_later(builder: DatasetBuilder) -> None:
    for number, day in ((1, ""), (2, "2025-03-01")):
        builder.add(
            "claims.csv", claim_id=f"new{number}", claim="More sappers", claim_type="demining", modality="present",
            actor="sappers", place_id="sudzha", event_date="2024-12-01",
        )  # fmt: skip
        builder.add(
            "reports.csv", report_id=f"n{number}", claim_id=f"new{number}", source_id="daily", published_at=day,
            stance="asserts", title="More",
        )  # fmt: skip
    dataset = builder.load()
    left_out = "Left out: 1 claim of which nobody knows when it became public."
    told = tell(dataset, view_of(dataset, ClaimQuery(known_on=LAST)))
    assert told.headline.endswith(f"1 more claim would be in this view today. {left_out}")
    told = tell(dataset, view_of(dataset, ClaimQuery()))  # of the last day, on the same data
    assert (told.tone, told.headline.endswith(f"has changed since 1 March 2025. {left_out}")) == ("quiet", True)


def rewritten(builder: DatasetBuilder) -> Dataset:
    builder.put("assessments.csv", 3, "status", "disputed")
    return builder.put("assessments.csv", 3, "basis", "conflicting_sources").load()


def shrunk(builder: DatasetBuilder) -> Dataset:
    builder.tables["claims.csv"] = [row for row in builder.tables["claims.csv"] if row["claim_id"] != "point"]
    for file in ("reports.csv", "positions.csv", "assessments.csv"):
        builder.tables[file] = [row for row in builder.tables[file] if row["claim_id"] != "point"]
    return builder.load()


BROKEN = [
    (rewritten, "on these data some claims of that view, or their statuses then, are not those of the link."),
    (shrunk, "on these data 2 claims are in that view; there were 3 when the link was made."),
]


@pytest.mark.parametrize(("change", "words"), BROKEN)
def test_a_past_that_was_written_anew_is_told(
    builder: DatasetBuilder, tiny: Dataset, change: Callable[[DatasetBuilder], Dataset], words: str
) -> None:
    view = view_of(tiny, ClaimQuery())
    told = tell(change(builder), view)
    assert (told.tone, told.headline) == ("warning", f"Made from other data: {words}")
    assert told.notes[0].endswith("changed since 2 February 2025.")


def test_a_link_that_does_not_fit_its_own_data_was_altered(tiny: Dataset) -> None:
    view = view_of(tiny, ClaimQuery())
    assert view.pin is not None
    told = tell(tiny, replace(view, pin=replace(view.pin, claims=1)))
    assert told.headline == (
        "This link was altered, or made by another version of Claimline: "
        "on these data 3 claims are in that view; there was 1 when the link was made."
    )


COUNTS = [
    (BBox(0, 0, 1, 1), "unchanged since."),
    (BBox(35.2, 51.1, 35.3, 51.2), "2 of these 2 claims have changed since 6 November 2024."),
]


@pytest.mark.parametrize(("box", "words"), COUNTS)
def test_the_claims_are_those_of_the_pinned_box(tiny: Dataset, box: BBox, words: str) -> None:
    told: Told = tell(tiny, view_of(tiny, ClaimQuery(known_on=date(2024, 11, 6), bbox=box)))
    assert words in told.headline


def test_one_claim_is_spoken_of_as_one(tiny: Dataset) -> None:
    query = ClaimQuery(known_on=date(2024, 11, 6), text="roads")
    assert tell(tiny, view_of(tiny, query)).headline.startswith("The one claim in this view has changed since 6 Nov")


def test_the_claim_of_the_open_card_may_be_gone(tiny: Dataset) -> None:
    told = tell(tiny, view_of(tiny, ClaimQuery()), is_claim_lost=True)
    assert "The claim whose card the link opens is not in these data." in told.notes


def test_what_is_not_pinned_cannot_be_compared(tiny: Dataset) -> None:
    with pytest.raises(ViewError, match="not pinned"):
        tell(tiny, ViewState())
