"""Extremes over a box: never violated by samples, published minima, honest where nothing holds."""

from fractions import Fraction
from itertools import product
from math import acosh, exp, inf, nextafter, pi
from sys import float_info

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from core.boxes.box import WHOLE, Side, balls, corners, halves
from core.boxes.box_search import BITS, BUDGET, MAX_PARTS, Search
from core.boxes.local_shape import is_positive_definite
from core.certified import Certified
from core.errors import ParseError
from core.expression.balls import enclose, exact_ball, working_precision
from core.expression.expression import parse
from core.extremes import TIGHT, Extremum, bounds_text, extremes
from core.point import point

XY = ("x", "y")


@pytest.mark.parametrize(
    ("text", "box", "least", "greatest"),
    [
        ("x^3 - 3x", (0, 3), -2.0, 18.0),
        ("x^2", (-1, 2), 0.0, 4.0),
        ("sin x", (0, "pi"), 0.0, 1.0),
        ("cos x", ("pi/4", "pi/3"), 0.5, 2**-0.5),
        ("|x - 1/3|", (-1, 1), 0.0, 4 / 3),
        ("1/x", (1, 2), 0.5, 1.0),
        ("sqrt x", (0, 1), 0.0, 1.0),
        ("sqrt(1 - x)", (0, 1), 0.0, 1.0),
        ("7", (0, 1), 7.0, 7.0),
        ("(x - 1/3)^2 + 10", (0, 1), 10.0, 10 + 4 / 9),
        ("x", ("1/3", "1/3"), 1 / 3, 1 / 3),
        ("floor x", ("0.5", 2), 0.0, 2.0),
        ("arcsin x", (-1, 1), -pi / 2, pi / 2),
        ("arccos x", (-1, 1), 0.0, pi),
        ("arcosh x", (1, 2), 0.0, acosh(2)),
        ("e^x", (0, 300), 1.0, exp(300)),
        ("max(x, -x) + min(x, 1)", (-1, 2), 0.0, 3.0),
    ],
)
def test_of_one_variable(text, box, least, greatest):
    e = extremes(parse(text), box)
    for found, known in ((e.minimum, least), (e.maximum, greatest)):
        # The known value is itself a double, an ulp off at most.
        assert found.lower - abs(known) * 2**-52 <= known <= found.upper + abs(known) * 2**-52
        assert found.upper - found.lower <= TIGHT * max(10, abs(known))
    assert e.standing in ("tight", "wide")


# D. Surjanovic, D. Bingham, "Virtual Library of Simulation Experiments: Test Functions and
# Datasets" (2013): Rosenbrock, six-hump camel, Branin, Goldstein-Price; D. M. Himmelblau, "Applied
# Nonlinear Programming" (1972). The camel's value to more digits: M. Molga, C. Smutnicki, "Test
# functions for optimization needs" (2005) give -1.0316.
PUBLISHED = {
    "Rosenbrock": ("100(y-x^2)^2 + (1-x)^2", ((-5, 10), (-5, 10)), 0.0, 0.0, [(1, 1)]),
    "Himmelblau": (
        "(x^2+y-11)^2 + (x+y^2-7)^2",
        ((-5, 5), (-5, 5)),
        0.0,
        0.0,
        [(3, 2), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)],
    ),
    "six-hump camel": (
        "(4-2.1x^2+x^4/3) x^2 + x y + (-4+4y^2) y^2",
        ((-3, 3), (-2, 2)),
        -1.0316,
        5e-5,
        [(0.0898, -0.7126), (-0.0898, 0.7126)],
    ),
    "Branin": (
        "(y - (5.1/(4pi^2)) x^2 + (5/pi) x - 6)^2 + 10(1 - 1/(8pi)) cos x + 10",
        ((-5, 10), (0, 15)),
        5 / (4 * pi),
        2**-52,
        [(-pi, 12.275), (pi, 2.275), (9.42478, 2.475)],
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_minima_are_found(name):
    text, box, value, error, places = PUBLISHED[name]
    e = extremes(parse(text, XY), box)
    assert e.standing == "tight"
    assert e.minimum.lower - error <= value <= e.minimum.upper + error
    # Places are printed to four decimals at least, and the published ones are rounded.
    assert min(np.abs(np.subtract(e.minimum.near, place)).max() for place in places) < 2e-4


def test_a_gap_is_small_where_f_is_smooth():
    for text, box in (("e^x sin(5x)", (0, 3)), ("gamma(x)", ("0.5", 4)), ("erf(x)/x", (1, 9))):
        e = extremes(parse(text), box)
        for it in (e.minimum, e.maximum):
            assert it.upper - it.lower <= 4 * 2**-52 * max(abs(it.lower), abs(it.upper))


def test_scipy_finds_no_lower_value():
    f = parse("x^4 - x^2 + 0.1x")
    best = minimize_scalar(lambda x: float(f(x)), bounds=(-1.3, 0), method="bounded")
    e = extremes(f, ("-1.3", "1.1"))
    assert e.minimum.upper <= best.fun + 2**-50
    assert e.minimum.near[0] == pytest.approx(best.x, abs=1e-5)


ENDS = st.fractions(-3, 3, max_denominator=12)
TEXTS = st.sampled_from(
    [
        "x^2 y - sin(3x)",
        "e^(-x^2-y^2) (x + y)",
        "|x - y| + x y",
        "cos(4x) cos(3y) + x/5",
        "max(x, y^2) - min(x y, 1)",
        "atan(x y) + sqrt(x^2 + y^2 + 1)",
        "x^4 - 3x^2 y + y^3",
        "floor(x) y + x^(1/3)",
        "1/(x + 10) + ln(y + 4)",
    ]
)


@given(TEXTS, st.lists(ENDS, min_size=4, max_size=4), st.data())
@settings(max_examples=25, deadline=None)
def test_no_point_of_the_box_is_outside_the_bounds(text, ends, data):
    f = parse(text, XY)
    box = [sorted(ends[:2]), sorted(ends[2:])]
    e = extremes(f, [tuple(side) for side in box])
    rng = np.random.default_rng(data.draw(st.integers(0, 1000)))
    shares = [Fraction(int(s), 64) for s in rng.integers(0, 65, 60)]
    for s, t in zip(shares[:30], shares[30:], strict=True):
        place = [lo + (hi - lo) * q for (lo, hi), q in zip(box, (s, t), strict=True)]
        with working_precision(200):
            value = enclose(f.tree, dict(zip(XY, map(exact_ball, place), strict=True)), 200)
            assert not value < arb(e.minimum.lower)
            assert not value > arb(e.maximum.upper)


@given(TEXTS, st.lists(ENDS, min_size=4, max_size=4))
@settings(max_examples=15, deadline=None)
def test_the_bounds_from_inside_are_values(text, ends):
    f = parse(text, XY)
    box = [tuple(sorted(ends[:2])), tuple(sorted(ends[2:]))]
    e = extremes(f, box)
    for it, bound in ((e.minimum, e.minimum.upper), (e.maximum, e.maximum.lower)):
        # f at the place rounded to float64, within its roundings and its steepness there.
        for x, (lo, hi) in zip(it.near, box, strict=True):
            assert float(lo) - 1e-12 <= x <= float(hi) + 1e-12
        if "floor" not in text and "^(1/3)" not in text:
            assert float(f(*it.near)) == pytest.approx(bound, abs=1e-9)


@pytest.mark.parametrize("beyond", ["10^-6", "10^-12", "10^-18"])
def test_a_minimum_just_outside_the_box_is_not_taken_for_one_inside(beyond):
    e = extremes(parse(f"(x + {beyond})^2 + (y - 2 - {beyond})^2", XY), ((0, 1), (1, 2)))
    truth = 2 * Fraction(beyond.replace("10^", "1e")) ** 2
    assert Fraction(e.minimum.lower) <= truth <= Fraction(e.minimum.upper)
    assert e.minimum.near == (0.0, 2.0)


def test_a_function_that_is_constant_but_for_rounding_is_settled_at_once():
    e = extremes(parse("1/3 + sin(1)^2 + cos(1)^2 - 4/3 + 0 x"), (0, 1))
    assert e.standing == "tight" and e.parts <= 10
    assert e.minimum.lower < 0 < e.maximum.upper < 1e-45


def test_where_f_is_monotonic_little_is_looked_at():
    e = extremes(parse("x^2 + y + x y z", ("x", "y", "z")), ((1, 2), (1, 2), (1, 2)))
    # The whole box and one corner of it, for either extreme, and the faces on the way there.
    assert e.parts <= 2 * 4
    assert extremes(parse("sin x"), (0, 20)).parts <= 30


def test_three_and_four_variables():
    names = ("x", "y", "z", "w")
    e = extremes(parse("x y z", names[:3]), ((1, 2), (1, 2), (-1, 2)))
    assert (e.minimum.lower, e.maximum.upper) == (-4.0, 8.0)
    f = parse("x^2 + y^2 + z^2 + w^2 - x y - z w", names)
    e = extremes(f, ((-1, 2),) * 4)
    # The eigenvalues of the form are 1/2 and 3/2.
    assert e.minimum.lower <= 0 <= e.minimum.upper < 1e-30
    assert e.maximum.upper == max(x * x + y * y - x * y for x, y in product((-1, 2), repeat=2)) * 2


@pytest.mark.parametrize(
    ("text", "box"), [("1/x", (-1, 1)), ("ln x", (0, 1)), ("ln x", (-1, 1)), ("tan x", (0, 3))]
)
def test_at_a_pole_or_outside_the_domain_nothing_is_claimed(text, box):
    e = extremes(parse(text), box)
    assert e.standing == "unproven"
    assert e.minimum.lower == -inf or e.maximum.upper == inf


def test_a_valley_ends_the_budget_and_the_bounds_still_hold():
    e = extremes(parse("x^2 - 2x y + y^2", XY), ((-1, 1), (-1, 1)))
    assert e.standing == "wide"
    assert e.minimum.lower < 0 <= e.minimum.upper
    assert e.maximum.upper == 4.0
    assert e.parts <= 2 * (MAX_PARTS + 2)


def test_a_large_polynomial_has_honest_bounds():
    # Goldstein-Price: least value 3 at (0, -1), greatest about 10^6 (same source).
    f = parse(
        "(1+(x+y+1)^2*(19-14x+3x^2-14y+6x y+3y^2))*(30+(2x-3y)^2*(18-32x+12x^2+48y-36x y+27y^2))",
        XY,
    )
    e = extremes(f, ((-2, 2), (-2, 2)))
    assert e.minimum.lower <= 3.0 <= e.minimum.upper < 3.0 + 1e-9
    assert e.minimum.near == (0.0, -1.0)


def test_the_same_search_gives_the_same_answer():
    f, box = parse("sin(x y) + x", XY), ((0, 3), (0, 3))
    assert extremes(f, box) == extremes(f, box)


def test_it_reads_as_a_sentence():
    assert repr(extremes(parse("x y", XY), ((1, 2), (3, 4)))) == (
        "Extremes(minimum 3 at (1, 3), maximum 8 at (2, 4); tight)"
    )
    assert "in [-inf, " in repr(extremes(parse("1/x"), (-1, 1)))


@pytest.mark.parametrize(
    ("names", "box"),
    [
        (("x",), (2, 1)),
        (("x",), ((0, 1), (0, 1))),
        (("x", "y"), (0, 1)),
        (("x", "y"), ((0, 1), (0, 1, 2))),
        (("x",), (0, 1, 2)),
        (("a", "b", "c", "d", "x"), ((0, 1),) * 5),
    ],
)
def test_bad_boxes_are_refused(names, box):
    with pytest.raises(ValueError, match=r"expected|below"):
        extremes(parse("x", (*names, "x") if "x" not in names else names), box)


def test_an_end_must_be_a_number():
    with pytest.raises(ParseError):
        extremes(parse("x"), (0, "ln 0"))


def test_a_ball_covers_its_share_and_sticks_out_only_inwards():
    with working_precision(160):
        side = Side.of(point(0), point(1), 160)
        parts = [(WHOLE,)]
        for _ in range(5):
            parts = [half for part in parts for half in halves(part, 0)]
        for (share,) in parts:
            (ball,) = balls([side], (share,))
            assert ball.contains(side.at(share[0])) and ball.contains(side.at(share[1]))
            assert ball.lower() >= 0 and ball.upper() <= 1
        assert sorted(corners((WHOLE, (Fraction(0), Fraction(0))))) == [(0, 0), (1, 0)]
        # 2 + 2^-44 halved and rounded to the 30 bits of a radius would be 1.
        side = Side.of(point(0), point(2 + 2.0**-44), 160)
        assert side.ball(WHOLE).contains(side.hi)


def test_positive_definite_is_proven_of_every_matrix_in_the_interval():
    assert is_positive_definite([[arb(2), arb(1)], [arb(1), arb(2)]])
    assert is_positive_definite([[arb(4), arb(3)], [arb(3), arb(3)]])
    assert not is_positive_definite([[arb(1), arb(1)], [arb(1), arb(1)]])
    assert not is_positive_definite([[arb(1), arb(2)], [arb(2), arb(1)]])
    assert not is_positive_definite([[arb(2), arb(1, 1)], [arb(1, 1), arb(2)]])
    third = [[arb(2), arb(-1), arb(0)], [arb(-1), arb(2), arb(-1)], [arb(0), arb(-1), arb(0.6)]]
    assert not is_positive_definite(third)  # its determinant is 2 (1.2 - 1) - 0.6 < 0


@pytest.mark.parametrize(
    ("text", "box"),
    [("ln x", (-2, -1)), ("sqrt x", (-1, 1)), ("asin x", (0, 2)), ("atanh(1/x)", ("0.3", "0.4"))],
)
def test_the_search_ends_where_a_part_of_the_box_has_no_values(text, box):
    e = extremes(parse(text), box)
    assert (e.standing, e.minimum.lower, e.maximum.upper) == ("unproven", -np.inf, np.inf)
    assert e.parts < 20


def test_a_simple_point_is_met_exactly():
    e = extremes(parse("x^2 + y^2", XY), ((-1, 2), (0, 1)))
    assert (e.minimum.near, e.minimum.upper) == ((0.0, 0.0), 0.0)


def test_what_is_open_is_shown_with_its_radius():
    assert repr(extremes(parse("floor x"), (0, 3))) == (
        "Extremes(minimum 0 ± 9.4e-10 at 0, maximum 3 ± 9.4e-10 at 3; wide)"
    )


@given(st.floats(-1e9, 1e9, allow_subnormal=False), st.floats(0, 1e6), st.sampled_from(["", "+"]))
def test_a_shown_number_with_its_radius_holds_both_bounds(lower, gap, sign):
    upper = lower + gap
    text = bounds_text(Extremum(lower, upper, Certified(lower, ""), (0.0,)), sign)
    middle, _, radius = text.partition(" ± ")
    if radius:
        m, r = Fraction(middle), Fraction(radius)
        assert m - r <= Fraction(lower) <= Fraction(upper) <= m + r
    else:
        assert abs(Fraction(middle) - Fraction(upper)) <= abs(Fraction(upper)) / 10**9


def test_beyond_the_doubles_the_bounds_are_outward_and_the_digits_are_there():
    # mpmath: e^800 = 2.7263745721125665673647795463672698e347.
    e = extremes(parse("e^x"), (0, 800))
    assert (e.maximum.lower, e.maximum.upper) == (float_info.max, inf)
    assert e.maximum.value.decimals == "2.72637457211257e+347"
    assert e.minimum.lower <= 1.0 <= e.minimum.upper <= nextafter(1.0, inf)
    assert repr(e) == "Extremes(minimum 1 at 0, maximum 2.72637457211257e+347 at 800; tight)"
    e = extremes(parse("-x^200"), (0, 100))
    assert (e.minimum.lower, e.minimum.upper) == (-inf, -float_info.max)
    assert e.maximum.lower <= 0 <= e.maximum.upper < 1e-29


def test_what_is_known_of_nothing_but_beyond_the_doubles_is_not_tight():
    e = extremes(parse("e^x"), (0, "10^9"))
    assert e.standing == "wide" and e.minimum.lower == -inf and e.minimum.upper == 1.0


def test_printed_bounds_are_outward():
    text = repr(extremes(parse("arcsin(x)/(x - 2/3)"), ("2/3", 1)))
    # arcsin(1)/(1 - 2/3) = 4.712388980..., the least value is at most that.
    assert text.startswith("Extremes(minimum in [-inf, ")
    shown_upper = float(text.split("[-inf, ")[1].split("]")[0])
    assert shown_upper >= extremes(parse("arcsin(x)/(x - 2/3)"), ("2/3", 1)).minimum.upper
    assert "[1.73205, inf]" in repr(extremes(parse("sqrt(3) + 0 ln(x)"), (0, 1)))


@pytest.mark.parametrize("text", ["x if x < 1, 0 otherwise", "-(x if x < 1, 0 otherwise)"])
def test_beside_a_jump_the_place_is_where_f_is_near_the_value(text):
    e = extremes(parse(text), (0, 2))
    it = e.minimum if text.startswith("-") else e.maximum
    assert e.standing == "wide"
    assert abs(float(parse(text)(it.near[0])) - it.upper) <= it.upper - it.lower
    assert 0 < it.near[0] < 1


def test_the_place_is_in_the_box():
    e = extremes(parse("x"), ("1/3", "2/3"))
    assert Fraction(1, 3) < Fraction(e.minimum.near[0]) < Fraction(1, 3) + Fraction(1, 2**54)
    assert Fraction(2, 3) - Fraction(1, 2**53) < Fraction(e.maximum.near[0]) < Fraction(2, 3)


@pytest.mark.parametrize(
    ("text", "walks"),
    [("min(x, y)/max(x, y)", 27), ("1/(x y)", 25), ("floor(9 x)/floor(7 y)", 29)],
)
def test_the_work_is_bounded_by_counting_walks(text, walks):
    sides = [Side.of(point(-1), point(1), BITS)] * 2
    search = Search(parse(text, XY).tree, XY, sides)
    search.result()
    # One more part at most begins within the budget: a few dozen walks.
    assert search.walks * walks <= BUDGET + 60 * walks
