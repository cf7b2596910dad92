from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.export.named import id_of, text_of

ANY = st.text(st.one_of(st.characters(), st.sampled_from("_xF5 -.<\"&'")), max_size=30)


@given(ANY)
def test_every_text_comes_back_and_harms_no_document(text: str) -> None:
    name = id_of("claim", text)
    assert text_of(name) == ("claim", text)
    assert re.fullmatch(r"claim-[A-Za-z0-9_.-]*", name)
    assert ET.fromstring(f'<g id="{name}"/>').get("id") == name


@given(ANY, ANY)
def test_no_two_texts_have_the_same_id(one: str, other: str) -> None:
    assert (id_of("claim", one) == id_of("claim", other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kursk-2024.a_b", "claim-kursk-2024.a_b"), ('"><script>', "claim-_x22__x3E__x3C_script_x3E_"), ("", "claim-"),
        ("_x41_", "claim-_x5F_x41_"), ("쿠 르", "claim-_xCFE0__x20__xB974_"),
    ],
)  # fmt: skip
def test_ids_that_were_worked_out_by_hand(text: str, name: str) -> None:
    assert id_of("claim", text) == name
