"""How far a function agrees with the analytic continuation of its germ, on one side of a point.

The line is cut at the function's seams (``core.continuation.seams``). On each piece it is the
continuation everywhere or nearly nowhere: everywhere if around one point the same formula continues
it, nearly nowhere if at one point both values, in balls, differ.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import inf
from typing import Literal, TypeAlias

from flint import arb

from core.certified import Certified
from core.continuation.branch import Unresolved, analytic_branch
from core.continuation.exact_zeros import exact_zero
from core.continuation.identities import shortened, simplified
from core.continuation.rational_function import written
from core.continuation.ray import BITS, Ray
from core.continuation.seams import seams
from core.continuation.zeros import polynomial
from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.building import ONE, constant, minus
from core.expression.series import coefficients
from core.expression.tree import Call, Cases, Node, Variable, walk
from core.local.germs import Unsettled, decided
from core.local.reach import has_no_value_over

MAX_PIECES = 8
# Where a piece is looked at, in parts of it, or of ``WIDEST`` if it is wider.
PARTS = (0.4, 0.2, 0.7, 0.1, 0.025)
WIDEST = 4.0
# What is left out of a piece beside the seams at its ends, which are doubles.
HAIR = 2.0**-40
# By how much less or more the true radius may be than the double that stands for it.
ROUNDING = 1 + 2.0**-44

Finding: TypeAlias = Literal["same", "undecided"]


@dataclass(frozen=True, slots=True)
class Witness:
    """A point where a function and the sum of its series differ, both values proven.

    Attributes:
        x: The point.
        function: The function's value there.
        sum: The sum of the series.
    """

    x: float
    function: Certified
    sum: Certified

    def __repr__(self) -> str:
        """Show both values."""
        return f"f({self.x!r}) = {self.function.decimals}, sum = {self.sum.decimals}"


@dataclass(frozen=True, slots=True)
class Side:
    """What is known on one side of the center.

    Attributes:
        equal: They agree up to this distance, wherever the function has a value.
        complete: Whether that is as far as the question goes.
        witness: A point where they differ, if one is known.
        end: Where the agreement ends at ``equal``, in closed form, if that is known.
    """

    equal: float
    complete: bool
    witness: Witness | None = None
    end: Node | None = None


@dataclass(frozen=True)
class Agreement:
    """The function beside the continuation, on one side.

    Attributes:
        tree: The function.
        total: The formula of the continuation, analytic around the center.
        variable: The name of x.
        at: The center.
        side: 1 to the right, -1 to the left.
        radius: How far the question goes: the continuation is analytic there; inf allowed.
        harmless: Expressions that are known not to vanish there, the center left out.
        is_flat: Whether the two differ next to the center, by a flat function.
    """

    tree: Node
    total: Node
    variable: str
    at: Node
    side: int
    radius: float
    harmless: frozenset[Node]
    is_flat: bool

    def found(self) -> Side:
        """Go outward from seam to seam."""
        equal, start, end = 0.0, 0.0, None
        for k in range(MAX_PIECES):
            seam = self._ray.first(start)
            near, far = seam or (self._ray.limit, self._ray.limit)
            if near > start:
                finding = self._on_piece(start, near, next_to_center=k == 0)
                if finding != "same":
                    found = finding if isinstance(finding, Witness) else None
                    return Side(equal, False, found, end)
                if start and not self._joins(start):
                    return Side(equal, False, self._witness(self._place(start)), end)
                equal = near
                end = self._ray.exact(seam) if seam else None
            if seam is not None and near > self._inside:
                return Side(equal, False, None, end)
            if seam is None:
                complete = self._ray.limit >= self.radius
                return Side(min(equal, self.radius), complete)
            start = far
        return Side(equal, False, None, end)

    @property
    def _inside(self) -> float:
        """A little less than the radius, which is rounded."""
        return self.radius / ROUNDING

    @cached_property
    def _ray(self) -> Ray:
        return self._ray_of(simplified(self.tree))

    @cached_property
    def _continuation_ends(self) -> float:
        """How far the formula of the continuation is proven to be just that."""
        ray = self._ray_of(self.total)
        seam = ray.first(0.0)
        return seam[0] if seam else ray.limit

    def _ray_of(self, tree: Node) -> Ray:
        found = {self._rest(g) for g in seams(tree) - self.harmless}
        expressions = tuple(sorted(found - {ONE}, key=repr))
        return Ray(self.variable, self.at, self.side, expressions, self.radius * ROUNDING)

    def _rest(self, g: Node) -> Node:
        """Return a polynomial without the zeros that it shares with harmless ones."""
        p = polynomial(g)
        if p is None:
            return g
        for q in (polynomial(h) for h in self.harmless):
            while q is not None and (common := p.gcd(q)).degree() > 0:
                p = p / common
        return written(p, Variable(self.variable)) if p.degree() > 0 else ONE

    def _on_piece(self, near: float, far: float, next_to_center: bool) -> "Finding | Witness":
        """Compare on a piece without seams."""
        if next_to_center and not self.is_flat:
            return "same"
        places = list(self._places(near, far))
        if places and self._has_no_value(near, far):
            return "same"
        for x in places:
            if self._continues(x):
                return "same"
            witness = self._witness(x)
            if witness is not None:
                return witness
        return "undecided"

    def _has_no_value(self, near: float, far: float) -> bool:
        """Prove that f has no value on a piece; hairs beside the seams at its ends are left out.

        Ball after ball, each 2^20 times as wide: FLINT rounds a radius to 30 bits.
        """
        gap = HAIR * (far - near if far < inf else max(near, 1.0))
        end = min(far - gap, sys.float_info.max / 2)
        while near + gap < end:
            first, gap = self._place(near + gap), gap * 2.0**20
            piece = arb(first).union(arb(self._place(min(near + gap, end))))
            if not has_no_value_over(self.tree, {self.variable: piece}):
                return False
        return True

    def _joins(self, distance: float) -> bool:
        """Prove that at a seam, too, the function is the continuation, or has no value."""
        if not any(_may_jump(node) for node in walk(self.tree)):
            return True
        x = self._place(distance)
        places = (exact_zero(g, self.variable, x) for g in self._ray.expressions)
        place = next((it for it in places if it is not None), None)
        return place is not None and self._agrees_at(place)

    def _agrees_at(self, place: Node) -> bool:
        try:
            here = decided(self.tree, self.variable, place)
        except NotAnalytic:  # no case holds there
            return True
        except Unsettled:
            return False
        try:
            gap = coefficients(minus(here, self.total), self.variable, place, 0)[0]
        except NotAnalytic:
            values = {self.variable: place}
            gap = enclose(here, values, BITS) - enclose(self.total, values, BITS)
        return bool(gap.is_zero())

    def _places(self, near: float, far: float) -> Iterator[float]:
        """Yield doubles inside a piece, short ones if possible, where the continuation is known."""
        far = min(far, near + WIDEST, self._continuation_ends, self._inside)
        with working_precision(BITS):
            a = enclose(self.at, {}, BITS)
            for part in PARTS:
                x = self._place(near + part * (far - near))
                for short in (float(f"{x:.3g}"), x):
                    distance = self.side * (arb(short) - a)
                    if near < distance and distance < far:
                        yield short
                        break

    def _place(self, distance: float) -> float:
        """Return about the point at a distance."""
        with working_precision(BITS):
            return float((enclose(self.at, {}, BITS) + self.side * arb(distance)).mid())

    def _continues(self, x: float) -> bool:
        """Say whether around a point the function is the formula of the continuation."""
        try:
            branch = analytic_branch(self.tree, self.variable, constant(Fraction(x)))
        except Unresolved:
            return False
        return shortened(branch) == self.total

    def _witness(self, x: float) -> Witness | None:
        """Return both values at a point if they are proven to differ."""
        values = {self.variable: arb(x)}
        value = enclose(self.tree, values, BITS)
        try:  # the formula of the continuation may have removable points
            (total,) = coefficients(self.total, self.variable, arb(x), 0, BITS)
        except NotAnalytic:
            return None
        if not (value.is_finite() and total.is_finite()) or value.overlaps(total):
            return None
        return Witness(x, Certified.of(value), Certified.of(total))


def _may_jump(node: Node) -> bool:
    """Say whether a node may take a value at a point that is not its limit there."""
    match node:
        case Cases(_) | Call("sign" | "floor" | "ceil", _):
            return True
    return False
