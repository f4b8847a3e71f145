"""Lagrange's bound, certified: how near the ideal one, how much of the window, how fast.

Ideal is ``max |c_(n+1)| |x - a|^(n+1)``, the maximum taken over the points themselves, by balls.
Bound and ideal are compared at every fourth of the points, at all orders; what no sampling can see
between them makes the ratio smaller, not larger, so a median near 1 is no accident.
"""

import statistics
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from flint import arb

from benchmarks.clock import Row, milliseconds, seconds
from core import NotAnalytic, parse, remainder
from core.expression.balls import enclose
from core.expression.series import coefficients

ORDER, POINTS, EVERY = 20, 400, 4
WANTED_RATIO, WANTED_TYPICAL, WANTED_WORST = 1.2, 0.05, 0.2


class Case(NamedTuple):
    """A function, a center, and the window."""

    typed: str
    center: int | str
    low: float
    high: float


CASES = (
    Case("e^x", 0, -3, 3),
    Case("sin x", 0, -8, 8),
    Case("cos x", "pi/2", -3, 6),
    Case("tan x", 0, -1.5, 1.5),
    Case("tan x", 1, -1, 1.5),
    Case("1/(1+x^2)", 0, -2, 2),
    Case("1/(1+25x^2)", 0, -1, 1),
    Case("e^(sin x)", 1, -2, 4),
    Case("ln x", 1, 0.05, 3),
    Case("ln(1+x)", 0, -0.9, 2),
    Case("sqrt x", 1, 0.05, 4),
    Case("cbrt x", 1, 0.05, 2),
    Case("|x|", 1, 0.01, 3),
    Case("sin(x)/x", 0, -6, 6),
    Case("(1-cos x)/x^2", 0, -6, 6),
    Case("x/(e^x-1)", 0, -5, 5),
    Case("x/sin x", 0, -3, 3),
    Case("gamma(x)", 3, 1, 5),
    Case("gamma(x)", 1, 0.2, 3),
    Case("factorial(x)", 0, -0.8, 3),
    Case("x^x", 1, 0.05, 3),
    Case("erf x", "1/2", -2, 3),
    Case("atan x", 0, -3, 3),
    Case("asin x", 0, -0.95, 0.95),
    Case("besselj(0, x)", 0, -8, 8),
    Case("besselj(1, x)", 1, -2, 4),
    Case("tanh x", 0, -2, 2),
    Case("sec x", 0, -1.4, 1.4),
    Case("e^(-x^2)", 0, -2, 2),
    Case("e^x cos x", 0, -4, 4),
    Case("sin(x^2)", 0, -3, 3),
    Case("sqrt(1+x^2)", 0, -2, 2),
    Case("x^5 - 3x", "1/2", -2, 2),
    Case("ln(cos x)", 0, -1.4, 1.4),
    Case("e^(e^x-1)", 0, -2, 2),
)


def bound(case: Case) -> np.ndarray:
    """Return the certified bounds at all points, shape ``(order + 1, points)``."""
    x = np.linspace(case.low, case.high, POINTS)
    return remainder(parse(case.typed), case.center, ORDER, x).bound


def ideal(case: Case) -> np.ndarray:
    """Return the bounds that the coefficients at the points themselves would give."""
    f, x = parse(case.typed), np.linspace(case.low, case.high, POINTS)[::EVERY]
    center = float(enclose(remainder(f, case.center, 0).center, {}, 64))
    found = np.full((ORDER + 1, len(x)), np.nan)
    for side in (-1, 1):
        there = np.flatnonzero(np.sign(x - center) == side)
        outward = there[np.argsort(np.abs(x[there] - center))]
        sizes = np.array([sizes_at(case.typed, place) for place in x[outward]]).reshape(
            -1, ORDER + 2
        )
        powers = np.abs(x[outward] - center)[:, None] ** np.arange(1, ORDER + 2)
        found[:, outward] = (np.maximum.accumulate(sizes[:, 1:]) * powers).T
    return found


def sizes_at(typed: str, place: float) -> list[float]:
    """Return ``|c_0| … |c_(order+1)|`` about a point; nan where there is no series."""
    try:
        found = coefficients(parse(typed).tree, "x", arb(place), ORDER + 1, 30)
    except NotAnalytic:
        return [np.nan] * (ORDER + 2)
    return [abs(float(c)) for c in found]


def measure() -> Iterator[Row]:
    """Compare all functions: the median ratio of each, what is covered, and the time."""
    ratios, covered, took = [], [], []
    for case in CASES:
        best, ours = ideal(case), bound(case)[:, ::EVERY]
        there = np.isfinite(best) & (best > 0)
        ratios.append(float(np.median(ours[there] / best[there])))
        covered.append(float(np.isfinite(ours[there]).mean()))
        took.append(seconds(bound, partial(CASES.__getitem__, CASES.index(case))))
    what = f"certified bound of Lagrange's remainder, n ≤ {ORDER}, {len(CASES)} functions"
    yield Row(
        f"{what}: certified / ideal, median of medians (worst {max(ratios):.2f})",
        f"{statistics.median(ratios):.3f}",
        f"≤ {WANTED_RATIO}",
        statistics.median(ratios) <= WANTED_RATIO,
    )
    yield Row(f"{what}: least part of a window", f"{min(covered):.0%}", "100%", min(covered) == 1)
    for name, duration, wanted in (
        ("median", statistics.median(took), WANTED_TYPICAL),
        ("worst", max(took), WANTED_WORST),
    ):
        text = f"{what} at {POINTS} points: {name} time"
        yield Row(text, milliseconds(duration), f"≤ {milliseconds(wanted)}", duration <= wanted)
