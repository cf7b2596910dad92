"""How QGIS is to draw the claims: our colours by status, plans hollow, and the time of each claim switched on."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from geodata.model import Modality, Status
from mapapp.palette import STATUS_STYLES

__all__ = ["qgis_style"]

_MARKERS = {"cross": "cross_fill"}  # our names of shapes that QGIS calls otherwise
_BRUSHES = {
    "rising": "b_diagonal", "falling": "f_diagonal", "dots": "dense6", "sparse": "dense7", "crossed": "diagonal_x",
    "grid": "cross", "level": "horizontal",
}  # fmt: skip
_TEMPORAL = {
    "enabled": "1", "mode": "2", "limitMode": "0", "startField": "event_start", "endField": "event_end_exclusive",
    "startExpression": "", "endExpression": "", "durationField": "", "durationUnit": "min", "fixedDuration": "0",
    "accumulate": "0",
}  # fmt: skip
_HOLLOW = tuple(modality for modality in Modality if modality.is_hollow)

Look = tuple[Status, bool, bool]
"""Status, whether the claim is a plan or an inference, whether its area has no stated limit."""


def qgis_style(looks: Iterable[Look], *, areas: bool) -> str:
    """Write a layer's style as QML, the XML of QGIS.

    Parameters
    ----------
    looks : iterable of Look
        What occurs in the layer; each gets its entry in the legend, in the legend's order.
    areas : bool
        Whether the layer holds areas; otherwise points.

    Returns
    -------
    str
        QML for QGIS 3.14 or newer. A claim is shown while the time of the map touches the half-open interval from
        ``event_start`` to ``event_end_exclusive``, UTC; a claim without an end from its start on.
    """
    order = list(Status)
    shown = sorted(set(looks), key=lambda look: (order.index(look[0]), look[1], look[2]))
    root = ET.TreeBuilder().start("qgis", {"version": "3.28.0", "styleCategories": "Symbology|Temporal"})
    ET.SubElement(root, "temporal", _TEMPORAL)
    renderer = ET.SubElement(root, "renderer-v2", {"type": "RuleRenderer", "symbollevels": "0", "forceraster": "0"})
    rules = ET.SubElement(renderer, "rules", {"key": "{claims}"})
    symbols = ET.SubElement(renderer, "symbols")
    for number, look in enumerate(shown):
        rule = {"key": f"{{claims-{number}}}", "symbol": str(number), "label": _label(look), "filter": _filter(look)}
        ET.SubElement(rules, "rule", rule)
        symbol = {"type": "fill" if areas else "marker", "name": str(number), "alpha": "1", "clip_to_extent": "1"}
        drawn = ET.SubElement(symbols, "symbol", symbol)
        kind = "SimpleFill" if areas else "SimpleMarker"
        layer = ET.SubElement(drawn, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
        options = ET.SubElement(layer, "Option", {"type": "Map"})
        for name, value in (_fill(look) if areas else _marker(look)).items():
            ET.SubElement(options, "Option", {"name": name, "type": "QString", "value": value})
            ET.SubElement(layer, "prop", {"k": name, "v": value})  # what versions before 3.26 read
    return ET.tostring(root, encoding="unicode")


def _label(look: Look) -> str:
    status, hollow, vague = look
    further = [*(["plan or inference"] if hollow else []), *(["limit not stated"] if vague else [])]
    return ", ".join([status.label, *further])


def _filter(look: Look) -> str:
    status, hollow, vague = look
    words = ", ".join(f"'{modality.value}'" for modality in _HOLLOW)
    said = f'"status" = \'{status.value}\' AND "modality" {"IN" if hollow else "NOT IN"} ({words})'
    return f'{said} AND {"" if vague else "NOT "}"area_is_vague"'


def _rgba(colour: str, alpha: int = 255) -> str:
    return ",".join(str(part) for part in (*bytes.fromhex(colour[1:]), alpha))


def _marker(look: Look) -> dict[str, str]:
    style = STATUS_STYLES[look[0]]
    return {
        "name": _MARKERS.get(style.shape, style.shape),
        "color": _rgba(style.colour, 0 if look[1] else 255),
        "outline_color": _rgba(style.colour if look[1] else "#ffffff"),
        "outline_width": "0.6" if look[1] else "0.3",
        "outline_width_unit": "MM",
        "size": "4",
        "size_unit": "MM",
    }


def _fill(look: Look) -> dict[str, str]:
    style, (_status, hollow, vague) = STATUS_STYLES[look[0]], look
    return {
        "style": _BRUSHES[style.hatch],
        "color": _rgba(style.colour, 110 if hollow else 200),
        "outline_color": _rgba(style.colour),
        "outline_style": "no" if vague else "dash" if hollow else "solid",
        "outline_width": "0.5",
        "outline_width_unit": "MM",
    }
