"""Core's results as Plotly figures, and the recipes that set them in motion; no Streamlit here."""
