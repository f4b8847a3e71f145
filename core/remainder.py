"""The remainder ``R_n = f - P_n`` of Taylor's theorem: what is proven of it, and what it is.

Lagrange: ``R_n(x) = f^(n+1)(xi) / (n+1)! (x - a)^(n+1)`` for some ``xi`` strictly between a and x.
"""

from dataclasses import dataclass
from functools import cached_property
from math import inf, nan

import numpy as np
from flint import arb
from numpy.typing import ArrayLike, NDArray

from core.expression.balls import enclose, working_precision
from core.expression.expression import Expression, variables_of
from core.expression.series import MAX_ORDER
from core.expression.text import to_text
from core.expression.tree import Node
from core.point import Point, point
from core.remainders.lagrange import bounds
from core.remainders.mean_value import mean_value_points
from core.remainders.true_error import true_errors
from core.taylor import row

Floats = NDArray[np.float64]

# Covers the rounding of exp2 and log2, whose argument may reach 201 * 1074.
OUTWARD = 1 + 2.0**-30
SMALLEST = 5e-324
# Tells a center from a double beside it.
BITS = 512


@dataclass(frozen=True, eq=False)
class Remainder:
    """The remainders ``R_0 … R_n`` of a function at given points.

    Attributes:
        function: The function.
        center: The center ``a``, exact.
        order: The highest order, ``n``.
        x: The points.
    """

    function: Expression
    center: Node
    order: int
    x: Floats

    def __repr__(self) -> str:
        """Show what the remainders are of; to prove and compute them takes the time it takes."""
        about, places = to_text(self.center), self.x.size
        text = self.function.canonical
        return f"Remainder(of {text} about {about}, orders 0 to {self.order}, at {places} points)"

    @cached_property
    def bound(self) -> Floats:
        """Proven upper bounds of ``|R_n(x)|`` from Lagrange's form; inf where none is proven.

        Shape ``(order + 1, len(x))``. ``|R_n(x)| <= max |c_(n+1)| |x - a|^(n+1)``, the maximum
        taken on the whole way from a to x, all roundings outward.
        """
        result = np.full((self.order + 1, len(self.x)), inf)
        for side in (-1, 1):
            here = np.isfinite(self.x) & (np.sign(self._offset) == side)
            if here.any():
                result[:, here] = self._one_sided(np.abs(self._offset[here]), side)
        result[:, self._offset == 0] = 0.0
        return result

    def _one_sided(self, distance: Floats, side: int) -> Floats:
        reach = float(distance.max())
        tree, variable = self.function.tree, self.function.variables[0]
        points = np.sort(distance)
        way = bounds(tree, variable, self.center, self.order + 1, reach, side, points)
        return lagrange_bound(way.on_the_way_to(distance), distance)

    @cached_property
    def error(self) -> Floats:
        """``|R_n(x)|`` itself, correct to six digits, shape ``(order + 1, len(x))``.

        nan where f is undefined, or where six digits would take too long.
        """
        variable = self.function.variables[0]
        return np.abs(true_errors(self.function.tree, variable, self.center, self.order, self.x))

    def xi(self, n: int, x0: Point) -> Floats:
        """Return the points ``xi`` strictly between a and ``x0`` of Lagrange's form of ``R_n(x0)``.

        Each is bracketed by a proven change of sign; empty where the form is not proven to hold,
        where that would take too long, or where every point serves (a polynomial of degree
        ``n + 1``).

        Raises:
            ParseError: if ``x0`` is no finite real constant.
            ValueError: if there is no ``R_n`` of this order here.
        """
        if not 0 <= n <= self.order:
            raise ValueError(f"order {n}: from 0 to {self.order}")
        variable = self.function.variables[0]
        return mean_value_points(self.function.tree, variable, self.center, n, point(x0))

    @cached_property
    def _offset(self) -> Floats:
        """``x - a`` rounded away from 0, which it is only at a itself; nan if not known."""
        with working_precision(BITS):
            center = enclose(self.center, {}, BITS)
            return np.array([_outward(arb(place) - center) for place in self.x])


def _outward(offset: arb) -> float:
    """Return a double at least as large as all of a ball, with its sign; nan if that is open."""
    if offset.is_zero():
        return 0.0
    size = max(float(offset.abs_upper()) * OUTWARD, SMALLEST)
    return size if offset > 0 else -size if offset < 0 else nan


def lagrange_bound(largest: Floats, distance: Floats) -> Floats:
    """Return ``M_(n+1) |x - a|^(n+1)`` rounded up, for ``largest`` = ``M_0 … M_(order+1)``.

    By logarithms, so that no power overflows or underflows where the product does not.
    """
    n = np.arange(len(largest))[1:, None]
    with np.errstate(all="ignore"):
        size = np.exp2(np.log2(largest[1:]) + n * np.log2(distance)) * OUTWARD
    # Below the normal doubles a rounding is no small part of a number, but half the smallest one.
    size = np.where(np.isnan(size), inf, size + 2 * SMALLEST)
    return np.where((largest[1:] == 0) | (distance == 0), 0.0, size)


def remainder(f: Expression, at: Point = 0, order: int = 20, x: ArrayLike = ()) -> Remainder:
    """Return everything about ``R_n = f - P_n`` for ``n = 0 … order`` at the points ``x``.

    Args:
        f: A function of one variable.
        at: The center.
        order: From 0 to 199.
        x: Points in a row, in any order, or one.

    Raises:
        ParseError: if ``at`` is no finite real constant.
        ValueError: if ``f`` has several variables, the order is out of range, or ``x`` has several
            dimensions.

    The results are computed when they are first asked for; ``error`` raises ``NotAnalytic`` where
    there is no Taylor series.

    >>> from core.expression.expression import parse
    >>> r = remainder(parse("e^x"), order=1, x=[1.0])
    >>> bool(r.error[1, 0] <= r.bound[1, 0]), float(r.xi(1, 1.0)[0])
    (True, 0.362...)
    """
    variables_of(f, 1)
    if not 0 <= order < MAX_ORDER:
        raise ValueError(f"order {order}: from 0 to {MAX_ORDER - 1}")
    return Remainder(f, point(at), order, row(x))
