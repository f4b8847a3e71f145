"""What a difference quotient would be without rounding, to twice the digits of float64.

Near a point where f is analytic the exact quotient is a power series in h,

    sum w_i f(x + o_i h) / h^d - f^(d)(x) = sum_(k>d) c_k (sum w_i o_i^k) h^(k-d),

with the Taylor coefficients ``c_k`` of f at x: no cancellation, and one short polynomial for all
steps at once. Lagrange's form of the remainder, over a ball about x, bounds what is left out. The
steps that reach too far for that are done one by one, with f itself in ball arithmetic.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import factorial

import numpy as np
from flint import arb, fmpq

from core.differencing.compensated import Floats, high_low, horner, plain_horner
from core.errors import NotAnalytic
from core.expression.balls import NEGLIGIBLE, enclose, exact_ball, working_precision
from core.expression.series import coefficients
from core.expression.tree import Node
from core.floats import FloatFormat
from core.stencil import Stencil

ORDER = 32  # of the series; 33 coefficients of a usual f take 30 to 300 us
BITS = 120  # of each coefficient: two float64 and some
BOUND_BITS = 30  # of the series over wide balls
# For what cancels in a quotient: tried until so many bits of the error are left. The round-off,
# which is what remains of a much larger error, needs more than the picture of it.
PRECISIONS = (240, 700, 1900)
ACCURACY = 80
# Radii of the balls tried for the remainder, in units of the estimated radius of convergence.
REACHES = np.array([0.5, 0.35, 0.25, 0.18, 0.12, 0.09, 0.06, 0.03])
WIDEST = 64.0  # the radius if it seems larger still: no step reaches farther
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
        reaches: Radii of balls about x. Empty if there is no series, but only f(x) and f'(x).
        bounds: For each of them an upper bound of ``|f^(n+1)| / (n+1)!`` within; inf where there
            is none.
    """

    tree: Node
    variable: str
    x: float
    coefficients: tuple[arb, ...]
    reaches: Floats
    bounds: Floats

    @property
    def has_series(self) -> bool:
        """Whether there is a Taylor series, not only a derivative."""
        return len(self.reaches) > 0

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
        degree = max(np.flatnonzero(high), default=0)  # of a polynomial it is small
        return np.array(high[: degree + 1]), np.array(low[: degree + 1])

    def _by_values(self, s: Stencil, steps: Floats) -> tuple[Floats, Floats]:
        """``sum w_i f(x + o_i h) / h^d - f^(d)(x)``, step by step."""
        parts = [self._by_value(s, step) for step in steps.tolist()]
        high, low = np.array(parts).reshape(-1, 2).T
        return high, low

    def _by_value(self, s: Stencil, step: float) -> tuple[float, float]:
        """The same for one step; nan where the digits do not suffice at any precision."""
        d = s.derivative_order
        for bits in PRECISIONS:
            with working_precision(bits):
                truth = self._known_coefficient(d, bits) * factorial(d)
                nodes = [
                    (exact_ball(w), exact_ball(o))
                    for w, o in zip(s.weights, s.offsets, strict=True)
                ]
                x, h = arb(self.x), arb(step)
                total = sum((w * self._value(x + o * h, bits) for w, o in nodes), arb(0))
                error = total / h**d - truth
                if error.rel_accuracy_bits() >= ACCURACY:
                    return high_low(error)
                if abs(error) < NEGLIGIBLE:
                    return 0.0, 0.0
        return np.nan, np.nan

    def _known_coefficient(self, k: int, bits: int) -> arb:
        """``f^(k)(x) / k!`` to so many bits; as it is where it is exact or no series is there."""
        if bits == PRECISIONS[0] or not self.has_series or self.coefficients[k].is_exact():
            return self.coefficients[k]
        return coefficients(self.tree, self.variable, arb(self.x), k, bits)[k]

    def _value(self, x: arb, bits: int) -> arb:
        if x == self.x:
            return self._known_coefficient(0, bits)
        return enclose(self.tree, {self.variable: x}, bits)

    def _left_out(self, s: Stencil, steps: Floats) -> Floats:
        """A bound of what the series leaves out of ``sum w_i f(x + o_i h)``.

        By Lagrange's remainder it is at most ``M sum |w_i| |o_i h|^(n+1)``, where M belongs to any
        ball that holds all ``x + o_i h``: the smallest one is taken.
        """
        n = len(self.coefficients)
        offsets, weights = np.abs(np.array([s.offsets, s.weights], dtype=np.float64))
        within = (offsets.max() * np.abs(steps))[:, None] <= self.reaches
        bound = np.where(within, self.bounds, np.inf).min(axis=1)
        left_out: Floats = bound * (weights @ offsets**n) * np.abs(steps) ** n
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
    reaches = REACHES * _radius(series)
    bounds = [_bound(tree, variable, arb(x, reach), order + 1) for reach in reaches.tolist()]
    return Reference(tree, variable, x, series, reaches, np.array(bounds))


def without_series(tree: Node, variable: str, x: float, value: float, slope: float) -> Reference:
    """Return a reference for an f that has a derivative at x, both numbers exact, and no series."""
    none = np.array([])
    return Reference(tree, variable, x, (arb(value), arb(slope)), none, none)


def _radius(series: tuple[arb, ...]) -> float:
    """Estimate the radius of convergence: the least ``|c_k|^(-1/k)`` among the later coefficients.

    Only a guess at which balls are worth a try; what holds in them is proven.
    """
    half = len(series) // 2
    sizes = [(k, abs(float(series[k].mid()))) for k in range(half, len(series))]
    radius = min((size ** (-1 / k) for k, size in sizes if 0 < size < np.inf), default=WIDEST)
    return min(radius, WIDEST)


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
