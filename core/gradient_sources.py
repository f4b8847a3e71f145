"""The gradient as a descent gets it: from formulas, or from difference quotients with their errors.

A difference quotient with weights ``w_i`` is off by about

    |C| h^p |d^(p+1) f / dx_i^(p+1)|  +  sum |w_i| u (|f| + |x_i f_i|) / h,

its truncation error and the largest part of its round-off (``core.stencil``, ``core.roundoff``).
Near a minimum f and its slope may vanish, but not where the quotient takes f: of a formula their
sizes are therefore those at the outermost points, from f's Taylor polynomial.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from math import factorial
from typing import Any, Literal, Protocol, cast

import numpy as np
from flint import arb, arb_series
from numpy.typing import NDArray

from core.errors import NotAnalytic
from core.expression.balls import working_precision
from core.expression.differentiation import differentiate
from core.expression.expression import Expression
from core.expression.flint_rings import BallRing
from core.expression.numeric import compile_tree
from core.expression.rings import Undecided
from core.expression.series import attempt
from core.expression.tree import walk
from core.floats import FORMATS, FloatFormat
from core.gradient_by_differences import Scheme, difference_gradient, formula
from core.point import Point
from core.quotient import places
from core.rounded import Array, rounded_steps

Floats = NDArray[np.float64]
BITS = 64  # of the derivatives in an estimate


@dataclass(frozen=True, slots=True)
class Differences:
    """Ask for the gradient by difference quotients.

    Attributes:
        step: ``h > 0``: a number, a Fraction or text.
        scheme: ``"forward"``, ``"backward"``, ``"central"``, ``"five_point"`` or any ``Stencil``
            for a first derivative.
    """

    step: Point
    scheme: Scheme = "central"


GradientBy = Literal["exact"] | Differences


@dataclass(frozen=True, slots=True, eq=False)
class Slope:
    """A gradient as it was computed.

    Attributes:
        value: In the float format.
        error: What each partial derivative is predicted to be off, truncation and round-off; 0 for
            formulas.
        evaluations: How often f was evaluated for it.
    """

    value: Array
    error: Floats
    evaluations: int


class Source(Protocol):
    """Gives the gradient at a point."""

    def __call__(self, x: Array, loss: float, /) -> Slope:
        """Return the gradient at ``x``, where f is ``loss``."""

    def is_lost(self, x: Array, /) -> bool:
        """Say whether the step of a quotient is lost at ``x``: ``x + h == x``."""

    def overflows(self, x: Array, /) -> bool:
        """Say whether a number on the way to f or its gradient is beyond the format."""


def source(f: Callable[..., Any], by: GradientBy, fmt: FloatFormat) -> Source:
    """Return where the gradient of ``f`` comes from.

    Raises:
        ValueError: if formulas are asked for and ``f`` is none, or has no derivative as a formula.
    """
    if isinstance(by, Differences):
        return _Quotients(f, by, fmt)
    if by != "exact":
        raise ValueError(f"the gradient is 'exact' or by Differences(step, scheme), not {by!r}")
    if not isinstance(f, Expression):
        raise ValueError("the exact gradient needs a formula; of a program take Differences(step)")
    return _Formulas(f, fmt)


class _Formulas:
    """The partial derivatives as formulas, every operation rounded in the format."""

    def __init__(self, f: Expression, fmt: FloatFormat) -> None:
        self._partials = [derived(f, x, 1) for x in f.variables]
        self._f, self._format = f, fmt

    def __call__(self, x: Array, loss: float) -> Slope:
        value = np.array([partial(*x) for partial in self._partials], self._format.dtype)
        return Slope(value, np.zeros(len(x)), 0)

    def is_lost(self, x: Array) -> bool:
        return False

    def overflows(self, x: Array) -> bool:
        return any(_overflows(f, x, self._format) for f in (self._f, *self._partials))


class _Quotients:
    """Difference quotients; the truncation error is known for formulas alone."""

    def __init__(self, f: Callable[..., Any], by: Differences, fmt: FloatFormat) -> None:
        self._f, self._by, self._format = f, by, fmt
        self._stencil = formula(by.scheme)
        self._step = float(rounded_steps(by.step, FORMATS["float64"]))

    def __call__(self, x: Array, loss: float) -> Slope:
        found = difference_gradient(self._f, x, self._step, self._by.scheme, self._format.name)
        return Slope(found.value, self._error(x, loss, found.value), found.evaluations)

    def is_lost(self, x: Array) -> bool:
        points = places(x, self._format.cast(self._step), self._stencil, self._format)
        return bool((points.max(axis=0) == points.min(axis=0)).any())

    def overflows(self, x: Array) -> bool:
        return isinstance(self._f, Expression) and _overflows(self._f, x, self._format)

    def _error(self, x: Array, loss: float, gradient: Array) -> Floats:
        place, slopes = np.asarray(x, np.float64), np.asarray(gradient, np.float64)
        if not isinstance(self._f, Expression):
            return self._roundoff(abs(loss) + np.abs(place * slopes))
        h, s = self._step, self._stencil
        order = 1 + s.accuracy_order
        found = [_series(self._f, i, place.tolist(), order) for i in range(len(place))]
        series = np.abs(np.array(found).T)
        reach = h * float(max(map(abs, s.offsets)))
        value = series[0] + series[1] * reach + series[2] * reach**2
        slope = series[1] + 2 * series[2] * reach
        bend = series[order] * factorial(order)
        truncation = abs(float(s.error_constant)) * h**s.accuracy_order * bend
        return np.asarray(self._roundoff(value + np.abs(place) * slope) + truncation)

    def _roundoff(self, size: Floats) -> Floats:
        weights = float(sum(map(abs, self._stencil.weights)))
        return np.asarray(weights * self._format.unit_roundoff * size / self._step)


def _series(f: Expression, i: int, x: Sequence[float], order: int) -> list[float]:
    """Return the Taylor coefficients of f along the i-th axis; nan where there are none.

    One expansion, whatever digits cancel in it: it serves an estimate, in every step.
    """
    values: dict[str, arb | arb_series] = dict(zip(f.variables, map(arb, x), strict=True))
    values[f.variables[i]] = arb_series([x[i], 1])
    try:
        with working_precision(BITS, order + 1):
            found = attempt(f.tree, values, BallRing(), order)
    except (NotAnalytic, Undecided):
        found = None
    series = cast(Sequence[arb] | None, found)
    return [float(c.mid()) for c in series[: order + 1]] if series else [np.nan] * (order + 1)


def _overflows(f: Expression, x: Array, fmt: FloatFormat) -> bool:
    """Say whether a part of the formula is infinite at ``x``: poles are nan, so it is too large."""
    parts = (compile_tree(part, f.variables, fmt) for part in walk(f.tree))
    return any(np.isinf(np.asarray(part([*x]), np.float64)).any() for part in parts)


def derived(f: Expression, x: str, order: int) -> Expression:
    """Return a partial derivative of higher order as a formula."""
    tree = reduce(lambda tree, _: differentiate(tree, x), range(order), f.tree)
    return Expression(f.text, f.variables, tree)
