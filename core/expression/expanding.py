"""Sums of polynomials multiplied out where that makes them shorter: ``2x(1+x^2) - 2x^3`` is 2x."""

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from core.expression.terms import Term, addends
from core.expression.tree import Node, Operation, Variable

MAX_DEGREE = 24

# Powers of variables, by name, to their coefficient.
Monomial: TypeAlias = tuple[tuple[str, int], ...]
Polynomial: TypeAlias = dict[Monomial, Fraction]


def expanded(terms: Sequence[Term]) -> Sequence[Term]:
    """Return a sum of polynomials multiplied out, if it has no more terms than before.

    >>> from core.expression.expression import parse
    >>> [it.factor for it in expanded(addends(parse("2x(1+x^2) - x^2 (2x)").tree))]
    [Fraction(2, 1)]
    """
    if any(it.below or it.decimal for it in terms) or not any(map(_has_sum, terms)):
        return terms
    total: Polynomial = {}
    for it in terms:
        p = _polynomial(it)
        if p is None:
            return terms
        total = _sum(total, p)
    left = [Term(c, {Variable(x): k for x, k in m}) for m, c in total.items() if c]
    return sorted(left, key=_degree, reverse=True) if len(left) <= len(terms) else terms


def _has_sum(it: Term) -> bool:
    return any(isinstance(u, Operation) for u in it.above)


def _degree(it: Term) -> int:
    return sum(it.above.values())


def _polynomial(it: Term) -> Polynomial | None:
    """Multiply a term out; None where it is no polynomial, or not a short one."""
    factors = []
    for base, k in it.above.items():
        p = _of_base(base)
        if p is None or k * max(map(_total, p), default=0) > MAX_DEGREE:
            return None
        factors += [p] * k
    number: Polynomial = {(): it.factor}
    return reduce(_product, factors, number) if len(factors) <= MAX_DEGREE else None


def _of_base(base: Node) -> Polynomial | None:
    match base:
        case Variable(name):
            return {((name, 1),): Fraction(1)}
        case Operation("+" | "-", _, _):
            parts = addends(base)
            if any(it.below or it.decimal for it in parts):
                return None
            nothing: Polynomial = {}
            known = [p for it in parts if (p := _polynomial(it)) is not None]
            return reduce(_sum, known, nothing) if len(known) == len(parts) else None
        case _:
            return None


def _total(m: Monomial) -> int:
    return sum(k for _, k in m)


def _sum(p: Polynomial, q: Polynomial) -> Polynomial:
    return {m: p.get(m, Fraction(0)) + q.get(m, Fraction(0)) for m in {**p, **q}}


def _product(p: Polynomial, q: Polynomial) -> Polynomial:
    result: Polynomial = {}
    for m, c in p.items():
        for n, d in q.items():
            key = _joined(m, n)
            result[key] = result.get(key, Fraction(0)) + c * d
    return result


def _joined(m: Monomial, n: Monomial) -> Monomial:
    powers = dict(m)
    for name, k in n:
        powers[name] = powers.get(name, 0) + k
    return tuple(sorted(powers.items()))
