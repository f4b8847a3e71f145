"""Slope and curvature of a function over a whole box of arguments, as balls."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import cast

from flint import arb, arb_series

from core.errors import NotAnalytic
from core.expression.flint_rings import BallRing
from core.expression.rings import Undecided
from core.expression.series import attempt
from core.expression.tree import Node

RING = BallRing()


@dataclass(frozen=True, slots=True)
class Shape:
    """Along one direction: ``f(x + t d) = f(x) + slope t + bend t^2 + ...``, for all x in a box."""

    slope: arb
    bend: arb


def along(tree: Node, names: Sequence[str], x: Sequence[arb], d: Sequence[int]) -> Shape | None:
    """Return the shape along ``d`` over a box of balls; None if f is not proven analytic there.

    To be called with at least three terms of working precision.
    """
    variables = {
        name: arb_series([ball, move]) if move else ball
        for name, ball, move in zip(names, x, d, strict=True)
    }
    try:
        c = cast(list[arb] | None, attempt(tree, variables, RING, 2))
    except (NotAnalytic, Undecided):
        return None
    return Shape(c[1], c[2]) if c and all(ball.is_finite() for ball in c) else None


def hessian(
    tree: Node, names: Sequence[str], x: Sequence[arb], free: Sequence[int], bends: Sequence[arb]
) -> list[list[arb]] | None:
    """Return the second derivatives by the free variables over a box; None if not proven.

    Along ``e_i`` the coefficient of ``t^2`` is ``f_ii / 2``, along ``e_i + e_j`` it is
    ``(f_ii + 2 f_ij + f_jj) / 2``.

    Args:
        tree: The formula.
        names: Its variables.
        x: The box.
        free: Which variables.
        bends: The coefficients ``f_ii / 2`` of the free ones.
    """
    matrix = [[2 * bend for _ in free] for bend in bends]
    for (i, a), (j, b) in combinations(enumerate(free), 2):
        mixed = along(tree, names, x, [int(k in (a, b)) for k in range(len(names))])
        if mixed is None:
            return None
        matrix[i][j] = matrix[j][i] = mixed.bend - bends[i] - bends[j]
    return matrix


def is_positive_definite(matrix: Sequence[Sequence[arb]]) -> bool:
    """Prove that every symmetric matrix within an interval matrix is positive definite.

    By elimination: a symmetric matrix is, if and only if all its pivots are positive.
    Source: Golub and Van Loan, Matrix Computations, 4th ed., section 4.2.
    """
    rows = [list(row) for row in matrix]
    for k, pivot_row in enumerate(rows):
        if not pivot_row[k] > 0:
            return False
        for row in rows[k + 1 :]:
            factor = row[k] / pivot_row[k]
            row[k:] = [u - factor * v for u, v in zip(row[k:], pivot_row[k:], strict=True)]
    return True
