"""A request read against the table of operations: nothing unknown, nothing twice, nothing guessed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.errors import DatasetError, QueryError, visible
from geodata.model import Dataset, is_public
from geodata.store import ClaimQuery
from mapapp.api.library import open_dataset, usual_id
from mapapp.api.v1.operations import Operation
from mapapp.api.v1.parameters import Parameter
from mapapp.api.v1.problems import RefusedError, damaged
from mapapp.view import MapState, TimeMode, ViewState

__all__ = ["Asked", "read_asked", "read_values"]

_NO_QUESTION = frozenset({"data", "limit", "after", "format"})  # what does not change which claims are asked for
_MOST_NAMES = 20  # that one sentence proposes


@dataclass(frozen=True)
class Asked:
    """What is asked, and of which data.

    Parameters
    ----------
    operation : Operation
        What is to be done.
    dataset : Dataset
        The data set that is asked about.
    dataset_id : str or None
        Under which id the app shows it; None: it stands there without one.
    values : mapping of str to tuple
        Typed values by key; of a key that is not given, nothing.
    """

    operation: Operation
    dataset: Dataset
    dataset_id: str | None
    values: Mapping[str, tuple[Any, ...]]

    def one(self, key: str, usual: Any = None) -> Any:  # noqa: ANN401  (typed by the table)
        """The value of a key that stands at most once; where it is not given, what the table or the caller says."""
        if key in self.values:
            return self.values[key][0]
        known = {one.name: one for one in self.operation.parameters}
        return known[key].schema.get("default", usual) if key in known else usual

    @property
    def is_pinned(self) -> bool:
        """Whether the data are named by their digest."""
        return "data" in self.values

    @property
    def view(self) -> ViewState:
        """The view that the same words make in a link; its box is not in it."""
        return ViewState(
            types=frozenset(self.values.get("type", ())),
            statuses=frozenset(self.values.get("status", ())),
            modalities=frozenset(self.values.get("modality", ())),
            parties=frozenset(self.values.get("party", ())),
            sources=frozenset(self.values.get("source", ())),
            text=self.one("text", ""),
            map=MapState(
                first_day=self.one("from"),
                last_day=self.one("to"),
                mode=self.one("mode", TimeMode.WINDOW),
                known_on=self.one("known"),
                aspect=self.one("aspect"),
            ),
            dataset_id=self.dataset_id,
        )

    @property
    def query(self) -> ClaimQuery:
        """The question."""
        return self.view.query(self.one("bbox"))

    @property
    def question_key(self) -> str:
        """Sixteen hex digits that hang on the data and on what is asked of them, not on the page or the format."""
        return self._key(_NO_QUESTION)

    @property
    def answer_key(self) -> str:
        """Sixteen hex digits that hang on the data and on everything that is asked."""
        return self._key(frozenset({"data"}))

    def _key(self, without: frozenset[str]) -> str:
        asked = [(key, sorted(map(str, self.values[key]))) for key in sorted(self.values) if key not in without]
        said = repr((self.operation.path, self.dataset.digest, asked))
        return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def read_asked(operation: Operation, params: Mapping[str, Sequence[str]]) -> Asked:
    """Read a query string.

    Parameters
    ----------
    operation : Operation
        Which keys it takes.
    params : mapping of str to sequence of str
        The values of each key, in their order.

    Returns
    -------
    Asked
        With its data set open.

    Raises
    ------
    RefusedError
        400 if a key is unknown, stands twice where one value is meant, or has a value that cannot be used; 404 if there
        is no such data set, or its data are not those that ``data`` names; 503 if its files cannot be used.
    """
    values = read_values(operation, params)
    asked = _opened(operation, values)
    _check_names(asked, "party", {source.source_id: source.party for source in asked.dataset.sources})
    _check_names(asked, "source", {source.source_id: source.source_id for source in asked.dataset.sources})
    return asked


def read_values(operation: Operation, params: Mapping[str, Sequence[str]]) -> dict[str, tuple[Any, ...]]:
    """The typed values of a query string, by key, without a look at any data set.

    Raises
    ------
    RefusedError
        400, as :func:`read_asked`.
    """
    known = {one.name: one for one in operation.parameters}
    for key in params:
        if key not in known:
            raise _unknown(key, known)
    values = {key: tuple(_read(known[key], value) for value in params[key]) for key in params}
    for key, given in params.items():
        if len(given) > 1 and not known[key].repeats:
            raise RefusedError(400, f"“{key}” is given {len(given)} times: keep one.", parameter=key)
    first, last = (values[key][0] if key in values else None for key in ("from", "to"))
    if first is not None and last is not None and last < first:
        raise RefusedError(400, f"“to” is {last}, before “from”, which is {first}: swap the two.", parameter="to")
    return values


def _unknown(key: str, known: Mapping[str, Parameter]) -> RefusedError:
    mend = f"use {', '.join(known)}" if known else "nothing can be asked here, so leave it out"
    return RefusedError(400, f"“{visible(key, 40)}” is not a key of this address: {mend}.", parameter=visible(key, 40))


def _read(parameter: Parameter, value: str) -> Any:  # noqa: ANN401  (typed by the table)
    try:
        return parameter.read(value)
    except ValueError as error:
        raise _unusable(parameter.name, value, str(error)) from error


def _unusable(key: str, value: str, mend: str) -> RefusedError:
    detail = f"“{key}” is “{visible(value, 60)}”, which cannot be used: {mend}."
    return RefusedError(400, detail, parameter=key)


def _opened(operation: Operation, values: Mapping[str, tuple[Any, ...]]) -> Asked:
    dataset_id = usual_id(values.get("dataset", (None,))[0])
    try:
        dataset = open_dataset(dataset_id)
    except QueryError as error:
        raise RefusedError(404, str(error), parameter="dataset") from error
    except DatasetError as error:
        raise damaged(error) from error
    asked = Asked(operation, dataset, dataset_id, values)
    digest = asked.one("data", dataset.digest[:12])
    if digest != dataset.digest[:12]:
        detail = f"“data” is “{digest}”, but the data have changed: leave it out, or write {dataset.digest[:12]}."
        raise RefusedError(404, detail, parameter="data")
    return asked


def _check_names(asked: Asked, key: str, name_of: Mapping[str, str]) -> None:
    """Refuse a name that no source has; as known on a day, only what had been heard of then is proposed."""
    for value in asked.values.get(key, ()):
        if value not in name_of.values():
            known_on = asked.one("known")
            heard = {report.source_id for report in asked.dataset.reports if is_public(report.known_on, known_on)}
            names = sorted({name_of[source_id] for source_id in heard})
            more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
            proposed = "use one of " + ", ".join(names[:_MOST_NAMES]) + more if names else "leave it out"
            raise _unusable(key, value, proposed)
