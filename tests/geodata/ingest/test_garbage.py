"""Whatever stands in a folder: a data set, or refusals, and never another error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import DatasetError
from geodata.ingest import load_dataset
from geodata.ingest.tables import COLUMNS
from tests.builders import DatasetBuilder

FILES = st.sampled_from(["dataset.toml", *COLUMNS])
CELLS = st.sampled_from([(file, field) for file, fields in COLUMNS.items() for field in fields])
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="0123456789-/.TZ:+~?%e ", max_size=30),
    st.sampled_from(
        ["9999-12-31", "9" * 5000, "http://[", "http://a:b", "r1 r1", "RU", "yes", '"', "\0", "\r", "a\u2028b"]
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("garbage")


def whole(folder: Path) -> DatasetBuilder:
    """With records in every file, those that may be missing too."""
    builder = DatasetBuilder(folder)
    for claim in ("point", "area", "vague"):
        builder.add("foreign.csv", claim_id=claim, by="An archive", value="Verified", said_on="2024-11-02")
    return builder


def said_of(folder: Path) -> list[str]:
    """Sentences of the refusals; none where the data set is accepted."""
    try:
        load_dataset(folder)
    except DatasetError as error:
        return [str(problem) for problem in error.problems]
    return []


@given(CELLS, st.integers(2, 4), TEXTS)
@settings(deadline=None, max_examples=250)
def test_any_text_in_any_field(folder: Path, cell: tuple[str, str], row: int, text: str) -> None:
    for sentence in said_of(whole(folder).put(cell[0], row, cell[1], text).write()):
        assert sentence.isprintable()


@given(FILES, st.data())
@settings(deadline=None, max_examples=150)
def test_any_bytes_in_any_file(folder: Path, file: str, data: st.DataObject) -> None:
    whole(folder).write()
    content = (folder / file).read_bytes()
    first, last = sorted(data.draw(st.tuples(st.integers(0, len(content)), st.integers(0, len(content)))))
    (folder / file).write_bytes(content[:first] + data.draw(st.binary(max_size=20)) + content[last:])
    for sentence in said_of(folder):
        assert sentence.isprintable()
