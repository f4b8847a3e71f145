"""All zeros of a map R^n -> R^n in a box: branch and prune with the interval Newton method.

Each box is proven free of zeros, proven to hold exactly one, or halved; what is left of the budget
when it ends is undecided. With a box X, its center c, an enclosure J of all slopes over X and
``A = C J``, ``b = C F(c)`` for an approximate inverse C of J's midpoint, Hansen and Sengupta's
operator narrows one coordinate after the other,

    x_i <- c_i - (b_i + sum over j != i of A_ij (x_j - c_j)) / A_ii,  cut with the old x_i.

Every zero in X stays in it; if it is empty, X holds none; and if it comes to lie in the interior of
X, X holds exactly one. Source: A. Neumaier, *Interval Methods for Systems of Equations*, Cambridge
1990, section 5.2; R. E. Moore, *Interval Analysis*, 1966, for n = 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count

import numpy as np
from flint import arb

from core.expression.balls import working_precision
from core.slopes import BITS, Box, Map

MAX_BOXES = 4000
MAX_WORK = 1_600_000  # boxes times operations, a few seconds
# Where a box is cut: off the middle, where zeros like to be; exact in binary.
CUT = 0.4921875
INFLATION = 1.125  # a zero on the edge of a box is inside the box blown up by this
SHARP_BITS = 100  # a zero is narrowed until so many bits of it are certain
NEGLIGIBLE = arb(2) ** -1080  # less than any double: the zero may be 0
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


@dataclass(slots=True)
class Isolation:
    """What the search found.

    Attributes:
        zeros: All zeros in the box but those in ``undecided``; also some a hair outside the box.
        undecided: Boxes about which nothing is proven.
        boxes: How many boxes were looked at.
    """

    zeros: list[Zero] = field(default_factory=list)
    undecided: list[Box] = field(default_factory=list)
    boxes: int = 0


def isolate(
    system: Map,
    box: Box,
    depth: int,
    budget: int = MAX_BOXES,
) -> Isolation:
    """Return the zeros of ``system`` in ``box``, and what is left undecided.

    Args:
        system: The map.
        box: Where to look.
        depth: Boxes narrower than ``2^-depth`` of ``box`` are not halved any more.
        budget: How many boxes to look at; fewer where the formulas are long.

    >>> from core.expression.expression import parse
    >>> found = isolate(Map(("x",), (parse("x^3 - x").tree,)), (arb(0, 2),), 20)
    >>> sorted(round(float(zero.place[0].mid()), 9) for zero in found.zeros), found.undecided
    ([-1.0, 0.0, 1.0], [])
    """
    with working_precision(BITS):
        if all(value.is_zero() for value in system.values(box)):
            return Isolation(undecided=[box])
        widths = [float(side.rad()) for side in box]
        found, queue, ticket = Isolation(), [(-1.0, 0, box)], count(1)
        heapify(queue)
        while queue and found.boxes < min(budget, MAX_WORK // (1 + system.size)):
            *_, here = heappop(queue)
            found.boxes += 1
            for part in _looked_at(system, here, found.zeros):
                sizes = [
                    float(s.rad()) / w if w else 0.0 for s, w in zip(part, widths, strict=True)
                ]
                if max(sizes) < 2.0**-depth:
                    found.undecided.append(part)
                else:
                    heappush(queue, (-max(sizes), next(ticket), part))
        left = found.undecided + [here for *_, here in queue]
        found.undecided = [b for b in left if not any(_is_within(b, z.alone) for z in found.zeros)]
    return found


def _looked_at(system: Map, box: Box, zeros: list[Zero]) -> Iterator[Box]:
    """Yield what remains to be looked at of a box; a zero that is found joins ``zeros``."""
    values = system.values(box)
    if any(value.is_finite() and not value.contains(0) for value in values):
        return
    if not all(value.is_finite() for value in values) and system.misses_zero(box):
        return
    narrowed = narrow(system, box)
    if narrowed is None or any(_is_within(box, zero.alone) for zero in zeros):
        return
    rest, inside = narrowed
    shrunk = _width(rest) < 0.5 * _width(box)
    if (inside or shrunk) and (zero := zero_in(system, _inflated(box)) or zero_in(system, box)):
        _add(zero, zeros)
    elif shrunk:
        yield rest
    else:
        yield from _halves(rest)


def _width(box: Box) -> float:
    return sum(float(side.rad()) for side in box)


def _add(zero: Zero, zeros: list[Zero]) -> None:
    """Keep a zero unless it is one that is known: the only one in a box that holds both."""
    if not any(_is_within(zero.place, known.alone) for known in zeros):
        zeros.append(zero)


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
        if all(_is_sharp(side) for side in place):
            break
        again = narrow(system, place)
        if again is None or again[0] == place:
            break
        place = again[0]
    return Zero(place, box)


def _is_sharp(side: arb) -> bool:
    return side.rel_accuracy_bits() > SHARP_BITS or bool(abs(side) < NEGLIGIBLE)


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


def _inflated(box: Box) -> Box:
    return tuple(side.mid() + arb(0, 1) * (side.rad() * INFLATION) for side in box)


def _is_within(inner: Sequence[arb], outer: Sequence[arb]) -> bool:
    return all(u.contains(v) for u, v in zip(outer, inner, strict=True))


def _halves(box: Box) -> Iterator[Box]:
    """Cut the widest side in two."""
    i = max(range(len(box)), key=lambda i: float(box[i].rad()))
    low, high = box[i].lower(), box[i].upper()
    cut = (low + CUT * (high - low)).mid()
    for half in (low.union(cut), cut.union(high)):
        yield (*box[:i], half, *box[i + 1 :])
