"""What is said is no verdict: denials, admissions, confirmations by ministries, silence, and notes written later."""

from __future__ import annotations

from geodata.model import Status
from tests.misreadings.case import AT, TEXT
from tests.misreadings.desk import Desk


def test_a_denial_looks_like_a_refutation(desk: Desk) -> None:
    """A denied claim keeps its status and colour; the denial is a badge, and the legend counts no claim as refuted."""
    assert desk.status(*AT["airfield"]) is Status.UNVERIFIED
    assert desk.has_badge(*AT["airfield"])
    assert desk.legend(Status.REFUTED) == 0
    card = desk.open(TEXT["airfield"])
    assert card.locator(".cl-chips").inner_text().split("\n")[-2:] == ["Unverified", "denied by a party"]
    assert "only one origin says so" in card.locator(".cl-fired").inner_text()
    assert "refuted" not in card.inner_text().lower()


def test_an_admission_looks_like_proof_of_the_details(desk: Desk) -> None:
    """The rule speaks of the admission alone, and the number is listed as not assessed."""
    card = desk.open(TEXT["hospital"])
    assert (
        card.locator(".cl-fired").inner_text().startswith("Confirmed: a party that had denied it, kept silent or lost")
    )
    assert "Not assessed: actor, place, time, quantity, activity." in card.inner_text()
    assert desk.status(*AT["hospital"]) is Status.CONFIRMED
    desk.doc.get_by_label("Colour by").select_option(label="Quantity")
    desk.settle()
    assert desk.status(*AT["hospital"]) is Status.UNVERIFIED
    assert "The map is coloured by quantity: not assessed." in card.inner_text()
    assert "status of the quantity alone" in desk.doc.locator(".cl-sentence").inner_text()


def test_a_ministry_that_confirms_looks_like_our_confirmed(desk: Desk) -> None:
    """Whatever a ministry calls its own word, on the card one source asserts it, and no more."""
    card = desk.open(TEXT["station"])
    words = card.inner_text()
    assert "Ministry confirms that soldiers guard the station" in words
    assert "Northland Ministry of Defence asserts · 9 Dec 2024" in words
    assert card.locator(".cl-chip").inner_text() == "Unverified"
    assert "only one origin says so" in card.locator(".cl-fired").inner_text()
    assert desk.status(*AT["station"]) is Status.UNVERIFIED


def test_a_statement_on_record_looks_true(desk: Desk) -> None:
    """Of a confirmed statement the card says that it is on record, and that its content is another matter."""
    card = desk.open(TEXT["speech"])
    assert card.locator(".cl-chip").inner_text() == "Confirmed"
    note = "Confirmed: it is on record that this was said; whether what was said is true is another matter."
    assert note in card.locator(".cl-card-status").inner_text()
    desk.clear()
    assert note not in desk.open(TEXT["hospital"]).inner_text()


def test_a_partys_silence_looks_like_a_denial(desk: Desk) -> None:
    """The cell of a party that is not known to have spoken says so, and its title that this is no denial."""
    desk.doc.get_by_role("tab", name="Who says what").click()
    desk.settle()
    row = desk.doc.locator(".cl-says-table tbody tr", has_text=TEXT["school"])
    cell = row.locator("td")
    assert (cell.count(), cell.inner_text()) == (1, "nothing known")
    assert cell.get_attribute("title") == "No word of Southland on this claim is held. That is not a denial."
    silent = desk.doc.locator(".cl-says-table tbody tr", has_text=TEXT["station"]).locator("td").inner_text()
    assert silent.split("\n")[:2] == ["…", "no comment"]
    assert "Where nothing is known of a party, that is not a denial." in desk.doc.locator(".cl-says-view").inner_text()


def test_a_partys_position_looks_like_a_verdict(desk: Desk) -> None:
    """An admission moves no status by itself: the row says unverified, and the head that a word is no verdict."""
    assert desk.status(*AT["depot"]) is Status.UNVERIFIED
    desk.doc.get_by_role("tab", name="Who says what").click()
    desk.settle()
    row = desk.doc.locator(".cl-says-table tbody tr", has_text=TEXT["depot"])
    assert "admits" in row.locator("td").inner_text()
    assert row.locator("th b").inner_text() == "Unverified"
    assert "What a party says is its word, never a verdict" in desk.doc.locator(".cl-says-view").inner_text()
    desk.doc.get_by_role("tab", name="Map").click()
    assert "What the parties say never a verdict" in " ".join(desk.open(TEXT["depot"]).inner_text().split())


def test_a_later_editors_note_looks_like_earlier_knowledge(desk: Desk) -> None:
    """As known on a day the card gives the day of the evidence and no day of writing."""
    card = desk.open(TEXT["mill"])
    assert "Public 10 Mar 2025 · written down 5 May 2026 · desk" in card.locator(".cl-history").inner_text()
    assert "Our note in hindsight" in card.inner_text()
    desk.know("2025-03-10")
    assert card.locator(".cl-chip").inner_text() == "Confirmed"
    assert "Public 10 Mar 2025 · desk" in card.locator(".cl-history").inner_text()
    assert "hindsight" not in card.inner_text()
    desk.know("2025-03-09")
    assert "Nobody has assessed it." in card.inner_text()


def test_a_withdrawn_claim_looks_refuted(desk: Desk) -> None:
    """A total that a later total replaced is withdrawn, in a colour of its own, and the rule says why."""
    assert desk.status(*AT["toll"]) is Status.WITHDRAWN
    assert (desk.legend(Status.WITHDRAWN), desk.legend(Status.REFUTED)) == (1, 0)
    card = desk.open(TEXT["toll"])
    assert card.locator(".cl-fired").inner_text() == "Withdrawn: another claim has taken its place."
    assert "refuted" not in card.inner_text().lower()
    desk.know("2025-03-19")
    assert desk.status(*AT["toll"]) is Status.UNVERIFIED, "it stood on the days on which nothing had replaced it"
