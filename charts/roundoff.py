"""The error of difference quotients against h, on logarithmic axes: dots measured, a V predicted.

Pure functions: `core.roundoff` in, a figure
and a recipe out; every word comes in with ``Names``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, inf, log10

import numpy as np
import plotly.graph_objects as go

from charts import theme
from charts.ladder import frame_steps
from charts.logarithmic import decades, note
from charts.recipes import Floats, Frames
from core.rates import envelope
from core.roundoff import ErrorCurve

TRIANGLE = 10**0.6  # width of a slope triangle
MOST_NAMES = 4  # of best steps, in one format; in several they would cover each other


@dataclass(frozen=True, slots=True)
class Look:
    """How a formula is drawn, whatever the eye can tell apart: hue, dash and marker."""

    role: theme.Role
    dash: str
    marker: str


LOOKS = {
    "forward": Look("approximation", "solid", "circle"),
    "backward": Look("approximation", "dot", "triangle-left-open"),
    "central": Look("error", "dash", "diamond"),
    "five-point": Look("error", "dashdot", "square-open"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One curve of the figure: what `core` measured, its formula, and its name."""

    curve: ErrorCurve
    scheme: str
    name: str

    @property
    def predicted(self) -> Floats:
        """The V: predicted truncation plus predicted round-off, nan where there is none."""
        return self.curve.predicted_truncation + self.curve.predicted_roundoff


@dataclass(frozen=True, slots=True)
class Names:
    """What the figure says: templates with ``{slope}`` and ``{scheme}``, and plain names."""

    step: str
    error: str
    roundoff: str
    truncation: str
    slope: str
    best: str
    envelope: str


def roundoff_figure(
    measured: Sequence[Measured], steps: Floats, names: Names, parameter: str = "step"
) -> tuple[go.Figure, Frames]:
    """Return the figure and the recipe that walks along the first curve's dots.

    Args:
        measured: At least one curve; all of them at ``steps``.
        steps: The steps as asked for (``ladder``); each format rounds them, some to 0.
        names: What is written in the figure.
        parameter: The address's name for the step.
    """
    figure = theme.blank()
    several = len({it.curve.format.name for it in measured}) > 1
    for it in measured:
        _draw(figure, it, several)
    _draw_envelope(figure, measured[0], names)
    _mark_best(figure, measured, names, 1 if several else MOST_NAMES)
    _mark_slopes(figure, measured, names)
    low, high = _height(measured)
    figure.update_xaxes(decades(log10(steps[0]) - 0.1, log10(steps[-1]), title=names.step))
    _finish(figure, low, high, names.error, names.roundoff, names.truncation)
    return figure, _walk(measured[0], frame_steps(steps), low, high, parameter)


def descent_figure(
    it: Measured, steps: Floats, names: Names, parameter: str = "step"
) -> tuple[go.Figure, Frames]:
    """Return one curve with h going to zero from left to right, and the recipe that follows it.

    Args:
        it: What was measured at ``steps``.
        steps: The steps as asked for (``ladder``).
        names: What is written in the figure; no slopes, for they would be turned around.
        parameter: The address's name for the step.
    """
    figure = theme.blank()
    _draw(figure, it)
    _mark_best(figure, [it], names, 1)
    low, high = _height([it])
    figure.update_xaxes(decades(log10(steps[0]) - 0.1, log10(steps[-1]), title=names.step))
    figure.update_xaxes(range=figure.layout.xaxis.range[::-1])
    _finish(figure, low, high, names.error, names.truncation, names.roundoff)
    return figure, _walk(it, frame_steps(steps)[::-1], low, high, parameter)


def _walk(it: Measured, rests: Floats, low: float, high: float, parameter: str) -> Frames:
    """The recipe: where a dot is lost, or exactly right, the handle stays at the bottom."""
    error = frame_steps(it.curve.error)
    height = np.nan_to_num(error if rests[0] < rests[-1] else error[::-1], posinf=inf)
    return Frames(parameter, rests, rests, np.clip(height, 10.0**low, 10.0**high), rule=True)


def _draw(figure: go.Figure, it: Measured, parted: bool = False) -> None:
    """Dots and V; where formats differ it is on the left that the lines part, else right."""
    look = LOOKS[it.scheme]
    error = np.where(it.curve.error > 0, it.curve.error, np.nan)
    figure.add_scatter(
        x=it.curve.steps.astype("f4"),
        y=error.astype("f4"),
        mode="markers",
        marker={"color": theme.color(look.role, 0.5), "size": 4.5, "symbol": look.marker},
        meta={"role": look.role},
        hoverinfo="skip",
    )
    if np.isfinite(it.predicted).any():
        line = theme.curve(it.curve.steps, it.predicted, look.role, label=it.name, dash=look.dash)
        line.meta["anchor"] = "start" if parted else "end"
        figure.add_trace(line)


def _draw_envelope(figure: go.Figure, held: Measured, names: Names) -> None:
    """The worst error nearby, where round-off rules: on the other side no dot is luck."""
    curve = held.curve
    ruled = ~(curve.steps > curve.predicted_best_step)
    if not ruled.any() or np.isnan(curve.error[ruled]).all():
        return
    worst = envelope(curve)[ruled]
    line = theme.curve(curve.steps[ruled], worst, LOOKS[held.scheme].role, width=1, opacity=0.55)
    line.meta = {"label": names.envelope, "role": "muted", "small": True, "anchor": "start"}
    figure.add_trace(line)


def _mark_best(figure: go.Figure, measured: Sequence[Measured], names: Names, most: int) -> None:
    """Dotted lines at the predicted best steps; ``most`` names, each in a row of its own."""
    for row, it in enumerate(measured):
        best, role = it.curve.predicted_best_step, LOOKS[it.scheme].role
        steps = it.curve.steps[it.curve.steps > 0]
        if not steps[0] < best < steps[-1]:
            continue
        figure.add_vline(best, line={"color": theme.color(role, 0.7), "width": 1.5, "dash": "dot"})
        if row < most:
            text = names.best.format(scheme=it.name)
            far = log10(best / steps[0]) > 0.75 * log10(steps[-1] / steps[0])
            side, shift = ("right", -4) if far else ("left", 4)
            note(figure, log10(best), 1, text, side, "top", role, xshift=shift, yshift=-16 * row)


def _mark_slopes(figure: go.Figure, measured: Sequence[Measured], names: Names) -> None:
    """Slope triangles, each slope once: above the first formula's lines, below the others'."""
    drawn: set[int] = set()
    for it in measured:
        used = it.curve.steps > 0
        steps = it.curve.steps[used]
        best = float(np.clip(it.curve.predicted_best_step, steps[0], steps[-1]))
        for part, middle in (
            (it.curve.predicted_truncation, best**0.6 * steps[-1] ** 0.4),
            (it.curve.predicted_roundoff, (steps[0] * best) ** 0.5),
        ):
            slope = _slope(steps, part[used])
            room = max(best / steps[0], 1) if slope == -1 else steps[-1] / best
            if slope and slope not in drawn and room > TRIANGLE**3:
                drawn.add(slope)
                _triangle(figure, middle, (steps[-1], part[-1]), slope, it is measured[0], names)


def _slope(steps: Floats, part: Floats) -> int | None:
    """The slope of a straight line on logarithmic axes, or None if there is no line."""
    if not (np.isfinite(part).all() and (part > 0).all()):
        return None
    return round(float(np.log(part[-1] / part[0]) / np.log(steps[-1] / steps[0])))


def _triangle(
    figure: go.Figure,
    middle: float,
    through: tuple[float, float],
    slope: int,
    above: bool,
    names: Names,
) -> None:
    """A right angle on the line of ``slope`` ``through`` a point, its name along the level leg."""
    h = middle * TRIANGLE ** np.array([-0.5, 0.5])
    e = through[1] * (h / through[0]) ** slope
    above = above or slope < 0
    corner = (h[0] if above == (slope > 0) else h[1], e.max() if above else e.min())
    legs = theme.curve([h[0], corner[0], h[1]], [e[0], corner[1], e[1]], "muted", width=1)
    figure.add_trace(legs)
    text = names.slope.format(slope=str(slope).replace("-", "−"))
    place = (log10(middle), log10(corner[1]))
    note(figure, *place, text, "center", "bottom" if above else "top", yref="y")


def _finish(figure: go.Figure, low: float, high: float, error: str, left: str, right: str) -> None:
    """The vertical axis with its name above it, and the names of the regimes in the corners."""
    figure.update_yaxes(decades(low, high))
    figure.update_layout(margin={"l": 52, "t": 26, "b": 46})
    note(figure, 0.01, 0.01, left, "left", "bottom", xref="paper")
    note(figure, 0.99, 0.01, right, "right", "bottom", xref="paper")
    note(figure, 0, 1, error, "left", "bottom", xref="paper", xshift=-34)


def _height(measured: Sequence[Measured]) -> tuple[float, float]:
    """Decimal exponents of the lowest and highest error shown; a few lucky dots lie below."""
    errors = np.concatenate([it.curve.error for it in measured])
    errors = errors[np.isfinite(errors) & (errors > 0)]
    if not errors.size:
        return -8.0, 1.0
    low = floor(log10(np.quantile(errors, 0.02))) - 0.3
    return low, max(log10(errors.max()) + 0.5, low + 3.0)
