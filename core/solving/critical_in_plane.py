"""Critical points in a rectangle: all zeros of the gradient, by branch and prune.

Where interval Newton proves a zero of the gradient, the Hessian over the zero's enclosure is
regular, and its determinant and its first entry tell the kind (Sylvester's criterion). Where the
determinant is 0 that test says nothing: a point at which the gradient is proven to be 0 is then
``"degenerate"``, and the box around it stays undecided.
"""

from collections.abc import Sequence
from itertools import product

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.building import ZERO
from core.expression.differentiation import differentiate
from core.expression.expression import Expression
from core.expression.series import coefficients
from core.expression.tree import Node
from core.hessian import second_partials
from core.local.reach import has_no_value_over
from core.several.known import combined, sign
from core.several.matrices import determinant
from core.several.partials import mixed_coefficients
from core.solving.critical_point import CriticalPoint, CriticalPoints, Exact, Kind, located
from core.solving.intervals import between, cut, outward
from core.solving.isolation import isolate
from core.solving.multiple_roots import candidates
from core.solving.slopes import BITS, Box, Map
from core.solving.standing import standing

MAX_BOXES = 10_000  # MATLAB's peaks takes 7800
DEPTH = 18  # boxes narrower than 2^-18 of the rectangle are not halved any more


def in_plane(f: Expression, window: Sequence[tuple[Node, Node]]) -> CriticalPoints:
    """Return the critical points of a function of two variables in a closed rectangle."""
    with working_precision(BITS):
        ends = [(enclose(low, {}, BITS), enclose(high, {}, BITS)) for low, high in window]
        box = tuple(low.union(high) for low, high in ends)
        search = _Search(f, Map(f.variables, tuple(differentiate(f.tree, x) for x in f.variables)))
        found = isolate(search.gradient, box, DEPTH, MAX_BOXES)
        for zero in found.zeros:
            search.judge(zero.place, ends)
        for cluster in joined(found.undecided):
            search.look_for_degenerate(cluster, ends)
        points = sorted(search.points, key=lambda p: [x.value for x in p.place])
        rectangle = tuple(between(*side) for side in ends)
        undecided = tuple(
            tuple(cut(outward(u), side) for u, side in zip(sides, rectangle, strict=True))
            for sides in joined(search.undecided)
            if _is_inside(sides, ends) is not False
        )
        ended = standing(bool(undecided), found.ended_early, found.vanishes)
        return CriticalPoints(f, rectangle, tuple(points), undecided, ended)


class _Search:
    """What is found on the way."""

    def __init__(self, f: Expression, gradient: Map) -> None:
        self.f, self.gradient = f, gradient
        self.points: list[CriticalPoint] = []
        self.undecided: list[Box] = []

    def judge(self, place: Box, ends: Sequence[Sequence[arb]]) -> None:
        """Keep a zero of the gradient if it is in the rectangle, and f has a value there."""
        exact = self._exact(place)
        if exact is not None:
            place = tuple(enclose(u, {}, BITS) for u in exact)
        inside = _is_inside(place, ends)
        value = enclose(self.f.tree, self._at(place), BITS)
        if inside is False or has_no_value_over(self.f.tree, self._at(place)):
            return
        if inside is None or not value.is_finite():
            self.undecided.append(place)
            return
        self._keep(place, value, exact)

    def look_for_degenerate(self, cluster: Box, ends: Sequence[Sequence[arb]]) -> None:
        """Look for a proven zero of the gradient among simple points of a box left undecided."""
        self.undecided.append(cluster)
        exact = self._exact(cluster)
        if exact is None:
            return
        place = tuple(enclose(u, {}, BITS) for u in exact)
        value = enclose(self.f.tree, self._at(place), BITS)
        if _is_inside(place, ends) and value.is_finite():
            self._keep(place, value, exact)

    def _keep(self, place: Box, value: arb, exact: Exact) -> None:
        kind = self._kind(place)
        if kind == "undecided" and exact is not None and self._is_degenerate(exact):
            kind = "degenerate"
        self.points.append(located(self.f, place, value, kind, smooth=True, exact=exact))

    def _is_degenerate(self, exact: Sequence[Node]) -> bool:
        """Prove that the Hessian's determinant is 0, in closed form."""
        try:
            c = mixed_coefficients(self.f, exact, 2)
        except NotAnalytic:
            return False
        return sign(determinant(second_partials(c, 2))) == 0

    def _kind(self, box: Box) -> Kind:
        """Sylvester's criterion for ``f_xx f_yy - f_xy^2`` and ``f_xx``."""
        hessian = self.gradient.slopes(box)
        if hessian is None:
            return "undecided"
        (a, b), (_, d) = hessian
        determinant = a * d - b * b
        if determinant < 0:
            return "saddle"
        if determinant > 0:
            return "minimum" if a > 0 else "maximum"
        return "degenerate" if determinant.is_zero() else "undecided"

    def _exact(self, box: Box) -> tuple[Node, ...] | None:
        """Return a new point of short coordinates in a box where the gradient is proven to be 0."""
        known = [point.exact for point in self.points]
        for nodes in product(*map(candidates, box)):
            if nodes not in known and all(
                self._vanishes(u, nodes) for u in self.gradient.components
            ):
                return nodes
        return None

    def _vanishes(self, u: Node, nodes: Sequence[Node]) -> bool:
        place = dict(zip(self.f.variables, nodes, strict=True))
        if combined(u, place) == ZERO:
            return True
        x = self.f.variables[0]
        at = place.pop(x)
        try:
            return bool(coefficients(u, x, at, 0, others=place)[0].is_zero())
        except NotAnalytic:
            return False

    def _at(self, place: Box) -> dict[str, arb]:
        return dict(zip(self.f.variables, place, strict=True))


def _is_inside(place: Box, ends: Sequence[Sequence[arb]]) -> bool | None:
    """Say whether a point is in the rectangle; None if a ball on its edge does not tell."""
    sides = list(zip(place, ends, strict=True))
    if any(x < low or x > high for x, (low, high) in sides):
        return False
    return True if all(low <= x and x <= high for x, (low, high) in sides) else None


def joined(boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes with those that touch as one."""
    clusters: list[Box] = []
    for box in sorted(boxes, key=lambda box: [float(side.mid()) for side in box]):
        while (near := next((c for c in clusters if _touch(c, box)), None)) is not None:
            clusters.remove(near)
            box = tuple(u.union(v) for u, v in zip(near, box, strict=True))
        clusters.append(box)
    return clusters


def _touch(first: Box, second: Box) -> bool:
    return all(u.overlaps(v) for u, v in zip(first, second, strict=True))
