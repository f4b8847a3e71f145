"""Difference quotients in a float format: exact, operation by operation, and where they end."""

from fractions import Fraction

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ParseError
from core.expression.expression import parse
from core.floats import FORMATS
from core.quotient import difference, sample
from core.rounded import rounded_point
from core.stencil import stencil

NAMED = [stencil.forward, stencil.backward, stencil.central, stencil.five_point]
TWO_POINT = NAMED[:3]


@pytest.mark.parametrize("s", TWO_POINT, ids=["forward", "backward", "central"])
@pytest.mark.parametrize("dtype", FORMATS)
@given(at=st.floats(2**-20, 8), step=st.floats(1e-12, 1))
@settings(max_examples=40, deadline=None)
def test_a_line_has_exactly_its_slope_or_no_step_at_all(s, dtype, at, step):
    # Dividing by h instead of the step really taken fails here: most of these steps are not exact.
    slope = float(difference(lambda x: x, at, step, s, dtype))
    assert slope == 1 or np.isnan(slope)


def test_a_line_has_its_slope_for_five_points_too():
    # Whole weights on values that are multiples of a small power of two: nothing is rounded.
    slope = difference(lambda x: x, 1, [2.0**-k for k in range(3, 40)], stencil.five_point)
    assert slope.tolist() == [1.0] * 37


@given(st.integers(-50, 50), st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_exact_arithmetic_gives_the_exact_quotient(n, k):
    at, h = n / 8, 2.0**-k
    got = float(difference(parse("x^3"), at, h, stencil.central))
    x, step = Fraction(at), Fraction(h)
    assert got == ((x + step) ** 3 - (x - step) ** 3) / (2 * step)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_it_is_the_textbook_formula_operation_by_operation(dtype):
    t = np.dtype(dtype).type
    f = parse("x sin x")
    x, h = t(1.3), t(0.01)
    points = [x - t(2) * h, x - h, x + h, x + t(2) * h]
    a, b, c, d = (v * t(np.sin(float(v))) for v in points)
    step = (points[3] - points[0]) / t(4)
    expected = (a - t(8) * b + t(8) * c - d) / (t(12) * step)
    assert difference(f, float(x), float(h), stencil.five_point, dtype) == expected


@pytest.mark.parametrize("s", NAMED)
@pytest.mark.parametrize("dtype", FORMATS)
def test_nothing_is_promoted(s, dtype):
    got = difference(parse("2 x^2 + 1/3"), "0.3", [0.5, 0.1], s, dtype)
    assert got.dtype == FORMATS[dtype].dtype
    assert got.shape == (2,)
    assert difference(parse("x"), 0.5, 0.1, s, dtype).shape == ()


def test_a_vector_of_steps_is_the_same_as_one_after_the_other():
    steps = np.geomspace(1e-9, 1, 57)
    f = parse("exp(sin x)")
    for dtype in FORMATS:
        together = difference(f, 1, steps, stencil.five_point, dtype).astype(float)
        apart = [float(difference(f, 1, h, stencil.five_point, dtype)) for h in steps]
        np.testing.assert_array_equal(together, apart)


def test_the_second_derivative_of_a_parabola():
    s = stencil((-1, 0, 1), derivative_order=2)
    assert float(difference(parse("3x^2"), 2, 0.125, s)) == 6


def test_offsets_that_are_fractions():
    s = stencil((0, Fraction(1, 2), 1))
    assert float(difference(parse("x^2"), 1, 0.5, s)) == 2


def test_a_step_lost_in_rounding_is_nan_and_not_a_number():
    for dtype, step in (
        ("float16", 1e-4),
        ("bfloat16", 1e-3),
        ("float32", 1e-8),
        ("float64", 1e-17),
    ):
        assert np.isnan(float(difference(parse("x^2"), 1, step, stencil.forward, dtype)))


def test_central_survives_where_only_one_side_is_absorbed():
    # Below 1 the floats are twice as dense: 1 - h moves where 1 + h does not.
    taken = sample(parse("x"), 1, 2.0**-53, stencil.central, FORMATS["float64"])
    assert float(taken.step_taken) == 2.0**-54
    assert float(taken.quotient) == 1


def test_the_typed_point_is_rounded_once_to_the_format():
    assert rounded_point("0.2", FORMATS["float32"]) == float(np.float32(0.2))
    assert rounded_point("0.2", FORMATS["bfloat16"]) == float(ml_dtypes.bfloat16(0.2))
    assert rounded_point("pi", FORMATS["float64"]) == np.pi
    assert rounded_point("-1/3", FORMATS["float64"]) == -1 / 3
    assert rounded_point(0.2, FORMATS["float64"]) == 0.2


def test_the_point_is_not_rounded_to_float64_on_its_way():
    # The float64 nearest to it is a tie between two float32, and would go to the even one.
    at = 1 + Fraction(1, 2**24) + Fraction(1, 2**60)
    taken = sample(parse("x"), at, 0.5, stencil.forward, FORMATS["float32"])
    assert float(taken.x) == 1 + 2.0**-23


def test_outside_the_domain_it_is_nan_and_overflow_is_not_silent():
    assert np.isnan(float(difference(parse("ln x"), 0.5, 1.0, stencil.central)))
    assert not np.isfinite(float(difference(parse("e^x"), 11, 0.5, stencil.forward, "float16")))


@pytest.mark.parametrize("step", [0.0, -1e-3, float("nan"), float("inf"), [0.1, 0.0]])
def test_a_step_must_be_positive_and_finite(step):
    with pytest.raises(ValueError, match="positive and finite"):
        difference(parse("x"), 1, step, stencil.forward)


def test_unknown_formats_and_bad_points_are_refused():
    with pytest.raises(ValueError, match="in 1 variable"):
        difference(parse("x y", ("x", "y")), 0, 0.1, stencil.forward)
    with pytest.raises(ValueError, match="float128"):
        difference(parse("x"), 1, 0.1, stencil.forward, "float128")
    with pytest.raises(ParseError):
        difference(parse("x"), "1/0", 0.1, stencil.forward)


def test_a_constant_need_not_be_an_array():
    assert float(difference(lambda x: 1.0, 0, 0.5, stencil.central)) == 0
