"""Propagated uncertainties: laws, the GUM's own example, sampling within its standard errors."""

import statistics
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from core.errors import NotAnalytic, ParseError
from core.expression.expression import parse
from core.monte_carlo import sampled
from core.propagation import propagate

XY = ("x", "y")
NUMBERS = st.fractions(-4, 4, max_denominator=10)
WIDTHS = st.fractions(0, 2, max_denominator=10)
# A normal estimate is farther off than this many standard errors once in 10^6 tries.
ERRORS = 5


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, WIDTHS, WIDTHS)
@settings(max_examples=40, deadline=None)
def test_of_a_linear_function_first_order_is_the_whole_truth(p, q, a, b, u, v):
    it = propagate(parse(f"({p})x + ({q})y + 1/7", XY), (a, b), (u, v), samples=2)
    worst = abs(p) * u + abs(q) * v
    assert it.worst_case.value == float(worst)
    assert [c.value for c in it.contributions] == [float(abs(p) * u), float(abs(q) * v)]
    for end, sign in ((it.change.minimum, -1), (it.change.maximum, 1)):
        assert Fraction(end.lower) <= sign * worst <= Fraction(end.upper)
        assert end.upper - end.lower <= 4 * 2**-52 * max(1, abs(worst))
    value = p * a + q * b + Fraction(1, 7)
    assert it.lowest.value == pytest.approx(float(value - worst), abs=2**-46)
    assert it.highest.value == pytest.approx(float(value + worst), abs=2**-46)
    square = (p * u) ** 2 + (q * v) ** 2
    assert it.standard.value == pytest.approx(float(square) ** 0.5, rel=2**-51)


def test_a_product_of_two():
    it = propagate(parse("x y", XY), (2, 3), ("0.1", "0.2"))
    assert (it.value.value, it.worst_case.value, it.standard.value) == (6.0, 0.7, 0.5)
    assert [c.value for c in it.contributions] == [0.3, 0.4]
    assert [s.value for s in it.slopes] == [3.0, 2.0]
    # (2 - 0.1)(3 - 0.2) and (2 + 0.1)(3 + 0.2): the linear bound misses dx dy.
    assert (it.lowest.value, it.highest.value) == (5.32, 6.72)


def test_the_example_of_the_guide():
    # JCGM 100:2008, 5.1.3: P = V^2 / (R_0 (1 + alpha (t - t_0))), with sensitivities
    # 2V/(R_0 (...)) = 2P/V, -P/R_0, -P (t - t_0)/(1 + alpha (t - t_0)), -P alpha/(...).
    f = parse("V^2/(R(1 + a(t - 20)))", ("V", "R", "a", "t"))
    at, u = ("10", "50", "1/250", "30"), ("1/10", "1/2", "1/5000", "1/2")
    it = propagate(f, at, u, samples=2)
    heated = Fraction(26, 25)
    power = Fraction(100, 50) / heated
    slopes = [
        2 * power / 10,
        -power / 50,
        -power * 10 / heated,
        -power * Fraction(1, 250) / heated,
    ]
    assert [s.value for s in it.slopes] == [float(s) for s in slopes]
    widths = [Fraction(w) for w in u]
    variance = sum((s * w) ** 2 for s, w in zip(slopes, widths, strict=True))
    assert it.standard.value == pytest.approx(float(variance) ** 0.5, rel=2**-51)
    assert it.worst_case.value == float(
        sum(abs(s) * w for s, w in zip(slopes, widths, strict=True))
    )


@pytest.mark.parametrize("text", ["e^x sin y", "x^2 y - y^3", "x/(y + 5)", "sqrt(x^2 + y^2)"])
def test_first_order_is_right_to_second_order(text):
    f = parse(text, XY)
    gaps = []
    for u in (Fraction(1, 2**8), Fraction(1, 2**9)):
        it = propagate(f, (1, 2), (u, u), samples=2)
        gaps.append(it.change.maximum.upper - it.worst_case.value)
    assert gaps[0] / gaps[1] == pytest.approx(4, rel=0.05)


@given(NUMBERS, WIDTHS)
@settings(max_examples=20, deadline=None)
def test_the_true_range_holds_every_sample(a, u):
    it = propagate(parse("e^(-x^2) cos(3x)"), a, u, samples=500)
    # f in float64: half a dozen roundings of numbers below 1, and of 3x, x^2 <= 36 before them.
    slip = 64 * 2**-52
    assert it.lowest.value - slip <= it.uniform.lowest
    assert it.uniform.highest <= it.highest.value + slip


@pytest.mark.parametrize("distribution", ["uniform", "normal"])
def test_moments_of_a_linear_function_are_within_their_standard_errors(distribution):
    it = sampled(parse("3x - 2y", XY), (1, 2), (0.5, 0.25), distribution, 20_000, 1)
    variance = 1.5**2 + 0.5**2
    deviation = (variance / 3 if distribution == "uniform" else variance) ** 0.5
    assert abs(it.mean - (-1)) <= ERRORS * it.mean_error
    assert abs(it.deviation - deviation) <= ERRORS * it.deviation_error
    assert it.mean_error == pytest.approx(it.deviation / 20_000**0.5)
    assert it.undefined == 0


def test_standard_errors_are_those_of_repeated_experiments():
    f = parse("e^x")
    runs = [sampled(f, [0.0], [1.0], "uniform", 400, seed) for seed in range(400)]
    for number, error in (("mean", "mean_error"), ("deviation", "deviation_error")):
        spread = np.std([getattr(run, number) for run in runs], ddof=1)
        stated = np.mean([getattr(run, error) for run in runs])
        # The spread of 400 runs is itself known to 1/sqrt(2*400) = 3.5 %.
        assert spread == pytest.approx(stated, rel=ERRORS * 0.036)


def test_of_a_handful_of_samples_too():
    # f(x) = x at a = 0, u = 1: the values are the random numbers themselves.
    draws = np.random.default_rng(5).standard_normal((1, 5))[0].tolist()
    it = sampled(parse("x"), [0.0], [1.0], "normal", 5, 5)
    assert it.mean == pytest.approx(statistics.mean(draws), rel=2**-49)
    assert it.deviation == pytest.approx(statistics.stdev(draws), rel=2**-49)
    # var(s^2) = (m_4 - s^4 (n - 3)/(n - 1))/n, and ds = d(s^2)/(2 s).
    s, m = statistics.stdev(draws), statistics.mean(draws)
    variance = (statistics.mean((x - m) ** 4 for x in draws) - s**4 * 2 / 4) / 5
    assert it.deviation_error == pytest.approx(variance**0.5 / (2 * s), rel=2**-45)


def test_the_distributions_are_what_they_are_called():
    rng = [sampled(parse("x"), [2.0], [3.0], d, 50_000, 7) for d in ("uniform", "normal")]
    assert -1 <= rng[0].lowest < -0.99 and 4.99 < rng[0].highest <= 5
    assert rng[1].lowest < 2 - 9 and rng[1].highest > 2 + 9
    expected = stats.uniform(-1, 6), stats.norm(2, 3)
    for it, law in zip(rng, expected, strict=True):
        assert abs(it.mean - law.mean()) <= ERRORS * law.std() / 50_000**0.5
        assert abs(it.deviation - law.std()) <= ERRORS * it.deviation_error


def test_samples_where_f_is_undefined_are_counted():
    it = propagate(parse("ln x"), 1, "0.9", samples=10_000)
    # A normal argument is below 0 with probability Phi(-1/0.9).
    expected = stats.binom(10_000, stats.norm.cdf(-1 / 0.9))
    assert abs(it.normal.undefined - expected.mean()) <= ERRORS * expected.std()
    assert it.uniform.undefined == 0
    assert f"{it.normal.undefined} of 10000 undefined" in repr(it)
    lost = sampled(parse("ln x"), [-1.0], [0.5], "uniform", 100, 0)
    assert lost.undefined == 100 and np.isnan(lost.mean)


def test_over_a_pole_the_box_is_unproven_and_first_order_still_stands():
    it = propagate(parse("1/x"), 1, 2)
    assert it.worst_case.value == 2.0
    assert it.change.standing == "unproven"
    assert "nan" in (it.lowest.decimals, it.highest.decimals)


def test_the_same_seed_gives_the_same_result():
    f = parse("sin x + y", XY)
    one, two, three = (propagate(f, (1, 2), (1, 1), seed=s) for s in (3, 3, 4))
    assert one == two
    assert one.normal.mean != three.normal.mean


def test_it_prints_as_a_table():
    text = repr(propagate(parse("x y", XY), (2, 3), ("0.1", "0.2"))).splitlines()
    assert text[0] == "x = 2 ± 0.1, y = 3 ± 0.2"
    assert text[2].split() == "worst case ± 0.7 = 0.3 + 0.4".split()
    assert text[3].split() == "over the box -0.68, +0.72 (tight)".split()
    assert text[4].split() == "standard ± 0.5".split()
    assert "±" in text[5] and text[5].startswith("measured, normal")


def test_arguments_are_printed_as_they_were_given():
    f = parse("x + y + z", ("x", "y", "z"))
    lines = repr(propagate(f, (0.1, "1/3", "sqrt 2"), (1e-5, "1e-30", 2), samples=2)).splitlines()
    assert lines[0] == "x = 0.1 ± 1e-05, y = 1/3 ± 1e-30, z = sqrt(2) ± 2"


def test_huge_samples_have_moments_and_beyond_the_doubles_there_are_digits():
    huge, plain = (
        sampled(parse(text), [3.0], [0.5], "normal", 200, 1) for text in ("x" + "*2^190" * 5, "x")
    )
    for name in ("mean", "mean_error", "deviation", "deviation_error", "lowest", "highest"):
        assert getattr(huge, name) == pytest.approx(2.0**950 * getattr(plain, name), rel=2**-48)
    # e^800 = 2.7263745721125665673647795463672698e347 (mpmath), the slope is the same.
    rows = repr(propagate(parse("e^x"), 800, 1, samples=2)).splitlines()
    assert rows[2].split()[3] == rows[4].split()[2] == "2.72637457211257e+347"
    assert "+4.68467988483383e+347 (tight)" in rows[3]  # e^800 (e - 1)


def test_a_box_that_balls_cannot_tell_from_a_point_is_still_a_box():
    it = propagate(parse("x^2"), "1/3", "1e-90", samples=2)
    assert Fraction(it.change.minimum.lower) < Fraction(-2, 3) / 10**90
    assert Fraction(it.change.maximum.upper) > Fraction(2, 3) / 10**90


def test_bad_arguments_are_refused():
    f = parse("x y", XY)
    with pytest.raises(ValueError, match="negative"):
        propagate(f, (1, 2), (1, -1))
    for samples in (1, 10**6 + 1):
        with pytest.raises(ValueError, match="samples"):
            propagate(f, (1, 2), (1, 1), samples=samples)
    with pytest.raises(ParseError):
        propagate(f, (1, 2), 1)
    with pytest.raises(NotAnalytic):
        propagate(parse("|x|"), 0, 1)
