"""The numbers that the terms of a sum share: ``(2x + 4) sin x`` is ``2 (x + 2) sin x``."""

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

from core.expression.building import ZERO, minus, plus
from core.expression.terms import Term, added, addends, collected
from core.expression.tree import Negation, Node, Operation
from core.expression.writing import written


def chain(terms: Sequence[Term]) -> Node:
    """Write terms as a sum, a positive one first: ``1 - x`` rather than ``-x + 1``."""
    ahead = next((it for it in terms if it.factor > 0), None)
    ordered = [ahead, *(it for it in terms if it is not ahead)] if ahead else terms
    nothing: Node = ZERO
    return reduce(_plus, map(written, ordered), nothing)


def _plus(u: Node, v: Node) -> Node:
    match v:
        case Operation("*" | "/", Negation(first), rest):
            return minus(u, Operation(v.operator, first, rest))
        case _:
            return plus(u, v)


def with_number_ahead(it: Term) -> Term | None:
    """Take out the number that all terms of a sum share; None if there is none.

    Of a factor above the bar, but not of its powers: ``10 (2x + 4)^4`` is a chain rule to be seen.
    Below the bar where it cancels: ``2/(2x + 4)`` is ``1/(x + 2)``.
    """
    alone = len(it.above) + len(it.below) == 1
    for u, k in it.above.items():
        if k == 1 and not alone and (found := _divided(u)):
            rest = Term(it.factor, added(it.above, {u: -1}), it.below, it.decimal)
            return rest * found
    for u, k in it.below.items():
        found = _divided(u)
        if found and gcd(it.factor.numerator, (found.factor**k).numerator) > 1:
            rest = Term(it.factor, it.above, added(it.below, {u: -k}), it.decimal)
            powers = found.raised(k)
            return powers and rest * powers.inverse()
    return None


def _divided(u: Node) -> Term | None:
    """Return ``2 (x + 2)`` for the sum ``2x + 4``; None where nothing is shared."""
    parts = addends(u) if is_sum(u) else []
    shared = _common_factor(parts)
    if shared == 1 or any(part.decimal for part in parts):
        return None
    once = chain([part * Term(1 / shared) for part in parts])
    return Term(shared, {once: 1})


def _common_factor(parts: Sequence[Term]) -> Fraction:
    """Return the largest number that leaves whole ones in front of every term; 1 for none."""
    ratios = [part.factor.as_integer_ratio() for part in parts if part.factor]
    if not ratios:
        return Fraction(1)
    return Fraction(gcd(*(n for n, _ in ratios)), lcm(*(d for _, d in ratios)))


def without_multiples(it: Term, above: Node) -> Term:
    """Return ``2 (x+1)`` for a sum ``2x + 2`` above the bar if ``x + 1`` stands below."""
    for below in it.below:
        ratio = _ratio(above, below)
        if ratio is not None:
            powers = added(added(it.above, {above: -1}), {below: 1})
            return Term(it.factor * ratio, powers, it.below, it.decimal)
    return it


def _ratio(u: Node, v: Node) -> Fraction | None:
    """Return the number by which two sums differ, None if they differ otherwise."""
    first, second = ({it.kind: it.factor for it in collected(addends(w))} for w in (u, v))
    if u == v or first.keys() != second.keys():
        return None
    ratios = {first[kind] / second[kind] for kind in first if second[kind]}
    return ratios.pop() if len(ratios) == 1 and all(second.values()) else None


def is_sum(u: Node) -> bool:
    """Say whether a formula is a sum or a difference."""
    return isinstance(u, Operation) and u.operator in "+-"
