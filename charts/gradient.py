"""The gradient field: level curves, arrows, and the plane in which a point moves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from charts import theme
from charts.recipes import Plane
from core.expression.expression import Expression
from core.expression.tree import Node
from core.gradient import gradient_field

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]

COLUMNS, ROWS = 17, 13  # arrows at most
SAMPLES = 80  # of f along the longer side
BANDS = 9  # between level curves, about
DEEPEST = 0.36  # opacity of the highest band
FULL, HEAD, OPENING = 0.85, 0.34, math.radians(26)  # an arrow: of its cell, of its length, half
WIDE, PHONE = (690, 560), (358, 330)  # pixels: the room that the page has for the figure
MARGIN = {"l": 36, "r": 8, "t": 8, "b": 28}


@dataclass(frozen=True)
class Window:
    """The part of the plane that is seen."""

    left: float
    right: float
    bottom: float
    top: float

    @classmethod
    def around(
        cls, x: tuple[float, float], y: tuple[float, float], at: tuple[float, float]
    ) -> "Window":
        """Return the window asked for, made fit to be seen.

        Sides given backwards are turned around; one more than twice as long as the other, or too
        short for float64, lets the other grow; and a point outside comes to the middle.
        """
        (cx, rx), (cy, ry) = _side(x, at[0]), _side(y, at[1])
        least = max(rx / 2, ry / 2, 1e-6 * max(1.0, abs(cx), abs(cy)))
        rx, ry = max(rx, least), max(ry, least)
        return cls(cx - rx, cx + rx, cy - ry, cy + ry)

    @property
    def width(self) -> float:
        """Its length along x."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its length along y."""
        return self.top - self.bottom

    @property
    def decimals(self) -> int:
        """Digits after the point that move a handle by about a pixel."""
        return max(0, round(-math.log10(self.width / WIDE[0])))


def _side(ends: tuple[float, float], at: float) -> tuple[float, float]:
    """Return center and radius of an interval that holds ``at``."""
    center, radius = sum(ends) / 2, abs(ends[1] - ends[0]) / 2
    return (center if abs(at - center) <= radius else at), radius


def gradient_figure(f: Expression, window: Window) -> go.Figure:
    """Return level curves of ``f`` with the arrows of its gradient, one scale on both axes."""
    figure = theme.blank()
    figure.add_trace(_levels(f, window))
    figure.add_trace(_arrows(f, window))
    bare = {"showgrid": False, "zeroline": False, "constrain": "domain"}
    figure.update_layout(
        xaxis=theme.axis(range=[window.left, window.right], constraintoward="left", **bare),
        yaxis=theme.axis(
            range=[window.bottom, window.top],
            constraintoward="top",
            scaleanchor="x",
            scaleratio=1,
            **bare,
        ),
        margin=MARGIN,
    )
    return figure


def heights(window: Window) -> tuple[int, int]:
    """Return the figure's height on a wide screen and on a phone: no more than the window fills."""
    return _height(window, *WIDE), _height(window, *PHONE)


def _height(window: Window, width: int, most: int) -> int:
    inside = width - MARGIN["l"] - MARGIN["r"]
    return min(round(inside * window.height / window.width) + MARGIN["t"] + MARGIN["b"], most)


def coordinates(at: Sequence[Node]) -> tuple[float, float]:
    """Return a point in the plane as floats."""
    x, y = (float(Expression("", (), it)()) for it in at)
    return x, y


def plane(
    f: Expression,
    at: tuple[float, float],
    gradient: tuple[float, float],
    window: Window,
    names: tuple[str, str, str],
) -> Plane:
    """Return the recipe of the point; ``names`` are those of gradient, descent, level tangent."""
    x, y = f.variables
    return Plane(f.browser, (x, y), at, gradient, window.decimals, names)


def _levels(f: Expression, window: Window) -> go.Contour:
    longest = max(window.width, window.height)
    x = np.linspace(window.left, window.right, round(SAMPLES * window.width / longest))
    y = np.linspace(window.bottom, window.top, round(SAMPLES * window.height / longest))
    z = np.asarray(f(*np.meshgrid(x, y)), np.float64)
    start, end, step = levels(z)
    tint = _tint(round((end - start) / step) + 2)
    return go.Contour(
        x=x,
        y=y,
        # Near a pole f leaves all levels; what is drawn must stay within a float's reach.
        z=np.clip(z, start - BANDS * step, end + BANDS * step),
        contours={
            "start": start,
            "end": end,
            "size": step,
            "showlabels": True,
            "labelfont": {"size": 11, "color": theme.color("muted")},
        },
        autocontour=False,
        colorscale=[[0, tint], [1, tint]],
        line={"color": theme.color("muted", 0.6), "width": 0.8},
        showscale=False,
        hoverinfo="skip",
    )


def _tint(bands: int) -> str:
    """Return the color of one band: Plotly paints each over all below it, so equal tints add up."""
    return theme.color("approximation", 1 - (1 - DEEPEST) ** (1 / bands))


def levels(z: Floats) -> tuple[float, float, float]:
    """Return first level, last level and step: round numbers that most values lie between.

    What is farther from the middle half than three times that half's length (Tukey's outer
    fences), or in the outermost fiftieth, is left out: a pole does not take all levels.
    """
    finite = z[np.isfinite(z)]
    if not finite.size:
        return 0.0, 0.0, 1.0
    low, q1, q3, high = map(float, np.quantile(finite, [0.02, 0.25, 0.75, 0.98]))
    if not high - low > 1e-9 * max(abs(low), abs(high)):  # constant, but for rounding
        step = max(abs(low), 1.0)
        return low + step, low + step, step
    if q3 > q1:
        low, high = max(low, q1 - 3 * (q3 - q1)), min(high, q3 + 3 * (q3 - q1))
    step = round_step((high - low) / BANDS)
    return math.ceil(low / step) * step, math.floor(high / step) * step, step


def round_step(least: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is at least ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= least * (1 - 1e-9))


def _arrows(f: Expression, window: Window) -> go.Scatter:
    cell = max(window.width / COLUMNS, window.height / ROWS)
    x, y = arrows(
        f,
        _centers(window.left, window.width, cell),
        _centers(window.bottom, window.height, cell),
        FULL * cell,
    )
    trace = theme.curve(x, y, "slope", width=1.2)
    trace.line.color = theme.color("slope", 0.55)
    return trace


def _centers(start: float, length: float, cell: float) -> Floats:
    count = max(1, round(length / cell))
    return start + length * (np.arange(count) + 0.5) / count


def arrows(f: Expression, xs: Floats, ys: Floats, longest: float) -> tuple[Floats, Floats]:
    """Return the arrows of ∇f as one broken line: tail, tip, barb, tip, barb, nan; ...

    An arrow has its middle on the grid and the length ``longest sqrt(|∇f| / q)``, at most
    ``longest``, with q the upper decile of all lengths or, if less, 16 times their median: so
    small ones read, and a pole's do not cover the others. There is none where ∇f is 0 or does
    not exist.
    """
    u, v = gradient_field(f, xs, ys)
    x, y = np.meshgrid(xs, ys)
    size = np.hypot(u, v)
    drawn = np.isfinite(size) & (size > 0)
    x, y, u, v, size = (it[drawn] for it in (x, y, u, v, size))
    if not size.size:
        return np.array([]), np.array([])
    median, decile = np.quantile(size, [0.5, 0.9])
    length = longest * np.sqrt(np.minimum(1, size / min(decile, 16 * median)))
    return _broken_line(x + 1j * y, length * (u / size + 1j * v / size))


def _broken_line(middle: Complexes, arrow: Complexes) -> tuple[Floats, Floats]:
    """Draw arrows in the complex plane, where turning is multiplying."""
    tip = middle + arrow / 2
    barbs = [tip - HEAD * arrow * np.exp(1j * turn) for turn in (OPENING, -OPENING)]
    gap = np.full_like(tip, complex(np.nan, np.nan))
    line = np.stack([middle - arrow / 2, tip, barbs[0], tip, barbs[1], gap], axis=1).ravel()
    return line.real, line.imag
