"""What an import did or would do, in figures and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geodata.ingest.importing.reasons import REASONS, Heap
from geodata.ingest.questions import Question

__all__ = ["Counts", "Entry", "Fault", "Near", "Report", "Tallied"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows went where. ``accepted + doubtful + rejected + duplicates == read``, always.

    Raises
    ------
    ValueError
        If the heaps do not add up: then a row was lost, and nothing may be imported.
    """

    read: int
    accepted: int
    doubtful: int
    rejected: int
    duplicates: int

    def __post_init__(self) -> None:
        """Refuse counts that do not add up."""
        if self.accepted + self.doubtful + self.rejected + self.duplicates != self.read:
            raise ValueError(f"{self.read} rows were read, and the heaps hold another number: {self}")

    def to_json(self) -> dict[str, int]:
        """By the names of the heaps, and ``read``."""
        return {name: getattr(self, name) for name in ("read", "accepted", "doubtful", "rejected", "duplicates")}


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a row was not accepted.

    Parameters
    ----------
    code : str
        Of ``REASONS``.
    field : str
        Column of the file where it stands, or of the standard record; empty where the row as a whole is meant.
    value : str
        What stands there, verbatim; empty where nothing does.
    detail : str
        What else helps, as a sentence: the places that may be meant, the row that is the same.
    """

    code: str
    field: str = ""
    value: str = ""
    detail: str = ""

    def to_json(self) -> dict[str, str]:
        """With the words and the mend of the reason."""
        reason = REASONS[self.code]
        return {
            "code": self.code, "field": self.field, "value": self.value, "words": reason.words, "mend": reason.mend,
            "detail": self.detail,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that was not accepted.

    Parameters
    ----------
    row : int
        As a spreadsheet counts it; features from 1.
    heap : Heap
        Never ``ACCEPTED``.
    faults : tuple of Fault
        Why; at least one.
    values : dict of str to str
        What the row holds, by column of the file; blank cells are left out.
    """

    row: int
    heap: Heap
    faults: tuple[Fault, ...]
    values: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """As ``docs/importing.md`` describes it."""
        return {
            "row": self.row, "heap": self.heap.value, "reasons": [fault.to_json() for fault in self.faults],
            "values": dict(self.values),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Near:
    """An accepted row that may tell the same as another one.

    Parameters
    ----------
    row : int
        The row.
    other : int
        The row that came first, in this file or in that of the earlier import.
    import_id : str
        The earlier import; empty where both rows are of this file.
    kind : str
        ``event`` (same text, place and day), ``address`` (same web address) or ``id`` (same id of theirs).
    """

    row: int
    other: int
    import_id: str
    kind: str

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"row": self.row, "other": self.other, "import_id": self.import_id, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Tallied:
    """How often one reason was found.

    ``example_row`` is the first such row, ``example`` what stands there.
    """

    code: str
    count: int
    example_row: int
    example: str

    def to_json(self) -> dict[str, Any]:
        """With heap, words and mend of the reason."""
        reason = REASONS[self.code]
        return {
            "code": self.code, "heap": reason.heap.value, "count": self.count, "words": reason.words,
            "mend": reason.mend, "example_row": self.example_row, "example": self.example,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did or would do.

    Parameters
    ----------
    import_id : str
        Names it; 16 hexadecimal digits.
    file, sha256, size : str, str, int
        The file's name, digest in hexadecimal, and bytes.
    profile, label : str
        The profile's name and what readers call it.
    why : str
        What speaks for that profile, a sentence.
    counts : Counts
        Rows by heap.
    reasons : tuple of Tallied
        Most frequent first.
    near_count : int
        Accepted rows that may tell the same as another.
    facts : dict
        How the file was read (:class:`geodata.ingest.reading.Facts` as JSON).
    questions : tuple of Question
        What is still open; rows that need the answer wait.
    notes : tuple of str
        What was decided and from what evidence, what is taken for granted, what was left out: sentences.
    unmapped : dict of str to dict of str to int
        By column: values that found no word of ours, with how often they stand there.
    licence, attribution : str
        That go with the data.
    licence_to_confirm : bool
        Whether somebody still has to say under which licence the file may be used.
    is_there : bool
        Whether the data set holds this very import already; nothing was or will be changed then.
    """

    import_id: str
    file: str
    sha256: str
    size: int
    profile: str
    label: str
    why: str
    counts: Counts
    reasons: tuple[Tallied, ...] = ()
    near_count: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    unmapped: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    licence: str = ""
    attribution: str = ""
    licence_to_confirm: bool = False
    is_there: bool = False

    def to_json(self) -> dict[str, Any]:
        """Everything but the rows, as ``docs/importing.md`` describes it."""
        plain = ("import_id", "file", "sha256", "size", "profile", "label", "why", "near_count", "licence",
                 "attribution", "licence_to_confirm", "is_there")  # fmt: skip
        return {
            **{name: getattr(self, name) for name in plain},
            "counts": self.counts.to_json(),
            "reasons": [one.to_json() for one in self.reasons],
            "facts": dict(self.facts),
            "questions": [question.to_json() for question in self.questions],
            "notes": list(self.notes),
            "unmapped": {column: dict(found) for column, found in self.unmapped.items()},
        }
