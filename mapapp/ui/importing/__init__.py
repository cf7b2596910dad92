"""What stands behind the Import page and knows nothing of Streamlit: desk, work, words, what is drawn."""
