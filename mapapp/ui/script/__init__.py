"""What Streamlit runs. In a folder of its own: it takes a folder ``pages`` beside its script for a list of pages."""
