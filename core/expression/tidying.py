"""Derivatives as a person writes them: numbers gathered, like terms added, one fraction a term."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from core.expression.expanding import expanded
from core.expression.factoring import chain, is_sum, with_number_ahead, without_multiples
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
        return chain(before)
    kept = [it for it in like if it.factor]
    shared = _shared_brackets(kept) if canceling else {}
    if not shared:
        return chain(expanded(kept, canceling))
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
        if is_sum(u)
    }
    return {u: k for u, k in common.items() if k}


def _is_total(it: Term) -> bool:
    """Say whether a term has a value everywhere, so that no domain is lost with it."""
    return not it.below and all(isinstance(u, Variable | Constant) for u in it.above)


def _quotient(it: Term, canceling: bool) -> Node:
    """Write a term; with ``canceling``, fractions in the sums above and below are cleared.

    ``(1/x - 1)/x`` is ``(1 - x)/x^2``, and what all terms above share with what is below goes;
    ``1/(x^2 (1 + 1/x^2))`` is ``1/(x^2 + 1)``, and ``(2x + 4) sin x`` is ``2 (x + 2) sin x``.
    """
    it = it.canceled(canceling)
    if canceling and (simpler := _cleared_below(it) or with_number_ahead(it)):
        return _quotient(simpler, True)
    sums = [u for u, k in it.above.items() if k == 1 and is_sum(u)]
    if not (canceling and len(sums) == 1 and it.below):
        return written(it)
    (above,) = sums
    inner = _denominator(above)
    parts = [(part * Term(Fraction(1), inner)).canceled(True) for part in addends(above)]
    below = added(it.below, inner)
    shared = {u: min(k, *(part.above.get(u, 0) for part in parts)) for u, k in below.items()}
    less = {u: -k for u, k in shared.items() if k}
    if not inner and not less:
        return written(without_multiples(it, above).canceled(True))
    top = _sum((Term(p.factor, added(p.above, less), p.below, p.decimal) for p in parts), True)
    rest = Term(it.factor, added(it.above, {above: -1}), added(below, less), it.decimal)
    return _quotient(rest * term(top), True)


def _denominator(total: Node) -> dict[Node, int]:
    """Return the least powers that clear the fractions of a sum."""
    inner: dict[Node, int] = {}
    for part in addends(total):
        inner |= {u: max(k, inner.get(u, 0)) for u, k in part.below.items()}
    return inner


def _cleared_below(it: Term) -> Term | None:
    """Return an equal term without fractions in a sum below the bar; None if there are none."""
    for u, k in it.below.items():
        inner = Term(Fraction(1), _denominator(u) if is_sum(u) else {})
        cleared = _sum([part * inner for part in addends(u)], True) if inner.above else u
        is_clear = cleared != u and not (is_sum(cleared) and _denominator(cleared))
        below = term(cleared).raised(k) if is_clear else None
        above = inner.raised(k)
        if below and above:
            rest = Term(it.factor, it.above, added(it.below, {u: -k}), it.decimal)
            return rest * above * below.inverse()
    return None
