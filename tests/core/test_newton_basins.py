"""Basins of Newton's method: symmetric, bounded where theory says, the same as single runs."""

import numpy as np
import pytest

from core.expression.expression import parse
from core.newton import newton
from core.newton_basins import newton_basins


def test_from_each_side_of_zero_the_square_root_of_that_sign_is_reached():
    starts = np.linspace(-5, 5, 101)
    basins = newton_basins(parse("x^2 - 1"), starts, (-2, 2))
    np.testing.assert_array_equal(
        basins.reached, np.where(starts < 0, 0, 1) - 2 * (starts == 0) * 1
    )
    assert basins.steps[starts == 0] == -1


def test_the_middle_basin_of_a_cubic_ends_at_its_two_cycle():
    """``x^3 - x``: from ``±1/sqrt(5)`` Newton's method goes to and fro; inside, to 0."""
    edge = 5**-0.5
    basins = newton_basins(parse("x^3 - x"), [-edge * 0.999, 0.1, edge * 0.999], (-2, 2), 500)
    assert basins.reached.tolist() == [1, 1, 1]
    beyond = newton_basins(parse("x^3 - x"), [edge * 1.001, 0.58, 2.0], (-2, 2), 500)
    assert 1 not in beyond.reached
    assert beyond.reached[1:].tolist() == [2, 2]


def test_it_is_what_single_runs_say():
    f = parse("x^3 - 2x + 2")
    starts = np.linspace(-3, 3, 25)
    basins = newton_basins(f, starts, (-3, 3), 200)
    for start, index in zip(starts, basins.reached, strict=True):
        single = newton(f, float(start), 200)
        assert (single.status == "converged") == (index == 0)


def test_the_shape_of_the_starts_is_kept():
    basins = newton_basins(parse("sin x"), np.ones((2, 3)), (-4, 4))
    assert basins.reached.shape == basins.steps.shape == (2, 3)
    assert (basins.reached == 1).all()


def test_refusals():
    with pytest.raises(ValueError, match="in 1 variable"):
        newton_basins(parse("x y", ("x", "y")), [1], (0, 1))
    with pytest.raises(ValueError, match="steps"):
        newton_basins(parse("x"), [1], (0, 1), -1)


def test_arrival_is_relative_to_a_large_root():
    """From 10100 to 10000: the errors are 100, 0.495, 1.2e-5, and 2^-20 of the root is 0.0095."""
    assert newton_basins(parse("x^2 - 10^8"), [10100.0], (1, 20000)).steps.tolist() == [2]
