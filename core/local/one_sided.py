"""How a function behaves on one side of a point: its limit there and its slope.

With ``x = a + t^m`` (or ``a - t^m``), ``t > 0`` and m a multiple of every root's index, roots,
absolute values and signs become analytic in t, and

    f(a + h) = c_0 + c_k h^(k/m) + ...

The limit is ``c_0``; the slope is ``c_m`` if nothing comes before it, and infinite otherwise. That
is a proof. Where f has no such expansion (``x sin(1/x)``, ``x ln x``) products with a bounded
factor may still be settled; else it is looked at closer and closer to the point, and what is found
is an estimate.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import inf, isinf, isnan, nan
from typing import Literal, TypeAlias

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.building import ONE, ZERO, minus, over, plus, power, replaced
from core.expression.series import coefficients
from core.expression.tree import Call, Negation, Node, Operation
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

VALUE_BITS = 1000  # lest sin(1/t^48) at t = 2^-16 drown in its argument's rounding
FLAT = 10**6  # the order of what vanishes faster than any power
BOUNDED = ("sin", "cos", "atan", "acot", "tanh", "sech", "erf", "sign", "asin", "acos")


@dataclass(frozen=True, slots=True)
class Side:
    """A function on one side of a point.

    Attributes:
        limit: The limit of f; inf or -inf at a pole, nan where there is none or f is undefined.
        slope: The limit of ``(f(x) - limit)/(x - a)``; inf or -inf for a vertical tangent, nan
            where there is none.
        standing: Whether both are proven.
        defined: Whether f has values on this side at all.
        exact: Whether both are these very numbers, not the nearest ones.
    """

    limit: float
    slope: float
    standing: Standing
    defined: bool = True
    exact: bool = False


def side(tree: Node, variable: str, at: Node, direction: int) -> Side:
    """Return how ``tree`` behaves right (``direction = 1``) or left (-1) of the constant ``at``.

    >>> from core.expression.expression import parse
    >>> side(parse("cbrt(x) + 2").tree, "x", ZERO, -1)
    Side(limit=2.0, slope=inf, standing='proven', defined=True, exact=True)
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


def _settled(tree: Node, m: int, direction: int) -> Side:
    """What can be proven about a formula in t, from its series or from how it is built."""
    try:
        return _from_series(coefficients(tree, T.name, ZERO, m, BITS), m, direction)
    except NotAnalytic as reason:
        if reason.code == "outside_domain":
            return UNDEFINED_SIDE
        if reason.code == "pole":
            return Side(pole_sign(tree) * inf, nan, "proven")
        return _from_structure(tree, m, direction)


UNDEFINED_SIDE = Side(nan, nan, "proven", defined=False)
ZERO_SIDE = Side(0.0, 0.0, "proven", exact=True)


def _from_series(c: tuple[arb, ...], m: int, direction: int) -> Side:
    """Read limit and slope off ``c_0 + c_1 t + ... + c_m t^m``, with ``|x - a| = t^m``."""
    limit = midpoint(c[0])
    before = next((ball for ball in c[1:m] if not ball.is_zero()), None)
    if before is not None:
        slope = direction * sign_of(before) * inf
        return Side(limit, slope, "proven", exact=_is_double(c[0]))
    exact = _is_double(c[0]) and _is_double(c[m])
    # The float is negated, not the ball: FLINT would round it at whatever precision is set.
    return Side(limit, direction * midpoint(c[m]) + 0.0, "proven", exact=exact)


def _is_double(ball: arb) -> bool:
    return bool(ball == arb(float(ball.mid())))


def _from_structure(tree: Node, m: int, direction: int) -> Side:
    """Sums part by part; a product with a bounded factor by how fast the others vanish."""
    match tree:
        case _ if is_flat(tree):
            return ZERO_SIDE
        case Negation(u):
            return _combined(ZERO_SIDE, _settled(u, m, direction), -1)
        case Operation("+" | "-" as sign, u, v):
            parts = _settled(u, m, direction), _settled(v, m, direction)
            return _combined(*parts, 1 if sign == "+" else -1)
        case Operation("*", _, _) if _order(tree, m) > m and _has_values(tree):
            return ZERO_SIDE
    raise Unsettled


def _combined(u: Side, v: Side, sign: int) -> Side:
    """``u + v`` or ``u - v``; what is infinite on both sides of the sign stays open."""
    limit, slope = u.limit + sign * v.limit, u.slope + sign * v.slope
    if isinf(limit) or isnan(slope):
        raise Unsettled
    exact = u.exact and v.exact and _exactly(u.limit, sign * v.limit, limit)
    exact = exact and (isinf(slope) or _exactly(u.slope, sign * v.slope, slope))
    return Side(limit, slope, "proven", u.defined and v.defined, exact)


def _exactly(a: float, b: float, total: float) -> bool:
    """Say whether nothing was rounded in ``total = a + b``."""
    return Fraction(a) + Fraction(b) == Fraction(total)


def _has_values(tree: Node) -> bool:
    """Say whether ``tree`` is defined, as far as two small t tell."""
    small = (arb(2) ** -8, arb(2) ** -16)
    return all(enclose(tree, {T.name: t}, BITS + VALUE_BITS).is_finite() for t in small)


def _order(tree: Node, m: int) -> int:
    """Return an ``n`` with ``tree = O(t^n)``; negative for a pole."""
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
    return next((k for k, ball in enumerate(c) if not ball.is_zero()), len(c))
