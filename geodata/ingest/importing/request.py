"""What the person who imports has decided: everything that changes how a file is read, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from geodata.errors import QueryError
from geodata.ingest.profiles import Mapping as Columns

__all__ = ["Request", "parse_answers"]


@dataclass(frozen=True, slots=True)
class Request:
    """Decisions for one file. Two equal requests on equal files give the same import.

    Parameters
    ----------
    profile : str or None
        Name of the profile; None: the one that the file's header and values show, else the generic one.
    mapping : Mapping or None
        Which column means what, for the generic profile; None: as the names of the columns suggest.
    answers : dict of str to str
        By the keys of questions.
    fixes : dict of int to dict of str to str
        By row (as a spreadsheet counts it) and column of the file: what to read instead of what stands there; an empty
        text leaves the cell blank.
    licence, attribution : str
        As the person states them; empty where those of the profile or the mapping hold.
    """

    profile: str | None = None
    mapping: Columns | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    fixes: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    licence: str = ""
    attribution: str = ""

    def import_id(
        self, sha256: str, profile: str, mapping: Columns | None, read: Mapping[str, object] | None = None
    ) -> str:
        """Names the import of a file under these decisions: 16 hexadecimal digits.

        Parameters
        ----------
        sha256 : str
            Of the file.
        profile : str
            The profile that was taken in the end.
        mapping : Mapping or None
            The mapping that was taken in the end.
        read : dict or None
            How the file was read: encoding, sheet and the like.

        Returns
        -------
        str
            The same for the same file and decisions, in whatever order they were given.
        """
        told = {
            "file": sha256,
            "read": sorted((read or {}).items()),
            "profile": profile,
            "mapping": _told(mapping) if mapping else None,
            "answers": sorted(self.answers.items()),
            "fixes": sorted((row, sorted(cells.items())) for row, cells in self.fixes.items()),
            "licence": self.licence,
            "attribution": self.attribution,
        }
        return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()[:16]


def _told(mapping: Columns) -> dict[str, object]:
    """A mapping in an order of its own, so that the order in which it was written makes no other import."""
    told = asdict(mapping)
    for name in ("columns", "constants"):
        told[name] = sorted(told[name].items())
    told["codes"] = sorted((name, sorted(table.items())) for name, table in mapping.codes.items())
    return told


def parse_answers(written: list[str]) -> dict[str, str]:
    """Read answers as they stand in a command: ``order:date=dmy``.

    Raises
    ------
    QueryError
        If one has no ``=``, or two answer the same question differently; one sentence.
    """
    answers: dict[str, str] = {}
    for text in written:
        key, equals, value = text.rpartition("=")  # the name of a column may hold the sign, no answer does
        if not (key and equals):
            raise QueryError(f"“{text}” is no answer; write KEY=VALUE, as in encoding=cp1251.")
        if answers.setdefault(key, value) != value:
            raise QueryError(f"“{key}” is answered twice, with “{answers[key]}” and “{value}”; keep one of them.")
    return answers
