"""The rules of differentiation for NumPy's elementary functions, one line each.

Automatic differentiation knows nothing but this table and the chain rule. Forward mode pushes a
tangent through each rule, ``dv = sum_i ∂v/∂u_i du_i``; reverse mode pulls an adjoint back through
it, ``adjoint of u_i += ∂v/∂u_i * adjoint of v``. The rules are the same for both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, nan
from typing import Any, TypeAlias

import numpy as np

# An array, a NumPy scalar, or a number that an outer differentiation is following.
Value: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Primitive:
    """A function ``v = f(u_0, u_1, ...)`` with its derivative as a linear map, and its transpose.

    Attributes:
        evaluate: ``v`` from ``u_0, u_1, ...``.
        push: ``dv`` from the tangents (None for a constant), ``v`` and the ``u``.
        pull: What the adjoint of ``v`` adds to that of ``u_i``: from i, it, ``v`` and the ``u``.
        write: The formula from the operands' names, as a tape shows it.
    """

    evaluate: Callable[..., Value]
    push: Callable[[Sequence[Value | None], Value, Sequence[Value]], Value]
    pull: Callable[[int, Value, Value, Sequence[Value]], Value]
    write: Callable[..., str]


# A function of arrays and its operands, ready to be applied.
Call: TypeAlias = tuple[Primitive, tuple[Value, ...]]


def elementwise(
    evaluate: Callable[..., Value], write: Callable[..., str], *partials: Callable[..., Value]
) -> Primitive:
    """Return the primitive that acts on each element alone.

    Args:
        evaluate: the function, which broadcasts its arguments as NumPy does.
        write: its formula.
        partials: ``∂v/∂u_i`` from ``v, u_0, u_1, ...``, one for each argument. The float 1.0
            stands for an array of ones.
    """

    def push(tangents: Sequence[Value | None], v: Value, u: Sequence[Value]) -> Value:
        first, *rest = (
            _times(partials[i](v, *u), du) for i, du in enumerate(tangents) if du is not None
        )
        total = sum(rest, first)
        return total if np.shape(total) == v.shape else np.broadcast_to(total, v.shape)

    def pull(i: int, adjoint: Value, v: Value, u: Sequence[Value]) -> Value:
        return unbroadcast(_times(partials[i](v, *u), adjoint), u[i].shape)

    return Primitive(evaluate, push, pull, write)


def linear(
    evaluate: Callable[[Value], Value],
    transpose: Callable[[Value, Value], Value],
    write: Callable[[str], str],
) -> Primitive:
    """Return the primitive of a linear map ``v = L u``, which is its own derivative.

    Args:
        evaluate: ``L u`` from ``u``.
        transpose: ``L^T w`` from ``w`` and ``u`` (of which only the shape and format matter).
        write: the formula.
    """
    return Primitive(
        evaluate,
        lambda tangents, v, u: evaluate(tangents[0]),
        lambda i, adjoint, v, u: transpose(adjoint, u[0]),
        write,
    )


def unbroadcast(w: Value, shape: tuple[int, ...]) -> Value:
    """Return ``w`` summed over the axes along which ``shape`` was repeated.

    Broadcasting copies a number; the transpose of copying is summing.

    >>> unbroadcast(np.ones((2, 3)), (3,))
    array([2., 2., 2.])
    """
    if w.shape == shape:
        return w
    added = w.ndim - len(shape)
    repeated = (i for i, size in enumerate(shape, added) if size == 1)
    return np.reshape(np.sum(w, axis=(*range(added), *repeated)), shape)


def _times(partial: Value, w: Value) -> Value:
    return w if isinstance(partial, float) and partial == 1.0 else partial * w


def _except(kink: Value, slope: Value) -> Value:
    """The slope, nan at a kink or jump: a convention there would be a wrong answer at times."""
    return np.where(kink, nan, slope)


def _slope_in_exponent(v: Value, x: Value, y: Value) -> Value:
    """``x^y ln x``, which is 0 and not ``0 (-inf)`` for ``0^y`` with y > 0."""
    return v * np.log(np.where((x == 0) & (y > 0), 1.0, x))


def _slope_in_base(v: Value, x: Value, y: Value) -> Value:
    """``y x^(y-1)``, which is 0 for y = 0 whatever x is."""
    exponent = np.where(y == 0, 1.0, y - 1) if np.any(y == 0) else y - 1
    return y * x**exponent


def _slope_of_angle(v: Value, x: Value, y: Value) -> Value:
    """``y/(x² + y²)``, the angle of the point (y, x): it jumps by 2π where x = 0 and y < 0."""
    return _except((x == 0) & (y < 0), y / (x * x + y * y))


# fmt: off
# v = f(u)         dv/du, written with v where that is shorter or loses fewer digits
_OF_ONE: dict[np.ufunc, Callable[[Value, Value], Value]] = {
    np.positive:   lambda v, u: 1.0,
    np.negative:   lambda v, u: -1.0,
    np.square:     lambda v, u: 2 * u,
    np.reciprocal: lambda v, u: -v * v,
    np.sqrt:       lambda v, u: 0.5 / v,
    np.cbrt:       lambda v, u: 1 / (3 * v * v),
    np.exp:        lambda v, u: v,
    np.exp2:       lambda v, u: v * log(2),
    np.expm1:      lambda v, u: np.exp(u),
    np.log:        lambda v, u: 1 / u,
    np.log2:       lambda v, u: 1 / (u * log(2)),
    np.log10:      lambda v, u: 1 / (u * log(10)),
    np.log1p:      lambda v, u: 1 / (1 + u),
    np.sin:        lambda v, u: np.cos(u),
    np.cos:        lambda v, u: -np.sin(u),
    np.tan:        lambda v, u: 1 + v * v,
    np.arcsin:     lambda v, u: 1 / np.sqrt((1 - u) * (1 + u)),
    np.arccos:     lambda v, u: -1 / np.sqrt((1 - u) * (1 + u)),
    np.arctan:     lambda v, u: 1 / (1 + u * u),
    np.sinh:       lambda v, u: np.cosh(u),
    np.cosh:       lambda v, u: np.sinh(u),
    np.tanh:       lambda v, u: 1 / np.cosh(u) ** 2,
    np.arcsinh:    lambda v, u: 1 / np.sqrt(1 + u * u),
    np.arccosh:    lambda v, u: 1 / np.sqrt((u - 1) * (u + 1)),
    np.arctanh:    lambda v, u: 1 / ((1 - u) * (1 + u)),
    np.abs:        lambda v, u: _except(u == 0, np.sign(u)),
    np.sign:       lambda v, u: _except(u == 0, 0.0),
    np.floor:      lambda v, u: _except(u == v, 0.0),
    np.ceil:       lambda v, u: _except(u == v, 0.0),
}

# v = f(x, y)       ∂v/∂x                                   ∂v/∂y
_OF_TWO: dict[np.ufunc, tuple[Callable[[Value, Value, Value], Value], ...]] = {
    np.add:       (lambda v, x, y: 1.0,                    lambda v, x, y: 1.0),
    np.subtract:  (lambda v, x, y: 1.0,                    lambda v, x, y: -1.0),
    np.multiply:  (lambda v, x, y: y,                      lambda v, x, y: x),
    np.divide:    (lambda v, x, y: 1 / y,                  lambda v, x, y: -v / y),
    np.power:     (_slope_in_base,                         _slope_in_exponent),
    np.hypot:     (lambda v, x, y: x / v,                  lambda v, x, y: y / v),
    np.arctan2:   (_slope_of_angle,                        lambda v, x, y: -x / (x * x + y * y)),
    np.logaddexp: (lambda v, x, y: np.exp(x - v),          lambda v, x, y: np.exp(y - v)),
    np.maximum:   (lambda v, x, y: _except(x == y, x > y), lambda v, x, y: _except(x == y, x < y)),
    np.minimum:   (lambda v, x, y: _except(x == y, x < y), lambda v, x, y: _except(x == y, x > y)),
}

_SIGNS = {np.add: "+", np.subtract: "-", np.multiply: "*", np.divide: "/", np.power: "**"}
# fmt: on


POWER = _OF_TWO[np.power]


def _writing(ufunc: np.ufunc) -> Callable[..., str]:
    if ufunc in _SIGNS:
        return lambda a, b: f"{a} {_SIGNS[ufunc]} {b}"
    name = ufunc.__name__
    return (lambda a: f"-{a}") if ufunc is np.negative else lambda *u: f"{name}({', '.join(u)})"


PRIMITIVES: dict[np.ufunc, Primitive] = {
    **{f: elementwise(f, _writing(f), slope) for f, slope in _OF_ONE.items()},
    **{f: elementwise(f, _writing(f), *slopes) for f, slopes in _OF_TWO.items()},
}
