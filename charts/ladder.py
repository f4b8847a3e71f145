"""The steps at which a quotient is measured, and those at which a hand can rest."""

from collections.abc import Sequence
from math import ceil, floor, isfinite, log10

import numpy as np

from charts.recipes import Floats
from core.floats import FloatFormat

GRAINS = 4  # the ladder goes down to a quarter of the spacing of x: there x + h == x
MOST_FRAMES = 85
FINEST = 10  # frames a decade; twice as many dots


def ladder(x: float, formats: Sequence[FloatFormat]) -> Floats:
    """Return the steps of all curves: from below the finest grain of ``x`` to a third of its size.

    Three significant digits each, evenly on the log scale, every power of ten among them; every
    second one is a frame.
    """
    size = abs(x) if isfinite(x) else 1.0
    grain = min(max(fmt.spacing(size), fmt.eps / 8) for fmt in formats)
    low, high = floor(log10(grain / GRAINS)), max(0, ceil(log10(size or 1.0)))
    each = max(2, min(FINEST, MOST_FRAMES // (high - low)))
    exponents = np.arange(2 * each * low, 2 * each * high - each + 1) / (2 * each)
    return np.array([float(f"{10**e:.2e}") for e in exponents])


def frame_steps(steps: Floats) -> Floats:
    """Return the steps at which the handle can rest."""
    return steps[::2]
