"""Automatic differentiation: the chain rule on numbers, forward and in reverse.

With this module one can

- push a direction through a function: ``jvp(fun, x, direction)`` is f'(x) d, to rounding;
- pull weights back through it: ``vjp(fun, x, weights)`` is w^T f'(x), all n derivatives at once;
- so have the gradient of R^n -> R for the price of a few evaluations: ``grad(fun)(x)``;
- nest them: ``jvp(grad(fun), x, d)`` is the Hessian times d.

A function is ordinary NumPy code of one array, or an ``Expression``; ``core.trace`` shows how its
derivative is computed. Nothing is a difference and no step is chosen: what is left is the rounding
of the function's own operations, so a formula that loses digits to cancellation loses them here
too. The results are therefore measured, not proven.

Source: A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed. (SIAM, 2008), chapter 3.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.automatic.differentiable import (
    Function,
    as_point,
    coordinates,
    evaluate,
    levels,
    own,
    zeros,
)
from core.automatic.dual import Dual, Pass
from core.automatic.primitives import Value
from core.automatic.printing import shown
from core.automatic.recording import record
from core.automatic.traced import plain


@dataclass(frozen=True, slots=True, eq=False)
class Directional:
    """A derivative by forward mode.

    Attributes:
        value: ``f(x)``.
        derivative: ``f'(x) d``, in the shape of the value; nan where the value is not finite.
        operations: How many array operations were done, each with its tangent.
    """

    value: Value
    derivative: Value
    operations: int

    def __repr__(self) -> str:
        """Show value and derivative; the shape of a long array."""
        return f"Directional(value {shown(self.value)}, derivative {shown(self.derivative)})"


@dataclass(frozen=True, slots=True, eq=False)
class Adjoint:
    """A derivative by reverse mode.

    Attributes:
        value: ``f(x)``.
        gradient: ``w^T f'(x)``, in the shape of x: the gradient if f has one value and w is 1;
            nan where the value is not finite.
        operations: How many array operations the tape recorded.
    """

    value: Value
    gradient: Value
    operations: int

    def __repr__(self) -> str:
        """Show value and gradient; the shape of a long array."""
        return f"Adjoint(value {shown(self.value)}, gradient {shown(self.gradient)})"


def jvp(fun: Function, x: Any, direction: Any = 1.0) -> Directional:
    """Return ``f'(x) d`` by forward mode: the Jacobian times a vector, in one pass.

    Every operation ``v = f(u)`` carries its tangent along, ``dv = f'(u) du``. Where code chooses,
    by ``if`` or ``np.where``, the derivative is that of what was chosen, also on the very edge,
    where there may be none: of ``np.where(x > 0, x, 0)`` it is 0 at 0. A typed formula, ``np.abs``
    and ``np.maximum`` have nan there.

    Args:
        fun: a function of one array, written with NumPy; or an ``Expression``: in several
            variables x holds one coordinate for each.
        x: the point, a number or an array in one of the four float formats.
        direction: d, in the shape of x and not normalized; for a number, 1 gives f'(x).

    Raises:
        TypeError: if ``fun`` does what has no rule here, or leaves NumPy (``math.sin``).
        ValueError: if the shapes of x and d differ, or do not suit the ``Expression``.

    Cost: each operation and its tangent: two or three evaluations, and NumPy's overhead for the
    calls where arrays are short.

    >>> jvp(lambda x: np.sin(x) / x, 2.0).derivative - (2 * np.cos(2.0) - np.sin(2.0)) / 4
    np.float64(0.0)
    """
    at, d = as_point(x), as_point(direction)
    if d.shape != at.shape:
        raise ValueError(f"a direction of shape {d.shape} at a point of shape {at.shape}")
    run = Pass(next(levels))
    tangents = [tangent for _, tangent in coordinates(fun, d.astype(at.dtype))]
    inputs = [Dual(u, du, run) for (_, u), du in zip(coordinates(fun, at), tangents, strict=True)]
    result = evaluate(fun, inputs)
    if isinstance(result, Dual) and result.run is run:
        value, derivative = result.value, result.tangent
    else:
        value, derivative = result, zeros(result)
    return Directional(value, own(_only_where_finite(value, derivative)), run.operations)


def vjp(fun: Function, x: Any, weights: Any = 1.0) -> Adjoint:
    """Return ``w^T f'(x)`` by reverse mode: the gradient of ``w · f``, in one pass back.

    The tape is recorded forward; then, from the last line to the first, each operation hands the
    adjoint of its value on to its operands.

    Args:
        fun: as for ``jvp``.
        x: the point.
        weights: w, in the shape of the values of f (or broadcast to it).

    Raises:
        TypeError: as ``jvp``.
        ValueError: if w or x do not suit f.

    Cost: an evaluation and two or three times as much, whatever n is; the tape keeps every value
    that was computed. Each read of an element, row or slice costs its own size alone.

    >>> vjp(lambda x: x**2, [1.0, 2.0, 3.0], [1.0, 1.0, 10.0]).gradient
    array([ 2.,  4., 60.])
    """
    recording = record(fun, as_point(x))
    value = recording.value
    w = as_point(weights)
    if np.broadcast_shapes(w.shape, value.shape) != value.shape:
        raise ValueError(f"weights of shape {w.shape} for values of shape {value.shape}")
    gradient = recording.gradient(np.broadcast_to(w, value.shape))
    if np.any((plain(w) != 0) & ~np.isfinite(plain(value))):
        gradient = np.full(gradient.shape, np.nan, gradient.dtype)
    return Adjoint(value, own(gradient), recording.tape.operations)


def value_and_gradient(fun: Function, x: Any) -> Adjoint:
    """Return ``f(x)`` and all its partial derivatives by reverse mode.

    Raises:
        TypeError: as ``jvp``.
        ValueError: as ``vjp``, or if f has more than one value.

    >>> result = value_and_gradient(lambda x: np.sum(x**2), [1.0, 2.0])
    >>> result.value, result.gradient
    (np.float64(5.0), array([2., 4.]))
    """
    found = vjp(fun, x)
    if found.value.size != 1:
        shape = found.value.shape
        raise ValueError(f"a gradient needs one value, not an array of shape {shape}: use vjp")
    return found


def grad(fun: Function) -> Callable[[Any], Value]:
    """Return the gradient of ``fun`` as a function.

    >>> grad(grad(lambda x: x**3))(2.0)
    np.float64(12.0)
    """
    return lambda x: value_and_gradient(fun, x).gradient


def _only_where_finite(value: Value, derivative: Value) -> Value:
    """Where f is undefined or overflows there is no derivative, whatever the rules say."""
    finite = np.isfinite(plain(value))
    return (
        derivative if np.all(finite) else np.where(finite, derivative, np.nan).astype(value.dtype)
    )
