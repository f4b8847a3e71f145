"""Reading ``x[i]`` and its transpose, which writes to the place that was read."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.automatic.primitives import Call, Value, linear


@dataclass(frozen=True, slots=True)
class Scattered:
    """An array of zeros but for ``w`` at ``index``; adding it costs what ``w`` costs."""

    index: Any
    w: Value

    def add_to(self, total: np.ndarray) -> None:
        """Add in place; an element that was read twice receives both."""
        if _is_basic(self.index):
            total[self.index] += self.w
        else:
            np.add.at(total, self.index, self.w)


def item(x: Value, index: Any) -> Call:
    """Return ``x[index]``; the adjoint goes back to the place that was read."""
    index = index if _is_basic(index) else deepcopy(index)  # the caller may change it later
    rule = linear(
        lambda u: u[index],
        lambda w, u: Scattered(index, w),
        lambda name: f"{name}[{_written(index)}]",
    )
    return rule, (x,)


def scatter(w: Value, index: Any, shape: tuple[int, ...]) -> Call:
    """Return zeros of ``shape`` with ``w`` added at ``index``, the transpose of ``item``."""

    def filled(w: Value) -> Value:
        total = np.zeros(shape, w.dtype)
        Scattered(index, w).add_to(total)
        return total

    return linear(filled, lambda v, w: v[index], lambda name: f"scatter({name})"), (w,)


def _is_basic(index: Any) -> bool:
    """Say whether no element can be meant twice: whole numbers and slices, no arrays."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(isinstance(part, int | np.integer | slice | type(...) | None) for part in parts)


def _written(index: Any) -> str:
    if isinstance(index, tuple):
        return ", ".join(map(_written, index))
    if isinstance(index, slice):
        ends = ["" if end is None else str(end) for end in (index.start, index.stop)]
        return ":".join(ends if index.step is None else [*ends, str(index.step)])
    return "..." if np.ndim(index) or index is ... else str(index)
