"""The script that Streamlit runs for every reader; it only calls the page."""

from mapapp.ui.pages.map_page import render

if __name__ == "__main__":
    render()
