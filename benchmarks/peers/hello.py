"""The least that Streamlit can show: the page beside which the first paint is measured."""

import streamlit as st

st.write("hello")
