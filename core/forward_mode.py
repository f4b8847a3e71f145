"""The automatic derivative beside the quotients: no step, so a level on their axes."""

import numpy as np

from core.autodiff import jvp
from core.differencing.method_curve import Ground, MethodCurve
from core.expression.expression import Expression
from core.quotient import At
from core.rounded import Many


def forward_mode(f: Expression, at: At, steps: Many = 1, dtype: str = "float64") -> MethodCurve:
    """Return the derivative by forward-mode automatic differentiation, at every step the same.

    Each operation of the formula hands on its value and its derivative, both rounded in the format
    (``core.autodiff``). Nothing is a difference, so there is no truncation and no cancellation of
    the method's own; but where the formula itself cancels, so does its derivative: of
    ``(e^x - 1 - x)/x^2`` at 0.001 it gets six digits in float64.

    Args:
        f: A function of one variable.
        at: The point, typed or a number; it is rounded to the format.
        steps: ``h > 0``, one-dimensional. The method has none: at these its level stands beside
            the errors of methods that do.
        dtype: The float format.

    Returns:
        A ``MethodCurve``, one evaluation each, with the derivative carried along. Where f has a
        kink (``|x|`` at 0) there is no number, and ``error`` is nan.

    Raises:
        ValueError: if f has not one variable, the format is unknown, a step is not positive and
            finite, or a function in f has no rule.
        ParseError: if the point is not a finite real constant.

    >>> from core.expression.expression import parse
    >>> forward_mode(parse("x^2"), 3)
    MethodCurve(forward_mode, float64, x=3.0: error 0, 1 evaluation)
    >>> forward_mode(parse("x^2"), 3, [0.5, 0.25]).estimate.tolist()
    [6.0, 6.0]
    """
    ground = Ground.of(f, at, steps, dtype)
    with np.errstate(all="ignore"):
        slope = np.asarray(jvp(f, ground.x).derivative)
    return ground.curve("forward_mode", slope, 1)
