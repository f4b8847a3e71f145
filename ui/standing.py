"""The mark that says how far a number can be trusted, the same everywhere."""

import streamlit as st

from ui.words import t

STANDINGS = ("exact", "certified", "measured", "estimate")


def standing(kind: str) -> str:
    """Return the mark as Markdown, to stand after a number in a sentence of ours.

    Args:
        kind: ``exact``, ``certified`` (a proven enclosure), ``measured`` (this machine's float
            arithmetic, the thing under study) or ``estimate``.

    Raises:
        ValueError: for any other word.
    """
    if kind not in STANDINGS:
        raise ValueError(kind)
    color = "gray" if kind in ("estimate", "measured") else "green"
    return f":{color}-badge[{t(f'common.standing_{kind}')}]"


def claim(sentence: str, kind: str) -> None:
    """Show a computed sentence and its standing; the sentence must hold no typed text."""
    with st.container(key=f"claim_{kind}"):
        st.markdown(f"{sentence} {standing(kind)}")
