"""The search for the roots of a formula: factor by factor, then what they have in common."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from flint import arb, arb_poly

from core.continuation.zeros import MAX_DEGREE, polynomial
from core.expression.balls import enclose, working_precision
from core.expression.building import constant, power, times
from core.expression.tree import Call, Negation, Node, Operation
from core.local.holes import has_no_value
from core.local.reach import has_no_value_over
from core.solving.factor_roots import (
    BITS,
    Found,
    Search,
    joined_intervals,
    roots_of_factor,
    vanishes,
)
from core.solving.factors import factors, fraction, numerator
from core.solving.identity import is_zero_everywhere
from core.solving.isolation import MAX_BOXES


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
        ends = enclose(low, {}, BITS), enclose(high, {}, BITS)
        if is_zero_everywhere(numerator(tree)):
            return Search(undecided=[ends[0].union(ends[1])], vanishes=True)
        for factor, order in _grouped(factors(tree)):
            part = roots_of_factor(factor, variable, ends, budget - total.boxes)
            total.boxes += part.boxes
            total.ended_early |= part.ended_early
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


def _counts(
    root: Found, factor: Node, tree: Node, variable: str, ends: tuple[Node, Node]
) -> bool | None:
    """Say whether a factor's root is one of ``tree`` in the window; None if that stays open."""
    for end, sign in zip(ends, (1, -1), strict=True):
        here = enclose(end, {}, BITS)
        inside = sign * (root.ball - here)
        if inside < 0:
            return False
        if not (inside >= 0 or (root.alone.contains(here) and vanishes(factor, variable, end))):
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
        case Call(name, arguments):
            known = all(_has_value(u, place, zero) for u in arguments)
            # log(b, u) is ln(u)/ln(b): nothing where ln(b) is 0, or has no value.
            base = enclose(Call("ln", arguments[:1]), place, BITS) if name == "log" else arb(1)
            based = base.is_finite() and not base.contains(0)
            return zero in factors(tree) and known and based
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
    return replace(found, roots=merged, undecided=joined_intervals(undecided))
