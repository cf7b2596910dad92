"""What stands in a cell of a saved table in place of text that is dangerous or cannot be written, and the way back."""

from __future__ import annotations

import re

__all__ = ["neutralise", "readable", "restore", "writable"]

# What a spreadsheet takes for a formula, at the start of a field or behind what some spreadsheets take for the start of
# one: OWASP's list, its full-width forms too. Blanks and apostrophes before it change nothing.
_FORMULA = r"[\s']*[=+\-@＝＋－＠]"
_DANGER = rf"(?:(?<![\s\S])(?='*[\t\r\n]|{_FORMULA})|(?<=[;\t\r\n])(?={_FORMULA}))"
_NEUTRALISE, _RESTORE = re.compile(_DANGER), re.compile(_DANGER + "'")
# What XML and UTF-8 cannot hold, and the mark itself where a text happens to hold it
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]|‹(?=U\\+[0-9A-F]{4}›)")
_WRITTEN = re.compile("‹U\\+([0-9A-F]{4})›")


def neutralise(text: str) -> str:
    """Put an apostrophe before whatever a spreadsheet could take for a formula.

    Parameters
    ----------
    text : str
        One field, hostile or not.

    Returns
    -------
    str
        With ``'`` before a leading tab or line break, and before ``=``, ``+``, ``-``, ``@`` and their full-width forms
        (blanks and apostrophes before them counted in) at the start of the field and behind ``;``, tab and line
        breaks, where some spreadsheets begin a new field. ``restore`` takes exactly these away.
    """
    return _NEUTRALISE.sub("'", text)


def restore(text: str) -> str:
    """Give back what ``neutralise`` was given."""
    return _RESTORE.sub("", text)


def writable(text: str) -> str:
    """Make visible what XML and UTF-8 cannot hold, such as ``‹U+0007›`` for a bell; all else stays as it is.

    A text that holds such a mark itself gets ``‹U+2039›`` for the mark's first character, so that ``readable`` gives
    back exactly what stood there.
    """
    return _UNWRITABLE.sub(lambda match: f"‹U+{ord(match[0]):04X}›", text)


def readable(text: str) -> str:
    """Give back what ``writable`` was given."""
    return _WRITTEN.sub(lambda match: chr(int(match[1], 16)), text)
