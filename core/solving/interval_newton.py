"""The interval Newton method on one box: narrow it, or prove that it holds exactly one zero.

With a box X, its center c, an enclosure J of all slopes over X and ``A = C J``, ``b = C F(c)`` for
an approximate inverse C of J's midpoint, Hansen and Sengupta's operator narrows one coordinate
after the other,

    x_i <- c_i - (b_i + sum over j != i of A_ij (x_j - c_j)) / A_ii,  cut with the old x_i.

Every zero in X stays in it; if it is empty, X holds none; and if it comes to lie in the interior of
X, X holds exactly one. Source: A. Neumaier, *Interval Methods for Systems of Equations*, Cambridge
1990, chapter 5; R. E. Moore, *Interval Analysis*, 1966, for n = 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from flint import arb

from core.expression.balls import is_accurate
from core.solving.slopes import Box, Map

SHARP_BITS = 100  # a zero is narrowed until so many bits of it are certain
NEWTON_STEPS = 12


@dataclass(frozen=True, slots=True)
class Zero:
    """One zero.

    Attributes:
        place: Balls around its coordinates, as narrow as they came.
        alone: A box in which it is the only zero.
    """

    place: Box
    alone: Box


def narrow(system: Map, box: Box) -> tuple[Box, bool] | None:
    """Return the box without parts that are proven free of zeros, and whether one is proven.

    Returns:
        None if there is no zero in the box. Else what is left of it, and True if it is proven to
        hold exactly one zero.
    """
    center = tuple(side.mid() for side in box)
    slopes, at_center = system.slopes(box), system.values(center)
    if slopes is None or not all(value.is_finite() for value in at_center):
        return box, False
    for value, row in zip(at_center, slopes, strict=True):
        reach = (s * (x - c) for s, x, c in zip(row, box, center, strict=True))
        if not sum(reach, value).contains(0):
            return None
    inverse = _approximate_inverse(slopes)
    if inverse is None:
        return box, False
    return _swept(box, center, _product(inverse, slopes), _applied(inverse, at_center))


def _swept(box: Box, center: Box, a: list[list[arb]], b: list[arb]) -> tuple[Box, bool] | None:
    """One sweep of Hansen and Sengupta's operator over the coordinates."""
    sides, inside = list(box), True
    for i, row in enumerate(a):
        reach = (row[j] * (sides[j] - center[j]) for j in range(len(row)))
        if not sum(reach, b[i]).contains(0):
            return None
        if row[i].contains(0):
            inside = False
            continue
        others = (row[j] * (sides[j] - center[j]) for j in range(len(row)) if j != i)
        new = center[i] - sum(others, b[i]) / row[i]
        inside = inside and bool(box[i].contains_interior(new))
        if not new.overlaps(sides[i]):
            return None
        sides[i] = sides[i].intersection(new)
    return tuple(sides), inside


def zero_in(system: Map, box: Box) -> Zero | None:
    """Return the zero of a box that is proven to hold exactly one, else None."""
    narrowed = narrow(system, box)
    if narrowed is None or not narrowed[1]:
        return None
    place = narrowed[0]
    for _ in range(NEWTON_STEPS):
        if all(is_accurate(side, SHARP_BITS) for side in place):
            break
        again = narrow(system, place)
        if again is None or again[0] == place:
            break
        place = again[0]
    return Zero(place, box)


def _approximate_inverse(slopes: list[list[arb]]) -> list[list[arb]] | None:
    """The inverse of the midpoints in float64: near enough is good enough for a preconditioner."""
    middle = np.array([[float(ball.mid()) for ball in row] for row in slopes])
    try:
        inverse = np.linalg.inv(middle)
    except np.linalg.LinAlgError:
        return None
    return (
        [[arb(x) for x in row] for row in inverse.tolist()] if np.isfinite(inverse).all() else None
    )


def _product(first: list[list[arb]], second: list[list[arb]]) -> list[list[arb]]:
    columns = list(zip(*second, strict=True))
    return [_applied(columns, row) for row in first]


def _applied(rows: Sequence[Sequence[arb]], b: Sequence[arb]) -> list[arb]:
    return [sum((a * x for a, x in zip(row, b, strict=True)), arb(0)) for row in rows]
