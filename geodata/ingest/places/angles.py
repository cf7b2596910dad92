"""One latitude or longitude as people write it: decimals, minutes and seconds, signs and letters in several scripts."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from geodata.ingest.places.forms import PlaceFault, PointForm

__all__ = ["Angle", "normal", "read_angle"]


class Angle(NamedTuple):
    """One coordinate that was read.

    Parameters
    ----------
    degrees : float
        Signed, EPSG:4326; NaN where there is none.
    step : float
        Unit of its last digit, degrees.
    axis : str
        ``lat`` or ``lon`` where a letter says so; otherwise blank.
    fault : PlaceFault
        Why there is none.
    """

    degrees: float
    step: float
    axis: str
    fault: PlaceFault


_NAN = float("nan")
_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—−﹣－", "-")
    | dict.fromkeys("º˚⁰∘ᵒ", "°")
    | dict.fromkeys("′’‘ʹ´`ʼ＇‛", "'")
    | dict.fromkeys("″“”„ʺ¨＂〃‟", '"')
    | dict.fromkeys("\u200e\u200f\ufeff\u2060", "")
    | {"，": ",", "、": ",", "；": ";"}
)
_LONE = r"(?<![^\W\d_]){}(?![^\W\d_])"
_UNITS = (
    ("°", r"degrees?|deg\.?|degr[eé]s|grados?|grad\.?|град(?:ус(?:а|ов|ів|и)?)?\.?|d"),
    ("'", r"minutes?|min\.?|minutos?|мин(?:ут[аы]?)?\.?|хв(?:илин[аи]?)?\.?|m"),
    ('"', r"seconds?|sec\.?|segundos?|сек(?:унд[аы]?)?\.?|s(?=\s*[nsew](?![^\W\d_]))"),
)
_KOREAN = (("°", "도"), ("'", "분"), ('"', "초"))
_HEMISPHERES = (
    ("N", r"north|nord|norte|северной широты|північної широти|с\. ?ш\.?|сш|пн\. ?ш\.?|пнш|пн\.?|북위|북|с|n"),
    ("S", r"south|sud|süd|sur|южной широты|південної широти|ю\. ?ш\.?|юш|пд\. ?ш\.?|пдш|пд\.?|남위|남|ю|s"),
    ("E", r"east|est|este|ost|восточной долготы|східної довготи|в\. ?д\.?|вд|сх\. ?д\.?|схд|сх\.?|동경|동|в|e"),
    ("W", r"west|ouest|oeste|западной долготы|західної довготи|з\. ?д\.?|зд|зх\. ?д\.?|зхд|зх\.?|서경|서|з|w"),
)
_REPLACEMENTS = tuple(
    [(re.compile(rf"(?<=\d) ?{word}"), mark) for mark, word in _KOREAN]
    + [(re.compile(rf"(?<=\d) ?(?:{words})(?![^\W\d_])"), mark) for mark, words in _UNITS]
    + [(re.compile(_LONE.format(f"(?:{words})")), mark) for mark, words in _HEMISPHERES]
)
_OSTRICH = re.compile(_LONE.format("o"))  # Ost and oeste: east in German, west in Spanish, French and Portuguese
_SECONDS_COMMA = re.compile(r"(?<=[°'])(\s*\d{1,2}),(\d+)(?=\s*['\"])")
_AXES = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}
_EXPONENT = re.compile(r"[+-]?\d+(?:\.(\d+))?e([+-]?\d{1,2})", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?P<pre>[NSEW])?\s*(?P<sign>[+-])?\s*(?P<body>[\d.](?:[\d.,°'\":\s-]*[\d.°'\"])?)\s*(?P<post>[NSEW])?"
)
_DECIMAL = re.compile(r"(?P<d>\d+)?(?:\.(?P<f>\d+)|\.)?\s*°?")
_PARTS = re.compile(
    r"(?P<d>\d{1,3})(?P<by>\s*[°:]\s*|\s+|-)(?P<m>\d{1,2})(?:\.(?P<mf>\d+))?"
    r"(?:(?:\s*[':]\s*|\s+|-)(?P<s>\d{1,2})(?:\.(?P<sf>\d+))?\s*(?:\"|'')?|\s*')?"
)
_DOTTED = re.compile(r"(?P<d>\d{1,3})(?P<by>\.)(?P<m>\d{1,2})(?P<mf>)\.(?P<s>\d{1,2})(?:\.(?P<sf>\d+))?")
_PACKED = {
    "lat": re.compile(r"(?P<d>\d\d)(?P<by>)(?P<m>\d\d)(?P<mf>)(?P<s>\d\d)?(?:\.(?P<sf>\d+))?"),
    "lon": re.compile(r"(?P<d>\d{3})(?P<by>)(?P<m>\d\d)(?P<mf>)(?P<s>\d\d)?(?:\.(?P<sf>\d+))?"),
}
_PROJECTED_FROM = 360.0  # degrees never reach it; metres of a map grid do


def normal(text: str) -> str:
    """A coordinate with one sign for each mark: ``-``, ``°``, ``'``, ``"``, and N, S, E, W for the hemispheres."""
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).casefold()
    for pattern, mark in _REPLACEMENTS:
        plain = pattern.sub(mark, plain)
    return _SECONDS_COMMA.sub(r"\1.\2", " ".join(plain.split()))


def read_angle(text: str, axis: str, form: PointForm) -> Angle:
    """Read one coordinate.

    Parameters
    ----------
    text : str
        As written; not blank.
    axis : str
        ``lat`` or ``lon``, where the column says which; otherwise blank, and a letter may say it.
    form : PointForm
        How the column writes decimals.

    Returns
    -------
    Angle
        With a fault where it is no coordinate: nothing is ever put in its place.
    """
    exponent = _EXPONENT.fullmatch(text.strip())
    if exponent:
        decimals = len(exponent[1] or "") - int(exponent[2])
        return _in_range(float(text), 10.0**-decimals, axis)
    plain = normal(text)
    if form.decimal_comma:
        plain = re.sub(r"(?<=\d),(?=\d)", ".", plain)
    elif "," in plain:
        return _fault(PlaceFault.WHICH_COMMA if re.fullmatch(r"[^,]*\d,\d[^,]*", plain) else PlaceFault.NOT_COORDINATES)
    whole = _WHOLE.fullmatch(plain)
    if whole is None:
        return _fault(PlaceFault.WHICH_HEMISPHERE if _stray_o(plain) else PlaceFault.NOT_COORDINATES)
    letter = whole["pre"] or whole["post"] or ""
    said = _AXES.get(letter, "")
    if (whole["pre"] and whole["post"]) or (letter and whole["sign"]) or (said and axis and said != axis):
        return _fault(PlaceFault.CONTRADICTION)
    size, step, fault = _size(whole["body"], said)
    sign = -1 if whole["sign"] == "-" or letter in ("S", "W") else 1
    return _fault(fault) if fault else _in_range(sign * size, step, axis or said)


def _fault(fault: PlaceFault) -> Angle:
    return Angle(_NAN, _NAN, "", fault)


def _stray_o(plain: str) -> bool:
    return bool(_OSTRICH.search(plain)) and _WHOLE.fullmatch(_OSTRICH.sub("E", plain)) is not None


def _in_range(degrees: float, step: float, axis: str) -> Angle:
    if abs(degrees) > _PROJECTED_FROM:
        return _fault(PlaceFault.PROJECTED)
    if abs(degrees) > (90 if axis == "lat" else 180):
        return _fault(PlaceFault.OUT_OF_RANGE)
    return Angle(degrees, step, axis, PlaceFault.NONE)


def _size(body: str, said: str) -> tuple[float, float, PlaceFault]:
    """Degrees without a sign, and the unit of the last digit."""
    packed = _PACKED[said].fullmatch(body) if said else None
    decimal = _DECIMAL.fullmatch(body)
    if packed is None and decimal is not None and (decimal["d"] or decimal["f"]):
        fraction = decimal["f"] or ""
        return float(f"{decimal['d'] or 0}.{fraction or 0}"), 10.0 ** -len(fraction), PlaceFault.NONE
    parts = packed or _PARTS.fullmatch(body) or (_DOTTED.fullmatch(body) if said else None)
    if parts is None or (parts["by"] == "-" and not said) or (parts["mf"] and parts["s"]):
        return _NAN, _NAN, PlaceFault.NOT_COORDINATES
    in_seconds = parts["s"] is not None
    fraction = (parts["sf"] if in_seconds or packed else parts["mf"]) or ""
    last = float(f"{parts['s'] if in_seconds else parts['m']}.{fraction or 0}")
    minutes = int(parts["m"]) + last / 60 if in_seconds else last
    if minutes >= 60 or last >= 60 or int(parts["m"]) >= 60:
        return _NAN, _NAN, PlaceFault.SIXTY
    unit = 3600 if in_seconds else 60
    return int(parts["d"]) + minutes / 60, 10.0 ** -len(fraction) / unit, PlaceFault.NONE
