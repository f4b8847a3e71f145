"""Ridders' method: the entry it chooses, when it stops, what it costs, how far to trust it."""

import numpy as np
import pytest
from scipy.interpolate import KroghInterpolator

from core.expression.expression import parse
from core.floats import FORMATS
from core.richardson import central_quotient, next_row
from core.ridders import RATIO, ROWS, extrapolated, ridders

U = 2.0**-53


def entries(f, x, h):
    """All entries of the tableau, by interpolation in the squared step: an independent road."""
    steps = h / RATIO ** np.arange(ROWS)
    quotients = (f(x + steps) - f(x - steps)) / ((x + steps) - (x - steps))
    return {
        (i, j): float(KroghInterpolator(steps[i - j : i + 1] ** 2, quotients[i - j : i + 1])(0.0))
        for i in range(ROWS)
        for j in range(i + 1)
    }


@pytest.mark.parametrize(("f", "x", "h"), [(np.tan, 1.0, 0.1), (np.exp, 0.5, 0.7)])
def test_it_chooses_the_entry_that_differs_least_from_its_two_parents(f, x, h):
    t = entries(f, x, h)
    spread = {
        (i, j): max(abs(t[i, j] - t[i, j - 1]), abs(t[i, j] - t[i - 1, j - 1]))
        for i, j in t
        if j and i <= 5  # beyond, roundings decide
    }
    best = min(spread, key=spread.__getitem__)
    found = extrapolated(f, np.float64(x), np.array([h]), FORMATS["float64"])
    # The chosen one is no worse; roundings of f over the smallest step, 2 u |f| / h_9, and some.
    noise = 20 * U * abs(f(x + h)) / (h / RATIO ** (ROWS - 1))
    assert found.own_error[0] <= spread[best] + noise
    assert abs(found.estimate[0] - t[best]) <= spread[best] + noise


def one_by_one(f, x, h, fmt):
    """The choice and the stop, written out for a single step: estimate, error, evaluations."""
    ratio, safe = fmt.cast(RATIO), fmt.cast(2.0)
    t = [[central_quotient(f, x, h)]]
    best, error = t[0][0], fmt.cast(np.inf)
    while len(t) < 10:
        h = h / ratio
        t.append(next_row(t[-1], central_quotient(f, x, h), ratio * ratio))
        above, row = t[-2], t[-1]
        for j in range(1, len(row)):
            spreads = [abs(row[j] - row[j - 1]), abs(row[j] - above[j - 1])]
            if not np.isnan(spreads).any() and max(spreads) <= error:
                best, error = row[j], max(spreads)
        if abs(row[-1] - above[-1]) >= safe * error:
            break
    return best, error, 2 * len(t)


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("text", ["sin x", "e^(3x)", "ln x", "1/(1+25x^2)"])
def test_each_step_gets_what_the_method_gives_it_written_out(text, dtype):
    f, fmt = parse(text), FORMATS[dtype]
    steps = fmt.cast(np.geomspace(1e-4, 2, 80))
    x = fmt.cast(0.3)
    together = extrapolated(f, x, steps, fmt)
    with np.errstate(all="ignore"):
        for i, h in enumerate(steps):
            best, error, evaluations = one_by_one(f, x, h, fmt)
            np.testing.assert_array_equal(np.float64(best), np.float64(together.estimate[i]))
            assert np.float64(error) == np.float64(together.own_error[i])
            assert evaluations == together.evaluations[i]


def test_the_published_driver_tan_at_1_from_a_tenth():
    # Numerical Recipes' example program: dfridr(tan, 1, 0.1), printed to six decimals.
    curve = ridders(parse("tan x"), 1, [0.1])
    assert f"{curve.estimate[0]:.6f}" == f"{1 / np.cos(1.0) ** 2:.6f}" == "3.425519"
    assert f"{curve.own_error[0]:.6f}" == "0.000000"


def test_a_large_first_step_gives_twelve_digits_of_a_sine_all_over_its_period():
    for x in np.linspace(-np.pi, np.pi, 11):
        assert ridders(parse("sin x"), x, [1.0]).error[0] < 1e-12


def test_it_stops_when_it_gets_worse_and_counts_what_it_evaluated():
    points = []

    def f(x):
        points.append(np.size(x))
        return np.sin(x)

    steps = np.geomspace(1e-10, 1, 30)
    found = extrapolated(f, np.float64(1), steps, FORMATS["float64"])
    assert sum(points) == found.evaluations.sum()
    assert found.evaluations.min() >= 4
    assert found.evaluations.max() <= 2 * ROWS
    assert len(set(found.evaluations.tolist())) > 2  # each step stops on its own
    assert found.evaluations.tolist() == ridders(parse("sin x"), 1, steps).evaluations.tolist()


@pytest.mark.parametrize("dtype", FORMATS)
def test_all_steps_at_once_are_what_each_gives_alone(dtype):
    steps = np.geomspace(1e-3, 1, 12)
    together = ridders(parse("e^x sin x"), 1, steps, dtype)
    for i, h in enumerate(steps):
        alone = ridders(parse("e^x sin x"), 1, [h], dtype)
        np.testing.assert_array_equal(alone.estimate[0], together.estimate[i])
        np.testing.assert_array_equal(alone.own_error[0], together.own_error[i])
        assert alone.evaluations[0] == together.evaluations[i]


@pytest.mark.parametrize("dtype", FORMATS)
def test_nothing_leaves_the_format(dtype):
    fmt = FORMATS[dtype]
    found = extrapolated(np.sin, fmt.cast(1.0), fmt.cast(np.array([0.5])), fmt)
    assert found.estimate.dtype == found.own_error.dtype == fmt.dtype


def test_the_first_step_matters_far_less_than_for_a_plain_difference():
    curve = ridders(parse("e^x"), 0, np.geomspace(0.1, 1, 20))
    # From rows of ten: the smallest step is h/20, its round-off u/(h/20) with a factor below 4.
    assert np.all(curve.error <= 4 * U * 20 / curve.steps)


def test_its_own_error_is_an_estimate_and_no_bound():
    curve = ridders(parse("sin x"), 1, np.geomspace(1e-5, 1, 60))
    assert (curve.own_error >= curve.error).any()
    assert (curve.own_error < curve.error).any()


def test_where_the_domain_ends_it_goes_on_with_smaller_steps():
    curve = ridders(parse("ln x"), 0.1, [0.15])  # x - h < 0 in the first rows
    assert curve.evaluations[0] == 2 * ROWS
    assert curve.error[0] <= curve.own_error[0] < 0.1
