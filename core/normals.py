"""Normals of level curves and level surfaces, along the gradient.

The gradient stands at right angles to the level curve ``f = c``, because f does not change along
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.certified import Certified
from core.expression.building import negated
from core.expression.expression import Expression, variables_of
from core.expression.tree import Node, Variable
from core.point import Point, points
from core.several.bundle import Coefficients
from core.several.known import Known, certified, combined
from core.several.known_latex import vector_text
from core.several.multivariate_text import sum_latex
from core.several.partials import mixed_coefficients
from core.several.vectors import Vector, is_zero, unit


@dataclass(frozen=True)
class LevelNormal:
    """How the level set of f through one point lies.

    Attributes:
        function: The function.
        center: The point a.
        known: Value and first partial derivatives of f there.
        normal: The unit normal ``∇f/|∇f|``, towards larger values.
    """

    function: Expression
    center: tuple[Node, ...]
    known: Coefficients
    normal: Vector

    @property
    def components(self) -> tuple[Certified, ...]:
        """The unit normal with its certain digits."""
        return tuple(map(certified, self.normal))

    @property
    def level(self) -> Certified:
        """The value c that f has all along."""
        return certified(next(iter(self.known.values())))

    @property
    def tangent(self) -> tuple[Certified, ...] | None:
        """The normal of a level curve, turned to the left; None for more than two variables."""
        if len(self.normal) != 2:
            return None
        across, up = self.normal
        return certified(negative(up)), certified(across)

    @property
    def latex(self) -> str:
        """LaTeX of the tangent line or plane, ``∇f(a)·(x - a) = 0``."""
        slopes = {m: c for m, c in self.known.items() if any(m)}
        return f"{sum_latex(slopes, self.function.variables, self.center)} = 0"

    def _repr_latex_(self) -> str:
        return f"${self.latex}$"

    def __repr__(self) -> str:
        """Show the normal."""
        return f"LevelNormal({vector_text(self.normal)})"


def level_normal(f: Expression, at: Point | Sequence[Point]) -> LevelNormal:
    r"""Return the unit normal of the level curve or surface of f through a point.

    Args:
        f: A function of two to six variables.
        at: The point.

    Raises:
        NotAnalytic: where f is not proven to be differentiable, or its gradient not to differ
            from 0.
        ParseError: if the point is not a list of n finite real constants.
        ValueError: if the gradient is 0, or f has one variable.

    >>> from core.expression.expression import parse
    >>> n = level_normal(parse("x^2 + y^2", ("x", "y")), (3, 4))
    >>> n, n.level.value
    (LevelNormal(3/5, 4/5), 25.0)
    >>> print(n.latex)
    6 \left(x - 3\right) + 8 \left(y - 4\right) = 0
    """
    if len(variables_of(f)) < 2:
        raise ValueError("a function of one variable has no level curves")
    where = points(at, len(f.variables))
    known = mixed_coefficients(f, where, 1)
    slopes = tuple(c for m, c in known.items() if any(m))
    if is_zero(slopes):
        raise ValueError("the gradient is 0 at this point: no direction is normal to the level set")
    return LevelNormal(f, where, known, unit(slopes))


def negative(c: Known) -> Known:
    """Return ``-c``."""
    return combined(negated(Variable("c")), {"c": c})
