"""The derivative at a point: every verdict with its standing, and mpmath for the values."""

from math import inf, isnan, nan

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.derivative import derivative
from core.errors import ParseError
from core.expression.expression import parse
from core.local.one_sided import side
from core.point import point
from core.secants import secants

CASES = [
    # text, at, verdict, standing, left, right
    ("x^2", 3, "differentiable", "proven", 6, 6),
    ("|x|", 0, "corner", "proven", -1, 1),
    ("||x|-1|", 1, "corner", "proven", -1, 1),
    ("sqrt(x^2)", 0, "corner", "proven", -1, 1),
    ("max(x, x^2)", 0, "corner", "proven", 0, 1),
    ("min(1, x)", 1, "corner", "proven", 1, 0),
    ("cbrt x", 0, "vertical_tangent", "proven", inf, inf),
    ("-cbrt x", 0, "vertical_tangent", "proven", -inf, -inf),
    ("root(5, x)", 0, "vertical_tangent", "proven", inf, inf),
    ("cbrt(x^2-1)", 1, "vertical_tangent", "proven", inf, inf),
    ("|x|^(2/3)", 0, "cusp", "proven", -inf, inf),
    ("-sqrt|x|", 0, "cusp", "proven", inf, -inf),
    ("x |x|", 0, "differentiable", "proven", 0, 0),
    ("|x|^3", 0, "differentiable", "proven", 0, 0),
    ("x^(7/3)", 0, "differentiable", "proven", 0, 0),
    ("x^2 sin(1/x)", 0, "differentiable", "proven", 0, 0),
    ("x + x^2 cos(1/x)", 0, "differentiable", "proven", 1, 1),
    ("x sin(1/x)", 0, "oscillation", "estimated", nan, nan),
    ("sin(1/x)", 0, "oscillation", "estimated", nan, nan),
    ("sign x", 0, "jump", "proven", inf, inf),
    ("floor x", 2, "jump", "proven", inf, 0),
    ("ceil x", 2, "jump", "proven", 0, inf),
    ("floor x", "1/2", "differentiable", "proven", 0, 0),
    ("atan(1/x)", 0, "jump", "proven", nan, nan),
    ("1/x", 0, "pole", "proven", nan, nan),
    ("1/x^2", 0, "pole", "proven", nan, nan),
    ("(1/x)/pi", 0, "pole", "proven", nan, nan),
    ("x tan(asin 1)", 0, "undefined", "estimated", nan, nan),
    ("sin(tanh(asin(asin x)))", 1, "undefined", "proven", nan, nan),
    ("gamma x", 0, "pole", "proven", nan, nan),
    ("sqrt x", 0, "vertical_tangent", "proven", nan, inf),
    ("sqrt(1-x^2)", 1, "vertical_tangent", "proven", -inf, nan),
    ("acos x", 1, "vertical_tangent", "proven", -inf, nan),
    ("x^(3/2)", 0, "undefined", "proven", nan, 0),
    ("x sqrt x", 0, "undefined", "proven", nan, 0),
    ("(1-x^2)^1.5", 1, "undefined", "proven", 0, nan),
    ("1 if x=0, x^2 otherwise", 0, "jump", "proven", inf, -inf),
    ("e^(1/x)", 0, "pole", "estimated", 0, nan),
    ("ln x", 0, "pole", "estimated", nan, nan),
    ("sqrt(x-1)", 0, "undefined", "proven", nan, nan),
    ("e^(-1/x^2)", 0, "differentiable", "proven", 0, 0),
    ("x^2 e^(-1/x^2)", 0, "differentiable", "proven", 0, 0),
    ("x ln|x|", 0, "vertical_tangent", "estimated", -inf, -inf),
    ("pi x + x cbrt x", 0, "differentiable", "proven", np.pi, np.pi),
    ("x - x^2 cos(1/x) - 3x", 0, "differentiable", "proven", -2, -2),
    ("e^(1/x^2)", 0, "pole", "estimated", nan, nan),
    ("x^2 sin(ln x)", 0, "undefined", "estimated", nan, 0),
    ("x^2 tan(1/x)", 0, "oscillation", "estimated", nan, nan),
    ("1/ln|x|", 0, "cusp", "estimated", inf, -inf),
    ("sin(e^(1/|x|))", 0, "oscillation", "estimated", nan, nan),
    ("x sin(pi/x)", 0, "oscillation", "estimated", nan, nan),
    ("|x|/2^60", 0, "corner", "proven", -(2.0**-60), 2.0**-60),
    ("sign(x)/2^60", 0, "jump", "proven", inf, inf),
    ("10^-30|x|", 0, "corner", "proven", -1e-30, 1e-30),
    ("|x| + sign(x)/2^190", 0, "jump", "proven", inf, inf),
    ("pi + |x| + sign(x)/2^60", 0, "jump", "proven", inf, inf),
    ("|x|^1.0001", 0, "undecided", "estimated", nan, nan),
    ("e^(-1/|x|^(1/100))", 0, "undecided", "estimated", nan, nan),
    ("x/ln(ln(1/|x|))", 0, "undecided", "estimated", nan, nan),
    ("1 + |x| + 10^-30 x/|x|", 0, "jump", "proven", nan, nan),
    ("1 + cbrt(x) + 10^-30 sqrt(x^2)/x", 0, "jump", "proven", nan, nan),
    ("x + 10^-30|x|", 0, "corner", "proven", 1, 1),
    ("x^2 sin(1/x) + sqrt(2) x + x|x|", 0, "differentiable", "proven", 2**0.5, 2**0.5),
    ("|x|*10^60*10^60*10^60*10^60*10^60*10^60", 0, "undecided", "estimated", nan, nan),
    ("floor(3x)", "1/3", "jump", "proven", inf, 0),
    ("floor(10^15 x)", "0.3", "jump", "proven", inf, 0),
    ("ceil(10^15 x)", "0.3", "jump", "proven", 0, inf),
    ("sign(sin x)", "pi", "jump", "proven", -inf, -inf),
    ("floor(sin x)", "pi/2", "jump", "estimated", inf, -inf),
    ("sqrt(sign(2x)) x^2", 0, "undefined", "estimated", nan, 0),
    ("0^|x|", 0, "jump", "estimated", inf, -inf),
    (
        "(sqrt(x - sqrt 2) + (0 if x <= sqrt 2, 1/2 otherwise))^2",
        "sqrt 2",
        "vertical_tangent",
        "estimated",
        nan,
        inf,
    ),
    ("floor(e^(e^(60x)))", 1, "undecided", "estimated", nan, nan),
    ("x^2 sin(tan(1/x))", 0, "oscillation", "estimated", nan, nan),
    ("x^2 asin(1.0001 sin(1/x))", 0, "oscillation", "estimated", nan, nan),
    ("x^2 sin(1/(x - sin x))", 0, "differentiable", "proven", 0, 0),
    ("sqrt(x) sin(sqrt x)", 0, "undefined", "proven", nan, 1),
    ("x sin(ln|x|)", 0, "oscillation", "estimated", nan, nan),
    ("sin(1/x)/x", 0, "oscillation", "estimated", nan, nan),
    ("x/(1+e^(1/x))", 0, "corner", "estimated", 1, 0),
    ("1/(1+e^(1/x))", 0, "jump", "estimated", nan, nan),
]


@pytest.mark.parametrize(("text", "at", "verdict", "standing", "left", "right"), CASES)
def test_verdicts(text, at, verdict, standing, left, right):
    d = derivative(parse(text), at)
    assert (d.verdict, d.standing) == (verdict, standing)
    np.testing.assert_array_equal([d.left, d.right], [left, right])
    assert (d.value is None) == (verdict != "differentiable")


@pytest.mark.parametrize(
    ("text", "at", "true"),
    [
        ("e^x/(1+x^2)", "ln 2", lambda x: mpmath.exp(x) / (1 + x**2)),
        ("atan(x^2)", "pi/3", lambda x: mpmath.atan(x**2)),
        ("x^x", 2, lambda x: x**x),
    ],
)
def test_the_value_is_the_nearest_float_and_its_decimals_are_certain(text, at, true):
    with mpmath.workdps(60):
        places = {"ln 2": mpmath.log(2), "pi/3": mpmath.pi / 3}
        exact = mpmath.diff(true, places.get(at, at))
        d = derivative(parse(text), at).value
        assert d.value == float(exact)
        assert abs(mpmath.mpf(d.decimals) - exact) <= abs(exact) * mpmath.mpf(10) ** -14


def test_a_removable_point_is_filled_and_says_so():
    d = derivative(parse("sin(x)/x"), 0)
    assert (d.verdict, d.value.value, d.removable) == ("differentiable", 0.0, True)
    assert derivative(parse("x^2 sin(1/x)"), 0).removable
    assert not derivative(parse("|x|"), 0).removable
    assert not derivative(parse("1/x"), 0).removable


@pytest.mark.parametrize("text", ["asin(sin x)", "sqrt(1 - sin x)", "acos(sin x)"])
def test_a_value_that_is_not_proven_is_no_hole(text):
    d = derivative(parse(text), "pi/2")
    assert (d.verdict, d.standing, d.hole) == ("corner", "proven", False)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        *[(text, 0) for text in ("sin(x)/x", "x^2 sin(1/x)", "x ln|x|", "x^2 x^(-1)", "x^3/|x|")],
        ("sin(x)/(x-pi)", "pi"),
        ("(1-cos(x-1)^2)/sin(x-1)", 1),
    ],
)
def test_a_proven_hole_is_one(text, at):
    d = derivative(parse(text), at)
    assert d.removable
    assert d.hole


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(-5, 5))
@settings(max_examples=40, deadline=None)
def test_two_lines_meet_in_a_corner_unless_they_are_one(left, right, at):
    # max(0, x-a) and max(0, a-x) switch one line on and the other off.
    text = f"({right})*max(0, x-({at})) - ({left})*max(0, ({at})-x)"
    d = derivative(parse(text), at)
    assert (d.left, d.right) == (left, right)
    assert d.verdict == ("differentiable" if left == right else "corner")
    assert d.standing == "proven"


@given(st.sampled_from(["|x|", "cbrt(x)", "x|x|", "|x|^(2/3)", "sign(x)", "e^x", "x sqrt|x|"]))
@settings(max_examples=20, deadline=None)
def test_a_mirror_swaps_the_sides_and_turns_their_signs(text):
    d, m = (derivative(parse(t), 0) for t in (text, text.replace("x", "(-x)").replace("e^", "e^")))
    assert d.verdict == m.verdict
    np.testing.assert_array_equal([m.left, m.right], [-d.right, -d.left])


def test_a_square_of_a_sine_at_pi_is_smooth_and_its_absolute_value_is_not():
    assert derivative(parse("sin(x)^2"), "pi").verdict == "differentiable"
    assert derivative(parse("|sin x|"), "pi").verdict == "corner"


def test_a_value_that_no_series_tells_is_found_by_itself():
    # f(1/3) = 0 while f is 1 around it; (x-1/3)^(2/3) has no series at 1/3, but the value 0.
    text = "sign((x-1/3)^(2/3) + (x - 1/3 if x = 1/3, 1/2 otherwise))"
    d = derivative(parse(text), "1/3")
    assert (d.verdict, d.standing, d.left, d.right) == ("jump", "proven", -inf, inf)


@pytest.mark.parametrize("text", ["1/x", "ln x", "e^(1/x)", "e^(1/x^2)", "1/x^2 + ln|x|"])
def test_at_a_pole_there_is_no_slope(text):
    d = derivative(parse(text), 0)
    assert d.verdict == "pole"
    for one_sided, it in ((d.left, d.left_side), (d.right, d.right_side)):
        assert np.isfinite(it.limit) or (isnan(it.slope) and isnan(one_sided))


def test_a_derivative_beyond_the_doubles_shows_its_digits():
    d = derivative(parse("e^x"), 800)
    assert (d.verdict, d.left, d.right) == ("differentiable", inf, inf)
    with mpmath.workdps(30):
        assert mpmath.almosteq(mpmath.mpf(d.value.decimals), mpmath.exp(800), 1e-14)


def test_an_estimated_slope_shows_no_more_digits_than_it_has():
    assert derivative(parse("x e^(1/|x|) e^(-1/|x|)/3"), 0).value.decimals in ("0.33333", "0.3333")


def test_one_side_alone():
    right = side(parse("floor(x^2)").tree, "x", point(2), 1)
    left = side(parse("floor(x^2)").tree, "x", point(2), -1)
    assert (left.limit, right.limit) == (3.0, 4.0)
    assert not side(parse("ln x").tree, "x", point(0), -1).defined


def test_the_point_must_be_a_number():
    with pytest.raises(ParseError):
        derivative(parse("x"), "1/0")


def test_secants_settle_on_the_tangent_and_fall_apart():
    s = secants(parse("sin x"), 1, [1e-3, 1e-8, 1e-15, 1e-17])
    # h/2 |f''| at most, plus a rounding or two of f over h.
    assert np.all(np.abs(s.right_difference[:2]) <= 0.43 * s.steps[:2] + 2**-52 / s.steps[:2])
    assert abs(s.right_difference[2]) > 1e-3
    assert isnan(s.right[3])
    assert s.derivative.value.value == np.cos(1)


def test_differences_from_the_tangent_have_a_sign():
    s = secants(parse("x^2"), 3, [0.5])
    assert (s.left_difference[0], s.right_difference[0]) == (-0.5, 0.5)


def test_what_is_estimated_is_so_from_both_sides():
    # x ln|x| - x has the slope ln h - 1 at distance h: an estimate of the slope at a bend.
    d = derivative(parse("ln(1 + |x|) |x|^(1/2) + e^(-|x|) ln(1+x)"), 0)
    assert d.verdict == "differentiable"
    assert d.left == pytest.approx(1, rel=1e-4)


def test_secants_at_a_corner_are_compared_with_their_own_side():
    s = secants(parse("|x|"), 0, [1.0, 1e-3])
    assert s.left.tolist() == [-1.0, -1.0]
    assert s.left_difference.tolist() == s.right_difference.tolist() == [0.0, 0.0]
