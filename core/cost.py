"""The cost of a gradient, measured: evaluations, operations and seconds of five methods.

Source: A. G. Baydin et al., "Automatic differentiation in machine learning: a survey", Journal of
Machine Learning Research 18 (2018), section 3: a pass of either mode costs less than six times the
operations of f, and usually two or three times.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import index
from time import perf_counter
from typing import TypeAlias

import numpy as np
from flint import arb

from core.autodiff import jvp, value_and_gradient
from core.cost_problems import Floats, Name, Problem, problem
from core.cost_table import METHODS, Cost, Costs, ErrorStanding, Method, evaluations
from core.expression.balls import working_precision
from core.gradient_by_differences import Scheme, difference_gradient

Clock: TypeAlias = Callable[[], float]

SIZES = (10, 100, 1000, 10_000, 100_000, 1_000_000)
BUDGET = 2.0
REPEATS = 7  # of which the least counts: whatever else the machine does only adds to a time
THREE = 3  # at least of what is short: the first one pays for fresh memory
SHARE = 0.01  # of the budget, for repeating what is short
PART = 1 / 6  # of what is left of the budget, for one method: differences take longer than n calls
# Where truncation and round-off meet for a function and its derivatives near 1: u^(1/2), u^(1/3).
STEPS: dict[Method, tuple[Scheme, float]] = {
    "forward differences": ("forward", 2.0**-26),
    "backward differences": ("backward", 2.0**-26),
    "central differences": ("central", 2.0**-17),
}
BITS = 128
PROVEN_UP_TO = 1000  # parameters: a gradient in ball arithmetic takes 10 µs for each


def cost(
    name: Name,
    n: int | Sequence[int] = SIZES,
    budget_seconds: float = BUDGET,
    clock: Clock = perf_counter,
) -> Costs:
    """Return what the gradient of a problem costs by five methods, measured here and now.

    One evaluation, one forward pass and reverse mode are measured for every n. A method that
    would take more than its part of the rest of the budget is extrapolated, and says so: from the
    time of an evaluation, and from what the method took beside its evaluations where it was
    measured last. Without such a row, for one n alone, it is the time of the evaluations alone.

    Args:
        name: ``"chain of sines"``, ``"logistic regression"`` or ``"small network"``.
        n: How many parameters, or several such numbers in increasing order, 2 to a million.
        budget_seconds: For the whole table; what is measured in any case, and the errors, take
            about half a second for a million parameters.
        clock: Tells the time in seconds.

    Raises:
        TypeError: if n is no whole number.
        ValueError: if the problem or n is none (see ``problem``), there is no n, or the budget is
            not positive.

    Memory: O(n); nothing of n × n is ever stored.

    >>> costs = cost("chain of sines", n=100, budget_seconds=0.1)
    >>> {row.method: row.evaluations for row in costs.rows}["central differences"]
    200
    """
    if not 0 < budget_seconds < np.inf:
        raise ValueError(f"a budget of {budget_seconds} seconds is not positive and finite")
    sizes = [index(size) for size in np.ravel(n)]
    if not sizes:
        raise ValueError("no number of parameters is given")
    end = clock() + budget_seconds
    stopwatch = _Stopwatch(clock, SHARE * budget_seconds)
    passes = [_measure_passes(problem(name, size), stopwatch) for size in sizes]
    beside: Beside = {}
    rows = (row for measured in passes for row in _rows(measured, stopwatch, end, beside))
    return Costs(name, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Stopwatch:
    """The least time of what is done."""

    clock: Clock
    share: float

    def seconds(self, work: Callable[[], object], least: int = 1) -> float:
        """Repeat what is shorter than the share, all at least so often, and return the least."""
        times: list[float] = []
        while len(times) < least or (len(times) < REPEATS and sum(times) < self.share):
            begun = self.clock()
            work()
            times.append(self.clock() - begun)
        return min(times)


@dataclass(frozen=True, slots=True)
class _Passes:
    """A problem, and how long one evaluation takes, and one pass in forward mode."""

    problem: Problem
    evaluation: float
    forward: float

    def seconds(self, method: Method) -> float:
        """Return what one evaluation of the method takes."""
        return self.forward if method == "forward mode" else self.evaluation


def _measure_passes(p: Problem, stopwatch: _Stopwatch) -> _Passes:
    x = p.point
    return _Passes(
        p,
        stopwatch.seconds(lambda: p.function(x), THREE),
        stopwatch.seconds(lambda: jvp(p.function, x, np.ones_like(x))),
    )


# What a method takes for one evaluation beside the evaluation itself, as last measured.
Beside: TypeAlias = dict[Method, float]


def _rows(it: _Passes, stopwatch: _Stopwatch, end: float, beside: Beside) -> Iterator[Cost]:
    """The five rows of one n; what a method may take is its part of the time that is left."""
    exact = _proven_gradient(it.problem) if len(it.problem.point) <= PROVEN_UP_TO else None
    for method in METHODS:
        part = PART * (end - stopwatch.clock())
        row = _row(method, it, stopwatch, part, beside.get(method, 0.0), exact)
        if row.standing == "measured":
            beside[method] = max(0.0, row.seconds / row.evaluations - it.seconds(method))
        yield row


def _row(
    method: Method,
    it: _Passes,
    stopwatch: _Stopwatch,
    part: float,
    beside: float,
    exact: Sequence[arb] | None,
) -> Cost:
    n = len(it.problem.point)
    count = evaluations(method, n)
    operations = count * it.problem.operations
    seconds = count * (it.seconds(method) + beside)
    once = method == "reverse mode"
    if seconds > part and not once:
        ratio = seconds / it.evaluation
        return Cost(method, n, count, operations, seconds, ratio, "extrapolated", np.nan, "unknown")
    found: list[Floats] = []
    work = partial(_gradient, method, it.problem)
    short = once or seconds < stopwatch.share
    seconds = stopwatch.seconds(lambda: found.append(work()), THREE if short else 1)
    error, standing = _error(found[0], it.problem, exact)
    ratio = seconds / it.evaluation
    return Cost(method, n, count, operations, seconds, ratio, "measured", error, standing)


def _gradient(method: Method, p: Problem) -> Floats:
    if method == "reverse mode":
        return np.asarray(value_and_gradient(p.function, p.point).gradient)
    if method == "forward mode":
        return _gradient_forward(p)
    scheme, step = STEPS[method]
    return np.asarray(difference_gradient(p.function, p.point, step, scheme).value)


def _gradient_forward(p: Problem) -> Floats:
    """One direction at a time: n passes, and never more than a few arrays of n numbers."""
    found, direction = np.empty_like(p.point), np.zeros_like(p.point)
    for i in range(len(found)):
        direction[i] = 1.0
        found[i] = jvp(p.function, p.point, direction).derivative
        direction[i] = 0.0
    return found


def _proven_gradient(p: Problem) -> Sequence[arb]:
    with working_precision(BITS):
        return list(p.gradient(np.array([arb(float(x)) for x in p.point], dtype=object)))


def _error(found: Floats, p: Problem, exact: Sequence[arb] | None) -> tuple[float, ErrorStanding]:
    if exact is None:
        by_hand = p.gradient(p.point.astype(np.longdouble))
        return float(np.linalg.norm(found - by_hand) / np.linalg.norm(by_hand)), "measured"
    with working_precision(BITS):
        off = sum(((float(g) - true) ** 2 for g, true in zip(found, exact, strict=True)), arb(0))
        size = sum((true**2 for true in exact), arb(0))
        return float((off / size).sqrt().mid()), "proven"
