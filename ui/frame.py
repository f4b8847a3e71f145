"""The frame around every lesson: settings, language, navigation, title row."""

import gc
import itertools
from pathlib import Path
from typing import Any

import streamlit as st

import i18n
from ui import address
from ui.help import writing_help
from ui.parameters import Parameter
from ui.share import share_button
from ui.words import language, t

ROOM = Path(__file__).parents[1]
GROUPS = {
    "foundations": ("derivative", "gradient"),
    "taylor": ("taylor",),
    "differences": ("roundoff",),
}
SHORT_NAMES = {"zh": "中", "en": "EN"}
# One full collection every so many runs, instead of Streamlit's one after each.
RUNS_PER_COLLECTION = 200
_runs = itertools.count(1)


def settle() -> None:
    """Start a run: page width, style, logo, the reader's language; must come first."""
    st.session_state["framed"] = True
    st.set_page_config(layout="wide", page_icon=str(ROOM / "static" / "icon.svg"))
    asked = st.query_params.get("lang")
    if asked in i18n.LANGUAGES:
        st.session_state["lang"] = asked
    st.html(ROOM / "ui" / "style.css")


def navigation() -> Any:
    """Build the navigation at the top and return the page that the address names."""
    home = st.Page(
        ROOM / "pages" / "home.py", title=t("home.title"), default=True, visibility="hidden"
    )
    groups = {
        t(f"common.group_{group}"): [
            st.Page(ROOM / "pages" / f"{lesson}.py", title=t(f"{lesson}.title"), url_path=lesson)
            for lesson in lessons
        ]
        for group, lessons in GROUPS.items()
    }
    return st.navigation({"": [home], **groups}, position="top")


def forward() -> None:
    """Send a reader who came around the frame (``require_frame``) to the page they asked for."""
    if wanted := st.session_state.pop("wanted", None):
        st.switch_page(wanted[0], query_params=wanted[1])


def require_frame(page: str) -> None:
    """Send a reader who reached ``page`` around ``app.py`` back through it, keeping the address.

    On a freshly started server Streamlit takes the folder ``pages/`` for its own kind of pages and
    runs a deep link's file alone, until ``st.navigation`` has run once.
    """
    if "framed" not in st.session_state:
        st.session_state["wanted"] = (page, st.query_params.to_dict())
        st.switch_page("app.py")


def dress(page: Any) -> None:
    """Put on what all pages wear: tab title, logo, and at the right of the header three tools."""
    name = "h → 0" if page.url_path == "" else f"{page.title} · h → 0"
    st.set_page_config(page_title=name)
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.logo(ROOM / "static" / f"logo-{theme}.svg", size="large")
    with st.container(horizontal=True, key="tools", vertical_alignment="center"):
        writing_help()
        share_button()
        _language_switch()


def lesson(name: str, *parameters: Parameter) -> None:
    """Open a lesson: the guard, its state from the address, the title row, the question.

    Args:
        name: The lesson's name: its file, its address, the prefix of its words (``name.title``,
            ``name.question``).
        parameters: What its address holds.
    """
    require_frame(f"pages/{name}.py")
    address.arrive(name, *parameters)
    st.title(t(f"{name}.title"), anchor=False)
    with st.container(key="question"):
        st.markdown(t(f"{name}.question"))
        address.notes()


def tidy() -> None:
    """End a run: collect garbage once in a while."""
    if next(_runs) % RUNS_PER_COLLECTION == 0:
        gc.collect()


def _language_switch() -> None:
    """Show the switch, and tell address and document which language this is."""
    now = language()
    if "lang" in st.session_state and st.query_params.get("lang") != now:
        st.query_params["lang"] = now
    if st.session_state.get("language") != now:
        st.session_state["language"] = now
    st.segmented_control(
        t("common.language"),
        i18n.LANGUAGES,
        format_func=SHORT_NAMES.__getitem__,
        key="language",
        required=True,
        label_visibility="collapsed",
        on_change=_choose_language,
    )
    tag = {"zh": "zh-Hans", "en": "en"}[now]
    st.html(
        f"<script>document.documentElement.lang = '{tag}'</script>", unsafe_allow_javascript=True
    )


def _choose_language() -> None:
    chosen = st.session_state["language"]
    st.session_state["lang"] = chosen
    st.query_params["lang"] = chosen
