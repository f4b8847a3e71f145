"""A secant that becomes the tangent: the curve, both lines, and one-sided tangents at a corner.

Pure functions: `core` in, a figure and a recipe out; the names of the lines come in.
"""

from collections.abc import Iterator
from math import isfinite, isinf, log10

import numpy as np
import plotly.graph_objects as go

from charts import theme
from charts.recipes import Floats, Secant
from core import Expression
from core.derivative import DerivativeAt
from core.expression.browser import to_browser
from core.expression.differentiation import NoFormulaError, differentiate
from core.sampling import around, sample, window

# Ten places a decade, as engineers round them, so that every h is short to read.
MANTISSAS = (1, 1.3, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 7.9)
DECADE = len(MANTISSAS)
SMALLEST = -16
EDGE = 0.15  # of the window: nearer to its edge the second point would be out of sight
ROOM = 0.14  # of the height, above and below the curve: lines leave it
GRAIN = 300  # places across the window where a hand can leave the point, at least


def step_sizes() -> Floats:
    """Return 1e-16, 1.3e-16, ... 0.79, 1: how far apart the two points may be."""
    exponents = range(SMALLEST, 0)
    return np.array([float(f"{m}e{k}") for k in exponents for m in MANTISSAS] + [1.0])


def signed(left: Floats, middle: float, right: Floats) -> Floats:
    """Return values on both sides in the order of the slider: from far left to far right."""
    return np.concatenate([left[::-1], [middle], right])


def places() -> Floats:
    """Return h at each place of the slider: -1 ... -1e-16, 0, 1e-16 ... 1."""
    return signed(-step_sizes(), 0.0, step_sizes())


def window_about(low: float, high: float, a: float) -> tuple[float, float]:
    """Return the interval if ``a`` is well inside it, else one of its width around ``a``."""
    low, high = around(low, high, a)
    edge = EDGE * (high - low)
    if low + edge <= a <= high - edge:
        return low, high
    half = (high - low) / 2
    return a - half, a + half


def derivative_figure(
    f: Expression,
    a: float,
    found: DerivativeAt,
    interval: tuple[float, float],
    names: tuple[str, str],
) -> tuple[go.Figure, Secant]:
    """Return the curve with secant and tangent, and the recipe that moves them.

    Args:
        f: A function of one variable.
        a: The point, as float64.
        found: What is known of the derivative there.
        interval: The window's x.
        names: What secant and tangent are called.
    """
    x, y = sample(f, *interval)
    low, high = _heights(y, _height(found))
    ends, nothing = list(interval), [None, None]
    figure = theme.blank()
    figure.add_trace(theme.curve(x, y, "function", label="f", width=2.4))
    secant, tangent = names
    figure.add_trace(
        theme.curve(ends, nothing, "approximation", label=secant, width=2.4, dash="dash")
    )
    figure.add_trace(theme.curve(ends, nothing, "slope", label=tangent, width=1.6))
    for half in one_sided_tangents(a, found, interval, (low, high)):
        figure.add_trace(half)
    figure.update_xaxes(theme.axis(range=interval))
    figure.update_yaxes(theme.axis(range=[low, high]))
    slope = found.value.value if found.value else np.nan
    decimals = max(0, round(log10(GRAIN / (interval[1] - interval[0])) + 0.5))
    (variable,) = f.variables
    tree = _filled(f, a, _height(found)) if found.removable else f.browser
    return figure, Secant(
        tree, variable, places(), a, slope, _slope_elsewhere(f), decimals, secant=1, tangent=2
    )


def one_sided_tangents(
    a: float,
    found: DerivativeAt,
    interval: tuple[float, float],
    heights: tuple[float, float],
) -> Iterator[go.Scatter]:
    """Yield the half tangents where there is no tangent, vertical ones among them.

    They are dashed where they may lie on the curve itself.
    """
    if found.value or found.verdict == "jump":
        return
    sides = ((found.left, -1, found.left_side, "f′_−"), (found.right, 1, found.right_side, "f′_+"))
    for slope, direction, side, name in sides:
        if isfinite(slope):
            end = interval[0] if direction < 0 else interval[1]
            reach = side.limit + slope * (end - a)
            xs, ys = [a, end], [side.limit, reach]
            yield theme.curve(xs, ys, "slope", label=name, width=2, dash="dash")
        elif isinf(slope):
            end = heights[1] if slope * direction > 0 else heights[0]
            yield theme.curve([a, a], [side.limit, end], "slope", label=name, width=1.6)


def _height(found: DerivativeAt) -> float:
    """The value of f at the point, or the limit that stands in for it; nan if neither is known."""
    side = found.left_side if found.left_side.defined else found.right_side
    return side.limit


def _heights(y: Floats, at: float) -> tuple[float, float]:
    """The range of y that shows the curve, and the point on it."""
    low, high = window(y, margin=ROOM)
    if not isfinite(at):
        return low, high
    pad = 0.1 * (high - low)
    return min(low, at - pad), max(high, at + pad)


def _filled(f: Expression, a: float, limit: float) -> list[object]:
    """Return f as data with the limit put in at ``a``, where f itself has no value.

    With s = |sign(x - a)|, which is 0 at a and 1 elsewhere: ``f^s + (limit - 1)(1 - s)``, for the
    power 0 of anything is 1.
    """
    (variable,) = f.variables
    s = ["abs", ["sign", ["-", variable, a]]]
    return ["+", ["^", f.browser, s], ["*", limit - 1, ["-", 1, s]]]


def _slope_elsewhere(f: Expression) -> object:
    """The derivative as data, for the tangent while a hand moves the point; None if unknown."""
    try:
        return to_browser(differentiate(f.tree, f.variables[0]))
    except NoFormulaError:
        return None
