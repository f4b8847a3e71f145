"""The least value of a function over a box, enclosed: branch and bound in ball arithmetic.

Parts of the box with the lowest bound are looked at first, and halved. A part is bounded from below

- by f over the balls that contain it,
- by the mean-value form ``f(m) + sum of f_i(X) (x_i - m_i)``,
- where f is convex on it, by the tangent plane ``f(c) + sum of f_i(c) (x_i - c_i)`` at a point c
  that Newton's method finds: at the minimum itself nothing is lost.

Where f is monotonic in a variable, only one face of the box is left. Every value at a point bounds
the minimum from above, and parts that are proven to be higher are left out.

Source: E. Hansen and G. W. Walster, Global Optimization Using Interval Analysis, 2nd ed. (2004), on
unconstrained optimization.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush

import numpy as np
from flint import arb

from core.boxes.box import (
    WHOLE,
    Part,
    Place,
    Side,
    balls,
    coordinates,
    corners,
    halves,
    middle,
    with_share,
)
from core.boxes.local_shape import Shape, along, hessian, is_positive_definite
from core.expression.balls import enclose, working_precision
from core.expression.tree import Call, Node, walk
from core.local.reach import has_no_value_over

BITS = 160
TERMS = 3  # value, slope and bend
# The gap between the bounds that is small enough: relative to the minimum, and to f's size over the
# box; but where f is huge somewhere (e^x on [0, 800]), what is small elsewhere still counts.
RELATIVE, ABSOLUTE = arb(2) ** -46, arb(2) ** -100
NOISE = 8  # as many radii of the ball that f is at the best point: nothing finer can be told
NEWTON_STEPS = 6
MAX_HALVINGS = 60  # of each side
# What a search may cost, counted so that the answer is always the same: parts of the box, and walks
# over the formula times its nodes, of which gamma and Bessel functions cost more. A walk costs some
# nodes in itself, a series or a look at where f has values is two. A second or so in all.
MAX_PARTS = 5000
BUDGET = 600_000
OVERHEAD, TWICE = 20, 2
PRICES = {"gamma": 20, "factorial": 20, "besselj": 300}
SIMPLE = 1000  # a point with denominators up to here is tried in the place of one beside it


@dataclass(frozen=True, slots=True)
class Least:
    """``lower <= min f <= upper``, the value at ``place``; an infinity where nothing is proven.

    Attributes:
        lower: A bound, an exact number.
        upper: A bound, an exact number.
        place: Where f is at most ``upper``.
        settled: Whether the bounds came together, as far as numbers of ``BITS`` bits can tell.
        parts: How many parts of the box were looked at.
    """

    lower: arb
    upper: arb
    place: Place
    settled: bool
    parts: int


class Search:
    """The search for the least value of one function."""

    def __init__(self, tree: Node, names: Sequence[str], sides: Sequence[Side]) -> None:
        """Begin with the whole box."""
        self.tree, self.names, self.sides = tree, names, sides
        self.best, self.noise = arb.pos_inf(), arb(0)
        self.place: Place = (Fraction(0),) * len(sides)
        self.parts = self.walks = 0
        self.undefined = False  # on a whole part of the box: there is no bound to be found
        self.queue: list[tuple[arb, int, Part, int]] = []
        price = sum(PRICES.get(n.name, 1) if isinstance(n, Call) else 1 for n in walk(tree))
        self.affordable = max(BUDGET // (price + OVERHEAD), 100)

    def result(self) -> Least:
        """Return the bounds that the budget allows."""
        with working_precision(BITS, TERMS):
            whole = tuple(side.whole for side in self.sides)
            for corner in corners(whole):
                self._try(corner)
            size = self._value(balls(self.sides, whole))
            slack = ABSOLUTE * size.abs_upper().min(arb(1)) if size.is_finite() else arb(0)
            self._look_at(whole, arb.neg_inf())
            while self.queue and not self._is_settled(slack) and not self._is_over():
                lower, _, part, across = heappop(self.queue)
                for half in halves(part, across):
                    self._look_at(half, lower)
            lower = self.queue[0][0].min(self.best) if self.queue else self.best
            if self.undefined:
                lower = arb.neg_inf()
            return Least(lower, self.best, self.place, self._is_settled(slack), self.parts)

    def _is_settled(self, slack: arb) -> bool:
        if not self.queue:
            return True
        gap, enough = self.best - self.queue[0][0], slack.max(RELATIVE * abs(self.best))
        # Of what is 0 but for round-off no digit is certain; large round-off is no such zero.
        tiny = arb(ABSOLUTE).min(NOISE * self.noise)
        return bool(gap.is_finite() and gap <= enough.max(tiny))

    def _is_over(self) -> bool:
        if self.undefined:
            return True
        part = self.queue[0][2]
        if self.best - self.queue[0][0] <= NOISE * self.noise:  # no halving helps any more
            return True
        finest = max(last - first for first, last in part) < Fraction(1, 2**MAX_HALVINGS)
        return finest or self.parts >= MAX_PARTS or self.walks >= self.affordable

    def _look_at(self, part: Part, known: arb) -> None:
        """Bound a part from below, and put it into the queue if it may hold the minimum."""
        self.parts += 1
        self._try(middle(part))
        x = balls(self.sides, part)
        ball = self._value(x)
        if not ball.is_finite() and self._is_undefined(x):
            self.undefined = True
            return
        lower = known.max(_lower(ball))
        if lower > self.best:
            return
        shapes = self._shapes(x, part)
        face = _face(part, shapes)
        if face is None:
            return
        if face != part:
            self._look_at(face, lower)
            return
        if all(shape or first == last for shape, (first, last) in zip(shapes, part, strict=True)):
            lower = lower.max(self._by_mean_value(part, x, shapes))
            lower = lower.max(self._by_convexity(part, x, shapes))
        if not lower > self.best:
            heappush(self.queue, (lower, self.parts, part, _across(part, x, shapes)))

    def _shapes(self, x: Sequence[arb], part: Part) -> list[Shape | None]:
        """Return slope and bend along each free side."""
        n = len(part)
        self.walks += TWICE * n
        return [
            along(self.tree, self.names, x, [int(k == i) for k in range(n)]) if a < b else None
            for i, (a, b) in enumerate(part)
        ]

    def _by_mean_value(self, part: Part, x: Sequence[arb], shapes: Sequence[Shape | None]) -> arb:
        m = coordinates(self.sides, middle(part))
        total = self._value(m)
        for shape, ball, center in zip(shapes, x, m, strict=True):
            if shape:
                total += shape.slope * (ball - center)
        return _lower(total)

    def _by_convexity(self, part: Part, x: Sequence[arb], shapes: Sequence[Shape | None]) -> arb:
        free = [i for i, shape in enumerate(shapes) if shape]
        bends = [shape.bend for shape in shapes if shape]
        if not all(bend > 0 for bend in bends):
            return arb.neg_inf()
        self.walks += len(free) ** 2
        matrix = hessian(self.tree, self.names, x, free, bends)
        if matrix is None or not is_positive_definite(matrix):
            return arb.neg_inf()
        place = self._newton(part, free)
        for candidate in (self._simple(place, part), place):
            self._try(candidate)
        c = coordinates(self.sides, place)
        total = self._value(c)
        for shape, ball, center in zip(self._shapes(c, part), x, c, strict=True):
            if shape:
                total += shape.slope * (ball - center)
        return _lower(total)

    def _newton(self, part: Part, free: Sequence[int]) -> Place:
        """Return a point of the part near the minimum of f, which is convex there."""
        place = middle(part)
        for _ in range(NEWTON_STEPS):
            c = coordinates(self.sides, place)
            shapes = [shape for shape in self._shapes(c, part) if shape]
            if len(shapes) < len(free):
                break
            self.walks += len(free) ** 2
            matrix = hessian(self.tree, self.names, c, free, [shape.bend for shape in shapes])
            step = _solved(matrix, [shape.slope for shape in shapes])
            if step is None:
                break
            place = self._moved(place, part, free, step)
        return place

    def _moved(self, place: Place, part: Part, free: Sequence[int], step: list[float]) -> Place:
        """Return the place after a step, held within the part."""
        moved = list(place)
        for i, length in zip(free, step, strict=True):
            share = length / float((self.sides[i].hi - self.sides[i].lo).mid())
            s = moved[i] + Fraction(share if np.isfinite(share) else 0.0)
            s = Fraction(round(s * 2**BITS), 2**BITS)
            moved[i] = min(max(s, part[i][0]), part[i][1])
        return tuple(moved)

    def _simple(self, place: Place, part: Part) -> Place:
        """Return a point with short coordinates beside ``place``, in the part."""
        shares = []
        for s, side, (first, last) in zip(place, self.sides, part, strict=True):
            near, width = float(side.at(s).mid()), side.hi - side.lo
            short = Fraction(near).limit_denominator(SIMPLE)
            lo, length = (Fraction(float(ball.mid())) for ball in (side.lo, width))
            lo, length = (q.limit_denominator(SIMPLE) for q in (lo, length))
            share = (short - lo) / length if length else s
            shares.append(min(max(share, first), last))
        return tuple(shares)

    def _try(self, place: Place) -> None:
        """Keep a point if f is proven to be lower there than at all before."""
        value = self._value(coordinates(self.sides, place))
        if value.is_finite() and value.upper() < self.best:
            self.best, self.noise, self.place = value.upper(), value.rad(), place

    def _value(self, x: Sequence[arb]) -> arb:
        self.walks += 1
        return enclose(self.tree, dict(zip(self.names, x, strict=True)), BITS)

    def _is_undefined(self, x: Sequence[arb]) -> bool:
        self.walks += TWICE
        return has_no_value_over(self.tree, dict(zip(self.names, x, strict=True)))


def _across(part: Part, x: Sequence[arb], shapes: Sequence[Shape | None]) -> int:
    """Return the side across which f may change most; where that is not known, the longest."""
    lengths = [float(last - first) for first, last in part]
    if not all(shape or not length for shape, length in zip(shapes, lengths, strict=True)):
        return int(np.argmax(lengths))
    pairs = zip(shapes, x, strict=True)
    return int(np.argmax([_change(shape, ball) if shape else -1.0 for shape, ball in pairs]))


def _change(shape: Shape, ball: arb) -> float:
    return float((abs(shape.slope) * ball.rad()).abs_upper())


def _lower(ball: arb) -> arb:
    return ball.lower() if ball.is_finite() else arb.neg_inf()


def _face(part: Part, shapes: Sequence[Shape | None]) -> Part | None:
    """Return the face of a part that holds its lowest values; None if these lie outside it.

    Where f increases with x_i, go to the lower end of that side: if this is not an end of the whole
    box, f is lower still in the part next to it.
    """
    for i, shape in enumerate(shapes):
        if shape and (shape.slope > 0 or shape.slope < 0):
            end = part[i][0] if shape.slope > 0 else part[i][1]
            if end not in WHOLE or (end == 0) != bool(shape.slope > 0):
                return None
            part = with_share(part, i, (end, end))
    return part


def _solved(matrix: list[list[arb]] | None, slopes: list[arb]) -> list[float] | None:
    """Return Newton's step ``-H^-1 g`` in float64: only a guess, so nothing hangs on it."""
    if matrix is None:
        return None
    h = np.array([[float(u.mid()) for u in row] for row in matrix])
    try:
        step = np.linalg.solve(h, np.array([-float(g.mid()) for g in slopes]))
    except np.linalg.LinAlgError:
        return None
    return [float(s) for s in step]
