"""How a function behaves on one side of a point: its limit there and its slope.

With ``x = a + t^m`` (or ``a - t^m``), ``t > 0`` and m a multiple of every root's index, roots,
absolute values and signs become analytic in t, and

    f(a + h) = c_0 + c_k h^(k/m) + ...

The limit is ``c_0``; the slope is ``c_m`` if nothing comes before it, and infinite otherwise. That
is a proof. Where f has no such expansion (``x sin(1/x)``, ``x ln x``) what vanishes faster than
``t^m`` may still be left out of a sum, as a product with a bounded factor does; else f is looked at
closer and closer to the point, and what is found is an estimate.
"""

from dataclasses import dataclass, field
from math import inf, isinf, nan
from typing import Literal, TypeAlias

from flint import arb

from core.errors import NotAnalytic
from core.expression.building import ONE, ZERO, minus, negated, over, plus, power, replaced
from core.expression.series import coefficients
from core.expression.tree import Call, Negation, Node, Operation
from core.local.defined import is_defined
from core.local.germs import (
    BITS,
    T,
    Unsettled,
    by_cases,
    is_flat,
    is_pole,
    midpoint,
    pole_sign,
    root_index,
    series,
    sign_of,
    whole,
)
from core.local.near import look_closer

Standing: TypeAlias = Literal["proven", "estimated"]

FLAT = 10**6  # the order of what vanishes faster than any power
BOUNDED = ("sin", "cos", "atan", "acot", "tanh", "sech", "erf", "sign", "asin", "acos")


@dataclass(frozen=True, slots=True)
class Germ:
    """``f(a + t^power)`` or ``f(a - t^power)``, up to what vanishes faster than ``t^power``.

    Attributes:
        formula: A formula in t with a power series at 0.
        power: m.
    """

    formula: Node
    power: int


@dataclass(frozen=True, slots=True)
class Side:
    """A function on one side of a point.

    Attributes:
        limit: The limit of f; inf or -inf at a pole, or for a number beyond the doubles; nan where
            there is none or f is undefined.
        slope: The limit of ``(f(x) - limit)/(x - a)``; inf or -inf for a vertical tangent, or for a
            number beyond the doubles; nan where there is none, as at a pole.
        standing: Whether both are proven.
        defined: Whether f has values on this side at all.
        germ: Where both are proven, what they were read off.
    """

    limit: float
    slope: float
    standing: Standing
    defined: bool = True
    germ: Germ | None = field(default=None, repr=False)


def side(tree: Node, variable: str, at: Node, direction: int) -> Side:
    """Return how ``tree`` behaves right (``direction = 1``) or left (-1) of the constant ``at``.

    >>> from core.expression.expression import parse
    >>> side(parse("cbrt(x) + 2").tree, "x", ZERO, -1)
    Side(limit=2.0, slope=inf, standing='proven', defined=True)
    """
    place = plus if direction > 0 else minus
    try:
        m = 2 * root_index(tree)
        tree_in_t = by_cases(replaced(tree, {variable: place(at, power(T, whole(m)))}))
        return _settled(tree_in_t, m, direction)
    except Unsettled:
        return Side(*look_closer(tree, variable, at, direction))
    except NotAnalytic:  # no branch of a function by cases holds
        return UNDEFINED_SIDE


UNDEFINED_SIDE = Side(nan, nan, "proven", defined=False)


def _settled(tree: Node, m: int, direction: int) -> Side:
    """What can be proven about a formula in t, from its series or from how it is built."""
    try:
        formula = _without_small_parts(tree, m)
        c = coefficients(formula, T.name, ZERO, m, BITS)
    except NotAnalytic as reason:
        if reason.code == "outside_domain":
            return UNDEFINED_SIDE
        if reason.code == "pole":
            return Side(pole_sign(tree) * inf, nan, "proven")
        raise Unsettled from None
    return Side(*_limit_and_slope(c, m, direction), "proven", germ=Germ(formula, m))


def _limit_and_slope(c: tuple[arb, ...], m: int, direction: int) -> tuple[float, float]:
    """Read limit and slope off ``c_0 + c_1 t + ... + c_m t^m``, with ``|x - a| = t^m``."""
    before = next((ball for ball in c[1:m] if not ball.is_zero()), None)
    # The float is negated, not the ball: FLINT would round it at whatever precision is set.
    limit, slope = midpoint(c[0]), direction * midpoint(c[m]) + 0.0
    if isinf(limit) or isinf(slope):  # a finite number, but beyond the doubles
        raise Unsettled
    return limit, slope if before is None else direction * sign_of(before) * inf


def _without_small_parts(tree: Node, m: int) -> Node:
    """Leave out of sums what vanishes faster than ``t^m``, so that a power series is left.

    Raises:
        NotAnalytic: if none is left.
    """
    try:
        coefficients(tree, T.name, ZERO, m, BITS)
        return tree
    except NotAnalytic as reason:
        if reason.code in ("outside_domain", "pole"):  # the same for whatever it is added to
            raise
        match tree:
            case _ if is_flat(tree):
                return ZERO
            case Negation(u):
                return negated(_without_small_parts(u, m))
            case Operation("+", u, v):
                return plus(_without_small_parts(u, m), _without_small_parts(v, m))
            case Operation("-", u, v):
                return minus(_without_small_parts(u, m), _without_small_parts(v, m))
            case Operation("*", _, _) if _order(tree, m) > m and is_defined(tree):
                return ZERO
        raise


def _order(tree: Node, m: int) -> int:
    """Return the ``n`` with ``tree = O(t^n)``, or a lower one; negative for a pole."""
    match tree:
        case Operation("*", u, v):
            return _order(u, m) + _order(v, m)
        case Negation(u):
            return _order(u, m)
        case Call(name, _) if name in BOUNDED:
            return 0
        case _ if is_flat(tree):
            return FLAT
    if is_pole(tree):
        return -_order(over(ONE, tree), m)
    c = series(tree, 2 * m)
    return next((k for k, ball in enumerate(c) if not ball.is_zero() and sign_of(ball)), len(c))
