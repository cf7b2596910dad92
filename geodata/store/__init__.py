"""One question, one answer: ``ClaimQuery`` -> ``Selection``."""

from geodata.store.asked import ASKED, one_value, read_question, refusal
from geodata.store.excerpt import excerpt_of, excerpt_words
from geodata.store.query import BBox, ClaimQuery
from geodata.store.reach import knowledge_days, last_day
from geodata.store.select import MAP_LATITUDE, Selection, filter_mask, is_known, place_bbox, select
from geodata.store.sentence import filter_words, sentence, window_words
from geodata.store.sequel import ChangedClaim, Sequel, Turn, sequel_of
from geodata.store.since import Late, Since, filter_since

__all__ = [
    "ASKED",
    "MAP_LATITUDE",
    "BBox",
    "ChangedClaim",
    "ClaimQuery",
    "Late",
    "Selection",
    "Sequel",
    "Since",
    "Turn",
    "excerpt_of",
    "excerpt_words",
    "filter_mask",
    "filter_since",
    "filter_words",
    "is_known",
    "knowledge_days",
    "last_day",
    "one_value",
    "place_bbox",
    "read_question",
    "refusal",
    "select",
    "sentence",
    "sequel_of",
    "window_words",
]
