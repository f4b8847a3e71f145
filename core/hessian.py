"""The Hessian matrix: the second derivatives of a function, and what they say about its shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from flint import arb
from numpy.typing import NDArray

from core.certified import Certified
from core.expression.expression import Expression, parse, variables_of
from core.point import Point, points
from core.several.known import Known, ball, certified, combined
from core.several.known_latex import matrix_latex, matrix_text
from core.several.matrices import determinant
from core.several.partials import mixed_coefficients
from core.several.rays import MultiIndex
from core.several.spectrum import eigenvalues

Definiteness: TypeAlias = Literal[
    "positive definite",
    "negative definite",
    "indefinite",
    "positive semidefinite",
    "negative semidefinite",
    "zero",
    "undecided",
]

_DOUBLE = parse("2 c", ("c",)).tree


@dataclass(frozen=True)
class Hessian:
    """The symmetric matrix of all second partial derivatives at one point.

    Attributes:
        known: ``∂²f/∂x_i ∂x_j (a)``, in closed form or as balls.
    """

    known: tuple[tuple[Known, ...], ...]

    @cached_property
    def entries(self) -> tuple[tuple[Certified, ...], ...]:
        """The entries with their certain digits."""
        return tuple(tuple(map(certified, row)) for row in self.known)

    @property
    def matrix(self) -> NDArray[np.float64]:
        """The entries as the nearest doubles, shape ``(n, n)``."""
        return np.array([[entry.value for entry in row] for row in self.entries])

    @cached_property
    def determinant(self) -> Certified:
        """The product of the eigenvalues."""
        return certified(determinant(self.known))

    @cached_property
    def known_eigenvalues(self) -> tuple[Known, ...]:
        """The eigenvalues in ascending order, in closed form or as balls."""
        return eigenvalues(self.known)

    @cached_property
    def balls(self) -> tuple[arb, ...]:
        """The eigenvalues as balls, 0 where it is proven that they are."""
        return tuple(map(ball, self.known_eigenvalues))

    @property
    def eigenvalues(self) -> tuple[Certified, ...]:
        """The eigenvalues in ascending order: the curvatures along the principal directions."""
        return tuple(map(certified, self.known_eigenvalues))

    @property
    def definiteness(self) -> Definiteness:
        """What the signs of the eigenvalues prove about the quadratic form ``sᵀ H s``.

        At a critical point a positive definite Hessian means a minimum, a negative definite one a
        maximum, an indefinite one a saddle; the others leave it open.
        """
        return definiteness(self.balls)

    def _repr_latex_(self) -> str:
        return f"${matrix_latex(self.known)}$"

    def __repr__(self) -> str:
        """Show the matrix and its definiteness."""
        return f"Hessian({matrix_text(self.known)}, {self.definiteness})"


def hessian(f: Expression, at: Point | Sequence[Point]) -> Hessian:
    """Return the matrix ``H = (∂²f/∂x_i ∂x_j)`` at a point.

    f is proven to be twice continuously differentiable around the point, or refused; so the order
    of differentiation makes no difference (Schwarz's theorem).

    Args:
        f: A function of one to six variables.
        at: The point.

    Raises:
        NotAnalytic: where f is not proven to be smooth.
        ParseError: if the point is not a list of n finite real constants.

    >>> from core.expression.expression import parse
    >>> hessian(parse("x^2 + 3x y + y^2", ("x", "y")), (0, 0))
    Hessian([[2, 3], [3, 2]], indefinite)
    """
    n = len(variables_of(f))
    return Hessian(second_partials(mixed_coefficients(f, points(at, n), 2), n))


def second_partials(
    coefficients: Mapping[MultiIndex, Known], n: int
) -> tuple[tuple[Known, ...], ...]:
    """Return ``∂²f/∂x_i ∂x_j = c_m``, ``m = e_i + e_j``, and twice that where ``i = j``."""
    rows = []
    for i in range(n):
        indices = [tuple((k == i) + (k == j) for k in range(n)) for j in range(n)]
        c = [coefficients[m] for m in indices]
        rows.append(tuple(_twice(u) if i == j else u for j, u in enumerate(c)))
    return tuple(rows)


def _twice(c: Known) -> Known:
    return combined(_DOUBLE, {"c": c})


def definiteness(balls: Sequence[arb]) -> Definiteness:
    """Return what the proven signs of all eigenvalues of a symmetric matrix tell.

    >>> definiteness([arb(-1), arb(0), arb(2)])
    'indefinite'
    """
    positive = sum(bool(x > 0) for x in balls)
    negative = sum(bool(x < 0) for x in balls)
    zero = sum(x.is_zero() for x in balls)
    if positive and negative:
        return "indefinite"
    if positive + negative + zero < len(balls):
        return "undecided"
    if not positive + negative:
        return "zero"
    if positive:
        return "positive semidefinite" if zero else "positive definite"
    return "negative semidefinite" if zero else "negative definite"
