"""What gradients cost: exact counts, proven errors, honest standings; the clock is a fake."""

import re
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import count

import numpy as np
import pytest

from core.autodiff import value_and_gradient
from core.cost import SIZES, cost
from core.cost_problems import NAMES, problem
from core.cost_table import METHODS, evaluations
from core.gradient_by_differences import difference_gradient
from core.trace import trace

U = 2.0**-53


def ticking(step=2.0**-10):
    """A clock that is ``step`` later each time it is read: all that is timed takes one step."""
    ticks = count()
    return lambda: next(ticks) * step


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("n", [10, 100, 1000])
def test_the_gradient_by_hand_is_that_of_reverse_mode(name, n):
    p = problem(name, n)
    by_hand, found = p.gradient(p.point), value_and_gradient(p.function, p.point)
    assert found.value == p.function(p.point)
    # Sums of at most a hundred terms, pairwise: some ten roundings of the largest.
    assert np.abs(found.gradient - by_hand).max() <= 16 * U * np.abs(by_hand).max()


def scalar_operations(tape):
    """Count what the recorded array operations do to single numbers."""
    total = 0
    for line in tape.lines:
        formula, size = tape.formula(line), np.size(line.value)
        if " @ " in formula:
            total += size * (2 * np.shape(line.operands[0])[-1] - 1)
        elif formula.startswith("sum("):
            total += np.size(line.operands[0]) - 1
        elif formula.startswith("mean("):
            total += np.size(line.operands[0])
        elif line.rule is not None and not re.match(r"\w+\[|reshape|transpose", formula):
            total += size
    return total


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("n", [10, 100, 1000])
def test_the_operations_of_an_evaluation_are_counted_exactly_and_are_linear_in_n(name, n):
    p = problem(name, n)
    assert scalar_operations(trace(p.function, p.point).tape) == p.operations
    assert p.operations < 12 * n + 20


@pytest.mark.parametrize("scheme", ["forward", "backward", "central"])
@pytest.mark.parametrize("n", [2, 30])
def test_differences_take_the_evaluations_of_the_table(scheme, n):
    p = problem("chain of sines", n)
    found = difference_gradient(p.function, p.point, 0.01, scheme)
    assert found.evaluations == evaluations(f"{scheme} differences", n)


def test_an_evaluation_gives_all_values_and_a_backward_pass_one_row():
    assert [evaluations(method, 7, 5) for method in METHODS] == [8, 8, 14, 7, 5]


def test_one_row_for_each_method_and_size_with_its_counts():
    costs = cost("chain of sines", (10, 100, 1000), clock=ticking())
    assert [(row.method, row.n) for row in costs.rows] == [
        (method, n) for n in (10, 100, 1000) for method in METHODS
    ]
    for row in costs.rows:
        assert row.evaluations == evaluations(row.method, row.n)
        assert row.operations == row.evaluations * problem("chain of sines", row.n).operations


def test_what_fits_the_budget_is_measured_and_the_rest_extrapolated():
    costs = cost("chain of sines", (10, 1000), budget_seconds=2.0, clock=ticking())
    for row in costs.rows:
        measured = row.n == 10 or row.method == "reverse mode"
        assert row.standing == ("measured" if measured else "extrapolated")
        # Everything timed took one tick, and so did one evaluation.
        assert row.seconds == (1 if measured else row.evaluations) * 2.0**-10
        assert row.ratio == row.seconds * 2**10
        assert np.isnan(row.error) != measured
        assert row.error_standing == ("proven" if measured else "unknown")


def test_what_is_extrapolated_is_the_time_of_its_own_kind_of_evaluation():
    ticks = count()
    now = 0.0

    def clock():  # seven evaluations take two readings each, and everything after twice as long
        nonlocal now
        now += 2.0**-10 if next(ticks) <= 14 else 2.0**-9
        return now

    costs = cost("chain of sines", 1000, budget_seconds=1.0, clock=clock)
    assert costs.row("central differences", 1000).seconds == 2000 * 2.0**-10
    assert costs.row("central differences", 1000).ratio == 2000
    assert costs.row("forward mode", 1000).seconds == 1000 * 2.0**-9
    assert costs.row("forward mode", 1000).ratio == 2000
    assert costs.row("reverse mode", 1000).ratio == 2


def test_what_is_extrapolated_includes_what_the_method_took_beside_its_evaluations(monkeypatch):
    """In binary fractions: an evaluation takes n 2^-20, and differences 2^-10 more for each."""
    module, now = import_module("core.cost"), [0.0]

    def made(name, n):
        def function(x):
            now[0] += n * 2.0**-20
            return np.sum(x)

        return replace(problem(name, n), function=function)

    def differences(fun, x, step, scheme):
        found = difference_gradient(fun, x, step, scheme)
        now[0] += found.evaluations * 2.0**-10
        return found

    monkeypatch.setattr(module, "problem", made)
    monkeypatch.setattr(module, "difference_gradient", differences)
    # For the evaluations alone, 0.95 s, the sixth of the budget is enough; not for 1.9 s.
    costs = cost("chain of sines", (10, 1000), budget_seconds=9.0, clock=lambda: now[0])
    assert costs.row("forward differences", 10).seconds == 11 * (10 * 2.0**-20 + 2.0**-10)
    row = costs.row("forward differences", 1000)
    assert row.standing == "extrapolated"
    assert row.seconds == pytest.approx(1001 * (1000 * 2.0**-20 + 2.0**-10), rel=8 * U)
    assert costs.row("forward mode", 1000).seconds == pytest.approx(1000 * 1000 * 2.0**-20)
    alone = cost("chain of sines", 1000, budget_seconds=2.0, clock=lambda: now[0])
    assert alone.row("forward differences", 1000).seconds == 1001 * 1000 * 2.0**-20


def test_without_time_reverse_mode_alone_is_measured():
    costs = cost("small network", 100, budget_seconds=2.0**-20, clock=ticking())
    assert [row.standing for row in costs.rows] == ["extrapolated"] * 4 + ["measured"]


def test_a_disturbance_now_and_then_does_not_count():
    now = 0.0

    def clock():
        nonlocal now
        clock.readings += 1
        now += 2.0**-12 if clock.readings % 11 == 0 else 2.0**-20
        return now

    clock.readings = 0
    costs = cost("chain of sines", 2, clock=clock)
    assert {row.seconds for row in costs.rows} == {2.0**-20}


@pytest.mark.parametrize("period", range(13, 30))
def test_a_disturbance_longer_than_all_repetitions_does_not_count(period):
    now = 0.0

    def clock():
        nonlocal now
        clock.readings += 1
        now += 1.0 if clock.readings % period == 0 else 2.0**-20
        return now

    clock.readings = 0
    costs = cost("chain of sines", 2, budget_seconds=90.0, clock=clock)  # 0.9 s to repeat
    assert [row.standing for row in costs.rows] == ["measured"] * 5
    assert max(row.seconds for row in costs.rows) < 2.0**-19


@cache
def all_measured(name):
    return cost(name, 1000, budget_seconds=1e6, clock=ticking(2.0**5))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("method", "least", "most"),
    [
        # Truncation h f''/2 with h = 2^-26 and round-off u|f|/h, f up to a thousand times ∇f.
        ("forward differences", 2.0**-30, 2.0**-15),
        ("backward differences", 2.0**-30, 2.0**-15),
        ("central differences", 2.0**-40, 2.0**-24),
        ("forward mode", 0.0, 8 * U),
        ("reverse mode", 0.0, 8 * U),
    ],
)
def test_the_error_is_that_of_the_method(name, method, least, most):
    row = all_measured(name).row(method, 1000)
    assert row.standing == "measured"
    assert row.error_standing == "proven"
    assert least <= row.error <= most


def test_beyond_a_thousand_parameters_the_error_is_measured_and_not_proven():
    row = cost("chain of sines", 10_000, clock=ticking()).row("reverse mode", 10_000)
    assert row.error_standing == "measured"
    assert row.error < 8 * U


def test_a_million_parameters_are_within_reach_of_reverse_mode_alone():
    costs = cost("chain of sines", SIZES[-1], clock=ticking())
    assert costs.row("reverse mode", 10**6).standing == "measured"
    assert costs.row("central differences", 10**6).ratio == 2 * 10**6


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"name": "rosenbrock"}, "rosenbrock"),
        ({"n": 1}, "not between"),
        ({"n": []}, "no number of parameters"),
        ({"n": 10**6 + 1}, "not between"),
        ({"name": "small network", "n": 15}, "no multiple"),
        ({"budget_seconds": 0.0}, "budget"),
        ({"budget_seconds": float("nan")}, "budget"),
    ],
)
def test_bad_requests_are_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        cost(**{"name": "chain of sines", "n": 10, **arguments})


def test_unknown_methods_and_rows_are_refused():
    with pytest.raises(ValueError, match="guessing"):
        evaluations("guessing", 10)
    with pytest.raises(ValueError, match="no row"):
        cost("chain of sines", 10, clock=ticking()).row("reverse mode", 11)


def test_the_table_reads_well():
    shown = repr(cost("chain of sines", 10, clock=ticking())).splitlines()
    assert shown[0] == "Gradient of chain of sines"
    assert shown[1].split() == [
        "n",
        "method",
        "evaluations",
        "seconds",
        "ratio",
        "standing",
        "error",
    ]
    assert shown[2].split()[:4] == ["10", "forward", "differences", "11"]
    costs = cost("chain of sines", 1000, clock=ticking())
    for line, row in zip(repr(costs).splitlines()[2:], costs.rows, strict=True):
        *_, standing, error = line.split()
        assert standing == row.standing
        assert float(error) < 1 if standing == "measured" else error == "-"
