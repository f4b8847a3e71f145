"""What can be differentiated: NumPy code of one array, or a typed formula; and where."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, TypeAlias

import numpy as np

from core.automatic.primitives import Value
from core.automatic.traced import Traced
from core.automatic.traced_expression import follow_expression
from core.expression.expression import Expression
from core.floats import float_format

Function: TypeAlias = Callable[..., Any] | Expression

# Each differentiation takes its own number: the later, the further inside.
levels = count()


def as_point(x: Any) -> Value:
    """Return x in its float format, whole numbers in float64; a number as NumPy's scalar.

    Raises:
        ValueError: if it is no number or array of numbers in one of the four float formats.
    """
    if isinstance(x, Traced):
        return x
    array = np.asarray(x)
    if array.dtype.kind in "iub":
        return array.astype(np.float64)[()]
    return array.astype(float_format(array.dtype).dtype)[()]


def coordinates(fun: Function, x: Value) -> list[tuple[str, Value]]:
    """Return the independent variables by name: x itself, or each variable of an ``Expression``.

    Raises:
        ValueError: if x has not one coordinate for each of several variables.
    """
    if not isinstance(fun, Expression):
        return [("x", x)]
    if len(fun.variables) == 1:
        return [(fun.variables[0], x)]
    if x.ndim == 0 or len(x) != len(fun.variables):
        raise ValueError(f"{len(fun.variables)} coordinates expected, not an array of {x.shape}")
    return list(zip(fun.variables, x, strict=True))


def evaluate(fun: Function, inputs: Sequence[Traced]) -> Value:
    """Return ``f(x)``, followed if it depends on x; otherwise an array in the format of x.

    Raises:
        TypeError: if the function returns nothing, or puts a value into an array.
    """
    try:
        result = follow_expression(fun, inputs) if isinstance(fun, Expression) else fun(*inputs)
    except ValueError as error:
        if isinstance(error.__cause__, TypeError):  # NumPy's, where an array gets no plain number
            raise error.__cause__ from None
        raise
    if result is None:
        raise TypeError("the function returns None: is its return missing?")
    return result if hasattr(result, "dtype") else np.asarray(result, inputs[0].dtype)[()]


def zeros(like: Value) -> Value:
    """Return zero in the shape and format of a value: the derivative of a constant."""
    return np.zeros(like.shape, like.dtype)[()]


def own(value: Value) -> Value:
    """Return an array that the caller may write into, and not a view of another."""
    return np.require(value, requirements=["O", "W"]) if isinstance(value, np.ndarray) else value
