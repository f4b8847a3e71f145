"""How far a function agrees with the analytic continuation of its germ, on one side of a point.

The line is cut at the function's seams (``core.seams``). On each piece it is the continuation
everywhere or nearly nowhere: everywhere if around one point the same formula continues it, nearly
nowhere if at one point both values, in balls, differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from flint import arb

from core.certified import Certified
from core.expression.balls import enclose, working_precision
from core.expression.building import constant
from core.expression.tree import Node
from core.identities import shortened, simplified
from core.outside import is_undefined
from core.seams import BITS, Ray, seams
from core.singularities import Unresolved, analytic_branch

MAX_PIECES = 8
# Where a piece is looked at, in parts of it, or of ``WIDEST`` if it is wider.
PARTS = (0.4, 0.2, 0.7, 0.1, 0.025)
WIDEST = 4.0

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
        return f"f({self.x:g}) = {self.function.decimals}, sum = {self.sum.decimals}"


@dataclass(frozen=True, slots=True)
class Side:
    """What is known on one side of the center.

    Attributes:
        equal: They agree up to this distance, wherever the function has a value.
        complete: Whether that is as far as the question goes.
        witness: A point where they differ, if one is known.
    """

    equal: float
    complete: bool
    witness: Witness | None = None


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
        equal, start = 0.0, 0.0
        for k in range(MAX_PIECES):
            seam = self._ray.first(start)
            near, far = seam or (self._ray.limit, self._ray.limit)
            if near > start:
                finding = self._on_piece(start, near, next_to_center=k == 0)
                if finding != "same":
                    return Side(equal, False, finding if isinstance(finding, Witness) else None)
                equal = near
            if seam is None:
                return Side(equal, self._ray.limit == self.radius)
            start = far
        return Side(equal, False)

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
        expressions = tuple(sorted(seams(tree) - self.harmless, key=repr))
        return Ray(self.variable, self.at, self.side, expressions, self.radius)

    def _on_piece(self, near: float, far: float, next_to_center: bool) -> "Finding | Witness":
        """Compare on a piece without seams."""
        if next_to_center and not self.is_flat:
            return "same"
        for x in self._places(near, far):
            if is_undefined(self.tree, self.variable, constant(Fraction(x))):
                return "same"
            if self._continues(x):
                return "same"
            witness = self._witness(x)
            if witness is not None:
                return witness
        return "undecided"

    def _places(self, near: float, far: float) -> Iterator[float]:
        """Yield doubles inside a piece, and where the continuation is known."""
        far = min(far, near + WIDEST, self._continuation_ends)
        with working_precision(BITS):
            a = enclose(self.at, {}, BITS)
            for part in PARTS:
                x = float((a + self.side * arb(near + part * (far - near))).mid())
                distance = self.side * (arb(x) - a)
                if near < distance and distance < far:
                    yield x

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
        value, total = (enclose(tree, values, BITS) for tree in (self.tree, self.total))
        if not (value.is_finite() and total.is_finite()) or value.overlaps(total):
            return None
        return Witness(x, Certified.of(value), Certified.of(total))
