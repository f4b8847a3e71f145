"""Where the formula of a derivative has values though the function may have no derivative.

``sign(u)`` is 0 at the corner of ``|u|``, the 0 of ``floor(u)'`` stands at its jumps too, and
``2 sqrt(x)/(2 sqrt(x))`` cancels to 1 at the end of a domain; ``arcsin(u)`` has a corner where u
touches 1. All of that happens where one of a few expressions, the *guards*, vanishes; there the
formula must not be trusted.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.expression.building import ONE, ZERO, depends, negated
from core.expression.expression import Expression
from core.expression.rational import rational
from core.expression.tidying import tidied
from core.expression.tree import (
    Call,
    Cases,
    Constant,
    Negation,
    Node,
    Operation,
    walk,
    with_children,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# What float64 computes as a relative 2^-40 is told from 0 with certainty after a few thousand
# roundings of 2^-53; what is nearer to 0 is decided by other means.
NEAR = 2.0**-40
# What chooses one of two formulas by a sign, and how many such signs in a guard are looked through.
_CHOOSING = ("abs", "min", "max")
MAX_CHOICES = 6


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


def vanishes_around(
    g: Node, variables: tuple[str, ...], points: Mapping[str, Floats], x: str
) -> Bools:
    """Say where ``g`` is 0, exactly, and certainly all around: ``x - |x|`` for ``x > 0``.

    There the formula may be trusted again, if it has a value: it makes no difference which of two
    equal arguments ``max`` takes. Decided once for each pattern of signs of what stands under bars,
    or between which ``min`` and ``max`` choose; what is 0 all around itself may have either sign.
    """
    inner = _choices(g)
    shape = next(iter(points.values())).shape
    if len(inner) > MAX_CHOICES:
        return np.zeros(shape, np.bool_)
    signs = [_certain_signs(u, variables, points, x) for u in inner]
    table = np.stack([*signs, np.ones(shape)], axis=-1).reshape(-1, len(inner) + 1)
    patterns, which = np.unique(table, axis=0, return_inverse=True)
    zero = [
        bool(row.all()) and _is_zero(g, dict(zip(inner, row, strict=False))) for row in patterns
    ]
    known: Bools = np.array(zero, np.bool_)[which.reshape(shape)]
    return known & np.equal(_values(g, variables, points), 0)


def _choices(tree: Node) -> tuple[Node, ...]:
    """Return what stands under bars in a formula, and the differences of what is chosen from."""
    chosen = (part for part in walk(tree) if isinstance(part, Call) and part.name in _CHOOSING)
    return tuple(dict.fromkeys(g for part in chosen for g in _of(part)))


def _certain_signs(
    u: Node, variables: tuple[str, ...], points: Mapping[str, Floats], x: str
) -> Floats:
    """Return 1 and -1 where ``u`` has that sign, or may be given any; 0 where that is open."""
    signs = np.sign(_values(u, variables, points))
    unsure = near_zero(u, variables, points, x) | ~np.isfinite(signs)
    if not unsure.any():
        return signs
    return np.where(unsure, vanishes_around(u, variables, points, x), signs)


def _is_zero(g: Node, signs: Mapping[Node, float]) -> bool:
    return tidied(_chosen(g, signs), canceling=True) == ZERO


def _chosen(tree: Node, signs: Mapping[Node, float]) -> Node:
    """Put in the place of bars, ``min`` and ``max`` what they are for these signs."""
    match tree:
        case Call("abs", (u,)) if u in signs:
            inner = _chosen(u, signs)
            return inner if signs[u] > 0 else negated(inner)
        case Call("min" | "max" as name, (u, v)) if (gap := Operation("-", u, v)) in signs:
            return _chosen(u if (signs[gap] > 0) == (name == "max") else v, signs)
        case _:
            return with_children(tree, lambda u: _chosen(u, signs))


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
