"""Ways to a derivative: ours, and our peers' with what their documentation recommends.

An evaluation is one of f at one point, of whatever kind: plain, complex, with the derivative
carried along, or over balls. Not counted: what the step of a stencil costs that is predicted from
the formula, as nobody would do who has the formula's own derivative.
"""

import importlib
from collections.abc import Callable
from math import factorial
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from scipy.differentiate import derivative as scipy_derivative

from benchmarks.derivatives import Problem
from core import difference, error_curve, parse, stencil, taylor
from core.autodiff import jvp
from core.complex_step import complex_step
from core.expression import series
from core.richardson import extrapolated
from core.ridders import ridders
from core.stencil import Stencil

LARGEST_STEP = 0.1
# The words of mpmath, as NumPy and its kin spell them.
SPELLED = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
SPELLED |= {"asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh"}
WORDS = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "sqrt", "pi", *SPELLED)


class Counted:
    """One problem's function in float64, counting the points at which it is evaluated."""

    def __init__(self, problem: Problem) -> None:
        """Read the formula."""
        self.problem, self.points = problem, 0
        self.f, self.at, self.order = parse(problem.text), problem.at, problem.order

    def __call__(self, x: Any) -> Any:
        """Evaluate as typed."""
        self.points += np.size(x)
        return self.f(np.asarray(x, np.float64))

    def in_words_of(self, library: Any) -> Callable[[Any], Any]:
        """Return the same function for a library that brings its own arithmetic."""

        def function(x: Any) -> Any:
            self.points += 1
            return self.problem.of(library, x)

        return function


class Method(NamedTuple):
    """A way to a derivative: how it is called, whose it is, what it does, up to which order."""

    name: str
    ours: bool
    find: Callable[[Counted], float]
    highest: int = 4


def by_stencil(s: Stencil) -> Callable[[Counted], float]:
    """Return one of our difference formulas at the step that the error curve predicts."""

    def find(f: Counted) -> float:
        step = predicted_step(f, s)
        return float(difference(f, f.at, step, s))

    return find


def predicted_step(f: Counted, s: Stencil) -> float:
    """Return the step with the least predicted error."""
    return min(error_curve(f.f, f.at, s, [LARGEST_STEP]).predicted_best_step, LARGEST_STEP)


def by_central(f: Counted) -> float:
    """Return the shortest central difference for the derivative, at its predicted step."""
    reach = (f.order + 1) // 2
    nodes = [o for o in range(-reach, reach + 1) if o or f.order > 1]
    return by_stencil(stencil(nodes, f.order))(f)


def by_richardson(f: Counted) -> float:
    """Return four extrapolations from h = 0.05, whatever the function."""
    return float(extrapolated(f, np.asarray(f.at), np.array([0.05]), 4)[0])


def by_ridders(f: Counted) -> float:
    """Return Ridders' derivative from h = 0.1, whatever the function."""
    curve = ridders(f.f, f.at, [0.1])
    f.points += int(curve.evaluations[0])
    return float(curve.estimate[0])


def by_complex_step(f: Counted) -> float:
    """Return the complex step with h = 1e-20."""
    curve = complex_step(f.f, f.at, [1e-20])
    f.points += int(curve.evaluations[0])
    return float(curve.estimate[0])


def by_forward_mode(f: Counted) -> float:
    """Return our automatic derivative, nested for the higher ones; f is walked once."""
    f.points += 1
    function: Any = f.f
    for _ in range(f.order):
        function = forward(function)
    return float(function(f.at))


def forward(function: Any) -> Callable[[Any], Any]:
    """Return the derivative of a function, as a function."""
    return lambda x: jvp(function, x).derivative


def certified(f: Counted) -> float:
    """Return ``k! c_k`` of our proven coefficient; each walk of the tree is an evaluation."""

    def counting(walk: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **more: Any) -> Any:
            f.points += 1
            return walk(*arguments, **more)

        return counted

    with patch.object(series, "attempt", counting(series.attempt)):
        return float(taylor(f.f, f.at, f.order).coefficients[-1]) * factorial(f.order)


def by_findiff(f: Counted) -> float:
    """Return findiff's formula of fourth order, at the step predicted for it."""
    formula = importlib.import_module("findiff").coefficients(deriv=f.order, acc=4)["center"]
    offsets = [int(o) for o in formula["offsets"]]
    step = predicted_step(f, stencil(offsets, f.order))
    used = [(o, w) for o, w in zip(offsets, formula["coefficients"], strict=True) if w]
    values = f(f.at + step * np.array([o for o, _ in used]))
    return float(np.dot([w for _, w in used], values) / step**f.order)


def by_numdifftools(f: Counted) -> float:
    """Return numdifftools' derivative with its own choice of steps."""
    return float(importlib.import_module("numdifftools").Derivative(f, n=f.order)(f.at))


def by_autograd(f: Counted) -> float:
    """Return autograd's derivative, nested for the higher ones."""
    gradient = importlib.import_module("autograd").grad
    function = f.in_words_of(words("autograd.numpy", "autograd.scipy.special"))
    for _ in range(f.order):
        function = gradient(function)
    return float(function(f.at))


def by_jax(f: Counted) -> float:
    """Return JAX's derivative in float64, nested for the higher ones."""
    jax = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    function = f.in_words_of(words("jax.numpy", "jax.scipy.special"))
    for _ in range(f.order):
        function = jax.grad(function)
    return float(function(f.at))


def words(arrays: str, special: str) -> SimpleNamespace:
    """Return mpmath's words with another library's meaning."""
    numpy, scipy = importlib.import_module(arrays), importlib.import_module(special)
    known = {word: getattr(numpy, SPELLED.get(word, word)) for word in WORDS}
    return SimpleNamespace(**known, erf=scipy.erf, gamma=scipy.gamma)


METHODS = [
    Method("forward difference", True, by_stencil(stencil.forward), highest=1),
    Method("central difference", True, by_central),
    Method("five-point", True, by_stencil(stencil.five_point), highest=1),
    Method("Richardson", True, by_richardson, highest=1),
    Method("Ridders", True, by_ridders, highest=1),
    Method("complex step", True, by_complex_step, highest=1),
    Method("forward mode", True, by_forward_mode),
    Method("certified", True, certified),
    Method("findiff", False, by_findiff),
    Method("SciPy", False, lambda f: float(scipy_derivative(f, f.at).df), highest=1),
    Method("numdifftools", False, by_numdifftools),
    Method("autograd", False, by_autograd),
    Method("JAX", False, by_jax),
]
