"""Newton's method from one start: what happened, and how fast it converged."""

from dataclasses import dataclass
from math import inf, log
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.floats import float_format
from core.roots import Root

Floats: TypeAlias = NDArray[np.float64]
Status: TypeAlias = Literal[
    "converged",
    "cycle",
    "diverged",
    "flat tangent",
    "left the domain",
    "stalled",
    "step limit",
]

# An error of so many units in the last place still has a digit that is not round-off.
ABOVE_ROUNDOFF = 64


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NewtonIteration:
    """Newton's method from one start.

    Attributes:
        iterates: ``x_0, x_1, ...`` as they are in the format.
        values: ``f(x_k)`` as computed in the format.
        slopes: ``f'(x_k)`` likewise.
        status: ``"converged"``: the iterates come to rest, or flicker in the last digits, beside a
            root that is proven. ``"cycle"``: an iterate has come back. ``"flat tangent"``: the
            slope, as computed, is 0. ``"left the domain"``: f has no value or no slope there.
            ``"diverged"``: out of the range of the format, or to where the slope is too small for
            it; or, measured, ten steps in a row away, none 1 % shorter than the one before, and no
            root proven in a thousand more. ``"stalled"``: at rest where no root is proven. ``"step
            limit"``.
        root: The root beside the last iterate, certified; None where none is proven.
        errors: ``|x_k - root|``, each correctly rounded but for the last digits; empty without a
            root.
        period: The length of the cycle; 0 without one.
        dtype: The float format.
    """

    iterates: Floats
    values: Floats
    slopes: Floats
    status: Status
    root: Root | None
    errors: Floats
    period: int
    dtype: str

    @property
    def corrections(self) -> Floats:
        """The steps ``x_(k+1) - x_k``."""
        return np.diff(self.iterates)

    @property
    def tangents(self) -> Floats:
        """From ``(x_k, f(x_k))`` to ``(x_(k+1), 0)``, shape ``(steps, 2, 2)``."""
        start = np.stack([self.iterates[:-1], self.values[:-1]], axis=1)
        end = np.stack([self.iterates[1:], np.zeros(len(start))], axis=1)
        return np.stack([start, end], axis=1)

    @property
    def order(self) -> float | None:
        """The observed order of convergence, an estimate; None where it cannot be fitted.

        ``p = log(e_(k+1)/e_k) / log(e_k/e_(k-1))`` for the last three errors, each smaller than the
        one before, that are not made of round-off, and all so near that |f| is a power of the
        error there, to a factor of 2: ten periods of the sine away is no approach yet.
        """
        noise, pairs = self._noise(), zip(self.errors.tolist(), np.abs(self.values), strict=False)
        usable = [(log(e), log(value)) for e, value in pairs if e > noise and 0 < value < inf]
        if len(usable) < 3:
            return None
        (e, f), (second, f_second), (third, f_third) = usable[-3:]
        if not e > second > third:
            return None
        power = (f_second - f_third) / (second - third)
        if abs(f - f_second - power * (e - second)) > log(2):
            return None
        return (second - third) / (e - second)

    def _noise(self) -> float:
        """What errors may be made of: of f only ``u^(1/m)`` of the way to a root of order m."""
        if self.root is None or not len(self.errors):
            return 0.0
        fmt, place = float_format(self.dtype), self.root.value.value
        if (m := self.root.multiplicity or 1) > 1:
            scale = max(abs(place), float(self.errors[0]))
            return float((ABOVE_ROUNDOFF * fmt.unit_roundoff) ** (1 / m)) * scale
        return ABOVE_ROUNDOFF * fmt.spacing(place) if place else 0.0

    def __repr__(self) -> str:
        """Show how it ended, after how many steps, and how fast it came there."""
        last = f"{self.iterates[-1]:.15g}"
        shown = last if self.root is None else f"{last}, root {self.root!r}"
        order = "order not fitted" if self.order is None else f"observed order {self.order:.2f}"
        steps = len(self.iterates) - 1
        return f"NewtonIteration({self.status} after {steps} steps at {shown}; {order})"
