"""Intervals as doubles, rounded outward, and how they and long lists are printed."""

from collections.abc import Callable, Sequence
from math import inf, isfinite, nextafter
from typing import TypeAlias, TypeVar

from flint import arb

from core.expression.balls import working_precision

Interval: TypeAlias = tuple[float, float]
T = TypeVar("T")

BITS = 200
MAX_SHOWN = 20  # of roots, or of undecided intervals, in the text


def between(low: arb, high: arb) -> Interval:
    """Return the narrowest doubles that enclose two numbers and what is between."""
    return outward(low)[0], outward(high)[1]


def cut(interval: Interval, window: Interval) -> Interval:
    """Return what of an interval is in the window, which it meets."""
    return max(interval[0], window[0]), min(interval[1], window[1])


def outward(ball: arb) -> Interval:
    """Return the narrowest doubles that enclose a ball."""
    with working_precision(BITS):
        low, high = float(ball.lower()), float(ball.upper())
        while isfinite(low) and not arb(low) <= ball:
            low = nextafter(low, -inf)
        while isfinite(high) and not arb(high) >= ball:
            high = nextafter(high, inf)
    return low, high


def listed(items: Sequence[T], show: Callable[[T], str]) -> str:
    """Return what is found with commas between; of very many the first, and how many more."""
    shown = [show(item) for item in items[:MAX_SHOWN]]
    more = len(items) - len(shown)
    return ", ".join([*shown, f"… {more} more"] if more else shown)


def interval_text(interval: Interval) -> str:
    """Return an interval with as many digits as tell its ends apart.

    >>> interval_text((1.0, 2.5)), interval_text((0.9999999999, 1.0000000001))
    ('[1, 2.5]', '[0.9999999999, 1.0000000001]')
    """
    low, high = interval
    texts = ([f"{end:.{digits}g}" for end in interval] for digits in (6, 12, 15, 17))
    shown = next((t for t in texts if t[0] != t[1] or low == high), [repr(low), repr(high)])
    return f"[{', '.join(shown)}]"
