"""The matrix product as a rule of differentiation: bilinear, so its derivative has two terms."""

from collections.abc import Callable, Sequence

import numpy as np

from core.automatic.primitives import Primitive, Value, unbroadcast


def product(evaluate: Callable[[Value, Value], Value]) -> Primitive:
    """Return the matrix product ``A B``: ``dA B + A dB``, adjoints ``W B^T`` and ``A^T W``.

    A vector counts as a row on the left and as a column on the right, as in NumPy.
    """

    def push(tangents: Sequence[Value | None], v: Value, u: Sequence[Value]) -> Value:
        (da, db), (a, b) = tangents, u
        left = 0.0 if da is None else evaluate(da, b)
        return left if db is None else left + evaluate(a, db)

    def pull(i: int, adjoint: Value, v: Value, u: Sequence[Value]) -> Value:
        a, b = u
        rows = np.reshape(a, (1, -1)) if a.ndim == 1 else a
        columns = np.reshape(b, (-1, 1)) if b.ndim == 1 else b
        stack = np.broadcast_shapes(rows.shape[:-2], columns.shape[:-2])
        w = np.reshape(adjoint, (*stack, rows.shape[-2], columns.shape[-1]))
        if i == 0:
            found = unbroadcast(w @ np.swapaxes(columns, -1, -2), rows.shape)
        else:
            found = unbroadcast(np.swapaxes(rows, -1, -2) @ w, columns.shape)
        return np.reshape(found, u[i].shape)

    return Primitive(evaluate, push, pull, lambda a, b: f"{a} @ {b}")
