"""Numbers, arrays and rows as short text, for what a notebook prints."""

from collections.abc import Sequence

import numpy as np

from core.automatic.primitives import Value
from core.automatic.traced import plain


def shown(value: Value) -> str:
    """Return a number with six digits, a short array with four, the shape of a long one."""
    value = np.asarray(plain(value))
    if value.ndim == 0:
        return f"{float(value):.6g}"
    if value.ndim == 1 and value.size <= 4:
        return "[" + ", ".join(f"{float(number):.4g}" for number in value) + "]"
    return f"array({' x '.join(map(str, value.shape))})"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of text as columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
