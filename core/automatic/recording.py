"""A function recorded at a point, ready to be differentiated backward."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.automatic.differentiable import Function, coordinates, evaluate, levels, zeros
from core.automatic.primitives import Value
from core.automatic.tape import Recorded, Tape


@dataclass(frozen=True, slots=True)
class Recording:
    """The tape of one evaluation.

    Attributes:
        tape: The operations.
        value: ``f(x)``.
        last: The line of the tape that is the value; None if it does not depend on x.
        shape: The shape of x.
    """

    tape: Tape
    value: Value
    last: int | None
    shape: tuple[int, ...]

    def adjoints(self, seed: Value) -> Iterator[tuple[int, Value]]:
        """Yield the numbers and adjoints of the lines, backward from the value's."""
        yield from () if self.last is None else self.tape.adjoints(self.last, seed)

    def gradient(self, seed: Value) -> Value:
        """Return the adjoint of x."""
        count = self.tape.inputs
        found = {k: adjoint for k, adjoint in self.adjoints(seed) if k < count}
        inputs = [line.value for line in self.tape.lines[:count]]
        parts = [found[k] if k in found else zeros(u) for k, u in enumerate(inputs)]
        return parts[0] if parts[0].shape == self.shape else np.stack(parts)


def record(fun: Function, at: Value) -> Recording:
    """Evaluate ``fun`` and write down every operation.

    Raises:
        TypeError: if it does what has no rule.
        ValueError: as ``coordinates``; or if it changes an array that it has used.
    """
    tape = Tape(next(levels))
    inputs = [tape.input(u, name) for name, u in coordinates(fun, at)]
    try:
        result = evaluate(fun, inputs)
    finally:
        tape.unlock()
    if isinstance(result, Recorded) and result.tape is tape:
        return Recording(tape, result.value, result.index, at.shape)
    return Recording(tape, result, None, at.shape)
