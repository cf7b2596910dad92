"""What speaks against an encoding before a letter is looked at: how rare it is in files, and the words around."""

from __future__ import annotations

import re

__all__ = ["against"]

# Evidence that one letter more in its place would make up for. Windows and the encodings of its world are the usual
# ones; those of the standards, of the old screens and of the old Macintosh are met in few files that are made today.
_RARE = {
    **dict.fromkeys(("iso8859_2", "iso8859_5", "iso8859_7", "iso8859_15"), 0.75),
    **dict.fromkeys(("cp437", "cp737", "cp850", "cp852", "cp855", "cp857", "cp866"), 2.0),
    **dict.fromkeys(("koi8_r", "koi8_u", "euc_jp", "big5"), 0.5),
    **dict.fromkeys(("mac_roman", "mac_cyrillic"), 3.0),
    "mac_latin2": 4.0,
}
_MAC = 3.0  # less for an encoding of the Macintosh where lines end as they did there
_WORDS = 2.5  # more for an encoding that the language of the words around is not written in
_FEWEST_WORDS = 2

_WESTERN = frozenset({"cp1252", "iso8859_15", "mac_roman", "cp850", "cp437"})
_OTHER_LATIN = frozenset({"cp1250", "iso8859_2", "cp852", "mac_latin2", "cp1254", "cp857", "cp1257"})
# Small words, written in ASCII, of languages of the one group that the other group does not have
_WESTERN_WORDS = frozenset(
    "the of and from with near was were by after their which has been have "
    "les des dans sur aux par une est pour avec "
    "el los las del por con una para "
    "der die das und von mit auf bei den ist nicht "
    "che della dei nel gli sono "
    "dos das uma em pelo foram".split()
)
_OTHER_WORDS = frozenset(
    "przez jest oraz nie dla przy jako "
    "jsou byl byla bylo jako podle "
    "hogy nem egy volt meg vagy "
    "din pentru este care sunt "
    "koji koja nije kako prema "
    "bir ile olarak olan gibi "
    "kad yra buvo".split()
)
_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[A-Za-z]{2,10}(?![A-Za-z\x80-\xff])")


def against(encoding: str, text: bytes) -> float:
    """What speaks against an encoding, whatever its letters are like.

    Parameters
    ----------
    encoding : str
        Python's name of a legacy encoding.
    text : bytes
        The beginning of the file and lines of it.

    Returns
    -------
    float
        Zero or more, in letters: so many letters must fit better than in an encoding against which nothing speaks.
    """
    found = _RARE.get(encoding, 0.0)
    if encoding.startswith("mac_") and b"\r" in text and b"\r\n" not in text and text.count(b"\n") < text.count(b"\r"):
        found -= _MAC
    words = [word.decode("ascii").lower() for word in _WORD.findall(text)]
    western, other = (sum(word in group for word in words) for group in (_WESTERN_WORDS, _OTHER_WORDS))
    if western >= _FEWEST_WORDS and western > other and encoding in _OTHER_LATIN:
        found += _WORDS
    if other >= _FEWEST_WORDS and other > western and encoding in _WESTERN:
        found += _WORDS
    return max(found, 0.0)
