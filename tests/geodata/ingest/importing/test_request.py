import pytest

from geodata.errors import QueryError
from geodata.ingest.importing.request import Request, parse_answers
from geodata.ingest.profiles import Mapping

SHA = "ab" * 32


def test_the_same_decisions_in_another_order_are_the_same_import() -> None:
    first = Request(answers={"a": "1", "b": "2"}, fixes={3: {"x": "1", "y": "2"}, 9: {"x": ""}})
    second = Request(answers={"b": "2", "a": "1"}, fixes={9: {"x": ""}, 3: {"y": "2", "x": "1"}})
    one, other = Mapping({"text": "t", "date": "d"}), Mapping({"date": "d", "text": "t"})
    assert first.import_id(SHA, "generic", one) == second.import_id(SHA, "generic", other)


@pytest.mark.parametrize(
    "other",
    [
        Request(answers={"order:date": "mdy"}),
        Request(answers={"order:date": "dmy"}, fixes={2: {"date": "2024"}}),
        Request(answers={"order:date": "dmy"}, licence="CC0"),
        Request(answers={"order:date": "dmy"}, attribution="Somebody"),
    ],
)
def test_another_decision_is_another_import(other: Request) -> None:
    request = Request(answers={"order:date": "dmy"})
    assert request.import_id(SHA, "acled", None) != other.import_id(SHA, "acled", None)


def test_the_file_the_profile_and_the_mapping_count() -> None:
    ids = {
        Request().import_id(SHA, "acled", None),
        Request().import_id("cd" * 32, "acled", None),
        Request().import_id(SHA, "generic", None),
        Request().import_id(SHA, "generic", Mapping({"text": "t"})),
    }
    assert len(ids) == 4
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in ids)


def test_an_answer_is_what_stands_behind_the_last_sign() -> None:
    assert parse_answers(["encoding=cp1251", "order:a=b=dmy"]) == {"encoding": "cp1251", "order:a=b": "dmy"}


@pytest.mark.parametrize("text", ["encoding", "=cp1251", ""])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="write KEY=VALUE"):
        parse_answers([text])


def test_two_answers_to_one_question_are_refused() -> None:
    with pytest.raises(QueryError, match="answered twice"):
        parse_answers(["sheet=A", "sheet=B"])
