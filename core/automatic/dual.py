"""Dual numbers: forward mode carries the derivative along with every value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.automatic.primitives import Primitive, Value
from core.automatic.traced import Traced


@dataclass(slots=True)
class Pass:
    """One forward differentiation: its level, and how many operations it has done."""

    level: int
    operations: int = 0


class Dual(Traced):
    """``v + dv ε`` with ``ε² = 0``: a value and its derivative along the direction.

        f(v + dv ε) = f(v) + f'(v) dv ε

    is Taylor's theorem with nothing left out.
    """

    __slots__ = ("run", "tangent")

    def __init__(self, value: Value, tangent: Value, run: Pass) -> None:
        """Pair a value with its tangent, of the same shape and format."""
        super().__init__(value, run.level)
        self.tangent, self.run = tangent, run

    def follow(
        self, rule: Primitive, arguments: Sequence[Value], values: Sequence[Value], v: Value
    ) -> "Dual":
        """Push the tangents through the rule."""
        self.run.operations += 1
        tangents = [
            a.tangent if isinstance(a, Dual) and a.run is self.run else None for a in arguments
        ]
        with np.errstate(all="ignore"):  # at a pole the value has warned already
            tangent = rule.push(tangents, v, values)
        if tangent.dtype != v.dtype:
            tangent = tangent.astype(v.dtype)
        return Dual(v, tangent, self.run)
