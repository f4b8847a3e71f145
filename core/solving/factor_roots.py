"""The roots of one factor of a formula: a polynomial's by algebra, others by branch and prune."""

from dataclasses import dataclass, field, replace
from typing import TypeAlias, cast

from flint import acb, arb

from core.continuation.zeros import polynomial
from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.series import coefficients
from core.expression.tree import Node
from core.solving.bent_roots import root_at_bend
from core.solving.isolation import isolate
from core.solving.multiple_roots import candidates, is_only_zero, order_of_zero
from core.solving.slopes import Map

Ends: TypeAlias = tuple[arb, arb]

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
    """What a search for roots finds.

    Attributes:
        roots: The roots.
        undecided: Intervals about which nothing is proven.
        boxes: How many intervals were looked at.
        ended_early: Whether the search was ended with intervals left to halve.
        vanishes: Whether the formula is proven to be 0 wherever it has a value.
    """

    roots: list[Found] = field(default_factory=list)
    undecided: list[arb] = field(default_factory=list)
    boxes: int = 0
    ended_early: bool = False
    vanishes: bool = False


def roots_of_factor(tree: Node, variable: str, ends: Ends, budget: int) -> Search:
    """Return the roots of a formula that is no product; those of a polynomial outside too.

    To be called at a working precision of ``BITS``.

    Args:
        tree: The formula.
        variable: Its variable.
        ends: Between which numbers to look.
        budget: How many intervals to look at.
    """
    p = polynomial(tree)
    if p is None or not p:
        return _of_formula(tree, variable, ends, budget)
    isolated = cast(list[tuple[acb, int]], p.complex_roots())
    real = [(z.real, n) for z, n in isolated if z.imag.is_zero()]
    alone = _apart([ball for ball, _ in real])
    roots = [Found(ball, wide, n) for (ball, n), wide in zip(real, alone, strict=True)]
    return Search([_named(root, tree, variable) for root in roots])


def _apart(balls: list[arb]) -> list[arb]:
    """Return an interval around each of some disjoint balls that meets none of the others."""
    gaps = [[abs(a - b).lower() for b in balls if b is not a] for a in balls]
    return [a + arb(0, min(gap, default=arb(1)) / 2) for a, gap in zip(balls, gaps, strict=True)]


def _of_formula(tree: Node, variable: str, ends: Ends, budget: int) -> Search:
    """Branch and prune; in what is left, look for roots of higher order; branch on."""
    system, found = Map((variable,), (tree,)), Search(undecided=[ends[0].union(ends[1])])
    for depth in DEPTHS:
        intervals, found.undecided = clipped(found.undecided, ends), []
        for interval in intervals:
            left = max(0, budget - found.boxes) // len(intervals)
            part = isolate(system, (interval,), depth, left)
            found.boxes += part.boxes
            found.ended_early |= part.ended_early
            simple = [Found(zero.place[0], zero.alone[0]) for zero in part.zeros]
            found.roots += [_named(root, tree, variable) for root in simple]
            for cluster in joined_intervals([box for (box,) in part.undecided]):
                multiple = _multiple(tree, variable, cluster)
                found.roots += [] if multiple is None else [multiple]
                found.undecided += [cluster] if multiple is None else []
    found.undecided = clipped(found.undecided, ends)
    return found


def _multiple(tree: Node, variable: str, cluster: arb) -> Found | None:
    """Return the only root in an interval, of whatever order or none, where one is proven."""
    for node in candidates(cluster):
        order = order_of_zero(tree, variable, node)
        if order and is_only_zero(tree, variable, order, cluster):
            return Found(enclose(node, {}, BITS), cluster, order, node)
    bend = root_at_bend(tree, variable, cluster)
    return None if bend is None else Found(enclose(bend, {}, BITS), cluster, None, bend)


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


def clipped(intervals: list[arb], ends: Ends) -> list[arb]:
    """Return the intervals cut off at two numbers: a ball's ends are rounded outward to 30 bits."""
    low, high = ends[0].lower(), ends[1].upper()
    cut = [(max(u.lower(), low), min(u.upper(), high)) for u in intervals]
    return [a.union(b) for a, b in cut if a <= b]


def joined_intervals(intervals: list[arb]) -> list[arb]:
    """Return the intervals in order, those that touch as one."""
    joined: list[arb] = []
    for interval in sorted(intervals, key=lambda ball: float(ball.mid())):
        if joined and joined[-1].overlaps(interval):
            joined[-1] = joined[-1].union(interval)
        else:
            joined.append(interval)
    return joined
