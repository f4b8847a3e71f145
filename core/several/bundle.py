"""A function along a bundle of rays, and its mixed Taylor coefficients from its series along each.

Exact rationals first; closed forms, if there is one for every series; else balls, whose precision
is raised until each is accurate, with zeros where the formula is so built
(``core.several.support``): a small ball around 0 proves nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias, cast

from core.errors import NotAnalytic
from core.expression.balls import is_accurate, working_precision
from core.expression.building import ZERO, constant, plus, replaced, times
from core.expression.closed import Constants, as_fraction
from core.expression.exact import Closed, ClosedRing
from core.expression.expansion import expand
from core.expression.expression import Expression
from core.expression.rings import Irrational, Undecided
from core.expression.series import closed_coefficients, coefficients, rational_coefficients
from core.expression.tree import Node, Variable
from core.several.known import ACCURACY, Known, shortest
from core.several.rays import GENERIC, PLAIN, MultiIndex, Number, interpolated, rays
from core.several.support import Support, support

# Bits of the series; each is asked for in turn until every coefficient is accurate or negligible.
PRECISIONS = (240, 500, 1000, 2000)
T = Variable("t")

Coefficients: TypeAlias = Mapping[MultiIndex, Known]


def line(f: Expression, at: Sequence[Node], direction: Iterable[Node]) -> Node:
    """Return ``f(a + t v)`` as a formula in t."""
    moved = {
        name: plus(a, times(v, T)) for name, a, v in zip(f.variables, at, direction, strict=True)
    }
    return replaced(f.tree, moved)


@dataclass(frozen=True)
class Bundle:
    """A function along all the rays that its coefficients up to one order take.

    Attributes:
        f: The function.
        at: The point from which the rays go out.
        order: The highest total degree.
        analytic: Whether every part of the formula is analytic at the point.
    """

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
            # Sums of reduced polynomials are reduced; but they may have grown too long to read.
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
