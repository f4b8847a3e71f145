"""A typed formula differentiated by both modes, against the certified gradient."""

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.autodiff import grad, jvp, value_and_gradient
from core.errors import ParseError
from core.expression.budgets import check
from core.expression.differentiation import NoFormulaError
from core.expression.expression import Expression, parse
from core.expression.tree import FUNCTIONS
from core.floats import FORMATS
from core.gradient import gradient
from core.taylor import taylor
from core.trace import trace
from tests.core.expression.trees import NAMES, trees_by_cases

U = 2.0**-53

# One formula for every function a reader may type, and a point inside its domain.
FORMULAS = [
    *(
        (f"{name}(x)", 0.625)
        for name in FUNCTIONS
        if FUNCTIONS[name] == (1, 1) and name not in ("acosh", "asec", "acsc", "acoth")
    ),
    *((f"{name}(x)", 1.625) for name in ("acosh", "asec", "acsc", "acoth", "gamma", "factorial")),
    ("root(3, x)", -0.625),
    ("root(4, x)", 0.625),
    ("log(3, x)", 0.625),
    ("log(x, 3)", 0.625),
    ("besselj(0, x)", 1.5),
    ("besselj(3, x)", 1.5),
    ("min(x, 2, x^2)", 0.625),
    ("max(x, 1/2, x^2)", 0.625),
    ("x^5", -0.625),
    ("x^-3", -0.625),
    ("x^0", 0.625),
    ("x^(1/3)", -0.625),
    ("x^(2/3)", -0.625),
    ("x^(5/3)", -0.625),
    ("x^0.5", 0.625),
    ("x^pi", 0.625),
    ("2^x", 0.625),
    ("e^x", 0.625),
    ("x^x", 0.625),
    ("3", 0.625),
    ("x^2 if x < 1; 5 + x otherwise", 0.625),
    ("x^2 if x < 1; 5 + x otherwise", 1.625),
    ("sin(x) if x < 1; 5 + x if 2x < 3; x^3 if x > 1.5", 1.125),
    ("0 if x < 0; e^(-1/x) otherwise", 0.625),
    ("1 if x < 0; 2 otherwise", 0.625),
    ("(2 - x)/(x + 1) - x*x + -x", 0.625),
]


@pytest.mark.parametrize(("text", "at"), FORMULAS)
def test_both_modes_give_the_certified_derivative(text, at):
    f = parse(text)
    (true,) = gradient(f, at)
    # A rule is a dozen operations on numbers near 1, each within a few units.
    for found in (jvp(f, at).derivative, grad(f)(at)):
        assert abs(found - true) <= 48 * U * max(1.0, abs(true))


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16, np.float32, np.float64])
@pytest.mark.parametrize(("text", "at"), FORMULAS)
def test_the_value_is_the_very_number_that_the_formula_has(text, at, dtype):
    f, x = parse(text), np.array(at).astype(dtype)
    for found in (jvp(f, x), value_and_gradient(f, x)):
        assert found.value == f(x)
        assert found.value.dtype == dtype


@pytest.mark.parametrize("at", [(0.5, 1.5, 2.5), (-1.25, 0.75, 3.0), (2.0, 0.25, -1.0)])
def test_a_formula_in_several_variables_has_its_gradient(at):
    f = parse("x^2 y sin(z) + e^(x y)/(1 + z^2) + |x - z|^3 + y^z", ("x", "y", "z"))
    true = gradient(f, at)
    found = value_and_gradient(f, at)
    assert found.gradient.shape == (3,)
    np.testing.assert_allclose(found.gradient, true, rtol=0, atol=64 * U * np.abs(true).max())
    slope = jvp(f, at, (1.0, -2.0, 3.0)).derivative
    assert slope == pytest.approx(true @ (1.0, -2.0, 3.0), abs=256 * U * np.abs(true).max())


def test_cases_at_many_points_and_in_the_format():
    f = parse("-x if x < 0; x^2 if x < 2; 4x - 4 otherwise")
    xs = np.array([-1.0, 0.5, 1.5, 3.0], np.float32)
    found = jvp(f, xs, np.ones(4))
    assert found.derivative.dtype == found.value.dtype == np.float32
    assert found.derivative.tolist() == [-1, 1, 3, 4]
    assert found.value.tolist() == f(xs).tolist()
    assert grad(parse("x y if x < y; x + y otherwise", ("x", "y")))((2.0, 3.0)).tolist() == [3, 2]


def test_on_an_edge_no_variable_has_a_derivative():
    f = parse("y if x < 1; 2y otherwise", ("x", "y"))
    assert np.isnan(grad(f)((1.0, 3.0))).all()
    assert np.isnan(jvp(f, (1.0, 3.0), (0.0, 1.0)).derivative)


def test_many_points_of_the_line_at_once():
    f, xs = parse("x sin x"), np.linspace(-3, 3, 7)
    slopes = jvp(f, xs, np.ones(7)).derivative
    np.testing.assert_allclose(slopes, np.sin(xs) + xs * np.cos(xs), rtol=0, atol=16 * U)


def test_derivatives_of_derivatives_of_a_formula():
    f = parse("x^4/(1 + ln x)")
    third = 6 * taylor(f, at=1.5, order=3).coefficients[3]
    # Three rules deep, some hundred roundings of numbers up to a hundred.
    assert grad(grad(grad(f)))(1.5) == pytest.approx(third, abs=100 * 100 * U)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("|x|", 0), ("sign x", 0), ("floor x", 2), ("ceil x", 2), ("max(x, 0)", 0),
        ("ln x", -1), ("ln x", 0), ("1/x", 0), ("sqrt x", -1), ("asec x", 0.5), ("1/(1/x)", 0),
        ("x^x", -0.5), ("x^-1", 0), ("gamma x", -2), ("atanh x", 2),
        ("x if x < 1; x^2 otherwise", 1), ("1 if x < 0; 2 otherwise", 0),
        ("5 if x = 2; x otherwise", 2),
        ("x if x < 1; 2x if x > 1", 1), ("1 if ln x < 0; 2 otherwise", -1),
    ],
)  # fmt: skip
def test_no_derivative_is_nan_and_no_convention(text, at):
    assert np.isnan(jvp(parse(text), at).derivative)
    assert np.isnan(grad(parse(text))(at))


def test_one_line_of_the_tape_for_each_operation():
    shown = repr(trace(parse("root(3, 2x) + x^2/sin y", ("x", "y")), (1, 2)))
    assert [row.split("  ")[0] for row in shown.splitlines()[1:]] == [
        "x", "y", "v1 = 2 * x", "v2 = cbrt(v1)", "v3 = x^2", "v4 = sin(y)", "v5 = v3/v4",
        "v6 = v2 + v5",
    ]  # fmt: skip


def test_what_has_no_formula_is_refused():
    with pytest.raises(NoFormulaError):
        grad(parse("besselj(60, x)"))(1.0)
    with pytest.raises(TypeError):
        grad(grad(parse("gamma x")))(1.0)


@pytest.mark.parametrize("at", [1.0, (1.0,), (1.0, 2.0, 3.0)])
def test_a_point_with_another_number_of_coordinates_is_refused(at):
    with pytest.raises(ValueError, match="2 coordinates"):
        grad(parse("x y", ("x", "y")))(at)


@settings(max_examples=200)
@given(
    tree=trees_by_cases,
    x=st.lists(st.floats(-3, 3), min_size=len(NAMES), max_size=len(NAMES)),
    dtype=st.sampled_from(sorted(FORMATS)),
)
def test_whatever_is_typed_keeps_its_value_and_has_no_derivative_where_it_has_none(tree, x, dtype):
    f, at = Expression("", NAMES, tree), FORMATS[dtype].cast(np.array(x))
    try:
        check(tree, "", {})
        ahead, back = jvp(f, at, np.ones(len(NAMES))), value_and_gradient(f, at)
    except (NoFormulaError, ParseError):
        return
    for found, derivative in ((ahead, ahead.derivative), (back, back.gradient)):
        np.testing.assert_array_equal(np.float64(found.value), np.float64(f(*at)))
        assert found.value.dtype == derivative.dtype == dtype
        if not np.isfinite(found.value):
            assert np.isnan(derivative).all()
