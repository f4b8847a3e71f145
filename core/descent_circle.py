"""The circle in which a rounded descent goes where it can come no nearer.

An iteration in floats has finitely many states; where one has come back, nothing new will come. Two
neighboring floats on either side of a minimum change places for ever: that is the noise floor, and
not the circle of a rate that is too large, whose points lie apart.
"""

import numpy as np

from core.floats import FloatFormat
from core.rounded import Array

GRAINS = 8  # spacings of the format: what a circle in the noise may measure


class Circle:
    """Watches for a state that comes back, with one state in memory.

    Source: R. P. Brent, "An improved Monte Carlo factorization algorithm", BIT 20 (1980), 176-184,
    section 2: the state is remembered anew after 1, 2, 4, 8, ... steps.
    """

    def __init__(self, x: Array, v: Array) -> None:
        """Begin at a point with a velocity."""
        self._x, self._v = x, v
        self._steps, self._patience = 0, 1

    def closed(self, x: Array, v: Array) -> int:
        """Take a step; return the length of the circle, or 0 if none is closed."""
        self._steps += 1
        if (x == self._x).all() and (v == self._v).all():
            return self._steps
        if self._steps == self._patience:
            self._x, self._v = x, v
            self._steps, self._patience = 0, 2 * self._patience
        return 0


def is_noise(points: Array, fmt: FloatFormat) -> bool:
    """Say whether points, one in each row, differ by a few spacings of the format only."""
    places = points.astype(np.float64)
    spacings = [fmt.spacing(x) for x in np.abs(places).max(axis=0).tolist()]
    return bool((np.ptp(places, axis=0) <= GRAINS * np.array(spacings)).all())
