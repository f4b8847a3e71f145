"""Each rule of differentiation against FLINT's power series, in both modes, and by differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.autodiff import grad, jvp
from core.automatic.primitives import PRIMITIVES
from core.expression.expression import parse
from core.expression.series import coefficients
from core.point import point

U = 2.0**-53

# Each function of one argument, as a formula, and where its argument is drawn from.
OF_ONE = [
    (np.positive, "x", -3, 3),
    (np.negative, "-x", -3, 3),
    (np.square, "x^2", -3, 3),
    (np.reciprocal, "1/x", 0.1, 3),
    (np.sqrt, "sqrt x", 0.1, 9),
    (np.cbrt, "cbrt x", -9, -0.1),
    (np.exp, "e^x", -3, 3),
    (np.exp2, "2^x", -3, 3),
    (np.expm1, "e^x - 1", -30, 3),
    (np.log, "ln x", 0.1, 9),
    (np.log2, "log2 x", 0.1, 9),
    (np.log10, "log10 x", 0.1, 9),
    (np.log1p, "ln(1+x)", -0.9, 9),
    (np.sin, "sin x", -3, 3),
    (np.cos, "cos x", -3, 3),
    (np.tan, "tan x", -1.5, 1.5),
    (np.arcsin, "asin x", -0.99, 0.99),
    (np.arccos, "acos x", -0.99, 0.99),
    (np.arctan, "atan x", -9, 9),
    (np.sinh, "sinh x", -3, 3),
    (np.cosh, "cosh x", -3, 3),
    (np.tanh, "tanh x", -9, 9),
    (np.arcsinh, "asinh x", -9, 9),
    (np.arccosh, "acosh x", 1.01, 9),
    (np.arctanh, "atanh x", -0.99, 0.99),
    (np.abs, "|x|", -3, -0.1),
    (np.sign, "0 x", 0.1, 3),
    (np.floor, "0 x", 1.1, 1.9),
    (np.ceil, "0 x", -1.9, -1.1),
]

OF_TWO = [
    (np.add, "x + y"),
    (np.subtract, "x - y"),
    (np.multiply, "x y"),
    (np.divide, "x/y"),
    (np.power, "x^y"),
    (np.hypot, "sqrt(x^2+y^2)"),
    (np.arctan2, "atan(x/y)"),
    (np.logaddexp, "ln(e^x+e^y)"),
    (np.maximum, "max(x,y)"),
    (np.minimum, "min(x,y)"),
]

# A rule is at most six operations, each within 4 units (NumPy's own functions are). What enters a
# sine or an exponential inside a rule is at most 30, exact, or itself wrong by a unit of 30.
TOLERANCE = 32 * U


def true_partials(text, **at):
    """The first Taylor coefficients along each variable, by FLINT."""
    tree = parse(text, tuple(at)).tree
    places = {name: point(value) for name, value in at.items()}
    return [
        float(
            coefficients(
                tree, name, places[name], 1, 120, {k: v for k, v in places.items() if k != name}
            )[1].mid()
        )
        for name in at
    ]


def test_every_rule_is_tested_here():
    assert {f for f, *_ in (*OF_ONE, *OF_TWO)} == set(PRIMITIVES)


@pytest.mark.parametrize(
    ("f", "text", "least", "most"), OF_ONE, ids=lambda v: getattr(v, "__name__", "")
)
def test_the_rule_of_one_argument_is_flints_series_in_both_modes(f, text, least, most):
    for x in np.random.default_rng(6).uniform(least, most, 20):
        (true,) = true_partials(text, x=x)
        for found in (jvp(f, x).derivative, grad(f)(x)):
            assert abs(found - true) <= TOLERANCE * abs(true)


@pytest.mark.parametrize(("f", "text"), OF_TWO, ids=lambda v: getattr(v, "__name__", ""))
def test_the_rule_of_two_arguments_is_flints_series_in_both_modes(f, text):
    for at in np.random.default_rng(6).uniform(0.1, 3, (20, 2)):
        true = np.array(true_partials(text, x=at[0], y=at[1]))
        ahead = [jvp(lambda x: f(x[0], x[1]), at, e).derivative for e in np.eye(2)]
        back = grad(lambda x: f(x[0], x[1]))(at)
        for found in (ahead, back):
            assert (np.abs(found - true) <= TOLERANCE * np.abs(true)).all()


@pytest.mark.parametrize(
    ("f", "text", "least", "most"), OF_ONE, ids=lambda v: getattr(v, "__name__", "")
)
def test_a_central_difference_sees_the_same_slope(f, text, least, most):
    h = 2.0**-17
    for x in np.random.default_rng(7).uniform(least, most, 5):
        slope = (f(x + h) - f(x - h)) / (2 * h)
        # At twice the step the truncation is four times as large: their difference is three.
        coarse = (f(x + 2 * h) - f(x - 2 * h)) / (4 * h)
        roundoff = 8 * U * max(1, abs(f(x))) / h
        assert abs(jvp(f, x).derivative - slope) <= 2 * abs(coarse - slope) + roundoff


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_powers_at_zero_have_the_slopes_they_have(x, y):
    assert grad(lambda u: u**0)(x) == 0
    assert grad(lambda u: u**1)(x) == 1
    assert grad(lambda u: u**2)(x) == 2 * x
    assert grad(lambda v: np.power(0.0, v))(abs(y) + 1) == 0


@pytest.mark.parametrize(
    ("f", "at"),
    [
        (np.abs, 0.0),
        (np.sign, 0.0),
        (np.floor, 2.0),
        (np.ceil, -1.0),
        (lambda x: np.maximum(x, 0.0), 0.0),
        (lambda x: np.minimum(1.0, x), 1.0),
        (lambda x: np.clip(x, 0.0, 1.0), 1.0),
        (lambda x: np.arctan2(x, -1.0), 0.0),
    ],
)
def test_at_a_kink_or_a_jump_there_is_no_derivative_and_no_convention(f, at):
    assert np.isnan(jvp(f, at).derivative)
    assert np.isnan(grad(f)(at))


@pytest.mark.filterwarnings("ignore:.*encountered in:RuntimeWarning")
@pytest.mark.parametrize(
    ("f", "at"),
    [(np.log, -1.0), (np.log1p, -2.0), (np.arccosh, -2.0), (np.arctanh, 2.0), (np.log, 0.0)],
)
def test_outside_the_domain_a_rule_that_has_a_value_there_does_not_speak(f, at):
    assert np.isnan(jvp(f, at).derivative)
    assert np.isnan(grad(f)(at))


def test_far_out_the_rules_do_not_overflow_or_cancel():
    assert grad(np.tanh)(400.0) == 0
    assert grad(np.expm1)(-40.0) == pytest.approx(np.exp(-40.0), rel=4 * U)
    assert grad(np.arcsin)(1 - 2.0**-40) == pytest.approx(
        1 / np.sqrt(2.0**-40 * (2 - 2.0**-40)), rel=8 * U
    )
