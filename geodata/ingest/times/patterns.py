"""The shapes in which dates are written: one regular expression each."""

from __future__ import annotations

import re

from geodata.ingest.times.words import ABOUT

__all__ = ["ABOUT_PREFIX", "DAYS_OF_A_MONTH", "FIGURES", "JOINERS", "NAMED"]

_CLOCK = (
    r"(?:[T ,]\s*(?P<hh>\d{1,2})[:.h](?P<mm>\d{2})(?:[:.](?P<ss>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<zone>Z|(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?|UTC|GMT|MSK|МСК|мск|KST|EEST|EET|CEST|CET)?)?"
)
_BETWEEN = r"\s?[./-]\s?"
_LETTERS = r"[^\W\d_]+"
_LEAD = rf"(?:(?P<lead>{_LETTERS})\.?,?\s+)?"
_YEAR_WORD = r"(?:\s*(?:года|году|года|року|роки|год|рік|г|р|r|roku)\b\.?)?"

FIGURES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.ASCII | re.IGNORECASE)
    for name, pattern in {
        "iso": r"\d{4}(?:-W\d{2}|-\d{2}(?:-\d{2})?)?[~?%]?",
        "year first": rf"(?P<y>\d{{4}})[-./ ](?P<m>\d{{1,2}})[-./ ](?P<d>\d{{1,2}})\.?{_CLOCK}(?P<q>[~?%]?)",
        "packed": r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:[T ]?(?P<hh>\d{2}):?(?P<mm>\d{2})(?::?(?P<ss>\d{2}))?"
        r"(?P<zone>Z)?)?",
        "numeric": rf"(?P<a>\d{{1,2}})(?P<by>{_BETWEEN})(?P<b>\d{{1,2}}){_BETWEEN}(?P<y>\d{{4}}|\d{{2}})\.?{_CLOCK}",
        "month and year": r"(?P<m>\d{1,2})[./-](?P<y>\d{4})",
        "quarter": r"(?:Q(?P<n>[1-4])[ /-]?(?P<y>\d{4})|(?P<y2>\d{4})[ /-]?Q(?P<n2>[1-4]))",
        "number": r"\d{9,13}(?:\.\d+)?",
    }.items()
}
"""Dates in figures; the first that fits counts. ASCII digits only."""

NAMED: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "day first": rf"{_LEAD}(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th|-?го|\.|º)?[\s\-./]*(?:of\s+|de\s+)?"
        rf"(?P<name>{_LETTERS})\.?[\s\-./,]*(?:de\s+)?(?P<y>[0-9]{{4}}|'?[0-9]{{2}})(?![0-9:]){_YEAR_WORD}{_CLOCK}",
        "month first": rf"{_LEAD}(?P<name>{_LETTERS})\.?[\s\-.]*(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?"
        rf"(?:,\s*|\s+)(?P<y>[0-9]{{4}}){_CLOCK}",
        "year before a name": rf"(?P<y>[0-9]{{4}})[\s\-./]+(?P<name>{_LETTERS})\.?(?:[\s\-./]+(?P<d>[0-9]{{1,2}}))?",
        "month or season": rf"(?P<name>{_LETTERS})\.?[\s\-/,]*(?:of\s+|de\s+)?(?P<y>[0-9]{{4}}){_YEAR_WORD}",
        "counted": r"(?P<y>[0-9]{4})\s*[년年]\s*(?:(?P<m>[0-9]{1,2})\s*[월月]\s*(?:(?P<d>[0-9]{1,2})\s*[일日])?)?",
    }.items()
}
"""Dates with words in them; letters of any script, ASCII digits only."""

ABOUT_PREFIX = re.compile(rf"(?:(?:{'|'.join(ABOUT)})(?:\.\s*|\s+)|~\s*)(?=\S)", re.IGNORECASE)
"""A word at the beginning that says that a date is approximate."""

DAYS_OF_A_MONTH = re.compile(
    rf"(?P<first>[0-9]{{1,2}})\s?[-–—]\s?(?P<last>[0-9]{{1,2}}\.?\s+(?P<rest>{_LETTERS}\.?,?\s+[0-9]{{4}}))"
)
"""Two days of one month, as in 10-12 October 2024."""

JOINERS = ("/", " - ", " – ", " — ", "–", "—", " to ", " until ", " till ", " по ", " до ", " bis ")
"""What stands between two dates of an interval."""
