"""The roots of one factor of a formula: a polynomial's by algebra, others by branch and prune."""

from dataclasses import dataclass, field, replace
from typing import cast

from flint import acb, arb

from core.continuation.zeros import polynomial
from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.series import coefficients
from core.expression.tree import Node
from core.solving.isolation import isolate
from core.solving.multiple_roots import candidates, is_only_zero, order_of_zero
from core.solving.slopes import Map

BITS = 200
# How often boxes are halved before a root of higher order is looked for in what is left; and then.
DEPTHS = (14, 28)


@dataclass(frozen=True, slots=True)
class Found:
    """A root of one formula.

    Attributes:
        ball: Encloses it.
        alone: An interval in which the formula has no other root.
        multiplicity: Its order; None if it has none.
        exact: A closed form; None if none was found.
    """

    ball: arb
    alone: arb
    multiplicity: int | None = 1
    exact: Node | None = None


@dataclass(slots=True)
class Search:
    """Roots, and intervals that are left undecided; and how many intervals were looked at."""

    roots: list[Found] = field(default_factory=list)
    undecided: list[arb] = field(default_factory=list)
    boxes: int = 0


def roots_of_factor(tree: Node, variable: str, window: arb, budget: int) -> Search:
    """Return the roots of a formula that is no product; those of a polynomial outside too.

    To be called at a working precision of ``BITS``.

    Args:
        tree: The formula.
        variable: Its variable.
        window: Where to look.
        budget: How many intervals to look at.
    """
    p = polynomial(tree)
    if p is None or not p:
        return _of_formula(tree, variable, window, budget)
    isolated = cast(list[tuple[acb, int]], p.complex_roots())
    real = [Found(z.real, z.real, n) for z, n in isolated if z.imag.is_zero()]
    return Search([_named(root, tree, variable) for root in real])


def _of_formula(tree: Node, variable: str, window: arb, budget: int) -> Search:
    """Branch and prune; in what is left, look for roots of higher order; branch on."""
    system, found = Map((variable,), (tree,)), Search(undecided=[window])
    for depth in DEPTHS:
        intervals, found.undecided = found.undecided, []
        for interval in intervals:
            left = max(0, budget - found.boxes) // len(intervals)
            part = isolate(system, (interval,), depth, left)
            found.boxes += part.boxes
            simple = [Found(zero.place[0], zero.alone[0]) for zero in part.zeros]
            found.roots += [_named(root, tree, variable) for root in simple]
            for cluster in joined_intervals([box for (box,) in part.undecided]):
                multiple = _multiple(tree, variable, cluster)
                found.roots += [] if multiple is None else [multiple]
                found.undecided += [cluster] if multiple is None else []
    return found


def _multiple(tree: Node, variable: str, cluster: arb) -> Found | None:
    """Return the only root in an interval, of whatever order, where one is proven."""
    for node in candidates(cluster):
        order = order_of_zero(tree, variable, node)
        if order and is_only_zero(tree, variable, order, cluster):
            return Found(enclose(node, {}, BITS), cluster, order, node)
    return None


def _named(root: Found, tree: Node, variable: str) -> Found:
    """Return the root with its closed form, if a short one is proven."""
    for node in candidates(root.ball):
        if vanishes(tree, variable, node):
            return replace(root, ball=enclose(node, {}, BITS), exact=node)
    return root


def vanishes(tree: Node, variable: str, at: Node) -> bool:
    """Prove that ``tree`` is 0 at a number."""
    try:
        return bool(coefficients(tree, variable, at, 0)[0].is_zero())
    except NotAnalytic:
        return False


def joined_intervals(intervals: list[arb]) -> list[arb]:
    """Return the intervals in order, those that touch as one."""
    joined: list[arb] = []
    for interval in sorted(intervals, key=lambda ball: float(ball.mid())):
        if joined and joined[-1].overlaps(interval):
            joined[-1] = joined[-1].union(interval)
        else:
            joined.append(interval)
    return joined
