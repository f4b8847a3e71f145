"""The gradient: exactly at a point, and as a field over the plane.

The vector of all partial derivatives points to where f grows fastest, and its length is how fast;
it stands at right angles to the level curves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from flint import arb
from numpy.typing import ArrayLike, NDArray

from core.certified import Certified
from core.derivative_function import differentiate
from core.errors import NotAnalytic
from core.expression.balls import working_precision
from core.expression.expression import Expression, variables_of
from core.point import Point, points
from core.several.partial_derivatives import (
    WORKING_BITS,
    is_differentiable,
    partial_derivatives,
    value,
)

Floats: TypeAlias = NDArray[np.float64]


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

    They are a gradient only where f is differentiable; ``gradient_at`` says whether that is proven.

    Args:
        f: A function of one to six variables.
        at: The point: as many numbers as variables, or text such as ``"1, pi/2"``.

    Returns:
        Shape ``(n,)``: each the float64 nearest to the true derivative, or its
            neighbour.

    Raises:
        NotAnalytic: if f is undefined at the point, or along some axis has no Taylor series there.
        ParseError: if the point is not a list of n finite real constants.

    >>> from core.expression.expression import parse
    >>> gradient(parse("x^2 + y^2", ("x", "y")), at=(1, 2))
    array([2., 4.])
    """
    found = partial_derivatives(f, points(at, len(variables_of(f))))
    return np.array([float(partial.mid()) for partial in found])


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
    where = points(at, len(variables_of(f)))
    partials = partial_derivatives(f, where)
    with working_precision(WORKING_BITS):
        length = sum((partial * partial for partial in partials), arb(0)).sqrt()
        here = Certified.of(value(f, where))
        certified = tuple(map(Certified.of, partials))
        smooth = is_differentiable(f, where)
        return GradientAt(here, certified, Certified.of(length), smooth)


def gradient_field(f: Expression, xs: ArrayLike, ys: ArrayLike) -> tuple[Floats, Floats]:
    """Return ``∂f/∂x`` and ``∂f/∂y`` on a grid, in float64.

    Args:
        f: A function of two variables.
        xs: Places of the columns.
        ys: Places of the rows.

    Returns:
        Two arrays of shape ``(len(ys), len(xs))``; nan at poles, where f is undefined, and where
        the partial derivative does not exist, as at a corner.

    Raises:
        ValueError: if f has not two variables.

    Error: a few roundings for each operation of the derivative's formula; f's own formula is what
    is differentiated, so nothing is lost to a step.

    >>> from core.expression.expression import parse
    >>> across, up = gradient_field(parse("x^2 y", ("x", "y")), [1, 2], [3])
    >>> across.tolist(), up.tolist()
    ([[6.0, 12.0]], [[1.0, 4.0]])
    """
    variables_of(f, 2)
    x, y = np.meshgrid(np.asarray(xs, np.float64), np.asarray(ys, np.float64))
    undefined = ~np.isfinite(np.asarray(f(x, y), np.float64))
    return _partial_field(f, 0, x, y, undefined), _partial_field(f, 1, x, y, undefined)


def _partial_field(
    f: Expression, axis: int, x: Floats, y: Floats, undefined: NDArray[np.bool_]
) -> Floats:
    partial = differentiate(f, variable=f.variables[axis])
    if partial.expression is None:
        slopes = np.array([_slope(f, axis, at) for at in zip(x.flat, y.flat, strict=True)])
        return slopes.reshape(x.shape)
    slope = np.asarray(partial(x, y), np.float64)
    return np.where(undefined | np.isinf(slope), np.nan, slope)


def _slope(f: Expression, axis: int, at: tuple[float, float]) -> float:
    """One partial derivative by its series, for functions whose derivative has no formula."""
    try:
        return float(gradient(f, at)[axis])
    except NotAnalytic:
        return np.nan
