"""Directional derivatives: the formula, its extremes, and both sides where it does not hold."""

from fractions import Fraction
from math import inf, pi, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.directional import directional_derivative
from core.errors import NotAnalytic, ParseError
from core.expression.expression import parse
from core.gradient import gradient, gradient_at
from tests.core.derivatives_by_sympy import FUNCTIONS

XY = ("x", "y")
whole = st.integers(-6, 6)


@given(st.sampled_from(FUNCTIONS), whole, whole)
@settings(max_examples=40, deadline=None)
def test_it_is_the_gradient_times_the_unit_vector(case, p, q):
    assume(p or q)
    f, at = parse(case[0], XY), case[1]
    found = directional_derivative(f, at, (p, q))
    slopes = gradient(f, at)
    parts = slopes * [p, q] / np.hypot(p, q)
    # The gradient is rounded once; the test's own arithmetic rounds each part four times more.
    assert abs(found.value.value - parts.sum()) <= 8 * 2**-53 * np.abs(parts).sum()
    assert abs(found.value.value) <= found.largest_rate.value * (1 + 2**-51)
    assert found.standing == "proven"


def test_an_angle_has_its_cosine():
    found = directional_derivative(parse("x^2 + y^2", XY), (1, 2), "1, 0")
    assert found.value.decimals == "2.00000000000000"
    assert found.angle.value == pytest.approx(np.arctan(2), rel=2**-52)
    assert np.cos(found.angle.value) == pytest.approx(2 / sqrt(20), rel=2**-50)


@pytest.mark.parametrize(("direction", "angle"), [((1, 2), 0), ((2, -1), pi / 2), ((-1, -2), pi)])
def test_along_across_and_against_the_gradient(direction, angle):
    found = directional_derivative(parse("x^2 + y^2", XY), (1, 2), direction)
    assert found.angle.value == angle
    assert found.largest_rate == gradient_at(parse("x^2 + y^2", XY), (1, 2)).length
    if angle == 0:
        assert found.value == found.largest_rate
        assert [c.value for c in found.steepest] == pytest.approx([1 / sqrt(5), 2 / sqrt(5)])
    if angle == pi / 2:
        assert found.value.decimals == "0"  # proven


def test_the_direction_is_exact():
    found = directional_derivative(parse("x + sqrt(3) y", XY), (0, 0), "1, sqrt 3")
    assert found.value.value == 2.0
    assert repr(found) == "DirectionalDerivative(2 along (1/2, sqrt(3)/2))"
    assert found._repr_latex_() == "$D_{u} f = 2$"
    diagonal = directional_derivative(parse("x^2 + y^2", XY), (1, 2), (1, 1))
    assert diagonal._repr_latex_() == r"$D_{u} f = 3 \sqrt{2}$"
    corner = directional_derivative(parse("|x| + y", XY), (0, 0), (1, 0))
    assert corner._repr_latex_() == r"$D_{-} f = -1, \quad D_{+} f = 1$"


@pytest.mark.parametrize(
    ("text", "direction", "left", "right"),
    [
        ("sqrt(x^2 + y^2)", (3, 4), -1, 1),
        ("|x| + y", (1, 0), -1, 1),
        ("|x| + y", (0, 2), 1, 1),
        ("max(x, y)", (1, -1), -1 / sqrt(2), 1 / sqrt(2)),
        ("min(|x|, |y|)", (1, 0), 0, 0),
        ("cbrt(x y)", (1, 0), 0, 0),
        ("cbrt(x + y)", (1, 1), inf, inf),
        ("sqrt|x|", (1, 0), -inf, inf),
    ],
)
def test_where_f_is_not_differentiable_both_sides_are_told(text, direction, left, right):
    found = directional_derivative(parse(text, XY), (0, 0), direction)
    assert (found.left, found.right) == pytest.approx((left, right), rel=2**-52)
    assert (found.value is None) == (left != right or abs(left) == inf)
    assert found.gradient is found.steepest is found.angle is found.largest_rate is None


def test_at_a_critical_point_no_direction_is_the_steepest():
    found = directional_derivative(parse("x^2 + y^2", XY), (0, 0), (1, 1))
    assert found.value.decimals == found.largest_rate.decimals == "0"
    assert found.steepest is found.angle is None


def test_six_variables_and_one():
    names = ("a", "b", "c", "d", "x", "y")
    f = parse("a + 2b + 3c + 4d + 5x + 6y", names)
    found = directional_derivative(f, (0,) * 6, (1,) * 6)
    assert found.value.value == pytest.approx(21 / sqrt(6), rel=2**-52)
    assert directional_derivative(parse("x^2"), 3, -2).value.value == -6.0


def test_refusals():
    f = parse("x y/(x^2 + y^2)", XY)
    with pytest.raises(ValueError, match="no direction"):
        directional_derivative(f, (1, 1), (0, 0))
    with pytest.raises(ParseError):
        directional_derivative(f, (1, 1), (1, 0, Fraction(1, 2)))
    with pytest.raises(NotAnalytic):  # 0/0, with a different limit along each line
        directional_derivative(f, (0, 0), (1, 1))
    with pytest.raises(NotAnalytic):
        directional_derivative(parse("ln x + y", XY), (0, 0), (0, 1))
