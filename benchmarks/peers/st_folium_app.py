"""The usual way to put folium on a Streamlit page: one marker a claim, a slider, a rerun for each step.

Written as streamlit-folium's own documentation advises for changing markers: the map stays, a feature group is handed
over, and nothing of the map's is sent back. Claims come from the JSON file that ``CLAIMLINE_BENCH_CLAIMS`` names.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium  # type: ignore[import-untyped]

DAY = 86_400  # seconds


@st.cache_data
def claims() -> dict[str, Any]:
    """Made claims, the extent and the length of the window in days, where the map stands."""
    found: dict[str, Any] = json.loads(Path(os.environ["CLAIMLINE_BENCH_CLAIMS"]).read_text(encoding="utf-8"))
    return found


st.set_page_config(layout="wide")
case = claims()
first = case["extent"][0]
end = st.slider(
    "Last day of the window", case["start_day"], case["last_day"], case["start_day"], step=case["step"], key="end"
)
until, since = first + end * DAY, first + (end - case["days"]) * DAY
shown = [claim for claim in case["claims"] if claim["t0"] < until and claim["t1"] > since]
group = folium.FeatureGroup(name="claims")
for claim in shown:
    folium.CircleMarker(
        (claim["lat"], claim["lon"]), radius=5, weight=1, color=claim["colour"], fill=True, fill_opacity=0.8
    ).add_to(group)
world = folium.Map(location=case["centre"], zoom_start=case["zoom"], tiles=None)
# Leaflet from disk (the benchmark answers these), nothing else: no other host is asked
world.default_js, world.default_css = [("leaflet", "leaflet.js")], [("leaflet_css", "leaflet.css")]
st_folium(world, feature_group_to_add=group, key="map", returned_objects=[], height=600, use_container_width=True)
