"""The other roads side by side."""

import numpy as np
import pytest

from core.alternatives import alternatives
from core.expression.expression import parse
from core.roundoff import error_curve
from core.stencil import stencil

STEPS = np.geomspace(1e-12, 1, 60)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_all_start_from_the_point_and_steps_of_the_error_curve(dtype):
    plain = error_curve(parse("sin x"), "0.3", stencil.central, STEPS, dtype)
    for curve in alternatives(parse("sin x"), "0.3", STEPS, dtype):
        assert (curve.x, curve.truth) == (plain.x, plain.truth)
        np.testing.assert_array_equal(curve.steps, plain.steps)
        assert curve.estimate.shape == curve.error.shape == curve.evaluations.shape == STEPS.shape


def test_the_short_formats_have_no_complex_step():
    methods = [curve.method for curve in alternatives(parse("x"), 1, [0.5], "float16")]
    assert methods == ["richardson", "ridders", "forward_mode"]


def test_each_beats_the_central_difference_at_its_best():
    best = np.nanmin(error_curve(parse("e^x"), 1, stencil.central, STEPS).error)
    curves = alternatives(parse("e^x"), 1, STEPS)
    assert len({curve.method for curve in curves}) == 4
    for curve in curves:
        assert np.nanmin(curve.error) < best / 10


def test_a_function_by_cases_inside_a_branch():
    for curve in alternatives(parse("{x^2, x < 1; 2x - 1, x >= 1}"), 0.5, [0.125]):
        assert curve.truth == 1.0
        # No method has a truncation error on a parabola; values below 0.4 are rounded, over steps
        # down to h/1.4^9 > h/21.
        assert curve.error[0] <= 2 * 0.4 * 2**-53 * 21 / 0.125
        assert curve.analytic is (curve.method != "complex_step")


def test_at_a_seam_with_two_slopes_none_is_called_right():
    for curve in alternatives(parse("{x^2, x < 1; 3x - 2, x >= 1}"), 1, [0.125]):
        assert np.isnan(curve.error).all()
