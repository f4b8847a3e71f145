"""NumPy's reductions as rules of differentiation: sums, means, running sums, extremes."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from core.automatic.primitives import Call, Primitive, Value, linear

Axis: TypeAlias = int | tuple[int, ...] | None


def total(x: Value, axis: Axis = None, keepdims: bool = False) -> Call:
    """Return ``np.sum(x)``; each term receives the whole adjoint."""
    rule = linear(
        lambda u: np.sum(u, axis=axis, keepdims=keepdims),
        lambda w, u: _repeated(w, u, axis, keepdims),
        lambda name: f"sum({name})",
    )
    return rule, (x,)


def mean(x: Value, axis: Axis = None, keepdims: bool = False) -> Call:
    """Return ``np.mean(x)``; each term receives its share of the adjoint."""

    def transpose(w: Value, u: Value) -> Value:
        return _repeated(w / (u.size // max(1, w.size)), u, axis, keepdims)

    rule = linear(
        lambda u: np.mean(u, axis=axis, keepdims=keepdims),
        transpose,
        lambda name: f"mean({name})",
    )
    return rule, (x,)


def running_sum(x: Value, axis: int | None = None) -> Call:
    """Return ``np.cumsum(x)``; transposed it runs from the other end."""

    def transpose(w: Value, u: Value) -> Value:
        along = 0 if axis is None else axis
        return np.reshape(np.flip(np.cumsum(np.flip(w, along), axis=along), along), u.shape)

    return linear(lambda u: np.cumsum(u, axis=axis), transpose, lambda n: f"cumsum({n})"), (x,)


def largest(x: Value, axis: Axis = None, keepdims: bool = False) -> Call:
    """Return ``np.max(x)``."""
    return _extreme(np.max, x, axis, keepdims)


def smallest(x: Value, axis: Axis = None, keepdims: bool = False) -> Call:
    """Return ``np.min(x)``."""
    return _extreme(np.min, x, axis, keepdims)


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


def _repeated(w: Value, u: Value, axis: Axis, keepdims: bool) -> Value:
    """Repeat ``w`` along the axes of ``u`` that were summed over."""
    if axis is not None and not keepdims:
        w = np.expand_dims(w, axis)
    return np.broadcast_to(w, u.shape)
