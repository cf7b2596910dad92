"""What each operation of the data API answers."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from geodata.store import Selection
from mapapp import __version__
from mapapp.api.feed import days_asked
from mapapp.api.library import dataset_folder, list_datasets
from mapapp.api.v1.answering import answered
from mapapp.api.v1.answers import changes_of_days, counts_of, cut, page_of, selection_of
from mapapp.api.v1.asked import Asked
from mapapp.api.v1.binary import write_view
from mapapp.api.v1.columns import VOCABULARY, columns_of, days_of
from mapapp.api.v1.cursor import begin_after, cursor_to
from mapapp.api.v1.openapi import document
from mapapp.api.v1.operations import ARROW_TYPE, GEOJSON_TYPE, OPERATIONS, SNAPSHOTS, VIEW_TYPE
from mapapp.api.v1.problems import RefusedError
from mapapp.api.v1.replies import headers_of_all, is_known_already, json_reply, next_link, tagged
from mapapp.api.v1.snapshot import file_name, look_of, make_snapshot
from mapapp.export.geojson import feature_of
from mapapp.export.parquet import to_arrow
from mapapp.export.properties import CAVEAT, dataset_words, head_of, head_with
from mapapp.export.records import records_of

__all__ = ["HANDLERS", "PLAIN"]


def _index() -> Response:
    addresses = [{"href": one.path.removeprefix("/") or ".", "title": one.title} for one in OPERATIONS]
    datasets = [
        {"id": one.id, "title": one.title, "claims": f"claims?dataset={one.id}" if one.id else "claims"}
        for one in list_datasets()
    ]
    told = {"title": "Claimline data API", "caveat": CAVEAT, "version": __version__, "addresses": addresses}
    return json_reply({**told, "datasets": datasets}, {**headers_of_all(), "Cache-Control": "private, no-cache"})


def _openapi() -> Response:
    return json_reply(document(), {**headers_of_all(), "Cache-Control": "private, no-cache"})


def _claims(request: Request, asked: Asked) -> Response:
    is_arrow = "format" not in asked.values and ARROW_TYPE in request.headers.get("accept", "")
    form = "arrow" if is_arrow else asked.one("format")
    headers = {**tagged(asked, form), "Vary": "Accept, Accept-Encoding"}
    after = begin_after(asked)
    if is_known_already(request, headers):
        return Response(status_code=304, headers=headers)
    page = page_of(selection_of(asked.dataset, asked.query), after, asked.one("limit"))
    cursor, rows = cursor_to(asked, page.next_after), page.part.chosen
    told = {
        "page": {"matched": len(page.whole.chosen), "returned": len(rows), "next": cursor},
        **head_of(page.whole),
        "records": records_of(page.part),
    }
    headers |= next_link(request, cursor)
    if form == "arrow":
        return Response(_arrow_stream(page.part, told), headers=headers, media_type=ARROW_TYPE)
    shapes: dict[str, dict[str, Any]] = {}
    features = [feature_of(page.whole, row, shapes) for row in rows]
    return json_reply({"type": "FeatureCollection", **told, "features": features}, headers, GEOJSON_TYPE)


def _arrow_stream(part: Selection, told: Mapping[str, Any]) -> bytes:
    import pyarrow as pa  # a fifth of a second: only for who wants columns

    frame, sink = to_arrow(part, told), pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, frame.schema) as stream:
        stream.write_table(frame)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _claim(request: Request, asked: Asked) -> Response:
    claim_id = request.path_params["claim_id"]
    headers = tagged(asked, claim_id if claim_id in asked.dataset.row_of else "")
    selection = selection_of(asked.dataset, asked.query)
    row = asked.dataset.row_of.get(claim_id)
    if row is None or row not in selection.chosen:
        when = f" that was known on {asked.one('known')}" if "known" in asked.values else ""
        detail = f"This data set has no claim{when} of the id that ends the address: take an id from “claims”."
        raise RefusedError(404, detail)
    if is_known_already(request, headers):
        return Response(status_code=304, headers=headers)
    part = cut(selection, (row,))
    head = {key: value for key, value in head_of(selection).items() if key not in ("counts", "query")}
    told = {**feature_of(part, row, {}), **head, "records": records_of(part)}
    return json_reply(told, headers, GEOJSON_TYPE)


def _changes(request: Request, asked: Asked) -> Response:
    headers, begin = tagged(asked), begin_after(asked) + 1
    if is_known_already(request, headers):
        return Response(status_code=304, headers=headers)
    given = {key: [str(asked.one(key))] for key in ("from", "to") if key in asked.values}
    since, until = days_asked(asked.dataset, given)
    found = changes_of_days(asked.dataset, since, until)
    end = begin + int(asked.one("limit"))
    some, cursor = found[begin:end], cursor_to(asked, end - 1 if end < len(found) else None)
    told = {
        "caveat": CAVEAT,
        "dataset": dataset_words(asked.dataset),
        "since": since.isoformat(),
        "until": until.isoformat(),
        "page": {"matched": len(found), "returned": len(some), "next": cursor},
        "changes": [
            {
                "day": one.day.isoformat(), "kind": one.kind.value, "claim_id": one.claim_id, "was": one.was,
                "now": one.now, "party": one.party, "words": one.words, "reason": one.reason,
            }
            for one in some
        ],
    }  # fmt: skip
    return json_reply(told, {**headers, **next_link(request, cursor)})


def _histogram(request: Request, asked: Asked) -> Response:
    headers = tagged(asked)
    if is_known_already(request, headers):
        return Response(status_code=304, headers=headers)
    query = asked.query
    heaps, histogram = answered(
        asked.dataset,
        dataset_folder(asked.dataset_id),
        lambda answers: (answers.heaps(query), answers.histogram(query)),
        given_up=request.state.gone.is_set,
    )
    return json_reply({**head_with(asked.dataset, query, counts_of(heaps)), "days": days_of(histogram)}, headers)


def _snapshot(request: Request, asked: Asked) -> Response:
    form = asked.one("format")
    headers = {**tagged(asked, form), "Content-Disposition": f'attachment; filename="{file_name(asked)}"'}
    if is_known_already(request, headers):
        return Response(status_code=304, headers=headers)
    content = make_snapshot(selection_of(asked.dataset, asked.query), f".{form}", look_of(asked))
    return Response(content, headers=headers, media_type=SNAPSHOTS[form])


def _view(request: Request, asked: Asked) -> Response:
    headers = {**tagged(asked, "view"), "Vary": "Accept-Encoding"}
    if is_known_already(request, headers):
        return Response(status_code=304, headers=headers)
    packed = _packed_view(_Question(asked, request.state.gone.is_set))
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=VIEW_TYPE)
    return Response(gzip.decompress(packed), headers=headers, media_type=VIEW_TYPE)


class _Question:
    """What is asked, known by its key, so that the same question is answered once."""

    def __init__(self, asked: Asked, given_up: Callable[[], bool]) -> None:
        self.asked, self.given_up = asked, given_up

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Question) and self.asked.answer_key == other.asked.answer_key

    def __hash__(self) -> int:
        return hash(self.asked.answer_key)


@lru_cache(maxsize=16)
def _packed_view(question: _Question) -> bytes:
    asked = question.asked
    folder, zoom = dataset_folder(asked.dataset_id), asked.one("zoom")
    view = answered(asked.dataset, folder, lambda answers: answers.view(asked.query, zoom), given_up=question.given_up)
    told, columns = columns_of(asked.dataset, view)
    told |= {**head_with(asked.dataset, asked.query, counts_of(view.heaps)), "vocabulary": VOCABULARY}
    return gzip.compress(write_view(told, columns), compresslevel=1, mtime=0)


PLAIN: Mapping[str, Callable[[], Response]] = {"/": _index, "/openapi.json": _openapi}
"""What answers an operation that asks nothing of a data set, by its path."""

HANDLERS: Mapping[str, Callable[[Request, Asked], Response]] = {
    "/claims": _claims,
    "/claims/{claim_id}": _claim,
    "/changes": _changes,
    "/histogram": _histogram,
    "/snapshot": _snapshot,
    "/view": _view,
}
"""What answers every other operation, by its path."""
