"""Critical points in an interval: all roots of f', and all points where f may have no derivative.

At a root c of ``f'`` of order k the Taylor coefficient of ``(x - c)^k`` in ``f'`` tells the kind:
for odd k the slope changes its sign, for even k it does not. Beside a corner the sides are treated
apart (``core.solving.trend``).
"""

from collections.abc import Iterator
from math import isnan

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.building import ZERO, depends, substituted
from core.expression.differentiation import differentiate
from core.expression.expression import Expression
from core.expression.series import coefficients
from core.expression.tree import Node, Operation
from core.local.kinks import guards
from core.local.reach import has_no_value_over, reach
from core.local.sides import OneSide, Unsettled
from core.solving.critical_point import CriticalPoint, CriticalPoints, Kind, located
from core.solving.factor_roots import Found, joined_intervals
from core.solving.factors import numerator
from core.solving.intervals import between, cut, outward
from core.solving.isolation import MAX_BOXES
from core.solving.multiple_roots import is_only_zero, order_of_zero
from core.solving.root_search import search
from core.solving.standing import standing
from core.solving.trend import Bend, Trend, trend

BITS = 200
MAX_BENDS = 100  # corners that are looked at: each takes a millisecond or ten


def on_line(f: Expression, low: Node, high: Node) -> CriticalPoints:
    """Return the critical points of a function of one variable in a closed interval."""
    with working_precision(BITS):
        line = _Line(f, low, high)
        points = sorted([*line.smooth(), *line.bent()], key=lambda p: p.place[0].value)
        window = between(enclose(low, {}, BITS), enclose(high, {}, BITS))
        undecided = tuple((cut(outward(ball), window),) for ball in line.undecided())
        ends = (line.end(low, 1), line.end(high, -1))
        ended = standing(bool(undecided), line.ended_early, line.stationary.vanishes)
        return CriticalPoints(f, (window,), tuple(points), undecided, ended, ends)


class _Line:
    """The search on an interval."""

    def __init__(self, f: Expression, low: Node, high: Node) -> None:
        self.f, self.x = f, f.variables[0]
        self.slope = differentiate(f.tree, self.x)
        self.stationary = search(self.slope, self.x, low, high)
        self.bends: list[Bend] = []
        self.valueless: list[arb] = []  # bends of which it is open whether f has a value there
        self.open, left = list(self.stationary.undecided), MAX_BOXES
        self.ended_early = self.stationary.ended_early
        for g in guards(f.tree, self.x):
            found = search(g, self.x, low, high, left)
            self.open, left = self.open + found.undecided, left - found.boxes
            self.ended_early |= found.ended_early
            for root in found.roots:
                self._add(root, g)
        self.open += [bend.ball for bend in self.bends[MAX_BENDS:]]

    def _add(self, root: Found, guard: Node) -> None:
        """Keep a point where a guard vanishes; where two do, as one."""
        for i, known in enumerate(self.bends):
            if root.exact is not None and known.exact == root.exact:
                self.bends[i] = Bend(known.ball, known.exact, (*known.zeros, guard))
                return
        self.bends.append(Bend(root.ball, root.exact, (guard,)))

    def smooth(self) -> Iterator[CriticalPoint]:
        """Yield the roots of f' that are not at a corner, where ``sign`` may be 0 by its rule."""
        for root in self.stationary.roots:
            value = enclose(self.f.tree, {self.x: root.ball}, BITS)
            if any(bend.ball.overlaps(root.ball) for bend in self.bends):
                continue
            if value.is_finite():
                yield self._point(root.ball, value, self._kind(root), True, root.exact)
            elif not has_no_value_over(self.f.tree, {self.x: root.ball}):
                self.open.append(root.ball)

    def _kind(self, root: Found) -> Kind:
        k = root.multiplicity
        if k is None:
            return "undecided"
        try:
            c = coefficients(self.slope, self.x, root.ball, k)[k]
        except NotAnalytic:
            return "undecided"
        if c.contains(0):
            return "undecided"
        return "inflection" if k % 2 == 0 else "minimum" if c > 0 else "maximum"

    def bent(self) -> Iterator[CriticalPoint]:
        """Yield the points where f has a value, but no derivative or the derivative 0."""
        for bend in self.bends[:MAX_BENDS]:
            value = self._value(bend)
            if not value.is_finite():
                if not has_no_value_over(self.f.tree, {self.x: bend.ball}):
                    self.valueless.append(bend.ball)
                continue
            found = trend(self.f, bend)
            if found.slope == 0 or isnan(found.slope):
                yield self._point(bend.ball, value, _between(found), found.slope == 0, bend.exact)

    def _value(self, bend: Bend) -> arb:
        """The value of f, with what vanishes put as 0: of a ball around 0 there is no root."""
        known: dict[Node, Node] = dict.fromkeys(bend.zeros, ZERO)
        for zero in bend.zeros:
            if isinstance(zero, Operation) and not depends(zero.right, self.x):
                known[zero.left] = zero.right
        tree = substituted(self.f.tree, known)
        return enclose(tree, {self.x: bend.exact or bend.ball}, BITS)

    def undecided(self) -> list[arb]:
        """Return what is left open and not explained by a corner alone."""
        unexplained = [u for u in self.open if not self._is_explained(u)]
        return joined_intervals(unexplained + self.valueless)

    def _is_explained(self, interval: arb) -> bool:
        """Prove that in an interval around a corner f' vanishes nowhere but perhaps at it."""
        bends = [bend for bend in self.bends if bend.ball.overlaps(interval)]
        return len(bends) == 1 and all(self._is_steep(bends[0], interval, s) for s in (-1, 1))

    def _is_steep(self, bend: Bend, interval: arb, side: int) -> bool:
        try:
            branch = OneSide(self.x, bend.ball, side, bend.zeros).resolved(self.f.tree)
        except Unsettled:
            return False
        if not interval.contains(bend.ball):
            return False
        slope = numerator(differentiate(branch, self.x))
        values = reach(slope, {self.x: interval})
        if values is None or values.misses_zero():
            return True
        order = None if bend.exact is None else order_of_zero(slope, self.x, bend.exact)
        return order is not None and is_only_zero(slope, self.x, order, interval)

    def end(self, node: Node, side: int) -> CriticalPoint | None:
        """Return an end of the window as a local extremum on the window."""
        ball = enclose(node, {}, BITS)
        value = enclose(self.f.tree, {self.x: node}, BITS)
        zeros = tuple(g for b in self.bends for g in b.zeros if b.ball.overlaps(ball))
        found = trend(self.f, Bend(ball, node, zeros))
        rises = found.right if side > 0 else found.left
        if not value.is_finite() or not rises:
            return None
        kind: Kind = "minimum" if rises == side else "maximum"
        return self._point(ball, value, kind, True, node)

    def _point(
        self, place: arb, value: arb, kind: Kind, smooth: bool, exact: Node | None
    ) -> CriticalPoint:
        closed = None if exact is None else (exact,)
        return located(self.f, (place,), value, kind, smooth=smooth, exact=closed)


def _between(found: Trend) -> Kind:
    """The kind of a point, from the trends on both sides; 0 stands for a side without values."""
    left, right = found.left, found.right
    if left is None or right is None or left == right == 0:
        return "undecided"
    if left <= 0 <= right:
        return "minimum"
    if right <= 0 <= left:
        return "maximum"
    return "inflection" if found.slope == 0 else "neither"
