"""The gradient by differences, and what it costs: n + 1, 2n or 4n evaluations for n variables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike

from core.expression.expression import Expression
from core.floats import FloatFormat, float_format
from core.quotient import Array, divided, places
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
    at: ArrayLike,
    step: float,
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
        at: The point, n numbers.
        step: ``h > 0``, the same for all axes.
        scheme: Which difference: one of these names, or any ``Stencil`` for a first derivative.
        dtype: ``"float16"``, ``"bfloat16"``, ``"float32"`` or ``"float64"``.

    Raises:
        ValueError: if the scheme or the format is unknown, the step is not positive and finite, or
            the point is not a list of numbers.

    >>> d = difference_gradient(lambda x: x[0] ** 2 + x[1] ** 2, at=(1, 2), step=2.0**-20)
    >>> d.value.tolist(), d.evaluations
    ([2.0, 4.0], 4)
    >>> difference_gradient(lambda x: x[0] ** 3, (1,), 0.25, stencil((0, 1, 2))).value.tolist()
    [2.875]
    """
    s = formula(scheme)
    if not 0 < step < np.inf:
        raise ValueError(f"the step {step} is not positive and finite")
    fmt = float_format(dtype)
    x = fmt.cast(np.asarray(at))
    if x.ndim != 1:
        raise ValueError(f"the point must be n numbers, not an array of shape {x.shape}")
    counted = _Counted(fun, fmt)
    with np.errstate(all="ignore"):
        points = places(x, fmt.cast(step), s, fmt)
        value = divided(points, _values(counted, x, points, s), s, fmt)[-1]
    return DifferenceGradient(value, counted.calls, scheme)


class _Counted:
    """A function that counts its calls and answers in one float format."""

    def __init__(self, fun: Callable[..., Any], fmt: FloatFormat) -> None:
        self.fun, self.format, self.calls = fun, fmt, 0

    def __call__(self, x: Array) -> Any:
        self.calls += 1
        value = self.fun(*x) if isinstance(self.fun, Expression) else self.fun(x)
        return self.format.cast(value)


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
