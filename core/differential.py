"""The differential: the increment along the tangent, beside the real one.

    dy = sum of f_i(a) dx_i,    Δy = f(a + dx) - f(a),    Δy - dy = o(|dx|).

``dy`` is a linear map of ``dx``: it belongs to the tangent line, the tangent plane.

The error comes from a ball of its own: it is never a rounded number minus another. How fast it
vanishes with the step is found in ``core.error_order``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

import numpy as np
from flint import arb
from numpy.typing import ArrayLike, NDArray

from core.certified import Certified
from core.differential_latex import differential_latex, tangent_latex
from core.digits import shown
from core.error_order import ErrorOrder, error_order
from core.errors import NotAnalytic
from core.expression.balls import enclose, exact_ball, working_precision
from core.expression.building import ZERO, constant, plus, replaced, times
from core.expression.expression import Expression, variables_of
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import Node, Variable
from core.local.smooth import is_analytic_around
from core.point import Point, points

Floats: TypeAlias = NDArray[np.float64]

BITS = 120  # of the partial derivatives
# ``Δy - dy`` cancels most digits: precisions to try, until those that are left suffice.
PRECISIONS = (192, 640, 2000)
ACCURACY = 60  # bits: enough to round to 53 once
MAX_SCALES = 1000


@dataclass(frozen=True, slots=True)
class Ladder:
    """The same step scaled: ``t``, and for each t the three increments, rounded once.

    nan stands where f is undefined.
    """

    t: Floats
    dy: Floats
    delta_y: Floats
    error: Floats


@dataclass(frozen=True)
class Differential:
    """``dy`` and ``Δy`` for one step from one point.

    Attributes:
        function: The function.
        at: The point ``a``, exact.
        step: ``dx``, exact.
        value: ``f(a)``.
        slopes: ``f_i(a)``, the partial derivatives.
        contributions: ``f_i(a) dx_i``, one for each variable.
        dy: Their sum: the increment along the tangent.
        delta_y: ``f(a + dx) - f(a)``; nan if f is undefined at ``a + dx``.
        error: ``Δy - dy``, of its own ball, not of rounded numbers; its decimals reach below the
            doubles.
        order: How the error vanishes with the step.
    """

    function: Expression
    at: tuple[Node, ...]
    step: tuple[Node, ...]
    value: Certified
    slopes: tuple[Certified, ...]
    contributions: tuple[Certified, ...]
    dy: Certified
    delta_y: Certified
    error: Certified
    order: ErrorOrder

    def tangent(self, *x: ArrayLike) -> Floats:
        """Return ``f(a) + sum of f_i(a) (x_i - a_i)`` in float64: for the eye.

        Args:
            x: For each variable a number or an array; they are broadcast.

        Raises:
            ValueError: if there is not one argument for each variable.
        """
        if len(x) != len(self.at):
            raise ValueError(f"{len(self.at)} coordinates expected, not {len(x)}")
        a = [float(enclose(node, {}, BITS)) for node in self.at]
        moves = (np.asarray(u, np.float64) - b for u, b in zip(x, a, strict=True))
        terms = (s.value * move for s, move in zip(self.slopes, moves, strict=True))
        return np.asarray(sum(terms, np.float64(self.value.value)))

    def scaled(self, t: Sequence[float | Fraction]) -> Ladder:
        """Return dy, Δy and the error for the steps ``t dx``, at most ``MAX_SCALES`` of them.

        Raises:
            ValueError: if there are more.

        >>> from core.expression.expression import parse
        >>> differential(parse("x^2"), 3, "0.1").scaled([1, 0.5]).error.tolist()
        [0.01, 0.0025]
        """
        if len(t) > MAX_SCALES:
            raise ValueError(f"{len(t)} scales: at most {MAX_SCALES}")
        rows = [_increments(self.function, self.at, self.step, Fraction(s)) for s in t]
        balls = np.array([[float(ball.mid()) for ball in row] for row in rows])
        dy, delta_y, error = balls.reshape(-1, 3).T
        return Ladder(np.array([float(s) for s in t]), dy, delta_y, error)

    @cached_property
    def latex(self) -> str:
        r"""LaTeX of the linear map: ``dy = 6\\,dx``."""
        return differential_latex(self)

    @cached_property
    def tangent_latex(self) -> str:
        """LaTeX of the tangent line or plane."""
        return tangent_latex(self)

    def __repr__(self) -> str:
        """Show the three increments and the law of the error."""
        parts = f"dy={shown(self.dy)}, Δy={shown(self.delta_y)}, error={shown(self.error)}"
        return f"Differential({parts}; {self.order!r})"

    def _repr_latex_(self) -> str:
        return f"${self.latex}$"


def differential(
    f: Expression, at: Point | Sequence[Point], step: Point | Sequence[Point]
) -> Differential:
    """Return the differential of ``f`` at a point, for one step.

    Args:
        f: A function of one or more variables.
        at: The point ``a``, as in ``core.gradient``: numbers, fractions, or text (exact).
        step: ``dx``, likewise.

    Raises:
        NotAnalytic: if f has no Taylor series at the point along some axis (``.code`` says why),
            or, in several variables, is not proven to be differentiable (``"undecided"``).
        ParseError: if the point or the step is not a list of n finite real constants.

    Where f has no value at a but a limit, ``sin(x)/x`` at 0, the limit stands for it.

    >>> from core.expression.expression import parse
    >>> differential(parse("x^2"), at=3, step="0.1")
    Differential(dy=0.6, Δy=0.61, error=0.01; error = 0.01 t^2)
    """
    n = len(variables_of(f))
    where, move = points(at, n), points(step, n)
    value, slopes = value_and_slopes(f, where)
    with working_precision(BITS):
        dx = [enclose(node, {}, BITS) for node in move]
        parts = [Certified.of(s * d) for s, d in zip(slopes, dx, strict=True)]
    order = error_order(_along(f, where, move))
    dy, delta_y, error = map(Certified.of, _increments(f, where, move, Fraction(1)))
    if order.standing == "exact":  # the law, for t = 1
        error = order.constant
    known = tuple(map(Certified.of, slopes))
    value_here = Certified.of(value)
    return Differential(f, where, move, value_here, known, tuple(parts), dy, delta_y, error, order)


def value_and_slopes(f: Expression, where: Sequence[Node]) -> tuple[arb, tuple[arb, ...]]:
    """Return balls around ``f(a)`` and its partial derivatives where f is differentiable.

    Raises:
        NotAnalytic: if it is not, or is not proven to be.
    """
    place = dict(zip(f.variables, where, strict=True))
    found = []
    for name in f.variables:
        others = {other: node for other, node in place.items() if other != name}
        found.append(coefficients(f.tree, name, place[name], 1, BITS, others))
    # Partial derivatives alone prove nothing: those of min(|x|, |y|) at the origin are 0.
    if len(found) > 1 and not is_analytic_around(f.tree, place):
        raise NotAnalytic("undecided")
    return found[0][0], tuple(c[1] for c in found)


def _along(f: Expression, where: Sequence[Node], move: Sequence[Node]) -> Node:
    """The formula ``f(a + t dx)``, in t alone."""
    t = Variable("t")
    ends = (plus(a, times(dx, t)) for a, dx in zip(where, move, strict=True))
    return replaced(f.tree, dict(zip(f.variables, ends, strict=True)))


def _increments(
    f: Expression, where: Sequence[Node], move: Sequence[Node], t: Fraction
) -> tuple[arb, arb, arb]:
    """Balls around dy, Δy and Δy - dy for the step ``t dx``."""
    line = _along(f, where, move)
    ends = (_end(a, dx, t) for a, dx in zip(where, move, strict=True))
    end = dict(zip(f.variables, ends, strict=True))

    for bits in PRECISIONS:
        with working_precision(bits):
            value, slope = coefficients(line, "t", ZERO, 1, bits)
            dy, delta_y = slope * exact_ball(t), enclose(f.tree, end, bits) - value
            known = dy, delta_y, delta_y - dy
            if all(ball.rel_accuracy_bits() >= ACCURACY for ball in known):
                break
    return known


def _end(a: Node, dx: Node, t: Fraction) -> Node:
    """``a + t dx``, as one exact number where it is rational: a jump may stand just there."""
    start, length = rational(a), rational(dx)
    if start is None or length is None:
        return plus(a, times(constant(t), dx))
    return constant(start + t * length)
