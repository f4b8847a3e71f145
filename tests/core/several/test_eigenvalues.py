"""Eigenvalues, determinants and ranks of symmetric matrices: SymPy and NumPy as oracles."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from core.expression.building import constant
from core.several.eigenvalues import symmetric_eigenvalues
from core.several.known import exact
from core.several.matrices import determinant, zero_eigenvalues


@given(st.lists(st.integers(-4, 4), min_size=10, max_size=10))
@settings(max_examples=40, deadline=None)
def test_determinant_rank_and_eigenvalues_of_whole_matrices_are_sympys(entries):
    numbers = iter(entries)
    matrix = [[0] * 4 for _ in range(4)]
    for i in range(4):
        for j in range(i + 1):
            matrix[i][j] = matrix[j][i] = next(numbers)
    known = [[constant(Fraction(c)) for c in row] for row in matrix]
    exactly = sympy.Matrix(matrix)
    assert exact(determinant(known)) == exactly.det()
    assert zero_eigenvalues(known) == 4 - exactly.rank()
    balls = symmetric_eigenvalues([[arb(c) for c in row] for row in matrix])
    assert all(x.rad() < arb(2) ** -150 for x in balls)
    found = [float(x.mid()) for x in balls]
    np.testing.assert_allclose(found, np.linalg.eigvalsh(matrix), atol=2**-44, rtol=0)


@pytest.mark.parametrize(
    "matrix",
    [
        [[2, 0, 0], [0, 2, 0], [0, 0, 1]],
        [[2, 1, 1], [1, 2, 1], [1, 1, 2]],
        [[1, 1, 1, 1, 1, 1]] * 6,
        [[0, 1], [1, 0]],
        [[5]],
    ],
)
def test_multiple_eigenvalues_are_enclosed(matrix):
    found = symmetric_eigenvalues([[arb(c) for c in row] for row in matrix])
    true = sorted(
        value for value, times in sympy.Matrix(matrix).eigenvals().items() for _ in range(times)
    )
    assert len(found) == len(true)
    for ball, value in zip(found, true, strict=True):
        assert ball.contains(int(value))
        assert ball.rad() < arb(2) ** -150


@pytest.mark.parametrize("sweeps", [0, 1, 2])
def test_what_is_left_beside_the_diagonal_widens_the_balls(sweeps, monkeypatch):
    monkeypatch.setattr("core.several.eigenvalues.SWEEPS", sweeps)
    matrix = [[2, 1, 1], [1, 2, 1], [1, 1, 2]]
    found = symmetric_eigenvalues([[arb(c) for c in row] for row in matrix])
    for ball, value in zip(found, (1, 1, 4), strict=True):
        assert ball.contains(value)
