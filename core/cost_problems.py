"""Three functions of n parameters whose gradients a lesson pays for, and those gradients by hand.

One evaluation costs O(n) operations in each; that is what makes the gradient by differences, with
its n + 1 or 2n evaluations, cost O(n²). Everything is NumPy on one array, so that automatic
differentiation can follow it; and what is written by hand runs in ball arithmetic too, on arrays of
``arb``, which proves how far off the others are.

The data are synthetic: random, from a seed, and the same on every machine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Name: TypeAlias = Literal["chain of sines", "logistic regression", "small network"]
NAMES: tuple[Name, ...] = get_args(Name)

SAMPLES = 4  # of the two learning problems; fixed, so that n alone counts
INPUTS = 8  # of the network: each hidden unit has 8 weights, a bias and an output weight
PENALTY = 2.0**-6
MOST = 10**6


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A function R^n -> R at a point.

    Attributes:
        name: ``"chain of sines"``, ``"logistic regression"`` or ``"small network"``.
        function: f, of one array of n numbers.
        gradient: ``∇f`` by hand, of one array of n floats or of n balls.
        point: x, in float64.
        operations: How many operations on two numbers, and functions of one, an evaluation takes:
            O(n).
    """

    name: Name
    function: Callable[[Any], Any]
    gradient: Callable[[Any], Any]
    point: Floats
    operations: int


def problem(name: Name, n: int) -> Problem:
    """Return one of the three problems with n parameters.

    Raises:
        ValueError: if there is no such problem, or n is not between 2 and a million; the network
            has 10 parameters for each hidden unit, so n must be a multiple of 10.

    >>> chain = problem("chain of sines", 3)
    >>> float(chain.function(np.array([1.0, 2.0, 3.0])) - (np.sin(2.0) + np.sin(6.0)))
    0.0
    """
    if name not in _MAKERS:
        raise ValueError(f"the problem {name!r} is not one of {', '.join(NAMES)}")
    if not 2 <= n <= MOST:
        raise ValueError(f"n = {n} is not between 2 and {MOST}")
    return _MAKERS[name](n)


def _chain_of_sines(n: int) -> Problem:
    """``f = Σ sin(x_i x_(i+1))``: each parameter meets its neighbors only."""

    def function(x: Any) -> Any:
        return np.sum(np.sin(x[:-1] * x[1:]))

    def gradient(x: Any) -> Any:
        slopes = np.cos(x[:-1] * x[1:])
        zero = slopes[:1] * 0
        return np.concatenate([slopes * x[1:], zero]) + np.concatenate([zero, slopes * x[:-1]])

    point = np.random.default_rng(1).uniform(0.5, 1.5, n)
    return Problem("chain of sines", function, gradient, point, 3 * n - 4)


def _logistic_regression(n: int) -> Problem:
    """``f = mean ln(1 + exp(-y a·w)) + λ/2 |w|²`` over the rows a of A and their labels y = ±1."""
    random = np.random.default_rng(2)
    A = random.standard_normal((SAMPLES, n))
    signs = np.where(np.arange(SAMPLES) % 2, -1.0, 1.0)  # -y

    def function(w: Any) -> Any:
        return np.mean(np.logaddexp(0.0, signs * (A @ w))) + PENALTY / 2 * np.sum(w * w)

    def gradient(w: Any) -> Any:
        missed = 1 / (1 + np.exp(-signs * (A @ w)))  # the probability given to the wrong label
        return PENALTY * w + A.T @ (signs * missed) / SAMPLES

    point = random.standard_normal(n) / np.sqrt(n)  # so that a·w is near 1
    operations = SAMPLES * (2 * n + 2) + 2 * n + 1
    return Problem("logistic regression", function, gradient, point, operations)


def _small_network(n: int) -> Problem:
    """``f = mean (tanh(X W^T + b) v - y)²``: one hidden layer, as many units as n allows."""
    units, rest = divmod(n, INPUTS + 2)
    if rest:
        raise ValueError(f"the network has {INPUTS + 2} parameters a unit: n = {n} is no multiple")
    random = np.random.default_rng(3)
    X = random.standard_normal((SAMPLES, INPUTS))
    y = np.sin(X[:, 0])

    def parts(x: Any) -> tuple[Any, Any, Any]:
        W = np.reshape(x[: INPUTS * units], (units, INPUTS))
        return W, x[INPUTS * units : -units], x[-units:]

    def function(x: Any) -> Any:
        W, b, v = parts(x)
        return np.mean((np.tanh(X @ W.T + b) @ v - y) ** 2)

    def gradient(x: Any) -> Any:
        W, b, v = parts(x)
        hidden = np.tanh(X @ W.T + b)
        missed = (hidden @ v - y) * 2 / SAMPLES
        back = missed[:, None] * v * (1 - hidden * hidden)
        return np.concatenate([np.ravel(back.T @ X), np.sum(back, axis=0), missed @ hidden])

    point = random.standard_normal(n) / np.sqrt(units)
    operations = SAMPLES * (units * (2 * INPUTS + 3) + 2)
    return Problem("small network", function, gradient, point, operations)


_MAKERS: dict[Name, Callable[[int], Problem]] = {
    "chain of sines": _chain_of_sines,
    "logistic regression": _logistic_regression,
    "small network": _small_network,
}
