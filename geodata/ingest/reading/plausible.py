"""How much a decoded text looks like writing: the judge between legacy encodings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from geodata.ingest.reading.alphabets import ASIAN, weight

__all__ = ["Verdict", "judge"]

_TYPOGRAPHIC = frozenset("“”„‘’‚«»‹›–—…•·№°§€£©®™¿¡ʼ′″×\u00a0\u00ad")
_LETTER = r"[^\W\d_]"
_SYMBOL_IN_WORD = re.compile(rf"(?<={_LETTER})(?:[^\w\s\x00-\x7f’ʼ‘·–—‑/\u00ad…«»]|[¹²³ªº])(?={_LETTER})")
_SYMBOL_BEFORE_WORD = re.compile(rf"(?<![^\s,;|\"(])(?:[^\w\s\x00-\x7f“”„‘‚«‹¿¡№•·$€£§]|[¹²³ªº])(?={_LETTER})")
_SYMBOL_AFTER_WORD = re.compile(rf"(?<={_LETTER})(?:[^\w\s\x00-\x7f“”’‘»›…°™®©–—′]|[¹²³])(?![^\s,;|\").])")
_UPPER_AFTER_LOWER = re.compile(
    r"[a-zß-öø-ÿāăąćčďđēęěğīıłńňőœřśşšťūůűųźżžа-яѐ-џўґα-ώ][À-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİŁŃŇŐŒŘŚŞŠŤŪŮŰŲŹŻŽА-ЯЀ-ЏҐЎΑ-Ω]"
)
_SCRIPTS_MIXED = re.compile(
    r"[A-Za-z][\u0370-\u07ff\u0e00-\u0e7f]|[\u0370-\u07ff\u0e00-\u0e7f][A-Za-z]"
    r"|[À-ɏ][\u0370-\u07ff]|[\u0370-\u07ff][À-ɏ]|[A-Za-z][\u3040-\ud7a3]{1,2}[a-z]|[A-Za-z][a-z][\u3400-\ud7a3](?![\u3040-\ud7a3])"
)
_SALAD = (_SYMBOL_IN_WORD, _SYMBOL_BEFORE_WORD, _SYMBOL_AFTER_WORD, _UPPER_AFTER_LOWER, _SCRIPTS_MIXED)
_COMMON_HANGUL = frozenset(
    "이다는에을의가로고하지한은도대사인기를서부군시자어리정과해수나아있었그라일보전주국제만연동상스구들공장원적여게면신중내조관방선진성"
    "러마비요오당산치소거드세계무물북남차생발개간건실후위회파명법트안우까야와으르력재단령습니했될된강설"
)
_COMMON_HAN = frozenset(
    "的一是不了在人有我他这中国大来上个们到说时地为子要出年会本日月事件者军部队已经达据当居民条道路关闭朝鲜将派五千名方政府报道对战争"
    "俄罗斯乌兰美总统行动发生区被和与于以后前可从多进新等家公分成能主工作兵軍国会東長同時報道者区町村県市部隊派遣朝鮮露韓"
)
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How plausible a text is: about 1 for writing, below 0 for letter salad; the language it looks most like."""

    score: float
    language: str
    example: str


def judge(text: str, languages: Iterable[str]) -> Verdict:
    """Judge a text by the language that fits its letters beyond ASCII best.

    Parameters
    ----------
    text : str
        Lines that hold something beyond ASCII.
    languages : iterable of str
        Names from :mod:`geodata.ingest.reading.alphabets`, at least one.

    Returns
    -------
    Verdict
        Its example is a long word of the text, empty where there is none.
    """
    counts = Counter(character for character in text if character > "\x7f")
    total = max(sum(counts.values()), 1)
    shape = sum(counts[character] * _sign_weight(character) for character in counts if not character.isalpha())
    shape -= 2.5 * sum(len(pattern.findall(text)) for pattern in _SALAD)
    letters = {character: count for character, count in counts.items() if character.isalpha()}
    scores = {language: _fit(letters, language) for language in languages}
    best = max(scores, key=lambda language: scores[language])
    return Verdict((scores[best] + shape) / total, best, _example(text))


def _fit(letters: dict[str, int], language: str) -> float:
    if language in ASIAN:
        return sum(count * _asian_weight(letter, language) for letter, count in letters.items())
    return sum(count * weight(letter, language) for letter, count in letters.items())


def _sign_weight(character: str) -> float:
    if character in _TYPOGRAPHIC or "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uff60":
        return 0.2
    if "\u2500" <= character <= "\u25ff":  # the frames and blocks of the old screens
        return -1.5
    return {"Cc": -4.0, "Cn": -4.0, "Co": -4.0, "Cs": -4.0, "Mn": 0.3}.get(unicodedata.category(character), -0.5)


def _asian_weight(letter: str, language: str) -> float:
    if "\uac00" <= letter <= "\ud7a3":
        if language != "Korean":
            return -1.0
        return 1.2 if letter in _COMMON_HANGUL else 0.3 * _encodable(letter, "euc_kr")
    if "\u3041" <= letter <= "\u30ff":
        return 1.2 if language == "Japanese" else -1.0
    if "\u4e00" <= letter <= "\u9fff" and language != "Korean":
        if letter in _COMMON_HAN:
            return 1.2
        charsets = ("gb2312", "big5") if language == "Chinese" else ("shift_jis",)
        return 0.3 * max(_encodable(letter, charset) for charset in charsets)
    return -0.5  # half-width kana among them: what other encodings look like when read as Japanese


def _encodable(letter: str, charset: str) -> float:
    """1 for a letter in the part of an old character set that holds the usual ones, -0.5 elsewhere."""
    last_lead = {"euc_kr": 0xC8, "gb2312": 0xD7, "big5": 0xC6, "shift_jis": 0x97}[charset]
    try:
        return 1.0 if letter.encode(charset)[0] <= last_lead else -0.5
    except UnicodeEncodeError:
        return -0.5


def _example(text: str) -> str:
    words = (word for word in _WORD.findall(text) if not word.isascii())
    return max(words, key=lambda word: min(len(word), 12), default="")
