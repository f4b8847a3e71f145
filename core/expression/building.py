"""Building trees from trees, without the zeros and ones that rules and substitutions produce."""

from collections.abc import Mapping
from fractions import Fraction

from core.expression.tree import Negation, Node, Number, Operation, Variable, walk, with_children

ZERO, ONE, TWO = (Number(Fraction(n), str(n)) for n in (0, 1, 2))


def replaced(tree: Node, values: Mapping[str, Node]) -> Node:
    """Return ``tree`` with formulas in the place of variables."""
    if isinstance(tree, Variable):
        return values.get(tree.name, tree)
    return with_children(tree, lambda u: replaced(u, values))


def substituted(tree: Node, known: Mapping[Node, Node]) -> Node:
    """Return ``tree`` with other formulas in the place of some of its parts.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(substituted(parse("sqrt(1+cos x)").tree, {parse("1+cos x").tree: ZERO}))
    'sqrt(0)'
    """
    if tree in known:
        return known[tree]
    return with_children(tree, lambda u: substituted(u, known))


def depends(tree: Node, variable: str) -> bool:
    """Say whether ``variable`` occurs in ``tree``."""
    return any(isinstance(part, Variable) and part.name == variable for part in walk(tree))


def constant(value: Fraction) -> Node:
    """Return ``value`` as a formula: a literal, its negative, or a quotient of two."""
    if value < 0:
        return Negation(constant(-value))
    top, bottom = (Number(Fraction(n), str(n)) for n in value.as_integer_ratio())
    return top if bottom == ONE else Operation("/", top, bottom)


def negated(u: Node) -> Node:
    """Return ``-u``."""
    match u:
        case Negation(v):
            return v
        case _:
            return ZERO if u == ZERO else Negation(u)


def plus(u: Node, v: Node) -> Node:
    """Return ``u + v``."""
    if isinstance(v, Negation):
        return minus(u, v.operand)
    return v if u == ZERO else u if v == ZERO else Operation("+", u, v)


def minus(u: Node, v: Node) -> Node:
    """Return ``u - v``."""
    if isinstance(v, Negation):
        return plus(u, v.operand)
    return negated(v) if u == ZERO else u if v == ZERO else Operation("-", u, v)


def times(u: Node, v: Node) -> Node:
    """Return ``u v``, a minus sign first."""
    if ZERO in (u, v):
        return ZERO
    if isinstance(u, Negation) or isinstance(v, Negation):
        sign = isinstance(u, Negation) != isinstance(v, Negation)
        size = times(_unsigned(u), _unsigned(v))
        return negated(size) if sign else size
    return v if u == ONE else u if v == ONE else Operation("*", u, v)


def over(u: Node, v: Node) -> Node:
    """Return ``u / v``."""
    return u if v == ONE or u == ZERO else Operation("/", u, v)


def power(u: Node, v: Node) -> Node:
    """Return ``u ^ v``."""
    return ONE if v == ZERO else u if v == ONE else Operation("^", u, v)


def _unsigned(u: Node) -> Node:
    return u.operand if isinstance(u, Negation) else u
