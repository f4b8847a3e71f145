"""Colors by role, in one place, for light and dark.

Figures are drawn in the light colors; the live figure exchanges them for the dark ones in the
browser, so that a change of theme needs no server. The roles were searched so that they differ
for every kind of color vision and have at least 4.5:1 on the page (`tests/charts/test_theme.py`).
"""

from typing import Literal, TypeAlias

import plotly.graph_objects as go

Role: TypeAlias = Literal[
    "function", "approximation", "slope", "error", "muted", "grid", "page", "text"
]

LIGHT: dict[Role, str] = {
    "function": "#1F2933",  # f, the truth
    "approximation": "#063DBC",  # what stands for f: Taylor polynomials, quotients
    "slope": "#8F4108",  # tangents, gradients, and whatever the hand holds
    "error": "#05805D",  # remainder, error, the band where it is small
    "muted": "#66707B",  # axes' numbers, names of regions
    "grid": "#ECEBE8",
    "page": "#FFFFFF",
    "text": "#1F2934",
}
DARK: dict[Role, str] = {
    "function": "#E8E6E1",
    "approximation": "#B5CCF7",
    "slope": "#DF6D20",
    "error": "#37B48D",
    "muted": "#9AA3AD",
    "grid": "#252B33",
    "page": "#0E1117",
    "text": "#E8E6E1",
}


def color(role: Role, opacity: float = 1.0) -> str:
    """Return the light color of ``role`` as ``#RRGGBB``, with an alpha byte if translucent."""
    alpha = "" if opacity == 1 else f"{round(255 * opacity):02X}"
    return LIGHT[role] + alpha


def in_the_dark() -> dict[str, str]:
    """Return light color -> dark color, for the browser."""
    return {LIGHT[role]: DARK[role] for role in LIGHT}


def blank() -> go.Figure:
    """Return an empty figure in the house style: nothing but a faint grid and its numbers."""
    figure = go.Figure()
    figure.update_layout(
        template=None,
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 48, "r": 12, "t": 8, "b": 30},
        font={"color": color("muted"), "size": 13},
    )
    return figure


def axis(**more: object) -> dict[str, object]:
    """Return the settings of an axis in the house style, with ``more`` on top."""
    return {
        "gridcolor": color("grid"),
        "zerolinecolor": color("grid"),
        "zerolinewidth": 1,
        "linecolor": color("grid"),
        "ticks": "",
        "showline": False,
        "minor": {"showgrid": False},
        "nticks": 8,
        "fixedrange": False,
        **more,
    }


def curve(
    x: object, y: object, role: Role, *, label: str = "", width: float = 2, **more: object
) -> go.Scatter:
    """Return a smooth curve; ``label`` (``P_5`` for a subscript) is placed beside it."""
    dash = more.pop("dash", "solid")
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": color(role), "width": width, "dash": dash, "simplify": False},
        meta={"label": label, "role": role},
        hoverinfo=more.pop("hoverinfo", "skip"),
        **more,
    )
