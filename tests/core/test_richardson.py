"""Richardson's tableau: exact on polynomials, of the order promised, against its peers' rules."""

from fractions import Fraction
from itertools import pairwise
from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numdifftools.extrapolation import Richardson
from scipy.interpolate import KroghInterpolator

from core.differencing.method_curve import distance, exact_slope
from core.expression.expression import parse
from core.floats import FORMATS
from core.richardson import MAX_EXTRAPOLATIONS, extrapolated, next_row, richardson
from core.roundoff import error_curve
from core.stencil import stencil

U = 2.0**-53


def tableau(values):
    """Every row of the tableau over the first column ``values``."""
    rows = [[np.asarray(values[0])]]
    for value in values[1:]:
        rows.append(next_row(rows[-1], np.asarray(value), np.float64(4)))
    return rows


@given(st.integers(0, 4), st.integers(-2, 2), st.data())
@settings(max_examples=60, deadline=None)
def test_polynomials_up_to_degree_2k_plus_2_are_differentiated_exactly(k, x, data):
    degree = 2 * k + 2
    c = data.draw(st.lists(st.integers(-9, 9), min_size=degree + 1, max_size=degree + 1))
    sizes = []

    def f(points):  # the exact value, rounded once
        exact = [sum(a * Fraction(t) ** i for i, a in enumerate(c)) for t in points.tolist()]
        sizes.append(max(map(abs, exact)))
        return np.array([float(value) for value in exact])

    h = 0.5
    found = extrapolated(f, np.float64(x), np.array([h]), k)[0]
    truth = sum(i * a * Fraction(x) ** (i - 1) for i, a in enumerate(c) if i)
    # Each quotient is off by u max|f| / h_i and 3 roundings of its own, each extrapolation by 4;
    # the tableau multiplies errors by prod (4^j + 1)/(4^j - 1) < 2; |D| <= max|f| / h_i too.
    size = float(max(sizes)) / (h / 2**k)
    assert abs(float(Fraction(found) - truth)) <= 2 * U * size * (4 + 4 * k)


@pytest.mark.parametrize("k", range(5))
def test_what_is_left_of_the_next_odd_power_is_known(k):
    # D_i = (h/2^i)^(2k+2); what the extrapolation to h = 0 leaves is (-1)^k prod h_i^2.
    f = parse(f"x^{2 * k + 3}")
    found = richardson(f, 0, [1.0], k).estimate[0]
    # Numbers up to 1, 4 roundings an entry, amplified less than twice.
    assert found == pytest.approx((-1) ** k * 2.0 ** -(k * (k + 1)), abs=8 * k * U)


@pytest.mark.parametrize("k", range(4))
def test_halving_the_step_divides_the_error_by_two_to_the_2k_plus_2(k):
    coarse, fine = richardson(parse("e^x"), 0, [1.0, 0.5], k).error
    # The next term is about h^2 4/3 / ((2k+4)(2k+5)) of the first, 7 % at most.
    assert log2(coarse / fine) == pytest.approx(2 * k + 2, abs=0.1)


@pytest.mark.parametrize("terms", [1, 2, 3, 4])
def test_the_weights_are_those_of_numdifftools(terms):
    rule = Richardson(step_ratio=2.0, num_terms=terms, step=2, order=2).rule()
    # Linear in its first column: unit columns show the weights, the coarsest step first.
    weights = tableau(np.eye(terms + 1))[-1][-1]
    # It solves this system, with the error that belongs to its condition.
    system = 4.0 ** -np.outer(np.arange(terms + 1), np.arange(terms + 1))
    np.testing.assert_allclose(weights, rule, rtol=0, atol=4 * U * np.linalg.cond(system))


@given(st.lists(st.integers(-99, 99), min_size=2, max_size=6))
@settings(max_examples=50, deadline=None)
def test_the_tableau_is_the_interpolating_polynomial_in_the_squared_step_at_zero(values):
    squares = 4.0 ** -np.arange(len(values))
    polynomial = KroghInterpolator(squares, np.array(values, float))
    # Lebesgue constant below 2 for these nodes at 0, a handful of roundings at each of 6 levels.
    assert tableau(values)[-1][-1] == pytest.approx(float(polynomial(0.0)), abs=200 * 99 * U)


@pytest.mark.parametrize("dtype", FORMATS)
def test_without_extrapolation_it_is_the_central_difference_in_every_format(dtype):
    steps = np.geomspace(1e-6, 1, 40)
    plain = error_curve(parse("sin x"), 1, stencil.central, steps, dtype)
    curve = richardson(parse("sin x"), 1, steps, 0, dtype)
    np.testing.assert_array_equal(curve.estimate, plain.estimate)
    np.testing.assert_array_equal(curve.error, plain.error)
    np.testing.assert_array_equal(curve.steps, plain.steps)
    assert (curve.x, curve.truth) == (plain.x, plain.truth)


@pytest.mark.parametrize("k", [0, 1, 3])
def test_the_evaluations_are_counted(k):
    points = []

    def f(x):
        points.append(np.size(x))
        return np.sin(x)

    steps = np.geomspace(0.01, 1, 7)
    extrapolated(f, np.float64(1), steps, k)
    assert sum(points) == richardson(parse("sin x"), 1, steps, k).evaluations.sum()


@pytest.mark.parametrize("dtype", FORMATS)
def test_nothing_leaves_the_format(dtype):
    fmt = FORMATS[dtype]
    found = extrapolated(np.sin, fmt.cast(1.0), fmt.cast(np.array([0.5])), 3)
    assert found.dtype == fmt.dtype


def test_each_extrapolation_helps_where_truncation_rules():
    errors = [richardson(parse("sin x"), 1, [0.5], k).error[0] for k in range(5)]
    assert all(later < earlier / 10 for earlier, later in pairwise(errors))


def test_the_most_extrapolations_are_still_taken():
    curve = richardson(parse("e^x"), 0, [1.0], MAX_EXTRAPOLATIONS)
    assert curve.evaluations.tolist() == [26]
    assert curve.error[0] < 4 * U * 2**MAX_EXTRAPOLATIONS  # round-off of the smallest step


def test_an_absorbed_step_gives_nan():
    curve = richardson(parse("x"), 1, [1e-20, 0.5])
    assert np.isnan(curve.estimate[0])
    assert np.isnan(curve.error[0])
    assert curve.error[1] == 0


def test_a_derivative_without_a_series_is_known_too():
    assert exact_slope(parse("x |x|"), 0.0) == (0.0, 0.0)
    assert np.isnan(exact_slope(parse("|x|"), 0.0)[0])
    assert np.isnan(exact_slope(parse("x"), np.inf)[0])
    curve = richardson(parse("|x|"), 0, [0.5])
    assert np.isnan(curve.truth)
    assert "no error known" in repr(curve)
    lost = richardson(parse("x^2"), 1, [0.5, 1e-20])  # 1 + 1e-20 == 1
    assert repr(lost).endswith("error 0 at best, h=0.5, 6 evaluations)")


def test_the_error_is_taken_against_all_digits_of_the_truth():
    high, low = exact_slope(parse("pi x"), 1.0)
    assert high == np.pi
    assert low == pytest.approx(1.2246467991473532e-16)  # pi - float64(pi), well known
    assert distance(np.array([np.pi, np.inf]), (high, low)).tolist() == [low, np.inf]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda f: richardson(f, 1, [0.1], -1), "extrapolations, not -1"),
        (lambda f: richardson(f, 1, [0.1], 1.5), "extrapolations, not 1.5"),
        (lambda f: richardson(f, 1, [0.1], MAX_EXTRAPOLATIONS + 1), "extrapolations, not 13"),
        (lambda f: richardson(f, 1, [0.0]), "positive"),
        (lambda f: richardson(f, 1, [[0.1]]), "one list"),
        (lambda f: richardson(f, 1, [0.1], 1, "float8"), "float8"),
        (lambda f: richardson(parse("x y", ("x", "y")), 1, [0.1]), "in 1 variable"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(call, says):
    with pytest.raises(ValueError, match=says):
        call(parse("sin x"))
