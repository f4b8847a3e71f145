"""Points, steps and values as they are given, rounded to a float format.

Numbers in NumPy's formats are cast, all at once; texts and fractions are exact up to there.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.expression.balls import enclose
from core.expression.tree import Node
from core.floats import FORMATS, FloatFormat
from core.point import Point, check_dimension, point, points

# Arrays in any of the four formats: bfloat16 is not among NumPy's own scalar types.
Array: TypeAlias = NDArray[Any]
Many: TypeAlias = ArrayLike | Point | Sequence[Point]

POINT_BITS = 200  # of a typed point before it is rounded to at most 53


def rounded_point(at: Point, fmt: FloatFormat) -> float:
    """Return the number of the format nearest to a typed point.

    Raises:
        ParseError: if the point is not a finite real constant.
    """
    return _nearest(point(at), fmt)


def rounded_points(at: Many, fmt: FloatFormat, dimension: int | None = None) -> Array:
    """Return a point of R^n in the format.

    Args:
        at: n numbers, fractions or texts, or one text such as ``"1, pi/2"``; for n = 1 also the
            number itself.
        fmt: The format.
        dimension: n; None for as many as there are.

    Raises:
        ParseError: if there are not n of them, or a text is not a finite real constant.
        ValueError: if they are not in one list.
    """
    if isinstance(at, str):
        return _typed(points(at, dimension), fmt)
    given = np.atleast_1d(np.asarray(at))
    if given.ndim != 1:
        raise ValueError(f"the point must be n numbers, not an array of shape {given.shape}")
    check_dimension(len(given), dimension, at)
    if _is_numeric(given):
        return fmt.cast(given)
    return _typed([point(x) for x in np.atleast_1d(np.asarray(at, object))], fmt)


def rounded_steps(steps: Many, fmt: FloatFormat) -> Array:
    """Return steps in the format; one below its range becomes 0, a finding and not a fault.

    Args:
        steps: Numbers, fractions or texts, one or an array of them. A fraction or a text stands
            for the float64 nearest to it.
        fmt: The format.

    Raises:
        TypeError: if one is none of these.
        ParseError: if a text is not a finite real constant.
        ValueError: if one is not positive and finite.
    """
    given = np.asarray(steps)
    if not _is_numeric(given):
        nodes = [_step(step) for step in np.asarray(steps, object).flat]
        given = _typed(nodes, FORMATS["float64"]).reshape(given.shape)
    if not np.all((given > 0) & np.isfinite(given)):
        raise ValueError("every step must be positive and finite")
    return fmt.cast(given)


def listed(steps: Any) -> Any:
    """Return one step as a list of one, and a list as it is.

    Raises:
        ValueError: if it is no single list.
    """
    dimensions = np.ndim(steps)
    if dimensions > 1:
        raise ValueError(f"the steps must be one list, not an array of shape {np.shape(steps)}")
    return steps if dimensions else [steps]


def rounded_value(value: Any, fmt: FloatFormat) -> Array:
    """Return what a function has answered, in the format.

    Raises:
        TypeError: if it has answered nothing.
    """
    if value is None:
        raise TypeError("the function returns None: is its return missing?")
    return fmt.cast(value)


def _is_numeric(given: Array) -> bool:
    return given.dtype.kind in "iuf" or given.dtype == FORMATS["bfloat16"].dtype


def _step(step: Any) -> Node:
    if not isinstance(step, Real | str):
        raise TypeError(f"a step is a number, a Fraction or text such as '1/8', not {step!r}")
    return point(step)  # type: ignore[arg-type]


def _typed(nodes: Sequence[Node], fmt: FloatFormat) -> Array:
    return np.array([_nearest(node, fmt) for node in nodes], fmt.dtype)


@lru_cache(maxsize=256)
def _nearest(node: Node, fmt: FloatFormat) -> float:
    mantissa, exponent = enclose(node, {}, POINT_BITS).mid().man_exp()
    return fmt.nearest(Fraction(int(mantissa)) * Fraction(2) ** int(exponent))
