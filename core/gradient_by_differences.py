"""The gradient by differences, and what it costs: n + 1 or 2n evaluations for n variables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from core.expression.expression import Expression
from core.floats import FloatFormat, float_format
from core.quotient import Array

Scheme: TypeAlias = Literal["forward", "backward", "central"]


@dataclass(frozen=True, slots=True, eq=False)
class DifferenceGradient:
    """A gradient by differences.

    Attributes:
        value: The quotients, shape ``(n,)``, in the float format they were computed in.
        evaluations: How often the function was called.
        scheme: ``"forward"``, ``"backward"`` or ``"central"``.
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

        forward   (f(x + h e_i) - f(x)) / h             n + 1 evaluations
        backward  (f(x) - f(x - h e_i)) / h             n + 1
        central   (f(x + h e_i) - f(x - h e_i)) / 2h    2 n

    with the step really taken, ``(x_i + h) - x_i``, in the place of ``h``. Every operation here is
    rounded in ``dtype``; what ``fun`` does inside, it does in the format of the array it is given.

    Args:
        fun: A function R^n -> R of one array of shape ``(n,)``, or an ``Expression``.
        at: The point, n numbers.
        step: ``h > 0``, the same for all axes.
        scheme: Which difference.
        dtype: ``"float16"``, ``"bfloat16"``, ``"float32"`` or ``"float64"``.

    Raises:
        ValueError: if the scheme or the format is unknown, the step is not positive and finite, or
            the point is not a list of numbers.

    >>> d = difference_gradient(lambda x: x[0] ** 2 + x[1] ** 2, at=(1, 2), step=2.0**-20)
    >>> d.value.tolist(), d.evaluations
    ([2.0, 4.0], 4)
    """
    if scheme not in ("forward", "backward", "central"):
        raise ValueError(f"the scheme {scheme!r} is not forward, backward or central")
    if not 0 < step < np.inf:
        raise ValueError(f"the step {step} is not positive and finite")
    fmt = float_format(dtype)
    x = fmt.cast(np.asarray(at))
    if x.ndim != 1:
        raise ValueError(f"the point must be n numbers, not an array of shape {x.shape}")
    counted = _Counted(fun, fmt)
    with np.errstate(all="ignore"):
        value = np.array([*_quotients(counted, x, fmt.cast(step), scheme)], dtype=fmt.dtype)
    return DifferenceGradient(value, counted.calls, scheme)


class _Counted:
    """A function that counts its calls and answers in one float format."""

    def __init__(self, fun: Callable[..., Any], fmt: FloatFormat) -> None:
        self.fun, self.format, self.calls = fun, fmt, 0

    def __call__(self, x: Array) -> Any:
        self.calls += 1
        value = self.fun(*x) if isinstance(self.fun, Expression) else self.fun(x)
        return self.format.cast(value)


def _quotients(fun: _Counted, x: Array, h: Array, scheme: Scheme) -> Iterator[Array]:
    """One difference quotient for each axis; ``f(x)`` itself is evaluated once, if it is needed."""
    center: Any = None if scheme == "central" else fun(x)
    for i in range(len(x)):
        ahead = x if scheme == "backward" else _moved(x, i, h)
        behind = x if scheme == "forward" else _moved(x, i, -h)
        right = center if ahead is x else fun(ahead)
        left = center if behind is x else fun(behind)
        yield (right - left) / (ahead[i] - behind[i])


def _moved(x: Array, i: int, h: Array) -> Array:
    moved = x.copy()
    moved[i] = x[i] + h
    return moved
