from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from geodata.errors import ImportRefusedError
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading.charsets import decide_charset
from tests.geodata.ingest.reading.texts import TEXTS

CYRILLIC = ["cp1251", "koi8_u", "cp866", "mac_cyrillic", "iso8859_5"]
EAST = ["cp1250", "iso8859_2", "cp852"]
CASES = [
    *[("Russian", encoding) for encoding in [*CYRILLIC, "koi8_r"]],
    *[("Ukrainian", encoding) for encoding in ["cp1251", "koi8_u", "mac_cyrillic", "iso8859_5"]],
    *[(language, encoding) for language in ("Polish", "Czech", "Hungarian") for encoding in EAST],
    *[
        (language, encoding)
        for language in ("German", "French", "Spanish")
        for encoding in ("cp1252", "mac_roman", "cp850")
    ],
    ("Korean", "cp949"),
    ("Korean", "iso2022_kr"),
    ("Turkish", "cp1254"),
    ("Greek", "cp1253"),
    ("Greek", "iso8859_7"),
    ("Japanese", "cp932"),
    ("Japanese", "euc_jp"),
    ("Japanese", "iso2022_jp"),
    ("Chinese", "gb18030"),
]


def file_of(folder: Path, content: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_real_text_is_read_with_the_letters_it_was_written_in(tmp_path: Path, language: str, encoding: str) -> None:
    text = "id,text\n" + "".join(f"{n},{line}\n" for n, line in enumerate(TEXTS[language]))
    text = text.encode(encoding, "ignore").decode(encoding)
    content = text.encode(encoding)
    charset = decide_charset("a.csv", file_of(tmp_path, content), None)
    assert content.decode(charset.name) == text, charset
    assert charset.evidence


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_told_with_and_without_a_mark(tmp_path: Path, language: str, encoding: str) -> None:
    text = "id,text,lon,lat\r\n" + "".join(f"{n},{line},36.19,51.73\r\n" for n, line in enumerate(TEXTS[language]))
    content = text.encode(encoding)
    charset = decide_charset("a.csv", file_of(tmp_path, content), None)
    assert content.decode(charset.name) == text


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_a_mark_decides(tmp_path: Path, mark: bytes, encoding: str) -> None:
    charset = decide_charset("a.csv", file_of(tmp_path, mark + "Курск".encode(encoding)), None)
    assert charset.name == "utf_16"


def test_a_few_damaged_bytes_do_not_make_utf8_another_encoding(tmp_path: Path) -> None:
    good = "\n".join(TEXTS["Russian"]).encode()
    charset = decide_charset("a.csv", file_of(tmp_path, good + b"\n\xff\xfe broken\n"), None)
    assert (charset.name, charset.damaged) == ("utf_8", True)


@pytest.mark.parametrize("line", ["Peña", "Иван"])
def test_what_reads_as_different_letters_is_asked(tmp_path: Path, line: str) -> None:
    content = f"id,text\n1,{line}\n".encode("cp1252" if line == "Peña" else "iso8859_5")
    with pytest.raises(NeedsAnswerError) as caught:
        decide_charset("a.csv", file_of(tmp_path, content), None)
    (question,) = caught.value.questions
    assert question.key == "encoding"
    assert len(question.options) > 1
    assert any(line in words for _value, words in question.options)


SMALL = [
    ("cp1252", "Datum;Beschreibung;Ort\n18.10.2024;Gesehen;Köln\n"),
    ("cp1252", "Date;Description\n1er mai;Départ\n"),
    ("cp1252", "Fecha;Descripción;Fuente\n21.10.2024;Llegada de zapadores;EFE\n"),
    ("cp1252", "Date,Text\n2024-10-21,The unit was seen by Peña near the border\n"),
    ("cp1250", "Data;Opis\n21.10.2024;Sudża – rozminowywanie, żołnierze\n"),
    ("cp1253", "Ημερομηνία;Περιγραφή\n21/10/2024;Άφιξη μηχανικού\n"),
    ("cp1254", "Tarih;Açıklama\n21.10.2024;Geldiği iddiası\n"),
    ("mac_roman", "Date;Text\r03/04/2024;Café – sappers\r25/04/2024;naïve report\r"),
]


@pytest.mark.parametrize(("encoding", "text"), SMALL, ids=[f"{encoding} {text[-12:-1]}" for encoding, text in SMALL])
def test_a_small_file_is_read_in_the_usual_encoding_of_its_letters_and_words(
    tmp_path: Path, encoding: str, text: str
) -> None:
    charset = decide_charset("a.csv", file_of(tmp_path, text.encode(encoding)), None)
    assert (charset.name, charset.damaged) == (encoding, True)


@pytest.mark.parametrize("wish", ["cp1251", "windows-1251", "CP1251"])
def test_the_encoding_that_somebody_names_wins(tmp_path: Path, wish: str) -> None:
    assert decide_charset("a.csv", file_of(tmp_path, b"abc"), wish).name == "cp1251"


@pytest.mark.parametrize("wish", ["nonsense", "base64", "zip", "hex", "", "rot13\x00", "idna"])
def test_a_wish_that_is_no_encoding_is_refused(tmp_path: Path, wish: str) -> None:
    with pytest.raises(ImportRefusedError, match=r"is no encoding|write one"):
        decide_charset("a.csv", file_of(tmp_path, b"abc"), wish)
