"""The component that carries the map document in the page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

__all__ = ["encode_mask", "show_timemap"]

_SCRIPT = (Path(__file__).parent / "assets" / "carrier.js").read_text(encoding="utf-8")
_carrier = st.components.v2.component("claimline_timemap", js=_SCRIPT, isolate_styles=False)


def encode_mask(mask: tuple[bool, ...]) -> str | None:
    """One byte a claim, base64; None where everything is kept, the usual case."""
    return None if all(mask) else base64.b64encode(bytes(mask)).decode("ascii")


def show_timemap(
    *,
    src: str,
    style: str,
    mask: tuple[bool, ...],
    filters: str,
    view: Mapping[str, Any],
    view_id: str,
    key: str,
    on_view: Callable[[], None],
) -> None:
    """Show the map document, or tell the one that stands there what has changed.

    Parameters
    ----------
    src, style : str
        Addresses of the document and of the page's style sheet, relative to the page.
    mask : tuple of bool
        Which claims the filters keep, by row.
    filters : str
        The filters in words.
    view : mapping
        The view to restore; acted on once for each ``view_id``.
    view_id : str
        Changes when ``view`` must be restored again.
    key : str
        Where Session State keeps what the document reports, as ``st.session_state[key].view``.
    on_view : callable
        Called before the rerun that a report causes.
    """
    _carrier(
        key=key,
        data={
            "src": src,
            "style": style,
            "mask": encode_mask(mask),
            "filters": filters,
            "view": dict(view),
            "viewId": view_id,
        },
        on_view_change=on_view,
    )
