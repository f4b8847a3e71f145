"""The gradient as a descent gets it: from formulas, or from difference quotients with their errors.

A difference quotient with weights ``w_i`` is off by about

    |C| h^p |d^(p+1) f / dx_i^(p+1)|  +  sum |w_i| u (|f| + |x_i f_i|) / h,

its truncation error and the largest part of its round-off (``core.stencil``, ``core.roundoff``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from core.expression.differentiation import differentiate
from core.expression.expression import Expression
from core.floats import FloatFormat
from core.gradient_by_differences import Scheme, difference_gradient
from core.quotient import Array
from core.stencil import Stencil, stencil

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Differences:
    """Ask for the gradient by difference quotients.

    Attributes:
        step: ``h > 0``.
        scheme: ``"forward"``, ``"backward"`` or ``"central"``.
    """

    step: float
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
        self._format = fmt

    def __call__(self, x: Array, loss: float) -> Slope:
        value = np.array([partial(*x) for partial in self._partials], self._format.dtype)
        return Slope(value, np.zeros(len(x)), 0)


class _Quotients:
    """Difference quotients; the truncation error is known for formulas alone."""

    def __init__(self, f: Callable[..., Any], by: Differences, fmt: FloatFormat) -> None:
        self._f, self._by, self._format = f, by, fmt
        self._stencil: Stencil = getattr(stencil, by.scheme, stencil.central)
        self._next: list[Expression] = []
        if isinstance(f, Expression):
            order = 1 + self._stencil.accuracy_order
            self._next = [derived(f, x, order) for x in f.variables]

    def __call__(self, x: Array, loss: float) -> Slope:
        found = difference_gradient(self._f, x, self._by.step, self._by.scheme, self._format.name)
        return Slope(found.value, self._error(x, loss, found.value), found.evaluations)

    def _error(self, x: Array, loss: float, gradient: Array) -> Floats:
        h, s = self._by.step, self._stencil
        place, slopes = np.asarray(x, np.float64), np.asarray(gradient, np.float64)
        size = abs(loss) + np.abs(place * slopes)
        weights = float(sum(map(abs, s.weights)))
        roundoff = weights * self._format.unit_roundoff * size / h
        bends = np.array([float(bend(*place)) for bend in self._next] or [0.0])
        truncation = abs(float(s.error_constant)) * h**s.accuracy_order * np.abs(bends)
        return np.asarray(roundoff + truncation)


def derived(f: Expression, x: str, order: int) -> Expression:
    """Return a partial derivative of higher order as a formula."""
    tree = reduce(lambda tree, _: differentiate(tree, x), range(order), f.tree)
    return Expression(f.text, f.variables, tree)
