"""The least and the greatest value of a function over an interval or a box, with proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Context, Decimal
from itertools import product
from math import inf, isfinite, nextafter
from typing import Literal, TypeAlias, cast

from flint import arb

from core.boxes.box import Place, Side, coordinates
from core.boxes.box_search import BITS, Least, Search
from core.certified import Certified
from core.digits import ceiled, floored, shown
from core.expression.balls import enclose, working_precision
from core.expression.expression import Expression, variables_of
from core.expression.tree import Negation, Node
from core.point import Point, point

Interval: TypeAlias = tuple[Point, Point]
Standing: TypeAlias = Literal["tight", "wide", "unproven"]

COUNTS = (1, 2, 3, 4)  # of variables
TIGHT = 1e-10  # relative to the value; or, where that is next to 0, to f's range over the box


@dataclass(frozen=True, slots=True)
class Extremum:
    """An extreme value of f over a box, which the box attains if f is continuous.

    Attributes:
        lower: Proven not to be above it; -inf where nothing is proven, or below the doubles.
        upper: Proven not to be below it; inf where nothing is proven, or beyond the doubles.
        value: Its certain digits, beyond the doubles too.
        near: Where f comes as near to it as the bounds are apart, rounded to doubles of the box: to
            those beside the place at which f is proven to come nearest. Where f jumps away from
            the value, as ``x if x < 1, 0 otherwise`` from 1, f comes near to it there, but does not
            take it.
    """

    lower: float
    upper: float
    value: Certified
    near: tuple[float, ...]

    def ball(self) -> arb:
        """Return a ball around the value; nan where a bound is infinite."""
        known = isfinite(self.lower) and isfinite(self.upper)
        return arb(self.lower).union(arb(self.upper)) if known else arb.nan()


@dataclass(frozen=True, slots=True)
class Extremes:
    """The range of f over a box.

    Attributes:
        minimum: The least value.
        maximum: The greatest value.
        standing: ``"tight"`` if both are known to about ten digits; ``"wide"`` if the bounds are
            proven, but the budget of the search ended before they came together; ``"unproven"`` if
            one of them has no bound: f may have a pole in the box, or may be undefined there.
        parts: How many parts of the box were looked at.
    """

    minimum: Extremum
    maximum: Extremum
    standing: Standing
    parts: int

    def __repr__(self) -> str:
        """Show both values and where they are taken."""
        ends = (f"{name} {_shown(e)}" for name, e in zip(_NAMES, self._both(), strict=True))
        return f"Extremes({', '.join(ends)}; {self.standing})"

    def _both(self) -> tuple[Extremum, Extremum]:
        return self.minimum, self.maximum


_NAMES = ("minimum", "maximum")


def extremes(f: Expression, box: Interval | Sequence[Interval]) -> Extremes:
    """Return certified enclosures of the minimum and the maximum of ``f`` over a box.

    Args:
        f: A function of one to four variables.
        box: For each variable its two ends, each a number, a fraction or text (exact); for one
            variable the two ends alone will do.

    Raises:
        ParseError: if an end is no finite real constant.
        ValueError: if there are more than four variables, not one pair of ends for each, or ends
            in the wrong order.

    The search (``core.boxes.box_search``) is budgeted by counting: where it ends early the bounds
    are wide, or infinite, but proven.

    >>> from core.expression.expression import parse
    >>> extremes(parse("x^3 - 3x"), (0, 3))
    Extremes(minimum -2 at 1, maximum 18 at 3; tight)
    """
    ends = _intervals(box, len(variables_of(f, *COUNTS)))
    return extremes_between(f, [(point(lo), point(hi)) for lo, hi in ends])


def extremes_between(f: Expression, ends: Sequence[tuple[Node, Node]]) -> Extremes:
    """Return the same for exact constants as ends.

    Raises:
        ValueError: if there are more than four variables, or ends in the wrong order.
    """
    variables_of(f, *COUNTS)
    with working_precision(BITS):
        sides = [Side.of(lo, hi, BITS) for lo, hi in ends]
        trees = f.tree, Negation(f.tree)
        least, greatest = (Search(tree, f.variables, sides).result() for tree in trees)
        lowest, highest = (
            _near(tree, f.variables, sides, it.place)
            for tree, it in zip(trees, (least, greatest), strict=True)
        )
        minimum = _extremum(least.lower, least.upper, lowest)
        maximum = _extremum(-greatest.upper, -greatest.lower, highest)
        known = _is_known(minimum) and _is_known(maximum)
        standing = _standing(least, greatest, known)
    return Extremes(minimum, maximum, standing, least.parts + greatest.parts)


def _intervals(box: Interval | Sequence[Interval], dimension: int) -> Sequence[Interval]:
    """Return one pair of ends for each variable."""
    is_pair = len(box) == 2 and not any(isinstance(end, list | tuple) for end in box)
    pairs = (cast(Interval, box),) if is_pair else cast(Sequence[Interval], box)
    if len(pairs) != dimension or any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"{dimension} pairs of ends expected: {box!r}"[:80])
    return pairs


def _extremum(lower: arb, upper: arb, near: tuple[float, ...]) -> Extremum:
    value = Certified.of(lower.union(upper) if (upper - lower).is_finite() else arb.nan())
    return Extremum(_outward(lower, -inf), _outward(upper, inf), value, near)


def _near(
    tree: Node, names: Sequence[str], sides: Sequence[Side], place: Place
) -> tuple[float, ...]:
    """Return the double point of the box, of those beside a place, where f is proven lowest."""
    x = tuple(float(c.mid()) for c in coordinates(sides, place))
    best, lowest = x, arb.pos_inf()
    for candidate in product(*((u, nextafter(u, -inf), nextafter(u, inf)) for u in x)):
        balls = [arb(u) for u in candidate]
        value = enclose(tree, dict(zip(names, balls, strict=True)), BITS)
        inside = all(s.lo <= u <= s.hi for s, u in zip(sides, balls, strict=True))
        if inside and value.is_finite() and value.upper() < lowest:
            best, lowest = candidate, value.upper()
    return best


def _outward(bound: arb, direction: float) -> float:
    """Return the exact number as a double, rounded in one direction."""
    near = float(bound)
    beyond = arb(near) > bound if direction > 0 else arb(near) < bound
    return near if beyond or arb(near) == bound else nextafter(near, direction)


def _standing(least: Least, greatest: Least, known: bool) -> Standing:
    gaps = [(it, it.upper - it.lower) for it in (least, greatest)]
    if not all(gap.is_finite() for _, gap in gaps):
        return "unproven"
    size = abs(least.lower + greatest.lower)  # of -f the least is minus the greatest of f
    sharp = all(gap <= TIGHT * abs(it.lower).max(abs(it.upper)).max(size) for it, gap in gaps)
    return "tight" if known and (sharp or (least.settled and greatest.settled)) else "wide"


def _shown(e: Extremum) -> str:
    place = ", ".join(f"{x:.6g}" for x in e.near)
    place = f"({place})" if len(e.near) > 1 else place
    if not _is_known(e):
        return f"in [{floored(e.lower)}, {ceiled(e.upper)}]"
    return f"{bounds_text(e)} at {place}"


def _is_known(e: Extremum) -> bool:
    """Say whether both bounds are doubles, or a digit beyond them is certain: not of ``0e+401``."""
    return _is_finite(e) or e.value.decimals.lstrip("-")[0] in "123456789"


def _is_finite(e: Extremum) -> bool:
    return isfinite(e.lower) and isfinite(e.upper)


def bounds_text(e: Extremum, sign: str = "") -> str:
    """Return both bounds as one number: ``1.5``, or ``1.5 ± 2e-05`` with what is open.

    A gap below ten digits is not shown, unless the value is 0 but for it; beyond the doubles the
    certain digits are.

    Args:
        e: The extreme value.
        sign: How its sign is written: ``"+"`` to write that of a positive one too.
    """
    if not _is_finite(e):
        return sign * (e.lower > 0) + shown(e.value)
    size, gap = max(abs(e.lower), abs(e.upper)), e.upper - e.lower
    if gap <= TIGHT * size:
        return f"{e.upper:{sign}.10g}"
    middle = float(f"{(e.lower + e.upper) / 2:.6g}") if gap < size else 0.0
    radius = Decimal(max(e.upper - middle, middle - e.lower))
    return f"{middle:{sign}.6g} ± {_rounded_up(radius)}"


def _rounded_up(radius: Decimal) -> str:
    """Return a radius with two digits, no less than it is, even where it was rounded itself."""
    context = Context(prec=2, rounding=ROUND_UP)
    return f"{float(context.create_decimal(radius * (1 + Decimal(2) ** -40))):.2g}"
