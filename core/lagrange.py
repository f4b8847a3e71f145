"""Proven bounds of a function's Taylor coefficients over intervals, all orders at once.

Lagrange's form of the remainder, ``R_n(x) = c_(n+1)(xi) (x - a)^(n+1)`` with ``c_k = f^(k)/k!`` and
``xi`` between a and x, needs the largest ``|c_(n+1)|`` on the way from a to x. The way is cut into
pieces ``J = m ± r``. On each, Taylor's theorem for ``c_k`` itself, about m, gives

    |c_k(J)| <= sum over j < J0 of C(k+j, j) |c_(k+j)(m)| r^j  +  C(k+J0, J0) |c_(k+J0)(J)| r^J0.

The last factor comes from one series in interval arithmetic; r^J0 makes its width harmless. The
bound on the way to x is the running maximum outward. At a pole, a corner or the end of the domain
the interval series fails, and the proof ends there by itself.
"""

from dataclasses import dataclass
from math import comb, inf
from typing import TypeAlias, cast

import numpy as np
from flint import arb
from numpy.typing import NDArray

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.flint_rings import BallRing
from core.expression.hull import Replay, recorded_signs
from core.expression.rings import TermsExhausted, Undecided
from core.expression.series import attempt
from core.expression.tree import Call, Negation, Node, Operation, walk

Floats = NDArray[np.float64]
Series: TypeAlias = list[arb] | None

PIECES = 32  # on either side
LOCAL_TERMS = 10  # J0
ZEROS = 16  # terms that common zeros of quotients may use up
MAX_DEPTH = 10
MAX_EXPANSIONS = 300  # on either side: what a pole or a cut may cost
# What all expansions on one side may cost together, in microseconds of a usual processor: FLINT
# cannot be interrupted, and others wait. Most functions are far below it.
BUDGET = 200_000
# Microseconds for one term of 128 bits, measured; any other function and operation costs little.
PRICES = {"gamma": 9.0, "factorial": 9.0, "besselj": 60.0}
CALL_PRICE, OPERATION_PRICE = 0.5, 0.2
BITS = 96
# Beside a removable point at distance d, division costs 1/d for each term.
REMOVABLE_BITS = 512
# A piece is halved while its bound exceeds by more than SLACK what the function reaches there, or
# by more than GROWTH what it has reached before; but with patience: so many pieces on, both relax.
SLACK, GROWTH = 1.1, 2.0
PATIENCE = (64, 128)
# Covers the roundings of a few hundred operations in float64, of 2^-53 each.
OUTWARD = 1 + 2.0**-40
# Covers what is lost where a power of r underflows.
TINY = 1e-300


@dataclass(frozen=True, slots=True)
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


def bounds(tree: Node, variable: str, at: Node, order: int, reach: float, side: int) -> Bounds:
    """Return bounds of ``|c_0| … |c_order|`` from ``at`` to ``at + side * reach``.

    Args:
        tree: The formula.
        variable: The name of x.
        at: The center.
        order: The highest coefficient.
        reach: How far to go, positive.
        side: 1 to the right, -1 to the left.
    """
    way = Way(tree, variable, at, order, side)
    edges = np.linspace(0.0, reach, PIECES + 1)
    pieces = [(near, far, 0) for near, far in zip(edges[-2::-1], edges[:0:-1], strict=True)]
    ends: list[float] = []
    values: list[Floats] = []
    reached = np.zeros(order + 1)
    for _ in range(way.affordable()):
        if not pieces:
            break
        near, far, depth = pieces.pop()
        proven, actual = way.on_piece(near, far)
        if depth < MAX_DEPTH and _is_coarse(proven, reached, actual, len(ends) + len(pieces)):
            middle = (near + far) / 2
            pieces += [(middle, far, depth + 1), (near, middle, depth + 1)]
            continue
        reached = np.maximum(reached, proven)
        ends.append(far)
        values.append(reached)
        if np.isinf(reached).all():
            break
    return Bounds(np.array(ends), np.array(values).reshape(len(ends), order + 1).T)


def _is_coarse(proven: Floats, reached: Floats, actual: Floats, pieces: int) -> bool:
    """Say whether a piece should be halved."""
    if np.isinf(proven).any() or pieces > PATIENCE[1]:
        return bool(np.isinf(proven).any())
    relaxed = 10.0 if pieces > PATIENCE[0] else 1.0
    with np.errstate(over="ignore"):
        slack = proven > relaxed * SLACK * np.maximum(reached, actual)
        growth = (proven > relaxed * GROWTH * reached) & reached.any()
    return bool((slack | growth).any())


class Way:
    """One side of the center: what is needed to bound a piece of it."""

    def __init__(self, tree: Node, variable: str, at: Node, order: int, side: int) -> None:
        """Look from ``at`` to one side, at the coefficients up to ``order``."""
        self.tree, self.variable, self.at, self.side = tree, variable, at, side
        self.orders = order + 1
        self.terms = self.orders + LOCAL_TERMS
        self.binomials = np.array(
            [[float(comb(k + j, j)) for k in range(self.orders)] for j in range(LOCAL_TERMS + 1)]
        )
        self.signs = self._signs_at_center()
        self.bits = REMOVABLE_BITS if self.signs else BITS

    def affordable(self) -> int:
        """Return how many pieces may be expanded: counted, not timed, so always the same."""
        price = sum(map(_price, walk(self.tree))) * (self.terms + ZEROS) * (self.bits / 128) ** 1.5
        return int(min(MAX_EXPANSIONS, BUDGET / max(price, 1.0)))

    def on_piece(self, near: float, far: float) -> tuple[Floats, Floats]:
        """Return proven bounds of ``|c_k|`` on a piece, and values that it comes near to there."""
        about, over, offset = self.expanded(near, far)
        if about is None or over is None:
            return np.full(self.orders, inf), np.zeros(self.orders)
        direct = _sizes(over)
        radius = np.float64(_upper(offset.abs_upper()))
        with np.errstate(all="ignore"):  # a sum that overflows is inf or nan, and then no proof
            proven = np.minimum(direct[: self.orders], self._refined(_sizes(about), direct, radius))
            middle = np.array([float(c) for c in about])
            return proven, self._reached(middle, np.float64(far - near) / 2)

    def coefficient(self, k: int, near: float, far: float) -> arb:
        """Return a ball around all values of ``c_k`` on a piece; not finite if there is no proof.

        ``c_k(m + d) = sum over j of C(k+j, j) c_(k+j)(m) d^j``, the last one taken on the piece.
        """
        about, over, offset = self.expanded(near, far)
        if about is None or over is None:
            return arb.nan()
        with working_precision(self.bits):
            total = comb(k + LOCAL_TERMS, LOCAL_TERMS) * over[k + LOCAL_TERMS]
            for j in reversed(range(LOCAL_TERMS)):
                total = total * offset + comb(k + j, j) * about[k + j]
        return over[k] if over[k].rad() < total.rad() else total

    def expanded(self, near: float, far: float) -> tuple[Series, Series, arb]:
        """Return the series about the middle of a piece and over all of it, and what lies between.

        Returns:
            ``c_k(m)``, ``c_k(J)`` and ``J - m``; None for a series that is not proven to be there.
        """
        with working_precision(self.bits, self.terms + ZEROS):
            center = enclose(self.at, {}, self.bits)
            first, last = center + self.side * arb(near), center + self.side * arb(far)
            piece, middle = first.union(last), (first + last) / 2
            about = self._series(BallRing(), middle)
            over = self._over(piece, center, center.union(last))
            return about, over, piece - middle

    def _signs_at_center(self) -> list[int | None]:
        """Return the signs that the expansion at the center meets; empty if none is 0."""
        with working_precision(REMOVABLE_BITS, self.terms + ZEROS):
            try:
                signs = recorded_signs(self.tree, self.variable, self.at)
            except (NotAnalytic, Undecided, TermsExhausted):
                return []
        return signs if 0 in signs else []

    def _over(self, piece: arb, center: arb, hull: arb) -> Series:
        """Return the series over a piece; beside a removable center, over all that lies between."""
        plain = self._series(BallRing(), piece)
        if not self.signs:
            return plain
        shifted = self._series(Replay(self.signs, hull - center), hull)
        if plain is None or shifted is None:
            return plain or shifted
        return [min(c, d, key=lambda ball: ball.rad()) for c, d in zip(plain, shifted, strict=True)]

    def _series(self, ring: BallRing, about: arb) -> Series:
        """Return the coefficients about a ball; None if they are not proven to be there."""
        try:
            variables = {self.variable: ring.moving(about)}
            found = cast(list[arb], attempt(self.tree, variables, ring, self.terms - 1))
        except (NotAnalytic, Undecided):
            return None
        return found if found and all(c.is_finite() for c in found) else None

    def _refined(self, about: Floats, over: Floats, radius: np.float64) -> Floats:
        """Return the bound of the module's docstring, for all ``k`` at once."""
        total = np.zeros(self.orders)
        for j in range(LOCAL_TERMS + 1):
            sizes = over if j == LOCAL_TERMS else about
            total += self.binomials[j] * radius**j * sizes[j : j + self.orders]
        nonzero = total.any() or about.any() or over.any()
        return np.where(np.isnan(total), inf, total * OUTWARD + (TINY if nonzero else 0.0))

    def _reached(self, about: Floats, radius: np.float64) -> Floats:
        """Return about how large ``|c_k|`` is at the middle and at the ends of the piece."""
        ends = np.zeros((2, self.orders))
        for j in range(LOCAL_TERMS):
            term = self.binomials[j] * about[j : j + self.orders]
            ends += np.outer([radius**j, (-radius) ** j], term)
        largest: Floats = np.maximum(np.abs(ends).max(axis=0), np.abs(about[: self.orders]))
        return np.where(np.isnan(largest), inf, largest)


def _price(node: Node) -> float:
    if isinstance(node, Call):
        return PRICES.get(node.name, CALL_PRICE)
    return OPERATION_PRICE if isinstance(node, Operation | Negation) else 0.0


def _sizes(coefficients: list[arb]) -> Floats:
    """Return upper bounds of the absolute values."""
    return np.array([_upper(c.abs_upper()) for c in coefficients])


def _upper(size: arb) -> float:
    """Return a double that is not smaller; 0 only for 0."""
    return max(float(size) * OUTWARD, TINY) if not size.is_zero() else 0.0
