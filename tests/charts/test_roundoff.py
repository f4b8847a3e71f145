"""The V on logarithmic axes: dots where they were measured, lines where they were predicted."""

from math import log, log10

import numpy as np
import pytest

from charts.ladder import MOST_FRAMES, frame_steps, ladder
from charts.roundoff import LOOKS, Measured, Names, descent_figure, roundoff_figure
from core import error_curve, parse, stencil
from core.floats import FORMATS

BAYDIN = "64x(1-x)(1-2x)²(1-8x+8x²)²"
NAMES = Names("h", "error", "round-off", "truncation", "slope {slope}", "h* {scheme}", "worst")


def measured(f=BAYDIN, at="0.2", schemes=("forward", "central"), formats=("float32",)):
    steps = ladder(float(at), [FORMATS[it] for it in formats])
    curves = [
        Measured(error_curve(parse(f), at, getattr(stencil, s.replace("-", "_")), steps, it), s, s)
        for it in formats
        for s in schemes
    ]
    return curves, steps


def notes(figure):
    return [it.text for it in figure.layout.annotations]


def lines(figure, label):
    return [it for it in figure.data if it.mode == "lines" and it.meta["label"] == label]


@pytest.mark.parametrize("x", [0.0, 0.2, 1.0, -1e6, 1e-8])
@pytest.mark.parametrize("dtype", FORMATS)
def test_the_ladder_holds_powers_of_ten_and_few_frames(x, dtype):
    steps = ladder(x, [FORMATS[dtype]])
    assert len(frame_steps(steps)) <= MOST_FRAMES + 1
    assert np.all(np.diff(steps) > 0)
    ends = log10(steps[0]), log10(steps[-1])
    powers = [float(f"1e{k}") for k in range(round(ends[0]), int(ends[1] // 1) + 1)]
    assert set(powers) <= set(frame_steps(steps).tolist())


@pytest.mark.parametrize("dtype", FORMATS)
def test_the_ladder_ends_where_steps_are_absorbed(dtype):
    (it,), _ = measured("sin x", "1", ("forward",), (dtype,))
    assert it.curve.absorbed[0] and not it.curve.absorbed[-1]


def test_dots_are_the_measured_errors():
    curves, steps = measured()
    figure, _ = roundoff_figure(curves, steps, NAMES)
    dots = [it for it in figure.data if it.mode == "markers"]
    for trace, it in zip(dots, curves, strict=True):
        seen = it.curve.error > 0
        assert np.array_equal(np.isfinite(trace.y), seen)
        np.testing.assert_allclose(trace.y[seen], it.curve.error[seen], rtol=1e-6)  # float32


def test_the_handle_walks_along_the_first_curve_and_never_leaves_the_window():
    curves, steps = measured()
    figure, recipe = roundoff_figure(curves, steps, NAMES)
    low, high = (10.0**e for e in figure.layout.yaxis.range)
    error = curves[0].curve.error[::2]
    inside = (error > low) & (error < high)
    assert np.array_equal(recipe.values, steps[::2])
    assert np.array_equal(recipe.handle_y[inside], error[inside])
    assert np.all(recipe.handle_y[np.isnan(error)] == low)
    assert np.all((recipe.handle_y >= low) & (recipe.handle_y <= high))


def test_the_prediction_is_the_sum_and_its_lowest_point_is_marked():
    curves, steps = measured()
    figure, _ = roundoff_figure(curves, steps, NAMES)
    for it, shape in zip(curves, figure.layout.shapes, strict=True):
        (line,) = lines(figure, it.scheme)
        sums = it.curve.predicted_truncation + it.curve.predicted_roundoff
        assert np.array_equal(line.y, sums)
        assert shape.x0 == it.curve.predicted_best_step
        assert abs(log(line.x[np.argmin(line.y)] / shape.x0)) < log(10) / 12
    assert {"h* forward", "h* central"} <= set(notes(figure))


def test_each_slope_is_named_once_on_a_triangle_of_that_slope():
    curves, steps = measured(schemes=tuple(LOOKS))
    figure, _ = roundoff_figure(curves, steps, NAMES)
    named = [it for it in notes(figure) if it.startswith("slope")]
    assert sorted(named) == ["slope 1", "slope 2", "slope 4", "slope −1"]
    found = set()
    for legs in (it for it in figure.data if it.mode == "lines" and len(it.x) == 3):
        found.add(round(log(legs.y[2] / legs.y[0]) / log(legs.x[2] / legs.x[0]), 6))
        assert legs.x[1] in (legs.x[0], legs.x[2]) and legs.y[1] in (legs.y[0], legs.y[2])
    assert found == {1.0, 2.0, 4.0, -1.0}


def test_triangles_stand_on_the_predicted_lines():
    curves, steps = measured(schemes=("forward",))
    figure, _ = roundoff_figure(curves, steps, NAMES)
    curve = curves[0].curve
    for legs in (it for it in figure.data if it.mode == "lines" and len(it.x) == 3):
        for h, e in ((legs.x[0], legs.y[0]), (legs.x[2], legs.y[2])):
            parts = [
                np.exp(np.interp(log(h), np.log(curve.steps), np.log(part)))
                for part in (curve.predicted_truncation, curve.predicted_roundoff)
            ]
            assert min(abs(log(e / part)) for part in parts) < 1e-3


def test_the_envelope_stays_on_the_side_of_round_off():
    curves, steps = measured()
    figure, _ = roundoff_figure(curves, steps, NAMES)
    (worst,) = lines(figure, "worst")
    assert worst.x[-1] <= curves[0].curve.predicted_best_step
    shown = np.isfinite(worst.y)
    assert np.all(worst.y[shown] >= curves[0].curve.error[: len(worst.y)][shown])


def test_without_a_derivative_there_is_a_frame_but_nothing_in_it():
    curves, steps = measured("|x|", "0")
    figure, recipe = roundoff_figure(curves, steps, NAMES)
    assert not [it for it in figure.data if it.mode == "lines"]
    assert not figure.layout.shapes and not [it for it in notes(figure) if "slope" in it]
    assert np.all(np.isfinite(recipe.handle_y))


@pytest.mark.parametrize(
    ("f", "at"), [("x", "1"), ("sin x", "0"), ("exp x", "90"), ("1", "0"), ("x^2", "10000")]
)
def test_degenerate_errors_still_have_axes(f, at):
    curves, steps = measured(f, at, formats=("float16", "float32"))
    figure, recipe = roundoff_figure(curves, steps, NAMES)
    assert np.all(np.isfinite([*figure.layout.xaxis.range, *figure.layout.yaxis.range]))
    assert np.all(np.isfinite(recipe.handle_y))


def test_sixteen_curves_fit_the_wire():
    curves, steps = measured(schemes=tuple(LOOKS), formats=tuple(FORMATS))
    figure, _ = roundoff_figure(curves, steps, NAMES)
    assert len(figure.to_json()) < 150_000
    assert len([it for it in notes(figure) if it.startswith("h*")]) == 1


def test_the_descent_goes_to_zero_from_left_to_right():
    (it,), steps = measured("sin x", "1", ("forward",))
    figure, recipe = descent_figure(it, steps, NAMES)
    left, right = figure.layout.xaxis.range
    assert left > right
    assert np.all(np.diff(recipe.values) < 0)
    k = int(np.argmin(abs(recipe.values - 0.01)))
    assert recipe.handle_y[k] == it.curve.error[np.argmin(abs(steps - 0.01))]
    corners = {n.text: n.x for n in figure.layout.annotations}
    assert corners["truncation"] < corners["round-off"]
