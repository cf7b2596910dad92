"""The method: rules and words, made from the tables that the code itself uses, so that the page cannot drift."""

from __future__ import annotations

from geodata.assess import EVIDENCE, RULES, TRANSITIONS
from geodata.assess.changes import ChangeKind
from geodata.assess.status import DECIDING
from geodata.model import (
    Aspect,
    Basis,
    ClaimType,
    CoverageState,
    Dataset,
    GeoPrecision,
    Modality,
    Position,
    Reliability,
    Stance,
    Status,
    TimePrecision,
    Word,
)
from geodata.model.crosswalk import CITATIONS, CROSSWALK, Closeness, Scheme
from geodata.store import excerpt_words
from mapapp.ui.components import article
from mapapp.ui.components.frame import begin_page

__all__ = ["VOCABULARIES", "render"]

# Each vocabulary with the words above its table; the statuses have a part of their own
VOCABULARIES: dict[type[Word], str] = {
    ClaimType: "What is claimed: the kind of activity",
    Modality: "How the claim stands to the event",
    Aspect: "Which part of a claim a judgement speaks of",
    Basis: "What a judgement rests on",
    Stance: "What a report does with a claim",
    Position: "What a party says of a claim",
    Reliability: "How reliable a source is",
    GeoPrecision: "How exactly the place is known",
    TimePrecision: "How exactly the time is known",
    CoverageState: "Whether claims were collected at all",
    ChangeKind: "What can change",
}


def render() -> None:
    """Draw the page."""
    dataset = begin_page("Method")
    if dataset is None:
        return
    parts = [*_statuses(), *_clocks(), *_vocabularies(), *_coverage(dataset), *_crosswalk()]
    headings = [block for block in parts if block["kind"] == "heading"]
    article.show_article([*_introduction(), article.contents(headings), *parts], key="method")


def _introduction() -> list[article.Block]:
    return [
        article.heading("Method", level=1),
        article.text(
            "What the words and marks mean, and by which rules a status is decided. This page is made from the tables "
            "that the app itself uses: it says what the app does.",
            tone="lead",
        ),
        article.text(
            "A claim is one statement about the world: who did or will do what, where, when. A report is one "
            "appearance of a claim in one source. A report that repeats no other is an origin: twelve outlets that "
            "quote one briefing are twelve reports and one origin. A mark on the map is always a claim, never a fact."
        ),
    ]


def _statuses() -> list[article.Block]:
    bearing = " and ".join(aspect.label.lower() for aspect in DECIDING)
    return [
        article.heading("Statuses", anchor="statuses"),
        article.text(
            f"How sure anyone can be of a claim. The status on the map is that of its {bearing}, unless another aspect "
            "is chosen to colour by. A denial is no status: it is a badge over whatever the status is."
        ),
        article.table(
            "Each status and its rule",
            ("Status", "Rule"),
            ((article.status_badge(status), status.rule) for status in Status),
        ),
        article.heading("Which rule decides", anchor="rules"),
        article.text("The rules are tried from the top; the first that fits decides, and the card prints it."),
        article.table(
            "The rules in the order in which they are tried",
            ("No.", "What the card says", "Status"),
            (
                (str(number), rule.words, rule.status.label if rule.status else "as judged")
                for number, rule in enumerate(RULES, start=1)
            ),
        ),
        article.heading("What a judgement must rest on", anchor="evidence"),
        article.text("A data set in which a judgement rests on less is refused, and the row is named."),
        article.table(
            "What each status needs",
            ("Status", "Basis, one of", "Fewest reports", "Fewest independent origins", "In words"),
            (_evidence_row(status) for status in Status),
            numeric=(2, 3),
        ),
        article.heading("What may follow on what", anchor="transitions"),
        article.text("A judgement may also repeat the status before it. A step that is not in the table is refused."),
        article.table(
            "What a status may become",
            ("Status", "May become"),
            ((article.status_badge(status), _listed(TRANSITIONS[status] - {status})) for status in Status),
        ),
    ]


def _evidence_row(status: Status) -> list[article.Cell]:
    need = EVIDENCE[status]
    bases = "; ".join(basis.label for basis in Basis if basis in need.bases)
    return [article.status_badge(status), bases, str(need.reports), str(need.independent), need.words]


def _listed(statuses: frozenset[Status]) -> str:
    return ", ".join(status.label for status in Status if status in statuses)


def _clocks() -> list[article.Block]:
    return [
        article.heading("Two clocks", anchor="clocks"),
        article.text(
            "The time window asks when something is said to have happened. “As known on” asks something else: what "
            "anybody could know at the end of a day (UTC). Whatever became public later is left out everywhere, in "
            "counts, list, card, picture and file."
        ),
        article.text(
            "A judgement has two days of its own: the day on which its evidence was public (effective), and the day on "
            "which we wrote it down (recorded). “As known on” goes by the first, because it asks what was known in the "
            "world, not when we came to it: a status of last year that we wrote down today counts from last year. "
            "The card shows both days."
        ),
        article.text(
            "A report counts from the last day of the span it is dated to, so that nothing is shown as known before it "
            "certainly was. What a party says counts from the day it said it."
        ),
    ]


def _vocabularies() -> list[article.Block]:
    blocks = [
        article.heading("The words", anchor="words"),
        article.text("Every word that a claim, a report or a judgement may carry. There are no others."),
    ]
    for vocabulary, title in VOCABULARIES.items():
        blocks.append(article.heading(title, level=3))
        if any(word.rule for word in vocabulary):
            rows = [(word.label, word.rule) for word in vocabulary]
            blocks.append(article.table(title, ("Word", "Meaning"), rows))
        else:
            blocks.append(article.text("; ".join(word.label for word in vocabulary) + "."))
    return blocks


def _coverage(dataset: Dataset) -> list[article.Block]:
    rows = [(str(each.first), str(each.last), each.state.label, each.note) for each in dataset.info.coverage]
    return [
        article.heading("What was collected", anchor="coverage"),
        article.text("Outside these days an empty map means that nobody looked, not that nothing was claimed."),
        article.text(dataset.info.scope),
        *([article.text(excerpt_words(dataset))] if dataset.info.excerpt else []),
        article.table(f"Coverage of “{dataset.info.title}”", ("First day", "Last day", "Claims were", "Note"), rows)
        if rows
        else article.text("This data set does not say when its claims were collected."),
    ]


def _crosswalk() -> list[article.Block]:
    blocks = [
        article.heading("Our words and others'", anchor="others"),
        article.text(
            "The same word means different things in this field. A verdict of somebody else is kept as theirs and "
            "never turned into ours by this table; where a word is missing, we could not read theirs."
        ),
        article.table("How close", ("Close", "It means"), ((word.label, word.rule) for word in Closeness)),
    ]
    for scheme in Scheme:
        rows = [
            (row.word.label, row.term or "–", row.closeness.label, row.note)
            for row in CROSSWALK
            if row.scheme is scheme
        ]
        citation = CITATIONS[scheme]
        blocks += [
            article.heading(scheme.label, level=3),
            article.text(f"{scheme.label} {scheme.rule}."),
            article.table(f"Our words beside those of {scheme.label}", ("Ours", "Theirs", "How close", "Note"), rows),
            article.text(f"{citation.words()} {citation.address}", tone="muted"),
        ]
    return blocks
