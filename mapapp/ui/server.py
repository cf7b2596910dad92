"""What the application is made of: the page's script, our routes, our headers, and what is made ready at start."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.middleware import Middleware

from mapapp import api

if TYPE_CHECKING:
    import streamlit as st

__all__ = ["LIFESPAN", "MIDDLEWARE", "PAGE", "ROUTES"]


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
    # In the background: the first page shows its frame while folium is still being imported
    threading.Thread(target=api.warm, name="claimline-warm", daemon=True).start()
    yield None


# The script that Streamlit runs for every reader
PAGE = Path(__file__).with_name("script") / "page.py"
# Routes beside the page
ROUTES = list(api.ROUTES)
# Headers of every response
MIDDLEWARE = [Middleware(api.SecurityHeaders)]
# Runs around the server's life
LIFESPAN = _lifespan
