"""The gradient by differences, and what it costs: n + 1, 2n or 4n evaluations for n variables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from core.expression.expression import Expression
from core.floats import FloatFormat, float_format
from core.point import Point
from core.quotient import divided, places
from core.rounded import Array, Many, rounded_points, rounded_steps, rounded_value
from core.stencil import Stencil, stencil

Name: TypeAlias = Literal["forward", "backward", "central", "five_point"]
Scheme: TypeAlias = Name | Stencil


@dataclass(frozen=True, slots=True, eq=False)
class DifferenceGradient:
    """A gradient by differences.

    Attributes:
        value: The quotients, shape ``(n,)``, in the float format they were computed in.
        evaluations: How often the function was called.
        scheme: The formula, as it was asked for.
    """

    value: Array
    evaluations: int
    scheme: Scheme


def difference_gradient(
    fun: Callable[..., Any],
    at: Many,
    step: Point,
    scheme: Scheme = "central",
    dtype: str = "float64",
) -> DifferenceGradient:
    """Return the gradient by difference quotients along each axis, and what it cost.

        forward     (f(x + h e_i) - f(x)) / h             n + 1 evaluations
        backward    (f(x) - f(x - h e_i)) / h             n + 1
        central     (f(x + h e_i) - f(x - h e_i)) / 2h    2 n
        five_point  as ``stencil.five_point`` writes it   4 n

    with the step really taken, ``(x_i + h) - x_i``, in the place of ``h``. Every operation here is
    rounded in ``dtype``, in the order of ``core.quotient``; what ``fun`` does inside, it does in
    the format of the array it is given.

    Args:
        fun: A function R^n -> R of one array of shape ``(n,)``, or an ``Expression``.
        at: The point: n numbers, Fractions or texts, one text such as ``"1, pi/2"``, or for n = 1
            the number itself; rounded to the format.
        step: ``h > 0``, the same for all axes: a number, a Fraction or text.
        scheme: Which difference: one of these names, or any ``Stencil`` for a first derivative.
        dtype: ``"float16"``, ``"bfloat16"``, ``"float32"`` or ``"float64"``.

    Raises:
        TypeError: if the step is no number, or ``fun`` returns nothing.
        ValueError: if the scheme or the format is unknown, the step is not one that is positive and
            finite, the point is not in one list, or ``fun`` has more than one value.
        ParseError: if the point is not n finite real constants.

    >>> d = difference_gradient(lambda x: x[0] ** 2 + x[1] ** 2, at=(1, 2), step=2.0**-20)
    >>> d.value.tolist(), d.evaluations
    ([2.0, 4.0], 4)
    >>> difference_gradient(lambda x: x[0] ** 3, (1,), 0.25, stencil((0, 1, 2))).value.tolist()
    [2.875]
    """
    s, fmt = formula(scheme), float_format(dtype)
    h = rounded_steps(step, fmt)
    if h.ndim:
        raise ValueError(f"one step expected, not an array of shape {h.shape}")
    x = rounded_points(at, fmt, len(fun.variables) if isinstance(fun, Expression) else None)
    counted = _Counted(fun, fmt)
    with np.errstate(all="ignore"):
        points = places(x, h, s, fmt)
        value = divided(points, _values(counted, x, points, s), s, fmt)[-1]
    return DifferenceGradient(value, counted.calls, scheme)


class _Counted:
    """A function that counts its calls and answers in one float format."""

    def __init__(self, fun: Callable[..., Any], fmt: FloatFormat) -> None:
        self.fun, self.format, self.calls = fun, fmt, 0

    def __call__(self, x: Array) -> Any:
        self.calls += 1
        value = self.fun(*x) if isinstance(self.fun, Expression) else self.fun(x)
        rounded = rounded_value(value, self.format)
        if rounded.size != 1:
            raise ValueError(f"a gradient needs one value, not an array of shape {rounded.shape}")
        return rounded.reshape(())


def formula(scheme: Scheme) -> Stencil:
    """Return the difference formula that is meant.

    Raises:
        ValueError: if it is none for a first derivative.
    """
    if isinstance(scheme, Stencil):
        if scheme.derivative_order != 1:
            raise ValueError(f"a gradient has first derivatives, not {scheme.derivative_order}")
        return scheme
    if scheme not in get_args(Name):
        raise ValueError(f"the scheme {scheme!r} is no Stencil, nor one of {_NAMES}")
    found: Stencil = getattr(stencil, scheme)
    return found


_NAMES = ", ".join(get_args(Name))


def _values(fun: _Counted, x: Array, points: Array, s: Stencil) -> Array:
    """Return f where one coordinate is moved, in the shape of ``points``; f(x) itself but once."""
    values = np.zeros_like(points)
    for offset, weight, moved_to, row in zip(s.offsets, s.weights, points, values, strict=True):
        if offset == 0 and weight:
            row[:] = fun(x)
        elif weight:
            for i, place in enumerate(moved_to):
                moved = x.copy()
                moved[i] = place
                row[i] = fun(moved)
    return values
