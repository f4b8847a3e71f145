"""Secants through a point, on both sides, as float64 measures them, beside the tangent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.derivative import DerivativeAt, derivative
from core.differencing.compensated import Floats
from core.expression.expression import Expression
from core.floats import FORMATS
from core.point import Point
from core.rounded import rounded_point
from core.roundoff import error_curve
from core.stencil import Stencil, stencil


@dataclass(frozen=True, slots=True, eq=False)
class Secants:
    """Slopes of secants from a to a + h and from a - h to a, and how far they are off.

    Attributes:
        derivative: What is proven about the derivative at a itself.
        steps: ``h``.
        left: Slopes of the secants on the left, measured in float64; nan where ``a - h == a``.
        right: Slopes of the secants on the right.
        left_difference: ``left`` minus the left derivative; nan or infinite where that is.
        right_difference: ``right`` minus the right derivative.
    """

    derivative: DerivativeAt
    steps: Floats
    left: Floats
    right: Floats
    left_difference: Floats
    right_difference: Floats

    def __repr__(self) -> str:
        """Show what the secants tend to."""
        return f"Secants(at {self.steps.size} steps; {self.derivative!r})"


def secants(f: Expression, at: Point, steps: ArrayLike) -> Secants:
    """Return the secants' slopes at many steps, and their differences from the tangent's.

    Where f has no value but a limit (``x sin(1/x)`` at 0), the secants start at the limit.

    Raises:
        ValueError: if a step is not positive and finite.
        ParseError: if the point is not a finite real constant.

    >>> from core.expression.expression import parse
    >>> s = secants(parse("x^2"), 3, [0.5, 0.25])
    >>> s.right.tolist(), s.right_difference.tolist(), s.left_difference.tolist()
    ([6.5, 6.25], [0.5, 0.25], [-0.5, -0.25])
    """
    d = derivative(f, at)
    if d.removable:
        limit = d.left_side.limit if d.left_side.defined else d.right_side.limit
        left = _from_limit(f, at, steps, limit, -1, d.left)
        right = _from_limit(f, at, steps, limit, 1, d.right)
    else:
        left = _measured(f, at, steps, stencil.backward, d.left)
        right = _measured(f, at, steps, stencil.forward, d.right)
    return Secants(d, left[0], left[1], right[1], left[2], right[2])


def _measured(
    f: Expression, at: Point, steps: ArrayLike, s: Stencil, slope: float
) -> tuple[Floats, Floats, Floats]:
    """The slopes, and their signed differences: from a two-sided derivative to many digits."""
    curve = error_curve(f, at, s, steps)
    if np.isnan(curve.truth):
        return curve.steps, curve.estimate, curve.estimate - slope
    return curve.steps, curve.estimate, curve.truncation + curve.roundoff


def _from_limit(
    f: Expression, at: Point, steps: ArrayLike, limit: float, direction: int, slope: float
) -> tuple[Floats, Floats, Floats]:
    """The same from a point where f has no value: its limit, rounded, stands in for it."""
    a, h = rounded_point(at, FORMATS["float64"]), np.asarray(steps, dtype=np.float64)
    x = a + direction * h
    with np.errstate(all="ignore"):
        estimate = (np.asarray(f(x), dtype=np.float64) - limit) / (x - a)
        return h, estimate, estimate - slope
