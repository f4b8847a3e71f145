"""What all terms of a sum have in common: ``2x e^-x - x^2 e^-x = x e^-x (2 - x)``.

The derivative of a product is such a sum.
"""

from collections import Counter
from fractions import Fraction
from functools import reduce

from core.expression.building import ONE, constant, minus, negated, over, plus, power, times
from core.expression.rational import rational
from core.expression.tree import Negation, Node, Operation, is_constant


def split(tree: Node) -> tuple[Counter[Node], Node]:
    """Return the factors of ``tree``, each with its power, and what is left of it.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> found, rest = split(parse("2x e^-x - x^2 e^-x").tree)
    >>> {to_text(u): n for u, n in found.items()}, to_text(rest)
    ({'x': 1, 'e^(-x)': 1}, '2 - x')
    """
    match tree:
        case _ if is_constant(tree):
            return Counter(), tree
        case Negation(u):
            found, rest = split(u)
            return found, negated(rest)
        case Operation("*", u, v):
            (found, rest), (others, other) = split(u), split(v)
            return found + others, times(rest, other)
        case Operation("/", u, v) if is_constant(v):
            found, rest = split(u)
            return found, over(rest, v)
        case Operation("^", u, v) if (n := _whole(v)) is not None:
            return Counter({u: n}), ONE
        case Operation("+" | "-" as sign, u, v):
            return _of_sum(sign, *split(u), *split(v))
        case _:
            return Counter({tree: 1}), ONE


def _of_sum(
    sign: str, found: Counter[Node], rest: Node, others: Counter[Node], other: Node
) -> tuple[Counter[Node], Node]:
    common = found & others
    join = plus if sign == "+" else minus
    left = join(_product(found - common, rest), _product(others - common, other))
    return common, left


def _product(found: Counter[Node], rest: Node) -> Node:
    powers = (power(u, constant(Fraction(n))) for u, n in found.items())
    return reduce(times, powers, rest)


def _whole(exponent: Node) -> int | None:
    """A whole positive exponent."""
    r = rational(exponent)
    return int(r) if r is not None and r.denominator == 1 and r > 0 else None
