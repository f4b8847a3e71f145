"""How fast Taylor coefficients grow or shrink: the root test, and Domb and Sykes' ratio plot."""

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray

from core.expression.balls import working_precision
from core.expression.series import MAX_ORDER, coefficients
from core.expression.tree import Node

Floats = NDArray[np.float64]

# Envelopes are taken over windows of this many coefficients, past any short gap.
WINDOW = 16
# Orders from which on the coefficients show their growth.
FIRST = 60
# The slope of ln |c_k| sinks by more than this from one half of the orders to the other: by
# 0.7/rho for an entire function of order rho, by 0.003 p for a pole of order p.
SHRINKING = 0.04
BITS = 64  # of a logarithm, rounded once to 53


@dataclass(frozen=True, eq=False)
class Growth:
    """The sizes of the coefficients ``c_0 … c_200``.

    Attributes:
        logarithms: ``ln |c_k|``, -inf where ``c_k`` is 0.
        signs: Of ``c_k``.
    """

    logarithms: Floats
    signs: Floats

    @cached_property
    def roots(self) -> Floats:
        """``|c_k|^(1/k)`` for ``k = 1 … 200``: its upper limit is ``1/R`` (Cauchy, Hadamard)."""
        k = np.arange(1, len(self.logarithms))
        return np.exp(self.logarithms[1:] / k)

    @cached_property
    def ratios(self) -> Floats:
        """``c_k / c_(k-1)`` for ``k = 1 … 200``; nan where a coefficient vanishes.

        Against ``1/k`` they lie on a line that meets the axis at ``1/R`` if one singularity
        ``(1 - x/R)^p`` is nearest, with slope ``-(1 + p)/R``. (Domb and Sykes.)
        """
        with np.errstate(all="ignore"):
            sizes = np.exp(np.diff(self.logarithms))
            ratios = sizes * self.signs[1:] * self.signs[:-1]
        return np.where(np.isfinite(ratios) & (ratios != 0), ratios, np.nan)

    @cached_property
    def _envelope(self) -> tuple[Floats, Floats]:
        """Return the orders and logarithms of the largest coefficient of each window.

        Largest beside their common growth, or the first of a window would always be it.
        """
        k = np.flatnonzero(np.isfinite(self.logarithms))
        k = k[k >= FIRST]
        slope = np.polyfit(k, self.logarithms[k], 1)[0] if len(k) > 1 else 0.0
        level = self.logarithms - slope * np.arange(len(self.logarithms))
        starts = range(len(self.logarithms) - WINDOW, FIRST, -WINDOW)[::-1]
        best = np.array([s + int(np.argmax(level[s : s + WINDOW])) for s in starts])
        best = best[np.isfinite(self.logarithms[best])]
        return best.astype(float), self.logarithms[best]

    @cached_property
    def radius(self) -> float:
        """An estimate of the radius: ``ln |c_k| ~ A - k ln R + B ln k``, fitted to the envelope."""
        k, size = self._envelope
        if len(k) == 0 or self._shrinks(k, size):
            return inf
        if len(k) < 3:
            return float(np.exp(-(size / k).max()))
        columns = np.stack([np.ones_like(k), -k, np.log(k)], axis=1)
        (_, log_radius, _), *_ = np.linalg.lstsq(columns, size, rcond=None)
        return float(np.exp(log_radius))

    @staticmethod
    def _shrinks(k: Floats, size: Floats) -> bool:
        """Say whether the coefficients fall ever faster: the function is entire.

        Told by the slopes of ``ln |c_k|`` over both halves, which no factor before the function
        changes; by ``|c_k|^(1/k)`` where there are but two coefficients.
        """
        if len(k) < 3:
            return bool(size[-1] / k[-1] < size[0] / k[0] - SHRINKING)
        middle = len(k) // 2
        first = (size[middle] - size[0]) / (k[middle] - k[0])
        last = (size[-1] - size[middle]) / (k[-1] - k[middle])
        return bool(last < first - SHRINKING)

    def reaches_beyond(self, distance: float) -> bool:
        """Say whether the series seems to converge beyond: a singularity there is removable.

        At a singularity on the circle ``|c_k| d^k`` goes like a power of k; inside the disc of
        convergence it falls like ``(d/R)^k``.
        """
        return self.radius > distance * 1.03


def growth(tree: Node, variable: str, at: Node) -> Growth:
    """Return the growth of the coefficients up to order 200.

    Raises:
        NotAnalytic: if there is no Taylor series.
    """
    c = coefficients(tree, variable, at, MAX_ORDER, 30)
    with working_precision(BITS):
        logarithms = [-inf if ball.contains(0) else float(abs(ball).log().mid()) for ball in c]
    signs = [float(ball > 0) - float(ball < 0) for ball in c]
    return Growth(np.array(logarithms), np.array(signs))
