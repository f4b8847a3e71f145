"""The solution of ``y' = g(t, y)``, ``y(t_0) = y_0``, with proof.

Step by step by Taylor's method in balls (``core.taylor_step``), from a ball as small as the working
precision; where the digits of a double are not certain in the end, once more with more bits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, cast

import numpy as np
from flint import arb

from core.certified import Certified
from core.digits import ceiled, floored
from core.expression.balls import enclose, working_precision
from core.expression.building import ZERO, minus
from core.expression.expression import Expression, variables_of
from core.expression.rational import rational
from core.expression.series import closed_coefficients
from core.expression.tree import Node
from core.point import Point, point
from core.taylor_step import Way

Status: TypeAlias = Literal["certified", "stopped"]

PRECISIONS = (128, 256)  # bits to try, until the digits of a double are certain
ACCURACY = 56
MAX_TIMES = 1000
NOISE = arb(2) ** -150  # a value that may be 0 is no better known at any precision


@dataclass(frozen=True, slots=True)
class Solution:
    """Values of the solution of an initial value problem.

    Attributes:
        equation: g, in the time and the unknown.
        times: Where, as the nearest doubles.
        values: y there, with its certain digits; nan beyond what is proven.
        status: ``"certified"`` if the solution is proven at every time (its digits say how well),
            ``"stopped"`` if not: it grows beyond all bounds, g is not analytic on the way, or the
            budget of steps ended.
        reached: How far forward and backward from the start the solution is proven to exist.
        steps: How many steps were taken.
        balls: Around the values.
    """

    equation: Expression
    times: tuple[float, ...]
    values: tuple[Certified, ...]
    status: Status
    reached: tuple[float, float]
    steps: int
    balls: tuple[arb, ...] = field(repr=False, compare=False)

    def __repr__(self) -> str:
        """Show the values, at most four of them, and how far they are proven."""
        y = self.equation.variables[1]
        shown = [
            f"{y}({t:.10g}) = {v.decimals}"
            for t, v in zip(self.times[:4], self.values, strict=False)
        ]
        more = [f"… {len(self.times) - 4} more"] if len(self.times) > 4 else []
        back, forth = self.reached
        proven = "certified" if self.status == "certified" else _proven(back, forth)
        return f"Solution({', '.join(shown + more)}; {proven})"


def solution(g: Expression, start: Point, value: Point, times: Point | Sequence[Point]) -> Solution:
    """Return the solution of ``y' = g(t, y)``, ``y(start) = value``, at given times, with proof.

    Args:
        g: A function of two variables: the time and the unknown, in this order.
        start: ``t_0``: a number, a fraction or text, exact.
        value: ``y_0``, likewise.
        times: One time or up to ``MAX_TIMES``, on both sides of the start, in any order.

    Raises:
        ParseError: if one of them is no finite real constant.
        ValueError: if g has not two variables, or there are too many times.

    >>> from core.expression.expression import parse
    >>> solution(parse("-y", ("t", "y")), 0, 1, 1)
    Solution(y(1) = 0.367879441171442; certified)
    >>> solution(parse("y^2", ("t", "y")), 0, 1, 2)  # 1/(1 - t)
    Solution(y(2) = nan; proven on [0, 0.999999])
    """
    variables_of(g, 2)
    if isinstance(times, np.ndarray):
        times = times.tolist()
    given = times if isinstance(times, list | tuple) else [cast(Point, times)]
    if not 1 <= len(given) <= MAX_TIMES:
        raise ValueError(f"{len(given)} times: from 1 to {MAX_TIMES}")
    first, initial, targets = point(start), point(value), [point(t) for t in given]
    found = _solved(g, first, initial, targets, PRECISIONS[0])
    for bits in PRECISIONS[1:]:
        if all(_is_accurate(ball) or not ball.is_finite() for ball in found.balls):
            break
        finer = _solved(g, first, initial, targets, bits)
        if _reaches(finer) < _reaches(found):  # its steps cost more
            break
        found = finer
    return found


def _proven(back: float, forth: float) -> str:
    """Say how far a solution is proven, the ends rounded inward."""
    if back == forth:
        return "proven nowhere but at the start"
    low, high = ceiled(back), floored(forth)
    ends = f"[{low}, {high}]" if float(low) < float(high) else f"[{back!r}, {forth!r}]"
    return f"proven on {ends}"


def _reaches(found: Solution) -> int:
    return sum(ball.is_finite() for ball in found.balls)


def _solved(g: Expression, start: Node, value: Node, times: Sequence[Node], bits: int) -> Solution:
    """Return the solution on both sides of the start, at one precision."""
    with working_precision(bits):
        way, y = Way(g, start, bits), enclose(value, {}, bits)
        targets = [enclose(t, {}, bits) - way.start for t in times]
        pairs = zip(times, targets, strict=True)
        balls = [y if s.contains(0) and _is_same(t, start) else arb.nan() for t, s in pairs]
        reached = way.go(y, targets, balls, -1), way.go(y, targets, balls, 1)
        nearest = tuple(float((way.start + t).mid()) for t in targets)
        status: Status = "certified" if all(b.is_finite() for b in balls) else "stopped"
        values = tuple(map(Certified.of, balls))
    return Solution(g, nearest, values, status, reached, way.steps, tuple(balls))


def _is_same(a: Node, b: Node) -> bool:
    difference = None if a == b else closed_coefficients(minus(a, b), "", ZERO, 0)
    return a == b or (difference is not None and rational(difference[0]) == 0)


def _is_accurate(ball: arb) -> bool:
    return bool(ball.rel_accuracy_bits() >= ACCURACY or abs(ball) < NOISE)
