"""A small button that copies the address, which is the whole state of the page."""

import streamlit as st

from ui.words import t

_HTML = '<button type="button" class="share"></button><span class="said" role="status"></span>'

_CSS = """
.share {
  font: inherit; font-size: 0.875rem; line-height: 1.5; padding: 0.25rem 0; min-height: 24px;
  color: var(--st-gray-text-color); background: none; border: 0; cursor: pointer;
}
.share:hover { color: var(--st-primary-color); }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""

# Where the clipboard is closed to us (plain http on another host) the address is shown, selected.
_JS = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector(".share");
  const said = parentElement.querySelector(".said");
  button.textContent = data.copy;
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
    } catch {
      window.prompt(data.byHand, window.location.href);
      return;
    }
    button.textContent = said.textContent = data.copied;
    setTimeout(() => { button.textContent = data.copy; said.textContent = ""; }, 2000);
  };
}
"""

_component = st.components.v2.component("share", html=_HTML, css=_CSS, js=_JS)


def share_button() -> None:
    """Show the button "copy link"."""
    words = {name: t(f"common.share_{name}") for name in ("copy", "copied")}
    _component(
        key="share", data=words | {"byHand": t("common.share_by_hand")}, width="content"
    )
