"""The popover "How to write formulas", the same on every page."""

import streamlit as st

from ui.words import t


def writing_help() -> None:
    """Show the popover."""
    with st.popover(t("common.help"), icon=":material/help:", type="tertiary", key="help"):
        st.markdown(t("common.help_text"))
