"""The directional derivative: how fast f changes along a direction, and along which it grows most.

    D_u f (a) = lim (f(a + h u) - f(a)) / h = ∇f(a)·u,   |u| = 1,

which is largest, ``|∇f|``, along the gradient, and 0 at right angles to it. Where f is not
differentiable the formula may be false, and the limit from the two sides is looked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from core.certified import Certified
from core.derivative import derivative
from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.expression import Expression, variables_of
from core.expression.tree import Node
from core.jacobian import first_partials
from core.local.one_sided import Standing
from core.point import Point, points
from core.polynomial_text import decimal_latex
from core.several.bundle import T, line
from core.several.known import ACCURACY, Known, certified
from core.several.known_latex import known_latex, vector_text
from core.several.vectors import Vector, angle, dot, is_zero, length, unit


@dataclass(frozen=True)
class DirectionalDerivative:
    """The rate at which f changes along one direction at one point.

    Attributes:
        direction: The unit vector u.
        value: ``D_u f``; None where the two sides differ, or there is no limit.
        right: The one-sided derivative along u, ``h > 0``; what is usually called *the* one-sided
            directional derivative.
        left: The limit of the same quotient for ``h < 0``.
        gradient: ``∇f(a)``; None where f is not proven to be differentiable, and ``D_u f`` need
            not be ``∇f·u``.
        standing: ``"proven"``, or ``"estimated"`` where f is not differentiable and both sides were
            only looked at ever closer.
        known: ``D_u f`` in closed form or as a ball, where f is differentiable.
    """

    direction: Vector
    value: Certified | None
    right: float
    left: float
    gradient: Vector | None
    standing: Standing
    known: Known | None = None

    @property
    def largest_rate(self) -> Certified | None:
        """``|∇f|``, the largest of all directional derivatives."""
        return None if self.gradient is None else certified(length(self.gradient))

    @property
    def steepest(self) -> tuple[Certified, ...] | None:
        """The direction of steepest ascent, ``∇f/|∇f|``; None where the gradient is 0."""
        if self.gradient is None or is_zero(self.gradient):
            return None
        return tuple(map(certified, unit(self.gradient)))

    @property
    def angle(self) -> Certified | None:
        """The angle between u and the gradient, ``cos = D_u f / |∇f|``, from 0 to pi."""
        if self.gradient is None or is_zero(self.gradient):
            return None
        return certified(angle(self.gradient, self.direction))

    def _repr_latex_(self) -> str:
        if self.known is not None:
            return rf"$D_{{u}} f = {known_latex(self.known)}$"
        sides = (decimal_latex(side) for side in (self.left, self.right))
        return r"$D_{{-}} f = {}, \quad D_{{+}} f = {}$".format(*sides).replace("inf", r"\infty")

    def __repr__(self) -> str:
        """Show the derivative, or the one from the left and from the right, and the direction."""
        rate = (
            f"{self.left:g} | {self.right:g}" if self.value is None else f"{self.value.value:.6g}"
        )
        return f"DirectionalDerivative({rate} along ({vector_text(self.direction)}))"


def directional_derivative(
    f: Expression, at: Point | Sequence[Point], direction: Point | Sequence[Point]
) -> DirectionalDerivative:
    """Return the derivative of f along a direction.

    Args:
        f: A function of one to six variables.
        at: The point.
        direction: A vector other than 0, of any length: ``(3, 4)``, ``"1, sqrt 3"``.

    Raises:
        NotAnalytic: where f has no value.
        ParseError: if the point or the direction is not a list of n finite real constants.
        ValueError: if the direction is 0.

    >>> from core.expression.expression import parse
    >>> directional_derivative(parse("x^2 + y^2", ("x", "y")), (1, 2), (3, 4))
    DirectionalDerivative(4.4 along (3/5, 4/5))
    >>> directional_derivative(parse("sqrt(x^2 + y^2)", ("x", "y")), (0, 0), (3, 4))
    DirectionalDerivative(-1 | 1 along (3/5, 4/5))
    """
    n = len(variables_of(f))
    where, u = points(at, n), unit(points(direction, n))
    try:
        slopes = first_partials(f, where)
    except NotAnalytic:
        return _from_both_sides(f, where, u)
    known = dot(slopes, u)
    rate = certified(known)
    return DirectionalDerivative(u, rate, rate.value, rate.value, slopes, "proven", known)


def _from_both_sides(f: Expression, where: Sequence[Node], u: Vector) -> DirectionalDerivative:
    """The derivative of ``f(a + t u)`` at ``t = 0``, or those from the left and the right."""
    place = dict(zip(f.variables, where, strict=True))
    if not enclose(f.tree, place, ACCURACY).is_finite():
        raise NotAnalytic("outside_domain")
    along = Expression(f.text, (T.name,), line(f, where, cast(Sequence[Node], u)))
    found = derivative(along, 0)
    return DirectionalDerivative(u, found.value, found.right, found.left, None, found.standing)
