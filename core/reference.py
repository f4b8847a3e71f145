"""What a difference quotient would be without rounding, to twice the digits of float64.

Near a point where f is analytic the exact quotient is a power series in h,

    sum w_i f(x + o_i h) / h^d - f^(d)(x) = sum_(k>d) c_k (sum w_i o_i^k) h^(k-d),

with the Taylor coefficients ``c_k`` of f at x: no cancellation, and one short polynomial for all
steps at once. Lagrange's form of the remainder, over a ball about x, bounds what is left out. The
steps that reach too far for that are done one by one, with f itself in ball arithmetic.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import factorial

import numpy as np
from flint import arb, fmpq

from core.compensated import Floats, high_low, horner, plain_horner
from core.errors import NotAnalytic
from core.expression.balls import enclose, exact_ball, working_precision
from core.expression.series import coefficients
from core.expression.tree import Node
from core.floats import FloatFormat
from core.stencil import Stencil

ORDER = 32  # of the series; 33 coefficients of a usual f take 30 to 300 us
BITS = 120  # of each coefficient: two float64 and some
BOUND_BITS = 30  # of the series over wide balls
SPARE_BITS = 120  # for what cancels in a quotient; far steps are large, so little does
REACHES = 2.0 ** np.arange(2, -13, -1)  # radii of the balls tried for the remainder
# The series is used where what it leaves out is below 2^-24 of one rounding of f: not seen in
# seven digits of the round-off.
UNSEEN = 2.0**-24


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """f near one point: its Taylor coefficients, and how well they do how far away.

    Attributes:
        tree: The formula.
        variable: Its variable.
        x: The point, a float64.
        coefficients: ``f^(k)(x) / k!`` for k = 0, ..., n.
        bounds: For each radius in ``REACHES`` an upper bound of ``|f^(n+1)| / (n+1)!`` within;
            inf where there is none. Empty if there is no series, but only f(x) and f'(x).
    """

    tree: Node
    variable: str
    x: float
    coefficients: tuple[arb, ...]
    bounds: Floats

    @property
    def has_series(self) -> bool:
        """Whether there is a Taylor series, not only a derivative."""
        return len(self.bounds) > 0

    def derivative(self, order: int) -> tuple[float, float]:
        """Return ``f^(order)(x)`` as an unevaluated sum of two float64."""
        with working_precision(BITS):
            return high_low(self.coefficients[order] * factorial(order))

    def truncation(self, s: Stencil, steps: Floats, fmt: FloatFormat) -> tuple[Floats, Floats]:
        """Return the exact quotient minus the exact derivative at every step, in two parts.

        Args:
            s: The difference formula.
            steps: The steps really taken, one-dimensional; the result is nan where one is 0.
            fmt: The format of the quotient it is compared with.
        """
        far = np.full(steps.shape, True)
        if self.has_series:
            far = ~(self._left_out(s, steps) <= UNSEEN * fmt.unit_roundoff * self._size(s, steps))
        evaluate = horner if fmt.digits == 53 else plain_horner  # in twice the format's digits
        high, low = evaluate(*self._series(s), np.where(far, 0.0, steps))
        high[far], low[far] = self._by_values(s, steps[far])
        return np.where(steps == 0, np.nan, high), low

    def _series(self, s: Stencil) -> tuple[Floats, Floats]:
        """The coefficients of ``sum_(k>d) c_k (sum w_i o_i^k) h^(k-d)``, each in two parts."""
        d, sums = s.derivative_order, power_sums(s, len(self.coefficients))
        with working_precision(BITS):
            terms = zip(self.coefficients[d + 1 :], sums[d + 1 :], strict=True)
            high, low = zip((0.0, 0.0), *(high_low(c * m) for c, m in terms), strict=True)
        return np.array(high), np.array(low)

    def _by_values(self, s: Stencil, steps: Floats) -> tuple[Floats, Floats]:
        """``sum w_i f(x + o_i h) / h^d - f^(d)(x)``, step by step."""
        d = s.derivative_order
        with working_precision(BITS + SPARE_BITS):
            truth = self.coefficients[d] * factorial(d)
            weights = dict(zip(s.offsets, map(exact_ball, s.weights), strict=True))
            center = weights.pop(Fraction(0), arb(0)) * self.coefficients[0]
            nodes = [(w, exact_ball(o)) for o, w in weights.items()]
            x, hs = arb(self.x), [arb(step) for step in steps.tolist()]
            totals = [sum((w * self._value(x + o * h) for w, o in nodes), center) for h in hs]
            parts = [high_low(t / h**d - truth) for t, h in zip(totals, hs, strict=True)]
        high, low = np.array(parts).reshape(-1, 2).T
        return high, low

    def _value(self, x: arb) -> arb:
        return enclose(self.tree, {self.variable: x}, BITS + SPARE_BITS)

    def _left_out(self, s: Stencil, steps: Floats) -> Floats:
        """A bound of what the series leaves out of ``sum w_i f(x + o_i h)``.

        By Lagrange's remainder it is at most ``M sum |w_i| |o_i h|^(n+1)``, where M belongs to any
        ball that holds all ``x + o_i h``: the smallest one is taken.
        """
        n = len(self.coefficients)
        reach = max(abs(float(o)) for o in s.offsets) * np.abs(steps)
        within = reach[:, None] <= REACHES
        bound = np.where(within, self.bounds, np.inf).min(axis=1)
        weight = float(sum(abs(w) * abs(o) ** n for w, o in zip(s.weights, s.offsets, strict=True)))
        left_out: Floats = bound * weight * np.abs(steps) ** n
        return left_out

    def _size(self, s: Stencil, steps: Floats) -> Floats:
        """The size of the terms of ``sum w_i f(x + o_i h)``, whose rounding is the round-off."""
        a, b, c = (abs(float(c.mid())) for c in self.coefficients[:3])
        weight = float(sum(abs(w) for w in s.weights))
        return weight * (a + b * np.abs(steps) + c * steps**2)


@lru_cache(maxsize=64)
def reference(tree: Node, variable: str, x: float, order: int = ORDER) -> Reference:
    """Return f's Taylor coefficients at the float64 ``x``, and the bounds of their remainder.

    Raises:
        NotAnalytic: if f has no Taylor series there.
    """
    series = coefficients(tree, variable, arb(x), order, accuracy_bits=BITS)
    return Reference(tree, variable, x, series, _bounds(tree, variable, x, order + 1))


def without_series(tree: Node, variable: str, x: float, value: float, slope: float) -> Reference:
    """Return a reference for an f that has a derivative at x, both numbers exact, and no series."""
    return Reference(tree, variable, x, (arb(value), arb(slope)), np.array([]))


def _bounds(tree: Node, variable: str, x: float, k: int) -> Floats:
    """Upper bounds of ``|f^(k)| / k!`` over the balls about ``x`` with the radii ``REACHES``."""
    return np.array([_bound(tree, variable, arb(x, reach), k) for reach in REACHES])


def _bound(tree: Node, variable: str, ball: arb, k: int) -> float:
    """An upper bound of ``|f^(k)| / k!`` over a ball: the series about all its points at once."""
    try:
        return float(abs(coefficients(tree, variable, ball, k, BOUND_BITS)[k]).upper())
    except NotAnalytic:
        return np.inf


@lru_cache(maxsize=256)
def power_sums(s: Stencil, count: int) -> tuple[fmpq, ...]:
    """Return ``sum w_i o_i^k`` for k = 0, ..., count - 1."""
    sums = (sum(w * o**k for w, o in zip(s.weights, s.offsets, strict=True)) for k in range(count))
    return tuple(fmpq(total.numerator, total.denominator) for total in sums)
