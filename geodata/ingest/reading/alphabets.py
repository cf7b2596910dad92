"""Which letters a language writes, the commonest first: what tells one legacy encoding from another.

Letters and rough order of frequency are general knowledge of the languages; only their use as weights is ours.
"""

from __future__ import annotations

from functools import cache

__all__ = ["ASIAN", "CYRILLIC", "EASTERN", "LANGUAGES", "WESTERN", "weight"]

_COMMON = 1.0  # what the commonest letter of an alphabet weighs ...
_RARE, _RARE_LATIN = -0.2, 0.4  # ... and the rarest: of a Latin one only the letters beyond ASCII are listed
_FOREIGN = -0.8  # a letter that the language does not write
_OTHER_SCRIPT = -1.0

# Letters outside ASCII, in lower case, commonest first; where the alphabet is not Latin, all of them
LANGUAGES: dict[str, str] = {
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оаниітвреслкудмпзягьчбйхцїжєюшщґф",
    "Belarusian": "аніерыоскптлядузўмьвшйцёхбгчжюэф",
    "Bulgarian": "аиоентрсвлкдпмзябъгучжйцшхщюьф",
    "Serbian": "аиоенрсјтувкдлпмзбгчцшћжхђњљфџ",
    "Macedonian": "аоиетнрсвкдјлпумзбгчцшжхѓќфњљџѕ",
    "Greek": "αοιετσνηυρπκμλςωδγχθφβξζψάόίέήύώϊϋΐΰ",
    "Hebrew": "יוהלאתרבםנמשקדעחטפצגסזכןךףץ",
    "Arabic": "اليمنتروهبدسعفقكحجةشصخطأىءذثضزغإؤئآظ",
    "Persian": "اینردمهوتبشسکگلزخفپقعحجچغثصضطظذژ",
    "Thai": "านรกอเงมยลวดทสปตคบหแจพชขใไีิุู่้ัาำะ",
    "German": "üäöß",
    "French": "éèàêçâîôùûëïüœæÿ",
    "Spanish": "óíáéñúü",
    "Portuguese": "ãçéáóíêõâúàôü",
    "Italian": "àèùòìé",
    "Swedish, Danish, Norwegian, Finnish": "äåöøæé",
    "Icelandic": "ðáíþéóæöúý",
    "Polish": "łąęóżśćńź",
    "Czech, Slovak": "íáéěýřčšžůúťďňóľôäĺŕ",
    "Hungarian": "áéőóöíüúű",
    "Romanian": "ăîâșțşţ",
    "Croatian, Slovene, Bosnian": "čšžćđ",
    "Lithuanian, Latvian, Estonian": "ėšųžįąčūęāīēõäļņķöģü",
    "Turkish": "ıüşğçöâ",
}

# Languages that share the Cyrillic encodings ...
CYRILLIC = ("Russian", "Ukrainian", "Belarusian", "Bulgarian", "Serbian", "Macedonian")
# ... those of Western Europe ...
WESTERN = ("German", "French", "Spanish", "Portuguese", "Italian", "Swedish, Danish, Norwegian, Finnish", "Icelandic")
# ... and those of Central Europe
EASTERN = ("Polish", "Czech, Slovak", "Hungarian", "Romanian", "Croatian, Slovene, Bosnian", "German")
# Languages whose characters are too many for a list
ASIAN = ("Korean", "Japanese", "Chinese")


@cache
def _weights(language: str) -> dict[str, float]:
    letters = LANGUAGES[language]
    fall = (_COMMON - (_RARE_LATIN if _is_latin(language) else _RARE)) / max(len(letters) - 1, 1)
    lower = {letter: _COMMON - fall * place for place, letter in enumerate(letters)}
    return {**lower, **{letter.upper(): value * 0.9 for letter, value in lower.items() if letter.upper() != letter}}


@cache
def _is_latin(language: str) -> bool:
    return LANGUAGES[language][0] < "ɐ"


def weight(letter: str, language: str) -> float:
    """How well a letter beyond ASCII fits a language, from -1 (another script) to 1 (its commonest letter)."""
    found = _weights(language).get(letter)
    if found is not None:
        return found
    return _FOREIGN if (letter < "ɐ") == _is_latin(language) else _OTHER_SCRIPT
