"""Gradients: exact values, laws, SymPy and FLINT as oracles, fields and refusals."""

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import NotAnalytic, ParseError
from core.expression.expression import parse
from core.gradient import gradient, gradient_at, gradient_field
from core.gradient_by_differences import difference_gradient
from core.local.smooth import is_analytic_around
from core.point import points

XY = ("x", "y")


def test_the_example_of_the_lesson():
    assert gradient(parse("x^2 + y^2", XY), at=(1, 2)).tolist() == [2.0, 4.0]
    assert gradient(parse("x^2 + y^2", XY), at="1, 2").tolist() == [2.0, 4.0]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("e^(x y) sin(x - y)", ("1/3", "2")),
        ("ln(x^2 + y^2)", ("pi/4", "1")),
        ("x^y", ("2", "1/2")),
        ("atan(y/x)", ("3", "4")),
        ("sqrt(x^2 + y^2 + 1)", ("-1", "1/7")),
    ],
)
def test_each_partial_derivative_is_the_nearest_float(text, at):
    f = parse(text, XY)
    place = {sympy.Symbol(n, real=True): parse(t, ()).sympy for n, t in zip(XY, at, strict=True)}
    exact = [sympy.diff(f.sympy, v).subs(place).evalf(60) for v in place]
    with mpmath.workdps(60):
        assert gradient(f, at).tolist() == [float(mpmath.mpf(str(value))) for value in exact]


def test_one_and_three_variables():
    assert gradient(parse("x^3"), 2).tolist() == [12.0]
    assert gradient(parse("x y z", ("x", "y", "z")), (2, 3, 5)).tolist() == [15.0, 10.0, 6.0]


@given(st.fractions(-3, 3, max_denominator=9), st.fractions(-3, 3, max_denominator=9))
@settings(max_examples=30, deadline=None)
def test_product_rule(a, b):
    u, v = parse("sin(x) + y^2", XY), parse("e^y - x y", XY)
    both = parse(f"({u.text}) ({v.text})", XY)
    fu, fv = (float(f(float(a), float(b))) for f in (u, v))
    expected = gradient(u, (a, b)) * fv + fu * gradient(v, (a, b))
    np.testing.assert_allclose(gradient(both, (a, b)), expected, atol=2**-45, rtol=0)


def test_differences_close_in_with_the_square_of_the_step():
    f, at = parse("e^(x y) sin(x - y)", XY), (0.3, 1.2)
    errors = [
        np.abs(difference_gradient(f, at, h).value - gradient(f, at)).max()
        for h in (2.0**-8, 2.0**-9)
    ]
    assert np.log2(errors[0] / errors[1]) == pytest.approx(2, abs=0.01)


def test_value_and_length_come_with_certain_digits():
    g = gradient_at(parse("x^2 + y^2", XY), (1, 2))
    assert g.value.value == 5.0
    assert [p.value for p in g.partials] == [2.0, 4.0]
    with mpmath.workdps(30):
        assert g.length.value == float(mpmath.sqrt(20))
        assert abs(mpmath.mpf(g.length.decimals) - mpmath.sqrt(20)) < mpmath.mpf(10) ** -14


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("sqrt(x^2 + y^2)", (0, 0)),
        ("|x| + y", (0, 1)),
        ("x y/(x^2 + y^2)", (0, 0)),
        ("ln x + y", (0, 0)),
        ("1/(x - y)", (1, 1)),
    ],
)
def test_where_there_is_no_gradient_it_says_why(text, at):
    with pytest.raises(NotAnalytic) as refusal:
        gradient(parse(text, XY), at)
    assert refusal.value.code


@pytest.mark.parametrize(
    ("text", "at", "code"),
    [
        ("1/(x - y)", (1, 1), "outside_domain"),
        ("x y/(x^2 + y^2)", (0, 0), "outside_domain"),
        ("ln x + y", (0, 0), "outside_domain"),
        ("sqrt(x^2 + y^2)", (0, 0), "corner"),
        ("cbrt x + y", (0, 0), "branch_point"),
        ("floor x + |y|", (0, 0), "jump"),
    ],
)
def test_the_reason_is_the_one_along_the_axes(text, at, code):
    with pytest.raises(NotAnalytic) as refusal:
        gradient(parse(text, XY), at)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("min(|x|, |y|)", (0, 0)),
        ("max(min(x, y), 0)", (0, 0)),
        ("min(x^2, |y|)", (0, 0)),
    ],
)
def test_partial_derivatives_alone_are_no_gradient(text, at):
    found = gradient_at(parse(text, XY), at)
    assert [it.value for it in found.partials] == [0.0, 0.0]
    assert not found.differentiable


@pytest.mark.parametrize(
    "text",
    [
        *("cbrt(x y)", "(x^2 y)^(1/3)", "root(5, x y)", "sqrt(x^2 + y^2)", "x/y", "x^y"),
        *("floor(x y)", "ceil(x + y)", "sign(x y)", "asin(1 + x y)", "acosh(1 - x)", "asech(1+x)"),
    ],
)
def test_no_corner_jump_or_end_is_called_analytic(text):
    origin = dict(zip(XY, points("0, 0", 2), strict=True))
    assert not is_analytic_around(parse(text, XY).tree, origin)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("x^2 - y^2", (0, 0)),
        ("min(|x|, |y|)", (1, 2)),
        ("sin x cos y + 0.12(x^2 + y^2)", (1, "0.7")),
        ("|x|^3", (0, 0)),
        ("x sqrt(2) + asin(x y) + floor(y + 1/2)", (0, 0)),
        ("x^(1/3) y^pi + asec(x + 1)", (1, "e")),
    ],
)
def test_a_smooth_function_is_proven_differentiable(text, at):
    assert gradient_at(parse(text, XY), at).differentiable


@pytest.mark.parametrize(
    ("text", "at", "value", "partials"),
    [
        ("sin(x y)/(x y)", (0, 0), 1, [0, 0]),
        ("sin(x y)/(x y)", (0, 2), 1, [0, 0]),
        ("(e^(x - y) - 1)/(x - y)", (1, 1), 1, [0.5, -0.5]),
        ("y sin(x)/x", (0, 3), 3, [0, 1]),
        ("sin(x) tan(y)/(x y)", (0, 0), 1, [0, 0]),
        ("sin(x y)/(x y) if x y != 0, 1 otherwise", (0, 0), 1, [0, 0]),
    ],
)
def test_a_removable_point_is_filled_in(text, at, value, partials):
    found = gradient_at(parse(text, XY), at)
    assert found.differentiable
    assert found.value.value == value
    assert gradient(parse(text, XY), at).tolist() == partials


def test_six_variables():
    names = ("a", "b", "c", "d", "x", "y")
    f = parse("a b c + d^x y", names)
    assert gradient(f, (2, 3, 5, 2, 3, 1)).tolist() == pytest.approx(
        [15, 10, 6, 12, 8 * np.log(2), 8], rel=2**-53
    )
    assert gradient_at(f, (2, 3, 5, 2, 3, 1)).differentiable


def test_a_point_has_as_many_coordinates_as_the_function_variables():
    with pytest.raises(ParseError):
        gradient(parse("x + y", XY), (1, 2, 3))


@pytest.mark.parametrize(
    "text", ["x^2 + y^2", "sin(x) e^y", "ln(x + y)", "|x - y|", "max(x, y)", "gamma(x) y", "7"]
)
def test_the_field_is_the_gradient_at_every_point(text):
    f, xs, ys = parse(text, XY), np.array([0.5, 1.25, 2.0]), np.array([0.3, 1.75])
    across, up = gradient_field(f, xs, ys)
    assert across.shape == up.shape == (2, 3)
    for i, y in enumerate(ys):
        for j, x in enumerate(xs):
            exact = gradient(f, (float(x), float(y)))
            # About a dozen roundings in the formula of the derivative.
            np.testing.assert_allclose([across[i, j], up[i, j]], exact, rtol=16 * 2**-52)


def test_the_field_has_gaps_at_poles_and_outside_the_domain():
    across, up = gradient_field(parse("ln(x)/y", XY), [-1.0, 0.0, 1.0], [0.0, 1.0])
    assert np.isnan(across).tolist() == [[True, True, True], [True, True, False]]
    assert np.isnan(up).tolist() == np.isnan(across).tolist()
    across, _ = gradient_field(parse("sqrt(x^2 + y^2)", XY), [0.0], [0.0])
    assert np.isnan(across).all()


def test_the_field_has_gaps_where_a_partial_derivative_does_not_exist():
    across, up = gradient_field(parse("|x| + y |y|", XY), [-1.0, 0.0, 2.0], [0.0, -3.0])
    np.testing.assert_array_equal(across, [[-1, np.nan, 1]] * 2)
    np.testing.assert_array_equal(up, [[0, 0, 0], [6, 6, 6]])


@pytest.mark.parametrize("names", [("x",), ("x", "y", "z")])
def test_a_field_over_the_plane_needs_two_variables(names):
    with pytest.raises(ValueError, match="in 2 variables expected"):
        gradient_field(parse("x^2", names), [0, 1], [0, 1])
