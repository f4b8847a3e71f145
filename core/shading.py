"""Shading a surface for drawing: its normals over a grid, and how bright a lamp makes it.

In float64 throughout, for the eye; what is proven at one point is in ``core.surface_normal``.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.expression.expression import Expression
from core.gradient import gradient_field

Floats = NDArray[np.float64]


def normal_field(f: Expression, xs: ArrayLike, ys: ArrayLike) -> Floats:
    """Return the unit normals of the surface ``z = f(x, y)`` over a grid, in float64.

    Returns:
        Shape ``(3, len(ys), len(xs))``; nan where f has no gradient. Rounded, not proven: a few
        units of the last place more than ``gradient_field``.

    Raises:
        ValueError: if f has not two variables.

    >>> from core import parse
    >>> normal_field(parse("x y", ("x", "y")), [0, 1], [0]).shape
    (3, 1, 2)
    """
    across, up = gradient_field(f, xs, ys)
    size = np.hypot(np.hypot(across, up), 1.0)
    return np.stack([(0.0 - across) / size, (0.0 - up) / size, 1.0 / size])


def shading_field(normals: Floats, light: ArrayLike) -> Floats:
    """Return Lambert's ``max(0, n·l)`` for unit normals of shape ``(3, …)``, in float64.

    Raises:
        ValueError: if the light is not three finite numbers, or 0.

    >>> from core import parse
    >>> flat = normal_field(parse("5", ("x", "y")), [0, 1], [0])
    >>> shading_field(flat, light=(0, 0, 2)).tolist()
    [[1.0, 1.0]]
    """
    toward = np.asarray(light, np.float64)
    size = np.linalg.norm(toward)
    if toward.shape != (3,) or not 0 < size < np.inf:
        raise ValueError(f"the light {light!r} is not a vector of three numbers other than 0")
    facing: Floats = np.maximum(np.tensordot(toward / size, normals, axes=1), 0.0)
    return facing
