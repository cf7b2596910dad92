"""Topics: the subjects that several sources put a number to, and which claims may name one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geodata.errors import Problem
from geodata.ingest.fields import IDENTIFIER
from geodata.model import Claim, Topic

__all__ = ["check_topics", "read_topics"]

_FILE = "dataset.toml"
_KEYS = ("id", "label", "unit")


def read_topics(entries: Sequence[dict[str, Any]], problems: list[Problem]) -> tuple[Topic, ...]:
    """Check the ``[[topics]]`` tables of ``dataset.toml``; topics in file order, refusals added to ``problems``."""
    topics: dict[str, Topic] = {}
    for number, entry in enumerate(entries, start=1):
        name = f"topics[{number}]"
        problems.extend(
            Problem(_FILE, None, f"{name}.{key}", None, "the key is not known, remove it")
            for key in entry
            if key not in _KEYS
        )
        topic = Topic(*(_text(entry, key, f"{name}.{key}", problems) for key in _KEYS))
        mend = ""
        if topic.topic_id and not IDENTIFIER.fullmatch(topic.topic_id):
            mend = "use lower-case letters, digits and single hyphens"
        elif topic.topic_id and topic.topic_id in topics:
            mend = "an earlier topic has the same id, give it another"
        if mend:
            problems.append(Problem(_FILE, None, f"{name}.id", topic.topic_id, mend))
        topics.setdefault(topic.topic_id, topic)
    return tuple(topics.values())


def _text(entry: dict[str, Any], key: str, name: str, problems: list[Problem]) -> str:
    value = entry.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    problems.append(Problem(_FILE, None, name, None if value is None else str(value), "write it as text in quotes"))
    return ""


def check_topics(claims: Sequence[tuple[int, Claim]], topics: Sequence[Topic], problems: list[Problem]) -> None:
    """Refuse a topic that the data set does not have, and one on a claim without a number in the topic's unit."""
    unit_of = {topic.topic_id: topic.unit for topic in topics}
    for row, claim in claims:
        if claim.topic_id is None:
            continue
        unit = unit_of.get(claim.topic_id)
        if unit is None:
            mend = "name the id of a [[topics]] table of dataset.toml"
            problems.append(Problem("claims.csv", row, "topic", claim.topic_id, mend))
        elif not claim.quantity.unit:
            mend = "fill in a quantity, a topic needs a number, or leave the topic blank"
            problems.append(Problem("claims.csv", row, "topic", claim.topic_id, mend))
        elif claim.quantity.unit != unit:
            mend = f"this topic counts “{unit}”, use its unit or another topic"
            problems.append(Problem("claims.csv", row, "unit", claim.quantity.unit, mend))
