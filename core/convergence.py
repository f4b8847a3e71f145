"""The radius of convergence of a Taylor series, and the singularities that cause it.

The series about a converges on the largest disc on which the function has an analytic continuation.
Candidates for singularities are the zeros of the formula's guards
(``core.continuation.singularities``). Whether the nearest one is removable is told by the
coefficients up to order 200 (an estimate), and where possible by how the formula is built (a
proof). The third road is the series alone: Domb and Sykes' plot of ratios, and the root test.

The ratio plot is that of C. Domb and M. F. Sykes (1957); ``core.continuation.growth`` derives what
it shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from math import inf, nan
from typing import Literal, TypeAlias

import numpy as np
from flint import acb, arb
from numpy.typing import NDArray

from core.continuation.branch import Unresolved, analytic_branch
from core.continuation.exact_zeros import exact_zero
from core.continuation.growth import Growth, growth
from core.continuation.rational_function import reduced
from core.continuation.sheets import is_continued
from core.continuation.singular_proof import (
    NEARNESS,
    has_no_other_zeros,
    is_proven_zero,
    singularity,
)
from core.continuation.singularities import are_all_poles, guards
from core.continuation.zeros import BITS, SAME, has_known_zeros, known_zeros, zeros_near
from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.building import ONE
from core.expression.expression import Expression, variables_of
from core.expression.series import coefficients
from core.expression.tree import Node, Operation
from core.point import Point, point

Status: TypeAlias = Literal["exact", "certified", "estimated"]

# Zeros are looked for up to this multiple of the radius that the coefficients suggest.
MARGIN = 1.3
# Where the coefficients suggest none, zeros are looked for up to here.
FAR = 40.0
# Removable points are looked for up to this multiple of the radius that the coefficients suggest.
LIMIT = 1.05
# How many poles of gamma are looked for on the left: at first, and if these do not suffice.
FEW_POLES, MANY_POLES = 3, 12


@dataclass(frozen=True, eq=False)
class Convergence:
    """Where a Taylor series converges.

    Attributes:
        function: The function.
        center: The center a, exact.
        radius: The radius of convergence; inf for an entire function, nan if neither the formula
            nor the first 200 coefficients show any.
        singularities: Complex numbers, nearest to the center first: those on the circle of
            convergence, and others that were met.
        status: ``"exact"``: from exact algebra and how the formula is built. ``"certified"``: no
            guard vanishes nearer and this one does, by complex ball arithmetic, and the function
            is singular there by how it is built. ``"estimated"``: read off the coefficients.
        zero_free: Parts of the formula that are proven not to vanish inside the circle, the center
            left out.
    """

    function: Expression
    center: Node
    radius: float
    singularities: NDArray[np.complex128]
    status: Status
    zero_free: frozenset[Node] = frozenset()

    @cached_property
    def growth(self) -> Growth:
        """The coefficients' sizes, for the root test and the ratio plot."""
        return growth(self.function.tree, self.function.variables[0], self.center)

    def __repr__(self) -> str:
        """Show the radius with its standing, and the circle's singularities."""
        near = np.array2string(self.singularities[:4], precision=6, max_line_width=200)
        digits = 12 if len(self.singularities) else 3  # as good as a fit to coefficients is
        return f"Convergence(radius={self.radius:.{digits}g}, {self.status}, singularities={near})"


def convergence(f: Expression, at: Point = 0) -> Convergence:
    """Return the radius of convergence of ``f``'s Taylor series about ``at``.

    Raises:
        NotAnalytic: if there is no Taylor series.
        ParseError: if ``at`` is no finite real constant.
        ValueError: if ``f`` has several variables.

    >>> from core.expression.expression import parse
    >>> convergence(parse("1/(1+x^2)"))
    Convergence(radius=1, exact, singularities=[0.+1.j 0.-1.j])
    """
    variables_of(f, 1)
    center = point(at)
    coefficients(f.tree, f.variables[0], center, 0)  # or there is no series
    return _search(f, center)


def _search(f: Expression, center: Node) -> Convergence:
    """Look for few of gamma's poles, then for more; an estimate unless all nearer are found."""
    for poles in (FEW_POLES, MANY_POLES):
        search = _Search(f, center, poles)
        found, complete = search.result()
        if complete:
            return found
    radius = found.radius if found.radius < inf else search.sizes.radius
    return replace(found, radius=radius, status="estimated", zero_free=frozenset())


class _Search:
    """The search for the nearest singularity of one function."""

    def __init__(self, f: Expression, center: Node, poles: int) -> None:
        self.f, self.center, self.poles = f, center, poles
        self.variable = f.variables[0]
        self.about = enclose(center, {}, BITS)
        self._guilty: dict[complex, list[Node]] = {}

    @cached_property
    def sizes(self) -> Growth:
        """The growth of the coefficients: dear, and not asked for where nothing is in the way."""
        return growth(self.f.tree, self.variable, self.center)

    def result(self) -> tuple[Convergence, bool]:
        """Return the radius with its standing, and whether no pole of gamma was left out."""
        try:
            self.tree = reduced(analytic_branch(self.f.tree, self.variable, self.center))
        except Unresolved:
            return self._found(self.sizes.radius, [], "estimated"), True
        obstacles = guards(self.tree, self.variable, self.center, self.poles)
        with working_precision(BITS, 2):
            self.zeros = {g: self._zeros(g) for g in obstacles}
            found = self._nearest()
            asked = self.variable, self.center, self.poles, found.radius
            return found, are_all_poles(self.tree, *asked)

    def _nearest(self) -> Convergence:
        """Return what the nearest zero that is not removable says."""
        candidates = self._sorted(z for found in self.zeros.values() for z in found)
        proven = self._proven_removable(candidates)
        candidates = [z for z in candidates if z not in proven]
        doubtful = list(takewhile(self._seems_removable, candidates))
        candidates = candidates[len(doubtful) :]
        if candidates:
            radius = min(map(abs, candidates))
            circle = [z for z in candidates if abs(z) < radius * (1 + NEARNESS)]
            status = "estimated" if doubtful else self._status(circle)
            passed = {g for z in proven for g in self._owners(z)}
            free = frozenset(g for g in self.zeros if g not in passed)
            return self._found(radius, candidates, status, free)
        if all(has_known_zeros(g) for g in self.zeros) and not doubtful:
            free = frozenset(g for g, found in self.zeros.items() if not found)
            return self._found(inf, [], "exact", free)
        return self._found(self._shown_by_coefficients(), [], "estimated")

    def _shown_by_coefficients(self) -> float:
        """Return the radius that they suggest; nan for inf if a guard's zeros were not found."""
        radius = self.sizes.radius
        return nan if radius == inf and not all(self.zeros.values()) else radius

    def _seems_removable(self, z: complex) -> bool:
        """Say whether the coefficients suggest it, and nothing proves the contrary."""
        return not self._proof(z) and self.sizes.reaches_beyond(abs(z))

    def _proven_removable(self, candidates: Iterable[complex]) -> list[complex]:
        """Return the real points at which the formula is proven to have a Taylor series.

        It continues the one at the center if all that lies between has one, too.
        """
        proven, circle = [], inf
        for z in candidates:
            if abs(z) > circle:  # of a singularity: nobody asks what is beyond
                break
            if self._proof(z):
                circle = min(circle, abs(z) * (1 + SAME))
            elif z.imag == 0 and abs(z) <= LIMIT * self.sizes.radius:
                owners = self._owners(z)
                place = exact_zero(owners[0], self.variable, self._place(z).real)
                if place is not None and self._is_removable(owners, place):
                    proven.append(z)
        return proven

    def _is_removable(self, owners: Iterable[Node], place: Node) -> bool:
        """Prove that there is a series, and that no guard vanishes beside the place instead."""
        try:
            coefficients(self.tree, self.variable, place, 0)
            found = [coefficients(g, self.variable, place, 0)[0] for g in owners]
        except NotAnalytic:
            return False
        return all(value.is_zero() for value in found)

    def _zeros(self, g: Node) -> list[complex]:
        """Return the zeros of a guard, seen from the center; itself left out: it has a series."""
        known = known_zeros(g, self.center)
        if known is not None:
            return known
        reach = self._reach(g)
        found = zeros_near(g, self.variable, self.center, MARGIN * reach)
        return [z for z in found if abs(z) > SAME * min(reach, 1.0)]

    def _reach(self, g: Node) -> float:
        """Return how far zeros are looked for: where the coefficients of f or of ``1/g`` say.

        Those of f may hide them: ``sin x + tan(x/100)`` looks entire up to order 200.
        """
        if self.sizes.radius < inf:
            return self.sizes.radius
        try:
            alone = growth(Operation("/", ONE, g), self.variable, self.center).radius
        except NotAnalytic:
            return FAR
        return alone if alone < inf else FAR

    def _sorted(self, zeros: Iterable[complex]) -> list[complex]:
        """Return different zeros, nearest first, the upper of a pair before the lower."""
        found: list[complex] = []
        for z in sorted(zeros, key=lambda z: (float(f"{abs(z):.14g}"), -z.imag, -z.real)):
            if not any(abs(z - other) < NEARNESS * abs(z) for other in found):
                found.append(z)
        return found

    def _status(self, on_circle: list[complex]) -> Status:
        """Return what is proven: that one of them is a singularity, and that none is nearer."""
        guilty = [g for z in on_circle for g in self._proof(z)]
        transcendental = [g for g in self.zeros if not has_known_zeros(g)]
        if not guilty:
            return "estimated"
        if not transcendental:
            return "exact"
        alone = all(
            has_no_other_zeros(g, self.about, abs(on_circle[0]), [*self.zeros[g], 0j])
            for g in transcendental
        )
        return "certified" if alone else "estimated"

    def _proof(self, z: complex) -> list[Node]:
        """Return the guards whose zero at ``z`` is proven to make the function singular there."""
        if z not in self._guilty:
            slip = NEARNESS * abs(z)
            ball = acb(arb(z.real, slip), arb(z.imag, slip)) + self.about
            self._guilty[z] = [
                g for g in self._owners(z, NEARNESS / 2) if self._is_singular(g, ball)
            ]
        return self._guilty[z]

    def _is_singular(self, g: Node, ball: acb) -> bool:
        """Prove that ``g`` vanishes in a ball, and that the function is singular there."""
        vanishes = has_known_zeros(g) or is_proven_zero(g, ball)
        singular = vanishes and singularity(self.tree, g, ball) is not None
        return singular and is_continued(self.tree, self.about, ball)

    def _owners(self, z: complex, near: float = SAME) -> list[Node]:
        """Return the guards that vanish at a point."""
        return [
            g
            for g, found in self.zeros.items()
            if any(abs(z - other) < near * abs(z) for other in found)
        ]

    def _place(self, z: complex) -> complex:
        """Return the point that is seen at ``z`` from the center, without mere rounding."""
        with working_precision(BITS):
            place = complex(acb(z.real, z.imag) + self.about)
        slip = 2.0**-50 * abs(z)
        real, imag = (0.0 if abs(part) < slip else part for part in (place.real, place.imag))
        return complex(real, imag)

    def _found(
        self,
        radius: float,
        zeros: list[complex],
        status: Status,
        free: frozenset[Node] = frozenset(),
    ) -> Convergence:
        singularities = np.array([self._place(z) for z in zeros], dtype=complex)
        free = frozenset() if status == "estimated" else free
        return Convergence(self.f, self.center, radius, singularities, status, free)
