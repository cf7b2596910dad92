"""The folium document: the map's frame, made of constants and numbers only.

folium hands every string it is given to Jinja2 a second time, so no text of a claim ever comes near it. Claims
reach the browser beside the document, as data (:mod:`mapapp.timemap.payload`).
"""

from __future__ import annotations

from typing import cast

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

from mapapp.timemap.bundle import assets

__all__ = ["TimeMap", "render_document"]

_START = (52.0, 60.0)  # latitude, longitude in degrees: until the data arrive, the middle of the bundled case
_START_ZOOM = 3


class TimeMap(folium.Map):
    """A folium map without online tiles whose script and style come out of packages and our own files.

    Its names are constant, so that the document is the same on every start and its inline script has one hash.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <meta name="viewport" content="width=device-width, initial-scale=1">
        {% endmacro %}
        {% macro html(this, kwargs) %}
        <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
          center: {{ this.location|tojson }}, crs: L.CRS.{{ this.crs }}, ...{{ this.options|tojavascript }} });
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__(
            location=_START,
            zoom_start=_START_ZOOM,
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.25,
            zoom_delta=0.5,
            keyboard_pan_delta=60,
        )
        self._id = "claimline"
        own = assets()
        self.default_js = [(role, f"assets/{own[role].name}") for role in ("leaflet.js", "timemap.js")]
        self.default_css = [(role, f"assets/{own[role].name}") for role in ("leaflet.css", "timemap.css")]


class ClaimsLayer(MacroElement):
    """Our own layer and the panels around it: one call into ``assets/main.js``."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        Claimline.start({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "ClaimsLayer"
        self._id = "claims"


def render_document() -> str:
    """Render the document.

    Returns
    -------
    str
        HTML that holds no data; the same on every call. Addresses in it are relative to ``/timemap/``.
    """
    time_map = TimeMap()
    figure = cast(Figure, time_map.get_root())
    figure._id = "figure"
    figure.title = "Claimline map"
    time_map.add_child(ClaimsLayer())
    html: str = figure.render()
    return html.replace("<html>", '<html lang="en">', 1)
