"""The Streamlit application with our routes and headers."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from mapapp.api import ROUTES, SecurityHeaders, warm

__all__ = ["create_app"]


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
    # In the background: the first page shows its frame while folium is still being imported
    threading.Thread(target=warm, name="claimline-warm", daemon=True).start()
    yield None


def create_app() -> st.App:
    """Make the application; one call a process."""
    return st.App(
        Path(__file__).with_name("page.py"),
        lifespan=_lifespan,
        routes=list(ROUTES),
        middleware=[Middleware(SecurityHeaders)],
    )
