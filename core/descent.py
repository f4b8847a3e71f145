"""Gradient descent, step by step, in a float format: downhill, too fast, or lost in round-off.

    v <- mu v - eta g(x),   x <- x + v,

plain gradient descent for ``mu = 0``, else with the momentum of B. T. Polyak, *Some methods of
speeding up the convergence of iteration methods*, USSR Computational Mathematics and Mathematical
Physics 4 (1964), 1-17: the heavy ball.
"""

from collections.abc import Callable, Sequence
from math import hypot
from typing import Any

import numpy as np

from core.descent_circle import Circle, is_noise
from core.descent_way import Descent, Status
from core.expression.expression import Expression
from core.floats import FloatFormat, float_format
from core.gradient_sources import GradientBy, Slope, source
from core.rounded import Array, Many, rounded_points, rounded_value

MAX_STEPS = 100_000


def descent(
    f: Callable[..., Any],
    start: Many,
    rate: float,
    steps: int = 1000,
    momentum: float = 0.0,
    gradient: GradientBy = "exact",
    dtype: str = "float64",
    tolerance: float = 1e-8,
) -> Descent:
    """Descend from ``start`` along minus the gradient, every operation rounded in ``dtype``.

    Args:
        f: A formula, or with ``Differences`` any function R^n -> R of one array of shape ``(n,)``.
        start: n numbers, Fractions or texts, one text such as ``"1, pi/2"``, or for n = 1 the
            number itself; rounded to the format.
        rate: The learning rate ``eta > 0``.
        steps: At most so many steps, up to ``MAX_STEPS``: 0.15 to 1 ms each, with differences
            more, by the evaluations that they take.
        momentum: ``mu`` in ``[0, 1)``.
        gradient: ``"exact"``, or ``Differences(step, scheme)``.
        dtype: ``"float16"``, ``"bfloat16"``, ``"float32"`` or ``"float64"``.
        tolerance: The length of the gradient that counts as 0.

    Raises:
        TypeError: if f returns nothing.
        ValueError: if an argument is out of its range, the start is not finite in the format, or f
            has no derivative as a formula.
        ParseError: if the start is no list of n finite real constants.

    >>> from core.expression.expression import parse
    >>> f = parse("x^2 + y^2", ("x", "y"))
    >>> descent(f, (1, 2), rate=0.25, steps=3).points.tolist()
    [[1.0, 2.0], [0.5, 1.0], [0.25, 0.5], [0.125, 0.25]]
    >>> descent(f, (1, 2), rate=2)
    Descent(diverged after 323 steps at (-1.28874e+154, -2.57748e+154), loss inf)
    """
    _check(rate, steps, momentum, tolerance)
    fmt = float_format(dtype)
    way = _Way(f, fmt, gradient, tolerance)
    eta, mu = fmt.dtype.type(rate), fmt.dtype.type(momentum)
    x = rounded_points(start, fmt, len(f.variables) if isinstance(f, Expression) else None)
    if not np.isfinite(x).all():
        raise ValueError(f"the start {start!r} is not finite in {fmt.name}")
    with np.errstate(all="ignore"):
        v = np.zeros_like(x)
        status, circle = way.arrive(x, 0.0), Circle(x, v)
        while status is None and len(way.points) <= steps:
            before, v = v, mu * v - eta * way.slopes[-1].value
            x, old = x + v, x
            if (x == old).all() and (not mu or (v == before).all()):
                status = "stalled"
                break
            status = way.arrive(x, float(mu) * hypot(*map(float, v)) / float(eta))
            length = circle.closed(x, v)
            if status is None and length and is_noise(np.array(way.points[-length:]), fmt):
                status = "stalled"
    return way.ended(status or "step limit", gradient)


def compare_descents(
    f: Callable[..., Any],
    start: Many,
    rate: float,
    gradients: Sequence[GradientBy],
    steps: int = 1000,
    momentum: float = 0.0,
    dtype: str = "float64",
    tolerance: float = 1e-8,
) -> tuple[Descent, ...]:
    """Return one descent for each kind of gradient, all from the same start (see ``descent``).

    >>> from core.expression.expression import parse
    >>> from core.gradient_sources import Differences
    >>> f = parse("(x-1)^2")
    >>> for way in compare_descents(f, [3], 0.25, ["exact", Differences(0.01, "forward")]):
    ...     print(way.status, way.evaluations, round(float(way.points[-1, 0]), 3))
    converged 0 1.0
    stalled 20 0.999
    """
    return tuple(
        descent(f, start, rate, steps, momentum, gradient, dtype, tolerance)
        for gradient in gradients
    )


class _Way:
    """The way so far."""

    def __init__(
        self, f: Callable[..., Any], fmt: FloatFormat, by: GradientBy, tolerance: float
    ) -> None:
        self._f, self._format, self._tolerance = f, fmt, tolerance
        self._source = source(f, by, fmt)
        self.points: list[Array] = []
        self.losses: list[float] = []
        self.slopes: list[Slope] = []

    def arrive(self, x: Array, push: float) -> Status | None:
        """Take down a point, and say whether the way ends there.

        Args:
            x: The point.
            push: As large as a gradient would have to be to move it as far as its momentum will.
        """
        value = self._f(*x) if isinstance(self._f, Expression) else self._f(x)
        loss = float(rounded_value(value, self._format))
        slope = self._source(x, loss)
        self.points.append(x)
        self.losses.append(loss)
        self.slopes.append(slope)
        return self._status(x, loss, slope, push)

    def _status(self, x: Array, loss: float, slope: Slope, push: float) -> Status | None:
        size, error = (hypot(*map(float, v)) for v in (slope.value, slope.error))
        if not np.isfinite(np.asarray(x, float)).all() or np.isinf(loss) or np.isinf(size):
            return "diverged"
        if np.isnan(loss) or np.isnan(size):
            if self._source.is_lost(x):  # a quotient is 0/0
                return "stalled"
            return "diverged" if self._source.overflows(x) else "left the domain"
        if error > 0 and max(size, push) <= error:
            return "stalled"
        return "converged" if max(size, push) <= self._tolerance else None

    def ended(self, status: Status, by: GradientBy) -> Descent:
        """Return the whole way."""
        errors = [hypot(*slope.error) for slope in self.slopes]
        return Descent(
            np.array(self.points, np.float64),
            np.array(self.losses),
            np.array([slope.value for slope in self.slopes], np.float64),
            np.array(errors),
            sum(slope.evaluations for slope in self.slopes),
            status,
            by,
            self._format.name,
        )


def _check(rate: float, steps: int, momentum: float, tolerance: float) -> None:
    if not 0 < rate < np.inf:
        raise ValueError(f"the rate {rate} is not positive and finite")
    if not 0 <= steps <= MAX_STEPS:
        raise ValueError(f"{steps} steps: 0 to {MAX_STEPS} are allowed")
    if not 0 <= momentum < 1:
        raise ValueError(f"the momentum {momentum} is not in [0, 1)")
    if not 0 <= tolerance < np.inf:
        raise ValueError(f"the tolerance {tolerance} is negative or not finite")
