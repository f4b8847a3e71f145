"""All zeros of a map R^n -> R^n in a box: branch and prune with the interval Newton method.

Each box is proven free of zeros, proven to hold exactly one (``core.solving.interval_newton``), or
halved; what is left when the budget ends is undecided. The widest box is looked at first, so that
the budget is spent evenly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count

from flint import arb

from core.expression.balls import working_precision
from core.solving.interval_newton import Zero, narrow, zero_in
from core.solving.slopes import BITS, Box, Map

MAX_BOXES = 4000
MAX_WORK = 5_000_000  # in additions, two or three seconds; MATLAB's peaks takes 4.8 million
# Where a box is cut: off the middle, where zeros like to be; exact in binary.
CUT = 0.4921875
INFLATION = 1.125  # a zero on the edge of a box is inside the box blown up by this
LEAST = 2.0**-10  # of the widest side: a side that is a point has no inside, where a zero is proven
# More boxes than that, all narrower than this share of the first, surround no points but a curve.
CROWD, NARROW = 1000, 2.0**-8


@dataclass(slots=True)
class Isolation:
    """What the search found.

    Attributes:
        zeros: All zeros in the box but those in ``undecided``; also some a hair outside the box.
        undecided: Boxes about which nothing is proven.
        boxes: How many boxes were looked at.
        ended_early: Whether the search was ended with boxes left to halve.
        vanishes: Whether the map is proven to be 0 all over the box, which is left undecided.
    """

    zeros: list[Zero] = field(default_factory=list)
    undecided: list[Box] = field(default_factory=list)
    boxes: int = 0
    ended_early: bool = False
    vanishes: bool = False


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
        budget: How many boxes to look at; fewer where more than ``MAX_WORK`` is computed.

    >>> from core.expression.expression import parse
    >>> found = isolate(Map(("x",), (parse("x^3 - x").tree,)), (arb(0, 2),), 20)
    >>> sorted(round(float(zero.place[0].mid()), 9) for zero in found.zeros), found.undecided
    ([-1.0, 0.0, 1.0], [])
    """
    with working_precision(BITS):
        if all(value.is_zero() for value in system.values(box)):
            return Isolation(undecided=[box], vanishes=True)
        widths = [float(side.rad()) for side in box]
        found, queue, ticket = Isolation(), [(-1.0, 0, box)], count(1)
        heapify(queue)
        while queue and found.boxes < budget and system.work < MAX_WORK:
            if _is_crowded(queue):
                break
            *_, here = heappop(queue)
            found.boxes += 1
            for part in _looked_at(system, here, found.zeros):
                sizes = [
                    float(s.rad()) / w if w else 0.0 for s, w in zip(part, widths, strict=True)
                ]
                if max(sizes) < 2.0**-depth:
                    found.undecided += [] if _is_free_of_zeros(system, part) else [part]
                else:
                    heappush(queue, (-max(sizes), next(ticket), part))
        found.ended_early = bool(queue)
        left = found.undecided + [here for *_, here in queue]
        found.undecided = [b for b in left if not any(_is_within(b, z.alone) for z in found.zeros)]
    return found


def _is_crowded(queue: list[tuple[float, int, Box]]) -> bool:
    """Say whether the zeros in several variables seem to be more than points."""
    size, _, box = queue[0]
    return len(box) > 1 and -size < NARROW and len(queue) > CROWD


def _looked_at(system: Map, box: Box, zeros: list[Zero]) -> Iterator[Box]:
    """Yield what remains to be looked at of a box; a zero that is found joins ``zeros``."""
    if _is_free_of_zeros(system, box):
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


def _is_free_of_zeros(system: Map, box: Box) -> bool:
    """Prove it from the values over the box alone."""
    values = system.values(box)
    if any(value.is_finite() and not value.contains(0) for value in values):
        return True
    return not all(value.is_finite() for value in values) and system.misses_zero(box)


def _width(box: Box) -> float:
    return sum(float(side.rad()) for side in box)


def _add(zero: Zero, zeros: list[Zero]) -> None:
    """Keep a zero unless it is one that is known: the only one in a box that holds both."""
    if not any(_is_within(zero.place, known.alone) for known in zeros):
        zeros.append(zero)


def _inflated(box: Box) -> Box:
    least = LEAST * max(float(side.rad()) for side in box)
    return tuple(side.mid() + arb(0, 1) * (side.rad() * INFLATION + arb(least)) for side in box)


def _is_within(inner: Sequence[arb], outer: Sequence[arb]) -> bool:
    return all(u.contains(v) for u, v in zip(outer, inner, strict=True))


def _halves(box: Box) -> Iterator[Box]:
    """Cut the widest side in two."""
    i = max(range(len(box)), key=lambda i: float(box[i].rad()))
    low, high = box[i].lower(), box[i].upper()
    cut = (low + CUT * (high - low)).mid()
    for half in (low.union(cut), cut.union(high)):
        yield (*box[:i], half, *box[i + 1 :])
