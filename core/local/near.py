"""A look at a function ever closer to a point: an estimate where nothing could be proven."""

from collections.abc import Sequence
from itertools import pairwise
from math import inf, isinf, nan
from typing import Literal

from flint import arb

from core.expression.balls import enclose, working_precision
from core.expression.tree import Node

# Distances 2^-30, 2^-100, ...; at each of them four, lest an oscillation be met in its nodes.
SCALES = (30, 100, 300, 1000)
FRACTIONS = ((1, 1), (5, 4), (19, 13), (31, 17))
CLOSEST = 2000  # the value there stands for the limit
BITS = 2 * CLOSEST + 400
AGREEMENT = 2.0**-20  # what converged agrees to this, relatively
# Values are asked for on all of h ± h^2/4: 1/h then covers a sixth of a period of tan, often enough
# to meet one of its poles; a ball twice as wide cannot tell e^(1/h) from 0.
AROUND = arb(0, 0.25)
GROWTH = 1.5  # what tends to infinity grows by this from one distance to the next


def look_closer(
    tree: Node, variable: str, at: Node, direction: int
) -> tuple[float, float, Literal["estimated"], bool]:
    """Return limit, slope, ``"estimated"`` and whether there are values, on one side of ``at``.

    The values are proven balls; that the next ones go on like them is not. A function that may
    have poles however near, like ``x^2 tan(1/x)``, has neither limit nor slope; at a pole there is
    no slope.
    """
    with working_precision(BITS):
        center = enclose(at, {}, BITS)

        def value(h: arb) -> arb:
            return enclose(tree, {variable: center + direction * h}, BITS)

        end = arb(2) ** -CLOSEST
        last = value(end)
        steps = [[arb(p) / q / arb(2) ** scale for p, q in FRACTIONS] for scale in SCALES]
        values = [[value(h) for h in row] for row in steps]
        slopes = [
            [direction * (value - last) / (h - end) for value, h in zip(row, hs, strict=True)]
            for row, hs in zip(values, steps, strict=True)
        ]
        defined = any(ball.is_finite() for row in values for ball in row)
        if not all(value(h + AROUND * h * h).is_finite() for row in steps for h in row):
            return nan, nan, "estimated", defined
        limit = _limit(values)
        return limit, nan if isinf(limit) else _limit(slopes), "estimated", defined


def _limit(rows: Sequence[Sequence[arb]]) -> float:
    """The limit of the rows: a number, inf or -inf, or nan if they do not settle."""
    if not all(_is_sharp(ball) for row in rows for ball in row):
        return nan
    numbers = [[float(ball.mid()) for ball in row] for row in rows]
    near, nearest = numbers[-2:]
    value = nearest[-1]
    if all(abs(x - value) <= AGREEMENT * max(abs(value), AGREEMENT) for x in near + nearest):
        return value if abs(value) > AGREEMENT**2 else 0.0
    if sign := _growing(rows):
        return sign * inf
    if not any(ball.contains(0) for row in rows for ball in row):
        return 0.0 if _growing([[1 / ball for ball in row] for row in rows]) else nan
    return nan


def _is_sharp(ball: arb) -> bool:
    return bool(ball.is_finite() and ball.rad() <= AGREEMENT**2 * (1 + abs(ball)))


def _growing(rows: Sequence[Sequence[arb]]) -> int:
    """1 if the rows grow beyond all bounds, -1 if they fall, else 0; doubles end before e^(1/h)."""
    for sign in (1, -1):
        known = [[sign * ball for ball in row] for row in rows]
        grows = (
            low >= GROWTH * high
            for before, row in pairwise(known)
            for low in row
            for high in before
        )
        if all(ball > 0 for ball in known[0]) and all(grows):
            return sign
    return 0
