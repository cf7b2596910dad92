"""A data set as a folder of plain files: what ``load_dataset`` reads, written."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from geodata.errors import ExportError
from geodata.ingest.folder import load_dataset
from geodata.ingest.tables import COLUMNS, INFO_FILE
from geodata.model import (
    Assessment,
    Claim,
    Dataset,
    DatasetInfo,
    Excerpt,
    ForeignVerdict,
    PartyPosition,
    Place,
    Report,
    Source,
)

__all__ = ["folder_files", "number_text", "write_folder"]

Fields = tuple[object, ...]
_QUOTED = re.compile('[",\r\n]')


def write_folder(dataset: Dataset, folder: Path | str) -> Dataset:
    """Write a data set as a folder that ``load_dataset`` reads; whole or not at all.

    Parameters
    ----------
    dataset : Dataset
        What to write.
    folder : Path or str
        Where to; it may not be there yet, or be empty. Its parent must exist.

    Returns
    -------
    Dataset
        As it was read back from the files: the same records, with the digest of these files.

    Raises
    ------
    ExportError
        If the folder holds something, or cannot be written; the sentence says why.
    DatasetError
        If the data set would be refused when it is loaded; nothing is left behind.
    """
    folder = Path(folder)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise ExportError(f"“{folder}” is there already and not empty; name a folder that is still to be made.")
    if not folder.parent.is_dir():
        raise ExportError(f"“{folder}” cannot be made: there is no folder “{folder.parent}”; make it first.")
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        part.mkdir()
        for name, content in folder_files(dataset).items():
            (part / name).write_bytes(content)
        found = load_dataset(part)
        part.replace(folder)
    except OSError as error:
        raise ExportError(f"“{folder}” cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return found


def folder_files(dataset: Dataset) -> dict[str, bytes]:
    """Content of each file of a data set's folder, by its name; the same data set gives the same bytes.

    Where nobody else judged a claim there is no ``foreign.csv``.
    """
    files = {
        INFO_FILE: "".join(_info(dataset.info)).encode(),
        "places.csv": _table("places.csv", dataset.places, _place),
        "sources.csv": _table("sources.csv", dataset.sources, _source),
        "claims.csv": _table("claims.csv", dataset.claims, _claim),
        "reports.csv": _table("reports.csv", dataset.reports, _report),
        "positions.csv": _table("positions.csv", dataset.positions, _position),
        "assessments.csv": _table("assessments.csv", dataset.assessments, _assessment),
    }
    foreign = {"foreign.csv": _table("foreign.csv", dataset.foreign, _foreign)} if dataset.foreign else {}
    return {**files, **foreign}


def number_text(value: int | float) -> str:
    """A number as a data set writes it, without an exponent; read again it is the same number."""
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def _table(file: str, records: Iterable[Any], fields_of: Callable[[Any], Fields]) -> bytes:
    lines = [",".join(COLUMNS[file])]
    lines += [",".join(_field(value) for value in fields_of(record)) for record in records]
    return "".join(line + "\n" for line in lines).encode()


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    text = number_text(value) if isinstance(value, int | float) else str(value)
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _place(place: Place) -> Fields:
    names, spot = place.names, place.position
    return (
        place.place_id, names.en, names.ru, names.uk, names.ko, place.precision.value,
        None if spot is None else spot.lon, None if spot is None else spot.lat, place.uncertainty_m,
        " ".join(place.regions), place.vague, place.zone, place.remark,
    )  # fmt: skip


def _source(source: Source) -> Fields:
    return source.source_id, source.name, source.party, source.reliability.value


def _claim(claim: Claim) -> Fields:
    quantity = claim.quantity
    return (
        claim.claim_id, claim.text, claim.claim_type.value, claim.modality.value, claim.actor, quantity.low,
        quantity.best, quantity.high, quantity.unit, claim.place_id, claim.time.edtf, claim.remark, claim.topic_id,
        claim.end_known_on,
    )  # fmt: skip


def _report(report: Report) -> Fields:
    return (
        report.report_id, report.claim_id, report.source_id, report.published.edtf, report.stance.value,
        report.derived_from, report.title, report.url, report.remark, report.not_independent_of,
    )  # fmt: skip


def _position(position: PartyPosition) -> Fields:
    return position.claim_id, position.party, position.position.value, position.said_on, position.report_id


def _assessment(judged: Assessment) -> Fields:
    return (
        judged.assessment_id, judged.claim_id, judged.aspect.value, judged.status.value, judged.basis.value,
        judged.reason, " ".join(judged.evidence), judged.effective_at, judged.recorded_at, judged.by,
    )  # fmt: skip


def _foreign(verdict: ForeignVerdict) -> Fields:
    return verdict.claim_id, verdict.by, verdict.scheme, verdict.value, verdict.said_on


def _info(info: DatasetInfo) -> Iterator[str]:
    yield f"id = {_toml(info.dataset_id)}\n"
    for key in ("title", "scope", "version", "licence", "attribution"):
        yield f"{key} = {_toml(getattr(info, key))}\n"
    if info.unaligned:
        yield f"unaligned = {_toml(info.unaligned)}\n"
    if info.excerpt is not None:
        yield from _excerpt(info.excerpt)
    for entry in info.coverage:
        yield f"\n[[coverage]]\nfirst = {entry.first}\nlast = {entry.last}\nstate = {_toml(entry.state.value)}\n"
        if entry.note:
            yield f"note = {_toml(entry.note)}\n"
    for topic in info.topics:
        yield f"\n[[topics]]\nid = {_toml(topic.topic_id)}\nlabel = {_toml(topic.label)}\nunit = {_toml(topic.unit)}\n"


def _excerpt(excerpt: Excerpt) -> Iterator[str]:
    yield f"\n[excerpt]\ndigest = {_toml(excerpt.digest)}\nquestion = {_toml(excerpt.question)}\n"
    if excerpt.known_on is not None:
        yield f"known_on = {excerpt.known_on}\n"
    for key, names in (("claims", excerpt.claims), ("parties", excerpt.parties)):
        if names:
            yield f"{key} = {_toml(names)}\n"


def _toml(value: str | frozenset[str]) -> str:
    """A basic string, or a list of them: the escapes of JSON are TOML's too, but for one character that JSON keeps."""
    if isinstance(value, frozenset):
        return "[" + ", ".join(_toml(one) for one in sorted(value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
