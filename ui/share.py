"""A small button that copies the address, which is the whole state of the page."""

import streamlit as st

from ui.words import t

_HTML = """
<button type="button" class="share">
  <svg viewBox="0 -960 960 960" aria-hidden="true"><path d="M440-280H280q-83
   0-141.5-58.5T80-480q0-83 58.5-141.5T280-680h160v80H280q-50 0-85 35t-35 85q0 50 35 85t85
   35h160v80ZM320-440v-80h320v80H320Z
   m200 160v-80h160q50 0 85-35t35-85q0-50-35-85t-85-35H520v-80h160q83 0 141.5 58.5T880-480q0 83-58.5
   141.5T680-280H520Z"/></svg>
  <span class="words"></span>
</button>
<span class="said" role="status"></span>
"""

_CSS = """
.share {
  display: flex; align-items: center; gap: 0.35rem; min-height: 24px; min-width: 24px; padding: 0;
  font: inherit; font-size: 0.875rem; color: inherit; background: none; border: 0; cursor: pointer;
}
.share:hover { color: var(--st-primary-color); }
.share svg { width: 1.15rem; fill: currentColor; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 640px) {
  .words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
"""

# Where the clipboard is closed to us (plain http on another host) the address is shown, selected.
_JS = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector(".share");
  const words = parentElement.querySelector(".words");
  const said = parentElement.querySelector(".said");
  words.textContent = data.copy;
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
    } catch {
      window.prompt(data.byHand, window.location.href);
      return;
    }
    words.textContent = said.textContent = data.copied;
    setTimeout(() => { words.textContent = data.copy; said.textContent = ""; }, 2000);
  };
}
"""

_component = st.components.v2.component("share", html=_HTML, css=_CSS, js=_JS)


def share_button() -> None:
    """Show the button "copy link"."""
    words = {name: t(f"common.share_{name}") for name in ("copy", "copied")}
    _component(key="share", data=words | {"byHand": t("common.share_by_hand")}, width="content")
