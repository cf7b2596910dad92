"""What a stranger's manifest states, read with suspicion: every value has its type, its length and its vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from geodata import errors
from geodata.errors import ExportError
from geodata.model import Aspect, Status

__all__ = ["MOST_CLAIMS", "Stated", "read_stated", "visible"]

MOST_CLAIMS = 1_000_000
"""More claims than any picture or file of ours holds."""

_MOST_CHARS = 2000  # of a value that names something


@dataclass(frozen=True, slots=True)
class Stated:
    """The part of a manifest that can be compared: its claims in order, each id with its status, and where from."""

    version: str
    made_on: date | None
    sentence: str
    known_on: date | None
    aspect: Aspect | None
    dataset_id: str
    title: str
    data_version: str
    digest: str
    claims: tuple[tuple[str, Status], ...]


def read_stated(manifest: dict[str, Any]) -> Stated:
    """Read the part of a manifest that can be compared.

    Raises
    ------
    ExportError
        If a value is missing or is not what a manifest holds; the sentence names it.
    """
    if manifest.get("manifest") != 1:
        raise ExportError("The manifest has a layout that this version of Claimline does not know: use a newer one.")
    data, asked = _object(manifest, "dataset"), _object(manifest, "query")
    return Stated(
        version=_word(_object(manifest, "program"), "version"),
        made_on=_day(manifest, "made_on"),
        sentence=_word(manifest, "sentence"),
        known_on=_day(manifest, "known_on"),
        aspect=_aspect(asked.get("aspect")),
        dataset_id=_word(data, "id"),
        title=_word(data, "title"),
        data_version=_word(data, "version"),
        digest=_word(data, "digest"),
        claims=_claims(manifest.get("claims")),
    )


def visible(text: str, most: int = 90) -> str:
    """One line of what can be seen: cut to ``most`` characters, no line breaks, escapes or marks that turn text."""
    return errors.visible(text, most)


def _wrong(key: str) -> ExportError:
    return ExportError(f"The manifest's “{key}” is missing or is not what a manifest holds: the file was altered.")


def _object(holder: dict[str, Any], key: str) -> dict[str, Any]:
    value = holder.get(key)
    if not isinstance(value, dict):
        raise _wrong(key)
    return value


def _word(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    if not isinstance(value, str) or len(value) > _MOST_CHARS:
        raise _wrong(key)
    return value


def _day(holder: dict[str, Any], key: str) -> date | None:
    if holder.get(key) is None:
        return None
    try:
        return date.fromisoformat(_word(holder, key))
    except ValueError as error:
        raise _wrong(key) from error


def _aspect(value: object) -> Aspect | None:
    if value is None:
        return None
    found = {aspect.value: aspect for aspect in Aspect}
    if not isinstance(value, list) or len(value) != 1 or not isinstance(value[0], str) or value[0] not in found:
        raise _wrong("aspect")
    return found[value[0]]


def _claims(value: object) -> tuple[tuple[str, Status], ...]:
    if not isinstance(value, list) or len(value) > MOST_CLAIMS:
        raise _wrong("claims")
    statuses = {status.value: status for status in Status}
    found = []
    for entry in value:
        if not isinstance(entry, dict):
            raise _wrong("claims")
        status = statuses.get(_word(entry, "status"))
        if status is None:
            raise _wrong("status")
        found.append((_word(entry, "id"), status))
    return tuple(found)
