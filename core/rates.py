"""Reading an error curve: its envelope, and the slopes of the V where there is a line to fit."""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from core.differencing.compensated import Floats
from core.roundoff import ErrorCurve

WINDOW = 2.0  # the envelope looks at steps from h/2 to 2h
DOMINANCE = 10.0  # one error is fitted where it is predicted to be ten times the other
ASYMPTOTIC = 0.1  # truncation follows its leading term there to 10 %
GRAINS = 16.0  # round-off is fitted where h is at least 16 spacings of x: below it is a staircase
FEWEST = 8  # steps that make a line
SPAN = 10.0  # and the factor in h from the first of them to the last


def envelope(curve: ErrorCurve) -> Floats:
    """Return the largest error over neighboring steps, from h/2 to 2h.

    The measured round-off is a saw-tooth below its bound: the step with the smallest error had a
    lucky rounding and is not the best step. The envelope does not know luck.

    Returns:
        Shape of ``curve.steps``; nan where the error itself is, as where the step was absorbed.

    >>> from core import error_curve, parse, stencil
    >>> curve = error_curve(parse("sin x"), 1, stencil.forward, np.geomspace(1e-12, 0.1, 200))
    >>> bool(np.all(envelope(curve) >= curve.error))
    True
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        place = np.log(curve.steps)
        near = np.abs(place[:, None] - place) <= log(WINDOW) * (1 + 1e-12)
    error = np.where(np.isnan(curve.error), -np.inf, curve.error)
    largest = np.where(near, error, -np.inf).max(axis=1, initial=-np.inf)
    return np.where(np.isnan(curve.error), np.nan, largest)


@dataclass(frozen=True, slots=True)
class Slopes:
    """Slopes of log error against log h, measured.

    Attributes:
        truncation: About ``p`` where the formula's order is reached; None where there are too few
            steps for a line: not fitted.
        roundoff: About ``-d``; None likewise, as so often in float16 and bfloat16.
    """

    truncation: float | None
    roundoff: float | None


def slopes(curve: ErrorCurve) -> Slopes:
    """Return the slopes of the two sides of the V, each where it alone is at work.

    The truncation side is fitted where truncation is predicted to be ten times the round-off and
    follows its leading term to 10 %; the round-off side, on the envelope, where it is the other way
    round and the step is still at least 16 spacings of x. A line needs 8 steps over a factor of 10.

    >>> from core import error_curve, parse, stencil
    >>> curve = error_curve(parse("sin x"), 1, stencil.central, np.geomspace(1e-12, 0.1, 200))
    >>> f"{slopes(curve).truncation:.2f}"
    '2.00'
    """
    truncation, roundoff = curve.predicted_truncation, curve.predicted_roundoff
    with np.errstate(divide="ignore", invalid="ignore"):
        leading = np.abs(np.abs(curve.truncation) / truncation - 1) <= ASYMPTOTIC
    descending = (truncation >= DOMINANCE * roundoff) & leading
    grain = curve.format.spacing(curve.x)
    rising = (roundoff >= DOMINANCE * truncation) & (curve.steps >= GRAINS * grain)
    return Slopes(
        _slope(curve.steps, curve.error, descending),
        _slope(curve.steps, envelope(curve), rising),
    )


def _slope(steps: Floats, error: Floats, chosen: NDArray[np.bool_]) -> float | None:
    """The least-squares slope of log error over the chosen steps, or None."""
    chosen = chosen & np.isfinite(error) & (error > 0)
    h, e = steps[chosen], error[chosen]
    if len(h) < FEWEST or h.max() < SPAN * h.min():
        return None
    return float(np.polynomial.Polynomial.fit(np.log(h), np.log(e), 1).convert().coef[1])
