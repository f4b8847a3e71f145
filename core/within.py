"""How far a Taylor polynomial stays within a tolerance: proven for every point, not for samples.

On a piece ``m ± r`` of the way, Taylor's theorem for ``R_n`` itself gives

    |R_n| <= sum over j < L of |d_j| r^j + C(n+1, L) M_(n+1) |x - a|^(n+1-L) r^L,

where ``d_j`` are its Taylor coefficients at m, known as balls, and the last term is Lagrange's form
of the remainder of its L-th derivative, with the ``M`` of ``core.remainders.lagrange``. Pieces are
halved until this is below the tolerance, or until ``|R_n|`` at a point is proven to be above it: so
the end is known from both sides.
"""

from dataclasses import dataclass, field
from math import comb, inf, isfinite, nan, nextafter
from typing import cast

import numpy as np
from flint import arb, arb_poly
from numpy.typing import NDArray

from core.digits import ceiled, floored
from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.expression import Expression, variables_of
from core.expression.flint_rings import BallRing
from core.expression.rings import Undecided
from core.expression.series import MAX_ORDER, attempt, coefficients
from core.expression.tree import Node
from core.point import Point, point
from core.remainder import SMALLEST, lagrange_bound
from core.remainders.lagrange import Bounds, bounds

Floats = NDArray[np.float64]

BITS = 160
# The end of the interval is known when proof and disproof are as near as this, relatively.
RESOLUTION = 1e-4
LOCAL_TERMS = 6  # L
MAX_STEPS = 80  # for one order on one side
OUTWARD = 1 + 2.0**-40
TINY = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """Where ``|f - P_n| <= tolerance``, for each order ``n``.

    Attributes:
        lo: Proven for all x in ``[lo[n], hi[n]]``; both are the center if nothing is proven.
        hi: The other end.
        lo_fails: Proven to be exceeded just inside ``lo_fails[n]``, a hair outside ``lo[n]``: not a
            rounding farther in; -inf if it holds up to the end of the window; nan if it is not
            known where it fails.
        hi_fails: Likewise on the right; inf if it holds up to the end of the window.
    """

    lo: Floats
    hi: Floats
    lo_fails: Floats
    hi_fails: Floats

    def __repr__(self) -> str:
        """Show the proven interval of the lowest and the highest order."""
        orders = dict.fromkeys((0, len(self.lo) - 1))
        parts = [f"[{ceiled(self.lo[n])}, {floored(self.hi[n])}] for n = {n}" for n in orders]
        return f"Within({', '.join(parts)})"


def within(
    f: Expression,
    at: Point = 0,
    order: int = 20,
    tolerance: float = 0.01,
    window: tuple[Point, Point] = (-5.0, 5.0),
) -> Within:
    """Return the largest intervals around ``at`` on which ``|f - P_n|`` is within ``tolerance``.

    Args:
        f: A function of one variable.
        at: The center, inside the window.
        order: The highest order, below 200.
        tolerance: Positive.
        window: Nothing is looked for outside; numbers or text such as ``"pi/2"``.

    Raises:
        NotAnalytic: if there is no Taylor series at ``at``.
        ParseError: if ``at`` or an end is text that is no finite real constant.
        ValueError: if ``f`` has several variables, the order is out of range, the tolerance is not
            positive, or the center is outside the window.

    >>> from core.expression.expression import parse
    >>> print(f"{within(parse('sin x'), order=3, tolerance=0.01).hi[3]:.3f}")
    1.042
    """
    variables_of(f, 1)
    center = point(at)
    a = float(enclose(center, {}, 128))
    if not tolerance > 0:
        raise ValueError(f"the tolerance is {tolerance}: positive expected")
    if not 0 <= order < MAX_ORDER:
        raise ValueError(f"order {order}: from 0 to {MAX_ORDER - 1}")
    start, stop = map(_double, window)
    if not start <= a <= stop:
        raise ValueError(f"the center {a} is outside the window ({start}, {stop})")
    tree, variable = f.tree, f.variables[0]
    c = coefficients(tree, variable, center, order, BITS)
    with working_precision(BITS):
        polynomials = [_derivatives(arb_poly([*c[: n + 1]])) for n in range(order + 1)]
        exact = enclose(center, {}, BITS)
        reaches = above(exact - start), above(stop - exact)
    ends = []
    for side, reach in zip((-1, 1), reaches, strict=True):
        search = _Side(tree, variable, center, side, tolerance, polynomials)
        ends.append(search.ends(reach) if reach > 0 else np.array([[0.0, inf]] * (order + 1)))
    return _rounded(exact, a, ends[0], ends[1], (start, stop))


def _double(end: Point) -> float:
    """Return an end of the window as the nearest double."""
    return float(enclose(point(end), {}, 128)) if isinstance(end, str) else float(end)


def _rounded(
    center: arb, nearest: float, left: Floats, right: Floats, window: tuple[float, float]
) -> Within:
    """Return the intervals in doubles: inward where it is proven, outward where it fails."""
    with working_precision(BITS):
        lo = [window[0] if out == inf else -below(h - center) for h, out in left.tolist()]
        hi = [window[1] if out == inf else below(center + h) for h, out in right.tolist()]
        lo_fails = [-above(h - center) for h in left[:, 1].tolist()]
        hi_fails = [above(center + h) for h in right[:, 1].tolist()]
    empty = np.array(lo) > np.array(hi)
    return Within(
        np.where(empty, nearest, lo) + 0.0,  # no -0
        np.where(empty, nearest, hi),
        np.array(lo_fails),
        np.array(hi_fails),
    )


def _derivatives(p: arb_poly) -> list[arb_poly]:
    """Return ``p^(j) / j!`` for ``j < L``."""
    found = [p]
    for j in range(1, LOCAL_TERMS):
        found.append(found[-1].derivative() * (arb(1) / j))
    return found


def below(ball: arb) -> float:
    """Return a double that is surely not above any number in a ball, and hardly below."""
    near = float(ball.mid())
    while isfinite(near) and not arb(near) <= ball:
        near = nextafter(near, -inf)
    return near


def above(ball: arb) -> float:
    """Return a double that is surely not below any number in a ball, and hardly above."""
    return -below(-ball)


@dataclass(frozen=True, slots=True)
class _Side:
    """The search on one side of the center, in distances from it."""

    tree: Node
    variable: str
    at: Node
    side: int
    tolerance: float
    polynomials: list[list[arb_poly]]  # P_n and its derivatives, divided by j!
    known: dict[float, list[arb]] = field(default_factory=dict)

    def ends(self, reach: float) -> Floats:
        """Return, for each order, how far it holds and where it fails."""
        order = len(self.polynomials) - 1
        highest = max(order + 1, LOCAL_TERMS)
        way = bounds(self.tree, self.variable, self.at, highest, reach, self.side)
        edges = np.concatenate([[0.0], way.ends])
        surely = _inside_by_lagrange(way, order, self.tolerance)
        return np.array(
            [self._end(n, edges, way.values, int(surely[n]), reach) for n in range(order + 1)]
        )

    def _end(
        self, n: int, edges: Floats, values: Floats, first: int, reach: float
    ) -> tuple[float, float]:
        """Return how far order ``n`` holds and where it fails, from piece ``first`` on."""
        pieces = [(edges[i], edges[i + 1], i) for i in range(len(edges) - 2, first - 1, -1)]
        holds, fails = edges[first], nan
        for _ in range(MAX_STEPS):
            if not pieces or fails - holds < RESOLUTION * fails:
                break
            near, far, i = pieces.pop()
            middle = (near + far) / 2
            low, sizes = self._local(n, middle)
            if low > self.tolerance:
                fails, pieces = middle, [(near, middle, i)]
                continue
            radius = (far - near) / 2 * OUTWARD
            last = _last_size(n, far, values[:, i])
            if _evaluated([*sizes, last], radius) <= self.tolerance:
                holds = far
            elif far - near < RESOLUTION * far / 4:
                break
            else:
                pieces += [(middle, far, i), (near, middle, i)]
        done = not pieces and np.isnan(fails) and holds >= reach
        return float(holds), inf if done else float(fails)

    def _local(self, n: int, distance: float) -> tuple[float, list[float]]:
        """Return a lower bound of ``|R_n|`` and upper ones of its Taylor coefficients there."""
        if distance not in self.known:
            self.known[distance] = self._coefficients(distance)
        with working_precision(BITS, LOCAL_TERMS):
            h = self.side * arb(distance)
            ours = zip(self.known[distance], self.polynomials[n], strict=True)
            errors = [c - p(h) for c, p in ours]
            sizes = [float(e.abs_upper()) * OUTWARD + TINY for e in errors]
            if not all(map(isfinite, sizes)):
                return 0.0, [inf] * LOCAL_TERMS
            return float(errors[0].abs_lower()) / OUTWARD, sizes

    def _coefficients(self, distance: float) -> list[arb]:
        """Return f's Taylor coefficients at a distance; nan where they are not proven."""
        ring = BallRing()
        with working_precision(BITS, LOCAL_TERMS):
            x = enclose(self.at, {}, BITS) + self.side * arb(distance)
            try:
                found = attempt(self.tree, {self.variable: ring.moving(x)}, ring, LOCAL_TERMS - 1)
            except (NotAnalytic, Undecided):
                found = None
        return cast(list[arb], found or [arb.nan()] * LOCAL_TERMS)


def _inside_by_lagrange(way: Bounds, order: int, tolerance: float) -> NDArray[np.int_]:
    """Return, for each order, how many pieces Lagrange's bound alone settles."""
    if not len(way.ends):
        return np.zeros(order + 1, dtype=int)
    fits = lagrange_bound(way.values[: order + 2], way.ends) <= tolerance
    settled: NDArray[np.int_] = np.where(fits.all(axis=1), fits.shape[1], fits.argmin(axis=1))
    return settled


def _last_size(n: int, distance: float, largest: Floats) -> float:
    """Return the bound of the L-th Taylor coefficient of ``R_n`` on the way to a distance."""
    k = max(n + 1, LOCAL_TERMS)
    with np.errstate(all="ignore"):
        power = np.exp2((k - LOCAL_TERMS) * np.log2(distance)) + SMALLEST  # if it underflows, too
        size = float(comb(k, LOCAL_TERMS)) * largest[k] * power * OUTWARD + TINY
    return inf if np.isnan(size) else float(size)


def _evaluated(sizes: list[float], radius: float) -> float:
    """Return ``sum of sizes[j] radius^j``, rounded up."""
    total = 0.0
    with np.errstate(all="ignore"):  # inf and nan are no proof
        for size in reversed(sizes):
            total = total * radius + size
        return total * OUTWARD
