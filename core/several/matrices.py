"""Small matrices of known constants: determinants, and eigenvalues that are exactly zero."""

from collections.abc import Sequence
from itertools import combinations
from typing import TypeAlias

from flint import arb_mat, fmpq, fmpq_mat

from core.expression.balls import working_precision
from core.expression.building import ONE, ZERO, constant, minus, over, plus, times
from core.expression.closed import as_fraction
from core.expression.tree import Node, Variable
from core.several.known import ACCURACY, Known, ball, combined, exact, sign

Matrix: TypeAlias = Sequence[Sequence[Known]]

MAX_FORMULA = 4  # rows of a determinant in closed form: 24 products


def determinant(matrix: Matrix) -> Known:
    """Return the determinant, by a formula or in rationals, so that what cancels is seen to.

    >>> from core.expression.building import ONE, TWO
    >>> from core.expression.text import to_text
    >>> to_text(determinant([[TWO, ONE], [ONE, TWO]]))
    '3'
    """
    rationals = rational_matrix(matrix)
    if rationals is not None:
        return constant(as_fraction(rationals.det()))
    n = len(matrix)
    if n <= MAX_FORMULA:
        values = {_name(i, j): c for i, row in enumerate(matrix) for j, c in enumerate(row)}
        return combined(_expansion(tuple(range(n))), values)
    with working_precision(2 * ACCURACY):
        return arb_mat([[ball(c) for c in row] for row in matrix]).det()


def zero_eigenvalues(matrix: Matrix) -> int:
    """Return how many eigenvalues of a symmetric matrix are proven to be 0, at least.

    As many as rows are missing from its rank; or as many as the characteristic polynomial has
    vanishing last coefficients, which are sums of principal minors.
    """
    n = len(matrix)
    rationals = rational_matrix(matrix) or rational_matrix(_in_units_of_its_first(matrix))
    if rationals is not None:
        return n - int(rationals.rank())
    return next((k for k in range(n) if not _principal_minors_cancel(matrix, n - k)), n)


def _principal_minors_cancel(matrix: Matrix, size: int) -> bool:
    """Say whether the sum of the principal minors of one size is proven to be 0."""
    if len(matrix) > MAX_FORMULA:
        return False
    minors = {
        f"m_{k}": determinant([[matrix[i][j] for j in rows] for i in rows])
        for k, rows in enumerate(combinations(range(len(matrix)), size))
    }
    total: Node = ZERO
    for name in minors:
        total = plus(total, Variable(name))
    return sign(combined(total, minors)) == 0


def rational_matrix(matrix: Matrix) -> fmpq_mat | None:
    """Return the matrix in FLINT's rationals; None if not all entries are known to be rational."""
    values = [[exact(c) for c in row] for row in matrix]
    entries = [[fmpq(*c.as_integer_ratio()) for c in row if c is not None] for row in values]
    complete = all(len(row) == len(matrix[0]) for row in entries)
    return fmpq_mat(entries) if complete else None


def _in_units_of_its_first(matrix: Matrix) -> Matrix:
    """Divide by the first entry that is not 0: that of ``g(x + 2y)`` is ``g''`` times a rational.

    What stands in the way of a rational matrix of the same rank is left as it is.
    """
    first = next((c for row in matrix for c in row if sign(c)), ONE)
    ratio = over(Variable("a"), Variable("b"))
    return [[combined(ratio, {"a": c, "b": first}) for c in row] for row in matrix]


def _expansion(columns: tuple[int, ...], row: int = 0) -> Node:
    """Return Laplace's expansion along one row of what it and those below have in some columns."""
    total: Node = ZERO
    for k, j in enumerate(columns):
        rest = columns[:k] + columns[k + 1 :]
        term = times(Variable(_name(row, j)), _expansion(rest, row + 1) if rest else ONE)
        total = minus(total, term) if k % 2 else plus(total, term)
    return total


def _name(i: int, j: int) -> str:
    return f"a_{i}_{j}"
