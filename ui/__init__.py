"""The Streamlit parts that lessons share."""
