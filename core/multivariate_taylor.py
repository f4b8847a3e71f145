"""Taylor polynomials of several variables: the tangent plane, the osculating quadric, and on."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.certified import Certified
from core.expression.balls import enclose
from core.expression.expression import Expression, variables_of
from core.expression.tree import Node
from core.point import Point, points
from core.several.bundle import Coefficients
from core.several.known import certified, exact
from core.several.multivariate_text import sum_latex, sum_text
from core.several.partials import mixed_coefficients
from core.several.rays import MultiIndex

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MultivariateTaylorPolynomial:
    """The Taylor polynomials ``P_0 … P_d`` of a function of several variables at one point.

    Attributes:
        function: The function.
        center: The center a, exact.
        order: The highest total degree d.
        known: ``c_m = (1/m!) ∂^m f (a)`` for every multi-index m of at most the order, in closed
            form or as balls.

    >>> from core.expression.expression import parse
    >>> multivariate_taylor(parse("e^(x + y)", ("x", "y")), (0, 0), 2)
    1 + x + y + x²/2 + x y + y²/2 + O(3)
    """

    function: Expression
    center: tuple[Node, ...]
    order: int
    known: Coefficients

    @cached_property
    def at(self) -> tuple[float, ...]:
        """The center as the nearest doubles."""
        return tuple(float(enclose(a, {}, 128).mid()) for a in self.center)

    @cached_property
    def certified(self) -> dict[MultiIndex, Certified]:
        """The coefficients with their certain digits."""
        return {m: certified(c) for m, c in self.known.items()}

    @cached_property
    def coefficients(self) -> Floats:
        """``c[i, j]`` of ``(x - a)^i (y - b)^j`` as the nearest double; 0 above the order.

        Shape ``(order + 1, …, order + 1)``, an axis for each variable.
        """
        c = np.zeros((self.order + 1,) * len(self.center))
        for m, value in self.certified.items():
            c[m] = value.value
        c.setflags(write=False)
        return c

    @cached_property
    def exact(self) -> dict[MultiIndex, Fraction] | None:
        """The coefficients as fractions; None if not all are known to be rational."""
        found = {m: exact(c) for m, c in self.known.items()}
        rational = {m: c for m, c in found.items() if c is not None}
        return rational if len(rational) == len(found) else None

    def partial_sums(self, *x: ArrayLike) -> Floats:
        """Return ``P_0 … P_d``, shape ``(order + 1, …)`` with the common shape of the arguments.

        In float64, for the eye: the rounding errors are some units of the largest term.

        Raises:
            TypeError: if there is not one array for each variable.
        """
        if len(x) != len(self.center):
            raise TypeError(f"{len(self.center)} values expected, not {len(x)}")
        h = [np.asarray(u, np.float64) - a for u, a in zip(x, self.at, strict=True)]
        shape = np.broadcast_shapes(*(u.shape for u in h))
        parts = np.zeros((self.order + 1, *shape))
        with np.errstate(all="ignore"):
            for m, c in self.certified.items():
                if c.value:
                    parts[sum(m)] += c.value * _monomial(h, m)
            return np.cumsum(parts, axis=0)

    def latex(self, n: int | None = None) -> str:
        r"""Return LaTeX of ``P_n``: of the tangent plane for ``n = 1``, the quadric for 2.

        >>> from core.expression.expression import parse
        >>> f = parse("x^2 + y^2", ("x", "y"))
        >>> print(multivariate_taylor(f, (1, 2), 1).latex())
        5 + 2 \left(x - 1\right) + 4 \left(y - 2\right)
        """
        n = self.order if n is None else n
        if not 0 <= n <= self.order:
            raise ValueError(f"order {n}: from 0 to {self.order}")
        terms = {m: c for m, c in self.known.items() if sum(m) <= n}
        return sum_latex(terms, self.function.variables, self.center)

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"

    def __repr__(self) -> str:
        """Write the polynomial with the order of what was left out."""
        return sum_text(self.known, self.function.variables, self.center, self.order)


def _monomial(h: Sequence[Floats], m: MultiIndex) -> Floats:
    """``h^m = h_1^m_1 … h_n^m_n``."""
    product: Floats = np.ones(())
    for u, k in zip(h, m, strict=True):
        product = product * u**k
    return product


def multivariate_taylor(
    f: Expression, at: Point | Sequence[Point], order: int = 4
) -> MultivariateTaylorPolynomial:
    """Return the Taylor polynomials of a function of several variables.

        P_d(x) = sum of c_m (x - a)^m over m_1 + … + m_n <= d

    Args:
        f: A function of one to six variables.
        at: The center.
        order: The highest total degree: at most 12 in two variables, 7 in three, 4 in four, 3 in
            five and 2 in six.

    Raises:
        NotAnalytic: if f is not proven to be that often differentiable around the point.
        ParseError: if the point is not a list of n finite real constants.
        ValueError: if the order is out of range.
        TypeError: if it is no whole number.

    >>> from core.expression.expression import parse
    >>> multivariate_taylor(parse("cos(x y)", ("x", "y")), (0, 0), 4).coefficients[2, 2].item()
    -0.5
    """
    center, order = points(at, len(variables_of(f))), index(order)
    return MultivariateTaylorPolynomial(f, center, order, mixed_coefficients(f, center, order))
