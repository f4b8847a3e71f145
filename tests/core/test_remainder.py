"""The remainder: no bound is ever violated, and what is claimed to be near is near."""

import math
import time
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

import core.remainders.mean_value
from core import NotAnalytic, ParseError, parse, remainder
from core.expression.balls import enclose, working_precision
from core.expression.series import coefficients
from core.expression.tree import Number
from core.point import point
from core.remainders.lagrange import Bounds
from core.remainders.mean_value import _Gap
from core.remainders.way import BUDGET, MAX_EXPANSIONS, Way
from core.within import _last_size, _rounded, within

FUNCTIONS = [
    ("e^x", 0, -3, 3),
    ("sin x", 0, -8, 8),
    ("cos x", "pi/2", -3, 6),
    ("tan x", 0, -2, 2),
    ("1/(1+x^2)", 0, -2, 2),
    ("1/(1+25x^2)", 0, -1, 1),
    ("e^(sin x)", 1, -2, 4),
    ("ln x", 1, -0.5, 3),
    ("sqrt x", 1, -1, 4),
    ("cbrt x", 1, -1, 2),
    ("|x|", 1, -1, 3),
    ("sin(x)/x", 0, -6, 6),
    ("(1-cos x)/x^2", 0, -6, 6),
    ("x/(e^x-1)", 0, -5, 5),
    ("gamma(x)", 3, 1, 5),
    ("x^x", 1, 0.01, 3),
    ("erf x", 0.5, -2, 3),
    ("atan x", 0, -3, 3),
    ("x^5 - 3x", "1/2", -2, 2),
    ("max(x, x^2)", 2, -1, 4),
    ("floor x + x^2", 2.5, 1, 4),
    ("besselj(1, x)", 1, -2, 4),
    ("sqrt(x^4) e^x", 0, -2, 2),
    ("atan(1/x^2)", 0, -2, 2),
    ("x/((2-x) sin x)", 0, -2, 3),
]


def true_remainder(f, at, order, x, bits=1200):
    """Balls for ``R_n(x)``, straight from the definition, at many times the precision."""
    center = remainder(f, at, 0, [0.0]).center
    c = coefficients(f.tree, "x", center, order, bits)
    with working_precision(bits):
        h = arb(x) - enclose(center, {}, bits)
        value = enclose(f.tree, {"x": arb(x)}, bits)
        total, found = arb(0), []
        for k in range(order + 1):
            total += c[k] * h**k
            found.append(value - total)
        return found


@pytest.mark.parametrize(("text", "at", "low", "high"), FUNCTIONS)
def test_no_bound_is_below_the_true_remainder(text, at, low, high):
    f, x = parse(text), np.linspace(low, high, 37)
    r = remainder(f, at, 12, x)
    for i, place in enumerate(x):
        for n, truth in enumerate(true_remainder(f, at, 12, place)):
            if truth.is_finite():
                assert truth.abs_lower() <= arb(r.bound[n, i]), (n, place)
                assert r.error[n, i] == pytest.approx(abs(float(truth)), rel=1e-6, abs=0)
            else:
                assert math.isnan(r.error[n, i])
                assert r.bound[n, i] == math.inf or not math.isfinite(f(place))


@pytest.mark.parametrize(("text", "at", "low", "high"), FUNCTIONS[:8] + FUNCTIONS[11:16])
def test_the_bound_is_within_a_fifth_of_the_ideal_one(text, at, low, high):
    """Ideal: the largest ``|c_(n+1)|`` among 200 points on the way, times ``|x - a|^(n+1)``."""
    f = parse(text)
    r = remainder(f, at, 20, np.linspace(low, high, 200))
    center = float(enclose(r.center, {}, 64))
    ratios = []
    for side in (r.x < center, r.x > center):
        outward = np.argsort(np.abs(r.x - center))
        outward = outward[side[outward]]
        sizes = np.array([size_of_coefficients(f, r.x[i], 21) for i in outward]).T
        ideal = np.maximum.accumulate(sizes[1:], axis=1)
        ideal *= np.abs(r.x[outward] - center) ** np.arange(1, 22)[:, None]
        with np.errstate(all="ignore"):
            ratio = r.bound[:, outward] / ideal
        ratios.append(ratio[np.isfinite(ratio)])
    assert 1 <= np.median(np.concatenate(ratios)) <= 1.2


def size_of_coefficients(f, x, order):
    try:
        return [abs(float(c)) for c in coefficients(f.tree, "x", arb(x), order, 30)]
    except NotAnalytic:
        return [math.inf] * (order + 1)


@pytest.mark.parametrize(
    ("text", "at", "stops", "goes"),
    [
        ("tan x", 0, 1.571, 1.569),
        ("1/x", 1, 0.0, 0.01),
        ("|x|", 1, -0.001, 0.01),
        ("sqrt x", 1, 0.0, 0.01),
        ("ln x", 1, 0.0, 0.01),
        ("floor x", 1.5, 2.0, 1.99),
        ("max(x, 1)", 2, 0.999, 1.01),
        ("gamma(x)", 1, 0.0, 0.05),
        ("asin x", 0, 1.0, 0.99),
    ],
)
def test_bounds_stop_at_poles_corners_and_ends_of_the_domain(text, at, stops, goes):
    far = stops + (0.5 if stops > at else -0.5)
    bound = remainder(parse(text), at, 6, [stops, goes, far]).bound
    assert (bound[1:, 0] == math.inf).all()
    assert np.isfinite(bound[:, 1]).all()
    assert (bound[1:, 2] == math.inf).all()


def test_at_the_center_there_is_no_remainder():
    r = remainder(parse("e^x"), 0.5, 5, [0.5])
    assert (r.bound == 0).all()
    assert (r.error == 0).all()


def test_a_polynomial_has_no_remainder_from_its_degree_on():
    r = remainder(parse("x^5 - 3x"), "1/3", 8, np.linspace(-2, 2, 9))
    assert (r.error[5:] == 0).all()
    assert (r.bound[5:] == 0).all()
    assert (r.error[4] > 0).all()


def test_tiny_remainders_keep_their_six_digits():
    """``R_20 ~ x^21/21!`` at 1e-5: a number of 125 zeros, from a difference of numbers near 1."""
    r = remainder(parse("e^x"), 0, 20, [1e-5])
    assert r.error[20, 0] == pytest.approx(1e-105 / math.factorial(21), rel=1e-6, abs=0)
    assert r.error[20, 0] <= r.bound[20, 0] <= r.error[20, 0] * 1.001


@pytest.mark.parametrize(
    ("text", "at", "n", "x0", "expected"),
    [
        ("e^x", 0, 0, 1.0, [math.log(math.e - 1)]),
        ("e^x", 0, 1, 1.0, [math.log(2 * (math.e - 2))]),
        ("x^3", 0, 1, 1.0, [1 / 3]),
        ("ln x", 1, 0, 3.0, [2 / math.log(3)]),
        (
            "sin x",
            0,
            0,
            6.0,
            [math.acos(math.sin(6) / 6), 2 * math.pi - math.acos(math.sin(6) / 6)],
        ),
        ("x^4", 0, 2, 1.0, [1 / 4]),
        ("1/x", 1, 0, 4.0, [2.0]),
        ("x^3", "1/2", 0, -0.5, [-math.sqrt(1 / 12), math.sqrt(1 / 12)]),
    ],
)
def test_xi_is_where_lagrange_says(text, at, n, x0, expected):
    assert remainder(parse(text), at, n, [x0]).xi(n, x0) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize(
    ("text", "at", "n", "x0"),
    [
        ("1/x", 1, 2, -1.0),
        ("|x|", 1, 0, -2.0),
        ("tan x", 0, 1, 2.0),
        ("x^2", 0, 1, 1.0),
        ("x", 0, 0, 0.0),
    ],
)
def test_no_xi_is_claimed_without_proof(text, at, n, x0):
    assert len(remainder(parse(text), at, n, [x0]).xi(n, x0)) == 0


LEAVES = ["x", "x-1/3", "2x+1", "3", "1/2"]
UNARY = ["e^({})", "sin({})", "cos(2({}))", "atan({})", "|{}|", "({})^3", "erf({})", "tanh({})"]
PARTIAL = ["1/({})", "ln({})", "sqrt({})", "tan({})", "cbrt({})", "gamma({})", "asin({})"]
FORMULAS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(str.format, st.sampled_from(UNARY), inner),
        st.builds(str.format, st.sampled_from(PARTIAL), inner),
        st.builds("({}){}({})".format, inner, st.sampled_from("+-*/"), inner),
    ),
    max_leaves=4,
)
CENTERS = st.fractions(-2, 2, max_denominator=6)


@settings(max_examples=100)
@given(FORMULAS, CENTERS, st.lists(st.floats(-2.9, 2.9), min_size=5, max_size=5))
def test_no_bound_is_violated_by_random_formulas(text, at, x):
    """Bounds against rigorous lower bounds of the true error, from 1200 bits and the definition."""
    try:
        f = parse(text)
        truths = [true_remainder(f, at, 6, place) for place in x]
    except (NotAnalytic, ParseError):  # asin(3) is no number
        return
    bound = remainder(f, at, 6, x).bound
    for i, column in enumerate(truths):
        for n, truth in enumerate(column):
            if truth.is_finite():
                assert truth.abs_lower() <= arb(bound[n, i]), (n, x[i])


@settings(max_examples=40)
@given(FORMULAS, CENTERS, st.integers(0, 4), st.floats(-2.9, 2.9))
def test_every_xi_lies_inside_and_is_bracketed_by_a_change_of_sign(text, at, n, x0):
    """``c_(n+1)(xi) - R_n(x0)/(x0 - a)^(n+1)`` has opposite signs just beside each one."""
    try:
        f = parse(text)
        found = remainder(f, at, n, [x0]).xi(n, x0)
    except (NotAnalytic, ParseError):
        return
    assert (np.diff(found) > 0).all()
    error = true_remainder(f, at, n, x0)[n] if len(found) else arb(0)
    for xi in found.tolist():
        assert min(float(at), x0) < xi < max(float(at), x0)
        with working_precision(1200):
            target = error / (arb(x0) - arb(at.numerator) / at.denominator) ** (n + 1)
            beside = (abs(xi) + abs(x0 - float(at))) * 2.0**-48
            signs = []
            for place in (arb(xi) - beside, arb(xi) + beside):
                c = coefficients(f.tree, "x", arb(place.mid()), n + 1, 900)[n + 1]
                signs.append(c > target)
                assert c > target or c < target
        assert signs[0] != signs[1]


@pytest.mark.parametrize(
    ("text", "at", "window"),
    [
        ("sin x", 0, (-8, 8)),
        ("e^x", 0, (-3, 3)),
        ("ln x", 1, (0.05, 3)),
        ("1/(1+x^2)", 0, (-2, 2)),
        ("e^(sin x)", 1, (-2, 4)),
        ("sin(x)/x", 0, (-6, 6)),
        ("cos x", "pi/2", (-5, 5)),
    ],
)
@pytest.mark.parametrize("tolerance", [0.1, 1e-6])
def test_within_holds_inside_and_fails_just_outside(text, at, window, tolerance):
    f, order = parse(text), 8
    w = within(f, at, order, tolerance, window)
    for n in range(order + 1):
        for end, fails in ((w.lo[n], w.lo_fails[n]), (w.hi[n], w.hi_fails[n])):
            assert abs(true_remainder(f, at, n, end)[n]) <= tolerance
            assert math.isinf(fails) or abs(true_remainder(f, at, n, fails)[n]) > tolerance
        inside = np.linspace(w.lo[n], w.hi[n], 23)
        assert np.nanmax(remainder(f, at, n, inside).error[n]) <= tolerance


def test_within_agrees_with_what_is_known_in_closed_form():
    """``|x - sin x| <= 1/6000`` and so on: ``|e^x - 1| <= 1/10`` up to ln 1.1, from ln 0.9."""
    w = within(parse("e^x"), 0, 0, 0.1, (-2, 2))
    assert w.hi[0] <= math.log(1.1) <= w.hi_fails[0] <= w.hi[0] * 1.0002
    assert w.lo[0] >= math.log(0.9) >= w.lo_fails[0] >= w.lo[0] * 1.0002


def test_within_does_not_jump_over_a_gap():
    """``|cos x - 1| <= 1.5`` fails between 2.09 and 4.19 and holds again: the first end counts."""
    w = within(parse("cos x"), 0, 0, 1.5, (-7, 7))
    assert w.hi[0] == pytest.approx(math.acos(-0.5), rel=2e-4)


def test_within_reaches_the_window_if_it_never_fails():
    w = within(parse("x^2"), 0, 3, 0.01, (-1, 2))
    assert (w.lo[2:] == -1).all() and (w.hi[2:] == 2).all()
    assert (w.lo_fails[2:] == -math.inf).all() and (w.hi_fails[2:] == math.inf).all()


def test_the_ends_of_the_window_may_be_text():
    by_text = within(parse("sin x"), 0, 1, 0.01, ("-pi/2", "1/8"))
    by_number = within(parse("sin x"), 0, 1, 0.01, (-math.pi / 2, 0.125))
    assert (by_text.lo == by_number.lo).all() and (by_text.hi == by_number.hi).all()
    assert by_text.hi[1] == 0.125


@pytest.mark.filterwarnings("error")
def test_a_window_beyond_all_measure_gives_no_warning():
    found = within(parse("sin x"), 0, 3, 0.1, (-1e300, 1e300))
    assert (found.lo <= 0).all() and (found.hi >= 0).all()
    assert repr(found) == "Within([0, 0] for n = 0, [0, 0] for n = 3)"


def test_within_refuses_what_makes_no_sense():
    with pytest.raises(ValueError, match="tolerance is 0: positive"):
        within(parse("x"), 0, 3, 0)
    with pytest.raises(ValueError, match="order 200: from 0 to 199"):
        within(parse("x"), 0, 200)
    with pytest.raises(ParseError):
        within(parse("x"), 0, 3, 0.1, ("-1", "1/0"))
    with pytest.raises(ValueError, match="outside"):
        within(parse("x"), 9, 3, 0.1)
    with pytest.raises(ValueError, match="in 1 variable"):
        within(parse("x y", ("x", "y")), 0, 3, 0.1)
    with pytest.raises(NotAnalytic):
        within(parse("|x|"), 0, 3, 0.1)


def test_orders_out_of_range_are_refused():
    with pytest.raises(ValueError, match="order"):
        remainder(parse("x"), 0, 200, [1.0])
    with pytest.raises(ValueError, match="in 1 variable"):
        remainder(parse("x y", ("x", "y")), 0, 2, [1.0])


@pytest.mark.parametrize("text", ["e^x", "sin(3x)", "1/(4-x)"])
def test_bounds_hold_on_a_piece_as_wide_as_it_likes(text):
    """On [0, 3] ten terms of the local series are far from enough: the last one must be there."""
    f = parse(text)
    way = Way(f.tree, "x", Number(Fraction(0), "0"), 4, 1)
    (proven,), _ = way.on_pieces([(0.0, 3.0)])
    for x in np.linspace(0, 3, 61):
        assert (size_of_coefficients(f, x, 4) <= proven).all()


@pytest.mark.parametrize("k", [0, 1, 2])
@pytest.mark.parametrize("m", [3, 7, 11, 13, 49])
def test_bounds_on_a_piece_are_rounded_up(k, m):
    """The coefficient of ``x^k/m`` is no double: the bound is above it, and hardly."""
    way = Way(parse(f"x^{k}/{m}").tree, "x", point(0), 4, 1)
    (proven,), _ = way.on_pieces([(0.5, 0.625)])
    assert Fraction(1, m) < Fraction(proven[k]) < Fraction(1, m) * (Fraction(5, 8) ** 0 + 1)


def test_sums_on_a_piece_are_rounded_up():
    """Of ``x + m/3`` the largest value is at the far end, here less than a rounding farther."""
    near, far = 0.5, 0.5 + 2e-8
    for m in range(10**9, 10**9 + 60):
        way = Way(parse(f"x + {m}/3").tree, "x", point(0), 2, 1)
        (proven,), _ = way.on_pieces([(near, far)])
        assert Fraction(proven[0]) >= Fraction(far) + Fraction(m, 3)


@pytest.mark.parametrize("x", [5e-324, 1e-323, 3.5e-320, 2.3e-308])
@pytest.mark.parametrize("text", ["erf x", "sin(4x/3)", "e^(0.7x)"])
def test_bounds_below_the_normal_doubles_are_rounded_up(text, x):
    f = parse(text)
    assert true_remainder(f, 0, 0, x)[0].abs_lower() <= arb(remainder(f, 0, 0, [x]).bound[0, 0])


def test_beyond_the_last_piece_nothing_is_proven():
    way = Bounds(np.array([1.0, 2.0]), np.array([[3.0, 5.0]]))
    found = way.on_the_way_to(np.array([0.5, 1.0, 1.5, 2.0, 2.0001]))
    assert found.tolist() == [[3.0, 3.0, 5.0, 5.0, math.inf]]


@pytest.mark.parametrize("x", np.geomspace(1e-4, 2, 25))
def test_six_digits_whatever_has_cancelled(x):
    """``R_20 = sum of x^k/k!, k > 20``: between 1e-99 and 1e-13, at the same precision of f."""
    with mpmath.workdps(50):
        truth = mpmath.nsum(lambda k: mpmath.mpf(x) ** k / mpmath.factorial(k), [21, 60])
    found = remainder(parse("e^x"), 0, 20, [x]).error[20, 0]
    assert found == pytest.approx(float(truth), rel=1e-6, abs=0)


def test_a_dear_search_for_xi_ends_with_nothing_claimed(monkeypatch):
    r = remainder(parse("sin x"), 0, 0, [60.0])
    assert len(r.xi(0, 60.0)) == 19  # cos xi = sin(60)/60, between 0 and 60
    monkeypatch.setattr(core.remainders.mean_value, "BUDGET", 0)
    assert len(r.xi(0, 60.0)) == 0


def test_xi_is_not_sought_where_few_expansions_are_dear_already(monkeypatch):
    r = remainder(parse("sin x"), 0, 2, [1.0])
    assert len(r.xi(2, 1.0)) == 1
    monkeypatch.setattr(core.remainders.mean_value, "MOST", 500)  # some thirty expansions
    assert len(r.xi(2, 1.0)) == 0


def test_errors_that_would_be_dear_are_left_open_and_others_kept(monkeypatch):
    """At 1e-30 the error of order 9 is 1e-303 of f: 192 bits do not show it, 1900 do."""
    f, x = parse("e^x"), [1e-30, 1.0]
    assert (remainder(f, 0, 9, x).error > 0).all()
    monkeypatch.setattr(core.remainders.true_error, "DEAREST", 0)
    found = remainder(f, 0, 9, x).error
    assert math.isnan(found[9, 0])
    assert (found[:, 1] > 0).all() and found[0, 0] > 0


def test_a_series_whose_many_bits_are_dear_keeps_the_errors_of_the_first():
    f = parse("sin(x)" + "+gamma(x+2)-(x+1)*gamma(x+1)" * 6)
    found = remainder(f, 0, 199, [0.5]).error[:, 0]
    assert (found[:20] > 0).all()


def test_constants_are_not_paid_for_in_every_term():
    """``sin x + 3! + 3! + ...`` is not dear because factorials are."""
    long = parse("sin x" + "+pi!" * 37)
    assert not np.isnan(remainder(long, 0, 20, np.linspace(-0.01, 0.01, 30)).error).any()
    many = "+".join(["3!"] * 33)
    assert len(remainder(parse(f"e^x+(({many})+({many}))"), 0, 60, [1.0]).xi(60, 1)) == 1
    assert np.isfinite(remainder(long, 0, 20, [-3.0, 3.0]).bound).all()


@pytest.mark.parametrize("x0", [Fraction(1, 2), "1/2", np.float32(0.5)])
def test_the_far_end_is_a_point_like_any_other(x0):
    """sin: ``-cos(xi)/6 x^3 = sin x - x``."""
    r = remainder(parse("sin x"), 0, 5, [0.5])
    assert r.xi(2, x0) == pytest.approx([math.acos(6 * (0.5 - math.sin(0.5)) / 0.125)], rel=1e-13)
    assert r.xi(2, "pi/2") == pytest.approx(
        [math.acos(48 * (math.pi / 2 - 1) / math.pi**3)], rel=1e-13
    )
    with pytest.raises(ParseError):
        r.xi(2, math.nan)


def test_points_stand_in_one_row():
    assert remainder(parse("sin x"), 0, 5, 1).x.shape == (1,)
    with pytest.raises(ValueError, match=r"\(2, 3\)"):
        remainder(parse("sin x"), 0, 5, np.ones((2, 3)))


# Powers of sines: nearly as long as a formula may be.
LONG = "sin x" + "".join(f" + sin({k}x)^{k - 1}" for k in range(3, 22))


def test_long_formulas_and_high_orders_keep_others_waiting_for_less_than_two_seconds():
    """FLINT cannot be interrupted, so the work is bounded before."""
    r = remainder(parse(LONG), 0, 20, np.linspace(-2, 2, 400))
    for work in (
        lambda: r.bound,
        lambda: r.error,
        lambda: r.xi(20, 1.0),
        lambda: within(parse("sin x"), 0, 199),
    ):
        begun = time.process_time()
        work()
        assert time.process_time() - begun < 2


def test_a_monotone_piece_without_a_change_of_sign_has_no_xi():
    gap = _Gap(Way(parse("e^x").tree, "x", Number(Fraction(0), "0"), 1, 1), 0, arb(5))
    assert gap._bisected(0.0, 1.0) == []
    assert gap._bisected(0.0, 2.0) == pytest.approx([math.log(5)], rel=1e-14)


def test_the_last_local_term_is_lagranges():
    """``R_20^(6)/6! <= C(21, 6) M_21 |x - a|^15``."""
    size = _last_size(20, 2.0, np.ones(22))
    assert size == pytest.approx(math.comb(21, 6) * 2**15, rel=1e-9)
    assert size >= math.comb(21, 6) * 2**15


@pytest.mark.parametrize(
    ("text", "at"), [("gamma(x) - gamma(x)", -1), ("1/gamma(x)", -3), ("besselj(3, e^x)", 0)]
)
def test_a_dear_proof_keeps_to_its_budget(text, at, monkeypatch):
    """FLINT cannot be interrupted: without a budget these hold up every visitor for seconds."""
    ways = []
    real = Way.__init__
    monkeypatch.setattr(Way, "__init__", lambda self, *a: (ways.append(self), real(self, *a))[1])
    bound = remainder(parse(text), at, 20, np.linspace(at - 10, at + 10, 100)).bound
    assert len(ways) == 2
    assert all(way.spent <= BUDGET + 2 * way._cost(0.0) for way in ways)
    assert not np.isnan(bound).any()


@pytest.mark.parametrize("text", ["e^x", "tan x", "sin(x)/x", "gamma(x + 3)", "e^(sin x)/(2 + x)"])
def test_usual_functions_are_far_below_the_budget(text):
    assert Way(parse(text).tree, "x", point(0), 21, 1).affordable() >= MAX_EXPANSIONS // 2


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", ["x^1000", "gamma(100x)", "e^(e^(e^x))", "(x + pi)^500", "e^x"])
def test_what_overflows_is_no_proof_and_no_warning(text):
    bound = remainder(parse(text), 1, 5, [1.5, 1e300, -1e300]).bound
    assert not np.isnan(bound).any()
    assert bound[5, 2] == math.inf
    within(parse(text), 1, 5, 0.01, (-4.0, 6.0))


@pytest.mark.parametrize(
    ("text", "at", "x"),
    [
        ("e^(x - 9007199254740993)", "9007199254740993", [9007199254740992.0, 9007199254740994.0]),
        ("e^x", Fraction(1, 2) + Fraction(1, 2**70), [0.5]),
        ("sin x", "pi", [math.pi]),
    ],
)
def test_a_point_is_only_the_center_if_it_is_exactly_that(text, at, x):
    r = remainder(parse(text), at, 1, x)
    assert (r.error > 0).all()
    assert (r.bound >= r.error).all()
    assert np.isfinite(r.bound).all()


def test_intervals_are_rounded_inward_from_the_exact_center():
    """The double beside 1/3 is off by 2^-56: near 0 that is many roundings."""
    h = 0.33333
    with working_precision(160):
        center = enclose(point("1/3"), {}, 160)
    found = _rounded(center, 1 / 3, np.array([[h, h]]), np.array([[h, h]]), (-1.0, 1.0))
    exact = Fraction(1, 3)
    assert 0 <= Fraction(found.lo[0]) - (exact - Fraction(h)) < Fraction(1, 2**65)
    assert 0 <= (exact - Fraction(h)) - Fraction(found.lo_fails[0]) < Fraction(1, 2**65)
    assert Fraction(found.hi[0]) <= exact + Fraction(h) <= Fraction(found.hi_fails[0])


def test_the_window_is_never_left_nor_left_short():
    found = within(parse("e^(x/9)"), "pi", 20, 1, (3.0, 4.0))
    assert (found.lo[20], found.hi[20]) == (3.0, 4.0)
    assert (found.lo_fails[20], found.hi_fails[20]) == (-math.inf, math.inf)


@pytest.mark.parametrize("n", [-1, 6])
def test_intermediate_points_belong_to_an_order(n):
    with pytest.raises(ValueError, match="from 0 to 5"):
        remainder(parse("e^x"), 0, 5).xi(n, 1.0)
