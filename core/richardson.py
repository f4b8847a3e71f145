"""Richardson's extrapolation: difference quotients at h, h/2, h/4, … and their limit for h → 0."""

from collections.abc import Callable

import numpy as np

from core.differencing.method_curve import Ground, MethodCurve
from core.expression.expression import Expression
from core.quotient import At
from core.rounded import Array, Many

MAX_EXTRAPOLATIONS = 12  # the last row starts from h/4096


def richardson(
    f: Expression, at: At, steps: Many, extrapolations: int = 2, dtype: str = "float64"
) -> MethodCurve:
    """Return Richardson's extrapolation of the central difference, and its error, at many steps.

    The error of the central difference ``D(h)`` is a series in ``h^2``; halving the step and
    combining two results removes its first term, and so on:

        T_(i,0) = D(h / 2^i),    T_(i,j) = (4^j T_(i,j-1) - T_(i-1,j-1)) / (4^j - 1).

    The estimate is ``T_(k,k)``: its error is of order ``h^(2k+2)``, and none at all, but for
    rounding, for polynomials of degree up to ``2k + 2``.

    Args:
        f: A function of one variable.
        at: The point, typed or a number; it is rounded to the format.
        steps: The first steps ``h > 0``, one-dimensional.
        extrapolations: ``k``, from 0 (the central difference itself) to ``MAX_EXTRAPOLATIONS``.
        dtype: The float format; every operation of f, of the differences and of the tableau is
            rounded in it.

    Returns:
        A ``MethodCurve``, ``2k + 2`` evaluations each.

    Raises:
        ValueError: if f has not one variable, the format is unknown, a step is not positive and
            finite, or ``extrapolations`` is out of range.
        ParseError: if the point is not a finite real constant.

    Source: L. F. Richardson, "The approximate arithmetical solution by finite differences of
    physical problems involving differential equations", Philosophical Transactions of the Royal
    Society A 210 (1911), 307-357; the tableau as in W. Romberg (1955).

    >>> from core.expression.expression import parse
    >>> curve = richardson(parse("x^5"), 1, [0.5, 0.25], extrapolations=1)
    >>> curve.error.tolist()  # 4 of the errors 10 h^2 + h^4 of D are gone, -h^4/4 is left
    [0.015625, 0.0009765625]
    """
    if extrapolations not in range(MAX_EXTRAPOLATIONS + 1):
        raise ValueError(f"0 to {MAX_EXTRAPOLATIONS} extrapolations, not {extrapolations}")
    ground = Ground.of(f, at, steps, dtype)
    estimate = extrapolated(f, ground.x, ground.steps, int(extrapolations))
    return ground.curve("richardson", estimate, 2 * (extrapolations + 1))


def extrapolated(f: Callable[[Array], Array], x: Array, h: Array, extrapolations: int) -> Array:
    """Return ``T_(k,k)`` for any function of arrays, in the float format of ``x`` and ``h``."""
    with np.errstate(all="ignore"):
        row = [central_quotient(f, x, h)]
        for _ in range(extrapolations):
            h = h / h.dtype.type(2)
            row = next_row(row, central_quotient(f, x, h), h.dtype.type(4))
    return row[-1]


def central_quotient(f: Callable[[Array], Array], x: Array, h: Array) -> Array:
    """Return ``(f(x+h) - f(x-h)) / ((x+h) - (x-h))``: by the step really taken; 0/0 is nan."""
    ahead, behind = x + h, x - h
    quotient: Array = (f(ahead) - f(behind)) / (ahead - behind)
    return quotient


def next_row(row: list[Array], first: Array, ratio: Array) -> list[Array]:
    """Return row i of the tableau from row i - 1.

    ``T_(i,j) = (r^j T_(i,j-1) - T_(i-1,j-1)) / (r^j - 1)``, where r is the square of the ratio of
    the two steps.
    """
    new, one = [first], first.dtype.type(1)
    factor = ratio
    for above in row:
        new.append((factor * new[-1] - above) / (factor - one))
        factor = factor * ratio
    return new
