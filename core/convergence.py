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
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Literal, TypeAlias

import numpy as np
from flint import acb, arb
from numpy.typing import NDArray

from core.continuation.branch import Unresolved, analytic_branch
from core.continuation.exact_zeros import exact_zero
from core.continuation.growth import Growth, growth
from core.continuation.rational_function import reduced
from core.continuation.singular_proof import (
    NEARNESS,
    has_no_other_zeros,
    is_proven_zero,
    singularity,
)
from core.continuation.singularities import guards
from core.continuation.zeros import BITS, SAME, polynomial, polynomial_zeros, zeros_near
from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.expression import Expression
from core.expression.series import coefficients
from core.expression.tree import Node
from core.point import Point, point

Status: TypeAlias = Literal["exact", "certified", "estimated"]

# Zeros are looked for up to this multiple of the radius that the coefficients suggest.
MARGIN = 1.3
# Where the coefficients suggest none, zeros are looked for up to here.
FAR = 40.0
# Removable points are looked for up to this multiple of the radius that the coefficients suggest.
LIMIT = 1.05


@dataclass(frozen=True)
class Convergence:
    """Where a Taylor series converges.

    Attributes:
        function: The function.
        center: The center a, exact.
        radius: The radius of convergence; inf for an entire function.
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
        near = np.array2string(self.singularities[:4], precision=6)
        return f"Convergence(radius={self.radius:.12g}, {self.status}, singularities={near})"


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
    if len(f.variables) != 1:
        raise ValueError(f"one variable expected, not {len(f.variables)}")
    center = point(at)
    coefficients(f.tree, f.variables[0], center, 0)  # or there is no series
    return _Search(f, center).result()


class _Search:
    """The search for the nearest singularity of one function."""

    def __init__(self, f: Expression, center: Node) -> None:
        self.f, self.center = f, center
        self.variable = f.variables[0]
        self.a = float(enclose(center, {}, 128))

    @cached_property
    def sizes(self) -> Growth:
        """The growth of the coefficients: dear, and not asked for where nothing is in the way."""
        return growth(self.f.tree, self.variable, self.center)

    def result(self) -> Convergence:
        """Return the radius, the singularities and their standing."""
        try:
            tree = reduced(analytic_branch(self.f.tree, self.variable, self.center))
        except Unresolved:
            return self._found(self.sizes.radius, [], "estimated")
        obstacles = guards(tree, self.variable, self.center)
        with working_precision(BITS, 2):
            zeros = {g: self._zeros(g) for g in obstacles}
            candidates = self._sorted(z for found in zeros.values() for z in found)
            proven = self._proven_removable(tree, candidates, zeros)
            candidates = [z for z in candidates if z not in proven]
            doubtful = [z for z in candidates if self.sizes.reaches_beyond(abs(z - self.a))]
            candidates = [z for z in candidates if z not in doubtful]
            if candidates:
                radius = abs(candidates[0] - self.a)
                circle = [z for z in candidates if abs(z - self.a) < radius * (1 + SAME)]
                status = "estimated" if doubtful else self._status(tree, zeros, circle)
                passed = {g for z in proven for g in self._owners(z, zeros)}
                free = frozenset(g for g in obstacles if g not in passed)
                return self._found(radius, candidates, status, free)
        if all(polynomial(g) is not None for g in obstacles) and not doubtful:
            return self._found(inf, [], "exact", frozenset(g for g in obstacles if not zeros[g]))
        return self._found(self.sizes.radius, [], "estimated")

    def _proven_removable(
        self, tree: Node, candidates: Iterable[complex], zeros: dict[Node, list[complex]]
    ) -> list[complex]:
        """Return the real points at which the formula is proven to have a Taylor series.

        It continues the one at the center if all that lies between has one, too.
        """
        proven = []
        for z in candidates:
            if z.imag == 0 and abs(z - self.a) <= LIMIT * self.sizes.radius:
                place = exact_zero(self._owners(z, zeros)[0], self.variable, z.real)
                if place is not None and self._has_series(tree, place):
                    proven.append(z)
        return proven

    def _has_series(self, tree: Node, place: Node) -> bool:
        try:
            coefficients(tree, self.variable, place, 0)
        except NotAnalytic:
            return False
        return True

    def _zeros(self, g: Node) -> list[complex]:
        """Return the zeros of a guard, the center left out: there is a series there."""
        p = polynomial(g)
        reach = self.sizes.radius if self.sizes.radius < inf else FAR
        if p is not None:
            found = polynomial_zeros(p)
        else:
            found = zeros_near(g, self.variable, self.center, self.a, MARGIN * reach)
        return [z for z in found if abs(z - self.a) > SAME * min(reach, 1.0)]

    def _sorted(self, zeros: Iterable[complex]) -> list[complex]:
        """Return different zeros, nearest first, the upper of a pair before the lower."""
        found: list[complex] = []
        for z in sorted(zeros, key=lambda z: (round(abs(z - self.a), 9), -z.imag, -z.real)):
            if not any(abs(z - other) < SAME * abs(z - self.a) for other in found):
                found.append(z)
        return found

    def _status(
        self, tree: Node, zeros: dict[Node, list[complex]], on_circle: list[complex]
    ) -> Status:
        """Return what is proven: that one of them is a singularity, and that none is nearer."""
        radius = abs(on_circle[0] - self.a)
        owned = ((g, z) for z in on_circle for g in self._owners(z, zeros))
        guilty = [(g, z) for g, z in owned if _is_singular(tree, g, z)]
        if not guilty:
            return "estimated"
        transcendental = [g for g in zeros if polynomial(g) is None]
        if not transcendental:
            return "exact"
        alone = all(
            has_no_other_zeros(g, self.a, radius, [*zeros[g], complex(self.a)])
            for g in transcendental
        )
        proven = any(g not in transcendental or is_proven_zero(g, z) for g, z in guilty)
        return "certified" if proven and alone else "estimated"

    def _owners(self, z: complex, zeros: dict[Node, list[complex]]) -> list[Node]:
        """Return the guards that vanish at a point."""
        near = SAME * abs(z - self.a)
        return [g for g, found in zeros.items() if any(abs(z - other) < near for other in found)]

    def _found(
        self,
        radius: float,
        zeros: list[complex],
        status: Status,
        free: frozenset[Node] = frozenset(),
    ) -> Convergence:
        singularities = np.array(zeros, dtype=complex)
        free = frozenset() if status == "estimated" else free
        return Convergence(self.f, self.center, radius, singularities, status, free)


def _is_singular(tree: Node, g: Node, z: complex) -> bool:
    """Prove that ``tree`` is singular at the zero of ``g`` that was computed as ``z``."""
    slip = NEARNESS * abs(z)
    return singularity(tree, g, acb(arb(z.real, slip), arb(z.imag, slip))) is not None
