"""The field's figure: its levels, its arrows, its window."""

import json

import numpy as np
import pytest

from charts import theme
from charts.gradient import (
    COLUMNS,
    FULL,
    ROWS,
    SAMPLES,
    Window,
    arrows,
    coordinates,
    gradient_figure,
    heights,
    levels,
    plane,
    round_step,
)
from core import parse, points

XY = ("x", "y")
WINDOW = Window(-3.4, 3.4, -2.6, 2.6)
BOWL = parse("x^2 + y^2", XY)
WILD = (
    *("ln(x^2+y^2)", "1/(x^2+y^2)", "1/x", "tan(x y)", "e^(x^2 y^2)"),
    *("sqrt(-1-x^2)", "1/(x-x)", "3", "gamma(x) y"),
)


def shafts(line):
    """Tail and tip of each arrow, as complex numbers."""
    x, y = line
    points = (np.asarray(x) + 1j * np.asarray(y)).reshape(-1, 6)
    return points[:, 0], points[:, 1]


def test_arrows_point_along_the_gradient_and_stand_on_the_grid():
    xs, ys = np.array([-2.0, 1.0]), np.array([-1.0, 0.5, 3.0])
    tail, tip = shafts(arrows(BOWL, xs, ys, 0.5))
    place = (xs + 1j * ys[:, None]).ravel()
    np.testing.assert_allclose((tail + tip) / 2, place, atol=1e-15)
    direction = (tip - tail) / np.abs(tip - tail)
    np.testing.assert_allclose(direction, place / np.abs(place), atol=1e-15)  # ∇f = 2 (x, y)


def test_an_arrow_four_times_as_steep_is_twice_as_long_and_none_is_longer_than_its_cell():
    slopes = parse("x^3/3", XY)  # ∇f = (x², 0)
    tail, tip = shafts(arrows(slopes, np.array([1.0, 2.0] + [100.0] * 8), np.array([0.0]), 0.5))
    length = np.abs(tip - tail)
    assert length[1] == pytest.approx(2 * length[0])
    assert length.max() == pytest.approx(0.5)


def test_half_of_all_arrows_have_a_quarter_of_the_full_length():
    tail, tip = shafts(arrows(parse("e^(x^2 y^2)", XY), *[np.linspace(0.5, 3, 9)] * 2, 1.0))
    assert np.median(np.abs(tip - tail)) == pytest.approx(0.25)


def test_both_barbs_lie_behind_the_tip_and_mirror_each_other():
    x, y = arrows(parse("x", XY), np.array([0.0]), np.array([0.0]), 1.0)
    tail, tip, one, again, other, gap = zip(x, y, strict=True)
    assert tail == (-0.5, 0.0) and tip == again == (0.5, 0.0) and np.isnan(gap).all()
    assert tail[0] < one[0] < tip[0] and one == pytest.approx((other[0], -other[1])) != other


def test_no_arrow_where_the_gradient_is_zero_or_missing():
    at_origin = np.array([0.0])
    assert len(arrows(BOWL, at_origin, at_origin, 1.0)[0]) == 0
    assert len(arrows(parse("ln(x^2+y^2)", XY), at_origin, at_origin, 1.0)[0]) == 0


def test_arrows_are_legible_beside_a_pole():
    xs, ys = np.array([0.01, 3]), np.array([0.01, 2])
    tail, tip = shafts(arrows(parse("ln(x^2+y^2)", XY), xs, ys, 1.0))
    lengths = np.abs(tip - tail)
    assert lengths.min() > 0.05 and lengths.max() <= 1 + 1e-12


@pytest.mark.parametrize(
    ("least", "step"), [(1, 1), (1.1, 2), (2.1, 5), (6, 10), (0.033, 0.05), (3e7, 5e7), (0.2, 0.2)]
)
def test_steps_are_round(least, step):
    assert round_step(least) == pytest.approx(step, rel=1e-12)


def test_levels_are_multiples_of_the_step_within_the_values():
    start, end, step = levels(np.linspace(-1.02, 2.03, 1000))
    assert (start, end, step) == (-0.5, 1.5, 0.5)


def test_a_pole_does_not_take_all_levels():
    x = np.linspace(-3, 3, 80)
    z = 1 / (x**2 + x[:, None] ** 2)
    start, end, step = levels(np.append(z, [np.inf, np.nan]))
    assert 4 <= (end - start) / step <= 12 and end < 5 < z.max()


def test_a_tenth_of_huge_values_does_not_take_all_levels():
    start, end, step = levels(np.append(np.linspace(-1, 1, 90), np.full(10, 1e6)))
    assert 4 <= (end - start) / step <= 12 and end < 10


def test_a_constant_has_no_level_curve():
    start, _, _ = levels(np.full(9, 3.0))
    assert start > 3


@pytest.mark.parametrize("text", WILD)
def test_every_function_has_a_small_figure_without_infinities(text):
    f = parse(text, XY)
    figure = gradient_figure(f, WINDOW)
    field, line = figure.data
    assert not np.isinf(field.z).any()
    assert len(field.x) == SAMPLES and len(line.x) <= 6 * COLUMNS * ROWS
    recipe = plane(f, (1, 0.7), (np.nan, np.nan), WINDOW, ("a", "b", "c")).as_data()
    assert len(figure.to_json()) + len(json.dumps(recipe, allow_nan=False)) < 150_000


def test_all_colors_are_roles_and_the_highest_band_is_pale():
    figure = gradient_figure(BOWL, WINDOW)
    text = json.dumps(figure.to_plotly_json(), default=str)
    for color in (it[:7] for it in text.split('"') if it.startswith("#")):
        assert color in theme.LIGHT.values()
    field = figure.data[0]
    bands = (field.contours.end - field.contours.start) / field.contours.size + 2
    opacity = int(field.colorscale[0][1][7:], 16) / 255
    assert 1 - (1 - opacity) ** bands == pytest.approx(0.36, abs=0.03)  # a byte's rounding a band


def test_one_scale_on_both_axes():
    layout = gradient_figure(BOWL, WINDOW).layout
    assert layout.yaxis.scaleanchor == "x" and layout.yaxis.scaleratio == 1
    assert tuple(layout.xaxis.range) == (-3.4, 3.4) and tuple(layout.yaxis.range) == (-2.6, 2.6)


def test_a_window_is_made_fit_to_be_seen():
    around = Window.around
    assert around((-3.4, 3.4), (-2.6, 2.6), (1, 0.7)) == Window(-3.4, 3.4, -2.6, 2.6)
    assert around((2, -2), (-1, 1), (0, 0)) == Window(-2, 2, -1, 1)
    assert around((-1, 1), (-1, 1), (5, 0)) == Window(4, 6, -1, 1)
    assert around((-8, 8), (0, 1), (0, 0.5)) == Window(-8, 8, -3.5, 4.5)
    empty = around((1, 1), (2, 2), (1, 2))
    assert empty.width > 0 and empty.height > 0


def test_a_handle_moves_by_about_a_pixel():
    for width in (6.8, 0.01, 1e6):
        window = Window(0, width, 0, width)
        pixel = width / 690
        unit = 10.0**-window.decimals
        assert unit < 4 * pixel and (window.decimals == 0 or unit > pixel / 4)


def test_a_figure_is_as_high_as_its_window_needs():
    wide, phone = heights(WINDOW)
    assert wide == pytest.approx(646 * 5.2 / 6.8 + 36, abs=1) and phone < 300
    assert heights(Window(0, 1, 0, 2))[0] == 560


def test_a_typed_point_becomes_floats():
    assert coordinates(points("pi/2, 1e-3", 2)) == (np.pi / 2, 1e-3)


def test_arrows_fill_the_window():
    x = np.asarray(gradient_figure(parse("x", XY), WINDOW).data[1].x).reshape(-1, 6)
    assert len(x) == COLUMNS * ROWS
    cell = 6.8 / COLUMNS
    np.testing.assert_allclose(x[:, 1] - x[:, 0], FULL * cell)
    middle = (x[:, 0] + x[:, 1]) / 2
    assert middle.min() == pytest.approx(-3.4 + cell / 2) == -middle.max()
