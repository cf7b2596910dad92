"""Which of a gazetteer's alternate names is the Russian, the Ukrainian, the Korean one.

GeoNames' alternate names come without their language. A name is taken only where alphabet, spelling and the
romanised name agree on one reading; otherwise the field stays empty, for a wrong name is worse than none.
The largest towns, whose lists hold a dozen languages, stand in ``towns.csv`` beside this file, written by hand.

Used by :mod:`geodata.basemap.build` only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from geodata.model import Names

__all__ = ["names_from_alternates", "plain"]

_RU = re.compile(r"^[А-ЯЁ][а-яё]+(?:[- ](?:[А-ЯЁ]?[а-яё]+))*$")
_UK = re.compile(r"^[А-ЩЬЮЯҐЄІЇ][а-щьюяґєії’']+(?:[- ](?:[А-ЩЬЮЯҐЄІЇ]?[а-щьюяґєії’']+))*$")
_HANGUL = re.compile(r"^[가-힣]+$")
_NOT_RU = re.compile("ъ|[сцз]ьк|[жшчщ]ы|мьн")  # Bulgarian, old and Belarusian spellings; the Ukrainian ending
_NOT_UK = re.compile(
    "^И|[сц]к|кі$|дз[яі]|ґ|[бпвмф]ь$|мьн"
)  # Ukrainian writes -ськ, -цьк; the rest is Belarusian or Rusyn
_RU_MARK = re.compile("[ыэё]")
_UK_MARK = re.compile("[іїє]|[сцз]ьк")
_SPELT_ALIKE = re.compile("^[^иеёыэіїєґ]+$", re.IGNORECASE)  # vowels that both languages write alike
_HARD_E = re.compile("[бвгджзклмнпрстхцчш]э")  # Belarusian: no Russian name of a Ukrainian town has it
_KO_KIND = re.compile("(특별자치시|특별시|광역시|직할시|시|군|읍|구)$")

_LATIN = dict(
    zip(
        "абвгґдежзийклмнопрстуфхцчшщыэюяёіїє",
        "a b v h h d e zh z i i k l m n o p r s t u f h ts ch sh shch i e iu ia e i i e".split(),
        strict=True,
    )
)
_LIKE_ENOUGH = 0.55  # share of letters that a Russian name of a Ukrainian town has in common with the Ukrainian


def plain(name: str) -> str:
    """A Latin name for comparing: lower case, letters only, without accents and soft signs."""
    bare = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in bare if "a" <= letter <= "z")


def _skeleton(latin: str) -> str:
    """What is left of a romanised name when the schemes' differences are taken away."""
    text = plain(latin).replace("kh", "h").replace("g", "h").replace("w", "v")
    text = re.sub("[yj]?[eo](?<=[yj][eo])", "e", text)
    return re.sub("[yij]+", "i", text)


def _romanised(cyrillic: str) -> str:
    return _skeleton("".join(_LATIN.get(letter, "") for letter in cyrillic.casefold()))


def names_from_alternates(english: str, country: str, alternates: Iterable[str]) -> Names:
    """Pick one name a language, or none.

    Parameters
    ----------
    english : str
        The name as shown in English: GeoNames' main name, romanised from the country's language.
    country : str
        ISO 3166-1 alpha-2 code, one of RU, UA, BY, KP, KR.
    alternates : iterable of str
        Names in any language, none marked.

    Returns
    -------
    Names
        Empty in each language for which there is no sure reading.
    """
    forms = sorted(set(alternates))
    russian = [f for f in forms if _RU.match(f) and not _NOT_RU.search(f)]
    ukrainian = [f for f in forms if _UK.match(f) and not _NOT_UK.search(f)]
    if country == "RU":
        ru = _softest([f for f in russian if _romanised(f) == _skeleton(english)])
        marked = [f for f in ukrainian if _UK_MARK.search(f) and _romanised(f) == _skeleton(english)]
        uk = _only(marked) or (ru if _SPELT_ALIKE.match(ru) and not re.search("[сц]к", ru) else "")
    elif country == "UA":
        same = [f for f in ukrainian if _romanised(f) == _skeleton(english)]
        uk = _softest([f for f in same if _UK_MARK.search(f)] or same)
        ru = _russian_for(uk, russian) if uk else ""
    else:
        ru = _only([f for f in russian if _RU_MARK.search(f) or (country == "BY" and re.search("[ищ]", f))])
        uk = ""
    ko = _korean(forms)
    return Names(english, ru, uk, _KO_KIND.sub("", ko) if country in ("KP", "KR") and len(ko) > 2 else ko)


def _only(forms: list[str]) -> str:
    return forms[0] if len(forms) == 1 else ""


def _softest(forms: list[str]) -> str:
    """Of spellings that read alike the one with most soft signs and ё, which other languages leave out."""
    return max(forms, key=lambda form: (len(re.findall("ь$|ль|[ёй]", form)), form), default="")


def _russian_for(ukrainian: str, forms: list[str]) -> str:
    """The Russian name that resembles the Ukrainian; itself only where both spell it alike."""
    if ukrainian in forms and _SPELT_ALIKE.match(ukrainian):
        return ukrainian
    plausible = [f for f in forms if f != ukrainian and not _HARD_E.search(f)]
    others = [f for f in plausible if SequenceMatcher(None, f, ukrainian).ratio() >= _LIKE_ENOUGH]
    marked = [form for form in others if _RU_MARK.search(form)] or others
    readings = {_romanised(form) for form in marked}
    return _softest(marked) if len(readings) == 1 else ""


def _korean(forms: list[str]) -> str:
    hangul = [f for f in forms if _HANGUL.match(f)]
    stems = {_KO_KIND.sub("", f) if len(f) > 2 else f for f in hangul}
    return hangul[0] if len(hangul) == 1 else stems.pop() if len(stems) == 1 else ""
