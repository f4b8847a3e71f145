"""Which Taylor coefficients of a formula vanish because of how it is built.

``y Γ(x)`` has no term in ``y^2``, and ``g(x) + h(y)`` no mixed one, whatever the functions. Sets of
multi-indices are combined as the formula combines its parts: sums unite them, products add them,
and an analytic function of u has at most the sums of any number of indices of u.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TypeAlias

from core.expression.rational import rational
from core.expression.tree import Negation, Node, Operation, Variable, children, is_constant
from core.several.rays import MultiIndex

Support: TypeAlias = frozenset[MultiIndex]


def support(tree: Node, place: Mapping[str, Node], variables: Sequence[str], order: int) -> Support:
    """Return multi-indices up to ``order`` outside of which no Taylor coefficient differs from 0.

    Args:
        tree: A formula, all of whose parts are analytic at the point (``core.local.smooth``).
        place: The point.
        variables: The names, in the order of the indices.
        order: The highest total degree.

    >>> from core.expression.expression import parse
    >>> from core.expression.building import ONE
    >>> f = parse("y gamma(x)", ("x", "y"))
    >>> sorted(support(f.tree, {"x": ONE, "y": ONE}, f.variables, 2))
    [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)]
    """
    return _Walk(place, tuple(variables), order).of(tree)


class _Walk:
    """One point and one order."""

    def __init__(self, place: Mapping[str, Node], variables: tuple[str, ...], order: int) -> None:
        self.place, self.variables, self.order = place, variables, order
        self.zero: Support = frozenset([(0,) * len(variables)])

    def of(self, node: Node) -> Support:
        if is_constant(node):
            return self.zero
        match node:
            case Variable(name):
                unit = frozenset([tuple(int(name == other) for other in self.variables)])
                return unit if rational(self.place[name]) == 0 else unit | self.zero
            case Negation(u):
                return self.of(u)
            case Operation("+" | "-", u, v):
                return self.of(u) | self.of(v)
            case Operation("*", u, v):
                return self.sums(self.of(u), self.of(v))
            case Operation("/", u, v):
                return self.sums(self.of(u), self.function_of(v))
            case Operation("^", u, v):
                return self.power(u, v)
        return self.function_of(*children(node))

    def sums(self, u: Support, v: Support) -> Support:
        """All ``m + n`` of at most the order."""
        if self.zero in (u, v):
            return v if u == self.zero else u
        found = (tuple(i + j for i, j in zip(m, n, strict=True)) for m in u for n in v)
        return frozenset(m for m in found if sum(m) <= self.order)

    def power(self, u: Node, v: Node) -> Support:
        """A whole power is a product; more factors than the order change nothing any more."""
        n = rational(v)
        if n is None or n.denominator > 1 or n < 0:
            return self.function_of(u, v)
        factors = [self.of(u)] * min(int(n), self.order + 1)
        return reduce(self.sums, factors, self.zero)

    def function_of(self, *arguments: Node) -> Support:
        """All sums of any number of indices of the arguments."""
        found, before = reduce(frozenset.union, map(self.of, arguments), self.zero), self.zero
        while found != before:
            before, found = found, self.sums(found, found)
        return found
