"""The search for the roots of a formula: factor by factor, then what they have in common."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce
from typing import cast

from flint import acb, arb, arb_poly

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.building import constant, power, times
from core.expression.series import coefficients
from core.expression.tree import Call, Negation, Node, Operation
from core.factors import factors, fraction
from core.holes import has_no_value
from core.isolation import MAX_BOXES, isolate
from core.multiple_roots import candidates, is_only_zero, order_of_zero
from core.reach import has_no_value_over
from core.slopes import Map
from core.zeros import MAX_DEGREE, polynomial

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


def search(tree: Node, variable: str, low: Node, high: Node, budget: int = MAX_BOXES) -> Search:
    """Return the roots of ``tree`` in the closed interval from ``low`` to ``high``, in order.

    Args:
        tree: A formula.
        variable: Its variable.
        low: A constant.
        high: A larger one.
        budget: How many intervals to look at.
    """
    total = Search()
    with working_precision(BITS):
        window = enclose(low, {}, BITS).union(enclose(high, {}, BITS))
        for factor, order in _grouped(factors(tree)):
            part = _of_factor(factor, variable, window, budget - total.boxes)
            total.boxes += part.boxes
            total.undecided += part.undecided
            for root in part.roots:
                verdict = _counts(root, factor, tree, variable, (low, high))
                if verdict is None:
                    total.undecided.append(root.ball)
                elif verdict:
                    total.roots.append(
                        replace(root, multiplicity=_product(root.multiplicity, order))
                    )
        return _merged(total)


def _product(m: int | None, n: int | None) -> int | None:
    return None if m is None or n is None else m * n


def _sum(m: int | None, n: int | None) -> int | None:
    return None if m is None or n is None else m + n


def _grouped(found: dict[Node, int | None]) -> Iterator[tuple[Node, int | None]]:
    """Yield the factors with their orders; polynomials multiplied, lest two share a root."""
    degrees = {u: p.degree() for u in found if (p := polynomial(u)) is not None and p}
    plain = {u: n for u, n in found.items() if u in degrees and n is not None}
    if plain and sum(degrees[u] * n for u, n in plain.items()) <= MAX_DEGREE:
        yield (
            reduce(
                times, (u if n == 1 else power(u, constant(Fraction(n))) for u, n in plain.items())
            ),
            1,
        )
        found = {u: n for u, n in found.items() if u not in plain}
    yield from found.items()


def _of_factor(tree: Node, variable: str, window: arb, budget: int) -> Search:
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
        if _vanishes(tree, variable, node):
            return replace(root, ball=enclose(node, {}, BITS), exact=node)
    return root


def _vanishes(tree: Node, variable: str, at: Node) -> bool:
    """Prove that ``tree`` is 0 at a number."""
    try:
        return bool(coefficients(tree, variable, at, 0)[0].is_zero())
    except NotAnalytic:
        return False


def _counts(
    root: Found, factor: Node, tree: Node, variable: str, ends: tuple[Node, Node]
) -> bool | None:
    """Say whether a factor's root is one of ``tree`` in the window; None if that stays open."""
    for end, sign in zip(ends, (1, -1), strict=True):
        here = enclose(end, {}, BITS)
        inside = sign * (root.ball - here)
        if inside < 0:
            return False
        at_end = root.alone.contains(here) and _vanishes(factor, variable, end)
        if not (inside >= 0 or at_end):
            return None
    place = {variable: root.ball}
    if _has_value(tree, place, factor):
        return True
    return False if _has_none(tree, place, factor, root.exact) else None


def _has_value(tree: Node, place: dict[str, arb], zero: Node) -> bool:
    """Prove that ``tree`` has a value where ``zero``, a factor of it, vanishes.

    A ball around sqrt(2) does not tell whether ``x^2 - 2`` has a square root; that it is 0 does.
    """
    if tree == zero or enclose(tree, place, BITS).is_finite():
        return True
    match tree:
        case Negation(u):
            return _has_value(u, place, zero)
        case Operation("*", u, v):
            return _has_value(u, place, zero) and _has_value(v, place, zero)
        case Operation("/", u, v):
            nonzero = not enclose(v, place, BITS).contains(0)
            return nonzero and _has_value(u, place, zero)
        case Call(_, (*_, u)):
            return zero in factors(tree) and _has_value(u, place, zero)
    return False


def _has_none(tree: Node, place: dict[str, arb], zero: Node, exact: Node | None) -> bool:
    """Prove that ``tree`` has no value where ``zero`` vanishes."""
    ((variable, ball),) = place.items()
    below = fraction(tree)[1]
    if has_no_value_over(tree, place) or _is_common(zero, below, ball) or zero in factors(below):
        return True
    return exact is not None and has_no_value(tree, variable, exact)


def _is_common(u: Node, v: Node, ball: arb) -> bool:
    """Prove that u's root in a ball is one of v too: u without their common divisor is not 0."""
    p, q = polynomial(u), polynomial(v)
    if not p or not q:
        return False
    simple = p / p.gcd(p.derivative())
    return not arb_poly(simple / simple.gcd(q))(ball).contains(0)


def joined_intervals(intervals: list[arb]) -> list[arb]:
    """Return the intervals in order, those that touch as one."""
    joined: list[arb] = []
    for interval in sorted(intervals, key=lambda ball: float(ball.mid())):
        if joined and joined[-1].overlaps(interval):
            joined[-1] = joined[-1].union(interval)
        else:
            joined.append(interval)
    return joined


def _merged(found: Search) -> Search:
    """Return all roots in order: those that are one number joined, what may be one undecided."""
    merged: list[Found] = []
    undecided = found.undecided
    for root in sorted(found.roots, key=lambda root: float(root.ball.mid())):
        last = merged[-1] if merged else None
        if last is None or not last.ball.overlaps(root.ball):
            merged.append(root)
        elif root.exact is not None and root.exact == last.exact:
            merged[-1] = replace(root, multiplicity=_sum(last.multiplicity, root.multiplicity))
        else:
            undecided = [*undecided, merged.pop().ball.union(root.ball)]
    return Search(merged, joined_intervals(undecided), found.boxes)
