"""What lies under the claims: the border view and, if the reader asks for it, online tiles."""

from __future__ import annotations

import streamlit as st

from mapapp.timemap.tiles import tile_layers
from mapapp.view import Borders

__all__ = ["show_base_layers"]

_BORDER_LABELS = {Borders.RECOGNISED.value: "Recognised", Borders.DEFACTO.value: "De facto"}


def show_base_layers() -> str | None:
    """Draw the choices of the base map.

    Returns
    -------
    str or None
        Id of the online tiles that were switched on; None, the default, for none.
    """
    st.segmented_control(
        "Borders",
        list(_BORDER_LABELS),
        key="borders",
        format_func=_BORDER_LABELS.__getitem__,
        required=True,
        help="Recognised: Crimea in Ukraine. De facto: as controlled on the ground. The map says which one it draws.",
    )
    labels = {layer.id: layer.label for layer in tile_layers()}
    online = st.toggle(
        "Online map tiles",
        key="online",
        help="Off by default: a tile server learns which area you are looking at, and when.",
    )
    if not online:
        return None
    st.warning("The tile server now learns which area you study.", icon=":material/visibility:")
    chosen = st.selectbox("Tiles", list(labels), key="tiles", format_func=labels.__getitem__)
    return str(chosen) if chosen is not None else None
