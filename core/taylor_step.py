"""Taylor's method for ``y' = g(t, y)`` in balls: steps whose results are proven.

One step from t to t + h, for all ``y`` in a ball with the middle m:

1. *Existence.* If ``y + [0, h] g([t, t+h], Y)`` lies in Y, every solution from y exists, is unique
   and stays in Y up to t + h (Picard and Banach).
2. *Value.* With ``c_0 = y``, ``c_(k+1) = [g(t + s, c_0 + c_1 s + ... + c_k s^k)]_k / (k + 1)``,

       y(t + h) = sum_(k<=p) c_k(m) h^k  +  c_(p+1)(T, Y) h^(p+1)  +  exp(h g_y(T, Y)) (y - m).

The middle term is Lagrange's remainder. The last one is what the ball's width becomes: solutions
beside each other part like ``exp`` of the integral of ``g_y``. So nothing wraps, and a ball that
begins as small as the working precision stays as small as the equation allows.

Sources: R. E. Moore, Interval Analysis (1966); N. S. Nedialkov, K. R. Jackson, G. F.
Corliss, Validated solutions of initial value problems for ordinary differential equations, Applied
Mathematics and Computation 105 (1999), 21-68.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, inf, nextafter
from typing import cast

from flint import arb, arb_series

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.expression import Expression
from core.expression.flint_rings import BallRing
from core.expression.rings import Undecided
from core.expression.series import attempt
from core.expression.tree import Call, Node, walk

# p = bits / 3: nearly the order with the least work, bits (ln 2)/2, at steps of 1/e^2 of the radius
# of convergence. Source: A. Jorba, M. Zou, A software package for the numerical integration of ODEs
# by means of high-order Taylor methods, Experimental Mathematics 14 (2005), 99-117.
BITS_PER_ORDER = 3
KEPT = 2 / 3  # of the bits, at least, are right after one step
# What the steps may cost, counted so that the answer is always the same: a step takes two series
# of the solution, each made of p series of g, of which gamma and Bessel functions cost more.
BUDGET = 30_000_000
MAX_SERIES = 1600
PRICES = {"gamma": 50, "factorial": 50, "besselj": 200}
SHORTEST = 2.0**-30  # of the whole way: steps below this lead nowhere
HALVINGS = 12  # of one step, until existence is proven
INFLATION, GUESSES = 0.25, 4  # of the guess at where the solutions stay
GUESS = 8  # terms of it
RING = BallRing()


@dataclass(frozen=True, slots=True)
class Step:
    """One step: where it begins, how far it may go, and what the solution is on the way."""

    y: arb
    h: arb
    way: arb
    about: Sequence[arb]
    last: arb
    growth: arb

    def at(self, s: arb) -> arb:
        """Return y after s, which lies on the way: the formula of the module's docstring."""
        total = self.last
        for c in reversed(self.about):
            total = total * s + c
        return total + (s * self.growth).exp() * (self.y - self.y.mid())


class Way:
    """The way of one solution at one precision; times are counted from the start."""

    def __init__(self, g: Expression, start: Node, bits: int) -> None:
        """Begin at a time, as yet without a value."""
        self.tree, self.bits, self.order = g.tree, bits, bits // BITS_PER_ORDER
        self.time, self.unknown = g.variables
        self.start = enclose(start, {}, bits)
        price = sum(PRICES.get(n.name, 1) if isinstance(n, Call) else 1 for n in walk(g.tree))
        self.affordable = min(MAX_SERIES, max(BUDGET // ((price + 4) * self.order**2), 10))
        self.steps = self.series = 0

    def go(self, y: arb, targets: Sequence[arb], balls: list[arb], side: int) -> float:
        """Fill in the balls on one side; return how far the solution is proven to exist."""
        ahead = [i for i, t in enumerate(targets) if t * side > 0]
        ahead.sort(key=lambda i: abs(float(targets[i])))
        goal = targets[ahead[-1]] if ahead else arb(0)
        t, self.series = arb(0), 0
        while self.series < self.affordable:
            step = self._step(t, y, goal) if ahead else None
            if step is None:
                break
            self.steps += 1
            while ahead and step.way.contains(s := targets[ahead[0]] - t):
                balls[ahead.pop(0)] = step.at(s)
            t, y = t + step.h, step.at(step.h)
        end = t if ahead else goal  # t itself is a ball, grown by every step
        return _inward(self.start + end, side) if not end.is_zero() else float(self.start.mid())

    def _step(self, t: arb, y: arb, goal: arb) -> Step | None:
        """Return a step towards the goal, as long as it can be proven; None if there is none."""
        about = self._series(self.start + t, y.mid(), self.order)
        if about is None:
            return None
        h = self._length(about, goal - t)
        for _ in range(HALVINGS):
            if abs(h) < SHORTEST * abs(goal):
                return None
            step = self._proven(t, y, h, about)
            if step is not None:
                return step
            h = h / 2
        return None

    def _length(self, about: Sequence[arb], rest: arb) -> arb:
        """Return the step after which the last term is a rounding of the first ones.

        ``|c_p| h^p = 2^-bits |c_k| h^k``, for the k < 3 that gives the longest.
        """
        p, rounding = self.order, arb(2) ** -self.bits
        last = abs(about[p]).abs_upper()
        sizes = [(k, abs(c).abs_upper()) for k, c in enumerate(about[:3]) if not c.is_zero()]
        h = abs(rest)
        if sizes and not last.is_zero():
            lengths = [(rounding * size / last).root(p - k) for k, size in sizes]
            h = max(lengths, key=float).mid()
        if h >= abs(rest):
            return rest
        return arb(copysign(float(h.mid()), float(rest.mid())))

    def _proven(self, t: arb, y: arb, h: arb, about: Sequence[arb]) -> Step | None:
        way = arb(0).union(h)
        times = self.start + t + way
        values = self._enclosure(times, y, way, about)
        if values is None:
            return None
        over, growth = self._series(times, values, self.order + 1), self._growth(times, values)
        if over is None or growth is None or not self._is_sharp(h, about, over[-1]):
            return None
        return Step(y, h, way, about, over[-1], growth)

    def _is_sharp(self, h: arb, about: Sequence[arb], last: arb) -> bool:
        """Say whether the remainder is small beside the sum of the other terms."""
        size = sum((abs(c * h**k) for k, c in enumerate(about)), arb(0)).abs_upper()
        return bool(abs(last * h ** len(about)) <= size / arb(2) ** int(self.bits * KEPT))

    def _enclosure(self, times: arb, y: arb, way: arb, about: Sequence[arb]) -> arb | None:
        """Return a ball in which the solutions exist, for all y and all of the way."""
        guess = sum((c * way**k for k, c in enumerate(about[1:GUESS], start=1)), y)
        for _ in range(GUESSES):
            guess = guess + INFLATION * (guess - guess.mid())
            values = {self.time: times, self.unknown: guess}
            image = y + way * enclose(self.tree, values, self.bits)
            if not image.is_finite():
                return None
            if guess.contains(image):
                return image
            guess = guess.union(image)
        return None

    def _series(self, t: arb, y: arb, order: int) -> list[arb] | None:
        """Return ``c_0 … c_order`` of the solutions from all of ``(t, y)``; None if not proven."""
        self.series += 1
        c = [y]
        for k in range(order):
            with working_precision(self.bits, k + 1):
                found = self._expanded(arb_series([t, 1]), arb_series(c), k)
            if found is None:
                return None
            c.append(found[k] / (k + 1))
        return c

    def _growth(self, t: arb, y: arb) -> arb | None:
        """Return ``g_y`` over a box."""
        with working_precision(self.bits, 2):
            found = self._expanded(t, arb_series([y, 1]), 1)
        return None if found is None else found[1]

    def _expanded(self, t: arb | arb_series, y: arb | arb_series, order: int) -> list[arb] | None:
        """Return the coefficients of g along a line; None if it is not proven analytic there."""
        try:
            found = attempt(self.tree, {self.time: t, self.unknown: y}, RING, order)
        except (NotAnalytic, Undecided):
            return None
        known = cast(list[arb] | None, found)
        return known if known and all(c.is_finite() for c in known) else None


def _inward(t: arb, side: int) -> float:
    """Return a double that is surely reached."""
    near = float(t.mid())
    while not (arb(near) - t) * side <= 0:
        near = nextafter(near, -side * inf)
    return near
