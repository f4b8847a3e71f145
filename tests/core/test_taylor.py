"""Taylor polynomials against tables and programs that nobody here wrote."""

import contextlib
import math
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from core import NotAnalytic, ParseError, parse, taylor
from core.errors import REASONS
from core.expression.balls import enclose
from core.expression.series import coefficients
from core.expression.text import to_text
from core.expression.tree import FUNCTIONS as FUNCTION_ARGUMENTS
from core.expression.tree import Call, Constant, Negation, Number, Operation, Variable

# OEIS, first terms as printed there.
TANGENT = [1, 2, 16, 272, 7936, 353792, 22368256, 1903757312]  # A000182
SECANT = [1, 1, 5, 61, 1385, 50521, 2702765, 199360981]  # A000364, Euler's
BELL = [1, 1, 2, 5, 15, 52, 203, 877, 4140, 21147, 115975]  # A000110
BERNOULLI = [Fraction(1), Fraction(-1, 2), Fraction(1, 6), 0, Fraction(-1, 30), 0, Fraction(1, 42)]
CATALAN = [1, 1, 2, 5, 14, 42, 132, 429, 1430, 4862]  # A000108
FIBONACCI = [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55]  # A000045

# Functions, centers: everything that a reader is likely to try, and what once went wrong.
FUNCTIONS = [
    ("e^x", "0"),
    ("sin x", "0"),
    ("cos x", "0.3"),
    ("tan x", "0"),
    ("tan x", "1"),
    ("atan x", "0"),
    ("atan x", "2"),
    ("asin x", "0.5"),
    ("acos x", "-0.25"),
    ("e^(sin x)", "0"),
    ("e^(sin x)", "1"),
    ("ln(cos x)", "0"),
    ("ln x", "2"),
    ("sqrt(1+sin(x)^2)", "0"),
    ("sqrt(1+sin(x)^2)", "0.7"),
    ("1/(1+x^2)", "0"),
    ("1/(1+25x^2)", "0.5"),
    ("x^x", "1"),
    ("x^x", "0.3"),
    ("2^x", "0"),
    ("x^(1/3)", "-8"),
    ("cbrt(x)", "-2"),
    ("x^-2.5", "2"),
    ("e^x cos x", "0"),
    ("sinh x / cosh(2x)", "0.5"),
    ("tanh x", "1"),
    ("asinh x", "1"),
    ("acosh x", "2"),
    ("atanh x", "0.5"),
    ("gamma(x)", "3"),
    ("gamma(x)", "-0.5"),
    ("erf x", "0.7"),
    ("besselj(2, x)", "1.5"),
    ("log10 x", "3"),
    ("e^(-x^2)", "1"),
    ("sec x + csc x", "1"),
]
MPMATH = {"ln": mpmath.log, "besselj": mpmath.besselj, "erf": mpmath.erf, "gamma": mpmath.gamma}


def by_mpmath(tree, x):
    """Evaluate a formula with mpmath, for its own Taylor coefficients."""
    match tree:
        case Number(value, _):
            return mpmath.mpf(value.numerator) / value.denominator
        case Constant(name):
            return +getattr(mpmath, name)
        case Variable():
            return x
        case Negation(u):
            return -by_mpmath(u, x)
        case Operation("^", u, v):
            return real_power(by_mpmath(u, x), by_mpmath(v, x))
        case Operation(operator, u, v):
            u, v = by_mpmath(u, x), by_mpmath(v, x)
            return {"+": u + v, "-": u - v, "*": u * v, "/": u / v if operator == "/" else 0}[
                operator
            ]
        case Call("cbrt", (u,)):
            return real_power(by_mpmath(u, x), mpmath.mpf(1) / 3)
        case Call(name, arguments):
            function = MPMATH.get(name) or getattr(mpmath, name)
            return function(*(by_mpmath(u, x) for u in arguments))


def real_power(u, v):
    if abs(v - mpmath.mpf(1) / 3) < mpmath.mpf(10) ** -20 and mpmath.re(u) < 0:
        return -((-u) ** v)
    return u**v


def within_two_ulps(found, truth):
    """The double nearest to the truth or a neighbor of it."""
    nearest = float(truth)
    return nearest == found or np.nextafter(nearest, found) == found


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("tan x", 15, lambda k: Fraction(TANGENT[k // 2], math.factorial(k)) if k % 2 else 0),
        ("sec x", 15, lambda k: 0 if k % 2 else Fraction(SECANT[k // 2], math.factorial(k))),
        ("e^(e^x - 1)", 10, lambda k: Fraction(BELL[k], math.factorial(k))),
        ("x/(e^x - 1)", 6, lambda k: Fraction(BERNOULLI[k]) / math.factorial(k)),
        ("(1 - sqrt(1-4x))/(2x)", 9, lambda k: CATALAN[k]),
        ("x/(1-x-x^2)", 10, lambda k: FIBONACCI[k]),
        ("1/sqrt(1-4x)", 12, lambda k: math.comb(2 * k, k)),
        ("(1+x)^7", 9, lambda k: math.comb(7, k)),
        ("ln(1+x)", 9, lambda k: Fraction((-1) ** (k + 1), k) if k else 0),
        ("cbrt(1+x)", 8, lambda k: binomial(Fraction(1, 3), k)),
        ("besselj(0, x)", 8, lambda k: 0 if k % 2 else bessel_zero(k // 2)),
    ],
)
def test_the_coefficients_are_those_of_the_tables(text, order, expected):
    p = taylor(parse(text), order=order)
    values = [expected(k) for k in range(order + 1)]
    assert [sympy.Rational(v.numerator, v.denominator) for v in map(Fraction, values)] == list(
        p.exact
    )
    assert p.coefficients.tolist() == [float(v) for v in values]


def binomial(r, k):
    return math.prod([(r - j) / Fraction(j + 1) for j in range(k)])


def bessel_zero(j):
    return Fraction((-1) ** j, math.factorial(j) ** 2 * 4**j)


def test_a_long_table_bernoulli_numbers_up_to_200():
    p = taylor(parse("x/(e^x-1)"), order=200)
    for k in range(201):
        bernoulli = fmpq.bernoulli(k) if k != 1 else fmpq(-1, 2)
        truth = Fraction(int(bernoulli.numerator), int(bernoulli.denominator)) / math.factorial(k)
        assert p.coefficients[k] == float(truth)


@pytest.mark.parametrize(("text", "at"), FUNCTIONS)
def test_every_coefficient_agrees_with_mpmath(text, at):
    f = parse(text)
    p = taylor(f, at, order=20)
    with mpmath.workdps(60):
        a = by_mpmath(parse(at, ()).tree, None)
        truth = mpmath.taylor(lambda x: by_mpmath(f.tree, x), a, 20)
    scale = max(map(abs, truth))
    for found, c in zip(p.coefficients, truth, strict=True):
        # mpmath differentiates by differences with 60 digits: 1e-25 of the largest is noise.
        assert within_two_ulps(found, c) or abs(found - c) < scale * 1e-25


@pytest.mark.parametrize(("text", "at"), FUNCTIONS)
@pytest.mark.parametrize("order", [20, 200])
def test_every_coefficient_has_fifteen_digits_at_ten_times_the_precision(text, at, order):
    f = parse(text)
    p = taylor(f, at, order)
    for found, c in zip(p.coefficients, balls(f, p, order, bits=600), strict=True):
        assert c.rel_accuracy_bits() > 500 or abs(c) < 1e-300
        assert within_two_ulps(found, c) or (math.isinf(found) and abs(c) > 1e308)


def balls(f, p, order, bits):
    return coefficients(f.tree, "x", p.center, order, bits)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("e^(sin x)", 1),
        ("ln x", 2),
        ("tan x", "pi/3"),
        ("cos x", "pi/6"),
        ("sqrt x", 2),
        ("2^x", 0),
        ("atan x", "sqrt 3"),
        ("1/(1+x)", "ln 2"),
        ("asin x", "1/2"),
        ("sinh x", 1),
        ("x^x", 2),
        ("erf x", 1),
        ("x^pi", 2),
        ("1/(1+sqrt(x))", 2),
        ("e^(e^x)", 0),
        ("acos x", 0),
    ],
)
def test_closed_forms_equal_repeated_differentiation_by_sympy(text, at):
    p = taylor(parse(text), at, order=3)
    x = sympy.Symbol("x", real=True)
    a = (
        taylor(parse(str(at) if isinstance(at, str) else "x"), 0, 0).exact[0]
        if isinstance(at, str)
        else at
    )
    for k, c in enumerate(p.exact):
        truth = sympy.diff(p.function.sympy, x, k).subs(x, a) / sympy.factorial(k)
        assert abs(sympy.N(c - truth, 40)) < sympy.Float("1e-35")


def test_rational_coefficients_are_rational_numbers():
    assert taylor(parse("tan x"), order=5).exact == (
        0,
        1,
        0,
        sympy.Rational(1, 3),
        0,
        sympy.Rational(2, 15),
    )
    assert taylor(parse("x^x"), at=1, order=4).exact == (
        1,
        1,
        1,
        sympy.Rational(1, 2),
        sympy.Rational(1, 3),
    )


def test_an_exponential_is_one_power_of_e():
    """Not ``(e^(1/10))^3``, from which it is made."""
    p = taylor(parse("e^x - e^(-x)"), "3/10", order=0)
    assert to_text(p.closed[0]) == "e^(3/10) - e^(-(3/10))"


def test_a_coefficient_without_a_closed_form_makes_none_of_them():
    assert taylor(parse("gamma(x)"), at="1/3", order=3).exact is None


@pytest.mark.parametrize("at", ["pi/2", "-pi/2", "5pi/2"])
def test_the_even_coefficients_of_cosine_at_odd_right_angles_are_exactly_zero(at):
    assert (taylor(parse("cos x"), at, order=40).coefficients[::2] == 0).all()


@pytest.mark.parametrize(
    ("text", "at", "code"),
    [
        ("1/x", 0, "pole"),
        ("tan x", "pi/2", "pole"),
        ("1/(x - sqrt 2)", "sqrt 2", "pole"),
        ("gamma(x)", -3, "pole"),
        ("|x|", 0, "corner"),
        ("|x^3|", 0, "corner"),
        ("|x|e^x", 0, "corner"),
        ("sqrt(x^2)", 0, "corner"),
        ("asin(cos x)", 0, "corner"),
        ("max(x, 2x)", 0, "corner"),
        ("sqrt(x)", 0, "branch_point"),
        ("cbrt(x)", 0, "branch_point"),
        ("x^x", 0, "branch_point"),
        ("ln x", 0, "branch_point"),
        ("acos x", 1, "branch_point"),
        ("acosh x", 1, "branch_point"),
        ("ln x", -1, "outside_domain"),
        ("sqrt x", -1, "outside_domain"),
        ("asin x", 2, "outside_domain"),
        ("(-2)^x", 1, "outside_domain"),
        ("acosh x", 0.5, "outside_domain"),
        ("x/0", 1, "outside_domain"),
        ("exp(-1/x^2)", 0, "removable_flat"),
        ("exp(-1/x^2) + 1/x", 0, "pole"),
        ("exp(-1/x^2)/x", 0, "removable_flat"),
        ("exp(-1/x^2)/exp(-1/x^2)", 0, "removable_flat"),
        ("1 + x + e^(-1/x^4)", 0, "removable_flat"),
        ("exp(1/x)", 0, "essential"),
        ("sin(1/x)", 0, "essential"),
        ("x^2 sin(1/x)", 0, "essential"),
        ("atan(1/x)", 0, "jump"),
        ("sign x", 0, "jump"),
        ("floor x", 3, "jump"),
        ("floor(cos x)", 0, "jump"),
        ("tanh(1/x)", 0, "jump"),
    ],
)
def test_where_there_is_no_series_the_reason_is_said(text, at, code):
    with pytest.raises(NotAnalytic) as caught:
        taylor(parse(text), at, order=5)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("sin(x)/x", 0, [1, 0, -1 / 6]),
        ("(1-cos x)/x^2", 0, [1 / 2, 0, -1 / 24]),
        ("x/(e^x-1)", 0, [1, -1 / 2, 1 / 12]),
        ("(e^x-1-x-x^2/2)/x^3", 0, [1 / 6, 1 / 24, 1 / 120]),
        ("(sin x - x + x^3/6)/x^5", 0, [1 / 120, 0, -1 / 5040]),
        ("x cot x", 0, [1, 0, -1 / 3]),
        ("cot x - 1/x", 0, [0, -1 / 3, 0]),
        ("1/x - 1/sin x", 0, [0, -1 / 6, 0]),
        ("x gamma(x)", 0, [1, -0.5772156649015329, 0.9890559953279726]),
        ("ln(x)/(x-1)", 1, [1, -1 / 2, 1 / 3]),
        ("sin(pi x)/(x-1)", 1, [-math.pi, 0, math.pi**3 / 6]),
        ("(1 - sin x)/(x - pi/2)^2", "pi/2", [1 / 2, 0, -1 / 24]),
        ("(x^2-2)/(x - sqrt 2)", "sqrt 2", [2 * math.sqrt(2), 1, 0]),
        ("(e^x - 2)/(x - ln 2)", "ln 2", [2, 1, 1 / 3]),
        ("sqrt(x^4)", 0, [0, 0, 1]),
        ("cbrt(x^3)", 0, [0, 1, 0]),
        ("cbrt(x)^3", 0, [0, 1, 0]),
        ("cbrt(sin x)^6", 0, [0, 0, 1]),
        ("|x|^2", 0, [0, 0, 1]),
        ("cos |x|", 0, [1, 0, -1 / 2]),
        ("floor(x^2 + 1)", 0, [1, 0, 0]),
        ("min(x^2, x^4)", 0, [0, 0, 0]),
        ("atan(1/x^2)", 0, [math.pi / 2, 0, -1]),
        ("acos(cos(x^2))", 0, [0, 0, 1]),
        ("acoth(1/x)", 0, [0, 1, 0]),
        ("sqrt(1/x^4) x^2", 0, [1, 0, 0]),
        ("(sin(x)^2 + cos(x)^2 - 1)/(x-1)", 1, [0, 0, 0]),
        ("(atan x - pi/4)/(x-1)", 1, [1 / 2, -1 / 4, 1 / 12]),
        ("(sqrt(2)sqrt(3) - sqrt(6) + x - 1)/(x - 1)", 1, [1, 0, 0]),
        ("1/(sin x - sin 1 + 10^-50)", 1, [1e50, -math.cos(1) * 1e100, math.cos(1) ** 2 * 1e150]),
    ],
)
def test_removable_points_and_touching_cases_have_their_series(text, at, expected):
    assert taylor(parse(text), at, order=2).coefficients == pytest.approx(
        expected, rel=4e-16, abs=0
    )


def test_coefficients_beyond_the_doubles_are_infinite_not_an_error():
    assert taylor(parse("1/(1-100x)"), order=200).coefficients[-1] == math.inf


def test_arguments_out_of_range_are_refused():
    with pytest.raises(ValueError, match="order 201"):
        taylor(parse("x"), order=201)
    with pytest.raises(ValueError, match="order -1"):
        taylor(parse("x"), order=-1)
    with pytest.raises(ValueError, match="in 1 variable"):
        taylor(parse("x y", ("x", "y")))
    with pytest.raises(ParseError):
        taylor(parse("x"), at="1/0")


def test_partial_sums_are_the_polynomials():
    p = taylor(parse("e^x"), at="1/2", order=12)
    x = np.linspace(-2, 3, 41)
    sums = p.partial_sums(x)
    assert sums.shape == (13, 41)
    for n in (0, 1, 12):
        direct = np.polynomial.Polynomial(p.coefficients[: n + 1])(x - 0.5)
        # Both ways add n + 1 terms of the same sign pattern, at most e^2.5 in sum of sizes.
        assert np.abs(sums[n] - direct).max() < 4 * (n + 1) * np.finfo(float).eps * math.e**2.5


def test_a_rounded_coefficient_beside_exact_ones_is_marked():
    """``1/18! = 1.561920…e-16`` is too long for a fraction."""
    shown = taylor(parse("cos x"), order=18).latex()
    assert shown.endswith(r"\frac{x^{16}}{20922789888000} - {\approx}1.56192 \cdot 10^{-16} x^{18}")
    assert r"\approx" not in taylor(parse("cos x"), "0.3", order=18).latex()  # all are rounded
    assert repr(taylor(parse("ln x"), 2, 1)) == "≈0.693147 + (x - 2)/2 + O((x - 2)²)"


def test_a_polynomial_is_called_like_a_function():
    p = taylor(parse("x^2 + 3x - 1"), at=2, order=2)
    x = np.array([[0.0, 1.0, -4.0], [2.0, 0.5, 10.0]])
    assert np.array_equal(p(x), x**2 + 3 * x - 1)  # dyadic numbers: no rounding
    assert p(1.0) == 3 and p(1.0).shape == ()
    assert p([1.0]).shape == (1,)
    with pytest.raises(ValueError, match=r"\(2, 3\)"):
        p.partial_sums(x)


def test_the_documentation_names_every_reason():
    assert all(f"``{code}``" in taylor.__doc__ for code in REASONS)


def test_partial_sums_do_not_overflow_on_the_way():
    p = taylor(parse("e^x"), order=200)
    assert p.partial_sums(60.0)[-1, 0] == pytest.approx(math.exp(60), rel=1e-13)


@pytest.mark.parametrize(
    ("text", "at", "order", "shown"),
    [
        ("e^x", 0, 2, "1 + x + x²/2 + O(x³)"),
        ("tan x", 0, 5, "x + x³/3 + 2x⁵/15 + O(x⁶)"),
        ("ln x", 1, 2, "(x - 1) - (x - 1)²/2 + O((x - 1)³)"),
        ("e^x", -1, 1, "0.367879 + 0.367879(x + 1) + O((x + 1)²)"),
        ("0", 0, 2, "O(x³)"),
        ("sin x", "-pi/2", 1, "-1 + O((x + pi/2)²)"),
    ],
)
def test_it_prints_as_it_is_written(text, at, order, shown):
    assert repr(taylor(parse(text), at, order)) == shown


@pytest.mark.parametrize(
    ("text", "at", "shown"),
    [
        ("sin x", 0, r"x - \frac{x^{3}}{6}"),
        ("e^(2x)", 0, r"1 + 2 x + 2 x^{2} + \frac{4 x^{3}}{3}"),
        ("0", 0, "0"),
        ("ln x", 2, r"\ln 2 + \frac{x - 2}{2} - \frac{\left(x - 2\right)^{2}}{8}"),
        (
            "cos x",
            "pi/4",
            r"\frac{\sqrt{2}}{2} - \frac{\sqrt{2}}{2} \left(x - \frac{\pi}{4}\right)",
        ),
        ("sin x", 0.3, r"0.29552 + 0.955336 \left(x - 0.3\right)"),
        ("ln x + 1/10^20", "1", r"{\approx}1 \cdot 10^{-20} + \left(x - 1\right)"),
        ("e^-x/10^9", 0, r"\frac{1}{1000000000} - \frac{x}{1000000000}"),
    ],
)
def test_latex_is_that_of_a_textbook(text, at, shown):
    assert taylor(parse(text), at, order=6).latex(3).startswith(shown)


SERIES = st.sampled_from(
    ["sin x", "e^x", "1/(2+x)", "ln(3+x)", "sqrt(1+x^2)", "tan x", "x^3 - 2", "atan x", "2^x"]
)
CENTERS = st.fractions(min_value=-1, max_value=1, max_denominator=9)


def coefficients_of(text, at, order=12):
    return taylor(parse(text), at, order).coefficients


@given(SERIES, SERIES, CENTERS)
def test_the_series_of_a_product_is_the_cauchy_product(u, v, at):
    a, b = coefficients_of(u, at), coefficients_of(v, at)
    product = np.convolve(a, b)[:13]
    size = np.convolve(np.abs(a), np.abs(b))[:13]
    found = coefficients_of(f"({u})*({v})", at)
    assert (np.abs(found - product) <= 32 * np.finfo(float).eps * size).all()


@given(SERIES, CENTERS)
def test_a_square_root_squared_is_the_function(u, at):
    root = coefficients_of(f"sqrt(5 + {u})", at)
    found = np.convolve(root, root)[:13]
    size = np.convolve(np.abs(root), np.abs(root))[:13]
    truth = coefficients_of(f"5 + {u}", at)
    assert (np.abs(found - truth) <= 64 * np.finfo(float).eps * size).all()


@given(SERIES, CENTERS)
def test_the_exponential_solves_its_differential_equation(u, at):
    """The chain rule: ``(e^u)' = u' e^u``, coefficient by coefficient."""
    v, inner = coefficients_of(f"e^({u})", at), coefficients_of(u, at)
    k = np.arange(1, 13)
    left, slope = k * v[1:], k * inner[1:]
    right = np.convolve(slope, v)[:12]
    size = np.convolve(np.abs(slope), np.abs(v))[:12]
    assert (np.abs(left - right) <= 64 * np.finfo(float).eps * size).all()


@given(CENTERS)
def test_pythagoras_holds_coefficient_by_coefficient(at):
    s, c = coefficients_of("sin x", at), coefficients_of("cos x", at)
    total = (np.convolve(s, s) + np.convolve(c, c))[:13]
    assert total[0] == pytest.approx(1, abs=4 * np.finfo(float).eps)
    assert np.abs(total[1:]).max() < 32 * np.finfo(float).eps


@given(CENTERS, st.integers(0, 200))
def test_the_order_only_cuts_off(at, order):
    long, short = coefficients_of("e^(sin x)", at, 200), coefficients_of("e^(sin x)", at, order)
    # Two certified roundings of one number: neighbors at most.
    assert all(within_two_ulps(a, b) for a, b in zip(long[: order + 1], short, strict=True))


@pytest.mark.parametrize(
    ("text", "at"),
    [*FUNCTIONS, ("(atan x - pi/4)/(x-1)", "1"), ("(ln(x) - ln(3))/(x-3)", "3"), ("tan x", "pi/4")],
)
def test_closed_forms_are_worth_the_certified_coefficients(text, at):
    p = taylor(parse(text), at, order=8)
    for c, found in zip(p.closed or (), p.coefficients, strict=False):
        assert within_two_ulps(found, enclose(c, {}, 200))


def test_two_threads_do_not_disturb_each_other():
    """FLINT's precision is one setting for the process."""

    def work(bits):
        f, results = parse("e^(sin x)"), set()
        for _ in range(30):
            c = coefficients(f.tree, "x", Number(Fraction(1), "1"), 20, bits)
            results.add(min(ball.rel_accuracy_bits() >= bits for ball in c))
        return results

    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(work, [30, 900, 60, 300])] == [{True}] * 4


@pytest.mark.parametrize(
    ("text", "at", "order", "expected"),
    [
        ("besselj(2, x)", "0", 0, [0]),
        ("besselj(0, sin(x)^2)", "0", 1, [1, 0]),
        ("besselj(0, x-x)", "pi/2", 1, [1, 0]),
        ("besselj(0, 1+x-x)", "0", 1, [float(mpmath.besselj(0, 1)), 0]),
    ],
)
def test_a_bessel_function_of_nothing_that_moves(text, at, order, expected):
    assert coefficients_of(text, at, order) == pytest.approx(expected, rel=1e-15, abs=0)


@pytest.mark.parametrize("name", FUNCTION_ARGUMENTS)
@pytest.mark.parametrize("argument", ["x", "x-x", "x^8"])
def test_no_function_raises_anything_but_not_analytic(name, argument):
    f = parse(f"{name}({'3, ' * (FUNCTION_ARGUMENTS[name][0] - 1)}{argument})")
    for at in ("0", "1"):
        with contextlib.suppress(NotAnalytic):
            assert taylor(f, at, 0).coefficients.shape == (1,)


def test_orders_are_whole_and_there():
    with pytest.raises(TypeError):
        taylor(parse("e^x"), 0, 3.0)
    with pytest.raises(ValueError, match="from 0 to 3"):
        taylor(parse("e^x"), 0, 3).latex(4)


@pytest.mark.parametrize(
    ("at", "shifted"),
    [("1+pi", "(x - (1 + pi))"), ("-pi", "(x + pi)"), ("pi/2", "(x - pi/2)"), ("1/2", "(x - 1/2)")],
)
def test_powers_are_those_of_x_minus_the_center(at, shifted):
    assert f"{shifted}²" in repr(taylor(parse("x^2"), at, 2))


@pytest.mark.parametrize(
    "at", ["e pi", "2e", "pi/e", "e^2/3", "4 e^2 pi", "sqrt(2) e", "1/e", "e^pi"]
)
@pytest.mark.parametrize("text", ["ln x", "sqrt x", "cbrt x", "x^(-2/3)", "log2 x", "1/x"])
def test_closed_forms_at_products_of_constants_are_the_numbers(text, at):
    p = taylor(parse(text), at, 2)
    assert [float(c) for c in p.exact] == pytest.approx(p.coefficients, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("(e^(x+1)-e)/x + ln(x+2)", 0),
        ("(sin(x+1)-sin 1)/x * (pi + x)", 0),
        ("ln(x+2)/(1+x) - (2^x-1)/x", 0),
        ("1/x", "2 + sqrt 3"),
        ("1/(x - sqrt 3)", 2),
        ("sqrt x/(x + 1)", "3 - 2 sqrt 2"),
    ],
)
@pytest.mark.parametrize("order", [1, 3, 6])
def test_closed_forms_behind_removable_points_and_roots_are_the_numbers(text, at, order):
    p = taylor(parse(text), at, order)
    assert [float(c) for c in p.exact] == pytest.approx(p.coefficients, rel=1e-12)


def test_the_inverse_of_a_number_with_a_root_has_none_below_the_bar():
    assert taylor(parse("1/x"), "2 + sqrt 3", 0).exact == (2 - sympy.sqrt(3),)


def test_the_sign_of_an_even_pole_is_constant():
    assert taylor(parse("sign(1/x^2) + x"), 0, 2).coefficients.tolist() == [1, 1, 0]
    with pytest.raises(NotAnalytic, match="jump"):
        taylor(parse("sign(1/x) + x"), 0, 2)
