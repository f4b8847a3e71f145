"""Taylor coefficients at many centers across a window: what a center that moves needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from time import thread_time

import numpy as np
from numpy.typing import NDArray

from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.expression import Expression, variables_of
from core.point import point
from core.taylor import taylor

Floats = NDArray[np.float64]

# Seconds of one processor for all centers. Only how smoothly one drags depends on it.
BUDGET = 0.4
FEWEST = 20


@dataclass(frozen=True, slots=True, eq=False)
class Centers:
    """Where the expansion point can be moved to, and what is known there.

    Attributes:
        texts: As typed (``0.65``), left to right.
        values: The same as numbers, shape (centers,).
        heights: The function there, nan where undefined.
        coefficients: Taylor coefficients, shape (centers, order+1); nan where there is no series.
        here: Index of the present one.
    """

    texts: Sequence[str]
    values: Floats
    heights: Floats
    coefficients: Floats
    here: int


def centers(
    f: Expression, at: str, window: tuple[float, float], order: int, count: int = 160
) -> Centers:
    """Return about ``count`` round numbers across the window, and ``at`` among them as typed.

    Args:
        f: A function of one variable.
        at: The present center, as text.
        window: Its ends, the lower first.
        order: The highest order of the coefficients.
        count: Between half of it and one more are returned; fewer where an expansion takes long.

    Raises:
        ParseError: if ``at`` is no finite real constant.
        ValueError: if ``f`` has several variables.

    >>> from core.expression.expression import parse
    >>> found = centers(parse("sin x"), "pi/2", (0.0, 2.0), order=1, count=8)
    >>> found.texts
    ['0', '0.5', '1', '1.5', 'pi/2', '2']
    """
    variables_of(f, 1)
    here = float(enclose(point(at), {}, 64))
    start = thread_time()
    tried = [_coefficients(f, it, order) for it in [at, *_round_numbers(window, 4)]]
    affordable = int(BUDGET * len(tried) / max(thread_time() - start, 1e-6))
    count = min(count, max(FEWEST, affordable))
    places = {float(it): it for it in _round_numbers(window, count)} | {here: at}
    values = np.array(sorted(places))
    return Centers(
        [places[v] for v in values],
        values,
        np.asarray(f(values), dtype=np.float64),
        np.array([_coefficients(f, places[v], order) for v in values]),
        int(np.searchsorted(values, here)),
    )


def _round_numbers(window: tuple[float, float], count: int) -> list[str]:
    """Return the multiples of 1, 2 or 5 times a power of ten in the window, plainly written."""
    width = window[1] - window[0]
    power = Decimal(1).scaleb(int(np.floor(np.log10(width / count))))
    step = next(m * power for m in (1, 2, 5, 10) if float(m * power) * count >= width)
    first, last = np.ceil(window[0] / float(step)), np.floor(window[1] / float(step))
    multiples = (step * k for k in range(int(first), int(last) + 1))
    return [f"{it.normalize():f}" if it else "0" for it in multiples]


def _coefficients(f: Expression, at: str, order: int) -> Floats:
    try:
        return taylor(f, at, order).coefficients
    except NotAnalytic:
        return np.full(order + 1, np.nan)
