"""Differentials: the lesson's figures, laws, exact rationals and mpmath as oracles, refusals."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.differential import MAX_SCALES, differential
from core.errors import NotAnalytic, ParseError
from core.expression.expression import parse

XY = ("x", "y")
SMALL = st.fractions(-5, 5, max_denominator=20)


def mpf(text):
    q = Fraction(text)
    return mpmath.mpf(q.numerator) / q.denominator


def test_the_example_of_the_lesson():
    d = differential(parse("x^2"), at=3, step="0.1")
    assert (d.dy.value, d.delta_y.value, d.error.value) == (0.6, 0.61, 0.01)
    assert (d.order.exponent, d.order.constant.value, d.order.standing) == (2, 0.01, "exact")
    assert repr(d) == "Differential(dy=0.6, Δy=0.61, error=0.01; error = 0.01 t^2)"


def test_a_tangent_plane():
    d = differential(parse("x^2 + y^2", XY), "1, 2", ("0.1", "0.2"))
    assert [s.value for s in d.slopes] == [2.0, 4.0]
    assert [c.value for c in d.contributions] == [0.2, 0.8]
    assert (d.dy.value, d.delta_y.value, d.error.value) == (1.0, 1.05, 0.05)
    assert d.tangent([1, 2], [2, 2]).tolist() == [5.0, 7.0]
    assert d.tangent(1, np.array([[2.0], [3.0]])).shape == (2, 1)


@pytest.mark.parametrize(
    ("text", "names", "at", "written", "tangent"),
    [
        ("x^2", ("x",), 3, r"dy = 6\,dx", r"y = 9 + 6 \left(x - 3\right)"),
        ("sin x", ("x",), "pi/3", r"dy = \frac{1}{2}\,dx", None),
        ("x^2 + y^2", XY, (1, 2), r"dz = 2\,dx + 4\,dy", None),
        ("x^3 - y", XY, (0, 0), "dz = -dy", "z = -y"),
        ("x + y/2", XY, (0, 0), r"dz = dx + \frac{1}{2}\,dy", r"z = x + \frac{y}{2}"),
        ("7", ("x",), 1, "dy = 0", "y = 7"),
        ("x^2", ("x",), 0, "dy = 0", "y = 0"),
        ("y^2", ("y",), -1, r"df = -2\,dy", r"f = 1 - 2 \left(y + 1\right)"),
        ("a b c", ("a", "b", "c"), (1, 2, 3), r"df = 6\,da + 3\,db + 2\,dc", None),
        ("(1+sqrt(2)) x", ("x",), 0, r"dy = \left(\sqrt{2} + 1\right)\,dx", None),
        ("ln x", ("x",), "e", r"dy = \frac{1}{e}\,dx", r"y = 1 + e^{-1} \left(x - e\right)"),
        (
            "ln x",
            ("x",),
            "2e^3",
            None,
            r"y = \ln 2 + 3 + \frac{e^{-3}}{2} \left(x - 2 e^{3}\right)",
        ),
        ("gamma(x)", ("x",), "1/3", r"dy = -8.3898\,dx", None),
        ("gamma(x)", ("x",), "19.5", r"dy = 8.7106 \cdot 10^{16}\,dx", None),
    ],
)
def test_it_is_written_as_in_a_textbook(text, names, at, written, tangent):
    d = differential(parse(text, names), at, (1,) * len(names))
    if "gamma" in text:  # a decimal: compare its first digits with mpmath's
        x = mpf(at)
        slope = mpmath.gamma(x) * mpmath.digamma(x)
        assert f"{float(slope):.6g}".partition("e")[0] in d.latex
    else:
        assert written is None or d.latex == written
    assert tangent is None or d.tangent_latex == tangent
    assert d._repr_latex_() == f"${d.latex}$"


@given(st.lists(SMALL, min_size=4, max_size=4), SMALL, SMALL)
@settings(max_examples=60, deadline=None)
def test_of_a_cubic_all_increments_are_the_nearest_floats(c, a, dx):
    text = " + ".join(f"({q})*x^{k}" for k, q in enumerate(c))
    d = differential(parse(text), a, dx)

    def p(x):
        return sum(q * x**k for k, q in enumerate(c))

    dy = sum(k * q * a ** (k - 1) for k, q in enumerate(c) if k) * dx
    assert d.dy.value == float(dy)
    assert d.delta_y.value == float(p(a + dx) - p(a))
    assert d.error.value == float(p(a + dx) - p(a) - dy)
    second, third = (c[2] + 3 * c[3] * a) * dx**2, c[3] * dx**3
    leading = (2, second) if second else (3, third) if third else (None, Fraction(0))
    assert (d.order.exponent, d.order.constant.value) == (leading[0], float(leading[1]))
    assert d.order.standing == ("leading" if second and third else "exact")


@given(SMALL, SMALL, SMALL, SMALL, SMALL)
@settings(max_examples=30, deadline=None)
def test_of_a_linear_function_there_is_no_error(p, q, r, a, dx):
    d = differential(parse(f"({p})x + ({q})y + ({r})", XY), (a, 1), (dx, "1/3"))
    assert d.error.value == 0.0
    assert (d.order.exponent, d.order.standing) == (None, "exact")
    assert d.dy.value == d.delta_y.value == float(p * dx + q / 3)


@pytest.mark.parametrize(
    ("text", "fun", "slope", "bend"),
    [
        ("sin x", mpmath.sin, mpmath.cos, lambda x: -mpmath.sin(x)),
        (
            "e^x cos x",
            lambda x: mpmath.exp(x) * mpmath.cos(x),
            lambda x: mpmath.exp(x) * (mpmath.cos(x) - mpmath.sin(x)),
            lambda x: -2 * mpmath.exp(x) * mpmath.sin(x),
        ),
        (
            "gamma(x)",
            mpmath.gamma,
            lambda x: mpmath.gamma(x) * mpmath.psi(0, x),
            lambda x: mpmath.gamma(x) * (mpmath.psi(0, x) ** 2 + mpmath.psi(1, x)),
        ),
        (
            "atan(1/x)",
            lambda x: mpmath.atan(1 / x),
            lambda x: -1 / (1 + x * x),
            lambda x: 2 * x / (1 + x * x) ** 2,
        ),
    ],
)
@pytest.mark.parametrize("step", ["1/7", "1e-20", "1e-24", "-3e-40", "1e-52"])
def test_the_error_is_exact_however_small_the_step(text, fun, slope, bend, step):
    d = differential(parse(text), "5/4", step)
    with mpmath.workdps(250):
        a, dx = mpf("5/4"), mpf(step)
        delta = fun(a + dx) - fun(a)
        assert d.delta_y.value == float(delta)
        assert d.dy.value == float(slope(a) * dx)
        assert d.error.value == float(delta - slope(a) * dx)
        assert d.order.exponent == 2
        assert d.order.constant.value == float(bend(a) / 2 * dx**2)


@pytest.mark.parametrize(
    ("text", "at", "step", "error"),
    [
        ("x^2", 0, 1e-200, lambda h: h**2),
        ("x^2", 1, 5e-324, lambda h: h**2),
        ("sin x", 0, "1e-99", lambda h: mpmath.sin(h) - h),
        ("sin x", 1, 1e-250, lambda h: -mpmath.sin(1) * h**2 / 2),
        ("x^2/(1+x)", 0, 1e-300, lambda h: h**2 / (1 + h)),
    ],
)
def test_an_error_below_the_doubles_is_not_called_0(text, at, step, error):
    d = differential(parse(text), at, step)
    with mpmath.workdps(400):
        true = error(mpf(step))
        assert d.error.value == float(true)
        assert abs(mpmath.mpf(d.error.decimals) - true) <= abs(true) * mpmath.mpf(10) ** -14


def test_an_error_that_may_be_0_is_called_so_only_if_it_is_proven():
    d = differential(parse("pi x"), "1/3", 1e-200)
    assert (d.error.decimals, repr(d.order)) == ("0", "error = 0")
    d = differential(parse("sin(x)^2 + cos(x)^2"), 1, "1/7")
    assert d.error.value == pytest.approx(0, abs=1e-300) and d.error.decimals != "0"


@pytest.mark.parametrize("text", ["sin x cosh y", "x^3 y - y^2", "e^(x y)"])
def test_the_error_falls_with_the_power_that_is_proven(text):
    d = differential(parse(text, XY), (0, 0), (1, "1/2"))
    t = 2.0**-20
    error = d.scaled([t, t / 2]).error
    # The next term is smaller by a factor of about t.
    assert error[0] / error[1] == pytest.approx(2.0**d.order.exponent, rel=16 * t)
    assert error[0] == pytest.approx(d.order.constant.value * t**d.order.exponent, rel=16 * t)


def test_an_odd_function_at_zero_has_an_error_of_third_order():
    d = differential(parse("sin x"), 0, "1/10")
    assert (d.order.exponent, d.order.standing) == (3, "leading")
    assert d.order.constant.value == float(Fraction(-1, 6000))


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("pi x^2", "error = 0.0314159265358979 t^2"),
        ("x^3 - 9x^2", "error = 0.001 t^3"),
        ("x^3", "error ~ 0.09 t^2"),
        ("(1 + sqrt(2)) x - pi", "error = 0"),
        ("7", "error = 0"),
        ("sin(1)^2 x + cos(1)^2 x", "error = 0"),
        ("sin(x)^2 + cos(x)^2", "error of unproven order"),
        ("x^2/(1 + x - x)", "error ~ 0.01 t^2"),
        ("x^40", None),
        ("(x - 3)^40", "error of unproven order"),
        ("x x x", "error ~ 0.09 t^2"),
        ("x x", "error = 0.01 t^2"),
        ("x^-1", None),
        ("1/x", None),
    ],
)
def test_a_law_is_called_exact_only_where_it_is(text, law):
    order = differential(parse(text), 3, "0.1").order
    if law is None:
        assert (order.exponent, order.standing) == (2, "leading")
    else:
        assert repr(order) == law


def test_the_ladder_is_scaled_exactly():
    ladder = differential(parse("x^2"), 3, "0.1").scaled([1, Fraction(1, 2), 0, -1])
    assert ladder.dy.tolist() == [0.6, 0.3, 0.0, -0.6]
    assert ladder.delta_y.tolist() == [0.61, 0.3025, 0.0, -0.59]
    assert ladder.error.tolist() == [0.01, 0.0025, 0.0, 0.01]


def test_a_step_out_of_the_domain_has_no_increment_but_a_differential():
    d = differential(parse("ln x"), 1, -2)
    assert (d.dy.value, d.delta_y.decimals, d.error.decimals) == (-2.0, "nan", "nan")
    assert np.isnan(d.scaled([1]).delta_y).all()


def test_a_jump_just_at_the_end_is_met_exactly():
    assert differential(parse("floor x"), "3.1", "0.9").delta_y.value == 1.0


def test_a_limit_stands_for_the_missing_value():
    assert differential(parse("sin(x)/x"), 0, 1).value.value == 1.0


@pytest.mark.parametrize(
    ("text", "names", "at", "code"),
    [
        ("|x|", ("x",), 0, "corner"),
        ("sqrt x", ("x",), 0, "branch_point"),
        ("1/x", ("x",), 0, "pole"),
        ("sign x", ("x",), 0, "jump"),
        ("min(|x|, |y|)", XY, (0, 0), "undecided"),
        ("|x| + y", XY, (0, 1), "corner"),
    ],
)
def test_without_a_derivative_it_refuses_and_says_why(text, names, at, code):
    with pytest.raises(NotAnalytic) as refusal:
        differential(parse(text, names), at, (1,) * len(names))
    assert refusal.value.code == code


def test_bad_arguments_are_refused():
    f = parse("x y", XY)
    with pytest.raises(ParseError):
        differential(f, (1, 2), 1)
    with pytest.raises(ParseError):
        differential(f, 1, (1, 2))
    d = differential(f, (1, 2), (1, 2))
    with pytest.raises(ValueError, match="2 coordinates"):
        d.tangent(1)
    with pytest.raises(ValueError, match="scales"):
        d.scaled([1.0] * (MAX_SCALES + 1))
