"""Whether a saved file is as it was saved, whether the data are the same, and what became of its claims since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geodata.assess import verdict_on
from geodata.errors import ExportError
from geodata.model import Dataset, Status
from geodata.store import is_known, window_words
from mapapp import __version__
from mapapp.export.formats import FORMATS
from mapapp.export.listed import is_archive, opened_archive
from mapapp.export.seal import CARRIERS, MOST_BYTES, Sealed, opened, opened_beside
from mapapp.export.stated import Stated, read_stated, visible

__all__ = ["CHANGED", "SAME", "UNSOUND", "Finding", "read_limited", "verify"]

SAME = 0
"""Exit status: intact, and made from this data set."""

CHANGED = 1
"""Exit status: intact, and made from other data or by other rules."""

UNSOUND = 2
"""Exit status: altered, not ours, or not to be read."""

_MOST_LISTED = 40  # claims of a heap that are listed one by one


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: an exit status (0 intact and same data, 1 other data, 2 altered) and lines to read."""

    code: int
    lines: tuple[str, ...]


def read_limited(path: Path) -> bytes:
    """Read a file that a stranger may have made.

    Raises
    ------
    ExportError
        If it cannot be read or is larger than ``MOST_BYTES``.
    """
    try:
        if not path.is_file():
            raise ExportError(f"“{visible(str(path))}” is no file; name one that Claimline saved.")
        with path.open("rb") as source:
            content = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise ExportError(f"“{visible(str(path))}” cannot be read: {error.strerror or error}.") from error
    if len(content) > MOST_BYTES:
        raise ExportError(f"“{visible(str(path))}” is larger than {MOST_BYTES // 2**20} MB and was not read.")
    return content


def verify(content: bytes, dataset: Dataset, *, suffix: str = "", beside: bytes | None = None) -> Finding:
    """Compare a saved file with its seal and with a data set.

    Parameters
    ----------
    content : bytes
        The file, as hostile as may be.
    dataset : Dataset
        What to compare its claims with.
    suffix : str
        The end of its name, as in ``.csv``: says what to call it where its manifest stands beside it.
    beside : bytes or None
        The manifest beside it; None: it is inside.

    Returns
    -------
    Finding
        ``UNSOUND`` too where the file is sealed, but its claims do not follow from the data that it names.

    Raises
    ------
    ExportError
        If the file is none of ours, or what it says of itself cannot be read.
    """
    sealed = _opened(content, suffix, beside)
    stated = read_stated(sealed.manifest)
    same = stated.digest == dataset.digest
    lines = [_seal_words(sealed.name, intact=sealed.intact), _shown_words(stated), _data_words(stated, dataset)]
    other_then = _others(dataset, stated, stated.known_on)
    if stated.known_on is not None:
        day = window_words(stated.known_on, stated.known_on)
        lines += _listed(dataset, stated, other_then, f"as known on {day}")
    lines += _listed(dataset, stated, _others(dataset, stated, None), "with everything recorded")
    lines += _gone_words(dataset, stated)
    code = SAME if same else CHANGED
    if same and (other_then or _gone(dataset, stated)):
        lines.append(_contradiction(stated))
        code = CHANGED if stated.version != __version__ else UNSOUND
    return Finding(code if sealed.intact else UNSOUND, tuple(lines))


def _opened(content: bytes, suffix: str, beside: bytes | None) -> Sealed:
    if is_archive(content):
        return opened_archive(content)
    known = FORMATS.get(suffix.lower())
    name = "file" if known is None else known.label
    if beside is not None:
        return opened_beside(name, content, beside)
    if known is not None and suffix.lower().removeprefix(".") not in CARRIERS:
        raise ExportError(f"The manifest of this {name} is a file of its own beside it: keep the two in one folder.")
    return opened(content)


def _seal_words(name: str, *, intact: bool) -> str:
    if intact:
        what = "every file in this ZIP" if name == "ZIP" else f"this {name}"
        return f"Intact: {what} is, byte for byte, as it was sealed. A seal is no signature: anyone can make one."
    return f"Altered: this {name} is not as it was saved. What follows is what it says of itself now."


def _shown_words(stated: Stated) -> str:
    made = f", made on {stated.made_on}" if stated.made_on else ""
    count = len(stated.claims)
    shown = "1 claim" if count == 1 else f"{count} claims"
    return f"It shows {shown}: {visible(stated.sentence, 400)}. Claimline {visible(stated.version)}{made}."


def _data_words(stated: Stated, dataset: Dataset) -> str:
    info = dataset.info
    if stated.digest == dataset.digest:
        return f"Same data: “{visible(info.title)}”, version {visible(info.version)}, digest {dataset.digest[:12]}."
    if stated.dataset_id != info.dataset_id:
        return f"Other data: it was made from “{visible(stated.title)}”, this data set is “{visible(info.title)}”."
    was = f"version {visible(stated.data_version)}, digest {visible(stated.digest[:12])}"
    return f"Changed data: it was made from {was}; now it is version {visible(info.version)}, {dataset.digest[:12]}."


def _contradiction(stated: Stated) -> str:
    if stated.version != __version__:
        versions = f"{visible(stated.version)} then, {__version__} now"
        return f"The data are the same, the program is not ({versions}): its rules differ."
    return "The data and the program are the same, so what it says of its claims was not made from these data."


def _others(dataset: Dataset, stated: Stated, known_on: date | None) -> list[tuple[str, str]]:
    """Claims, by id, that are not as stated on a day: with what they are then."""
    found = []
    for claim_id, status in stated.claims:
        row = dataset.row_of.get(claim_id)
        if row is None:
            continue
        claim = dataset.claims[row]
        if not is_known(dataset, claim, known_on):
            found.append((claim_id, f"{status.label}, now not known then"))
            continue
        now: Status = verdict_on(dataset, claim, known_on, stated.aspect).status
        if now is not status:
            found.append((claim_id, f"{status.label}, now {now.label}"))
    return found


def _listed(dataset: Dataset, stated: Stated, others: Sequence[tuple[str, str]], when: str) -> list[str]:
    of = f"of these {len(stated.claims)} claims"
    if not others:
        return [f"No change: none {of} has another status {when}."] if stated.claims else []
    have = "has" if len(others) == 1 else "have"

    def line(entry: tuple[str, str]) -> str:
        text = dataset.claims[dataset.row_of[entry[0]]].text
        return f"  {visible(entry[0])}: {entry[1]} – “{visible(text)}”"

    return [f"{len(others)} {of} {have} another status {when}:", *_capped(others, line)]


def _gone(dataset: Dataset, stated: Stated) -> list[str]:
    return [claim_id for claim_id, _status in stated.claims if claim_id not in dataset.row_of]


def _gone_words(dataset: Dataset, stated: Stated) -> list[str]:
    gone = _gone(dataset, stated)
    if not gone:
        return []
    head = f"{len(gone)} of these {len(stated.claims)} claims {'is' if len(gone) == 1 else 'are'} gone from the data:"
    return [head, *_capped([(claim_id, "") for claim_id in gone], lambda entry: f"  {visible(entry[0])}")]


def _capped(entries: Sequence[tuple[str, str]], line: Callable[[tuple[str, str]], str]) -> list[str]:
    lines = [line(entry) for entry in entries[:_MOST_LISTED]]
    more = len(entries) - _MOST_LISTED
    return [*lines, f"  … and {more} more"] if more > 0 else lines
