"""The line from a point to one side, and where on it expressions may vanish: found, not missed.

Zeros of polynomials with rational coefficients are isolated by algebra. Others are looked for by
halving intervals until the ball of the expression over each excludes 0, or the interval is tiny.
"""

from dataclasses import dataclass, field
from functools import cached_property

from flint import arb

from core.continuation.exact_zeros import exact_zero
from core.continuation.zeros import polynomial, real_zeros
from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.series import coefficients
from core.expression.tree import Node
from core.within import above, below

BITS = 128
# Zeros of transcendental expressions are looked for up to this distance.
FAR = 64.0
# Intervals that may be looked at for one expression, each time.
MAX_INTERVALS = 800
# Those in which a zero may lie are halved down to this, relative to their distance.
FINEST = 2.0**-52
# Highest order of a zero at the point itself.
MAX_ORDER = 8


@dataclass(frozen=True)
class Ray:
    """The line from the center to one side, with the zeros of some expressions on it.

    Attributes:
        variable: The name of x.
        at: The center.
        side: 1 to the right, -1 to the left.
        expressions: Whose zeros are sought.
        reach: How far, inf allowed.
    """

    variable: str
    at: Node
    side: int
    expressions: tuple[Node, ...]
    reach: float
    _orders: dict[Node, int] = field(default_factory=dict)

    @cached_property
    def limit(self) -> float:
        """How far all zeros can be told: polynomials' to the end, others not beyond ``FAR``."""
        return self.reach if not self._transcendental else min(self.reach, FAR)

    @cached_property
    def _transcendental(self) -> tuple[Node, ...]:
        return tuple(g for g in self.expressions if polynomial(g) is None)

    @cached_property
    def _exact(self) -> list[tuple[float, float]]:
        """The polynomials' zeros on this side, as intervals of distances, nearest first."""
        polynomials = [p for g in self.expressions if (p := polynomial(g)) is not None]
        with working_precision(BITS):
            a = enclose(self.at, {}, BITS)
            distances = [self.side * (z - a) for p in polynomials for z in real_zeros(p)]
            ahead = [d for d in distances if not (d < 0 or d.is_zero())]
            return sorted((max(below(d), 0.0), above(d)) for d in ahead)

    def first(self, start: float) -> tuple[float, float] | None:
        """Return an interval of distances around the first zero beyond ``start``; None if none is.

        There is none between ``start`` and the interval; that there is one in it is not claimed.
        """
        found = [interval for interval in self._exact if interval[1] > start][:1]
        found += [z for g in self._transcendental if (z := self._searched(g, start)) is not None]
        return min((z for z in found if z[0] < self.limit), default=None)

    def exact(self, interval: tuple[float, float]) -> Node | None:
        """Return the one zero in an interval from ``first``, in closed form; None if it is open."""
        piece = self._piece(*interval)
        found: set[Node | None] = set()
        for g in self.expressions:
            value = enclose(g, {self.variable: piece}, BITS)
            if not value.is_finite() or value.contains(0):
                steep = self._is_steep(g, piece)
                found.add(exact_zero(g, self.variable, float(piece.mid())) if steep else None)
        place = found.pop() if len(found) == 1 else None
        inside = place is not None and piece.overlaps(enclose(place, {}, BITS))
        return place if inside else None

    def _is_steep(self, g: Node, piece: arb) -> bool:
        """Prove that ``g`` is monotone on an interval."""
        try:
            return not coefficients(g, self.variable, piece, 1)[1].contains(0)
        except NotAnalytic:
            return False

    def _piece(self, near: float, far: float) -> arb:
        """Return the points at the distances from ``near`` to ``far``."""
        with working_precision(BITS):
            a = enclose(self.at, {}, BITS)
            return (a + self.side * arb(near)).union(a + self.side * arb(far))

    def _searched(self, g: Node, start: float) -> tuple[float, float] | None:
        """Return the first interval that may hold a zero of ``g``, by halving."""
        pending = [(start, self.limit)]
        near = start
        for _ in range(MAX_INTERVALS):
            if not pending:
                return None
            near, far = pending.pop()
            if self._is_free(g, near, far):
                continue
            if far - near <= FINEST * far:
                return near, far
            middle = near + (far - near) * 0.4871  # not halves: a zero at an end is in both
            pending += [(middle, far), (near, middle)]
        return near, self.limit

    def _is_free(self, g: Node, near: float, far: float) -> bool:
        """Prove that ``g`` has no zero at distances from ``near`` to ``far``, but the center."""
        piece = self._piece(near, far)
        value = enclose(g, {self.variable: piece}, BITS)
        if value.is_finite() and not value.contains(0):
            return True
        return near == 0 and self._has_zero_at_center_alone(g, piece)

    def _has_zero_at_center_alone(self, g: Node, piece: arb) -> bool:
        """Prove it by ``g(x) = c_k(xi) (x - a)^k``, ``c_k`` not 0 on the piece."""
        try:
            if g not in self._orders:
                found = coefficients(g, self.variable, self.at, MAX_ORDER)
                first = (k for k, c in enumerate(found) if not c.is_zero())
                self._orders[g] = next(first, 0)
            k = self._orders[g]
            return k > 0 and not coefficients(g, self.variable, piece, k)[k].contains(0)
        except NotAnalytic:
            return False
