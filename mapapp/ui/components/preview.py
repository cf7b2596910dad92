"""The small map of an import that was tried; ``assets/preview.js`` draws it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from geodata.model import Status
from mapapp.api import basemap_address, page_style_address
from mapapp.palette import STATUS_STYLES
from mapapp.timemap.island import basemap_style

__all__ = ["fetch_early", "show_preview"]

_SCRIPT = (Path(__file__).parent / "assets" / "preview.js").read_text(encoding="utf-8")
_preview = st.components.v2.component("claimline_preview", js=_SCRIPT, isolate_styles=False)


def fetch_early() -> None:
    """Have the browser fetch what every preview is drawn on, while its reader looks for a file; draws nothing."""
    _preview(key="preview_early", data={"basemap": basemap_address()}, height=1)


def show_preview(drawn: Mapping[str, Any], *, key: str) -> None:
    """Show the map.

    Parameters
    ----------
    drawn : mapping
        As :func:`mapapp.ui.importing.preview.places_drawn` gives it.
    key : str
        Names the place in the page.
    """
    style = STATUS_STYLES[Status.UNVERIFIED]  # what every imported claim is until somebody here assesses it
    told = basemap_style()
    data = {
        **drawn,
        "style": page_style_address(),
        "basemap": basemap_address(),
        "colours": {theme: told[theme] for theme in ("light", "dark")},
        "ink": {"fill": style.colour, "line": style.ink},
    }
    _preview(key=key, data=data)
