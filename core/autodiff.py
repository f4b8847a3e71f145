"""Automatic differentiation: the chain rule on numbers, forward and in reverse.

With this module one can

- push a direction through a function: ``jvp(fun, x, direction)`` is f'(x) d, to rounding;
- pull weights back through it: ``vjp(fun, x, weights)`` is w^T f'(x), all n derivatives at once;
- so have the gradient of R^n -> R for the price of a few evaluations: ``grad(fun)(x)``;
- read how it was done: ``trace(fun, x)`` prints the tape with every value and adjoint;
- nest them: ``jvp(grad(fun), x, d)`` is the Hessian times d.

A function is ordinary NumPy code of one array, or an ``Expression``. Nothing is a difference and
no step is chosen: what is left is the rounding of the function's own operations, so a formula that
loses digits to cancellation loses them here too. The results are therefore measured, not proven.

Source: A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed. (SIAM, 2008), chapter 3.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeAlias

import numpy as np

from core.dual import Dual, Pass
from core.expression.expression import Expression
from core.floats import float_format
from core.primitives import Value
from core.tape import Recorded, Tape, shown, table
from core.traced import Traced, plain
from core.traced_expression import follow_expression

Function: TypeAlias = Callable[..., Any] | Expression

_levels = count()  # each differentiation has its own: the later, the further inside


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


def jvp(fun: Function, x: Any, direction: Any = 1.0) -> Directional:
    """Return ``f'(x) d`` by forward mode: the Jacobian times a vector, in one pass.

    Every operation ``v = f(u)`` carries its tangent along, ``dv = f'(u) du``.

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
    at, d = _point(x), _point(direction)
    if d.shape != at.shape:
        raise ValueError(f"a direction of shape {d.shape} at a point of shape {at.shape}")
    run = Pass(next(_levels))
    tangents = [tangent for _, tangent in _coordinates(fun, d.astype(at.dtype))]
    inputs = [Dual(u, du, run) for (_, u), du in zip(_coordinates(fun, at), tangents, strict=True)]
    result = _call(fun, inputs)
    if not (isinstance(result, Dual) and result.level == run.level):
        value = _constant(result, at)
        return Directional(value, _only_where_finite(value, _zeros(value)), run.operations)
    derivative = _only_where_finite(result.value, result.tangent)
    return Directional(result.value, derivative, run.operations)


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
    recording = _record(fun, _point(x))
    value = recording.value
    w = _point(weights)
    if np.broadcast_shapes(w.shape, value.shape) != value.shape:
        raise ValueError(f"weights of shape {w.shape} for values of shape {value.shape}")
    w = np.broadcast_to(w.astype(value.dtype), value.shape)
    gradient = recording.gradient(w)
    if np.any((plain(w) != 0) & ~np.isfinite(plain(value))):
        gradient = np.full(gradient.shape, np.nan, gradient.dtype)
    return Adjoint(value, gradient, recording.tape.operations)


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


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """How a derivative was computed: each operation with its value and its adjoint.

    Attributes:
        tape: The operations.
        adjoints: By number of the line, the derivative of the result by it; none if it is 0.
    """

    tape: Tape
    adjoints: dict[int, Value]

    def __repr__(self) -> str:
        """Show the two columns of Baydin et al., Table 3: down the values, up the adjoints."""
        rows = [["forward ↓", "value", "adjoint ↑"]]
        for k, line in enumerate(self.tape.lines):
            rows.append([*self.tape.row(line), shown(self.adjoints.get(k, 0.0))])
        return table(rows)


def trace(fun: Function, x: Any) -> Trace:
    """Return the tape of ``fun`` at ``x`` with the adjoints of every line.

    Raises:
        TypeError: as ``jvp``.
        ValueError: as ``value_and_gradient``.

    Source: the example is that of A. G. Baydin et al., "Automatic differentiation in machine
    learning: a survey", Journal of Machine Learning Research 18 (2018), Table 3.

    >>> from core.expression.expression import parse
    >>> trace(parse("ln x + x y - sin y", ("x", "y")), (2, 5))
    forward ↓     value      adjoint ↑
    x             2          5.5
    y             5          1.71634
    v1 = ln(x)    0.693147   1
    v2 = x * y    10         1
    v3 = v1 + v2  10.6931    1
    v4 = sin(y)   -0.958924  -1
    v5 = v3 - v4  11.6521    1
    """
    recording = _record(fun, _point(x))
    if recording.value.size != 1:
        raise ValueError(f"a trace needs one value, not an array of shape {recording.value.shape}")
    return Trace(recording.tape, dict(recording.adjoints(np.ones_like(recording.value))))


@dataclass(frozen=True, slots=True)
class _Recording:
    """A tape, and which of its lines is the result; None for a constant function."""

    tape: Tape
    value: Value
    last: int | None
    shape: tuple[int, ...]

    def adjoints(self, seed: Value) -> Iterator[tuple[int, Value]]:
        with np.errstate(all="ignore"):
            yield from () if self.last is None else self.tape.adjoints(self.last, seed)

    def gradient(self, seed: Value) -> Value:
        count = self.tape.inputs
        found = {k: adjoint for k, adjoint in self.adjoints(seed) if k < count}
        inputs = [line.value for line in self.tape.lines[:count]]
        parts = [found[k] if k in found else _zeros(u) for k, u in enumerate(inputs)]
        return parts[0] if parts[0].shape == self.shape else np.stack(parts)


def _record(fun: Function, at: Value) -> _Recording:
    tape = Tape(next(_levels))
    inputs = [tape.input(u, name) for name, u in _coordinates(fun, at)]
    result = _call(fun, inputs)
    if isinstance(result, Recorded) and result.tape is tape:
        return _Recording(tape, result.value, result.index, at.shape)
    return _Recording(tape, _constant(result, at), None, at.shape)


def _call(fun: Function, inputs: Sequence[Traced]) -> Value:
    return follow_expression(fun, inputs) if isinstance(fun, Expression) else fun(*inputs)


def _coordinates(fun: Function, x: Value) -> list[tuple[str, Value]]:
    """The independent variables by name: x itself, or each coordinate of an ``Expression``."""
    if not isinstance(fun, Expression):
        return [("x", x)]
    if len(fun.variables) == 1:
        return [(fun.variables[0], x)]
    if x.ndim == 0 or len(x) != len(fun.variables):
        raise ValueError(f"{len(fun.variables)} coordinates expected, not an array of {x.shape}")
    return list(zip(fun.variables, x, strict=True))


def _point(x: Any) -> Value:
    """Return x in its float format, whole numbers in float64; a number as NumPy's scalar."""
    if isinstance(x, Traced):
        return x
    array = np.asarray(x)
    if array.dtype.kind in "iub":
        return array.astype(np.float64)[()]
    return array.astype(float_format(array.dtype).dtype)[()]


def _constant(result: Any, at: Value) -> Value:
    """A value that does not depend on x."""
    return result if hasattr(result, "dtype") else np.asarray(result, at.dtype)[()]


def _zeros(like: Value) -> Value:
    return np.zeros(like.shape, like.dtype)[()]


def _only_where_finite(value: Value, derivative: Value) -> Value:
    """Where f is undefined or overflows there is no derivative, whatever the rules say."""
    finite = np.isfinite(plain(value))
    return (
        derivative if np.all(finite) else np.where(finite, derivative, np.nan).astype(value.dtype)
    )
