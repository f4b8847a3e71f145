"""Vectors of known constants: lengths, unit vectors and angles, in closed form where there is one.

>>> from core.expression.text import to_text
>>> from core.point import points
>>> [to_text(c) for c in unit(points("1, sqrt 3", 2))]
['1/2', 'sqrt(3)/2']
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TypeAlias

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import working_precision
from core.expression.building import TWO, ZERO, minus, over, plus, power, times
from core.expression.tree import Call, Node, Variable
from core.several.known import ACCURACY, Known, ball, combined, sign

Vector: TypeAlias = tuple[Known, ...]


def dot(u: Vector, v: Vector) -> Known:
    """Return ``u·v = u_1 v_1 + … + u_n v_n``."""
    products = map(times, _names("u", u), _names("v", v))
    return combined(_sum(products), _values(u, v))


def total(u: Vector) -> Known:
    """Return ``u_1 + … + u_n``."""
    return combined(_sum(_names("u", u)), _values(u))


def length(u: Vector) -> Known:
    """Return ``|u|``, the root of the sum of squares."""
    return combined(_length(u), _values(u))


def is_zero(u: Vector) -> bool:
    """Say whether u is proven to be 0.

    Raises:
        NotAnalytic: ``"undecided"`` if neither this is proven nor that some coordinate is not 0.
    """
    signs = [sign(c) for c in u]
    if not any(signs) and None in signs:
        raise NotAnalytic("undecided")
    return not any(signs)


def unit(u: Vector) -> Vector:
    """Return ``u/|u| = u |u|/|u|^2``, with the root above the line.

    Raises:
        NotAnalytic: ``"undecided"`` if u is not proven to differ from 0.
        ValueError: if it is 0.
    """
    if is_zero(u):
        raise ValueError("a zero vector has no direction")
    values = _values(u)
    scale = over(_length(u), _square(u))
    return tuple(combined(times(name, scale), values) for name in _names("u", u))


def angle(u: Vector, v: Vector) -> arb:
    """Return the angle between two nonzero vectors, from 0 to pi.

    ``tan = |u ∧ v| / u·v`` with ``|u ∧ v|^2`` the sum of ``(u_i v_j - u_j v_i)^2``: exact where
    they are parallel, where the cosine would tell nothing.
    """
    us, vs = _names("u", u), _names("v", v)
    pairs = combinations(range(len(u)), 2)
    minors = (minus(times(us[i], vs[j]), times(us[j], vs[i])) for i, j in pairs)
    across = combined(_sum(power(minor, TWO) for minor in minors), _values(u, v))
    along = dot(u, v)
    with working_precision(2 * ACCURACY):
        return arb.atan2(ball(across).nonnegative_part().sqrt(), ball(along))


def _length(u: Vector) -> Node:
    return Call("sqrt", (_square(u),))


def _square(u: Vector) -> Node:
    return _sum(power(name, TWO) for name in _names("u", u))


def _sum(terms: Iterable[Node]) -> Node:
    found: Node = ZERO
    for term in terms:
        found = plus(found, term)
    return found


def _names(letter: str, u: Sequence[Known]) -> list[Node]:
    return [Variable(f"{letter}_{i}") for i in range(len(u))]


def _values(u: Vector, v: Vector = ()) -> dict[str, Known]:
    return {f"{letter}_{i}": c for letter, w in (("u", u), ("v", v)) for i, c in enumerate(w)}
