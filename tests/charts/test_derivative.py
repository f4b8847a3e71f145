"""The figure of secant and tangent: what is drawn, and what moves it."""

from math import inf

import numpy as np
import pytest

from charts.derivative import (
    DECADE,
    derivative_figure,
    places,
    signed,
    step_sizes,
    window_about,
)
from core import parse
from core.derivative import derivative

NAMES = ("secant", "tangent")


def drawn(text, at="0", interval=(-2.0, 2.0)):
    f = parse(text)
    return derivative_figure(f, float(at), derivative(f, at), interval, NAMES)


def halves(text, at="0"):
    """The traces after curve, secant and tangent: (x, y) of each."""
    figure, _ = drawn(text, at)
    return [(list(it.x), list(it.y)) for it in figure.data[3:]]


def test_steps_are_short_to_read_and_reach_from_one_to_the_last_float():
    h = step_sizes()
    assert (h[0], h[-1]) == (1e-16, 1.0)
    assert all(float(f"{it:.1e}") == it for it in h)
    ratio = h[1:] / h[:-1]
    assert ratio.min() > 1.2 and ratio.max() < 1.34  # a tenth of a decade is 1.26
    np.testing.assert_allclose(h[DECADE:] / h[:-DECADE], 10, rtol=1e-12)


def test_places_run_from_one_side_over_zero_to_the_other():
    h = places()
    assert (np.diff(h) > 0).all()
    np.testing.assert_array_equal(h, -h[::-1])
    assert h[len(h) // 2] == 0
    assert signed(np.array([1.0, 2.0]), 0, np.array([3.0, 4.0])).tolist() == [2, 1, 0, 3, 4]


def test_the_recipe_knows_the_tangents_slope_and_the_traces_that_move():
    figure, recipe = drawn("sin x", "1")
    assert recipe.slope == np.cos(1)
    assert figure.data[recipe.secant].meta == {"label": "secant", "role": "approximation"}
    assert figure.data[recipe.tangent].meta == {"label": "tangent", "role": "slope"}
    assert recipe.derivative == ["cos", "x"]


def test_a_corner_has_two_half_tangents():
    assert halves("|x|") == [([0, -2], [0, 2]), ([0, 2], [0, 2])]
    assert np.isnan(drawn("|x|")[1].slope)


def test_a_smooth_point_has_none():
    assert halves("x^2") == []
    assert halves("x^2 sin(1/x)") == []


def test_vertical_tangents_stand_on_the_curve():
    figure, _ = drawn("cbrt x")
    low, high = figure.layout.yaxis.range
    assert halves("cbrt x") == [([0, 0], [0, low]), ([0, 0], [0, high])]
    assert halves("|x|^(2/3)")[0][1][1] == halves("|x|^(2/3)")[1][1][1] > 0


@pytest.mark.parametrize("text", ["sign x", "1/x", "x sin(1/x)", "sqrt(x-9)"])
def test_where_there_is_no_slope_no_line_is_drawn(text):
    assert halves(text) == []


def test_the_curve_ends_with_a_half_tangent():
    assert halves("sqrt(x)^3") == [([0, 2], [0, 0])]


def walked(tree, x):
    """Walk the few operations that fill a hole, as the browser does."""
    if isinstance(tree, int | float):
        return tree
    if tree == "x":
        return x
    name, *operands = tree
    u = [walked(it, x) for it in operands]
    with np.errstate(all="ignore"):
        return {
            "+": lambda: u[0] + u[1],
            "-": lambda: u[0] - u[1],
            "*": lambda: u[0] * u[1],
            "/": lambda: np.divide(u[0], u[1]),
            "^": lambda: 1.0 if u[1] == 0 else u[0] ** u[1],
            "abs": lambda: abs(u[0]),
            "sign": lambda: np.sign(u[0]),
            "sin": lambda: np.sin(u[0]),
        }[name]()


def test_a_hole_is_filled_with_the_limit_and_nothing_else_changes():
    _, recipe = drawn("sin(x)/x")
    assert walked(recipe.tree, 0.0) == 1
    assert walked(recipe.tree, 0.7) == np.sin(0.7) / 0.7
    assert drawn("sin x")[1].tree == parse("sin x").browser


def test_a_function_without_a_formula_for_its_slope_is_drawn_all_the_same():
    assert drawn("gamma x", "2", (1.0, 3.0))[1].derivative is None


def test_the_window_holds_the_point_and_its_neighbor():
    assert window_about(-3, 3.6, 1) == (-3, 3.6)
    low, high = window_about(-3, 3.6, 3)
    assert high - low == pytest.approx(6.6) and low + high == pytest.approx(6)
    low, high = window_about(4, 4, 5)
    assert low < 5 < high


def test_the_point_is_in_sight_even_beside_a_pole():
    figure, _ = drawn("1/x^2", "0.05", (-3.0, 3.0))
    assert figure.layout.yaxis.range[1] > 400


def test_a_hand_leaves_the_point_at_short_numbers():
    assert drawn("x", "0", (-3.0, 3.6))[1].decimals == 2
    assert drawn("x", "0", (-0.5, 0.5))[1].decimals == 3


def test_infinite_slopes_do_not_reach_the_browser():
    assert drawn("cbrt x")[1].as_data()["slope"] is None
    assert derivative(parse("cbrt x"), "0").left == inf
