"""Curves are torn where the function is, and nowhere else; windows show what matters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.expression.expression import parse
from core.sampling import MOST, sample, window

HEIGHT = 470  # pixels of the figure


def torn_at(text, lo, hi):
    """The places where nan stands between two points of the curve."""
    x, y = sample(parse(text), lo, hi)
    inner = np.flatnonzero(np.isnan(y[1:-1])) + 1
    return sorted(
        {round(float(x[i]), 9) + 0.0 for i in inner if np.isfinite(y[[i - 1, i + 1]]).all()}
    )


@pytest.mark.parametrize(
    ("text", "lo", "hi", "gaps"),
    [
        ("1/x", -3, 3, [0]),
        ("1/x^2", -3, 3, [0]),
        ("1/(x-0.3001)^2", -3, 3, [0.3001]),
        ("1/(x-0.3)^2 - 1/(x+1)^2", -3, 3, [-1, 0.3]),
        ("tan x", -2, 2, [-1.570796327, 1.570796327]),
        ("sign x", -3, 3, [0]),
        ("sign(x)/10 + 10x", -3, 3.1, [0]),
        ("floor x", -1.5, 1.5, [-1, 0, 1]),
        ("atan(1/x)", -3, 3.1, [0]),
        ("sin x", -3, 3, []),
        ("cbrt x", -2, 2, []),
        ("|x|", -1, 1, []),
        ("atan(10^6 x)", -1, 1, []),
        ("x sin(1/x)", -1, 1, []),
    ],
)
def test_a_curve_is_torn_at_its_poles_and_jumps_only(text, lo, hi, gaps):
    assert torn_at(text, lo, hi) == gaps


def test_a_curve_runs_up_to_the_place_where_it_begins():
    x, y = sample(parse("sqrt(x-1)"), -3, 3)
    assert x[np.isfinite(y)].min() == pytest.approx(1, abs=1e-12)


def test_both_sides_of_a_pole_run_far_out_of_the_window():
    _, y = sample(parse("1/x"), -3, 3)
    assert np.nanmin(y) < -1e9 and np.nanmax(y) > 1e9


@pytest.mark.parametrize("text", ["sin x", "e^x", "x^5 - x", "sin(9x)", "sqrt(1-x^2)", "cbrt x"])
def test_chords_stay_within_a_lines_width_of_the_curve(text):
    f = parse(text)
    x, y = sample(f, -3, 3)
    lo, hi = window(y)
    middle = f((x[1:] + x[:-1]) / 2)
    off = np.abs(middle - (y[1:] + y[:-1]) / 2) / (hi - lo) * HEIGHT
    assert np.nanmax(off) < 1.5  # pixels; the line is 2 to 3 wide


@given(
    st.sampled_from(["sin({a}x)", "tan({a}x)", "floor({a}x)", "1/sin({a}x)", "ln({a}x)"]),
    st.integers(1, 99),
)
@settings(max_examples=30, deadline=None)
def test_points_are_few_in_order_and_always_the_same(text, a):
    f = parse(text.format(a=a))
    x, y = sample(f, -3, 2)
    assert x.dtype == y.dtype == np.float64
    assert x.shape == y.shape and x.size <= MOST
    assert (np.diff(x) >= 0).all() and not np.isinf(y).any()
    np.testing.assert_array_equal(sample(f, -3, 2), (x, y))


@pytest.mark.filterwarnings("error")
def test_numbers_near_the_largest_float_do_no_harm():
    lo, hi = seen("e^x", 697, 720)
    assert lo < hi
    assert np.isnan(sample(parse("e^x"), 697, 720)[1][-1])


def test_an_interval_has_a_length():
    with pytest.raises(ValueError, match="below"):
        sample(parse("x"), 1, 1)


def seen(text, lo, hi):
    return window(sample(parse(text), lo, hi)[1])


def test_a_window_holds_all_of_a_tame_curve():
    assert seen("sin x", -3, 3) == pytest.approx((-1.12, 1.12), abs=1e-3)
    lo, hi = seen("e^x", -3, 4)
    assert lo < 0 and hi > np.exp(4)


@pytest.mark.parametrize(
    ("text", "most"), [("1/x", 10), ("1/x^2", 60), ("tan x", 20), ("1/(x-1)^4", 200)]
)
def test_a_window_leaves_poles_out(text, most):
    lo, hi = seen(text, -5, 5)
    assert -most < lo < 0 and 1 < hi < most


def test_a_window_shows_a_narrow_peak():
    assert seen("e^(-1000x^2)", -3, 3)[1] > 1


def test_a_window_has_a_height():
    assert window(np.full(9, 5.0)) == (2.5, 7.5)
    assert window(np.full(9, np.nan)) == (-1, 1)
    assert window(np.zeros(9)) == (-0.5, 0.5)
