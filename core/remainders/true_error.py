"""The error of Taylor polynomials itself: ``R_n(x) = f(x) - P_n(x)``, by balls at single points."""

from collections.abc import Iterator, Sequence
from math import nan

import numpy as np
from flint import arb
from numpy.typing import NDArray

from core.errors import NotAnalytic
from core.expression.balls import NEGLIGIBLE, enclose, working_precision
from core.expression.prices import price
from core.expression.series import coefficients
from core.expression.tree import Node

Floats = NDArray[np.float64]

# Six significant digits are 20 bits; four more keep the last of them certain.
RELATIVE_BITS = 24
# ``f - P_n`` cancels nearly all digits: precisions to try, until those that are left suffice.
PRECISIONS = (192, 640, 1900)
# What the coefficients may cost in one of them beyond the first, in microseconds.
DEAREST = 2_000_000


def true_errors(tree: Node, variable: str, at: Node, order: int, x: Floats) -> Floats:
    """Return ``R_n(x)``, with its sign, for ``n = 0 … order`` at all ``x``.

    The precision is raised until every ``R_n`` has 24 bits of its own left, or until that would
    take too long.

    Returns:
        Shape ``(order + 1, len(x))``, six digits certain; nan where f is undefined, or where its
        value could not be told from the polynomial's.

    Raises:
        NotAnalytic: if there is no Taylor series at ``at``.
    """
    result = np.full((order + 1, len(x)), nan)
    unsettled = [*np.flatnonzero(np.isfinite(x))]
    c = coefficients(tree, variable, at, order, PRECISIONS[0])
    for bits in PRECISIONS:
        if bits > PRECISIONS[0]:
            if not unsettled or price(tree, order + 1, bits) > DEAREST:
                break
            try:
                c = coefficients(tree, variable, at, order, bits)
            except NotAnalytic:  # there is a series, but not so many bits of it in time
                break
        with working_precision(bits):
            center = enclose(at, {}, bits)
            for i in unsettled:
                point = arb(x[i])
                value = enclose(tree, {variable: point}, bits)
                result[:, i] = [*map(_settled, remainders(value, point - center, c))]
        unsettled = [i for i in unsettled if np.isnan(result[:, i]).any()]
    return result


def remainders(value: arb, h: arb, c: Sequence[arb]) -> Iterator[arb]:
    """Yield ``R_n = R_(n-1) - c_n h^n``, from ``R_(-1) = f(x)``."""
    power = arb(1)
    for coefficient in c:
        value -= coefficient * power
        power *= h
        yield value


def _settled(error: arb) -> float:
    """Return a remainder as a double: 0 if it is less than any, nan if its digits are not sure."""
    if error.rel_accuracy_bits() >= RELATIVE_BITS:
        return float(error)
    return 0.0 if abs(error) < NEGLIGIBLE else nan
