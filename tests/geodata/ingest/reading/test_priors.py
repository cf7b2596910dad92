from __future__ import annotations

import pytest

from geodata.ingest.reading.charsets import LEGACY
from geodata.ingest.reading.priors import against


def test_nothing_speaks_against_the_usual_encodings_where_no_words_do() -> None:
    for encoding in ("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp932", "cp949", "gb18030"):
        assert against(encoding, b"a;b\n1;2\n") == 0


def test_old_encodings_need_more() -> None:
    assert all(
        against(encoding, b"") > 0
        for encoding in LEGACY
        if encoding.startswith(("mac", "iso", "koi", "cp8")) and encoding != "cp874"
    )


def test_lines_that_end_as_on_the_old_macintosh_speak_for_it() -> None:
    assert against("mac_roman", b"a;b\r1;2\r") == 0
    assert against("mac_roman", b"a;b\r\n1;2\r\n") == against("mac_roman", b"a;b\n1;2\n") > 0


@pytest.mark.parametrize(
    ("text", "dearer", "cheaper"),
    [
        (b"seen by the unit of sappers", "cp1250", "cp1252"),
        (b"przez most oraz nie dalej", "cp1252", "cp1250"),
    ],
)
def test_the_words_around_speak_against_encodings_of_other_languages(text: bytes, dearer: str, cheaper: str) -> None:
    assert against(dearer, text) > against(cheaper, text) == 0


def test_one_small_word_is_not_enough() -> None:
    assert against("cp1250", b"the") == against("cp1252", b"nie") == 0


def test_a_word_with_a_letter_beyond_ascii_is_no_word_of_the_list() -> None:
    assert against("cp1250", b"d\xe9par by\xe9 \xe9the") == 0
