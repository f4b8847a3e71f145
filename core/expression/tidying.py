"""Derivatives as a person writes them: numbers gathered, like terms added, one fraction a term."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce

from core.expression.building import ZERO, minus, plus
from core.expression.expanding import expanded
from core.expression.terms import Term, added, addends, collected, term
from core.expression.tree import (
    Call,
    Cases,
    Constant,
    Negation,
    Node,
    Operation,
    Variable,
    with_children,
)
from core.expression.writing import written


def tidied(tree: Node, canceling: bool = False) -> Node:
    """Return an equal formula that reads well: ``2 x sin x`` for ``sin(x) (x*2)``.

    Products get one number in front, whole powers of like factors joined, and one fraction bar:
    ``1/(2 sqrt(u)) (2 x)`` becomes ``x/sqrt(u)``. Like terms of sums are added.

    Args:
        tree: The formula.
        canceling: Whether to cancel also what changes the domain: ``x^2/x`` to ``x``, ``ln x - ln
            x`` to 0. So it is right for the derivative of a function, whose domain is known apart.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(tidied(parse("ln x + x/x").tree, canceling=True))
    'ln(x) + 1'
    """
    match tree:
        case Operation("+" | "-", _, _):
            return _sum(_addends(tree, canceling), canceling)
        case Operation("^", u, v):
            return _quotient(term(Operation("^", *_each(canceling, u, v))), canceling)
        case Operation() | Negation():
            return _quotient(_factors(tree, canceling), canceling)
        case Call(name, arguments):
            return Call(name, _each(canceling, *arguments))
        case Cases():
            return with_children(tree, lambda u: tidied(u, canceling))
        case _:
            return tree


def _each(canceling: bool, *nodes: Node) -> tuple[Node, ...]:
    return tuple(tidied(u, canceling) for u in nodes)


def _addends(tree: Node, canceling: bool) -> list[Term]:
    """Take a chain of sums apart at one go, each addend tidied."""
    match tree:
        case Operation("+", u, v):
            return _addends(u, canceling) + _addends(v, canceling)
        case Operation("-", u, v):
            return _addends(u, canceling) + [-it for it in _addends(v, canceling)]
        case _:
            return addends(tidied(tree, canceling))


def _factors(tree: Node, canceling: bool) -> Term:
    """Take a chain of products and quotients apart at one go, each factor tidied."""
    match tree:
        case Negation(u):
            return -_factors(u, canceling)
        case Operation("*", u, v):
            return _factors(u, canceling) * _factors(v, canceling)
        case Operation("/", u, v):
            above, below = _factors(u, canceling), _factors(v, canceling)
            if below.factor:
                return above * below.inverse()
            return Term(Fraction(1), {Operation("/", *_each(canceling, u, v)): 1})
        case _:
            return term(tidied(tree, canceling))


def _sum(terms: Iterable[Term], canceling: bool) -> Node:
    """Write a sum of like terms added up, multiplied out where that makes it shorter.

    With ``canceling``, a bracket that all terms share stands before the others: ``(x-1) (3x-1)``.
    """
    before = [it.canceled(canceling) for it in terms]
    like = collected(before)
    if not canceling and not all(it.factor or _is_total(it) for it in like):
        return _chain(before)
    kept = [it for it in like if it.factor]
    shared = _shared_brackets(kept) if canceling else {}
    if not shared:
        return _chain(expanded(kept, canceling))
    less = {u: -k for u, k in shared.items()}
    rest = _sum((Term(p.factor, added(p.above, less), p.below, p.decimal) for p in kept), True)
    return _quotient(Term(Fraction(1), shared) * term(rest), True)


def _shared_brackets(terms: Sequence[Term]) -> dict[Node, int]:
    """Return the powers of sums that all of two or more terms share."""
    if len(terms) < 2:
        return {}
    first, *others = terms
    common = {
        u: min(k, *(it.above.get(u, 0) for it in others))
        for u, k in first.above.items()
        if _is_sum(u)
    }
    return {u: k for u, k in common.items() if k}


def _chain(terms: Sequence[Term]) -> Node:
    """Write terms as a sum, a positive one first: ``1 - x`` rather than ``-x + 1``."""
    ahead = next((it for it in terms if it.factor > 0), None)
    ordered = [ahead, *(it for it in terms if it is not ahead)] if ahead else terms
    nothing: Node = ZERO
    return reduce(_plus, map(written, ordered), nothing)


def _is_total(it: Term) -> bool:
    """Say whether a term has a value everywhere, so that no domain is lost with it."""
    return not it.below and all(isinstance(u, Variable | Constant) for u in it.above)


def _plus(u: Node, v: Node) -> Node:
    match v:
        case Operation("*" | "/", Negation(first), rest):
            return minus(u, Operation(v.operator, first, rest))
        case _:
            return plus(u, v)


def _quotient(it: Term, canceling: bool) -> Node:
    """Write a term; with ``canceling``, fractions in the sum above the bar are cleared.

    ``(1/x - 1)/x`` is ``(1 - x)/x^2``, and what all terms above share with what is below goes.
    """
    it = it.canceled(canceling)
    sums = [u for u, k in it.above.items() if k == 1 and _is_sum(u)]
    if not (canceling and len(sums) == 1 and it.below):
        return written(it)
    (above,) = sums
    inner: dict[Node, int] = {}
    for part in addends(above):
        inner |= {u: max(k, inner.get(u, 0)) for u, k in part.below.items()}
    parts = [(part * Term(Fraction(1), inner)).canceled(True) for part in addends(above)]
    below = added(it.below, inner)
    shared = {u: min(k, *(part.above.get(u, 0) for part in parts)) for u, k in below.items()}
    less = {u: -k for u, k in shared.items() if k}
    if not inner and not less:
        return written(_without_multiples(it, above).canceled(True))
    top = _sum((Term(p.factor, added(p.above, less), p.below, p.decimal) for p in parts), True)
    rest = Term(it.factor, added(it.above, {above: -1}), added(below, less), it.decimal)
    return _quotient(rest * term(top), True)


def _without_multiples(it: Term, above: Node) -> Term:
    """Return ``2 (x+1)`` for a sum ``2x + 2`` above the bar if ``x + 1`` stands below."""
    for below in it.below:
        ratio = _ratio(above, below)
        if ratio is not None:
            powers = added(added(it.above, {above: -1}), {below: 1})
            return Term(it.factor * ratio, powers, it.below, it.decimal)
    return it


def _ratio(u: Node, v: Node) -> Fraction | None:
    """Return the number by which two sums differ, None if they differ otherwise."""
    first, second = ({it.kind: it.factor for it in addends(w)} for w in (u, v))
    if u == v or first.keys() != second.keys():
        return None
    ratios = {first[kind] / second[kind] for kind in first if second[kind]}
    return ratios.pop() if len(ratios) == 1 and all(second.values()) else None


def _is_sum(u: Node) -> bool:
    return isinstance(u, Operation) and u.operator in "+-"
