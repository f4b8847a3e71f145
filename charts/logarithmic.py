"""Axes in powers of ten, and notes beside what they name."""

from math import ceil, floor

import plotly.graph_objects as go

from charts import theme

SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def decades(low: float, high: float, title: str = "") -> dict[str, object]:
    """Return a log axis from 10^low to 10^high, ticks at whole powers, few enough."""
    every = ceil((high - low) / 11)
    exponents = range(ceil(low), floor(high) + 1, every)
    return theme.axis(
        type="log",
        range=[low, high],
        tickvals=[10.0**e for e in exponents],
        ticktext=[_power(e) for e in exponents],
        title={"text": title, "standoff": 4, "font": {"size": 13}},
    )


def _power(exponent: int) -> str:
    plain = {0: "1", 1: "10"}
    return plain.get(exponent, "10" + str(exponent).translate(SUPERSCRIPTS))


def note(
    figure: go.Figure,
    x: float,
    y: float,
    text: str,
    xanchor: str,
    yanchor: str,
    role: theme.Role = "muted",
    **more: object,
) -> None:
    """Write ``text`` at decimal exponents ``x``, ``y``, or at fractions of the window."""
    place = {"xref": "x", "yref": "paper", "showarrow": False, **more}
    font = {"color": theme.color(role), "size": 13}
    figure.add_annotation(x=x, y=y, text=text, xanchor=xanchor, yanchor=yanchor, font=font, **place)
