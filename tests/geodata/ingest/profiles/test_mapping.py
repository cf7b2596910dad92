"""Mappings: what is written comes back, what is wrong is a sentence, and usual names are found in eight languages."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import ImportRefusedError
from geodata.ingest.profiles import STANDARD, Mapping, dump_mapping, load_mapping, standard, suggest_mapping
from geodata.ingest.profiles.columns import WORDS
from geodata.ingest.profiles.suggest import NONE, usual_names

TEXT = st.text(max_size=12)
OPEN = st.sampled_from([name for name in STANDARD if name not in WORDS])
MAPPINGS = st.builds(
    Mapping,
    columns=st.dictionaries(st.sampled_from(STANDARD), TEXT, max_size=5),
    constants=st.dictionaries(OPEN, TEXT, max_size=3),
    codes=st.dictionaries(OPEN, st.dictionaries(TEXT, TEXT, max_size=3), max_size=3),
    separator=TEXT, title=TEXT, publisher=TEXT, licence=TEXT, attribution=TEXT,
)  # fmt: skip


@settings(deadline=None)
@given(MAPPINGS)
def test_a_mapping_comes_back_as_it_was_written(mapping):
    assert load_mapping(dump_mapping(mapping)) == mapping


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("columns = ", "cannot be read as TOML"),
        ("colour = 1", "says colour"),
        ("columns = 1", "columns must be a table"),
        ("[columns]\ntext = 1", "text must be a text"),
        ('[columns]\nwhere = "a"', "names where, which is none of"),
        ('[constants]\nclaim_type = "war"', "says “war” for claim_type"),
        ('[codes.modality]\n"план" = "plan"', "says “plan” for modality"),
    ],
)
def test_a_slip_in_a_mapping_is_a_sentence(text, words):
    with pytest.raises(ImportRefusedError, match=words):
        load_mapping(text)


def test_words_of_the_file_become_ours_and_others_are_refused():
    mapping = load_mapping('[columns]\nmodality = "вид"\nverdict = "статус"\n[codes.modality]\n"План" = "planned"\n')
    batch = pa.RecordBatch.from_pydict({"вид": ["план", "present", "?"], "статус": ["да", None, "нет"]})
    rows = standard(batch, mapping).to_pylist()
    assert [row["modality"] for row in rows] == ["planned", "present", None]
    assert [row["verdict"] for row in rows] == ["да", None, "нет"]


@pytest.mark.parametrize(
    "header",
    [
        "ID,Event Date,Description,Latitude,Longitude,Source,URL,Status",
        "номер,дата события,описание,широта,долгота,источник,ссылка,статус",
        "номер,дата події,опис,широта,довгота,джерело,посилання,статус",
        "번호,날짜,내용,위도,경도,출처,링크,상태",
        "Nummer,Datum,Beschreibung,Breitengrad,Längengrad,Quelle,Link,Prüfstatus",
        "numéro,date de l'événement,description,latitude,longitude,médias,lien,statut",
        "número,fecha,descripción,latitud,longitud,fuente,enlace,estado",
        "numer,data,opis,szerokość,długość,źródło,adres,weryfikacja",
    ],
)
def test_usual_names_are_found(header):
    names = header.split(",")
    batch = pa.RecordBatch.from_pydict({name: ["x"] for name in names})
    mapping, questions = suggest_mapping(names, batch)
    wanted = ("their_id", "date", "text", "lat", "lon", "source", "url", "verdict")
    assert questions == ()
    assert dict(mapping.columns) == dict(zip(wanted, names, strict=True))


def test_what_no_name_gives_away_is_asked_the_longest_text_first():
    batch = pa.RecordBatch.from_pydict({"a": ["x"], "b": ["a long sentence"], "#row": [2]})
    mapping, questions = suggest_mapping(batch.schema.names, batch)
    assert dict(mapping.columns) == {}
    assert [question.key for question in questions] == ["column:text", "column:date", "column:place"]
    assert [value for value, _words in questions[0].options] == ["b", "a"]
    assert questions[1].options[-1][0] == NONE


def test_a_geometry_says_where():
    batch = pa.RecordBatch.from_pydict({"#wkb": pa.array([b"x"]), "claim": ["c"], "date": ["2024"]})
    assert suggest_mapping(batch.schema.names, batch)[1] == ()


def test_no_name_stands_for_two_columns():
    names = [name for listed in usual_names().values() for name in listed]
    assert sorted({name for name in names if names.count(name) > 1}) == []
