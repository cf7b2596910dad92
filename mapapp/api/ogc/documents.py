"""What the landing page, the list of collections and one collection say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geodata.datasets import bundled_path
from geodata.errors import DatasetError, QueryError
from geodata.model import Dataset
from geodata.store import ClaimQuery
from mapapp.api.library import BUNDLED, Listed, dataset_folder, labels_of, list_datasets, open_dataset
from mapapp.api.ogc.asked import read_asked
from mapapp.api.ogc.found import Kind, extent_of, selected, times_of
from mapapp.export.properties import CAVEAT

__all__ = [
    "CONFORMANCE",
    "CRS84",
    "GEOJSON",
    "OPENAPI",
    "NoSuchResourceError",
    "collection",
    "collection_name",
    "collection_names",
    "collections",
    "landing",
    "link",
]

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
"""WGS 84, longitude first: the reference system of every geometry."""

GEOJSON = "application/geo+json"
"""Media type of features (RFC 7946)."""

CONFORMANCE = {
    "conformsTo": [
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    ]
}
"""The conformance classes of OGC 17-069r4 that are met."""

OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
"""Media type of the API definition."""

_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
_USUAL = "usual"  # names the data set that stands where a link names none
_KINDS: dict[str, Kind] = {"": "claims", ".points": "points", ".areas": "areas"}
_WHICH = {"claims": "", "points": ": precise places", "areas": ": areas"}
_OPENED = 4  # data sets that a list opens: what the library keeps; of a longer list each says its extent by itself


class NoSuchResourceError(QueryError):
    """An address names a collection or a feature that is not there; one sentence says which."""


def link(href: str, rel: str, media_type: str = "application/json", **more: str) -> dict[str, str]:
    """A link of a document, with an absolute address."""
    return {"href": href, "rel": rel, "type": media_type, **more}


def landing(base: str, tail: str = "") -> dict[str, Any]:
    """The landing page.

    Parameters
    ----------
    base : str
        Its absolute address without a slash at the end.
    tail : str
        Filters as a query string with its question mark, which links to data carry on; or nothing.
    """
    return {
        "title": "Claimline",
        "description": f"Claimed military deployments, where, when, by whom, and how sure anyone can be. {CAVEAT}.",
        "links": [
            link(f"{base}{tail}", "self", title="This page"),
            link(f"{base}/api", "service-desc", OPENAPI, title="What can be asked"),
            link(f"{base}/conformance", "conformance", title="Which parts of the standard are met"),
            link(f"{base}/collections{tail}", "data", title="The data sets"),
        ],
    }


def collection_name(collection_id: str) -> tuple[str | None, Kind]:
    """The data set that a collection belongs to, as the library names it, and which of its claims it holds.

    Raises
    ------
    NoSuchResourceError
        If there is none of that id.
    """
    name, dot, kind = collection_id.partition(".")
    dataset_id = None if name == _name(None) else name
    try:
        if dot + kind not in _KINDS or not name:
            raise QueryError(collection_id)
        dataset_folder(dataset_id)
    except QueryError as error:
        raise NoSuchResourceError(
            f"There is no collection “{collection_id[:60]}”: use one that the list of collections names."
        ) from error
    return dataset_id, _KINDS[dot + kind]


def _name(dataset_id: str | None) -> str:
    """Id of the collection of all claims of a data set: the same for the bundled one wherever it stands."""
    if dataset_id is not None:
        return dataset_id
    return BUNDLED if dataset_folder().resolve() == bundled_path().resolve() else _USUAL


def collection_names() -> list[str]:
    """Ids of all collections, in the order of their list."""
    return [f"{_name(one.id)}{suffix}" for one in list_datasets() for suffix in _KINDS]


def collections(base: str, tail: str = "") -> dict[str, Any]:
    """Every data set that the app shows: all its claims, those with a precise place, those somewhere in an area.

    ``base`` and ``tail`` as in :func:`landing`. Each says its extent, but for a long list or one with filters.
    """
    listed = list_datasets()
    labels = labels_of(listed)
    opened = {one.id: _opened(one) if len(listed) <= _OPENED and not tail else None for one in listed}
    return {
        "links": [link(f"{base}/collections{tail}", "self")],
        "collections": [
            _collection(f"{base}/collections/", f"{_name(one.id)}{suffix}", labels[one.id], tail)
            | ({} if dataset is None else _about(dataset, kind, ClaimQuery()))
            for one in listed
            for dataset in [opened[one.id]]
            for suffix, kind in _KINDS.items()
        ],
    }


def _opened(listed: Listed) -> Dataset | None:
    """A data set; None where it cannot be used, which its own page tells."""
    try:
        return open_dataset(listed.id)
    except DatasetError:
        return None


def collection(base: str, collection_id: str, words: Mapping[str, Sequence[str]], tail: str = "") -> dict[str, Any]:
    """One collection; ``words`` are its filters, ``base`` and ``tail`` as in :func:`landing`.

    Raises
    ------
    NoSuchResourceError
        If there is none of that id.
    QueryError
        If a filter cannot be used.
    DatasetError
        If its data set cannot be used.
    """
    dataset_id, kind = collection_name(collection_id)
    dataset = open_dataset(dataset_id)
    query = read_asked(dataset, words).query
    label = labels_of(list_datasets()).get(dataset_id, dataset.info.title)
    return _collection(f"{base}/collections/", collection_id, label, tail) | _about(dataset, kind, query)


def _collection(before: str, collection_id: str, title: str, tail: str) -> dict[str, Any]:
    address = f"{before}{collection_id}"
    which = _WHICH[_KINDS[collection_id[len(collection_id.partition(".")[0]) :]]]
    return {
        "id": collection_id,
        "title": f"{title}{which}",
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            link(f"{address}{tail}", "self"),
            link(f"{address}/items{tail}", "items", GEOJSON, title="The claims"),
        ],
    }


def _about(dataset: Dataset, kind: Kind, query: ClaimQuery) -> dict[str, Any]:
    """What a collection says of its data set, and the extent of those claims that its filters keep."""
    info = dataset.info
    parts = (info.scope, CAVEAT, f"Version {info.version}", f"Licence: {info.licence}", f"Credit: {info.attribution}")
    about = " ".join(f"{part.strip().removesuffix('.')}." for part in parts)
    rows = range(len(dataset.claims)) if query == ClaimQuery() else selected(dataset, query).chosen
    box, times = extent_of(dataset, rows, kind), times_of(dataset, rows, kind, query.known_on)
    space = {} if box is None else {"spatial": {"bbox": [list(box)], "crs": CRS84}}
    time = {} if times is None else {"temporal": {"interval": [list(times)], "trs": _GREGORIAN}}
    return {"description": about, "extent": space | time}
