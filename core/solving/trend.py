"""Whether a function rises or falls just beside a point where it may have no derivative."""

from dataclasses import dataclass
from math import isnan, nan

from flint import arb

from core.derivative import DerivativeAt, derivative
from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.differentiation import differentiate
from core.expression.expression import Expression
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.text import to_text
from core.expression.tree import Node
from core.local.sides import OneSide, Unsettled
from core.point import Point
from core.solving.multiple_roots import order_of_zero

BITS = 200


@dataclass(frozen=True, slots=True)
class Bend:
    """A point where a function may have no derivative.

    Attributes:
        ball: Encloses it.
        exact: It in closed form; None if none is known.
        zeros: What vanishes there under an absolute value, a root, etc.
    """

    ball: arb
    exact: Node | None
    zeros: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """What a function does beside a point.

    Attributes:
        left: 1 if it rises on the left up to the point, -1 if it falls, 0 if it has no values
            there, None if nothing is proven.
        right: The same on the right.
        slope: The derivative at the point; nan where there is none or none is proven.
    """

    left: int | None
    right: int | None
    slope: float


def trend(f: Expression, bend: Bend) -> Trend:
    """Return whether f rises or falls on both sides of a point.

    >>> from core.expression.building import ZERO
    >>> from core.expression.expression import parse
    >>> f = parse("|x| + x/2")
    >>> trend(f, Bend(arb(0), ZERO, (parse("x").tree,)))
    Trend(left=-1, right=1, slope=nan)
    """
    known = None if bend.exact is None else derivative(f, _point(bend.exact))
    left, right = (_on(f, bend, known, side) for side in (-1, 1))
    return Trend(left, right, nan if known is None else _slope(known))


def _slope(known: DerivativeAt) -> float:
    smooth = known.value is not None and known.standing == "proven"
    return known.right if smooth else nan


def _point(exact: Node) -> Point:
    r = rational(exact)
    return to_text(exact) if r is None else r


def _on(f: Expression, bend: Bend, known: DerivativeAt | None, side: int) -> int | None:
    if known is not None and known.standing == "proven":
        there = known.right_side if side > 0 else known.left_side
        slope = known.right if side > 0 else known.left
        if not there.defined:
            return 0
        if slope and not isnan(slope):
            return 1 if slope > 0 else -1
    try:
        return _on_branch(f, bend, side)
    except (Unsettled, NotAnalytic):
        return None


def _on_branch(f: Expression, bend: Bend, side: int) -> int | None:
    """The sign of ``f'`` on one side, from the formula without corners that holds there.

    ``f'(c + h) = d_k h^k + ...``: its sign is that of ``d_k`` times that of ``h^k``.
    """
    (x,) = f.variables
    slope = differentiate(OneSide(x, bend.ball, side, bend.zeros).resolved(f.tree), x)
    first, k = enclose(slope, {x: bend.ball}, BITS), 0
    if first.contains(0) and bend.exact is not None:
        k = order_of_zero(slope, x, bend.exact) or 0
        first = coefficients(slope, x, bend.exact, k)[k]
    if not (first > 0 or first < 0):
        return None
    return 1 if bool(first > 0) == (side**k > 0) else -1
