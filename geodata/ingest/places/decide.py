"""Where the places of a table stand and how they are read: decided from its header and all its values, or asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.errors import QueryError
from geodata.ingest.places.cells import decide_cells
from geodata.ingest.places.decision import PlaceDecision
from geodata.ingest.places.forms import PlaceKind, PointForm
from geodata.ingest.places.grids import grid_of, grid_question
from geodata.ingest.places.names import country_column, pairs_of_columns
from geodata.ingest.places.pairs import tally_pair
from geodata.ingest.questions import Question

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["answered", "decide", "decide_pair"]

_SURELY = 3  # so many values, half of all at least, show that two columns are swapped
_SLIPS = 0.02  # this share of the values may be slips
_NEARLY = 0.9


def decide(header: Sequence[str], batches: Iterable[pa.RecordBatch]) -> PlaceDecision:
    """Decide where the places of a table stand.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    batches : iterable of pyarrow.RecordBatch
        All of the table; may be walked through more than once.

    Returns
    -------
    PlaceDecision
        The same for every order of the rows.
    """
    batches = batches if isinstance(batches, list | tuple) else list(batches)
    if any(_has_geometry(batch) for batch in batches):
        return PlaceDecision(PlaceKind.GEOMETRY, ("#wkb",), evidence="The file holds geometries.")
    pairs = pairs_of_columns(header)
    if len(pairs) > 1:
        return PlaceDecision(PlaceKind.PAIR, pairs[0], questions=(_which_pair(pairs),))
    if pairs:
        return decide_pair(pairs[0], batches, country_column(header))
    found = decide_cells(header, batches)
    if found is None:
        return PlaceDecision(PlaceKind.NONE, evidence="No column holds coordinates.")
    column, form, questions, evidence = found
    return PlaceDecision(PlaceKind.TEXT, (column,), False, form, questions, evidence)


def answered(decision: PlaceDecision, answers: dict[str, str], batches: Iterable[pa.RecordBatch]) -> PlaceDecision:
    """The decision with the answers that were given; other keys are left alone.

    Parameters
    ----------
    decision : PlaceDecision
        As decided.
    answers : dict
        By the keys of the questions.
    batches : iterable of pyarrow.RecordBatch
        All of the table: columns that an answer names are looked at in turn, and may raise a question of their own.

    Raises
    ------
    QueryError
        If an answer is none that the question offers; the sentence says which are.
    """
    batches = batches if isinstance(batches, list | tuple) else list(batches)
    for question in decision.questions:
        if question.key not in answers:
            continue
        if question.key.startswith("crs:"):
            return _on_grid(decision, question, answers[question.key])
        answer, options = answers[question.key], [value for value, _words in question.options]
        if answer not in options:
            raise QueryError(f"“{question.key}={answer}” is no answer; use one of {', '.join(options)}.")
        decision = replace(decision, questions=tuple(one for one in decision.questions if one.key != question.key))
        if question.key == "place_columns":
            header = batches[0].schema.names if batches else []
            pair = next(pair for pair in pairs_of_columns(header) if ",".join(pair) == answer)
            return answered(decide_pair(pair, batches, country_column(header)), answers, batches)
        if decision.kind is PlaceKind.PAIR:
            decision = replace(decision, swapped=answer == "swapped")
        else:
            decision = replace(decision, form=replace(decision.form, lat_first=answer == "lat first"))
    return decision


def _on_grid(decision: PlaceDecision, question: Question, answer: str) -> PlaceDecision:
    code, swapped = grid_of(question.key, answer)
    words = f"“{decision.columns[0]}” and “{decision.columns[1]}” are brought to degrees from {code}, as you said."
    form = replace(decision.form, grid=code)
    return replace(decision, form=form, swapped=swapped, questions=(), evidence=words)


def _has_geometry(batch: pa.RecordBatch) -> bool:
    if "#wkb" not in batch.schema.names:
        return False
    column = batch.column("#wkb")
    return bool(column.null_count < len(column))


def _which_pair(pairs: list[tuple[str, str]]) -> Question:
    options = tuple((",".join(pair), f"“{pair[1]}” is the latitude and “{pair[0]}” the longitude") for pair in pairs)
    return Question(
        "place_columns",
        "Which columns say where it happened?",
        options,
        f"{len(pairs)} pairs of columns are called latitude and longitude.",
    )


def decide_pair(pair: tuple[str, str], batches: Sequence[pa.RecordBatch], country: str | None) -> PlaceDecision:
    """Decide the decimal mark and the axes of two columns by all their values.

    Parameters
    ----------
    pair : tuple of str
        ``(lon, lat)`` as the columns are called.
    batches : sequence of pyarrow.RecordBatch
        All of the table.
    country : str or None
        The column that holds countries, which may show that the axes are swapped.
    """
    counts: Counter[str] = Counter()
    for batch in batches:
        counts += tally_pair(batch.column(pair[0]), batch.column(pair[1]), batch.column(country) if country else None)
    if counts["projected"] and 2 * counts["projected"] >= counts["rows"]:
        return PlaceDecision(PlaceKind.PAIR, pair, questions=(grid_question(pair, batches),))
    form = PointForm(decimal_comma=counts["comma"] > 0 and counts["point"] == 0)
    said = [f"“{pair[0]}” is read as the longitude and “{pair[1]}” as the latitude, by their names."]
    if form.decimal_comma:
        said.append(f"{counts['comma']:,} values have a comma and none a point: the comma marks decimals.")
    odd, filled = counts["only swapped"], counts["filled"]
    if odd >= _SURELY and 2 * odd >= filled and not counts["only as named"]:
        said[0] = f"“{pair[1]}” holds the longitudes and “{pair[0]}” the latitudes: {odd:,} values of "
        said[0] += f"“{pair[1]}” lie beyond 90, and all pairs fit the other way round."
        return PlaceDecision(PlaceKind.PAIR, pair, True, form, (), " ".join(said))
    # Slips must not turn a whole table, and a table that may be turned must not be taken as it stands
    is_slip = odd <= _SLIPS * filled or (2 * odd < filled and (odd == 1 or _lies_as_named(counts)))
    may_be = not counts["only as named"] and (not is_slip or _lies_swapped(counts))
    is_open = may_be or counts["swap agrees"] > counts["as named agrees"]
    questions = (_axes_question(pair, counts),) if is_open else ()
    return PlaceDecision(PlaceKind.PAIR, pair, False, form, questions, " ".join(said))


def _lies_swapped(counts: Counter[str]) -> bool:
    """Whether nearly all points lie in the regions that are known here, if only with the axes swapped."""
    seen = counts["looked at"]
    return bool(seen) and counts["ground swapped"] >= _NEARLY * seen and counts["ground as named"] <= _SLIPS * seen


def _lies_as_named(counts: Counter[str]) -> bool:
    """Whether most points lie in the regions that are known here as the columns are called, and hardly any swapped."""
    seen = counts["looked at"]
    return 2 * counts["ground as named"] > seen and counts["ground swapped"] <= _SLIPS * seen


def _axes_question(pair: tuple[str, str], counts: Counter[str]) -> Question:
    return Question(
        f"axes:{pair[1]}",
        f"Are the latitudes in “{pair[0]}” and the longitudes in “{pair[1]}”?",
        (
            ("swapped", f"yes: “{pair[0]}” holds the latitudes"),
            ("as named", f"no: “{pair[1]}” holds the latitudes, as it is called"),
        ),
        _axes_evidence(pair, counts),
    )


def _axes_evidence(pair: tuple[str, str], counts: Counter[str]) -> str:
    if counts["swap agrees"] > counts["as named agrees"]:
        return (
            f"{counts['swap agrees']:,} rows lie in the country that they name only the other way round, "
            f"{counts['as named agrees']:,} only as the columns are called."
        )
    if _lies_swapped(counts):
        return (
            f"{counts['ground swapped']:,} of {counts['looked at']:,} points lie in Russia, Ukraine, Belarus or Korea "
            f"only the other way round, {counts['ground as named']:,} as the columns are called."
        )
    odd = counts["only swapped"]
    values = "1 value" if odd == 1 else f"{odd:,} values"
    return f"{values} of “{pair[1]}” beyond 90 fit only the other way round; none fits only as the columns are called."
