"""Ridders' method: Richardson's tableau that judges itself, and stops when it gets worse."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.differencing.method_curve import Ground, MethodCurve
from core.expression.expression import Expression
from core.floats import FloatFormat
from core.quotient import At
from core.richardson import central_quotient, next_row
from core.rounded import Array, Many

RATIO = 1.4  # of a step to the next: halving loses to round-off sooner
ROWS = 10
SAFE = 2.0  # stop where the last diagonal entry is this many times worse than the best


class Extrapolated(NamedTuple):
    """What Ridders' method gives: its estimate, its own error, and how often it evaluated f."""

    estimate: Array
    own_error: Array
    evaluations: NDArray[np.int64]


def ridders(f: Expression, at: At, steps: Many, dtype: str = "float64") -> MethodCurve:
    """Return Ridders' derivative, its own estimate of its error and the true one.

    Central differences at ``h, h/1.4, h/1.4^2, ...`` fill the tableau of ``core.richardson`` row by
    row. Each new entry is compared with the two that made it, ``e = max(|T_(i,j) - T_(i,j-1)|,
    |T_(i,j) - T_(i-1,j-1)|)``, and the one with the least ``e`` is the answer; after ten rows, or
    where ``|T_(i,i) - T_(i-1,i-1)| >= 2 e``, it stops. So ``h`` should be large, a length over
    which f changes substantially: the method shrinks it.

    Args:
        f: A function of one variable.
        at: The point, typed or a number; it is rounded to the format.
        steps: The first steps ``h > 0``, one-dimensional.
        dtype: The float format of every operation.

    Returns:
        A ``MethodCurve`` with ``own_error``, no bound: over the functions of our benchmark it
        is below the true error more often than not. 4 to 20 evaluations.

    Raises:
        ValueError: if f has not one variable, the format is unknown, or a step is not positive
            and finite.
        ParseError: if the point is not a finite real constant.

    Source: C. J. F. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)", Advances in
    Engineering Software 4 (1982), 75-76; constants as in W. H. Press and others, Numerical Recipes,
    3rd edition (2007), section 5.7.

    >>> from core.expression.expression import parse
    >>> curve = ridders(parse("tan x"), 1, [0.1])
    >>> bool(curve.error[0] < curve.own_error[0] < 1e-9), curve.evaluations.tolist()
    (True, [20])
    """
    ground = Ground.of(f, at, steps, dtype)
    found = extrapolated(f, ground.x, ground.steps, ground.format)
    own_error = found.own_error.astype(np.float64)
    return ground.curve("ridders", found.estimate, found.evaluations, own_error)


def extrapolated(f: Callable[[Array], Array], x: Array, h: Array, fmt: FloatFormat) -> Extrapolated:
    """Return Ridders' derivative of any function of arrays; f is evaluated only where needed."""
    step_ratio: Array = fmt.cast(RATIO)
    infinity = fmt.cast(np.inf)
    with np.errstate(all="ignore"):
        row = [central_quotient(f, x, h)]
        best, error = row[0], np.full_like(h, infinity)
        going, evaluations = np.full(h.shape, True), np.full(h.shape, 2)
        for _ in range(1, ROWS):
            h = h / step_ratio
            quotient = np.full_like(h, np.nan)
            quotient[going] = central_quotient(f, x, h[going])
            evaluations[going] += 2
            above, row = row, next_row(row, quotient, step_ratio * step_ratio)
            best, error = _better(best, error, above, row)
            # Written so that a nan, where f's domain ends, does not stop it.
            going &= ~(np.abs(row[-1] - above[-1]) >= fmt.cast(SAFE) * error)
            if not going.any():
                break
    return Extrapolated(best, error, evaluations)


def _better(best: Array, error: Array, above: list[Array], row: list[Array]) -> tuple[Array, Array]:
    """The best entry so far and its error, the new row included."""
    for left, over, entry in zip(row, above, row[1:], strict=False):
        spread = np.maximum(np.abs(entry - left), np.abs(entry - over))
        closer = spread <= error
        best, error = np.where(closer, entry, best), np.where(closer, spread, error)
    return best, error
