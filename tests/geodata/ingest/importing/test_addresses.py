from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.ingest.fields import is_address
from geodata.ingest.importing.addresses import are_addresses

ADDRESSES = [
    "", "https://example.org", "http://example.org/a?b#c", "HTTPS://EXAMPLE.org", "https://example.org:8080/",
    "https://example.org:0/", "https://example.org:65536/", "https://", "https:///a", "ftp://example.org",
    "example.org", "https://exa mple.org", "https://example.org/a\u00a0b", "https://example.org/\u2028",
    "https://ex\u2003ample.org/", "https://\u2100.org/", "https://[::1]/", "https://[::1/", "https://пример.рф/а", "javascript:alert(1)//https://a.b",
    "https://example.org\n", "\nhttps://example.org", "https://-.org", "https://1",
]  # fmt: skip


@pytest.mark.parametrize("text", ADDRESSES)
def test_a_column_is_judged_as_its_texts_are(text: str) -> None:
    assert are_addresses(pa.array([text, "x", text])).to_pylist() == [is_address(text), False, is_address(text)]


@given(st.lists(st.text("htps:/?#@[].%-1xX \u2003\u2100\n", max_size=12).map("http://".__add__), max_size=20))
def test_whatever_stands_there(texts: list[str]) -> None:
    assert are_addresses(pa.array(texts, pa.string())).to_pylist() == [is_address(text) for text in texts]
    assert are_addresses(pa.chunked_array([texts, texts], pa.string())).to_pylist() == [
        is_address(text) for text in texts * 2
    ]
