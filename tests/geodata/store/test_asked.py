"""A question in words is the question that it says, or is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from geodata.errors import QueryError
from geodata.model import Dataset
from geodata.store import ASKED, ClaimQuery, read_question
from mapapp.view import MapState, ViewState, parse_view, view_params
from tests.builders import DatasetBuilder
from tests.worlds import QUERIES, WORLDS


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    builder = DatasetBuilder(Path(tmp_path_factory.mktemp("tiny")))
    return builder.load()


def words_of(query: ClaimQuery) -> dict[str, list[str]]:
    """The words that a link has for a question, and its box."""
    state = MapState(query.first_day, query.last_day, known_on=query.known_on, aspect=query.aspect)
    view = ViewState(query.types, query.statuses, query.modalities, query.parties, query.sources, query.text, state)
    box = query.bbox
    words = view_params(view)
    return words if box is None else {**words, "bbox": [f"{box.west},{box.south},{box.east},{box.north}"]}


@settings(max_examples=60, deadline=None)
@given(WORLDS, QUERIES)
def test_a_question_in_words_is_the_same_question(dataset: Dataset, query: ClaimQuery) -> None:
    words = words_of(query)
    assert set(words) <= set(ASKED)
    parties = {source.party for source in dataset.sources}
    if not query.parties <= parties or not query.sources <= set(dataset.source_of):
        with pytest.raises(QueryError, match="use one of"):
            read_question(dataset, words)
        return
    assert read_question(dataset, words) == query
    words.pop("bbox", None)
    assert read_question(dataset, words) == parse_view(words, dataset).query()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"colour": ["red"]}, f"“colour” cannot be asked for: use {', '.join(ASKED)}."),
        (
            {"from": ["2024-02-30"]},
            ("“from” is “2024-02-30”, which cannot be used: write one day of the calendar, as in 2024-10-18."),
        ),
        (
            {"known": ["20241018"]},
            ("“known” is “20241018”, which cannot be used: write one day of the calendar, as in 2024-10-18."),
        ),
        ({"to": ["2024-10-18", "2024-10-19"]}, "“to” is given 2 times: keep one."),
        (
            {"status": ["sure"]},
            (
                "“status” is “sure”, which cannot be used: use one of confirmed, corroborated, "
                "unverified, speculative, disputed, refuted, withdrawn."
            ),
        ),
        ({"party": ["Nobody"]}, "“party” is “Nobody”, which cannot be used: use one of Russia, South Korea, Ukraine."),
        ({"aspect": ["place", "time"]}, "“aspect” is given 2 times: keep one."),
        ({"text": ["x" * 201]}, f"“text” is “{'x' * 59}…”, which cannot be used: shorten it to 200 characters."),
        (
            {"bbox": ["1,2,3"]},
            (
                "“bbox” is “1,2,3”, which cannot be used: write four numbers west,south,east,north in "
                "degrees, as in 33,50,37,53."
            ),
        ),
        (
            {"bbox": ["1,2,3,nan"]},
            ("The box 1,2,3,nan is not west,south,east,north in degrees with west < east and south < north."),
        ),
        (
            {"from": ["2024-10-18"], "to": ["2024-10-17"]},
            ("The window ends on 2024-10-17, before it begins on 2024-10-18: swap the two."),
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(tiny: Dataset, words: dict[str, list[str]], sentence: str) -> None:
    with pytest.raises(QueryError) as refused:
        read_question(tiny, words)
    assert str(refused.value) == sentence


def test_without_a_data_set_any_name_may_be_asked_for() -> None:
    asked = read_question(None, {"party": ["Anybody"], "source": ["x", "y"], "type": ["combat"]})
    assert (asked.parties, asked.sources) == ({"Anybody"}, {"x", "y"})
    with pytest.raises(QueryError, match="use one of deployment"):
        read_question(None, {"type": ["war"]})
