"""Euler's method: the differential step, repeated.

    y' = g(t, y),    y(t_0) = y_0,        y_(n+1) = y_n + h g(t_n, y_n).

Each step follows the tangent: ``dy = g(t, y) dt`` stands for ``Δy``. One step is wrong by about
``h^2 y''/2``, and all ``(T - t_0)/h`` of them by something proportional to h: twice the steps, half
the error. The exact solution it is measured against is proven (``core.validated_ode``).

Source: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, 2nd ed.
(1993), sections I.7 and II.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import index
from typing import Any, TypeAlias

import numpy as np
from flint import arb
from numpy.typing import NDArray

from core.certified import Certified
from core.expression.balls import enclose, working_precision
from core.expression.building import minus
from core.expression.expression import Expression, variables_of
from core.expression.numeric import compile_tree
from core.expression.tree import Node
from core.floats import FloatFormat, float_format
from core.point import Point, point
from core.validated_ode import Status, solution

Floats: TypeAlias = NDArray[np.float64]

BITS = 200
MAX_STEPS = 2**16  # of all runs together: about a second
HALVED = tuple(2**k for k in range(2, 13))


@dataclass(frozen=True, slots=True, eq=False)
class EulerPath:
    """The polygon of Euler's method.

    Attributes:
        equation: g, in the time and the unknown.
        dtype: The float format in which every operation was rounded.
        step: ``h``, rounded to it.
        times: ``t_n``, n = 0 ... N, shape ``(N + 1,)``.
        values: ``y_n``; inf or nan after an overflow, or where g is undefined.
    """

    equation: Expression
    dtype: str
    step: float
    times: Floats
    values: Floats

    def __repr__(self) -> str:
        """Show the last point."""
        steps = len(self.times) - 1
        last = f"y({self.times[-1]:.6g}) ≈ {self.values[-1]:.9g}"
        return f"EulerPath({last}, {steps} steps of {self.step:.6g} in {self.dtype})"


@dataclass(frozen=True, slots=True, eq=False)
class EulerErrors:
    """How Euler's error falls with the step.

    Attributes:
        steps: The numbers of steps.
        step_sizes: ``h``.
        estimates: ``y_N`` of each run.
        exact: ``y(stop)``, certified.
        errors: ``|y_N - y(stop)|``, from the exact float and the ball, rounded once; nan where the
            solution is not proven to reach ``stop``.
        orders: ``log(e_k / e_(k+1)) / log(N_(k+1) / N_k)`` of neighboring runs: the order that is
            observed, 1 in the limit for a smooth g until round-off takes over; nan where both
            errors are 0 or unknown.
        status: Of the exact solution.
    """

    steps: tuple[int, ...]
    step_sizes: Floats
    estimates: Floats
    exact: Certified
    errors: Floats
    orders: Floats
    status: Status

    def __repr__(self) -> str:
        """Show the last error and the observed orders."""
        error = f"error {self.errors[-1]:.3g} after {self.steps[-1]} steps"
        orders = [f"{order:.3g}" for order in self.orders[-3:]]
        more = ["…"] if len(self.orders) > 3 else []
        observed = f"; observed orders {', '.join(more + orders)}" if orders else ""
        return f"EulerErrors({error}{observed}; {self.status})"


def euler(
    g: Expression, start: Point, value: Point, stop: Point, steps: int, dtype: str = "float64"
) -> EulerPath:
    """Return Euler's polygon from ``start`` to ``stop``, every operation rounded in ``dtype``.

    ``h = (stop - start)/N``, ``t_0`` and ``y_0`` are rounded once; then ``t + h``, ``h g`` and
    ``y + h g`` in every step, and g as it was typed.

    Args:
        g: A function of two variables: the time and the unknown, in this order.
        start: ``t_0``.
        value: ``y_0``.
        stop: The last time, on either side of the start.
        steps: ``N``, from 1 to ``MAX_STEPS``.
        dtype: "float16", "bfloat16", "float32" or "float64".

    Raises:
        ParseError: if one of the points is no finite real constant.
        ValueError: if g has not two variables, or the number of steps or the format is not one.

    >>> from core.expression.expression import parse
    >>> euler(parse("-y", ("t", "y")), 0, 1, 1, steps=2).values.tolist()
    [1.0, 0.5, 0.25]
    """
    variables_of(g, 2)
    n, fmt = index(steps), float_format(dtype)
    if not 1 <= n <= MAX_STEPS:
        raise ValueError(f"{n} steps: from 1 to {MAX_STEPS}")
    first, last = point(start), point(stop)
    t, y = _rounded(first, fmt), _rounded(point(value), fmt)
    h = _rounded(minus(last, first), fmt, n)
    slope = compile_tree(g.tree, g.variables, fmt)
    points = [(t, y)]
    with np.errstate(all="ignore"):
        for _ in range(n):
            t, y = t + h, y + h * np.asarray(slope((t, y)))[()]
            points.append((t, y))
    times, values = np.array(points, dtype=np.float64).T
    return EulerPath(g, fmt.name, float(h), times, values)


def euler_errors(
    g: Expression,
    start: Point,
    value: Point,
    stop: Point,
    steps: Sequence[int] = HALVED,
    dtype: str = "float64",
) -> EulerErrors:
    """Return Euler's global error at ``stop`` for several numbers of steps, and its order.

    Args:
        g: As in ``euler``, and so are the points and the format.
        start: ``t_0``.
        value: ``y_0``.
        stop: Where the error is measured.
        steps: Increasing numbers of steps, ``MAX_STEPS`` together.
        dtype: The float format of Euler's method.

    Raises:
        ParseError, ValueError: as ``euler``; also if there are too many steps, or not increasing.

    >>> from core.expression.expression import parse
    >>> euler_errors(parse("-y", ("t", "y")), 0, 1, 1, steps=(512, 1024, 2048))
    EulerErrors(error 8.98e-05 after 2048 steps; observed orders 1, 1; certified)
    """
    counts = tuple(index(n) for n in steps)
    if not counts or sum(counts) > MAX_STEPS or list(counts) != sorted(set(counts)):
        raise ValueError(f"increasing numbers of steps expected, {MAX_STEPS} together")
    paths = [euler(g, start, value, stop, n, dtype) for n in counts]
    exact = solution(g, start, value, stop)
    estimates = np.array([path.values[-1] for path in paths])
    errors = np.array([_error(y, exact.balls[0]) for y in estimates.tolist()])
    sizes = np.array([path.step for path in paths])
    with np.errstate(all="ignore"):
        orders = np.log(errors[:-1] / errors[1:]) / np.diff(np.log(counts))
    return EulerErrors(counts, sizes, estimates, exact.values[0], errors, orders, exact.status)


def _rounded(node: Node, fmt: FloatFormat, divisor: int = 1) -> Any:
    """Return a constant, divided by a whole number, as a scalar of the format, rounded once."""
    with working_precision(BITS):
        mantissa, exponent = (enclose(node, {}, BITS) / divisor).mid().man_exp()
    exact = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return fmt.dtype.type(fmt.nearest(exact))


def _error(estimate: float, exact: arb) -> float:
    """Return ``|estimate - exact|``; a float is an exact number."""
    with working_precision(BITS):
        return float(abs(arb(estimate) - exact).mid())
