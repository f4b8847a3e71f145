"""The points of Lagrange's form of the remainder, each proven by a change of sign."""

from dataclasses import dataclass

import numpy as np
from flint import arb
from numpy.typing import NDArray

from core.expression.balls import enclose, working_precision
from core.expression.series import coefficients
from core.expression.tree import Node
from core.remainders.true_error import remainders
from core.remainders.way import Way

Floats = NDArray[np.float64]

BITS = 640
# Intervals are halved until one root at most is in them, or until they are this part of the whole.
SMALLEST_PART = 2.0**-24
MAX_INTERVALS, FEWEST_INTERVALS = 600, 30
# What all intervals may cost together, in microseconds; and all expansions, where even the fewest
# intervals and the search in them cost more.
BUDGET, MOST = 80_000, 3_000_000
# Not halves: a zero that is a short binary fraction must not fall on the end of two parts.
UNEVEN = 0.4871
BISECTIONS = 54


def mean_value_points(tree: Node, variable: str, at: Node, n: int, x0: Node) -> Floats:
    """Return all ``xi`` between a and ``x0`` with ``c_(n+1)(xi) = R_n(x0)/(x0 - a)^(n+1)``.

    The interval is halved until ``c_(n+1)`` minus the right side has no zero in a part, or is
    monotone there (``c_(n+2)`` keeps its sign); then a change of sign at its ends is one zero.

    Returns:
        All of them in increasing order, up to those in parts too small to be decided; empty where
        f is not proven to be ``n + 2`` times differentiable on all the way, or the search is dear.
    """
    c = coefficients(tree, variable, at, n, BITS)
    with working_precision(BITS):
        center, end = enclose(at, {}, BITS), enclose(x0, {}, BITS)
        *_, error = remainders(enclose(tree, {variable: end}, BITS), end - center, c)
        if not error.is_finite() or end.overlaps(center):
            return np.array([])
        side = 1 if end > center else -1
        target, reach = error / (end - center) ** (n + 1), float(abs(end - center))
    gap = _Gap(Way(tree, variable, at, n + 2, side), n + 1, target)
    return np.sort(float(center) + side * np.array(gap.zeros(reach)))


@dataclass(frozen=True, slots=True)
class _Gap:
    """``c_k - target`` on the way from the center, whose zeros are sought."""

    way: Way
    k: int
    target: arb

    def zeros(self, reach: float) -> list[float]:
        """Return the distances of the zeros; none if there is no proof, or a dear one."""
        monotone: list[tuple[float, float]] = []
        pending = [(0.0, reach)]
        affordable, most = (int(limit / max(self.way.price, 1.0)) for limit in (BUDGET, MOST))
        for done in range(min(max(FEWEST_INTERVALS, min(MAX_INTERVALS, affordable)), most)):
            if not pending:
                dear = done + len(monotone) * (BISECTIONS + 2) > most
                return [] if dear else [x for part in monotone for x in self._bisected(*part)]
            near, far = pending.pop()
            gap, slope = self._on(near, far)
            if gap > 0 or gap < 0 or slope.is_zero():
                continue
            if slope > 0 or slope < 0:
                monotone.append((near, far))
            elif far - near > reach * SMALLEST_PART:
                middle = near + UNEVEN * (far - near)
                pending += [(near, middle), (middle, far)]
            elif not (gap.is_finite() and slope.is_finite()):
                break
        return []

    def _on(self, near: float, far: float) -> tuple[arb, arb]:
        """Return enclosures of the gap and of the coefficient after it."""
        with working_precision(BITS):
            gap = self.way.coefficient(self.k, near, far) - self.target
        return gap, self.way.coefficient(self.k + 1, near, far)

    def _bisected(self, near: float, far: float) -> list[float]:
        """Return the zero of a monotone gap, if its signs at the ends are proven to differ."""
        first, last = self._sign(near), self._sign(far)
        if first * last != -1:
            return []
        for _ in range(BISECTIONS):
            middle = (near + far) / 2
            sign = self._sign(middle)
            if sign == 0:
                break
            near, far = (middle, far) if sign == first else (near, middle)
        return [(near + far) / 2]

    def _sign(self, distance: float) -> int:
        gap = self._on(distance, distance)[0]
        return int(gap > 0) - int(gap < 0)
