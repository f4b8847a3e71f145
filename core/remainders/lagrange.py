"""Proven bounds of a function's Taylor coefficients on the way from a center, all orders at once.

Lagrange's form of the remainder, ``R_n(x) = c_(n+1)(xi) (x - a)^(n+1)`` with ``c_k = f^(k)/k!`` and
``xi`` between a and x, needs the largest ``|c_(n+1)|`` on the way from a to x. The way is cut into
pieces, each with its own bounds (``core.remainders.way``); the bound on the way to x is the running
maximum outward. At a pole, a corner or the end of the domain the proof ends by itself.

First the whole way is covered, then the worst pieces are halved, as long as the budget lasts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from core.expression.tree import Node
from core.remainders.way import Reached, Way

Floats = NDArray[np.float64]

PIECES = 16  # on either side, to begin with; fewer where they are dear
FEWEST = 4
MAX_DEPTH = 12  # of halving
# Pieces are halved that exceed by more than SLACK what the function reaches up to their end, or,
# if points are asked for inside, by more than GROWTH what it has reached up to their beginning.
SLACK, GROWTH = 1.15, 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Bounds of ``|c_k|``, ``k = 0 … order``, on the way from the center outward to one side.

    Attributes:
        ends: Distances from the center up to which the bounds hold, increasing.
        values: Shape ``(order + 1, len(ends))``, not decreasing along the way.
    """

    ends: Floats
    values: Floats

    def on_the_way_to(self, distance: Floats) -> Floats:
        """Return the bounds on the way to each distance, inf where none is proven."""
        beyond = np.full((len(self.values), 1), inf)
        return np.hstack([self.values, beyond])[:, np.searchsorted(self.ends, distance)]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A piece of the way.

    Attributes:
        near: Its distances from the center, begin and end.
        far: The end.
        depth: How often it was halved.
        proven: Proven bounds of ``|c_k|`` on it.
        reached: About how large they are at its beginning, and anywhere on it.
    """

    near: float
    far: float
    depth: int
    proven: Floats
    reached: Reached


def bounds(
    tree: Node,
    variable: str,
    at: Node,
    order: int,
    reach: float,
    side: int,
    points: Floats | None = None,
) -> Bounds:
    """Return bounds of ``|c_0| … |c_order|`` from ``at`` to ``at + side * reach``.

    Args:
        tree: The formula.
        variable: The name of x.
        at: The center.
        order: The highest coefficient.
        reach: How far to go, positive.
        side: 1 to the right, -1 to the left.
        points: Distances that will be asked for, increasing; all of them if left out.
    """
    way = Way(tree, variable, at, order, side)
    pieces = _covered(way, reach)
    for _ in range(MAX_DEPTH):
        worst = _worst(pieces, points)[: (way.affordable() + 1) // 2] if pieces else []
        if not worst:
            break
        halved = dict(zip(worst, _halved(way, [pieces[i] for i in worst]), strict=True))
        pieces = [new for i, piece in enumerate(pieces) for new in halved.get(i, [piece])]
    ends, values = [piece.far for piece in pieces], [piece.proven for piece in pieces]
    running = np.maximum.accumulate(np.array(values).reshape(len(ends), order + 1), axis=0)
    return Bounds(np.array(ends), running.T)


def _covered(way: Way, reach: float) -> list[Piece]:
    """Cover the way with as few pieces as give any bound; up to where none is found."""
    count = max(FEWEST, min(PIECES, way.affordable() // 4))
    edges = np.linspace(0.0, reach, count + 1).tolist()
    pending = [(near, far, 0) for near, far in zip(edges[-2::-1], edges[:0:-1], strict=True)]
    pieces: list[Piece] = []
    while pending and way.affordable():
        near, far, depth = pending.pop()
        (piece,) = _studied(way, [(near, far, depth)])
        if np.isinf(piece.proven).any() and depth < MAX_DEPTH:
            middle = (near + far) / 2
            pending += [(middle, far, depth + 1), (near, middle, depth + 1)]
            continue
        pieces.append(piece)
        if np.isinf(piece.proven).all():
            break
    return pieces


def _studied(way: Way, parts: Sequence[tuple[float, float, int]]) -> list[Piece]:
    """Return pieces, each given by its ends and its depth, with what is known on them."""
    proven, (near, anywhere) = way.on_pieces([(first, last) for first, last, _ in parts])
    known = zip(proven, zip(near, anywhere, strict=True), strict=True)
    return [Piece(*part, *it) for part, it in zip(parts, known, strict=True)]


def _halved(way: Way, pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the two halves of each piece."""
    middles = [(it.near + it.far) / 2 for it in pieces]
    halves = [
        half
        for it, middle in zip(pieces, middles, strict=True)
        for half in ((it.near, middle, it.depth + 1), (middle, it.far, it.depth + 1))
    ]
    found = _studied(way, halves)
    return [found[i : i + 2] for i in range(0, len(found), 2)]


def _worst(pieces: list[Piece], points: Floats | None) -> list[int]:
    """Return the numbers of the pieces to be halved, the worst first."""
    proven = np.array([piece.proven for piece in pieces])
    near, anywhere = (np.array([piece.reached[i] for piece in pieces]) for i in (0, 1))
    before = np.vstack([np.zeros((1, proven.shape[1])), np.maximum.accumulate(anywhere)[:-1]])
    with np.errstate(all="ignore"):
        slack = proven / np.maximum.accumulate(anywhere) / SLACK
        growth = proven / np.maximum(before, near) / GROWTH
    asked = _asked_for(pieces, points)
    growth[asked == 0] = 0.0
    # inf at a pole: no halving helps there. 0/0 where a coefficient vanishes altogether.
    known = np.where(np.isfinite(proven), np.nan_to_num(np.maximum(slack, growth)), 0.0)
    badness = known.max(axis=1)
    badness[[piece.depth >= MAX_DEPTH for piece in pieces]] = 0.0
    order = np.argsort(-np.log(np.maximum(badness, 1.0)) * (1 + asked), kind="stable")
    return [int(i) for i in order if badness[i] > 1]


def _asked_for(pieces: Sequence[Piece], points: Floats | None) -> NDArray[np.int_]:
    """Count the points in each piece, its end left out: there the running maximum is due."""
    if points is None:
        return np.ones(len(pieces), np.int_)
    ends = np.array([(piece.near, piece.far * (1 - 2.0**-40)) for piece in pieces])
    first, last = np.searchsorted(points, ends.T)
    count: NDArray[np.int_] = last - first
    return count
