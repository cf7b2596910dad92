"""Claims in, honest tables out. A library that has never heard of maps, HTML or Streamlit."""
