"""What lies under the claims: the bundled basemap or, if the reader asks for them, online tiles."""

from __future__ import annotations

import streamlit as st

from mapapp.timemap.tiles import tile_layers

__all__ = ["chosen_tiles", "show_base_layers"]


def chosen_tiles() -> str | None:
    """Id of the online tiles that the reader has switched on; None, the default, for none."""
    if not st.session_state.get("online", False):
        return None
    return st.session_state.get("tiles") or tile_layers()[0].id


def show_base_layers() -> None:
    """Draw the choices of the base map; :func:`chosen_tiles` tells what was chosen."""
    labels = {layer.id: layer.label for layer in tile_layers()}
    st.toggle(
        "Online map tiles",
        key="online",
        help="Off by default: a tile server learns which area you are looking at, and when.",
    )
    if chosen_tiles() is not None:
        st.warning("The tile server now learns which area you study.", icon=":material/visibility:")
        st.selectbox("Tiles", list(labels), key="tiles", format_func=labels.__getitem__)
