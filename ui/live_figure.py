"""The live figure: a Plotly figure that follows a hand in the browser, without the server.

    result, recipe = taylor_figure(...)                    # charts: a figure and what moves it
    live_figure(result, recipe, readouts, value={"order": 5}, ...)

The component (static/live_figure) redraws from the recipe (`charts.recipes`) while a hand moves;
when it rests, the values it rests at go into the address, and the script runs again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import plotly.graph_objects as go
import streamlit as st

from charts import theme
from ui import address
from ui.readout import Readout
from ui.words import t

STATIC = Path(__file__).parents[1] / "static"
FOLDER = STATIC / "live_figure"

# The module is fetched from static/, so that it is cached and may have siblings; what travels
# with every run is only this.
LOADER = """
export default function (component) {
  const url = new URL(component.data.module, document.baseURI).href;
  let gone = false;
  let dispose = () => {};
  import(url).then((module) => { if (!gone) dispose = module.show(component); });
  return () => { gone = true; dispose(); };
}
"""


class Recipe(Protocol):
    """What moves a figure: one of `charts.recipes`."""

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""


@cache
def _component() -> Any:
    return st.components.v2.component(
        "live_figure",
        html='<div class="live-figure"></div>',
        css=(FOLDER / "live_figure.css").read_text(encoding="utf-8"),
        js=LOADER,
        isolate_styles=False,
    )


def live_figure(
    figure: go.Figure,
    recipe: Recipe,
    readouts: Sequence[Readout],
    *,
    value: Mapping[str, object],
    label: str,
    texts: Sequence[str] = (),
    handles: Sequence[str],
    alt: str,
    height: tuple[int, int] = (470, 300),
    key: str = "figure",
) -> None:
    """Show ``figure`` and let it move.

    Args:
        figure: From `charts`, in the light colors.
        recipe: What moves it.
        readouts: What stands under it: one for each place of the slider (`ui.readout`).
        value: Where it stands now: the parameters of the address that it moves.
        label: The slider's name (empty: the recipe has none).
        texts: What the slider says at each place (``n = 5``).
        handles: Spoken names of the handles, in the recipe's order.
        alt: The figure in a sentence, for those who do not see it.
        height: Pixels, on a wide screen and on a phone.
        key: Unless a page has several.
    """
    content = {
        "figure": json.loads(figure.to_json()),
        "recipe": recipe.as_data(),
        "readouts": list(readouts),
        "label": label,
        "texts": list(texts),
        "handles": list(handles),
        "alt": alt,
        "height": list(height),
    }
    name = f"{st.session_state['lesson']}.{key}"
    _component()(
        key=name,
        data={**content, **_surroundings(), **_start(name, content, value)},
        on_rest_change=lambda: address.write(**_rest(name, value)),
    )


def _rest(name: str, value: Mapping[str, object]) -> dict[str, Any]:
    """Return where the browser says the figure came to rest, of the parameters that it moves."""
    rest = st.session_state.get(name, {}).get("rest") or {}
    return {
        k: v for k, v in rest.items() if k in {*value, "at"} and isinstance(v, str | int | float)
    }


def _start(name: str, content: Mapping[str, Any], value: Mapping[str, object]) -> dict[str, Any]:
    """Return where the figure starts, and a mark that changes when it must start anew.

    A value that came from the figure itself is not sent back to it: the data stay the same to the
    byte, and Streamlit's message cache spares the wire.
    """
    rest = _rest(name, value)
    same = all(rest.get(k) == v for k, v in value.items())
    print_of = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    kept = st.session_state.setdefault(f"{name}.start", {})
    if not same or kept.get("revision") != print_of:
        kept = {"revision": print_of, "value": dict(value)}
        st.session_state[f"{name}.start"] = kept
    return {"revision": kept["revision"], "value": kept["value"]}


@cache
def _assets() -> dict[str, str]:
    stamp = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(FOLDER.glob("*.js"))))
    plotly = next((STATIC / "plotly").glob("plotly-cartesian-*.min.js")).name
    return {
        "module": f"app/static/live_figure/main.js?v={stamp.hexdigest()[:12]}",
        "plotly": f"app/static/plotly/{plotly}",
        "katexScript": "app/static/katex/katex.min.js",
        "katexStyle": "app/static/katex/katex.min.css",
    }


def _surroundings() -> dict[str, Any]:
    return {
        **_assets(),
        "light": theme.LIGHT,
        "dark": theme.DARK,
        "exchange": theme.in_the_dark(),
        "words": {it: t(f"common.figure_{it}") for it in ("play", "pause", "preview")},
    }
