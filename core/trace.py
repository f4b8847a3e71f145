"""How a derivative is computed, as a table to read: Wengert's list with values and adjoints."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.automatic.differentiable import Function, as_point
from core.automatic.primitives import Value
from core.automatic.printing import shown, table
from core.automatic.recording import record
from core.automatic.tape import Tape


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """How a derivative was computed: each operation with its value and its adjoint.

    Attributes:
        tape: The operations.
        adjoints: By number of the line, the derivative of the result by it; none if it is 0.
    """

    tape: Tape
    adjoints: dict[int, Value]

    def __repr__(self) -> str:
        """Show the two columns of Baydin et al., Table 3: down the values, up the adjoints."""
        rows = [["forward ↓", "value", "adjoint ↑"]]
        for k, line in enumerate(self.tape.lines):
            rows.append([*self.tape.row(line), shown(self.adjoints.get(k, 0.0))])
        return table(rows)


def trace(fun: Function, x: Any) -> Trace:
    """Return the tape of ``fun`` at ``x`` with the adjoints of every line.

    Raises:
        TypeError: as ``jvp``.
        ValueError: as ``value_and_gradient``.

    Source: the example is that of A. G. Baydin et al., "Automatic differentiation in machine
    learning: a survey", Journal of Machine Learning Research 18 (2018), Table 3.

    >>> from core.expression.expression import parse
    >>> trace(parse("ln x + x y - sin y", ("x", "y")), (2, 5))
    forward ↓     value      adjoint ↑
    x             2          5.5
    y             5          1.71634
    v1 = ln(x)    0.693147   1
    v2 = x * y    10         1
    v3 = v1 + v2  10.6931    1
    v4 = sin(y)   -0.958924  -1
    v5 = v3 - v4  11.6521    1
    """
    recording = record(fun, as_point(x))
    if recording.value.size != 1:
        raise ValueError(f"a trace needs one value, not an array of shape {recording.value.shape}")
    return Trace(recording.tape, dict(recording.adjoints(np.ones_like(recording.value))))
