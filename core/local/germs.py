"""Formulas in t for small t > 0: their leading terms, signs and cases.

Everything here is proven, by the Taylor coefficients at t = 0, or ``Unsettled``.
"""

from collections.abc import Callable
from fractions import Fraction
from math import lcm

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.building import ONE, ZERO, constant, depends, minus, over, replaced
from core.expression.choosing import HOLDS
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import (
    Branch,
    Call,
    Cases,
    Comparison,
    Constant,
    Negation,
    Node,
    Operation,
    Variable,
    children,
    with_children,
)

T = Variable("t")
MAX_INDEX = 48  # of nested roots
SEARCHED = 100  # terms for a leading one
BITS = 60
LARGEST = 1000  # bits of a whole number
# Functions that open a square root at the ends of their domain.
_HALF_ORDER = ("sqrt", "asin", "acos", "asec", "acsc", "acosh", "asech")


class Unsettled(ArithmeticError):
    """A behavior that could not be proven."""


def by_cases(tree: Node) -> Node:
    """Put in the place of sign, floor, ceil and cases what they are for small ``t > 0``.

    Raises:
        Unsettled: if that is not proven, or if a constant without a proven value comes out.
        NotAnalytic: ``"outside_domain"`` if it is proven that no branch holds.
    """
    if not depends(tree, T.name):
        return tree
    match tree:
        case Call("sign", (u,)):
            return constant(Fraction(leading_sign(by_cases(u))))
        case Call("floor", (u,)):
            return whole(_floor(by_cases(u)))
        case Call("ceil", (u,)):
            return whole(-_floor(Negation(by_cases(u))))
        case Cases(branches):
            return by_cases(_first(branches, _leading_sign_of_difference))
        case _:
            return _with_value(with_children(tree, by_cases))


def _with_value(tree: Node) -> Node:
    """Refuse what has become a constant without a value, as ``sqrt(sign t)`` left of 0.

    Times a series that is 0 as far as it goes, it would go unnoticed.
    """
    if not depends(tree, T.name) and not enclose(tree, {}, BITS).is_finite():
        raise Unsettled
    return tree


def _first(branches: tuple[Branch, ...], sign: Callable[[Comparison], int]) -> Node:
    """The formula of the first branch that holds, by the signs of left minus right.

    Raises:
        NotAnalytic: ``"outside_domain"`` if none does.
    """
    for branch in branches:
        signs = [(it.relation, sign(it)) for it in branch.conditions]  # all of them must be known
        if all(HOLDS[relation](found, 0) for relation, found in signs):
            return branch.value
    raise NotAnalytic("outside_domain")


def _leading_sign_of_difference(it: Comparison) -> int:
    return leading_sign(minus(by_cases(it.left), by_cases(it.right)))


def decided(tree: Node, variable: str, at: Node) -> Node:
    """Put in the place of functions by cases what they are at a point.

    Raises:
        Unsettled: if it is not proven which branch holds.
        NotAnalytic: ``"outside_domain"`` if it is proven that none does.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(decided(parse("2 + (sin x if x != pi, x otherwise)").tree, "x", Constant("pi")))
    '2 + x'
    """

    def sign(it: Comparison) -> int:
        return sign_at(minus(inside(it.left), inside(it.right)), variable, at)

    def inside(node: Node) -> Node:
        return decided(node, variable, at)

    if isinstance(tree, Cases):
        return inside(_first(tree.branches, sign))
    return with_children(tree, inside)


def sign_at(u: Node, variable: str, at: Node) -> int:
    """The sign of ``u`` at a point; 0 is proven by a closed form."""
    here = replaced(u, {variable: at})
    exact = rational(here)
    if exact is not None:
        return (exact > 0) - (exact < 0)
    ball = enclose(here, {}, BITS)
    if ball.contains(0) and ball.is_finite() and not ball.is_zero():
        ball = _value_at(u, variable, at, here)
    return 0 if ball.is_zero() else sign_of(ball)


def _value_at(u: Node, variable: str, at: Node, here: Node) -> arb:
    """The value by the series, or without one by itself: ``(x - a)^(2/3)`` has none, but is 0."""
    for tree, center in ((u, at), (here, ZERO)):
        try:
            return coefficients(tree, variable, center, 0, BITS)[0]
        except NotAnalytic:
            pass
    raise Unsettled


def _floor(u: Node) -> int:
    """``floor(u)`` for small ``t > 0``: one less than a whole limit that u comes to from below."""
    n = floor_of(series(u, 1)[0])
    return n - (leading_sign(minus(u, whole(n))) < 0)


def floor_of(ball: arb) -> int:
    """The whole number that a ball has for its floor; one of over ``LARGEST`` bits stays open."""
    n = ball.floor().unique_fmpz() if abs(ball) < arb(2) ** LARGEST else None
    if n is None:
        raise Unsettled
    return int(n)


def leading_sign(u: Node) -> int:
    """The sign of ``u`` for small ``t > 0``."""
    first = next((ball for ball in series(u, SEARCHED) if not ball.is_zero()), None)
    if first is None:
        raise Unsettled
    return sign_of(first)


def series(u: Node, order: int) -> tuple[arb, ...]:
    """Return the coefficients of ``u`` in t."""
    try:
        return coefficients(u, T.name, ZERO, order, BITS)
    except NotAnalytic:
        raise Unsettled from None


def sign_of(ball: arb) -> int:
    """Return the proven sign of a number that is not 0."""
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    raise Unsettled


def root_index(tree: Node) -> int:
    """A common multiple of the indices of all nested roots."""
    index = _root(tree) * lcm(*(root_index(child) for child in children(tree)))
    if index > MAX_INDEX:
        raise Unsettled
    return index


def _root(node: Node) -> int:
    """The index of the root that a node takes, 1 if it takes none."""
    match node:
        case Call("root", (n, _)):
            index = rational(n)
            return index.numerator if index else 1
        case Operation("^", _, exponent):
            r = rational(exponent)
            return r.denominator if r else 1
        case Call(name, _):
            return 2 if name in _HALF_ORDER else 3 if name == "cbrt" else 1
    return 1


def midpoint(ball: arb) -> float:
    """Return the float64 nearest to a ball's midpoint."""
    return float(ball.mid()) + 0.0  # -0.0 becomes 0.0


def whole(n: int) -> Node:
    """Return an integer as a formula."""
    return constant(Fraction(n))


def is_flat(tree: Node) -> bool:
    """Say whether ``tree`` is ``e^u``, u to minus infinity like a pole: below all powers of t."""
    match tree:
        case Call("exp", (u,)) | Operation("^", Constant("e"), u):
            return is_pole(u) and pole_sign(u) < 0
    return False


def is_pole(tree: Node) -> bool:
    """Say whether ``tree`` tends to infinity like a power of 1/t."""
    try:
        coefficients(tree, T.name, ZERO, 0, BITS)
    except NotAnalytic as reason:
        return reason.code == "pole"
    return False


def pole_sign(tree: Node) -> int:
    """The sign of a pole for small ``t > 0``: that of the reciprocal's leading term."""
    return leading_sign(over(ONE, tree))
