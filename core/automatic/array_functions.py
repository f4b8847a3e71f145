"""NumPy's functions of whole arrays: linear maps and their transposes.

Taking, moving and adding up elements is linear, so the derivative is the map itself, and reverse
mode needs its transpose: that of a sum repeats, that of a repetition sums
(``core.automatic.reductions``), that of joining cuts.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import mul
from typing import Any

import numpy as np

from core.automatic.matrix_product import product
from core.automatic.primitives import Call, Primitive, Value, linear, unbroadcast
from core.automatic.reductions import Axis, largest, mean, running_sum, smallest, total


def astype(x: Value, dtype: np.dtype) -> Call:
    """Return ``x`` in another float format; an adjoint is always in the format of its value."""
    return linear(lambda u: u.astype(dtype), lambda w, u: w, lambda n: f"{dtype.name}({n})"), (x,)


def _moved(name: str, move: Callable[[Value], Value], back: Callable[[Value], Value]) -> Primitive:
    return linear(move, lambda w, u: back(w), lambda operand: f"{name}({operand})")


def _reshape(x: Value, shape: Any) -> Call:
    rule = linear(
        lambda u: np.reshape(u, shape),
        lambda w, u: np.reshape(w, u.shape),
        lambda name: f"reshape({name})",
    )
    return rule, (x,)


def _transpose(x: Value, axes: Sequence[int] | None = None) -> Call:
    back = None if axes is None else np.argsort([axis % len(axes) for axis in axes])
    return _moved("transpose", lambda u: np.transpose(u, axes), lambda w: np.transpose(w, back)), (
        x,
    )


def _flip(x: Value, axis: Axis = None) -> Call:
    return _moved("flip", lambda u: np.flip(u, axis), lambda w: np.flip(w, axis)), (x,)


def _broadcast_to(x: Value, shape: Any) -> Call:
    rule = linear(
        lambda u: np.broadcast_to(u, shape),
        lambda w, u: unbroadcast(w, u.shape),
        lambda name: f"broadcast({name})",
    )
    return rule, (x,)


def _where(condition: Value, x: Value, y: Value) -> Call:
    """Choose; the tangent and the adjoint are chosen likewise, so that what was not taken is 0."""
    condition = condition != 0  # truths of its own, whoever changes or follows the condition

    def chosen(i: int, w: Value) -> Value:
        return np.where(condition, w, 0.0) if i == 0 else np.where(condition, 0.0, w)

    def push(tangents: Sequence[Value | None], v: Value, u: Sequence[Value]) -> Value:
        dx, dy = (0.0 if du is None else du for du in tangents)
        return np.where(condition, dx, dy)

    def pull(i: int, adjoint: Value, v: Value, u: Sequence[Value]) -> Value:
        return unbroadcast(chosen(i, adjoint), u[i].shape)

    def evaluate(x: Value, y: Value) -> Value:
        return np.where(condition, x, y)

    return Primitive(evaluate, push, pull, lambda a, b: f"where(..., {a}, {b})"), (x, y)


def _concatenate(arrays: Sequence[Value], axis: int | None = 0) -> Call:
    """Join; the adjoint is cut into the pieces that were joined."""
    if axis is None:
        return _concatenate([np.ravel(x) for x in arrays])

    def push(tangents: Sequence[Value | None], v: Value, u: Sequence[Value]) -> Value:
        pairs = zip(tangents, u, strict=True)
        return np.concatenate([np.zeros_like(x) if dx is None else dx for dx, x in pairs], axis)

    def pull(i: int, adjoint: Value, v: Value, u: Sequence[Value]) -> Value:
        start = sum(np.shape(x)[axis] for x in u[:i])
        piece = slice(start, start + u[i].shape[axis])
        return adjoint[(slice(None),) * (axis % v.ndim) + (piece,)]

    def evaluate(*u: Value) -> Value:
        return np.concatenate(u, axis)

    return Primitive(evaluate, push, pull, lambda *u: f"concatenate({', '.join(u)})"), (*arrays,)


def _dot(a: Value, b: Value) -> Call:
    if np.ndim(a) == 0 or np.ndim(b) == 0 or np.ndim(b) > 2:
        raise TypeError("np.dot is differentiated for vectors and matrices: use * or @")
    return product(np.dot), (a, b)


# What __array_function__ is asked for: as a primitive, or written with other functions.
FUNCTIONS: dict[Callable[..., Any], Callable[..., Call]] = {
    np.sum: total,
    np.mean: mean,
    np.max: largest,
    np.min: smallest,
    np.cumsum: running_sum,
    np.reshape: _reshape,
    np.transpose: _transpose,
    np.flip: _flip,
    np.broadcast_to: _broadcast_to,
    np.where: _where,
    np.concatenate: _concatenate,
    np.dot: _dot,
}

COMPOSED: dict[Callable[..., Any], Callable[..., Value]] = {
    np.var: lambda x, axis=None: np.mean((x - np.mean(x, axis, keepdims=True)) ** 2, axis),
    np.std: lambda x, axis=None: np.sqrt(np.var(x, axis)),
    np.ravel: lambda x: np.reshape(x, -1),
    np.swapaxes: lambda x, i, j: np.transpose(x, _swapped(np.ndim(x), i, j)),
    np.expand_dims: lambda x, axis: np.reshape(x, np.expand_dims(np.empty(x.shape), axis).shape),
    np.squeeze: lambda x, axis=None: np.reshape(x, np.squeeze(np.empty(x.shape), axis).shape),
    np.stack: lambda arrays, axis=0: np.concatenate(
        [np.expand_dims(x, axis) for x in arrays], axis
    ),
    np.vstack: lambda arrays: np.concatenate(
        [np.reshape(x, (1, -1)) if np.ndim(x) < 2 else x for x in arrays]
    ),
    np.hstack: lambda arrays: np.concatenate(
        [np.ravel(x) if np.ndim(x) < 2 else x for x in arrays], int(np.ndim(arrays[0]) > 1)
    ),
    np.copy: np.positive,
    np.prod: lambda x: reduce(mul, np.ravel(x), 1.0),  # one by one, so that zeros divide nothing
    np.outer: lambda a, b: np.reshape(a, (-1, 1)) * np.reshape(b, (1, -1)),
    np.diff: lambda x, n=1: reduce(lambda y, _: y[..., 1:] - y[..., :-1], range(n), x),
    np.clip: lambda x, a_min=None, a_max=None: _up_to(_from(x, a_min), a_max),
    np.linalg.norm: lambda x, *, axis=None, keepdims=False: np.sqrt(
        np.sum(x * x, axis, keepdims=keepdims)
    ),
}


def _from(x: Value, least: Value | None) -> Value:
    return x if least is None else np.maximum(x, least)


def _up_to(x: Value, most: Value | None) -> Value:
    return x if most is None else np.minimum(x, most)


def _swapped(dimensions: int, i: int, j: int) -> list[int]:
    order = list(range(dimensions))
    order[i], order[j] = order[j], order[i]
    return order
