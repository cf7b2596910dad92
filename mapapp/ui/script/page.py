"""The script that Streamlit runs for every reader; it only calls the navigation."""

from mapapp.ui.navigation import run

if __name__ == "__main__":
    run()
