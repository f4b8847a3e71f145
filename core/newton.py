"""Newton's method as a computer runs it, in a float format, step by step.

    x_(k+1) = x_k - f(x_k) / f'(x_k):

where the tangent at ``x_k`` meets the axis. Near a simple root the number of right digits doubles
with each step; near a root of order m only the factor ``(m - 1)/m`` is gained. Source: P.
Deuflhard, *Newton Methods for Nonlinear Problems*, Springer 2004, section 1.1.
"""

from math import isfinite, isnan
from typing import Any

import numpy as np
from flint import arb

from core.expression.balls import enclose
from core.expression.expression import Expression, variables_of
from core.floats import FloatFormat, float_format
from core.gradient_sources import derived
from core.newton_ends import (
    approaches,
    distances,
    has_root_ahead,
    lengthens,
    only_root,
    runs_away,
)
from core.newton_iteration import ABOVE_ROUNDOFF, NewtonIteration, Status
from core.quotient import At
from core.roots import BITS, Root
from core.rounded import rounded_point

MAX_STEPS = 10_000
# Newton's corrections near a root of order m are 1/m of the error: one of order 8 is seen.
REACH = 8
TINY = 2.0**-60  # beside 0, where floats are spaced more narrowly than anybody needs


def newton(f: Expression, start: At, steps: int = 50, dtype: str = "float64") -> NewtonIteration:
    """Run Newton's method with every operation rounded in ``dtype``.

    Args:
        f: A function of one variable.
        start: A number, a Fraction or text such as ``"pi/2"``; rounded to the format.
        steps: At most so many, up to ``MAX_STEPS``.
        dtype: ``"float16"``, ``"bfloat16"``, ``"float32"`` or ``"float64"``.

    Raises:
        ParseError: if the start is no finite real constant.
        ValueError: if f has several variables or no derivative as a formula (gamma), or the number
            of steps or the format is none.

    >>> from core.expression.expression import parse
    >>> newton(parse("x^2 - 1"), 2)
    NewtonIteration(converged after 6 steps at 1, root 1; observed order 1.99)
    >>> newton(parse("x^3 - 2x + 2"), 0).period
    2
    """
    variables_of(f, 1)
    if not 0 <= steps <= MAX_STEPS:
        raise ValueError(f"{steps} steps: 0 to {MAX_STEPS} are allowed")
    fmt = float_format(dtype)
    run = _Run(f, derived(f, f.variables[0], 1), fmt)
    run.go(rounded_point(start, fmt), steps)
    return run.ended()


class _Run:
    """The iteration so far."""

    def __init__(self, f: Expression, slope: Expression, fmt: FloatFormat) -> None:
        self._f, self._slope, self._format = f, slope, fmt
        self.x: list[float] = []
        self.values: list[float] = []
        self.slopes: list[float] = []
        self.status: Status = "step limit"
        self.period = 0

    def go(self, start: float, steps: int) -> None:
        """Iterate until something ends it."""
        x = self._format.dtype.type(start)
        seen: dict[float, int] = {}
        for k in range(steps + 1):
            value, slope = _scalar(self._f, x), _scalar(self._slope, x)
            self.x.append(float(x))
            self.values.append(float(value))
            self.slopes.append(float(slope))
            if (status := self._met(seen)) is not None:
                self.status = status
                return
            seen[float(x)] = k
            with np.errstate(all="ignore"):
                x = x - value / slope
        if runs_away(self.x):
            self.status = "diverged"

    def _met(self, seen: dict[float, int]) -> Status | None:
        """What the last iterate says."""
        x, value, slope = self.x[-1], self.values[-1], self.slopes[-1]
        if not isfinite(x):
            return "diverged"
        if isnan(value) or (value and isnan(slope)):
            return "left the domain"
        if value == 0:
            return "stalled"
        if slope == 0:
            return "flat tangent"
        if x in seen:
            self.period = len(self.x) - 1 - seen[x]
            return "cycle" if self.period > 1 else "stalled"
        return None

    def ended(self) -> NewtonIteration:
        """Return the iteration, with the root beside which it ended."""
        if self.status == "diverged" and isfinite(self.x[-1]) and has_root_ahead(self._f, self.x):
            self.status = "step limit"
        if self.status == "flat tangent" and lengthens(self.x) and self._has_slope():
            self.status = "diverged"
        root = self._root() if self.status in ("stalled", "cycle", "step limit") else None
        if root is not None and self.status != "step limit":
            self.status, self.period = "converged", 0
        x, values, slopes = (np.array(column) for column in (self.x, self.values, self.slopes))
        name, errors = self._format.name, distances(self.x, root)
        return NewtonIteration(x, values, slopes, self.status, root, errors, self.period, name)

    def _has_slope(self) -> bool:
        """Prove that the slope at the last iterate is not 0, but too small for the format."""
        place = {self._f.variables[0]: arb(self.x[-1])}
        return not enclose(self._slope.tree, place, BITS).contains(0)

    def _root(self) -> Root | None:
        """The only root near the last iterate, as near as the last correction makes likely."""
        last, spacing = self.x[-1], max(self._format.spacing(self.x[-1]), TINY)
        correction = abs(last - self.x[-2]) if len(self.x) > 1 else 0.0
        if self.status == "cycle" and correction > ABOVE_ROUNDOFF * spacing:
            return None
        reaches = (ABOVE_ROUNDOFF * spacing, REACH * correction + ABOVE_ROUNDOFF * spacing)
        near = filter(None, (only_root(self._f, last, reach) for reach in reaches))
        root = next(near, None)
        if root and self.status == "step limit" and not approaches(distances(self.x, root)):
            return None
        return root


def _scalar(f: Expression, x: Any) -> Any:
    """The value of f as one number of the format, so that the next operations are the format's."""
    return f(x)[()]
