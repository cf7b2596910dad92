"""One question, one answer: ``ClaimQuery`` -> ``Selection``."""

from geodata.store.query import BBox, ClaimQuery
from geodata.store.select import Selection, filter_mask, place_bbox, select
from geodata.store.sentence import filter_words, sentence, window_words

__all__ = [
    "BBox",
    "ClaimQuery",
    "Selection",
    "filter_mask",
    "filter_words",
    "place_bbox",
    "select",
    "sentence",
    "window_words",
]
