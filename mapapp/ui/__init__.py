"""The page: the only folder that knows Streamlit."""
