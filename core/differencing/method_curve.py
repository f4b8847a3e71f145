"""What a road to f'(a) other than a stencil gives at many steps: estimate, true error, cost."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from flint import arb
from numpy.typing import ArrayLike, NDArray

from core.derivative import derivative
from core.differencing.compensated import Floats, high_low, two_sum
from core.errors import NotAnalytic
from core.expression.balls import working_precision
from core.expression.expression import Expression, variables_of
from core.expression.series import coefficients
from core.floats import FloatFormat, float_format
from core.quotient import At
from core.rounded import Array, Many, listed, rounded_point, rounded_steps

Method: TypeAlias = Literal["richardson", "ridders", "complex_step", "forward_mode"]

BITS = 120  # of the true derivative: two float64 and some


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MethodCurve:
    """A method's derivative at many steps, on the same axes as ``core.roundoff.ErrorCurve``.

    All arrays have the length of ``steps`` and are float64, but for the whole ``evaluations``.

    Attributes:
        method: ``"richardson"``, ``"ridders"``, ``"complex_step"`` or ``"forward_mode"``.
        format: The float format in which the method computed.
        x: The point really used: the typed one, rounded to the format.
        truth: ``f'(x)`` there, the nearest float64; nan where f has none, or none is proven.
        steps: ``h``, rounded to the format. A method without a step has the same value at all.
        estimate: What the method says.
        error: ``|estimate - f'(x)|``, the rounding of ``truth`` to a float64 not included.
        evaluations: How often f was evaluated for the estimate, of whatever kind: a complex
            evaluation, or one that carries the derivative along, costs two to four plain ones.
        own_error: The method's own estimate of its error; None where it makes none.
        analytic: Whether the formula is built from analytic functions alone, which the complex
            step needs: without it (``|x|``) it may be wrong and give no sign of it.
    """

    method: Method
    format: FloatFormat
    x: float
    truth: float
    steps: Floats
    estimate: Floats
    error: Floats
    evaluations: NDArray[np.int64]
    own_error: Floats | None = None
    analytic: bool = True

    def __repr__(self) -> str:
        """Show the best that the method reached, and what that cost."""
        start = f"MethodCurve({self.method}, {self.format.name}, x={self.x!r}"
        steps = None if self.method == "forward_mode" else self.steps
        found = f"{start}: {at_best(self.error, steps)}"
        if not np.isnan(self.error).all():
            count = int(self.evaluations[np.nanargmin(self.error)])
            found += f", {count} evaluation{'' if count == 1 else 's'}"
        return found + ("" if self.analytic else ", not analytic") + ")"


def at_best(error: Floats, steps: Floats | None) -> str:
    """Return the least error that was measured, and at which step: luck has a part in it."""
    if np.isnan(error).all():
        return "no error known"
    best = int(np.nanargmin(error))
    found = f"error {error[best]:.2g}"
    return found if steps is None else f"{found} at best, h={steps[best]:.2g}"


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Where all methods start from: the point and the steps in the format, and the truth there.

    Attributes:
        format: The float format.
        x: The point in the format.
        steps: The steps in the format.
        truth: ``f'(x)`` as an unevaluated sum of two float64; nan where none is proven.
    """

    format: FloatFormat
    x: Array
    steps: Array
    truth: tuple[float, float]

    @classmethod
    def of(cls, f: Expression, at: At, steps: Many, dtype: str) -> "Ground":
        """Return the point and the steps rounded to the format, and f's derivative there.

        Raises:
            TypeError: if a step is no number, Fraction or text.
            ValueError: if f has not one variable, the format is unknown, or the steps are not
                positive and finite in one list.
            ParseError: if the point is not a finite real constant.
        """
        variables_of(f, 1)
        fmt = float_format(dtype)
        x, h = rounded_point(at, fmt), rounded_steps(listed(steps), fmt)
        return cls(fmt, fmt.cast(x), h, exact_slope(f, x))

    def curve(
        self,
        method: Method,
        estimate: NDArray[np.generic],
        evaluations: ArrayLike,
        own_error: Floats | None = None,
        analytic: bool = True,
    ) -> MethodCurve:
        """Return a method's estimates with their true errors."""
        steps = self.steps.astype(np.float64)
        found = np.broadcast_to(estimate.astype(np.float64), steps.shape)
        counts = np.broadcast_to(np.asarray(evaluations, np.int64), steps.shape)
        return MethodCurve(
            method,
            self.format,
            float(self.x),
            self.truth[0],
            steps,
            found,
            distance(found, self.truth),
            counts,
            own_error,
            analytic,
        )


def distance(estimate: Floats, truth: tuple[float, float]) -> Floats:
    """Return ``|estimate - (high + low)|``, rounded at the very end only; inf stays inf."""
    high, low = truth
    with np.errstate(all="ignore"):
        total, lost = two_sum(estimate, -high)
        return np.abs(np.where(np.isinf(estimate), estimate, total + (lost - low)))


def exact_slope(f: Expression, x: float) -> tuple[float, float]:
    """Return ``f'(x)`` at a float64 as an unevaluated sum of two: about 106 bits, proven.

    Returns:
        nan and nan where f has no derivative or none is proven, and where x is not finite.
    """
    if not np.isfinite(x):
        return np.nan, np.nan
    try:
        slope = coefficients(f.tree, f.variables[0], arb(x), 1, BITS)[1]
    except NotAnalytic:  # ``x|x|`` at 0 has a derivative and no series
        d = derivative(f, x)
        proven = d.verdict == "differentiable" and d.standing == "proven"
        return (d.right, 0.0) if proven else (np.nan, np.nan)
    with working_precision(BITS):
        return high_low(slope)
