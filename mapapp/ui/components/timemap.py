"""The component that carries the map document in the page."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from geodata.store import Late, Since

__all__ = ["encode_mask", "encode_since", "show_timemap"]

_EPOCH = date(1970, 1, 1)
# Beyond every day, as the document reads them: kept only where everything recorded counts, and never
_LATE = {Late.UNDATED: 2**31 - 2, Late.NEVER: 2**31 - 1}

_SCRIPT = (Path(__file__).parent / "assets" / "carrier.js").read_text(encoding="utf-8")
_carrier = st.components.v2.component("claimline_timemap", js=_SCRIPT, isolate_styles=False)


def encode_mask(mask: tuple[bool, ...]) -> str | None:
    """One byte a claim, base64; None where everything is kept, the usual case."""
    return None if all(mask) else base64.b64encode(bytes(mask)).decode("ascii")


def encode_since(since: tuple[Since, ...]) -> str | None:
    """Days since 1970-01-01 (UTC) as little-endian 32-bit integers, base64; None where all are always kept."""
    if all(day == date.min for day in since):
        return None
    days = [_LATE[day] if isinstance(day, Late) else (day - _EPOCH).days for day in since]
    return base64.b64encode(struct.pack(f"<{len(days)}i", *days)).decode("ascii")


def show_timemap(
    *,
    src: str,
    style: str,
    mask: tuple[bool, ...],
    since: tuple[Since, ...],
    statuses: list[str] | None,
    filters: str,
    link: list[list[str]],
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
        Which claims are kept, by row, by the filters that ask nothing that is dated: type and modality.
    since : tuple of Since
        From which day the filters by party, source and text keep each claim, by row.
    statuses : list of str or None
        Ids of the statuses to keep, as known on the day that the document shows; None: all.
    filters : str
        The filters in words.
    link : list of [str, str]
        The filters as keys and values of the view's link.
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
            "since": encode_since(since),
            "statuses": statuses,
            "filters": filters,
            "link": link,
            "view": dict(view),
            "viewId": view_id,
        },
        on_view_change=on_view,
    )
