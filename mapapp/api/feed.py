"""What changed, as an Atom feed (RFC 4287): the route, the question it takes, and the document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from geodata.assess.changes import Change, changes_between
from geodata.errors import DatasetError, QueryError
from geodata.model import Dataset, read_day
from geodata.store import knowledge_days
from mapapp.api.library import open_dataset, usual_id
from mapapp.api.links import FEED_PATH, card_address
from mapapp.api.security import DATA_POLICY

if TYPE_CHECKING:
    from starlette.datastructures import URL

__all__ = ["changes_feed", "days_asked", "serve_feed"]

_ATOM = "http://www.w3.org/2005/Atom"
_USUAL = 50  # changes, where no days were asked for
_MOST = 1000  # changes in one document
_SECOND_DAY = date.min + timedelta(days=1)  # the first that has a day before it
_FORMAT = "1"  # of the document: part of its tag, so that a change of layout is noticed
# What may not stand in XML 1.0, even as a reference
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def days_asked(dataset: Dataset, params: Mapping[str, Sequence[str]]) -> tuple[date, date]:
    """Read from which day to which changes are asked for.

    Parameters
    ----------
    dataset : Dataset
        Gives what is not stated: from before its first day that anything was public, to its last.
    params : mapping of str to sequence of str
        ``from`` and ``to``, each at most once, as in ``2024-10-18``; ``dataset`` is not looked at.

    Returns
    -------
    tuple of date
        UTC days: what was public at the end of the first is left out, at the end of the second is in.

    Raises
    ------
    QueryError
        If another key stands there, a key stands twice, a value is not a day, or the days are reversed.
    """
    unknown = sorted(set(params) - {"from", "to", "dataset"})
    if unknown:
        raise QueryError(f"“{unknown[0][:40]}” cannot be asked for: use “from” and “to”.")
    first, last = knowledge_days(dataset) or (date.max, date.max)
    since, until = _day(params, "from"), _day(params, "to")
    until = last if until is None else until
    since = min(max(first, _SECOND_DAY) - timedelta(days=1), until) if since is None else since
    if until < since:
        raise QueryError(f"The changes end on {until}, before they begin on {since}: swap “from” and “to”.")
    return since, until


def _day(params: Mapping[str, Sequence[str]], key: str) -> date | None:
    values = params.get(key, ())
    if len(values) > 1:
        raise QueryError(f"“{key}” stands {len(values)} times: keep one.")
    if not values:
        return None
    try:
        return read_day(values[0])
    except ValueError as error:
        mend = "write one day of the calendar, as in 2024-10-18"
        raise QueryError(f"“{key}” is “{values[0][:40]}”, which cannot be used: {mend}.") from error


def changes_feed(
    dataset: Dataset, changes: Sequence[Change], *, root: str, address: str, note: str = "",
    dataset_id: str | None = None,
) -> bytes:  # fmt: skip
    """Write changes as an Atom document, the newest first.

    Parameters
    ----------
    dataset : Dataset
        What the changes are of.
    changes : sequence of Change
        Oldest first.
    root : str
        Absolute address of the app, with a slash at its end; entries link to their cards below it.
    address : str
        Absolute address of this very document.
    note : str
        A sentence to add to the subtitle.
    dataset_id : str or None
        Under which id the app shows the data set; None: it stands there without an id.

    Returns
    -------
    bytes
        UTF-8 XML. Ids are ``tag:`` URIs (RFC 4151) that depend on the change alone and the host of ``root``.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.TreeBuilder().start(f"{{{_ATOM}}}feed", {})
    info = dataset.info
    _add(feed, "id", _tag(root, date(2024, 1, 1), f"{info.dataset_id}/changes"))
    _add(feed, "title", f"What changed: {info.title}")
    _add(feed, "subtitle", f"Reported claims, not confirmed facts. {note}".strip())
    _add(feed, "updated", _instant(max((change.day for change in changes), default=_last_day(dataset))))
    _add(_add(feed, "author"), "name", f"Claimline, data set {info.dataset_id} {info.version}")
    _add(feed, "rights", info.licence)
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    _add(feed, "link", rel="alternate", type="text/html", href=root)
    for change, number in reversed(_numbered(changes)):
        entry = _add_entry(feed, dataset, change, number, root)
        card = card_address(change.claim_id, change.day, dataset_id)
        _add(entry, "link", rel="alternate", type="text/html", href=urljoin(root, card))
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _add(parent: ET.Element, name: str, words: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", {key: _xml(value) for key, value in attributes.items()})
    element.text = _xml(words) or None
    return element


def _add_entry(feed: ET.Element, dataset: Dataset, change: Change, number: int, root: str) -> ET.Element:
    entry = _add(feed, "entry")
    claim = dataset.claims[dataset.row_of[change.claim_id]]
    said = (change.kind, change.was, change.now, change.party, number)
    key = hashlib.sha256(repr([None if part is None else str(part) for part in said]).encode()).hexdigest()[:12]
    _add(entry, "id", _tag(root, change.day, f"{dataset.info.dataset_id}/{change.claim_id}/{change.kind}/{key}"))
    _add(entry, "title", f"{change.kind.label}: {claim.text}", type="text")
    _add(entry, "updated", _instant(change.day))
    _add(entry, "published", _instant(change.day))
    _add(entry, "category", term=change.kind.value, label=change.kind.label)
    _add(entry, "summary", f"{change.words} {change.reason}".strip(), type="text")
    return entry


def _numbered(changes: Sequence[Change]) -> list[tuple[Change, int]]:
    """Each change with how many of its kind its claim had before on the same day: what is alike stays apart."""
    seen: dict[tuple[object, ...], int] = {}
    numbered = []
    for change in changes:
        alike = (change.day, change.claim_id, change.kind, change.was, change.now, change.party)
        seen[alike] = seen.get(alike, -1) + 1
        numbered.append((change, seen[alike]))
    return numbered


def _xml(words: str) -> str:
    return _NOT_XML.sub("\ufffd", words)


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _last_day(dataset: Dataset) -> date:
    days = knowledge_days(dataset)
    return date(1970, 1, 1) if days is None else days[1]


def _tag(root: str, day: date, specific: str) -> str:
    host = re.sub(r"[^a-z0-9.-]+", "-", root.split("/")[2].rpartition("@")[2].lower()).strip("-.") or "localhost"
    return f"tag:{host},{day.isoformat()}:{quote(specific, safe='/')}"


def serve_feed(request: Request) -> Response:
    """Answer ``GET /feed/changes.atom``, with ``dataset``, ``from`` and ``to`` or without."""
    params = {key: request.query_params.getlist(key) for key in request.query_params}
    dataset_id = usual_id(request.query_params.get("dataset"))
    try:
        dataset = open_dataset(dataset_id)
        since, until = days_asked(dataset, params)
    except QueryError as error:
        return PlainTextResponse(str(error), status_code=400)
    except DatasetError as error:
        return PlainTextResponse(str(error), status_code=503)
    headers = {
        "ETag": _etag(dataset, request.url),
        "Cache-Control": "no-cache",
        "Content-Security-Policy": DATA_POLICY,
    }
    if headers["ETag"] in (request.headers.get("if-none-match") or "").replace("W/", "").split(", "):
        return Response(status_code=304, headers=headers)
    changes = changes_between(dataset, since, until)
    most = _MOST if set(params) - {"dataset"} else _USUAL
    note = f"The newest {most} of {len(changes)}." if len(changes) > most else ""
    address = str(request.url)
    root = address.partition("?")[0].removesuffix(FEED_PATH)
    content = changes_feed(
        dataset, changes[-most:], root=root, address=address, note=note, dataset_id=dataset_id
    )  # fmt: skip
    return Response(content, media_type="application/atom+xml; charset=utf-8", headers=headers)


def _etag(dataset: Dataset, url: URL) -> str:
    """Depends on the data and on the whole address: links begin with the address that was asked."""
    asked = hashlib.sha256(f"{_FORMAT} {url}".encode("utf-8", "backslashreplace")).hexdigest()[:12]
    return f'"{dataset.digest[:12]}-{asked}"'
