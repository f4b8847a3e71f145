"""Physical fields that are gradients: of a potential, and of a temperature.

    E = -∇V              the electric field of a potential
    q = -k ∇T            the heat flow in a medium of conductivity k (Fourier's law)

The gradient points to where the potential grows fastest; the field, to where it falls. Such a field
has no curl, because second derivatives may be taken in any order, and its divergence is ``-k ΔV``:
what flows out of a point.

Source: J. Fourier, *Théorie analytique de la chaleur* (1822), chapter II; D. J. Griffiths,
*Introduction to Electrodynamics*, 4th edition (2013), sections 2.3.1 and 2.3.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.certified import Certified
from core.expression.building import ZERO, negated, times
from core.expression.expression import Expression, variables_of
from core.expression.tree import Node, Variable
from core.gradient import gradient_field
from core.hessian import second_partials
from core.point import Point, point, points
from core.several.known import Known, certified, combined, sign
from core.several.known_latex import known_text, matrix_latex, vector_text
from core.several.partials import mixed_coefficients
from core.several.vectors import Vector, length, total

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FieldAt:
    """The field ``-k ∇V`` at one point.

    Attributes:
        known: Its components, in closed form or as balls.
        known_divergence: ``-k ΔV``.
        known_laplacian: ``ΔV = ∂²V/∂x_1² + … + ∂²V/∂x_n²``.
        known_potential: V itself.
    """

    known: Vector
    known_divergence: Known
    known_laplacian: Known
    known_potential: Known

    @property
    def components(self) -> tuple[Certified, ...]:
        """The components with their certain digits."""
        return tuple(map(certified, self.known))

    @property
    def strength(self) -> Certified:
        """The length of the vector."""
        return certified(length(self.known))

    @property
    def potential(self) -> Certified:
        """The value of the potential, or the temperature."""
        return certified(self.known_potential)

    @property
    def divergence(self) -> Certified:
        """What flows out of the point: 0 where the potential is harmonic."""
        return certified(self.known_divergence)

    @property
    def laplacian(self) -> Certified:
        """The sum of the unmixed second derivatives of the potential."""
        return certified(self.known_laplacian)

    @property
    def curl(self) -> tuple[Certified, ...]:
        """``∂F_j/∂x_i - ∂F_i/∂x_j`` for each pair of axes: 0 by Schwarz's theorem.

        One number in the plane, three in space (up to their order and sign).
        """
        return tuple(certified(ZERO) for _ in combinations(self.known, 2))

    @property
    def is_source_free(self) -> bool | None:
        """Whether the divergence is proven to be 0, or not to be; None if neither."""
        found = sign(self.known_divergence)
        return None if found is None else found == 0

    def _repr_latex_(self) -> str:
        return f"${matrix_latex([[c] for c in self.known])}$"

    def __repr__(self) -> str:
        """Show the field and its divergence."""
        return f"FieldAt({vector_text(self.known)}; divergence {known_text(self.known_divergence)})"


def potential_field(
    potential: Expression, at: Point | Sequence[Point], conductivity: Point = 1
) -> FieldAt:
    """Return the field ``-k ∇V`` at a point, with its divergence ``-k ΔV``.

    Its curl is 0: V is proven to be twice continuously differentiable around the point, or refused,
    so that ``∂²V/∂x∂y = ∂²V/∂y∂x`` (Schwarz's theorem).

    Args:
        potential: V, a function of one to six variables.
        at: The point.
        conductivity: k > 0: 1 for an electric field.

    Raises:
        NotAnalytic: where V is not proven to be smooth, as at a point charge.
        ParseError: if the point is not a list of n finite real constants.
        ValueError: if the conductivity is not positive.

    >>> from core.expression.expression import parse
    >>> potential_field(parse("1/sqrt(x^2 + y^2 + z^2)", ("x", "y", "z")), (3, 4, 0))
    FieldAt(3/125, 4/125, 0; divergence 0)
    """
    k, n = _positive(conductivity), len(variables_of(potential))
    c = mixed_coefficients(potential, points(at, n), 2)
    slopes = tuple(_flow(k, slope) for m, slope in c.items() if sum(m) == 1)
    curvatures = second_partials(c, n)
    laplacian = total(tuple(curvatures[i][i] for i in range(n)))
    return FieldAt(slopes, _flow(k, laplacian), laplacian, next(iter(c.values())))


def _positive(conductivity: Point) -> Node:
    k = point(conductivity)
    if sign(k) != 1:
        raise ValueError(f"the conductivity {conductivity} is not positive")
    return k


def _flow(k: Node, slope: Known) -> Known:
    return combined(negated(times(Variable("k"), Variable("c"))), {"k": k, "c": slope})


def potential_field_on_grid(
    potential: Expression, xs: ArrayLike, ys: ArrayLike, conductivity: Point = 1
) -> tuple[Floats, Floats]:
    """Return the two components of ``-k ∇V`` on a grid, in float64.

    Returns:
        Two arrays of shape ``(len(ys), len(xs))``; nan where V has no gradient. Rounded, not
        proven: as ``gradient_field``.

    Raises:
        ParseError: if the conductivity is no finite real constant.
        ValueError: if it is not positive, or V has not two variables.

    >>> from core import parse
    >>> across, up = potential_field_on_grid(parse("x^2 + y^2", ("x", "y")), [1, 2], [0])
    >>> across.tolist()
    [[-2.0, -4.0]]
    """
    k = certified(_positive(conductivity)).value
    across, up = gradient_field(potential, xs, ys)
    gone = np.isnan(across) | np.isnan(up)  # at a corner one of the partial derivatives may exist
    across, up = (np.where(gone, np.nan, 0.0 - k * slope) for slope in (across, up))
    return across, up
