"""Proven bounds of all Taylor coefficients over one piece of the way from a center.

On a piece ``J = m ± r``, Taylor's theorem for ``c_k = f^(k)/k!`` itself, about m, gives

    |c_k(J)| <= sum over j < J0 of C(k+j, j) |c_(k+j)(m)| r^j  +  C(k+J0, J0) |c_(k+J0)(J)| r^J0.

The last factor comes from one series in interval arithmetic; r^J0 makes its width harmless.
"""

from collections.abc import Sequence
from functools import cache, partial
from math import comb, inf, log2
from typing import TypeAlias, cast

import numpy as np
from flint import arb
from numpy.typing import NDArray

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.flint_rings import BallRing
from core.expression.hull import Replay, recorded_signs
from core.expression.prices import price
from core.expression.rings import TermsExhausted, Undecided
from core.expression.series import attempt
from core.expression.tree import Call, Node, is_constant, walk

Floats = NDArray[np.float64]
Series: TypeAlias = list[arb] | None

LOCAL_TERMS = 10  # J0
# More where the coefficients of the interval series grow fast: (width times growth)^J0 is lost.
MANY_TERMS, FAST = 30, ("gamma", "factorial")
ZEROS = 16  # terms that common zeros of quotients may use up
MAX_EXPANSIONS = 200  # on either side: what a pole or a cut may cost
# What all expansions on one side may cost together, in microseconds of a usual processor: FLINT
# cannot be interrupted, and others wait. Most functions are far below it.
BUDGET = 60_000
BITS = 96
# At a removable point, and beside it: division by a distance d < 1 costs log2(1/d) for each term.
REMOVABLE_BITS = 512
# Covers the roundings of a few hundred operations in float64, of 2^-53 each.
OUTWARD = 1 + 2.0**-40
# Covers what is lost where a product underflows.
TINY = 1e-300
SMALLEST = 5e-324


# About how large the coefficients are at the beginning of a piece, and anywhere on it.
Reached: TypeAlias = tuple[Floats, Floats]


class Way:
    """One side of the center: what is needed to bound a piece of it."""

    def __init__(self, tree: Node, variable: str, at: Node, order: int, side: int) -> None:
        """Look from ``at`` to one side, at the coefficients up to ``order``."""
        self.tree, self.variable, self.at, self.side = tree, variable, at, side
        self.orders = order + 1
        self.signs = self._signs_at_center()
        fast = any(
            isinstance(node, Call) and node.name in FAST and not is_constant(node)
            for node in walk(tree)
        )
        self.local = MANY_TERMS if fast or self.signs else LOCAL_TERMS
        self.terms = self.orders + self.local
        self.kept = self.terms + (ZEROS if self.signs else 0)
        self.binomials = np.array(
            [[float(comb(k + j, j)) for k in range(self.orders)] for j in range(self.local + 1)]
        )
        self._j = np.arange(self.local + 1)
        self._shifts = self._j[: self.local, None] + np.arange(self.orders)
        self._alternating = (-1.0) ** self._j[: self.local]
        self.spent, self._price = 0.0, cache(partial(price, tree, self.kept))
        self._center = cache(partial(enclose, at, {}))
        # Whoever asks for one coefficient often asks for the next.
        self._last: tuple[tuple[float, float], tuple[Series, Series, arb]] | None = None

    def affordable(self) -> int:
        """Return how many pieces may still be expanded: counted, not timed, so always the same."""
        return max(int((BUDGET - self.spent) / self._cost(0.5)), 0)

    @property
    def price(self) -> float:
        """What a piece costs away from the center, in microseconds."""
        return self._price(self._bits(0.5))

    def _bits(self, near: float) -> int:
        """Return the precision that a piece needs."""
        if not self.signs:
            return BITS
        lost = self.terms * max(log2(1 / near), 1.0) if near else inf
        return int(min(BITS + lost, REMOVABLE_BITS))

    def _cost(self, near: float) -> float:
        """Return what a piece costs, in microseconds; beside a removable point three series."""
        precise, least = self._price(self._bits(near)), BUDGET / MAX_EXPANSIONS
        return max(3 * precise, 2 * least) if self.signs else max(precise, least)

    def on_pieces(self, pieces: Sequence[tuple[float, float]]) -> tuple[Floats, Reached]:
        """Return proven bounds of ``|c_k|`` on each piece, and values that it comes near to there.

        A row for each piece; all numbers in float64 at once, which takes less than one by one.
        """
        narrow, wide = (np.full((len(pieces), self.terms), inf) for _ in range(2))
        middle, radius = np.zeros((len(pieces), self.terms)), np.zeros((len(pieces), 1))
        for i, (near, far) in enumerate(pieces):
            self.spent += self._cost(near)
            about, over, offset = self.expanded(near, far)
            if about is not None and over is not None:
                narrow[i], wide[i] = _sizes(about), _sizes(over)
                middle[i], radius[i] = [float(c) for c in about], _upper(offset.abs_upper())
        with np.errstate(all="ignore"):  # a sum that overflows is inf or nan, and then no proof
            proven = np.minimum(wide[:, : self.orders], self._refined(narrow, wide, radius))
            return proven, self._reached(middle, radius)

    def coefficient(self, k: int, near: float, far: float) -> arb:
        """Return a ball around all values of ``c_k`` on a piece; not finite if there is no proof.

        ``c_k(m + d) = sum over j of C(k+j, j) c_(k+j)(m) d^j``, the last one taken on the piece.
        """
        about, over, offset = self.expanded(near, far)
        if about is None or over is None:
            return arb.nan()
        with working_precision(self._bits(near)):
            total = comb(k + self.local, self.local) * over[k + self.local]
            for j in reversed(range(self.local)):
                total = total * offset + comb(k + j, j) * about[k + j]
        return over[k] if over[k].rad() < total.rad() else total

    def expanded(self, near: float, far: float) -> tuple[Series, Series, arb]:
        """Return the series about the middle of a piece and over all of it, and what lies between.

        Returns:
            ``c_k(m)``, ``c_k(J)`` and ``J - m``; None for a series that is not proven to be there.
        """
        if self._last is not None and self._last[0] == (near, far):
            return self._last[1]
        with working_precision(self._bits(near), self.kept):
            center = self._center(self._bits(near))
            first, last = center + self.side * arb(near), center + self.side * arb(far)
            piece, middle = first.union(last), (first + last) / 2
            about = self._series(BallRing(), middle)
            single = near == far and not self.signs
            over = about if single else self._over(piece, center, center.union(last))
            self._last = (near, far), (about, over, piece - middle)
            return self._last[1]

    def _signs_at_center(self) -> list[int | None]:
        """Return the signs that the expansion at the center meets; empty if none is 0."""
        with working_precision(REMOVABLE_BITS, self.orders + ZEROS):
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

    def _refined(self, about: Floats, over: Floats, radius: Floats) -> Floats:
        """Return the bound of the module's docstring, for all pieces and ``k`` at once."""
        powers = radius**self._j + SMALLEST  # where a power underflows, too, it is no less
        total: Floats = np.einsum("ij,ijk->ik", powers[:, :-1], self._terms(about))
        total += powers[:, -1:] * self.binomials[-1] * over[:, self.local :]
        total[np.isnan(total)] = inf
        nonzero = np.hstack([total, about, over]).any(axis=1, keepdims=True)
        return np.where(nonzero, total * OUTWARD + TINY, total)

    def _reached(self, about: Floats, radius: Floats) -> Reached:
        """Return about how large ``|c_k|`` is at the beginning of a piece, and anywhere on it."""
        terms, powers = self._terms(about), radius ** self._j[:-1]
        left, right = (
            np.abs(np.einsum("ij,ijk->ik", powers * signs, terms))
            for signs in (self._alternating, 1.0)
        )
        left[np.isnan(left)] = right[np.isnan(right)] = inf
        near = left if self.side > 0 else right
        return near, np.maximum(np.maximum(left, right), np.abs(about[:, : self.orders]))

    def _terms(self, about: Floats) -> Floats:
        """Return ``C(k+j, j) c_(k+j)`` by pieces, j and k."""
        shifted: Floats = self.binomials[:-1] * about[:, self._shifts]
        return shifted


def _sizes(coefficients: list[arb]) -> Floats:
    """Return upper bounds of the absolute values; 0 only for 0."""
    upper = np.array([float(c.abs_upper()) for c in coefficients]) * OUTWARD
    below = np.flatnonzero(upper < TINY)
    upper[below] = [0.0 if coefficients[k].is_zero() else TINY for k in below]
    return upper


def _upper(size: arb) -> float:
    """Return a double that is not smaller; 0 only for 0."""
    return max(float(size) * OUTWARD, TINY) if not size.is_zero() else 0.0
