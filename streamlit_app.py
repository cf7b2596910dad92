"""The app: ``streamlit run streamlit_app.py``. Pages by Streamlit, the map document by routes of our own."""

from mapapp.ui.server import create_app

app = create_app()
