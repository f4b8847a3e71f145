"""All mixed Taylor coefficients of a function of several variables at a point, proven.

    f(a + h) = sum of c_m h^m,   c_m = (1/m!) ∂^m f (a),

from the series in one variable along the rays ``a + t s`` (``core.rays``), each in closed form
where there is one, else as balls. A coefficient is 0 if its closed form is, or if the formula is so
built (``core.support``); a small ball around 0 proves nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import comb
from typing import TypeAlias, cast

from core.errors import NotAnalytic
from core.expression.balls import working_precision
from core.expression.building import ZERO, constant, plus, replaced, times
from core.expression.closed import Constants, as_fraction
from core.expression.exact import Closed, ClosedRing
from core.expression.expansion import expand
from core.expression.expression import Expression
from core.expression.rings import Irrational, Undecided
from core.expression.series import closed_coefficients, coefficients, rational_coefficients
from core.expression.tree import Node, Variable
from core.known import ACCURACY, Known, is_accurate, shortest
from core.rays import GENERIC, PLAIN, MultiIndex, Number, interpolated, rays
from core.removable import smooth_value
from core.smooth import is_analytic_around
from core.support import Support, support

MAX_ORDER = 12
MAX_RAYS = 36  # order 12 in two variables takes 13, order 7 in three 36, order 2 in six 21
# Bits of the series; each is asked for in turn until every coefficient is accurate or negligible.
PRECISIONS = (240, 500, 1000, 2000)
T = Variable("t")

Coefficients: TypeAlias = Mapping[MultiIndex, Known]


def mixed_coefficients(f: Expression, at: Sequence[Node], order: int) -> Coefficients:
    """Return ``c_m`` for every multi-index m of at most the order, lowest orders first.

    Args:
        f: A function of n variables.
        at: The point, n constants.
        order: The highest total degree.

    Returns:
        For each m a formula in closed form, or a ball of ``ACCURACY`` bits.

    Raises:
        NotAnalytic: if f is not proven to be differentiable ``order`` times around the point;
            ``"undecided"`` if it may yet be.
        ValueError: if the order is out of range (``check_order``).

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> f = parse("y e^x", ("x", "y"))
    >>> {m: to_text(c) for m, c in mixed_coefficients(f, (ZERO, ZERO), 2).items()}
    {(0, 0): '0', (1, 0): '0', (0, 1): '1', (2, 0): '0', (1, 1): '1', (0, 2): '0'}
    """
    n, place = len(f.variables), dict(zip(f.variables, at, strict=True))
    check_order(n, order)
    analytic = is_analytic_around(f.tree, place)
    bundle = _Bundle(f, tuple(at), order, analytic)
    if not analytic and n > 1 and smooth_value(f.tree, place, order) is None:
        raise bundle.reason()
    return bundle.rationals() or bundle.closed_forms() or bundle.balls()


def check_order(n: int, order: int) -> None:
    """Refuse orders beyond ``MAX_ORDER``, and those that take too many rays."""
    if not 0 <= order <= MAX_ORDER or comb(n - 1 + order, order) > MAX_RAYS:
        most = max(d for d in range(MAX_ORDER + 1) if comb(n - 1 + d, d) <= MAX_RAYS)
        raise ValueError(f"order {order} in {n} variables: from 0 to {most}")


def line(f: Expression, at: Sequence[Node], direction: Iterable[Node]) -> Node:
    """Return ``f(a + t v)`` as a formula in t."""
    moved = {
        name: plus(a, times(v, T)) for name, a, v in zip(f.variables, at, direction, strict=True)
    }
    return replaced(f.tree, moved)


@dataclass(frozen=True)
class _Bundle:
    """A function along all the rays that its coefficients up to one order take."""

    f: Expression
    at: tuple[Node, ...]
    order: int
    analytic: bool

    @property
    def shift(self) -> Fraction:
        """Where a point must be filled in, the formula may fail along the plain rays."""
        return PLAIN if self.analytic else GENERIC

    @cached_property
    def lines(self) -> list[Node]:
        """The function along each ray, as a formula in t."""
        directions = rays(len(self.at), self.order, self.shift)
        return [line(self.f, self.at, map(constant, s)) for s in directions]

    def interpolated(self, series: Sequence[Sequence[Number]]) -> dict[MultiIndex, Number]:
        """The mixed coefficients, from those along each ray."""
        return interpolated(len(self.at), self.order, series, self.shift)

    def reason(self) -> NotAnalytic:
        """Why f is not analytic, as far as the lines tell."""
        for tree in self.lines:
            try:
                coefficients(tree, T.name, ZERO, self.order)
            except NotAnalytic as reason:
                return reason
        return NotAnalytic("undecided")

    def rationals(self) -> Coefficients | None:
        """The coefficients if all of them are rational."""
        found = []
        for tree in self.lines:
            series = rational_coefficients(tree, T.name, {T.name: ZERO}, self.order)
            if series is None:
                return None
            found.append(series)
        return {m: constant(as_fraction(c)) for m, c in self.interpolated(found).items()}

    def closed_forms(self) -> Coefficients | None:
        """The coefficients as formulas if there is one for the series along every ray."""
        constants = Constants()
        ring, found = ClosedRing(1, constants), []
        try:
            for tree in self.lines:
                series = closed_coefficients(tree, T.name, ZERO, self.order)
                if series is None:
                    return None
                found.append([cast(Closed, expand(c, {}, ring)).terms[0] for c in series])
            polynomials = self.interpolated(found)
            return {m: shortest(constants.reduced(p), constants) for m, p in polynomials.items()}
        except (Irrational, Undecided):
            return None

    def may_differ(self) -> Support | None:
        """Which coefficients the formula's structure allows to differ from 0, if it tells."""
        place = dict(zip(self.f.variables, self.at, strict=True))
        if not self.analytic:
            return None
        return support(self.f.tree, place, self.f.variables, self.order)

    def balls(self) -> Coefficients:
        """The coefficients as balls, with a zero where the formula's structure shows one."""
        may_differ = self.may_differ()
        for bits in PRECISIONS:
            series = [coefficients(tree, T.name, ZERO, self.order, bits) for tree in self.lines]
            with working_precision(bits + 64):
                found = self.interpolated(series)
            known = {m: c for m, c in found.items() if may_differ is None or m in may_differ}
            if all(is_accurate(c, ACCURACY) for c in known.values()):
                return {m: known.get(m, ZERO) for m in found}
        raise NotAnalytic("undecided")
