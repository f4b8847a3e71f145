"""Where the error of a difference quotient comes from: truncation against round-off.

With ever smaller steps the truncation error goes to zero and the round-off grows like 1/h: the
error against h, on logarithmic axes, is a V.
"""

from dataclasses import dataclass
from math import factorial, inf, nan

import numpy as np
from numpy.typing import NDArray

from core.derivative import derivative
from core.differencing.compensated import Floats, two_sum
from core.differencing.method_curve import at_best
from core.differencing.reference import ORDER, Reference, reference, without_series
from core.errors import NotAnalytic
from core.expression.expression import Expression, variables_of
from core.floats import FloatFormat, float_format
from core.quotient import At, Sample, sample
from core.rounded import Many, listed
from core.stencil import Stencil


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ErrorCurve:
    """A difference quotient's error at many steps, and what it is made of.

    All arrays are float64 and have the length of ``steps``. Signs: estimate minus truth, always.

    Attributes:
        stencil: The difference formula.
        format: The float format of the quotient.
        x: The point really used: the typed one, rounded to the format.
        truth: ``f^(d)(x)`` there, the nearest float64; nan where f has none.
        steps: ``h``, rounded to the format.
        step_taken: The step really taken, ``(x + h) - x``, by which the quotient divides.
        estimate: The quotient.
        error: ``|estimate - f^(d)(x)|``, the rounding of ``truth`` to a float64 not included.
        truncation: The exact quotient minus ``f^(d)(x)``, both at ``x`` and ``step_taken``.
        roundoff: The rest, ``estimate - exact quotient``.
        predicted_truncation: Size of the leading term, ``|C f^(d+p)(x)| h^p``.
        predicted_roundoff: Size of ``sum |w_i| u (|f(x)| + |x f'(x)|) / h^d``.
        predicted_best_step: Where the sum of the two is least; 0 or inf where one of them is 0.
    """

    stencil: Stencil
    format: FloatFormat
    x: float
    truth: float
    steps: Floats
    step_taken: Floats
    estimate: Floats
    error: Floats
    truncation: Floats
    roundoff: Floats
    predicted_truncation: Floats
    predicted_roundoff: Floats
    predicted_best_step: float

    @property
    def absorbed(self) -> NDArray[np.bool_]:
        """Where ``x + h == x``, so that there was no step at all."""
        return np.equal(self.step_taken, 0)

    def __repr__(self) -> str:
        """Show the least error, which may be luck, and where the least was predicted."""
        start = f"ErrorCurve({self.format.name}, x={self.x!r}, {len(self.steps)} steps"
        predicted = f"predicted best h={self.predicted_best_step:.2g}"
        return f"{start}: {at_best(self.error, self.steps)}; {predicted})"


def error_curve(
    f: Expression, at: At, s: Stencil, steps: Many, dtype: str = "float64"
) -> ErrorCurve:
    """Return the error of ``difference(f, at, steps, s, dtype)`` and its exact split.

    The reference is taken at the very point and the very step that the float format used:

        estimate - f^(d)(x) = [Q(x, H) - f^(d)(x)] + [estimate - Q(x, H)],

    truncation and round-off, with ``Q`` the quotient in exact arithmetic and ``H`` the step really
    taken. Measured against f^(d) at the typed point instead, the rounding of 0.2 alone would leave
    a floor of 4e-4 in float16 that looks like physics and is not.

    Args:
        f: A function of one variable.
        at: The point, typed or a number; it is rounded to the format.
        s: The difference formula.
        steps: ``h > 0``: one list of numbers, Fractions or texts.
        dtype: The float format.

    Returns:
        An ``ErrorCurve``. Without a Taylor series at x (``x|x|`` at 0) the predictions are nan;
        without a derivative (``|x|`` at 0), or where x overflows the format, all that needs it is.

    Raises:
        TypeError: if ``s`` is no ``Stencil``, or a step no number.
        ValueError: if the format is unknown, or the steps are not positive and finite in one list.
        ParseError: if the point is not a finite real constant.

    Error: the truth is carried to about 100 bits, so ``error`` is good to far more than six digits,
    down to quotients that miss the truth by one part in 10^25. Truncation may leave out 2^-24 of
    one rounding of f: ``roundoff`` has six digits, and fewer only where by luck it is itself much
    smaller than a rounding.
    Cost: one call of ``f`` for all points, one Taylor series, and 22 operations for each of its 33
    terms and each step; about 10 us more for each step that reaches beyond a quarter of the radius
    of convergence.

    >>> from core.expression.expression import parse
    >>> from core.stencil import stencil
    >>> e = error_curve(parse("x^2"), 3, stencil.forward, [0.5, 0.25])
    >>> e.truncation.tolist(), e.roundoff.tolist()  # h f''/2 = h, and no rounding at all
    ([0.5, 0.25], [0.0, 0.0])
    >>> e
    ErrorCurve(float64, x=3.0, 2 steps: error 0.25 at best, h=0.25; predicted best h=7.7e-08)
    """
    variables_of(f, 1)
    taken = sample(f, at, listed(steps), s, float_format(dtype))
    x = float(taken.x)
    near = _reference(f, x, s) if np.isfinite(x) else None
    return _without_reference(taken, s) if near is None else _with_reference(taken, s, near)


def _reference(f: Expression, x: float, s: Stencil) -> Reference | None:
    """Return the Taylor series at x, or at least a proven derivative, as that of ``x|x|`` at 0."""
    order = max(ORDER, s.derivative_order + s.accuracy_order + 8)
    try:
        return reference(f.tree, f.variables[0], x, order)
    except NotAnalytic:
        d = derivative(f, x) if s.derivative_order == 1 else None
    if d is None or d.verdict != "differentiable" or d.standing != "proven":
        return None
    return without_series(f.tree, f.variables[0], x, d.right_side.limit, d.right)


def _with_reference(taken: Sample, s: Stencil, near: Reference) -> ErrorCurve:
    steps, used = _float64(taken.steps), _float64(taken.step_taken)
    estimate = _float64(taken.quotient)
    truth = near.derivative(s.derivative_order)
    with np.errstate(all="ignore"):
        truncation = near.truncation(s, used, taken.format)
        error = _less(estimate, truth)
        roundoff = _less(estimate, truth, truncation)
        whole_truncation = truncation[0] + truncation[1]
    return ErrorCurve(
        s,
        taken.format,
        near.x,
        truth[0],
        steps,
        used,
        estimate,
        np.abs(error),
        whole_truncation,
        roundoff,
        *_prediction(s, near, taken.format, steps),
    )


def _less(estimate: Floats, *parts: tuple[Floats | float, Floats | float]) -> Floats:
    """``estimate - sum (high + low)``, rounded at the very end only; inf stays inf."""
    total, lost = estimate, np.zeros_like(estimate)
    for high, low in parts:
        total, error = two_sum(total, np.negative(high))
        lost = lost + error - low
    return np.where(np.isinf(estimate), estimate, total + lost)


def _without_reference(taken: Sample, s: Stencil) -> ErrorCurve:
    steps, used = _float64(taken.steps), _float64(taken.step_taken)
    estimate, unknown = _float64(taken.quotient), np.full(steps.shape, nan)
    split = (unknown, unknown, unknown, unknown, unknown, nan)
    return ErrorCurve(s, taken.format, float(taken.x), nan, steps, used, estimate, *split)


def _prediction(
    s: Stencil, near: Reference, fmt: FloatFormat, steps: Floats
) -> tuple[Floats, Floats, float]:
    """The V that the textbook predicts, and the step at its bottom.

    ``A h^q + B / h^d`` is least where ``q A h^(q+d) = d B``, with ``A`` from the first term of the
    truncation error that does not vanish, ``B = sum |w_i| eta`` and ``eta = u (|f| + |x f'|)``:
    f's value is off by a rounding of its own, and by what a rounding of its argument does to it.
    """
    if not near.has_series:
        unknown = np.full(steps.shape, nan)
        return unknown, unknown, nan
    d = s.derivative_order
    q, leading = _leading_term(s, near)
    value, slope = (abs(float(c.mid())) for c in near.coefficients[:2])
    eta = fmt.unit_roundoff * (value + abs(near.x) * slope)
    noise = float(sum(abs(w) for w in s.weights)) * eta
    best = (d * noise / (q * leading)) ** (1 / (d + q)) if leading else inf
    with np.errstate(all="ignore"):
        return leading * steps**q, noise / steps**d, best


def _leading_term(s: Stencil, near: Reference) -> tuple[int, float]:
    """``(q, A)``: for small h the truncation error has size ``A h^q``; A = 0 if it has no term."""
    d = s.derivative_order
    for k in range(d + s.accuracy_order, len(near.coefficients)):
        size = abs(float(near.coefficients[k].mid()) * float(s.coefficient(k) * factorial(k)))
        if size:
            return k - d, size
    return s.accuracy_order, 0.0


def _float64(values: NDArray[np.generic]) -> Floats:
    return values.astype(np.float64)
