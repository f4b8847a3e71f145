"""Digits of a first derivative and evaluations spent, beside findiff, numdifftools and SciPy.

Each method differentiates the same functions at the same points with what its documentation
recommends; the truth is ours, proven, and is checked against mpmath at 40 digits.
"""

import importlib
from collections.abc import Callable, Iterator
from math import log10
from statistics import median
from typing import Any

import mpmath
import numpy as np
from scipy.differentiate import derivative as scipy_derivative

from benchmarks.clock import Row, milliseconds, seconds
from core import derivative, difference, error_curve, parse, stencil
from core.stencil import Stencil

# Text, mpmath's own version, point.
FUNCTIONS: list[tuple[str, Callable[[Any], Any], float]] = [
    ("sin x", mpmath.sin, 1.0),
    ("e^x", mpmath.exp, 1.0),
    ("ln x", mpmath.log, 2.5),
    ("sqrt x", mpmath.sqrt, 2.0),
    ("1/x", lambda x: 1 / x, 0.7),
    ("tan x", mpmath.tan, 1.0),
    ("atan x", mpmath.atan, 0.5),
    ("1/(1+25x^2)", lambda x: 1 / (1 + 25 * x * x), 0.3),
    ("e^(sin x)", lambda x: mpmath.exp(mpmath.sin(x)), 1.0),
    ("ln(cos x)", lambda x: mpmath.log(mpmath.cos(x)), 0.5),
    ("sqrt(1+sin(x)^2)", lambda x: mpmath.sqrt(1 + mpmath.sin(x) ** 2), 1.0),
    ("sin(30x)", lambda x: mpmath.sin(30 * x), 1.0),
    ("x^5 - 3x", lambda x: x**5 - 3 * x, 1.3),
    ("e^(-x^2)", lambda x: mpmath.exp(-x * x), 0.8),
    ("cosh x", mpmath.cosh, 2.0),
    ("x^x", lambda x: x**x, 1.5),
    ("(1-8x+8x^2)^2", lambda x: (1 - 8 * x + 8 * x * x) ** 2, 0.2),
    ("sin(x)/x", lambda x: mpmath.sin(x) / x, 1.0),
    ("erf x", mpmath.erf, 0.5),
    ("gamma x", mpmath.gamma, 2.5),
]

STEPS = np.geomspace(1e-16, 1, 400)
WANTED_DIGITS = 15.0


def digits(estimate: float, truth: float) -> float:
    """Return how many decimal digits of ``estimate`` are right, 16 at most."""
    error = abs(estimate - truth) / abs(truth)
    return min(16.0, -log10(error)) if error else 16.0


class Counted:
    """A function that counts the points at which it is evaluated."""

    def __init__(self, text: str) -> None:
        """Read the formula."""
        self.f, self.points = parse(text), 0

    def __call__(self, x: Any) -> Any:
        """Evaluate in float64."""
        self.points += np.size(x)
        return self.f(np.asarray(x, np.float64))


def by_stencil(s: Stencil) -> Callable[[Counted, float], float]:
    """Return one of our difference formulas at the step that the error curve predicts."""

    def method(f: Counted, at: float) -> float:
        step = error_curve(f.f, at, s, [0.1]).predicted_best_step
        return float(difference(f, at, min(step, 0.1), s))

    return method


def by_findiff(f: Counted, at: float) -> float:
    """Return findiff's formula of fourth order, at the same step as ours."""
    step = min(error_curve(f.f, at, stencil.five_point, [0.1]).predicted_best_step, 0.1)
    findiff = importlib.import_module("findiff")
    formula = findiff.coefficients(deriv=1, acc=4)["center"]
    points = at + step * np.asarray(formula["offsets"])
    return float(np.dot(formula["coefficients"], f(points)) / step)


def by_numdifftools(f: Counted, at: float) -> float:
    """Return numdifftools' derivative with its own choice of steps."""
    return float(importlib.import_module("numdifftools").Derivative(f)(at))


def certified(f: Counted, at: float) -> float:
    """Return our certified derivative: one series, no evaluation in floats at all."""
    proven = derivative(f.f, at).value
    return proven.value if proven else np.nan


METHODS: dict[str, Callable[[Counted, float], float]] = {
    "forward": by_stencil(stencil.forward),
    "central": by_stencil(stencil.central),
    "five-point": by_stencil(stencil.five_point),
    "findiff": by_findiff,
    "scipy.differentiate": lambda f, at: float(scipy_derivative(f, at).df),
    "numdifftools": by_numdifftools,
    "derivative, certified": certified,
}


def truth(true: Callable[[Any], Any], at: float) -> float:
    """Return the derivative by mpmath, 40 digits."""
    with mpmath.workdps(40):
        return float(mpmath.diff(true, mpmath.mpf(at)))


def measure() -> Iterator[Row]:
    """Measure digits and evaluations of every method, then a curve against a loop."""
    truths = [truth(true, at) for _, true, at in FUNCTIONS]
    for name, method in METHODS.items():
        what = f"digits of f', median of {len(FUNCTIONS)}: {name}"
        try:
            yield digits_and_evaluations(what, method, truths)
        except ModuleNotFoundError as missing:
            yield Row(what, f"{missing.name} is not installed", "", True)
    yield against_a_loop()


def digits_and_evaluations(
    what: str, method: Callable[[Counted, float], float], truths: list[float]
) -> Row:
    """Return one method's row; only our certified derivative has a promise to keep."""
    counted = [Counted(text) for text, _, _ in FUNCTIONS]
    found = [method(f, at) for f, (_, _, at) in zip(counted, FUNCTIONS, strict=True)]
    right = median(map(digits, found, truths))
    measured = f"{right:.1f} ({median(f.points for f in counted):g} evaluations)"
    if method is not certified:
        return Row(what, measured, "", True)
    return Row(what, measured, f"≥ {WANTED_DIGITS:g}", right >= WANTED_DIGITS)


def against_a_loop() -> Row:
    """Return how much faster 400 steps at once are than one after the other."""
    f = parse("sin x")
    together = seconds(lambda steps: difference(f, 1, steps, stencil.central), lambda: STEPS)
    apart = seconds(
        lambda steps: [difference(f, 1, h, stencil.central) for h in steps], lambda: STEPS
    )
    return Row(
        "400 central differences at once, beside a loop",
        f"{milliseconds(together)}, {apart / together:.0f}×",
        "≥ 15×",
        apart >= 15 * together,
    )
