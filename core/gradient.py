"""The gradient: exactly at a point, and as a field over the plane.

The vector of all partial derivatives points to where f grows fastest, and its length is how fast;
it stands at right angles to the level curves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from flint import arb
from numpy.typing import ArrayLike, NDArray

from core.certified import Certified
from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.differentiation import NoFormulaError, differentiate
from core.expression.expression import Expression
from core.expression.series import coefficients
from core.expression.tree import Node, Variable, walk
from core.jacobian import first_partials
from core.known import ball
from core.point import Point, points
from core.removable import smooth_value

Floats: TypeAlias = NDArray[np.float64]

BITS = 120  # of each partial derivative, rounded once to 53
WORKING_BITS = 300  # for f itself; what is left of them is seen in the ball


@dataclass(frozen=True, slots=True)
class GradientAt:
    """f and its gradient at one point, each number with its certain digits.

    Attributes:
        value: ``f(a)``.
        partials: ``∂f/∂x_i (a)`` for each variable.
        length: ``|∇f(a)|``, the largest rate of change if f is differentiable.
        differentiable: Whether f is proven to be; if not, the partial derivatives along the axes
            need not be a gradient.
    """

    value: Certified
    partials: tuple[Certified, ...]
    length: Certified
    differentiable: bool

    def __repr__(self) -> str:
        """Show the vector and its length, or that it need not be a gradient."""
        shown = ", ".join(f"{partial.value:g}" for partial in self.partials)
        if not self.differentiable:
            return f"GradientAt(({shown}), not proven differentiable)"
        return f"GradientAt(({shown}), length {self.length.value:.6g})"


def gradient(f: Expression, at: Point | Sequence[Point]) -> Floats:
    """Return the partial derivatives of ``f`` at a point, each rounded once.

    Args:
        f: A function of one to six variables.
        at: The point: as many numbers as variables, or text such as ``"1, pi/2"``.

    Returns:
        Shape ``(n,)``: each the float64 nearest to the true derivative.

    Raises:
        NotAnalytic: if f is undefined at the point, or along some axis has no Taylor series there.
        ParseError: if the point is not a list of n finite real constants.

    >>> from core.expression.expression import parse
    >>> gradient(parse("x^2 + y^2", ("x", "y")), at=(1, 2))
    array([2., 4.])
    """
    return np.array(
        [float(partial.mid()) for partial in _partials(f, points(at, len(f.variables)))]
    )


def gradient_at(f: Expression, at: Point | Sequence[Point]) -> GradientAt:
    """Return the value, the partial derivatives and the length of the gradient, certified.

    Raises:
        NotAnalytic: as ``gradient``.
        ParseError: as ``gradient``.

    >>> from core.expression.expression import parse
    >>> g = gradient_at(parse("x^2 + y^2", ("x", "y")), at=(1, 2))
    >>> g, g.length.decimals
    (GradientAt((2, 4), length 4.47214), '4.47213595499958')
    """
    where = points(at, len(f.variables))
    partials = _partials(f, where)
    with working_precision(WORKING_BITS):
        length = sum((partial * partial for partial in partials), arb(0)).sqrt()
        value = _value(f, where)
        certified = tuple(map(Certified.of, partials))
        smooth = _is_differentiable(f, where)
        return GradientAt(Certified.of(value), certified, Certified.of(length), smooth)


def _is_differentiable(f: Expression, where: Sequence[Node]) -> bool:
    """Prove it, given the partial derivatives: of a function of one variable they are all."""
    met = {part for part in walk(f.tree) if isinstance(part, Variable)}
    place = dict(zip(f.variables, where, strict=True))
    return len(met) < 2 or smooth_value(f.tree, place, order=1) is not None


def _partials(f: Expression, where: Sequence[Node]) -> tuple[arb, ...]:
    """The first Taylor coefficient along each axis.

    f must have a value at the point itself, or be proven to have a smooth limit: along both axes
    ``xy/(x^2+y^2)`` is 0 all the way, and at the origin it has no limit.
    """
    place = dict(zip(f.variables, where, strict=True))
    if len(where) > 1 and not enclose(f.tree, place, WORKING_BITS).is_finite():
        return _at_a_removable_point(f, where, NotAnalytic("outside_domain"))
    try:
        return tuple(_partial(f, name, place) for name in f.variables)
    except NotAnalytic as reason:
        return _at_a_removable_point(f, where, reason)


def _partial(f: Expression, name: str, place: Mapping[str, Node]) -> arb:
    others = {other: at for other, at in place.items() if other != name}
    return coefficients(f.tree, name, place[name], 1, BITS, others)[1]


def _at_a_removable_point(
    f: Expression, where: Sequence[Node], reason: NotAnalytic
) -> tuple[arb, ...]:
    """The gradient where f is proven to be smooth, though along an axis its formula fails."""
    try:
        return tuple(map(ball, first_partials(f, where)))
    except NotAnalytic:
        raise reason from None


def _value(f: Expression, where: Sequence[Node]) -> arb:
    """The value, or the limit at a removable point."""
    place = dict(zip(f.variables, where, strict=True))
    value = enclose(f.tree, place, WORKING_BITS)
    limit = None if value.is_finite() else smooth_value(f.tree, place, order=1)
    return value if limit is None else limit


def gradient_field(f: Expression, xs: ArrayLike, ys: ArrayLike) -> tuple[Floats, Floats]:
    """Return ``∂f/∂x`` and ``∂f/∂y`` on a grid, in float64.

    Args:
        f: A function of two variables.
        xs: Places of the columns.
        ys: Places of the rows.

    Returns:
        Two arrays of shape ``(len(ys), len(xs))``; nan at poles and where f is undefined.

    Error: a few roundings for each operation of the derivative's formula; f's own formula is what
    is differentiated, so nothing is lost to a step.
    """
    x, y = np.meshgrid(np.asarray(xs, np.float64), np.asarray(ys, np.float64))
    undefined = ~np.isfinite(np.asarray(f(x, y), np.float64))
    return _partial_field(f, 0, x, y, undefined), _partial_field(f, 1, x, y, undefined)


def _partial_field(
    f: Expression, axis: int, x: Floats, y: Floats, undefined: NDArray[np.bool_]
) -> Floats:
    try:
        tree = differentiate(f.tree, f.variables[axis])
    except NoFormulaError:
        slopes = np.array([_slope(f, axis, at) for at in zip(x.flat, y.flat, strict=True)])
        return slopes.reshape(x.shape)
    slope = np.asarray(Expression(f.text, f.variables, tree)(x, y), np.float64)
    return np.where(undefined | np.isinf(slope), np.nan, slope)


def _slope(f: Expression, axis: int, at: tuple[float, float]) -> float:
    """One partial derivative by its series, for functions whose derivative has no formula."""
    try:
        return float(gradient(f, at)[axis])
    except NotAnalytic:
        return np.nan
