"""Propagation of distributions by random sampling: measured, with standard errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.expression.expression import Expression

Floats: TypeAlias = NDArray[np.float64]
Distribution: TypeAlias = Literal["uniform", "normal"]


@dataclass(frozen=True, slots=True)
class Sampled:
    """What was measured on random inputs; every number is an estimate.

    Attributes:
        distribution: Of each input: ``"uniform"`` on ``a_i ± u_i``, or ``"normal"`` with standard
            deviation ``u_i``.
        samples: How many points were drawn.
        undefined: At how many of them f had no finite value; the others are counted below.
        mean: Their mean.
        mean_error: Its standard error, ``s / sqrt(n)``.
        deviation: Their standard deviation ``s``, with ``n - 1``.
        deviation_error: Its standard error, ``sqrt((m_4 - s^4 (n-3)/(n-1)) / n) / (2 s)``, with
            the fourth central moment ``m_4``.
        lowest: The least value met.
        highest: The greatest value met.
    """

    distribution: Distribution
    samples: int
    undefined: int
    mean: float
    mean_error: float
    deviation: float
    deviation_error: float
    lowest: float
    highest: float

    def __repr__(self) -> str:
        """Show mean and standard deviation with their standard errors."""
        mean = f"mean {self.mean:.6g} ± {self.mean_error:.1g}"
        deviation = f"deviation {self.deviation:.6g} ± {self.deviation_error:.1g}"
        return f"Sampled({self.samples} {self.distribution}: {mean}, {deviation})"


def sampled(
    f: Expression,
    at: Sequence[float],
    widths: Sequence[float],
    distribution: Distribution,
    samples: int,
    seed: int,
) -> Sampled:
    """Return what f does to random inputs, drawn independently: the same for the same seed.

    Source: JCGM 101:2008, Propagation of distributions using a Monte Carlo method, section 7; the
    distributions are those of 6.4.2 (only limits are known) and 6.4.7 (a standard uncertainty is).
    The standard error of ``s`` follows from the variance of ``s^2``: A. M. Mood, F. A. Graybill,
    D. C. Boes, Introduction to the Theory of Statistics, 3rd ed. (1974), chapter VI, theorem 2.
    """
    rng = np.random.default_rng(seed)
    shape = (len(at), samples)
    normal = distribution == "normal"
    moves = rng.standard_normal(shape) if normal else rng.uniform(-1.0, 1.0, shape)
    inputs = [a + u * move for a, u, move in zip(at, widths, moves, strict=True)]
    values = np.broadcast_to(np.asarray(f(*inputs), np.float64), (samples,))
    known = values[np.isfinite(values)]
    return Sampled(distribution, samples, samples - len(known), *_statistics(known))


def _statistics(values: Floats) -> tuple[float, float, float, float, float, float]:
    """Return mean, deviation, each with its standard error, and the ends."""
    n = len(values)
    if n < 2:
        return (nan,) * 6
    lowest, highest = float(values.min()), float(values.max())
    unit = max(abs(lowest), abs(highest))  # in which no fourth power, and no sum, is too large
    scaled = values / unit if unit else values
    mean, s = float(scaled.mean()), float(scaled.std(ddof=1))
    fourth = float(((scaled - mean) ** 4).mean())
    spread = np.sqrt(max(fourth - s**4 * (n - 3) / (n - 1), 0.0) / n)
    error = float(spread / (2 * s)) if s else 0.0
    return mean * unit, s / n**0.5 * unit, s * unit, error * unit, lowest, highest
