"""The way of a gradient descent: where it went, what it cost, how it ended."""

from dataclasses import dataclass
from math import hypot
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.gradient_sources import GradientBy

Floats: TypeAlias = NDArray[np.float64]
Status: TypeAlias = Literal["converged", "stalled", "diverged", "left the domain", "step limit"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Descent:
    """The way of a gradient descent.

    Attributes:
        points: Shape ``(k + 1, n)``: the start and every step, exact as float64.
        losses: f there, shape ``(k + 1,)``.
        gradients: The gradients as they were computed, shape ``(k + 1, n)``.
        predicted_errors: What those of difference quotients are predicted to be off, as a length,
            shape ``(k + 1,)``: an estimate; 0 for formulas.
        evaluations: How often f was evaluated for the gradients.
        status: ``"converged"``: the gradient's length is within the tolerance, and the momentum
            carries the point no farther than such a gradient would. ``"stalled"``, at the noise
            floor: it is likewise not above its own predicted error, or too small to move the point
            in the format, or the points go in a circle of at most 8 spacings of the format.
            ``"diverged"``: f, a number on the way to it, or the point has left the range of the
            format. ``"left the domain"``: f has no value or no gradient where the last step led.
            ``"step limit"``.
        gradient: ``"exact"``, or the difference quotients.
        dtype: The float format.
    """

    points: Floats
    losses: Floats
    gradients: Floats
    predicted_errors: Floats
    evaluations: int
    status: Status
    gradient: GradientBy
    dtype: str

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.points) - 1

    @property
    def gradient_norms(self) -> Floats:
        """The lengths of the gradients."""
        return np.array([hypot(*gradient) for gradient in self.gradients.tolist()])

    def __repr__(self) -> str:
        """Show how it ended, where and with what loss."""
        place = ", ".join(f"{x:.6g}" for x in self.points[-1])
        loss = self.losses[-1]
        return f"Descent({self.status} after {self.steps} steps at ({place}), loss {loss:.6g})"
