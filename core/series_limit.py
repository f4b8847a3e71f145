r"""What a Taylor series converges to, which need not be the function it was made from.

The sum S of the series about a is analytic for ``|x - a| < R``, and is f near a if f is analytic
there. By the identity theorem it stays f until f leaves its analytic germ at a *seam*
(``core.continuation.seams``): ``sqrt(1 - sin(x)^2)`` has the series of ``cos x``, which it is for
``|x| <= pi/2`` alone. A function that is only smooth, as ``e^(-1/x^2)`` at 0, may differ from the
sum as near to the center as one likes.

Source: for the identity theorem, L. V. Ahlfors, *Complex Analysis*, 3rd ed., section 4.3.2; for
``e^(-1/x^2)``, A. L. Cauchy, *Résumé des leçons sur le calcul infinitésimal*, 1823, lesson 38.
"""

from dataclasses import dataclass
from math import isnan
from typing import Literal, TypeAlias

from flint import arb

from core.continuation.agreement import Agreement, Side, Witness
from core.continuation.branch import Unresolved, analytic_branch
from core.continuation.flat import reason_beside_flat_parts, without_flat_parts
from core.continuation.identities import shortened
from core.continuation.ray import BITS
from core.convergence import Convergence, convergence
from core.digits import ceiled, floored
from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.expression import Expression, variables_of
from core.expression.series import coefficients
from core.expression.text import to_text
from core.expression.tree import Node
from core.local.germs import Unsettled
from core.point import Point, point
from core.within import below

Extent: TypeAlias = Literal["everywhere", "interval", "center", "undecided"]
Standing: TypeAlias = Literal["proven", "estimated"]


@dataclass(frozen=True, eq=False)
class SeriesLimit:
    """What a Taylor series converges to, and where that is the function.

    Attributes:
        function: The function f.
        center: The center a, exact.
        sum: The sum of the series, in closed form, wherever it converges.
        convergence: Its radius of convergence.
        extent: ``"everywhere"``: the sum is f wherever it converges and f has a value.
            ``"interval"``: it is f between ``lo`` and ``hi``, and not at the witnesses.
            ``"center"``: it is f on no interval around a. ``"undecided"``: it is f between
            ``lo`` and ``hi``; beyond, nothing was proven.
        lo: The sum is f for ``lo < x < hi``, points left out where f has no value.
        hi: The other end.
        ends: Both in closed form; None where there is none, or none was found.
        witnesses: Where they differ, at most one on either side.
        standing: ``"proven"``, or ``"estimated"`` if the radius is.
    """

    function: Expression
    center: Node
    sum: Expression
    convergence: Convergence
    extent: Extent
    lo: float
    hi: float
    ends: tuple[Node | None, Node | None]
    witnesses: tuple[Witness, ...]
    standing: Standing

    def __repr__(self) -> str:
        """Say where the sum is the function."""
        between = f"for {self._shown(0)} < {self.function.variables[0]} < {self._shown(1)}"
        told = {
            "everywhere": " everywhere",
            "interval": f" {between}" if self._is_whole else f" at least {between}",
            "center": " only there",
            "undecided": f" at least {between}" if self.lo < self.hi else " at least there",
        }[self.extent]
        return f"SeriesLimit({self.sum.canonical}, = f{told}, {self.standing})"

    def _shown(self, i: int) -> str:
        """Return an end in closed form, or rounded inward: nothing is claimed beyond it."""
        end = self.ends[i]
        if end is not None:
            return to_text(end)
        return floored(self.hi) if i else ceiled(self.lo)

    @property
    def _is_whole(self) -> bool:
        """Whether on both sides the interval ends at a witness or with the convergence."""
        a, reach = self._at, self.convergence.radius * (1 - 2.0**-40)
        sides = {w.x > a for w in self.witnesses}
        left, right = self.lo <= a - reach, self.hi >= a + reach
        return (left or False in sides) and (right or True in sides)

    @property
    def _at(self) -> float:
        return float(enclose(self.center, {}, BITS))

    def _repr_latex_(self) -> str:
        return f"${self.sum.latex}$"


def series_limit(f: Expression, at: Point = 0) -> SeriesLimit:
    """Return what ``f``'s Taylor series about ``at`` converges to.

    Also where f is but smooth: then the coefficients are the limits of its derivatives.

    Raises:
        NotAnalytic: if there is no Taylor series.
        ParseError: if ``at`` is no finite real constant.
        ValueError: if ``f`` has several variables.

    >>> from core.expression.expression import parse
    >>> series_limit(parse("sqrt(1-sin(x)^2)"))
    SeriesLimit(cos(x), = f for -pi/2 < x < pi/2, proven)
    >>> series_limit(parse("exp(-1/x^2)"))
    SeriesLimit(0, = f only there, proven)
    >>> series_limit(parse("exp(-1/x^2)")).witnesses[1]
    f(1.6) = 0.676633846161729, sum = 0
    """
    variables_of(f, 1)
    center, variable = point(at), f.variables[0]
    smooth = _without_flat_parts(f.tree, variable, center)
    whole = shortened(smooth) if smooth else f.tree
    total = _closed_sum(whole, variable, center)
    limit = _expression(total or whole, f)
    c = convergence(limit, at)
    if total is None or isnan(c.radius):
        return _result(f, center, limit, c, Side(0.0, False), Side(0.0, False))
    sides = [
        Agreement(f.tree, total, variable, center, side, c.radius, c.zero_free, smooth is not None)
        for side in (-1, 1)
    ]
    return _result(f, center, limit, c, *(side.found() for side in sides))


def _expression(tree: Node, f: Expression) -> Expression:
    return f if tree == f.tree else Expression(to_text(tree), f.variables, tree)


def _result(
    f: Expression, center: Node, limit: Expression, c: Convergence, left: Side, right: Side
) -> SeriesLimit:
    """Put both sides together."""
    witnesses = tuple(w for w in (left.witness, right.witness) if w is not None)
    extent: Extent = "interval" if witnesses else "undecided"
    if left.complete and right.complete:
        extent = "everywhere"
    elif witnesses and left.equal == right.equal == 0:
        extent = "center"
    with working_precision(BITS):
        lo, hi = 0.0 - below(-_end(left, center, -1)), below(_end(right, center, 1))
    ends = left.end, right.end
    standing: Standing = "estimated" if c.status == "estimated" else "proven"
    return SeriesLimit(f, center, limit, c, extent, lo, hi, ends, witnesses, standing)


def _end(it: Side, center: Node, side: int) -> arb:
    """Return a ball around the point up to which they agree."""
    if it.end is not None:
        return enclose(it.end, {}, BITS)
    return enclose(center, {}, BITS) + side * arb(it.equal)


def _without_flat_parts(tree: Node, variable: str, center: Node) -> Node | None:
    """Return the formula whose coefficients are f's, if f has flat parts; else None."""
    try:
        coefficients(tree, variable, center, 0)
    except NotAnalytic as reason:
        try:
            smooth = without_flat_parts(tree, variable, center)
        except (Unsettled, NotAnalytic):
            raise reason from None
        if smooth == tree:
            raise
        if not _has_series(smooth, variable, center):
            raise reason_beside_flat_parts(reason, tree, variable, center) from None
        return smooth
    return None


def _has_series(smooth: Node, variable: str, center: Node) -> bool:
    try:
        coefficients(smooth, variable, center, 0)
    except NotAnalytic:
        return False
    return True


def _closed_sum(tree: Node, variable: str, center: Node) -> Node | None:
    """Return the analytic branch around the center, written shortly; None if that is open."""
    try:
        branch = analytic_branch(tree, variable, center)
    except Unresolved:
        return None
    return shortened(branch)
