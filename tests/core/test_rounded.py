"""What is given becomes a number of the format: one rounding, and what is no number is refused."""

from fractions import Fraction

import ml_dtypes
import numpy as np
import pytest

from core.anatomy import anatomy
from core.errors import ParseError
from core.expression.expression import parse
from core.floats import FORMATS
from core.quotient import difference
from core.richardson import richardson
from core.rounded import rounded_point, rounded_points, rounded_steps, rounded_value
from core.roundoff import error_curve
from core.stencil import stencil

SINE = parse("sin x")
DOUBLE = FORMATS["float64"]


@pytest.mark.parametrize("given", ["0.1", Fraction(1, 10), 0.1, np.float64(0.1), "1/10"])
def test_a_step_is_a_number_a_fraction_or_text(given):
    assert float(rounded_steps(given, DOUBLE)) == 0.1
    assert difference(SINE, 1, given, stencil.central) == difference(SINE, 1, 0.1, stencil.central)
    curve = error_curve(SINE, 1, stencil.central, given)
    assert curve.estimate.tolist() == [float(difference(SINE, 1, 0.1, stencil.central))]
    assert anatomy(SINE, 1, given, stencil.central).step.value == 0.1
    assert richardson(SINE, 1, given).steps.tolist() == [0.1]


def test_a_list_of_steps_may_mix_them():
    mixed = [1, "1/2", Fraction(1, 4), 0.125]
    assert rounded_steps(mixed, DOUBLE).tolist() == [1, 0.5, 0.25, 0.125]
    assert rounded_steps([mixed, mixed], DOUBLE).shape == (2, 4)
    assert rounded_steps(np.array([0.5, 0.25], ml_dtypes.bfloat16), DOUBLE).tolist() == [0.5, 0.25]


def test_a_step_below_the_format_is_zero_and_no_fault():
    for step in (1e-10, "1e-10", Fraction(1, 10**10)):
        assert float(rounded_steps(step, FORMATS["float16"])) == 0
        assert error_curve(SINE, 1, stencil.central, [step], "float16").absorbed.all()


@pytest.mark.parametrize("step", [0, -1, "0", "-1/2", Fraction(-1, 3), [0.1, "0"], np.inf])
def test_a_step_is_positive_and_finite(step):
    with pytest.raises(ValueError, match="positive and finite"):
        rounded_steps(step, DOUBLE)


@pytest.mark.parametrize("step", [None, 1j, b"0.1", stencil.central, [0.1, None]])
def test_what_is_no_number_is_no_step(step):
    with pytest.raises(TypeError, match="a step is a number, a Fraction or text"):
        rounded_steps(step, DOUBLE)


@pytest.mark.parametrize("s", ["central", 1e-5, None, (-1, 1)])
def test_a_formula_is_a_stencil_and_nothing_else(s):
    for take in (
        lambda: difference(SINE, 1, 1e-5, s),
        lambda: difference(SINE, 1, stencil.central, s),
        lambda: error_curve(SINE, 1, s, [1e-5]),
        lambda: error_curve(SINE, 1, s, stencil.central),
        lambda: anatomy(SINE, 1, 1e-5, s),
    ):
        with pytest.raises(TypeError, match=r"a Stencil, such as stencil\.central, not"):
            take()


def test_one_step_or_one_list_where_no_more_has_a_place():
    with pytest.raises(ValueError, match=r"one list, not an array of shape \(1, 2\)"):
        error_curve(SINE, 1, stencil.central, [[0.1, 0.2]])
    with pytest.raises(ValueError, match=r"one list, not an array of shape \(1, 1\)"):
        richardson(SINE, 1, [["0.1"]])
    with pytest.raises(ValueError, match=r"one step expected, not an array of shape \(1,\)"):
        anatomy(SINE, 1, [1e-8], stencil.central)


def test_what_a_function_answers_is_never_taken_for_nan():
    assert rounded_value(2, FORMATS["float32"]).dtype == np.float32
    with pytest.raises(TypeError, match="returns None: is its return missing"):
        difference(lambda x: None, 1, 0.1, stencil.central)


def test_points_may_be_longer_than_any_formula():
    x = np.arange(10.0**5)
    assert rounded_points(x, DOUBLE).tolist() == x.tolist()
    assert rounded_points((1, Fraction(1, 3), "pi"), DOUBLE).tolist() == [1, 1 / 3, np.pi]
    for at in (x, "1, 2, 3"):
        with pytest.raises(ParseError, match="wrong_dimension"):
            rounded_points(at, DOUBLE, 2)


@pytest.mark.parametrize("at", [(1j, 2), (True, False), (None, 1), ("x", 1)])
def test_what_is_no_number_is_no_coordinate(at):
    with pytest.raises(ParseError):
        rounded_points(at, DOUBLE, 2)


@pytest.mark.parametrize("at", [[1], np.ones(1), True, None])
def test_what_is_no_number_is_no_point(at):
    rounded_point(1, DOUBLE)  # and what was once rounded is no excuse: True == 1
    with pytest.raises(ParseError, match="not_constant"):
        rounded_point(at, DOUBLE)
    assert rounded_point(np.array(0.5), DOUBLE) == 0.5
