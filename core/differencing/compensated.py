"""Sums and polynomials in twice the digits of float64, by keeping every rounding error.

A number is carried as an unevaluated sum ``high + low`` of two float64, good to about 106 bits;
that is what separates a truncation error of 1e-2 from the round-off of 1e-15 that it hides.
"""

import numpy as np
from flint import arb
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SPLITTER = 2.0**27 + 1  # cuts a 53-bit significand into two halves of at most 26 bits


def two_sum(a: Floats, b: Floats | float) -> tuple[Floats, Floats]:
    """Return ``(s, e)`` with ``s = fl(a + b)`` and ``s + e = a + b`` exactly.

    Source: D. E. Knuth, The Art of Computer Programming, vol. 2, section 4.2.2, theorem B.
    """
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def split(a: Floats) -> tuple[Floats, Floats]:
    """Return two halves of at most 26 bits with sum ``a``, so that products of halves are exact.

    Source: T. J. Dekker, "A floating-point technique for extending the available precision",
    Numerische Mathematik 18 (1971), 224-242.
    """
    scaled = SPLITTER * a
    high = scaled - (scaled - a)
    return high, a - high


def horner(high: Floats, low: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Return ``sum_k (high_k + low_k) x^k`` as an unevaluated sum of two arrays.

    Horner's scheme, with the error of every product and every sum carried along in a second
    Horner scheme: as accurate as if it had been computed in twice the digits and rounded once.

    Args:
        high: Leading parts of the coefficients, constant term first.
        low: What the leading parts leave out.
        x: Points, of moderate size: the products must neither overflow nor underflow.

    Cost: 22 float operations a coefficient and point.
    Source: S. Graillat, P. Langlois, N. Louvet, "Compensated Horner scheme", research report
    RR2005-04, University of Perpignan (2005), algorithm CompHorner.

    >>> sum(horner(np.array([1.0, 1.0]), np.array([0.0, 0.0]), np.array([2.0**-60])))
    array([1.])
    >>> horner(np.array([1.0, 1.0]), np.array([0.0, 0.0]), np.array([2.0**-60]))[1] == 2.0**-60
    array([ True])
    """
    x_high, x_low = split(x)
    total, correction = np.zeros_like(x), np.zeros_like(x)
    for c_high, c_low in zip(high[::-1].tolist(), low[::-1].tolist(), strict=True):
        t_high, t_low = split(total)
        product = total * x
        lost = ((t_high * x_high - product) + t_high * x_low + t_low * x_high) + t_low * x_low
        total, lost_too = two_sum(product, c_high)
        correction = correction * x + ((lost + lost_too) + c_low)
    return total, correction


def plain_horner(high: Floats, low: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Return ``sum_k high_k x^k`` in float64, and 0: ``horner`` where its care is not needed.

    Cost: 2 float operations a coefficient and point.
    """
    total = np.zeros_like(x)
    for coefficient in high[::-1].tolist():
        total = total * x + coefficient
    return total, np.zeros_like(x)


def high_low(ball: arb) -> tuple[float, float]:
    """Return the midpoint of a ball as a nearest float64 and the nearest float64 to the rest."""
    high = float(ball.mid())
    return high, float((ball - high).mid())
