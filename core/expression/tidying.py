"""Derivatives as a person writes them: numbers gathered, like terms added, one fraction a term."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce

from core.expression.building import ONE, ZERO, constant, minus, negated, over, plus, power, times
from core.expression.expanding import expanded
from core.expression.terms import Term, added, addends, collected, term
from core.expression.tree import (
    Call,
    Cases,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Variable,
    is_constant,
    walk,
    with_children,
)

_BRACKETED = ("sqrt", "cbrt", "root", "abs")


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
    """Write a sum of like terms added up, multiplied out where that makes it shorter."""
    before = [it.canceled(canceling) for it in terms]
    like = collected(before)
    if not canceling and not all(it.factor or _is_total(it) for it in like):
        like = before
    kept = expanded([it for it in like if it.factor] if like is not before else like)
    ahead = next((it for it in kept if it.factor > 0), None)  # 1 - x rather than -x + 1
    ordered = [ahead, *(it for it in kept if it is not ahead)] if ahead else kept
    nothing: Node = ZERO
    return reduce(_plus, map(_written, ordered), nothing)


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
    """Write a term; with ``canceling``, what a sum above has in common with what is below goes."""
    it = it.canceled(canceling)
    sums = [u for u, k in it.above.items() if k == 1 and _is_sum(u)]
    if not (canceling and len(sums) == 1 and it.below):
        return _written(it)
    parts = addends(sums[0])
    shared = {
        base: min(k, *(part.above.get(base, 0) for part in parts)) for base, k in it.below.items()
    }
    less = {base: -k for base, k in shared.items() if k}
    if not less:
        return _written(it)
    top = _sum((Term(p.factor, added(p.above, less), p.below, p.decimal) for p in parts), canceling)
    rest = Term(it.factor, added(it.above, {sums[0]: -1}), added(it.below, less), it.decimal)
    return _written((rest * term(top)).canceled(canceling))


def _is_sum(u: Node) -> bool:
    return isinstance(u, Operation) and u.operator in "+-"


def _written(it: Term) -> Node:
    if it.factor < 0:
        return negated(_written(-it))
    top, bottom = _product(it.above), _product(it.below)
    if it.decimal and (number := _decimal(it.factor)):
        return over(_times(number, top), bottom)
    above, below = map(Fraction, it.factor.as_integer_ratio())
    return over(_times(constant(above), top), _times(constant(below), bottom))


def _product(powers: Mapping[Node, int]) -> Node:
    one: Node = ONE
    return reduce(_times, (_power(u, powers[u]) for u in sorted(powers, key=_rank)), one)


def _power(u: Node, k: int) -> Node:
    """``u^k``, and ``e^(k u)`` for a power of ``e^u``."""
    match u:
        case Operation("^", Constant("e"), exponent) if k > 1:
            return Operation("^", Constant("e"), tidied(times(constant(Fraction(k)), exponent)))
        case _:
            return power(u, constant(Fraction(k)))


def _rank(u: Node) -> tuple[int, str]:
    """The order of factors: constants, variables, roots, exponentials, sums, functions."""
    match u:
        case Call(name, _) if name not in _BRACKETED:
            return 5, ""
        case _ if is_constant(u):
            return 0, ""
        case Variable(name):
            return 1, name
        case Operation("^", _, exponent) if not is_constant(exponent):
            return 3, ""
        case _ if any(isinstance(part, Call) for part in walk(u)) and _is_sum(u):
            return 4, ""
        case _:
            return 2, ""


def _times(u: Node, v: Node) -> Node:
    """Return ``u v`` as one chain without inner brackets."""
    match v:
        case Operation("*", first, rest):
            return times(_times(u, first), rest)
        case _:
            return times(u, v)


def _decimal(value: Fraction) -> Number | None:
    """Return ``value`` as a decimal of at most six places, if that is what it is."""
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return Number(value, text) if Fraction(text) == value else None
