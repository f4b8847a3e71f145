"""The normal of a surface ``z = f(x, y)``, and how bright a lamp makes it.

The surface is the level surface ``z - f(x, y) = 0``, and its normal that function's gradient,
``(-f_x, -f_y, 1)``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.certified import Certified
from core.expression.building import ONE, ZERO
from core.expression.expression import Expression, variables_of
from core.expression.tree import Node
from core.normals import negative
from core.point import Point, points
from core.several.bundle import Coefficients
from core.several.known import ball, certified
from core.several.known_latex import vector_text
from core.several.multivariate_text import sum_latex
from core.several.partials import mixed_coefficients
from core.several.vectors import Vector, dot, unit


@dataclass(frozen=True)
class SurfaceNormal:
    """How the surface ``z = f(x, y)`` lies at one point.

    Attributes:
        function: The function.
        center: The point (x, y).
        known: Value and first partial derivatives of f there.
        normal: The unit normal that points up, ``(-f_x, -f_y, 1)/sqrt(1 + f_x^2 + f_y^2)``.
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
    def latex(self) -> str:
        """LaTeX of the tangent plane, ``z = P_1(x, y)``."""
        return f"z = {sum_latex(self.known, self.function.variables, self.center)}"

    def _repr_latex_(self) -> str:
        return f"${self.latex}$"

    def shading(self, light: Point | Sequence[Point]) -> Certified:
        """Return how bright a dull surface is: the cosine ``n·l``, 0 where it faces away.

        Args:
            light: A vector to the light, of any length but 0.

        Source: J. H. Lambert, *Photometria* (1760), §§ 81-82.
        """
        brightness = dot(self.normal, unit(points(light, 3)))
        return certified(ZERO if ball(brightness) <= 0 else brightness)

    def __repr__(self) -> str:
        """Show the normal."""
        return f"SurfaceNormal({vector_text(self.normal)})"


def surface_normal(f: Expression, at: Point | Sequence[Point]) -> SurfaceNormal:
    """Return the unit normal of the surface ``z = f(x, y)`` above a point.

    Raises:
        NotAnalytic: where f is not proven to be differentiable.
        ParseError: if the point is not a pair of finite real constants.
        ValueError: if f has not two variables.

    >>> from core.expression.expression import parse
    >>> n = surface_normal(parse("x y", ("x", "y")), (2, -2))
    >>> n
    SurfaceNormal(2/3, -2/3, 1/3)
    >>> n.shading((0, 0, 1)).decimals
    '0.333333333333333'
    """
    variables_of(f, 2)
    where = points(at, 2)
    known = mixed_coefficients(f, where, 1)
    slopes = (negative(c) for m, c in known.items() if any(m))
    return SurfaceNormal(f, where, known, unit((*slopes, ONE)))
