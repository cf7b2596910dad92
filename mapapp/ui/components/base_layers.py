"""What lies under the claims: the bundled basemap or, if the reader asks for them, online tiles."""

from __future__ import annotations

import streamlit as st

from mapapp.timemap.tiles import tile_layers

__all__ = ["show_base_layers"]


def show_base_layers() -> str | None:
    """Draw the choices of the base map.

    Returns
    -------
    str or None
        Id of the online tiles that were switched on; None, the default, for none.
    """
    labels = {layer.id: layer.label for layer in tile_layers()}
    online = st.toggle(
        "Online map tiles",
        key="online",
        help="Off by default: a tile server learns which area you are looking at, and when.",
    )
    if not online:
        return None
    st.warning("The tile server now learns which area you study.", icon=":material/visibility:")
    return st.selectbox("Tiles", list(labels), key="tiles", format_func=labels.__getitem__)
