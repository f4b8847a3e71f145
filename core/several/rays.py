"""All mixed Taylor coefficients of several variables from series in one: along enough rays.

Along the ray ``a + t s`` the coefficient of ``t^k`` is a homogeneous polynomial in s,

    f(a + t s) = sum of t^k p_k(s),   p_k(s) = sum of c_m s^m over |m| = k,

and ``p_k`` is determined by its values at as many directions s as it has coefficients. With
``s = (1, z_i, z_j, …)``, ``i + j + … <= k``, the interpolation is that of a polynomial of degree k
in the other variables on a triangular grid, which has one solution; the rays of a lower degree are
among those of a higher.

Source: A. Griewank, J. Utke, A. Walther, *Evaluating higher derivative tensors by forward
propagation of univariate Taylor series*, Mathematics of Computation 69 (2000) 1117-1130; the grid:
K. C. Chung, T. H. Yao, *On lattices admitting unique Lagrange interpolations*, SIAM Journal on
Numerical Analysis 14 (1977) 735-743.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import prod
from typing import TypeAlias, TypeVar

from flint import arb, fmpq, fmpq_mat, fmpq_mpoly

MultiIndex: TypeAlias = tuple[int, ...]
Direction: TypeAlias = tuple[Fraction, ...]
Number = TypeVar("Number", fmpq, arb, fmpq_mpoly)
PLAIN, GENERIC = Fraction(0), Fraction(3, 7)


@cache
def multi_indices(n: int, degree: int) -> tuple[MultiIndex, ...]:
    """Return all ``m`` with ``m_1 + … + m_n = degree``, the highest power of ``x_1`` first.

    >>> multi_indices(2, 2)
    ((2, 0), (1, 1), (0, 2))
    """
    if n == 1:
        return ((degree,),)
    return tuple(
        (first, *rest)
        for first in range(degree, -1, -1)
        for rest in multi_indices(n - 1, degree - first)
    )


@cache
def rays(n: int, order: int, shift: Fraction = PLAIN) -> tuple[Direction, ...]:
    """Return the directions that determine all coefficients up to ``order``, lower orders first.

    Args:
        n: How many variables.
        order: The highest total degree.
        shift: What is added to the second coordinate, twice that to the third, and so on. Along an
            axis ``sin(x y)/(x y)`` is nowhere defined: ``GENERIC`` rays meet no such line.

    >>> [tuple(map(str, s)) for s in rays(2, 3)]
    [('1', '0'), ('1', '1'), ('1', '-1'), ('1', '2')]
    """
    steps = sorted(product(range(order + 1), repeat=n - 1), key=sum)
    return tuple(
        (Fraction(1), *(_node(i) + shift * j for j, i in enumerate(step, start=1)))
        for step in steps
        if sum(step) <= order
    )


def _node(i: int) -> int:
    """Return 0, 1, -1, 2, -2 and so on."""
    return (i + 1) // 2 if i % 2 else -(i // 2)


@cache
def weights(n: int, degree: int, shift: Fraction = PLAIN) -> tuple[tuple[fmpq, ...], ...]:
    """Return the matrix that takes the values ``p_k(s)`` on the first rays to the ``c_m``.

    The inverse of ``(s^m)``, exact; a row for each of ``multi_indices(n, degree)``.

    >>> [[str(w) for w in row] for row in weights(2, 2)]
    [['1', '0', '0'], ['0', '1/2', '-1/2'], ['-1', '1/2', '1/2']]
    """
    powers = [
        [prod(map(pow, s, m)) for m in multi_indices(n, degree)] for s in rays(n, degree, shift)
    ]
    matrix = fmpq_mat([[fmpq(*Fraction(p).as_integer_ratio()) for p in row] for row in powers])
    return tuple(map(tuple, matrix.inv().tolist()))


def interpolated(
    n: int, order: int, series: Sequence[Sequence[Number]], shift: Fraction = PLAIN
) -> dict[MultiIndex, Number]:
    """Return all ``c_m`` up to ``order`` from the series along each of the rays.

    Args:
        n: How many variables.
        order: The highest total degree.
        series: For each of ``rays(n, order, shift)`` its ``order + 1`` coefficients: rationals,
            balls or polynomials of FLINT.
        shift: As for the rays.

    >>> from flint import fmpq
    >>> xy = [[fmpq(0), fmpq(0), fmpq(int(s * t))] for s, t in rays(2, 2)]
    >>> {m: str(c) for m, c in interpolated(2, 2, xy).items() if c}
    {(1, 1): '1'}
    """
    return {
        m: sum((w * s[k] for w, s in zip(row, series, strict=False) if w), 0 * series[0][k])
        for k in range(order + 1)
        for m, row in zip(multi_indices(n, k), weights(n, k, shift), strict=True)
    }
