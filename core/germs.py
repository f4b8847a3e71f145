"""Formulas in t for small t > 0: their leading terms, signs and cases.

Everything here is proven, by the Taylor coefficients at t = 0, or ``Unsettled``.
"""

from fractions import Fraction
from math import lcm

from flint import arb

from core.errors import NotAnalytic
from core.expression.building import ONE, ZERO, constant, depends, minus, over
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import Call, Constant, Negation, Node, Operation, Variable, children

T = Variable("t")
MAX_INDEX = 48  # of nested roots
SEARCHED = 100  # terms for a leading one
BITS = 60
# Functions that open a square root at the ends of their domain.
_HALF_ORDER = ("sqrt", "asin", "acos", "asec", "acsc", "acosh", "asech")


class Unsettled(ArithmeticError):
    """A behavior that could not be proven."""


def by_cases(tree: Node) -> Node:
    """Put in the place of sign, floor and ceil what they are for small ``t > 0``."""
    if not depends(tree, T.name):
        return tree
    match tree:
        case Call("sign", (u,)):
            return constant(Fraction(leading_sign(by_cases(u))))
        case Call("floor", (u,)):
            return whole(_floor(by_cases(u)))
        case Call("ceil", (u,)):
            return whole(-_floor(Negation(by_cases(u))))
        case Negation(u):
            return Negation(by_cases(u))
        case Operation(operator, u, v):
            return Operation(operator, by_cases(u), by_cases(v))
        case Call(name, arguments):
            return Call(name, tuple(map(by_cases, arguments)))
        case _:
            return tree


def _floor(u: Node) -> int:
    """``floor(u)`` for small ``t > 0``: one less than a whole limit that u comes to from below."""
    n = series(u, 1)[0].floor().unique_fmpz()
    if n is None:
        raise Unsettled
    return int(n) - (leading_sign(minus(u, whole(int(n)))) < 0)


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
