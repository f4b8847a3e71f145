"""What moves a figure in the browser: four recipes, and a lesson needs no JavaScript.

A chart returns a Plotly figure and one of these; `ui.live_figure` takes both. While a hand moves,
the browser redraws from the recipe alone; when it rests, the new values come back to Python.

====================  ==================================================================
``Frames``            one slider through pictures that Python prepared
``Orders``            Taylor polynomials of order 0 to n about a center that can be moved
``Secant``            a secant from a point that moves, with a step on a log scale
``Plane``             a point in the plane, with gradient, descent and level tangent
====================  ==================================================================

Arrays travel as base64 (``{"dtype", "bdata", "shape"}``, Plotly's own form).
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def packed(values: ArrayLike, dtype: str = "f8") -> dict[str, object]:
    """Return an array as Plotly and our component read it: little-endian bytes in base64."""
    array = np.asarray(values, dtype=f"<{dtype}")
    text = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
    return {"dtype": dtype, "bdata": text, "shape": list(array.shape)}


@dataclass(frozen=True)
class Frames:
    """One slider through prepared pictures.

    Args:
        name: The value that comes back (``step``): ``values[k]`` when frame k comes to rest.
        values: What each frame stands for, shape (frames,).
        handle_x, handle_y: Where the handle sits in each frame, shape (frames,); dragging it
            picks the frame with the nearest ``handle_x``.
        curves: Trace index -> its y in each frame, shape (frames, points).
        rule: Whether a thin vertical line runs through the handle.
    """

    name: str
    values: Floats
    handle_x: Floats
    handle_y: Floats
    curves: Mapping[int, Floats] = field(default_factory=dict)
    rule: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return the recipe as JSON-ready data."""
        return {
            "kind": "frames",
            "name": self.name,
            "values": packed(self.values),
            "handleX": packed(self.handle_x),
            "handleY": packed(self.handle_y),
            "curves": {str(k): packed(y, "f4") for k, y in self.curves.items()},
            "rule": self.rule,
        }


@dataclass(frozen=True)
class Orders:
    """Taylor polynomials of order 0 to n about a center that can be moved along the curve.

    Args:
        x: Where the curves are drawn, shape (points,).
        f: The function there (for the error while a hand moves the center).
        at: Index of the present center in ``centers``.
        centers: Centers as typed text (``0.65``): they come back as ``at``.
        center_values: The same as numbers, shape (centers,).
        heights: The function at each center: where the handle sits.
        coefficients: Taylor coefficients at each center, shape (centers, n+1); nan if none.
        errors: The error of each order at the present center, shape (n+1, points).
        bands: Interval in which it is below the threshold, shape (n+1, 2); nan if none.
        orders, current, error: Trace indices: one per order, the dashed one, the error's.
        error_name: The error's label; ``{n}`` in it becomes the order.
    """

    x: Floats
    f: Floats
    at: int
    centers: Sequence[str]
    center_values: Floats
    heights: Floats
    coefficients: Floats
    errors: Floats
    bands: Floats
    orders: Sequence[int]
    current: int
    error: int
    error_name: str

    def as_data(self) -> dict[str, Any]:
        """Return the recipe as JSON-ready data."""
        return {
            "kind": "orders",
            "x": packed(self.x),
            "f": packed(self.f),
            "at": self.at,
            "centers": list(self.centers),
            "centerValues": packed(self.center_values),
            "heights": packed(self.heights),
            "coefficients": packed(self.coefficients),
            "errors": packed(self.errors, "f4"),
            "bands": packed(self.bands),
            "orders": list(self.orders),
            "current": self.current,
            "error": self.error,
            "errorName": self.error_name,
        }


@dataclass(frozen=True)
class Secant:
    """A secant through (a, f(a)) and (a+h, f(a+h)): a moves along the curve, h on a log scale.

    Args:
        tree: f as data (``Expression.browser``), walked in the browser while a hand moves.
        variable: Its name.
        steps: h for each place of the slider, negative to positive, 0 in the middle.
        at: The present a, as a number.
        slope: The slope of the tangent at the present a (nan if there is none).
        derivative: f' as data for other a, or None: then the tangent waits for Python.
        decimals: Digits after the point of an ``at`` that a hand chooses.
        secant, tangent: Trace indices.
    """

    tree: Any
    variable: str
    steps: Floats
    at: float
    slope: float
    derivative: Any
    decimals: int
    secant: int
    tangent: int

    def as_data(self) -> dict[str, Any]:
        """Return the recipe as JSON-ready data."""
        return {
            "kind": "secant",
            "tree": self.tree,
            "variable": self.variable,
            "steps": packed(self.steps),
            "at": self.at,
            "slope": _finite(self.slope),
            "derivative": self.derivative,
            "decimals": self.decimals,
            "secant": self.secant,
            "tangent": self.tangent,
        }


@dataclass(frozen=True)
class Plane:
    """A point moved in the plane, with the gradient, its opposite and the level curve's tangent.

    Args:
        tree: f as data (``Expression.browser``); while a hand moves, the vectors' directions
            come from central differences in the browser, good to a pixel.
        variables: The two names, horizontal first.
        at: The present point.
        gradient: The gradient there from Python (nan if there is none).
        decimals: Digits after the point of an ``at`` that a hand chooses.
        names: Labels of gradient, descent and level tangent.
    """

    tree: Any
    variables: tuple[str, str]
    at: tuple[float, float]
    gradient: tuple[float, float]
    decimals: int
    names: tuple[str, str, str]

    def as_data(self) -> dict[str, Any]:
        """Return the recipe as JSON-ready data."""
        return {
            "kind": "plane",
            "tree": self.tree,
            "variables": list(self.variables),
            "at": list(self.at),
            "gradient": [_finite(g) for g in self.gradient],
            "decimals": self.decimals,
            "names": list(self.names),
        }


Recipe = Frames | Orders | Secant | Plane


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
