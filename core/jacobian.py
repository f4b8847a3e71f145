"""The Jacobian matrix: the derivative of a map from R^n to R^m, which is a matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.certified import Certified
from core.expression.expression import Expression, variables_of
from core.expression.tree import Node
from core.point import Point, points
from core.several.known import Known, certified
from core.several.known_latex import known_text, matrix_latex, matrix_text
from core.several.matrices import determinant
from core.several.partials import mixed_coefficients

MAX_FUNCTIONS = 12


@dataclass(frozen=True)
class Jacobian:
    """All first partial derivatives of several functions at one point.

    Attributes:
        known: ``∂f_i/∂x_j (a)``, a row for each function, in closed form or as balls.
    """

    known: tuple[tuple[Known, ...], ...]

    @cached_property
    def entries(self) -> tuple[tuple[Certified, ...], ...]:
        """The entries with their certain digits."""
        return tuple(tuple(map(certified, row)) for row in self.known)

    @property
    def matrix(self) -> NDArray[np.float64]:
        """The entries as the nearest doubles, shape ``(m, n)``."""
        return np.array([[entry.value for entry in row] for row in self.entries])

    @cached_property
    def known_determinant(self) -> Known | None:
        """The determinant in closed form or as a ball; None if ``m != n``."""
        return determinant(self.known) if len(self.known) == len(self.known[0]) else None

    @property
    def determinant(self) -> Certified | None:
        """By how much the map magnifies volumes at the point, negative if it reflects them."""
        return None if self.known_determinant is None else certified(self.known_determinant)

    def _repr_latex_(self) -> str:
        return f"${matrix_latex(self.known)}$"

    def __repr__(self) -> str:
        """Show the matrix and, if it is square, its determinant."""
        size = self.known_determinant
        shown = "" if size is None else f", determinant {known_text(size)}"
        return f"Jacobian({matrix_text(self.known)}{shown})"


def jacobian(functions: Sequence[Expression], at: Point | Sequence[Point]) -> Jacobian:
    """Return the Jacobian matrix ``(∂f_i/∂x_j)`` at a point.

    Args:
        functions: Functions of the same variables, at most ``MAX_FUNCTIONS``.
        at: The point.

    Raises:
        NotAnalytic: where one of them is not proven to be differentiable.
        ParseError: if the point is not a list of n finite real constants.
        ValueError: if there are no functions, too many, or of different variables.

    >>> from core.expression.expression import parse
    >>> polar = [parse(text, ("r", "theta")) for text in ("r cos theta", "r sin theta")]
    >>> jacobian(polar, (2, 1))
    Jacobian([[cos(1), -2*sin(1)], [sin(1), 2*cos(1)]], determinant 2)
    """
    if not 0 < len(functions) <= MAX_FUNCTIONS:
        raise ValueError(f"{len(functions)} functions: from 1 to {MAX_FUNCTIONS}")
    if len({variables_of(f) for f in functions}) > 1:
        raise ValueError("the functions must have the same variables")
    where = points(at, len(functions[0].variables))
    return Jacobian(tuple(first_partials(f, where) for f in functions))


def first_partials(f: Expression, at: Sequence[Node]) -> tuple[Known, ...]:
    """Return the gradient of a differentiable function, in closed form or as balls.

    Raises:
        NotAnalytic: where f is not proven to be differentiable.
    """
    found = mixed_coefficients(f, at, 1)
    return tuple(c for m, c in found.items() if sum(m) == 1)
