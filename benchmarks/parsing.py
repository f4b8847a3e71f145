"""From typed text to a function of arrays."""

from collections.abc import Iterator
from functools import partial
from statistics import median

import numpy as np

from benchmarks.clock import Row, milliseconds, seconds
from core import parse

TYPED = ("2x sin x", "exp(sin x)", r"\frac{1}{1+x^2}", "ln(cos x) + √(1+sin^2 x)", "x³ - 3x + 1")
WANTED = 1e-4
POINT = np.array([0.5])


def ready(text: str) -> str:
    """Return the text, the table of the names that may stand in it built (once for all texts)."""
    parse("x")
    return text


def first_value(text: str) -> None:
    """Do all that stands between a typed text and its first value."""
    parse(text)(POINT)


def measure() -> Iterator[Row]:
    """Parse each text anew, and ask for one value, so that it is surely compiled."""
    times = {text: seconds(first_value, partial(ready, text)) for text in TYPED}
    slowest = max(times, key=lambda text: times[text])
    yield Row(
        f"parse, compile and one value, slowest of {len(TYPED)}: `{slowest}` (median of all)",
        f"{milliseconds(times[slowest])} ({milliseconds(median(times.values()))})",
        f"< {milliseconds(WANTED)}",
        times[slowest] < WANTED,
    )
