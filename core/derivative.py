"""The derivative at one point: its value, both one-sided derivatives, or why there is none."""

from dataclasses import dataclass
from math import copysign, inf, isfinite, isnan, nan

from flint import arb

from core.certified import Certified
from core.digits import shown
from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.building import ZERO, replaced
from core.expression.expression import Expression, variables_of
from core.expression.series import coefficients
from core.expression.tree import Node
from core.local.germs import T, Unsettled, decided
from core.local.holes import has_no_value, oscillates
from core.local.jumps import without_jumps
from core.local.meeting import ESTIMATE, Verdict, meet, step
from core.local.one_sided import Side, Standing, side
from core.point import Point, point

CONTINUOUS = ("differentiable", "corner", "cusp", "vertical_tangent", "oscillation", "undecided")

BITS = 120
VALUE_BITS = 300


@dataclass(frozen=True, slots=True)
class DerivativeAt:
    """What can be said about ``f'(a)``.

    The verdict is one of

    - ``"differentiable"``: f has one limit, which is f(a) or put in the place of a missing value,
      and one finite slope from both sides;
    - ``"corner"``: f is continuous, its two slopes differ, and one of them at least is finite;
    - ``"cusp"``: f is continuous, one slope is inf, the other -inf;
    - ``"vertical_tangent"``: f is continuous, both slopes are inf or both -inf; at an end of the
      domain: the slope from inside is (``sqrt x`` at 0);
    - ``"jump"``: f's limits from the sides where it has values are finite, but one of them is not
      the other, or not f(a): ``1 if x=0, x^2 otherwise`` jumps at 0 from 0 to 1 and back;
    - ``"pole"``: f tends to infinity on one side at least;
    - ``"oscillation"``: f or its secants' slopes turn again and again, however near;
    - ``"undefined"``: f has values on one side of a at most, so there is no derivative by its
      definition. At an end of the domain the finite slope from inside is ``left`` or ``right``: 0
      for ``x sqrt x`` at 0;
    - ``"undecided"``: none of these was found.

    Attributes:
        value: ``f'(a)``, with its certain digits; None where there is no derivative.
        left: The left derivative, ``lim (f(a-h) - f(a))/(-h)``; if f(a) is missing, with the limit
            on the left in its place. inf and -inf where the tangent is vertical, where f jumps away
            from its value, or for a number beyond the doubles (its digits are in ``value``). nan
            where there is none: at a pole from the left, where f has no value on the left or no
            limit, at a jump without f(a).
        right: The right derivative, likewise.
        verdict: What the graph does at a, see above.
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
        """Show the verdict with the value, or with both one-sided derivatives."""
        sides = (("left", self.left), ("right", self.right))
        told = ", ".join(f"{it} {'none' if isnan(y) else f'{y:.6g}'}" for it, y in sides)
        if self.value is not None:
            told = f"{shown(self.value)} at a hole" if self.hole else shown(self.value)
        return f"DerivativeAt({self.verdict}: {told}; {self.standing})"


def derivative(f: Expression, at: Point) -> DerivativeAt:
    """Return the derivative of a function of one variable at a point.

    Where f has a Taylor series, ``f'(a)`` is its coefficient of ``x - a``. Elsewhere the two sides
    are expanded apart (``core.local.one_sided``) and compared: f is differentiable where both sides
    have one limit, which is f's value, and one finite slope. ``DerivativeAt`` lists all verdicts.

    Raises:
        ParseError: if the point is not a finite real constant.

    >>> from core.expression.expression import parse
    >>> derivative(parse("x^2"), 3).value.value
    6.0
    >>> d = derivative(parse("|x|"), 0)
    >>> d, d.verdict, d.left
    (DerivativeAt(corner: left -1, right 1; proven), 'corner', -1.0)
    >>> derivative(parse("sin(x)/x"), 0)
    DerivativeAt(differentiable: 0 at a hole; proven)
    """
    (variable,), node = variables_of(f, 1), point(at)
    value = _value(f.tree, variable, node)
    hole = value is None and has_no_value(f.tree, variable, node)
    try:
        c = coefficients(f.tree, variable, node, 1, BITS)
    except NotAnalytic:
        return _from_sides(f.tree, variable, node, value, hole)
    both = Side(float(c[0].mid()), float(c[1].mid()), "proven")
    slope, filled = both.slope, value is None
    return DerivativeAt(
        Certified.of(c[1]), slope, slope, "differentiable", "proven", both, both, filled, hole
    )


def _value(tree: Node, variable: str, at: Node) -> Node | None:
    """``f(a)`` as a constant formula; None if there is none, or if its branch is not proven."""
    try:
        plain = without_jumps(decided(tree, variable, at), variable, at)
    except (Unsettled, NotAnalytic):
        return None
    value = replaced(plain, {variable: at})
    return value if enclose(value, {}, VALUE_BITS).is_finite() else None


def _from_sides(
    tree: Node, variable: str, at: Node, value: Node | None, hole: bool
) -> DerivativeAt:
    """What the two sides tell where there is no Taylor series."""
    left, right = (side(tree, variable, at, direction) for direction in (-1, 1))
    verdict, standing = meet(tree, value, hole, left, right)
    if verdict == "undecided" and _swings(tree, variable, at):
        verdict = "oscillation"
    return DerivativeAt(
        _slope(right) if verdict == "differentiable" else None,
        _one_sided(value, left, -1, verdict),
        _one_sided(value, right, 1, verdict),
        verdict,
        standing,
        left,
        right,
        value is None and verdict in CONTINUOUS and _finite_limits(left, right),
        hole,
    )


def _slope(right: Side) -> Certified:
    """The slope of both sides, with as many digits as are proven, or as an estimate has."""
    if right.germ is None:
        return Certified.of(arb(right.slope, abs(right.slope) * ESTIMATE))
    formula, m = right.germ.formula, right.germ.power
    return Certified.of(coefficients(formula, T.name, ZERO, m, BITS)[m])


def _finite_limits(left: Side, right: Side) -> bool:
    return all(isfinite(s.limit) for s in (left, right) if s.defined)


def _swings(tree: Node, variable: str, at: Node) -> bool:
    return any(oscillates(tree, variable, at, direction) for direction in (-1, 1))


def _one_sided(value: Node | None, s: Side, direction: int, verdict: Verdict) -> float:
    """``lim (f(x) - f(a))/(x - a)``: infinite where f's value stands off its limit."""
    if not isfinite(s.limit) or not s.defined or (verdict == "jump" and value is None):
        return nan
    off = step(s, value)[0] if verdict == "jump" and value is not None else 0
    return copysign(inf, off * direction) if off else s.slope
