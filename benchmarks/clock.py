"""How the benchmarks measure, and how they say what they measured."""

import math
import signal
import statistics
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import NamedTuple, TypeVar

T = TypeVar("T")
LONG_ENOUGH, OFTEN_ENOUGH = 0.3, 1000


class Row(NamedTuple):
    """One promise: what was measured, what came out, what was wanted, and whether it was met."""

    what: str
    measured: str
    wanted: str
    met: bool


def seconds(work: Callable[[T], object], make: Callable[[], T]) -> float:
    """Return the median time of ``work(make())``, only the work on the clock.

    Each call gets something freshly made, so that nothing it left on its argument helps the next.
    """
    times: list[float] = []
    while (sum(times) < LONG_ENOUGH and len(times) < OFTEN_ENOUGH) or len(times) < 3:
        made = make()
        begun = time.perf_counter()
        work(made)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def seconds_at_most(function: Callable[[], object], limit: float) -> float:
    """Return the time of one call, or ``limit`` if it takes longer (then a lower bound)."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limit)
    begun = time.perf_counter()
    try:
        function()
        return time.perf_counter() - begun
    except TimeoutError:
        return limit
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def geometric_mean(values: Iterable[float]) -> float:
    """Return ``exp(mean(log(v)))``, the fair average of ratios."""
    return math.exp(statistics.fmean(map(math.log, values)))


def milliseconds(duration: float) -> str:
    """Return a time as text: ``0.042 ms``."""
    return f"{1000 * duration:.2g} ms"
