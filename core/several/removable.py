"""Proof that a function of several variables is smooth at a point, removable points filled in.

Every part of the formula is analytic there (``core.local.smooth``), or is a function ``g(w)`` of
one inner formula w that is: ``sin(x y)/(x y)`` at the origin is ``g(x y)`` with ``g(w) =
sin(w)/w``, whose series in one variable proves it. That ``x y/(x^2 + y^2)`` has a series along
every line through the origin proves nothing.
"""

from collections.abc import Mapping

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.building import ONE, over, replaced
from core.expression.choosing import surely_chosen
from core.expression.series import coefficients
from core.expression.tree import Cases, Node, Operation, children
from core.local.smooth import BITS, is_harmless
from core.several.inner import INNER, factors, inner_formulas, over_its_parts, with_inner
from core.several.known import ACCURACY, tidied

MAX_TRIALS = 24  # series in one variable that are tried for one formula


def smooth_value(tree: Node, place: Mapping[str, Node], order: int) -> arb | None:
    """Return ``f(a)`` if f is proven to be differentiable ``order`` times around the point.

    Args:
        tree: The formula.
        place: The point.
        order: Analytic parts are differentiable as often as one likes; ``|x|^3`` is twice.

    Returns:
        A ball for the value, or for the limit at a removable point; None where nothing is proven.

    >>> from core.expression.building import ZERO
    >>> from core.expression.expression import parse
    >>> origin = {"x": ZERO, "y": ZERO}
    >>> bool(smooth_value(parse("sin(x y)/(x y)", ("x", "y")).tree, origin, 2) == 1)
    True
    >>> smooth_value(parse("x y/(x^2 + y^2)", ("x", "y")).tree, origin, 2) is None
    True
    """
    with working_precision(BITS):
        return _Proof(place, order).of(tree)


class _Proof:
    """One point and one order, with what was found about each part."""

    def __init__(self, place: Mapping[str, Node], order: int) -> None:
        self.place, self.order = place, order
        self.trials = MAX_TRIALS
        self.found: dict[Node, arb | None] = {}

    def of(self, node: Node) -> arb | None:
        if node not in self.found:
            ways = (self.from_parts, self.from_inner, self.from_factors)
            values = (way(node) for way in ways)
            self.found[node] = next((value for value in values if value is not None), None)
        return self.found[node]

    def from_parts(self, node: Node) -> arb | None:
        """The value of a node that is analytic over the values of its parts."""
        if isinstance(node, Cases):
            return self.from_branch(node)
        parts = {f"u_{i}": self.of(part) for i, part in enumerate(children(node))}
        values = {name: value for name, value in parts.items() if value is not None}
        if len(values) < len(parts):
            return None
        above, place = over_its_parts(node), {**self.place, **values}
        return enclose(above, place, BITS) if is_harmless(above, place) else None

    def from_branch(self, node: Cases) -> arb | None:
        """The value of the branch that holds all around: there every comparison is a strict one."""
        chosen = surely_chosen(node.branches, self.place, BITS)
        if chosen is None:
            return None
        met = node.branches[: node.branches.index(chosen) + 1]
        sides = [side for b in met for it in b.conditions for side in (it.left, it.right)]
        continuous = all(self.of(side) is not None for side in sides)
        return self.of(chosen.value) if continuous else None

    def from_inner(self, node: Node) -> arb | None:
        """The value of ``g(w)`` if w is smooth and g has a Taylor polynomial at ``w(a)``.

        Where g has a value at ``w(a)``, that is its limit: the series refuses a jump.
        """
        for inner in inner_formulas(node):
            if self.trials == 0:
                break
            self.trials -= 1
            at = tidied(replaced(inner, self.place))
            try:
                outer = with_inner(node, inner)
                value = coefficients(outer, INNER.name, at, self.order, ACCURACY)[0]
            except NotAnalytic:
                continue
            if self.of(inner) is not None:
                return value
        return None

    def from_factors(self, node: Node) -> arb | None:
        """The value of a product of smooth quotients, as ``y sin(x)/x`` is ``y`` times one."""
        if not isinstance(node, Operation) or node.operator != "/":
            return None
        above, below = list(factors(node.left)), list(factors(node.right))
        if len(above) + len(below) == 2:
            return None
        quotients: list[Node] = []
        for v in below:
            u = next((u for u in (ONE, *above) if self.of(over(u, v)) is not None), None)
            if u is None:
                return None
            if u != ONE:
                above.remove(u)
            quotients.append(over(u, v))
        product = arb(1)
        for part in (*quotients, *above):
            value = self.of(part)
            if value is None:
                return None
            product *= value
        return product
