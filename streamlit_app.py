"""The app: ``streamlit run streamlit_app.py``. Pages by Streamlit, the map document by routes of our own."""

import streamlit as st

from mapapp.ui.server import LIFESPAN, MIDDLEWARE, PAGE, ROUTES

# Streamlit finds the application by this very call in this very file.
app = st.App(PAGE, lifespan=LIFESPAN, routes=ROUTES, middleware=MIDDLEWARE)
