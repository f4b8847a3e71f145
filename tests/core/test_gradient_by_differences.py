"""Gradients by differences: exact cases, rates, counts, formats, refusals."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import approx_fprime, rosen, rosen_der

from core.errors import ParseError
from core.expression.expression import parse
from core.gradient_by_differences import difference_gradient
from core.quotient import difference
from core.stencil import stencil

EVALUATIONS = {
    "forward": lambda n: n + 1,
    "backward": lambda n: n + 1,
    "central": lambda n: 2 * n,
    "five_point": lambda n: 4 * n,
    stencil((0, 1, 2)): lambda n: 2 * n + 1,
    stencil((-1, 0, 1)): lambda n: 2 * n,  # the weight of f(x) is 0
}
SCHEMES = tuple(EVALUATIONS)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("n", [1, 2, 7])
def test_it_counts_the_evaluations_of_the_textbook(scheme, n):
    calls = []

    def fun(x):
        calls.append(x)
        return float(np.sum(x))

    d = difference_gradient(fun, np.ones(n), 0.5, scheme)
    assert d.evaluations == len(calls) == EVALUATIONS[scheme](n)
    assert d.value.tolist() == [1.0] * n


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_linear_function_has_its_slopes_exactly_for_a_step_that_is_not_a_float(scheme):
    d = difference_gradient(lambda x: x[1], (0.3, 0.7), 1e-10, scheme)
    # By two points exactly; by more the weighted values are rounded, u of 1 each, over h.
    exactly = scheme in ("forward", "backward", "central")
    np.testing.assert_allclose(d.value, [0, 1], rtol=0, atol=0 if exactly else 4 * 2**-53 / 1e-10)


def test_the_example_of_the_lesson():
    f = parse("x^2 + y^2", ("x", "y"))
    assert difference_gradient(f, (1, 2), 2.0**-10).value.tolist() == [2.0, 4.0]
    assert difference_gradient(f, (1, 2), 2.0**-10, "forward").value.tolist() == [
        2.0 + 2.0**-10,
        4.0 + 2.0**-10,
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("h", [0.3, 0.01, 1e-6])
def test_along_each_axis_it_is_the_quotient_of_one_variable(scheme, dtype, h):
    """To the last bit: the same operations in the same order."""
    s = getattr(stencil, scheme) if isinstance(scheme, str) else scheme
    found = difference_gradient(parse("sin x + 3y^2", ("x", "y")), (0.7, 0), h, scheme, dtype)
    alone = difference(parse("sin x + 3*0^2"), 0.7, h, s, dtype)
    np.testing.assert_array_equal(float(found.value[0]), float(alone))


@pytest.mark.parametrize(("scheme", "order"), [("forward", 1), ("backward", 1), ("central", 2)])
def test_halving_the_step_halves_or_quarters_the_error(scheme, order):
    at = np.array([0.4, -0.7, 1.1, 0.2])
    errors = [
        np.abs(difference_gradient(rosen, at, h, scheme).value - rosen_der(at)).max()
        for h in (2.0**-10, 2.0**-11)
    ]
    # Next term of the expansion: relative h for the one-sided formulas, none up to h^2 for central.
    assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.01)


def test_it_agrees_with_scipys_to_the_rounding_of_the_quotient():
    at = np.array([0.4, -0.7, 1.1, 0.2])
    ours = difference_gradient(rosen, at, 1e-6, "forward").value
    # Values near 500, each with a rounding or two, over a step of 1e-6; the step itself differs
    # by 1e-16/1e-6 relative to slopes near 1000.
    np.testing.assert_allclose(ours, approx_fprime(at, rosen, 1e-6), atol=8 * 2**-53 * 1500 / 1e-6)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_everything_happens_in_the_format(dtype):
    seen = []

    def fun(x):
        seen.append(x.dtype.name)
        return x[0] * x[1]

    d = difference_gradient(fun, (1.0, 2.0), 0.25, "central", dtype)
    assert set(seen) == {dtype}
    assert d.value.dtype.name == dtype
    assert d.value.astype(float).tolist() == [2.0, 1.0]


def test_a_step_lost_in_rounding_is_nan_and_not_zero():
    assert np.isnan(difference_gradient(lambda x: x[0], (1.0,), 1e-9, dtype="float32").value).all()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"scheme": "sideways"}, "sideways"),
        ({"scheme": stencil((-1, 0, 1), 2)}, "first derivatives, not 2"),
        ({"step": 0.0}, "positive and finite"),
        ({"step": float("nan")}, "positive and finite"),
        ({"step": [0.1]}, "one step"),
        ({"dtype": "float8"}, "float8"),
        ({"at": [[1.0, 2.0]]}, "n numbers"),
        ({"fun": lambda x: x}, r"one value, not an array of shape \(2,\)"),
        ({"at": "1, x"}, "not_constant"),
    ],
)
def test_bad_requests_are_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        difference_gradient(**{"fun": sum, "at": (1.0, 2.0), "step": 0.1, **arguments})


@pytest.mark.parametrize(
    "at", ["1, 1/2", "(1, 0.5)", (1, "1/2"), ("1", Fraction(1, 2)), [1, 0.5], np.array([1, 0.5])]
)
@pytest.mark.parametrize("fun", [parse("x^2 + y^2", ("x", "y")), lambda x: x @ x])
@pytest.mark.parametrize("step", ["1/1024", Fraction(1, 1024), 2.0**-10])
def test_points_and_steps_are_numbers_fractions_or_texts(fun, at, step):
    assert difference_gradient(fun, at, step).value.tolist() == [2.0, 1.0]


def test_a_typed_point_is_rounded_once():
    """By way of float64, 1 + 2^-24 + 2^-60 would be a tie, and become 1."""
    seen = []
    difference_gradient(lambda x: seen.append(x[0]) or 0.0, "1 + 2^-24 + 2^-60", 1, dtype="float32")
    assert min(seen) == np.float32(2.0**-23)


@pytest.mark.parametrize("at", [3, "3", [3], np.float32(3)])
def test_one_number_is_a_point_on_a_line(at):
    assert difference_gradient(parse("x^2"), at, 0.5).value.tolist() == [6.0]
    assert difference_gradient(lambda x: x**2, at, 0.5).value.tolist() == [6.0]


def test_a_formula_wants_as_many_numbers_as_variables():
    for at in (1, (1, 2, 3), "1", np.ones(3)):
        with pytest.raises(ParseError, match="wrong_dimension"):
            difference_gradient(parse("x + y", ("x", "y")), at, 0.1)


def test_what_is_missing_or_no_number_is_a_type_error():
    with pytest.raises(TypeError, match="returns None"):
        difference_gradient(lambda x: None, (1, 2), 0.1)
    with pytest.raises(TypeError, match="a step is a number"):
        difference_gradient(sum, (1, 2), None)
