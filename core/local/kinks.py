"""Where the formula of a derivative has values though the function may have no derivative.

``sign(u)`` is 0 at the corner of ``|u|``, the 0 of ``floor(u)'`` stands at its jumps too, and
``2 sqrt(x)/(2 sqrt(x))`` cancels to 1 at the end of a domain; ``arcsin(u)`` has a corner where u
touches 1. All of that happens where one of a
few expressions, the *guards*, vanishes; there the formula must not be trusted.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.expression.building import ONE, depends
from core.expression.expression import Expression
from core.expression.rational import rational
from core.expression.tree import Call, Cases, Constant, Negation, Node, Operation, walk

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# What float64 computes as a relative 2^-40 is told from 0 with certainty after a few thousand
# roundings of 2^-53; what is nearer to 0 is decided by other means.
NEAR = 2.0**-40


def guards(tree: Node, variable: str) -> tuple[Node, ...]:
    """Return expressions, one of which vanishes wherever the derivative's formula may be wrong.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> [to_text(g) for g in guards(parse("|x-1| + max(x, 2)").tree, "x")]
    ['x - 1', 'x - 2']
    """
    found = (g for part in walk(tree) for g in _of(part) if depends(g, variable))
    return tuple(dict.fromkeys(found))


def _of(node: Node) -> Iterator[Node]:
    match node:
        case Call("abs" | "sign" | "sqrt" | "cbrt", (u,)) | Call("root", (_, u)):
            yield u
        case Call("floor" | "ceil", (u,)):
            yield Operation("-", u, Call("floor", (u,)))
            yield Operation("-", u, Call("ceil", (u,)))
        case Call("asin" | "acos" | "asec" | "acsc", (u,)):
            yield from (Operation("-", u, end) for end in (ONE, Negation(ONE)))
        case Call("acosh" | "asech", (u,)):
            yield Operation("-", u, ONE)
        case Call("min" | "max", arguments):
            yield from (Operation("-", u, v) for u, v in combinations(arguments, 2))
        case Operation("^", u, v) if u != Constant("e") and not _is_smooth_power(v):
            yield u
        case Cases(branches):
            for it in (it for branch in branches for it in branch.conditions):
                yield Operation("-", it.left, it.right)


def _is_smooth_power(exponent: Node) -> bool:
    """Say whether ``u^r`` is differentiable at 0: r whole, or above 1 with an odd denominator."""
    r = rational(exponent)
    return r is not None and (r.denominator == 1 or (r > 1 and r.denominator % 2 == 1))


def near_zero(g: Node, variables: tuple[str, ...], points: Mapping[str, Floats], x: str) -> Bools:
    """Say where ``g`` may vanish: where float64 cannot tell it from 0, or it soon changes sign.

    Args:
        g: The expression.
        variables: The names of all variables.
        points: Their values, of one shape.
        x: The variable in whose direction to look.
    """
    value, size = (_values(tree, variables, points) for tree in (g, _size(g)))
    left, right = (
        _values(g, variables, {**points, x: points[x] * (1 + side)}) for side in (-NEAR, NEAR)
    )
    with np.errstate(all="ignore"):
        return (np.abs(value) <= NEAR * size) | (left * right <= 0)


def _values(tree: Node, variables: tuple[str, ...], points: Mapping[str, Floats]) -> Floats:
    values = Expression("", variables, tree)(*(points[name] for name in variables))
    return np.asarray(values, np.float64)


def _size(tree: Node) -> Node:
    """Return what ``tree`` would be if nothing canceled: ``|u| + |v|`` for ``u - v``."""
    match tree:
        case Operation("+" | "-", u, v):
            return Operation("+", _size(u), _size(v))
        case Operation("*" | "/" as operator, u, v):
            return Operation(operator, _size(u), _size(v) if operator == "*" else _absolute(v))
        case _:
            return _absolute(tree)


def _absolute(tree: Node) -> Node:
    return Call("abs", (tree,))
