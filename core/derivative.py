"""The derivative at one point: its value, both one-sided derivatives, or why there is none."""

from dataclasses import dataclass, replace
from itertools import combinations
from math import copysign, inf, isfinite, isinf, isnan, nan
from typing import Literal, TypeAlias

from flint import arb

from core.certified import Certified
from core.digits import shown
from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.expression import Expression
from core.expression.series import coefficients
from core.expression.tree import Call, Cases, Node, walk
from core.local.germs import Unsettled, decided
from core.local.holes import has_no_value, oscillates
from core.local.one_sided import Side, Standing, side
from core.point import Point, point

Verdict: TypeAlias = Literal[
    "differentiable",
    "corner",
    "cusp",
    "vertical_tangent",
    "jump",
    "pole",
    "oscillation",
    "undecided",
    "undefined",
]

CONTINUOUS = ("differentiable", "corner", "cusp", "vertical_tangent", "oscillation", "undecided")

BITS = 120
VALUE_BITS = 300
# How far a number may be off that is not exact: rounded from 60 proven bits, or estimated.
ERROR = {"proven": 2.0**-50, "estimated": 2.0**-18}
UNDERFLOW = 2.0**-1074
JUMPING = ("sign", "floor", "ceil")


@dataclass(frozen=True, slots=True)
class DerivativeAt:
    """What can be said about ``f'(a)``.

    Attributes:
        value: ``f'(a)``, with its certain digits; None where there is no derivative.
        left: The left derivative, ``lim (f(a-h) - f(a))/(-h)``; inf and -inf where the tangent is
            vertical or f jumps away from its value, nan where there is none.
        right: The right derivative, likewise.
        verdict: What the graph does at a.
        standing: ``"proven"``, or ``"estimated"`` by looking ever closer.
        left_side: f on the left of a: its limit, and the slope against that limit.
        right_side: f on the right of a.
        removable: Whether no value of f at a is proven, and its limit was put there.
        hole: Whether f certainly has no value at a.
    """

    value: Certified | None
    left: float
    right: float
    verdict: Verdict
    standing: Standing
    left_side: Side
    right_side: Side
    removable: bool = False
    hole: bool = False

    def __repr__(self) -> str:
        """Show the derivative, or both one-sided ones, and the verdict."""
        sides = (("left", self.left), ("right", self.right))
        both = ", ".join(f"{it} {'none' if isnan(slope) else f'{slope:g}'}" for it, slope in sides)
        slope = shown(self.value) if self.value else both
        return f"DerivativeAt({slope}: {self.verdict}, {self.standing})"


def derivative(f: Expression, at: Point) -> DerivativeAt:
    """Return the derivative of a function of one variable at a point.

    Where f has a Taylor series, ``f'(a)`` is its coefficient of ``x - a``. Elsewhere the two sides
    are expanded apart (``core.local.one_sided``) and compared: f is differentiable where both sides
    have one limit, which is f's value, and one finite slope.

    Raises:
        ParseError: if the point is not a finite real constant.

    >>> from core.expression.expression import parse
    >>> derivative(parse("x^2"), 3).value.value
    6.0
    >>> derivative(parse("|x|"), 0)
    DerivativeAt(left -1, right 1: corner, proven)
    """
    node, (variable,) = point(at), f.variables
    here = _value(f.tree, variable, node)
    hole = not here.is_finite() and has_no_value(f.tree, variable, node)
    try:
        c = coefficients(f.tree, variable, node, 1, BITS)
    except NotAnalytic:
        sides = side(f.tree, variable, node, -1), side(f.tree, variable, node, 1)
        found = replace(_compared(f.tree, here, *sides), hole=hole)
        swings = found.verdict == "undecided" and _swings(f.tree, variable, node)
        return replace(found, verdict="oscillation") if swings else found
    both = Side(float(c[0].mid()), float(c[1].mid()), "proven")
    slope = both.slope
    filled = not here.is_finite()
    return DerivativeAt(
        Certified.of(c[1]), slope, slope, "differentiable", "proven", both, both, filled, hole
    )


def _value(tree: Node, variable: str, at: Node) -> arb:
    """The value at the point; not finite if there is none, or if its branch is not proven."""
    try:
        return enclose(decided(tree, variable, at), {variable: at}, VALUE_BITS)
    except (Unsettled, NotAnalytic):
        return arb.nan()


def _compared(tree: Node, here: arb, left: Side, right: Side) -> DerivativeAt:
    """The verdict on two sides and the value between them, not finite if none is proven."""
    verdict = _verdict(here, left, right)
    value = float(here.mid()) if here.is_finite() else None
    slope = Certified.of(arb(right.slope)) if verdict == "differentiable" else None
    return DerivativeAt(
        slope,
        _one_sided(value, left, -1, verdict),
        _one_sided(value, right, 1, verdict),
        verdict,
        _standing(tree, verdict, left, right),
        left,
        right,
        value is None and verdict in CONTINUOUS and _finite_limits(left, right),
    )


def _finite_limits(left: Side, right: Side) -> bool:
    return all(isfinite(s.limit) for s in (left, right) if s.defined)


def _swings(tree: Node, variable: str, at: Node) -> bool:
    return any(oscillates(tree, variable, at, direction) for direction in (-1, 1))


def _verdict(here: arb, left: Side, right: Side) -> Verdict:
    sides = [s for s in (left, right) if s.defined]
    if not sides:
        return "undefined"
    if any(isinf(s.limit) for s in sides):
        return "pole"
    if any(isnan(s.limit) for s in sides):
        return "undecided"
    limits = [_ball(s.limit, s) for s in sides] + [here] * here.is_finite()
    if not all(u.overlaps(v) for u, v in combinations(limits, 2)):
        return "jump"
    if len(sides) == 1:
        return "vertical_tangent" if isinf(sides[0].slope) else "undefined"
    return _verdict_on_slopes(left, right)


def _verdict_on_slopes(left: Side, right: Side) -> Verdict:
    """The verdict on a continuous function."""
    if isnan(left.slope) or isnan(right.slope):
        return "undecided"
    if isinf(left.slope) and isinf(right.slope):
        return "vertical_tangent" if left.slope == right.slope else "cusp"
    return "differentiable" if _one_slope(left, right) else "corner"


def _one_slope(left: Side, right: Side) -> bool:
    if isinf(left.slope) or isinf(right.slope):
        return left.slope == right.slope
    return bool(_ball(left.slope, left).overlaps(_ball(right.slope, right)))


def _ball(x: float, s: Side) -> arb:
    """A number of a side with all that it may be off; a tiny one is not taken for 0."""
    return arb(x) if s.exact else arb(x, abs(x) * ERROR[s.standing] + UNDERFLOW)


def _both(left: Side, right: Side) -> Standing:
    return "proven" if left.standing == right.standing == "proven" else "estimated"


def _standing(tree: Node, verdict: Verdict, left: Side, right: Side) -> Standing:
    """Differences are proven by balls apart; equality only between exact numbers."""
    if verdict == "pole":
        proven = any(isinf(s.limit) and s.standing == "proven" for s in (left, right))
        return "proven" if proven else "estimated"
    unbroken = verdict != "jump" and any(_jumps(part) for part in walk(tree))
    if (verdict == "differentiable" or unbroken) and not (left.exact and right.exact):
        return "estimated"
    return _both(left, right)


def _jumps(part: Node) -> bool:
    return isinstance(part, Cases) or (isinstance(part, Call) and part.name in JUMPING)


def _one_sided(value: float | None, s: Side, direction: int, verdict: Verdict) -> float:
    """``lim (f(x) - f(a))/(x - a)``: infinite where f's value stands off its limit."""
    if not isfinite(s.limit) or not s.defined or (verdict == "jump" and value is None):
        return nan
    if verdict != "jump" or value is None:
        return s.slope
    gap = s.limit - value
    return s.slope if gap == 0 else copysign(inf, gap * direction)
