"""The automatic derivative as a level: its error is the formula's own rounding, and no more."""

import numpy as np
import pytest

from core.expression.expression import parse
from core.floats import FORMATS
from core.forward_mode import forward_mode
from core.taylor import taylor

STEPS = np.geomspace(1e-300, 1, 5)
# Smooth formulas that cancel nothing, and how many operations they take.
FORMULAS = [
    ("sin x", 0.5, 1),
    ("e^(sin x)", 1.0, 2),
    ("sqrt(1+x^2)", 0.75, 3),
    ("x e^(-x^2)", 0.5, 4),
    ("1/(1+25x^2)", 0.25, 4),
    ("atan(2x+1)", 0.5, 3),
    ("ln(2+cos x)", 0.5, 3),
]


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize(("text", "x", "operations"), FORMULAS)
def test_the_error_is_at_most_its_condition_times_a_rounding(text, x, operations, dtype):
    f = parse(text)
    curve = forward_mode(f, x, [0.5], dtype)
    _, slope, half = np.abs(taylor(f, curve.x, 2).coefficients)
    # Each operation rounds its value, which moves f' by u |x f''| or so, and its derivative, with
    # up to 4 operations of the rule; inner condition numbers are below 4 in these formulas.
    size = 4 * operations * (slope + 2 * half * max(1, abs(x)))
    assert curve.error[0] <= 2 * FORMATS[dtype].unit_roundoff * size


def test_it_is_a_level():
    curve = forward_mode(parse("sin x"), 1, STEPS)
    assert len(set(curve.estimate.tolist())) == len(set(curve.error.tolist())) == 1
    assert curve.evaluations.tolist() == [1] * 5
    assert curve.steps.tolist() == STEPS.tolist()


def test_what_cancels_in_the_formula_cancels_in_its_derivative():
    curve = forward_mode(parse("(e^x-1-x)/x^2"), 0.001, [0.5])
    digits = -np.log10(curve.error[0] / abs(curve.truth))
    assert 5.5 < digits < 7  # of sixteen: u / x^3 of the numerator's rounding is left in f'
    # f' -> 1/6 as x -> 0, and the rounding of e^x, u, is divided by x^2 twice over: 2 u / x^3.
    assert curve.error[0] < 8 * 2**-53 / 0.001**3


def test_at_a_kink_there_is_no_number_and_nothing_is_called_right():
    curve = forward_mode(parse("|x|"), 0, [0.5])
    assert np.isnan(curve.estimate).all() and np.isnan(curve.error).all()


def test_outside_the_domain_there_is_nothing():
    curve = forward_mode(parse("ln x"), -1, [0.5])
    assert np.isnan(curve.estimate).all()
    assert np.isnan(curve.error).all()
