"""NumPy's functions of whole arrays: linear maps and their transposes.

Taking, moving and adding up elements is linear, so the derivative is the map itself, and reverse
mode needs its transpose: that of a sum repeats, that of a repetition sums, that of a running sum
runs from the other end.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from core.matrix_product import product
from core.primitives import Call, Primitive, Value, linear, unbroadcast

Axis: TypeAlias = int | tuple[int, ...] | None


def astype(x: Value, dtype: np.dtype) -> Call:
    """Return ``x`` in another float format; an adjoint is always in the format of its value."""
    return linear(lambda u: u.astype(dtype), lambda w, u: w, lambda n: f"{dtype.name}({n})"), (x,)


def _sum(x: Value, axis: Axis = None, keepdims: bool = False) -> Call:
    rule = linear(
        lambda u: np.sum(u, axis=axis, keepdims=keepdims),
        lambda w, u: _repeated(w, u, axis, keepdims),
        lambda name: f"sum({name})",
    )
    return rule, (x,)


def _mean(x: Value, axis: Axis = None, keepdims: bool = False) -> Call:
    def transpose(w: Value, u: Value) -> Value:
        return _repeated(w / (u.size // max(1, w.size)), u, axis, keepdims)

    rule = linear(
        lambda u: np.mean(u, axis=axis, keepdims=keepdims),
        transpose,
        lambda name: f"mean({name})",
    )
    return rule, (x,)


def _repeated(w: Value, u: Value, axis: Axis, keepdims: bool) -> Value:
    """Repeat ``w`` along the axes of ``u`` that were summed over."""
    if axis is not None and not keepdims:
        w = np.expand_dims(w, axis)
    return np.broadcast_to(w, u.shape)


def _cumsum(x: Value, axis: int | None = None) -> Call:
    """A running sum; transposed it runs from the other end."""

    def transpose(w: Value, u: Value) -> Value:
        along = 0 if axis is None else axis
        return np.reshape(np.flip(np.cumsum(np.flip(w, along), axis=along), along), u.shape)

    return linear(lambda u: np.cumsum(u, axis=axis), transpose, lambda n: f"cumsum({n})"), (x,)


def _extreme(choose: Callable[..., Value], x: Value, axis: Axis, keepdims: bool) -> Call:
    """The largest or smallest element moves as itself; where two are, there is no derivative."""

    def slopes(u: Value) -> Value:
        chosen = u == choose(u, axis=axis, keepdims=True)
        return np.where(chosen & (np.sum(chosen, axis=axis, keepdims=True) > 1), np.nan, chosen)

    def push(tangents: Sequence[Value | None], v: Value, u: Sequence[Value]) -> Value:
        return np.sum(slopes(u[0]) * tangents[0], axis=axis, keepdims=keepdims)

    def pull(i: int, adjoint: Value, v: Value, u: Sequence[Value]) -> Value:
        return slopes(u[0]) * _repeated(adjoint, u[0], axis, keepdims)

    def evaluate(u: Value) -> Value:
        return choose(u, axis=axis, keepdims=keepdims)

    return Primitive(evaluate, push, pull, lambda name: f"{choose.__name__}({name})"), (x,)


def _max(x: Value, axis: Axis = None, keepdims: bool = False) -> Call:
    return _extreme(np.max, x, axis, keepdims)


def _min(x: Value, axis: Axis = None, keepdims: bool = False) -> Call:
    return _extreme(np.min, x, axis, keepdims)


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


def _concatenate(arrays: Sequence[Value], axis: int = 0) -> Call:
    """Join; the adjoint is cut into the pieces that were joined."""

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
    np.sum: _sum,
    np.mean: _mean,
    np.max: _max,
    np.min: _min,
    np.cumsum: _cumsum,
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
    np.outer: lambda a, b: np.reshape(a, (-1, 1)) * np.reshape(b, (1, -1)),
    np.diff: lambda x: x[..., 1:] - x[..., :-1],
    np.clip: lambda x, least, most: np.minimum(np.maximum(x, least), most),
    np.linalg.norm: lambda x: np.sqrt(np.sum(x * x)),
}


def _swapped(dimensions: int, i: int, j: int) -> list[int]:
    order = list(range(dimensions))
    order[i], order[j] = order[j], order[i]
    return order
