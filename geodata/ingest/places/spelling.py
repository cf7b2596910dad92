"""Names of places brought to one spelling, so that they can be looked up and never so that one becomes another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from geodata import basemap

__all__ = ["bare_settlement", "countries", "key_of"]

_FIXED = str.maketrans(
    dict.fromkeys("’'ʼ`´ʹ‘′ʻ\"″“”", "") | {"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
)
_KEPT = re.compile("([иу]\u0306|і\u0308)")  # й, ў and ї are letters of their own; ё is written е by many
_BEFORE = re.compile(
    r"^(?:(?:the )?(?:city|town|village|settlement|hamlet|urban type settlement) of |поселок городского типа |"
    r"городской поселок |селище міського типу |(?:город|деревня|село|хутор|станица|слобода|аул|поселок|гор|дер|пос|"
    r"пгт|рп|місто|селище|смт|сел|горад|веска|г|с|д|п|х|м|ст|гп|аг) )(?=.)"
)
_AFTER = re.compile(r"(?<=.) (?:city municipality|urban type settlement|city|town|village|settlement|hamlet)$")
_COUNTRIES = {
    "RU": "russian federation|russland|russie|rusia|rossiya|rossija|российская федерация|рф|російська федерація|"
    "ru|rus|러시아 연방|russia soviet union",
    "UA": "ukraina|ukrayina|ukrajina|ucrania|ukr|ua",
    "BY": "belorussia|byelorussia|weissrussland|bielorussie|белоруссия|республика беларусь|blr|by",
    "KP": "dprk|d p r k|democratic peoples republic of korea|korea north|nordkorea|coree du nord|corea del norte|"
    "северная корея|північна корея|조선민주주의인민공화국|prk|kp",
    "KR": "rok|r o k|republic of korea|korea south|korea republic of|sudkorea|coree du sud|corea del sur|"
    "южная корея|південна корея|한국|남한|kor|kr",
}


def key_of(text: str) -> str:
    """A name without case, accents, apostrophes, dots and hyphens; ё is read as е, but и and і stay apart.

    Returns
    -------
    str
        Words separated by single spaces; blank where nothing is left.
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_FIXED))
    parts = _KEPT.split(folded)
    bare = "".join(part if at % 2 else _without_marks(part) for at, part in enumerate(parts))
    words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", bare).translate(_FIXED))
    return words.strip()


def _without_marks(text: str) -> str:
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def bare_settlement(key: str) -> str:
    """A key without the words for a kind of settlement around it: ``г``, ``смт``, ``village of``, ``town``."""
    return _AFTER.sub("", _BEFORE.sub("", key))


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """The code (ISO 3166-1 alpha-2) of each of the basemap's five countries by the keys of its names."""
    found = {}
    for code, aliases in _COUNTRIES.items():
        names = basemap.region_names(code)
        for name in (names.en, names.ru, names.uk, names.ko, *aliases.split("|")):
            found[key_of(name)] = code
    return found
