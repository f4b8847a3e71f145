"""Eigenvalues of a symmetric matrix of balls, proven, however close together they are.

Jacobi's rotations are orthogonal, so each leaves the eigenvalues as they are; in ball arithmetic
what comes out encloses a truly similar matrix. When its off-diagonal part E is small, Weyl's
inequality bounds what is left: in order, each eigenvalue is within the norm of E of a diagonal
entry.

Source: G. H. Golub, C. F. Van Loan, *Matrix Computations*, 4th edition (2013), section 8.5; Weyl's
inequality: theorem 8.1.5 there.
"""

from itertools import combinations
from typing import TypeAlias

from flint import arb

from core.expression.balls import working_precision

Matrix: TypeAlias = list[list[arb]]

BITS = 800  # each rotation may double the radius of what it meets: a few hundred bits may be lost
SWEEPS = 12  # convergence is quadratic: 6 variables take about 8 to 200 bits


def symmetric_eigenvalues(matrix: Matrix) -> list[arb]:
    """Return balls for the eigenvalues, in ascending order, each as often as it occurs.

    Args:
        matrix: Symmetric, ``n x n``, of finite balls.

    >>> matrix = [[arb(2), arb(1)], [arb(1), arb(2)]]
    >>> [x.str(5, radius=False) for x in symmetric_eigenvalues(matrix)]
    ['1.0000', '3.0000']
    """
    a = [list(row) for row in matrix]
    with working_precision(BITS):
        for _ in range(SWEEPS):
            for p, q in combinations(range(len(a)), 2):
                _rotate(a, p, q)
        error = sum((2 * a[p][q] * a[p][q] for p, q in combinations(range(len(a)), 2)), arb(0))
        radius = arb(0, error.abs_upper().sqrt().abs_upper())
        # The i-th smallest of balls is enclosed by the i-th smallest lower and upper ends.
        lower = sorted(row[i].lower() for i, row in enumerate(a))
        upper = sorted(row[i].upper() for i, row in enumerate(a))
        return [low.union(high) + radius for low, high in zip(lower, upper, strict=True)]


def _rotate(a: Matrix, p: int, q: int) -> None:
    """Rotate in the plane of ``p`` and ``q`` so that about 0 stands where they meet.

    ``c^2 + s^2 = 1`` holds exactly for ``c = 1/sqrt(1 + t^2)``, ``s = t c``, whatever t.
    """
    if a[p][q].contains(0):
        return
    t = _tangent(a[p][p].mid(), a[q][q].mid(), a[p][q].mid())
    c = 1 / (1 + t * t).sqrt()
    s = t * c
    for row in a:
        row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
    a[p], a[q] = (
        [c * u - s * v for u, v in zip(a[p], a[q], strict=True)],
        [s * u + c * v for u, v in zip(a[p], a[q], strict=True)],
    )


def _tangent(app: arb, aqq: arb, apq: arb) -> arb:
    """The smaller root of ``t^2 + 2 z t = 1`` with ``z = (a_qq - a_pp) / (2 a_pq)``, rounded."""
    z = (aqq - app) / (2 * apq)
    t = 1 / (abs(z) + (z * z + 1).sqrt())
    return (t if z >= 0 else -t).mid()
