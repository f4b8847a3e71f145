"""Taylor polynomials of several variables: published series, Taylor's theorem, how they print."""

from fractions import Fraction
from math import factorial

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import NotAnalytic
from core.expression.expression import parse
from core.multivariate_taylor import multivariate_taylor
from core.taylor import taylor

XY = ("x", "y")


def expand(text, at=(0, 0), order=4, variables=XY):
    return multivariate_taylor(parse(text, variables), at, order)


@pytest.mark.parametrize(
    ("left", "right"), [("e^x", "sin y"), ("cos x", "ln(1 + y)"), ("1/(1 - x)", "atan y")]
)
def test_a_product_has_the_products_of_sympys_coefficients(left, right):
    p = expand(f"({left}) ({right})", order=7)
    x = sympy.Symbol("x", real=True)
    first, second = (
        sympy.series(parse(text.replace("y", "x")).sympy, x, 0, 8).removeO()
        for text in (left, right)
    )
    for (i, j), c in p.exact.items():
        expected = first.coeff(x, i) * second.coeff(x, j)
        assert sympy.Rational(c.numerator, c.denominator) == expected


@pytest.mark.parametrize("text", ["e^x sin x", "gamma(x + 1)", "1/(2 + x)", "x^(1/2 + x)"])
def test_in_one_variable_it_is_the_taylor_polynomial(text):
    f = parse(text)
    assert (
        multivariate_taylor(f, 1, 9).coefficients.tolist() == taylor(f, 1, 9).coefficients.tolist()
    )


def test_partial_sums_are_the_orders_one_by_one():
    p = expand("e^(x y) + x", (1, 2), 3)
    x, y = np.array([[1.0, 1.5]]), np.array([[2.0], [2.25], [1.0]])
    sums = p.partial_sums(x, y)
    assert sums.shape == (4, 3, 2)
    for n in range(4):
        direct = sum(
            c.value * (x - 1) ** i * (y - 2) ** j for (i, j), c in p.certified.items() if i + j <= n
        )
        # Ten terms, five roundings each, none larger than 60.
        np.testing.assert_allclose(sums[n], direct, atol=64 * 2**-53 * 60, rtol=0)


@given(st.sampled_from(["e^(x y)", "sin(x + y^2)", "ln(2 + x y)/(2 + x)"]), st.integers(1, 6))
@settings(max_examples=20, deadline=None)
def test_the_error_vanishes_faster_than_the_order(text, order):
    """``f - P_n = O(h^(n+1))``: ten times nearer, at least 10^(n + 1/2) times smaller."""
    f, p = parse(text, XY), expand(text, order=12)
    errors = []
    for h in (Fraction(1, 8), Fraction(1, 80)):
        place = tuple(float(c * h) for c in (3, 2))
        sums = p.partial_sums(*place)
        errors.append(abs(sums[12] - sums[order]))  # P_12 in the place of f
    assert errors[1] <= errors[0] / 10 ** (order + 0.5) + 2.0**-50
    assert abs(float(f(0.05, 0.02)) - p.partial_sums(0.05, 0.02)[12]) < 2.0**-50


@pytest.mark.parametrize(
    ("text", "at", "order", "printed"),
    [
        ("e^(x + y)", (0, 0), 2, "1 + x + y + x²/2 + x y + y²/2 + O(3)"),
        ("x^2 + y^2", (1, 2), 2, "5 + 2 (x - 1) + 4 (y - 2) + (x - 1)² + (y - 2)² + O(3)"),
        ("cos(x y)", (0, 0), 4, "1 - x² y²/2 + O(5)"),
        ("sqrt(2) x", (0, 0), 1, "1.41421 x + O(2)"),
        ("0 x", (0, 0), 3, "O(4)"),
        ("x y", ("-pi", 0), 2, "-3.14159 y + (x + pi) y + O(3)"),
        ("x", (0.1, 0), 1, "0.1 + (x - 0.1) + O(2)"),
    ],
)
def test_it_reads_like_mathematics(text, at, order, printed):
    assert repr(expand(text, at, order)) == printed


@pytest.mark.parametrize(
    ("text", "at", "n", "latex"),
    [
        ("x^2 + y^2", (1, 2), 1, r"5 + 2 \left(x - 1\right) + 4 \left(y - 2\right)"),
        (
            "x^2/2 + x y/3",
            (0, -1),
            2,
            r"-\frac{x}{3} + \frac{x^{2}}{2} + \frac{1}{3} x \left(y + 1\right)",
        ),
        (
            "e^x sin y",
            (0, 1),
            1,
            r"\sin 1 + \sin\left(1\right) x + \cos\left(1\right) \left(y - 1\right)",
        ),
        ("x y", (0, 0), 0, "0"),
        ("sin(x) cos(y)", ("pi/4", "pi/6"), 0, r"\frac{\sqrt{6}}{4}"),
        ("e^x y", ("ln 2", 0), 1, "2 y"),
        ("gamma(x) + y", (1, 0), 1, r"1 - 0.577216 \left(x - 1\right) + 1 y"),
        ("e^(x y)", (0, 0), 2, "1 + x y"),
        (
            "(gamma(x + 1) - x gamma(x)) y + x",  # what is 0 to any double is not written
            ("1/3", 1),
            1,
            r"0.333333 + 1 \left(x - \frac{1}{3}\right)",
        ),
        ("x/2 - y", (1, 0), 1, r"\frac{1}{2} + \frac{1}{2} \left(x - 1\right) - y"),
    ],
)
def test_latex(text, at, n, latex):
    assert expand(text, at, 2).latex(n) == latex


def test_its_numbers():
    p = expand("e^x sin y", order=3)
    assert p.coefficients.shape == (4, 4)
    assert p.coefficients[2, 1] == 0.5 and p.coefficients[0, 3] == -1 / 6
    assert p.exact[0, 3] == Fraction(-1, 6)
    assert p.certified[0, 3].decimals == "-0.166666666666667"
    assert expand("sqrt(2) x").exact is None
    assert expand("sqrt(2) x").coefficients[1, 0] == np.sqrt(2)
    assert p._repr_latex_() == f"${p.latex()}$"


def test_three_variables():
    p = expand("e^(x + 2y - z)", (0, 0, 0), 4, ("x", "y", "z"))
    for (i, j, k), c in p.exact.items():
        assert c == Fraction(2**j * (-1) ** k, factorial(i) * factorial(j) * factorial(k))
    assert p.partial_sums(0.5, np.zeros(3), 0.25).shape == (5, 3)


def test_refusals():
    p = expand("x y")
    with pytest.raises(ValueError, match="order 5: from 0 to 4"):
        p.latex(5)
    with pytest.raises(TypeError, match="2 values"):
        p.partial_sums(1.0)
    with pytest.raises(ValueError, match="order 13"):
        expand("x y", order=13)
    with pytest.raises(TypeError):
        expand("x y", order=2.0)
    with pytest.raises(NotAnalytic):
        expand("x y/(x^2 + y^2)", order=1)


@pytest.mark.parametrize(
    ("at", "text", "latex"),
    [
        ("1 + pi", "(x - (1 + pi))", r"\left(x - \left(1 + \pi\right)\right)"),
        ("1 - pi", "(x - (1 - pi))", r"\left(x - \left(1 - \pi\right)\right)"),
        ("-(1 + pi)", "(x + 1 + pi)", r"\left(x + 1 + \pi\right)"),
        ("-pi/2", "(x + pi/2)", r"\left(x + \frac{\pi}{2}\right)"),
    ],
)
def test_the_center_is_subtracted_as_a_whole(at, text, latex):
    p = multivariate_taylor(parse("x y", ("x", "y")), (at, 0), 2)
    assert repr(p).endswith(f"{text} y + O(3)")
    assert p.latex().endswith(f"{latex} y")
