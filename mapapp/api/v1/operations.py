"""The operations of the data API: one table that routes requests, describes them to programs and to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mapapp.api.v1.parameters import MOST_LIMIT, PARAMETERS, Parameter, format_of, limit_of
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind

__all__ = ["ARROW_TYPE", "GEOJSON_TYPE", "OPERATIONS", "QUESTION", "SNAPSHOTS", "VIEW_TYPE", "Media", "Operation"]

ARROW_TYPE = "application/vnd.apache.arrow.stream"
"""Media type of an Arrow IPC stream."""
GEOJSON_TYPE = "application/geo+json"
"""Media type of GeoJSON (RFC 7946)."""
VIEW_TYPE = "application/vnd.claimline.view"
"""Media type of the columns of a view, as docs/api.md lays them out."""

SNAPSHOTS: Mapping[str, str] = {
    suffix.removeprefix("."): one.mime
    for suffix, one in FORMATS.items()
    if one.kind is not Kind.FILM and suffix != ".zip"
}
"""Media type of each format that a snapshot can have: all but films, and the archive that holds them."""


@dataclass(frozen=True, slots=True)
class Media:
    """One form of an answer.

    Parameters
    ----------
    type : str
        Its media type.
    schema : str or None
        Name of its JSON Schema; None: bytes.
    """

    type: str
    schema: str | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One address.

    Parameters
    ----------
    path : str
        Below ``/api/v1``; ``{claim_id}`` stands for an id.
    title : str
        What it answers, in a few words.
    words : str
        What to know of it, for people.
    parameters : tuple of Parameter
        Its keys; no other is taken.
    media : tuple of Media
        The forms that its answer can have, the usual one first.
    errors : tuple of int
        HTTP statuses of its refusals.
    """

    path: str
    title: str
    words: str
    parameters: tuple[Parameter, ...]
    media: tuple[Media, ...]
    errors: tuple[int, ...] = (400, 404, 503)


def _parameters(names: str) -> tuple[Parameter, ...]:
    return tuple(PARAMETERS[name] for name in names.split())


QUESTION = _parameters("dataset data from to mode known aspect type status modality party source text bbox")
"""The keys of a question, in the order of a link."""
_CHANGED = (
    replace(PARAMETERS["from"], words="UTC day; what was public at its end is left out. Usually the day before all."),
    replace(PARAMETERS["to"], words="UTC day; what was public at its end is in. Usually the last of all."),
)
_JSON = "application/json"
_PAGED = "The header `Link` leads to the next page, and so does `page.next`, the value for `after`."

OPERATIONS = (
    Operation(
        "/", "What is here", "The addresses below, and the data sets that can be asked.", (), (Media(_JSON, "Index"),),
        (400,),
    ),
    Operation(
        "/claims", "Claims",
        "The claims in view, and those without a place or a date, each with its status, its rule, its reports and the "
        "judgements, in the order of the data set. GeoJSON, or an Arrow stream of the columns of a saved GeoParquet "
        f"file: ask with `format=arrow` or with `Accept: {ARROW_TYPE}`. {_PAGED} In Arrow it stands in the schema's "
        "metadata, under `claimline`.",
        (
            *QUESTION, format_of("The form of the answer; it goes before the header `Accept`.", ("geojson", "arrow")),
            limit_of("Most claims in one page.", 500), *_parameters("after"),
        ),
        (Media(GEOJSON_TYPE, "Claims"), Media(ARROW_TYPE)),
    ),
    Operation(
        "/claims/{claim_id}", "One claim",
        "A GeoJSON feature with all that its claim leans on; not found where it was not known on the day `known`.",
        _parameters("dataset data known aspect"), (Media(GEOJSON_TYPE, "Claim"),),
    ),
    Operation(
        "/changes", "What became public",
        "News about claims, oldest first: what was public at the end of the day `from` is left out, what was public at "
        f"the end of the day `to` is in. {_PAGED}",
        (*_parameters("dataset data"), *_CHANGED, limit_of("Most changes in one page.", 500), *_parameters("after")),
        (Media(_JSON, "Changes"),),
    ),
    Operation(
        "/histogram", "Claims by day",
        "How many claims that the filters keep touch each UTC day, by type and status. The window cuts nothing off: it "
        "is drawn over the histogram; with a box, only claims whose place touches it are counted. `single`: claims of "
        "this day alone; `begun` and `over`: claims of several days that have it as their first and as their last day; "
        "`open`: of those begun, the ones whose end nobody told.",
        QUESTION, (Media(_JSON, "Histogram"),),
    ),
    Operation(
        "/snapshot", "A picture or a file",
        "What the command line saves, in the usual layout. Not more than "
        f"{MOST_LIMIT} claims, and no films: save those in the app. Few are made at once; where too many wait, "
        "the answer is 503 and `Retry-After` says when to ask again.",
        (*QUESTION, format_of("The format of the file.", tuple(SNAPSHOTS))),
        tuple(Media(one) for one in SNAPSHOTS.values()),
    ),
    Operation(
        "/view", "What a map shows, as columns",
        "All claims in view as binary columns while they are at most 50,000, else counted by cell and span of time, "
        "beside the most important ones; and how many claims lie on which heap. Compressed once (gzip); a program that "
        "has it asks again with `If-None-Match`.",
        (*QUESTION, *_parameters("zoom")), (Media(VIEW_TYPE),),
    ),
    Operation(
        "/openapi.json", "This description, for programs", "An OpenAPI 3.1 document.", (), (Media(_JSON),), (400,),
    ),
)  # fmt: skip
"""Every operation; all are GET."""
