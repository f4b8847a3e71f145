"""Secants through a point, on both sides, as float64 measures them, beside the tangent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.compensated import Floats
from core.derivative import DerivativeAt, derivative
from core.expression.expression import Expression
from core.point import Point
from core.roundoff import ErrorCurve, error_curve
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


def secants(f: Expression, at: Point, steps: ArrayLike) -> Secants:
    """Return the secants' slopes at many steps, and their differences from the tangent's.

    Raises:
        ValueError: if a step is not positive and finite.
        ParseError: if the point is not a finite real constant.

    >>> from core.expression.expression import parse
    >>> s = secants(parse("x^2"), 3, [0.5, 0.25])
    >>> s.right.tolist(), s.right_difference.tolist(), s.left_difference.tolist()
    ([6.5, 6.25], [0.5, 0.25], [-0.5, -0.25])
    """
    d = derivative(f, at)
    (left, left_off), (right, right_off) = (
        _measured(f, at, steps, s, slope)
        for s, slope in ((stencil.backward, d.left), (stencil.forward, d.right))
    )
    return Secants(d, left.steps, left.estimate, right.estimate, left_off, right_off)


def _measured(
    f: Expression, at: Point, steps: ArrayLike, s: Stencil, slope: float
) -> tuple[ErrorCurve, Floats]:
    """The slopes, and their signed differences: from a two-sided derivative to many digits."""
    curve = error_curve(f, at, s, steps)
    if np.isnan(curve.truth):
        return curve, curve.estimate - slope
    return curve, curve.truncation + curve.roundoff
