"""Weights of difference formulas on any grid, by Fornberg's recurrence, in exact fractions."""

from collections.abc import Sequence
from fractions import Fraction


def fornberg_weights(offsets: Sequence[Fraction], derivative_order: int) -> tuple[Fraction, ...]:
    """Return the weights of f^(d)(0) for the interpolating polynomial through ``offsets``.

    With ``D[m][j]`` the weight of node j in the m-th derivative, one node a_n is added at a time:

        D_n[m][j] = (a_n D_(n-1)[m][j] - m D_(n-1)[m-1][j]) / (a_n - a_j)              for j < n,
        D_n[m][n] = c_(n-1)/c_n (m D_(n-1)[m-1][n-1] - a_(n-1) D_(n-1)[m][n-1]),
        c_n = prod_(j<n) (a_n - a_j).

    Args:
        offsets: Distinct nodes, more than ``derivative_order`` of them.
        derivative_order: ``d``.

    Cost: ``n^2 d / 2`` rational operations.
    Source: B. Fornberg, "Generation of finite difference formulas on arbitrarily spaced grids",
    Mathematics of Computation 51 (1988), 699-706; the program on page 700, with x_0 = 0.
    """
    orders = range(derivative_order + 1)
    table = [[Fraction(m == 0)] for m in orders]  # table[m][j], for the first node alone
    last_product = Fraction(1)
    for n, node in enumerate(offsets[1:], start=1):
        gaps = [node - earlier for earlier in offsets[:n]]
        product = _product(gaps)
        ratio, previous = last_product / product, offsets[n - 1]
        table = [
            [(node * table[m][j] - _lower(table, m, j)) / gaps[j] for j in range(n)]
            + [ratio * (_lower(table, m, n - 1) - previous * table[m][n - 1])]
            for m in orders
        ]
        last_product = product
    return tuple(table[derivative_order])


def _lower(table: list[list[Fraction]], m: int, j: int) -> Fraction:
    """``m`` times the weight of node ``j`` in the derivative of order ``m - 1``."""
    return m * table[m - 1][j] if m else Fraction(0)


def _product(factors: Sequence[Fraction]) -> Fraction:
    product = Fraction(1)
    for factor in factors:
        product *= factor
    return product
