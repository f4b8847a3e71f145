"""Taylor polynomials: the polynomials that share a function's derivatives at one point."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from operator import index
from typing import TYPE_CHECKING

import numpy as np
from flint import arb, fmpq
from numpy.typing import ArrayLike, NDArray

from core.continuation.flat import reason_beside_flat_parts
from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.expression import Expression, variables_of
from core.expression.series import (
    MAX_ORDER,
    closed_coefficients,
    rationals_or_balls,
)
from core.expression.tree import Node, Number
from core.point import Point, point
from core.polynomial_text import polynomial_latex, polynomial_text, power_latex

if TYPE_CHECKING:
    import sympy

Floats = NDArray[np.float64]

# Whole numbers below this are centers that need no check.
SMALL = 1000


@dataclass(frozen=True, eq=False)
class TaylorPolynomial:
    """The Taylor polynomials ``P_0 … P_n`` of a function at one point.

    Attributes:
        function: The function.
        center: The center ``a``, exact.
        order: The highest order, ``n``.
        coefficients: ``f^(k)(a) / k!`` for ``k = 0 … n``, each the double nearest to it or a
            neighbor of that, which is proven by ball arithmetic; inf beyond the doubles.

    >>> from core.expression.expression import parse
    >>> taylor(parse("e^x"), order=2)
    1 + x + x²/2 + O(x³)
    """

    function: Expression
    center: Node
    order: int
    coefficients: Floats

    @cached_property
    def at(self) -> float:
        """The center as the nearest double."""
        return float(enclose(self.center, {}, 128))

    @property
    def variable(self) -> str:
        """The name of the variable."""
        return self.function.variables[0]

    @cached_property
    def closed(self) -> tuple[Node, ...] | None:
        """The coefficients in closed form, as formulas; None where none was found."""
        return closed_coefficients(self.function.tree, self.variable, self.center, self.order)

    @cached_property
    def exact(self) -> "tuple[sympy.Expr, ...] | None":
        """The coefficients in closed form, as SymPy's numbers; None where none was found."""
        from core.expression.symbolic import to_sympy  # SymPy takes a quarter of a second to load

        return None if self.closed is None else tuple(to_sympy(c) for c in self.closed)

    def __call__(self, x: ArrayLike) -> Floats:
        """Return ``P_n(x)`` in float64, in the shape of ``x``.

        >>> from core.expression.expression import parse
        >>> float(taylor(parse("e^x"), order=2)(1.0))
        2.5
        """
        given = np.asarray(x, dtype=np.float64)
        last: Floats = self.partial_sums(given.ravel())[-1]
        return last.reshape(given.shape)

    def partial_sums(self, x: ArrayLike) -> Floats:
        """Return ``P_0(x) … P_n(x)`` at a row of points, shape ``(order + 1, len(x))``.

        ``P_k = P_(k-1) + c_k (x - a)^k`` in float64: for the eye. The rounding errors are some
        units of the largest term, so a proof of how near ``P_k`` comes to f needs
        ``core.remainder``.

        Raises:
            ValueError: if ``x`` has several dimensions.
        """
        h = row(x) - self.at
        k = np.arange(self.order + 1)[:, None]
        c = self.coefficients[:, None]
        with np.errstate(all="ignore"):
            # In two halves, so that h^k does not overflow where c h^k would not.
            terms = np.where(c == 0, 0.0, h ** (k // 2) * c * h ** (k - k // 2))
            return np.cumsum(terms, axis=0)

    def latex(self, n: int | None = None) -> str:
        r"""Return LaTeX of ``P_n``, with exact coefficients where they are short.

        >>> from core.expression.expression import parse
        >>> print(taylor(parse("sin x"), order=3).latex(3))
        x - \frac{x^{3}}{6}
        """
        n = self.order if n is None else n
        if not 0 <= n <= self.order:
            raise ValueError(f"order {n}: from 0 to {self.order}")
        return polynomial_latex(self, n)

    def __repr__(self) -> str:
        """Write the polynomial with what was left out, ``1 + x + x²/2 + O(x³)``."""
        return polynomial_text(self)

    def _repr_latex_(self) -> str:
        r"""Return what a notebook shows.

        >>> from core.expression.expression import parse
        >>> print(taylor(parse("sin x"), order=4)._repr_latex_())
        $\displaystyle x - \frac{x^{3}}{6} + O\left(x^{5}\right)$
        """
        left_out = rf"O\left({power_latex(self, self.order + 1)}\right)"
        return rf"$\displaystyle {self.latex()} + {left_out}$"


def taylor(f: Expression, at: Point = 0, order: int = 20) -> TaylorPolynomial:
    """Return the Taylor polynomials of ``f`` up to ``order``: ``c_k = f^(k)(a) / k!``.

    Args:
        f: A function of one variable.
        at: The center: a number, a fraction, or text such as ``"pi/2"``.
        order: From 0 to 200.

    Raises:
        NotAnalytic: if ``f`` has no Taylor series at ``at``; its ``code`` says why: ``pole``,
            ``corner`` (of f or a derivative), ``jump``, ``seam``, ``branch_point``,
            ``outside_domain``, ``essential``, ``removable_flat`` or ``undecided``
            (``core.errors.REASONS`` explains them).
        ParseError: if ``at`` is no finite real constant.
        ValueError: if ``f`` has several variables, or the order is out of range.
        TypeError: if the order is no whole number.

    >>> from core.expression.expression import parse
    >>> taylor(parse("1/(1+x^2)"), order=5).coefficients.tolist()
    [1.0, 0.0, -1.0, 0.0, 1.0, 0.0]
    """
    variables_of(f, 1)
    order = index(order)
    if not 0 <= order <= MAX_ORDER:
        raise ValueError(f"order {order}: from 0 to {MAX_ORDER}")
    center, variable = _center(at), f.variables[0]
    try:
        found = rationals_or_balls(f.tree, variable, {variable: center}, order)
    except NotAnalytic as reason:
        raise reason_beside_flat_parts(reason, f.tree, variable, center) from None
    c = np.array([*map(_nearest, found)])
    c.setflags(write=False)
    return TaylorPolynomial(f, center, order, c)


def row(x: ArrayLike) -> Floats:
    """Return points as an array of one dimension.

    Raises:
        ValueError: if there are several.
    """
    points = np.atleast_1d(np.asarray(x, dtype=np.float64))
    if points.ndim > 1:
        raise ValueError(f"points in one row expected, not an array of shape {points.shape}")
    return points


def _center(at: Point) -> Node:
    """Return the center; reading and checking one takes as long as a short expansion."""
    plain = type(at) is int and 0 <= at < SMALL
    return Number(Fraction(at), str(at)) if plain else point(at)


def _nearest(c: arb | fmpq) -> float:
    """Return the double nearest to a rational or to a ball's midpoint."""
    try:
        return float(c)
    except OverflowError:
        return float("inf") if c > 0 else float("-inf")
