"""Digits of a derivative against evaluations spent: every road of ours, and our peers'.

All methods (``benchmarks.differentiators``) get the same derivatives (``benchmarks.derivatives``);
the truth is mpmath's.
"""

import warnings
from collections.abc import Iterator
from contextlib import suppress
from statistics import median
from typing import Any, NamedTuple

import mpmath
import numpy as np

from benchmarks.clock import Row, caches
from benchmarks.derivatives import FIRST, HIGHER, Problem
from benchmarks.differentiators import METHODS, Counted, Method, certified

MOST_DIGITS = 16.0  # of a float64 that is the nearest one
WANTED_DIGITS = 15.0


class Outcome(NamedTuple):
    """What one method reached on one problem."""

    digits: float
    evaluations: float


def outcomes(method: Method, problems: list[Problem]) -> list[Outcome]:
    """Return what a method reaches on each problem."""
    return [outcome(method, problem) for problem in problems]


def outcome(method: Method, problem: Problem) -> Outcome:
    """Return what a method reaches on one problem, its caches empty."""
    for empty in caches():
        empty()
    f = Counted(problem)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        estimate = method.find(f)
    return Outcome(digits(estimate, problem.truth()), f.points)


def digits(estimate: float, truth: Any) -> float:
    """Return how many decimal digits are right: 16 at most, 0 at least and for nan."""
    if not np.isfinite(estimate):
        return 0.0
    with mpmath.workdps(60):
        error = abs(mpmath.mpf(estimate) / truth - 1)
        return float(min(MOST_DIGITS, max(0, -mpmath.log10(error)))) if error else MOST_DIGITS


def on_all(problems: list[Problem]) -> dict[Method, list[Outcome]]:
    """Return the outcomes of all methods that are installed and go so far."""
    highest = max(problem.order for problem in problems)
    found = {}
    for method in METHODS:
        with suppress(ModuleNotFoundError):
            if method.highest >= highest:
                found[method] = outcomes(method, problems)
    return found


def typical(results: list[Outcome]) -> Outcome:
    """Return the median of the digits and of the evaluations."""
    return Outcome(median(r.digits for r in results), median(r.evaluations for r in results))


def measure() -> Iterator[Row]:
    """Measure digits and evaluations of every method, then who is ahead."""
    for what, problems in (("first", FIRST), ("second to fourth", HIGHER)):
        found = on_all(problems)
        for method, results in found.items():
            yield row(f"{len(problems)} {what} derivatives: {method.name}", method, results)
        unmet = ", ".join(ahead_of_ours(found))
        claim = f"{what} derivatives: peers that no road of ours meets in digits and evaluations"
        yield Row(claim, unmet or "none", "none", not unmet)


def row(what: str, method: Method, results: list[Outcome]) -> Row:
    """Return one method's row; only the certified derivative has a promise to keep."""
    worst, middle = min(r.digits for r in results), typical(results)
    measured = (
        f"{middle.digits:.1f} digits (worst {worst:.1f}), evaluations: {middle.evaluations:g}"
    )
    if method.find is not certified:
        return Row(what, measured, "", True)
    return Row(what, measured, f"worst ≥ {WANTED_DIGITS:g}", worst >= WANTED_DIGITS)


def ahead_of_ours(found: dict[Method, list[Outcome]]) -> list[str]:
    """Return the peers that no road of ours meets with no fewer digits and no more evaluations."""
    ours = [typical(results) for method, results in found.items() if method.ours]
    return [
        method.name
        for method, results in found.items()
        if not method.ours and not any(_meets(it, typical(results)) for it in ours)
    ]


def _meets(ours: Outcome, theirs: Outcome) -> bool:
    return ours.digits >= theirs.digits and ours.evaluations <= theirs.evaluations
