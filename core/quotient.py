"""A difference quotient as a computer takes it: every operation rounded in one float format."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from core.expression.expression import Expression, variables_of
from core.floats import FloatFormat, float_format
from core.rounded import Array, Many, rounded_point, rounded_steps, rounded_value
from core.stencil import Stencil

At: TypeAlias = int | float | Fraction | str


def difference(
    f: Callable[[Array], Array],
    at: At,
    step: Many,
    s: Stencil,
    dtype: str = "float64",
) -> Array:
    """Return the difference quotient of ``f``, every operation rounded in ``dtype``.

    The point is rounded to the format first, then

        x_i = x + o_i h,    q = (n_1 f(x_1) + n_2 f(x_2) + ...) / (D H^d),
        H = (x_last - x_first) / (o_last - o_first),

    with the weights ``n_i / D`` and the sum taken from left to right as the formula is written.
    ``H`` is the step really taken: ``x + h`` is rounded, so ``(x + h) - x`` is seldom ``h``. Where
    the step is lost altogether (``x + h == x``) the quotient is 0/0, which is nan and not 0.

    Args:
        f: Function of one variable, arrays in and arrays out, in the format of its input.
        at: The point: a number, a Fraction, or text such as ``"pi/2"``.
        step: ``h > 0``, a number, a Fraction or text, or an array of them.
        s: The difference formula.
        dtype: ``"float16"``, ``"bfloat16"``, ``"float32"`` or ``"float64"``.

    Returns:
        The quotients in ``dtype``, with the shape of ``step``; nan and inf where the format or the
        function's domain ends.

    Raises:
        TypeError: if ``s`` is no ``Stencil``, a step no number, or ``f`` returns nothing.
        ValueError: if the format is unknown, a step is not positive and finite, or ``f`` is a
            formula in several variables.
        ParseError: if the point is not a finite real constant.

    Cost: one call of ``f`` with as many points as offsets and steps.

    >>> from core.stencil import stencil
    >>> float(difference(lambda x: x, 0.2, 1e-10, stencil.forward))  # a line has its own slope
    1.0
    >>> float(difference(lambda x: x, 0.2, 1e-20, stencil.forward))
    nan
    """
    if isinstance(f, Expression):
        variables_of(f, 1)
    return sample(f, at, step, s, float_format(dtype)).quotient


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Everything that happens in a difference quotient, each array in the format itself.

    Attributes:
        format: The float format.
        x: The point, rounded to the format.
        steps: The steps ``h``, rounded to the format.
        points: ``x + o_i h``, shape (offsets, steps).
        values: f there.
        step_taken: The steps really taken, from the points.
        total: ``sum n_i f(x_i)`` with whole weights.
        quotient: ``total / (D step_taken^d)``.
    """

    format: FloatFormat
    x: Array
    steps: Array
    points: Array
    values: Array
    step_taken: Array
    total: Array
    quotient: Array


def sample(f: Callable[[Array], Array], at: At, step: Many, s: Stencil, fmt: FloatFormat) -> Sample:
    """Return the points, values and quotients of ``difference``."""
    if not isinstance(s, Stencil):
        raise TypeError(f"the formula is a Stencil, such as stencil.central, not {s!r}")
    h = rounded_steps(step, fmt)
    x = fmt.cast(rounded_point(at, fmt))
    with np.errstate(all="ignore"):
        points = places(x, h, s, fmt)
        values = np.broadcast_to(rounded_value(f(points), fmt), points.shape)  # lambda x: 1.0 too
        taken, total, quotient = divided(points, values, s, fmt)
    return Sample(fmt, x, h, points, values, taken, total, quotient)


def places(x: Array, h: Array, s: Stencil, fmt: FloatFormat) -> Array:
    """Return ``x + o_i h``, the offsets along a new first axis."""
    return np.stack([x + _multiple(offset, h, fmt) for offset in s.offsets])


def divided(
    points: Array, values: Array, s: Stencil, fmt: FloatFormat
) -> tuple[Array, Array, Array]:
    """Return the steps really taken, the sums ``n_i f(x_i)`` and their quotients."""
    taken, total = _step_taken(points, s, fmt), _total(values, s, fmt)
    return taken, total, total / (fmt.scalar(s.denominator) * _power(taken, s.derivative_order))


def _multiple(offset: Fraction, h: Array, fmt: FloatFormat) -> Array:
    """``o h``: exact for the offsets -2, -1, 0, 1 and 2."""
    return _scaled(h, offset.numerator, offset.denominator, fmt)


def _step_taken(points: Array, s: Stencil, fmt: FloatFormat) -> Array:
    """``(x_last - x_first) / (o_last - o_first)``."""
    last, first = s.offsets.index(max(s.offsets)), s.offsets.index(min(s.offsets))
    width = s.offsets[last] - s.offsets[first]
    return _scaled(points[last] - points[first], width.denominator, width.numerator, fmt)


def _scaled(a: Array, times: int, over: int, fmt: FloatFormat) -> Array:
    product: Array = a * fmt.scalar(times) / fmt.scalar(over)
    return product


def _total(values: Array, s: Stencil, fmt: FloatFormat) -> Array:
    """``n_1 f(x_1) + n_2 f(x_2) + ...`` from left to right."""
    pairs = zip(s.numerators, values, strict=True)
    first, *rest = (value * fmt.scalar(n) for n, value in pairs if n)
    total: Array = first
    for term in rest:
        total = total + term
    return total


def _power(base: Array, exponent: int) -> Array:
    """``base^exponent`` by multiplication: NumPy's own power is not rounded the same everywhere."""
    power = base
    for _ in range(exponent - 1):
        power = power * base
    return power
