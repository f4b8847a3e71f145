"""How the benchmarks measure, and how they say what they measured."""

import math
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from functools import cache
from multiprocessing.connection import Connection
from typing import NamedTuple, TypeVar

T = TypeVar("T")
LONG_ENOUGH, OFTEN_ENOUGH = 0.1, 1000


class Row(NamedTuple):
    """One promise: what was measured, what came out, what was wanted, and whether it was met."""

    what: str
    measured: str
    wanted: str
    met: bool


@cache
def caches() -> tuple[Callable[[], object], ...]:
    """Return what empties each cache of core; looking for them would itself disturb a clock."""
    modules = [module for name, module in sys.modules.items() if name.startswith("core.")]
    values = [value for module in modules for value in vars(module).values()]
    return tuple(value.cache_clear for value in values if hasattr(value, "cache_clear"))


def seconds(work: Callable[[T], object], make: Callable[[], T]) -> float:
    """Return the median processor time of ``work(make())``, only the work on the clock.

    Core's caches are emptied before each call is prepared, so that none lives on what another
    found. Processor time, because others may be using the machine.
    """
    times: list[float] = []
    while (sum(times) < LONG_ENOUGH and len(times) < OFTEN_ENOUGH) or len(times) < 3:
        for empty in caches():
            empty()
        made = make()
        begun = time.process_time()
        work(made)
        times.append(time.process_time() - begun)
    return statistics.median(times)


def seconds_at_most(work: Callable[[], object], limit: float) -> float:
    """Return the processor time of one call, or ``limit`` if it takes longer (a lower bound).

    The call runs in a process of its own, which is killed when the time is up.
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_report, args=(work, there))
    child.start()
    try:
        return float(here.recv()) if here.poll(limit) else limit
    finally:
        child.kill()
        child.join()


def _report(work: Callable[[], object], answer: Connection) -> None:
    begun = time.process_time()
    work()
    answer.send(time.process_time() - begun)


def geometric_mean(values: Iterable[float]) -> float:
    """Return ``exp(mean(log(v)))``, the fair average of ratios."""
    return math.exp(statistics.fmean(map(math.log, values)))


def milliseconds(duration: float) -> str:
    """Return a time as text: ``0.042 ms``."""
    return f"{1000 * duration:.2g} ms"
