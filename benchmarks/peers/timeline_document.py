"""A folium map with folium's own Timeline and TimelineSlider over the made claims, its script served from disk."""

from __future__ import annotations

from typing import Any

import folium
from folium.plugins import Timeline, TimelineSlider
from folium.utilities import JsCode

__all__ = ["SCRIPTS", "timeline_html"]

SCRIPTS = {
    "leaflet.timeline.js": "leaflet.timeline/dist/leaflet.timeline.js",
    "moment.js": "moment/min/moment.min.js",
}
"""What the document asks for, beside Leaflet: name in the document, path in node_modules."""

_CIRCLE = """
function (feature, at) {
  var colour = feature.properties.colour;
  return L.circleMarker(at, { radius: 5, weight: 1, color: colour, fill: true, fillOpacity: 0.8 });
}
"""


def _features(case: dict[str, Any]) -> dict[str, Any]:
    # The slider is one moment, T. What touches the window [T - days, T) began before T and ended after T - days: it is
    # shown from its own beginning until `days` after its end.
    length = case["days"] * 86_400
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [claim["lon"], claim["lat"]]},
            "properties": {
                "start": claim["t0"] * 1000,
                "end": (claim["t1"] + length) * 1000,
                "colour": claim["colour"],
            },
        }
        for claim in case["claims"]
    ]
    return {"type": "FeatureCollection", "features": features}


def timeline_html(case: dict[str, Any]) -> str:
    """Render the document; addresses in it are relative, under ``peer/``.

    Parameters
    ----------
    case : dict
        As :func:`benchmarks.peers.measure.make_case` gives it.
    """
    world = folium.Map(location=case["centre"], zoom_start=case["zoom"], tiles=None)
    world.default_js = [("leaflet", "peer/leaflet.js")]
    world.default_css = [("leaflet_css", "peer/leaflet.css")]
    timeline = Timeline(_features(case), point_to_layer=JsCode(_CIRCLE))
    slider = TimelineSlider(
        auto_play=False,
        enable_playback=False,
        start=(case["extent"][0] + case["first_day"] * 86_400) * 1000,
        end=case["extent"][1] * 1000,
    )
    for element in (timeline, slider):
        element.default_js = [(name, f"peer/{name}") for name in SCRIPTS]
    timeline.add_to(world)
    slider.add_timelines(timeline).add_to(world)  # type: ignore[no-untyped-call]
    root: Any = world.get_root()
    html: str = root.render()
    return html.replace("</head>", '<script src="/bench/probe.js"></script>\n</head>', 1)
