"""The V of truncation and round-off: four stencils, four float formats, 400 steps."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from benchmarks.clock import Row, milliseconds, seconds
from core import Expression, difference, error_curve, parse, stencil

STENCILS = (stencil.forward, stencil.backward, stencil.central, stencil.five_point)
FORMATS = ("float16", "bfloat16", "float32", "float64")
STEPS = np.logspace(-16, 0, 400)
WANTED = 0.010


def all_curves(f: Expression, at: float) -> None:
    """Compute every curve of the page, its exact reference included."""
    for s in STENCILS:
        for dtype in FORMATS:
            error_curve(f, at, s, STEPS, dtype)


def measure() -> Iterator[Row]:
    """Measure Baydin's function and the sine."""
    for text, at in (("64x(1-x)(1-2x)²(1-8x+8x²)²", 0.2), ("sin x", 1.0)):
        duration = seconds(partial(all_curves, at=at), partial(parse, text))
        yield Row(
            f"4 stencils × 4 formats × 400 steps with reference: `{text}`",
            milliseconds(duration),
            f"< {milliseconds(WANTED)}",
            duration < WANTED,
        )
    yield against_a_loop()


def against_a_loop() -> Row:
    """Return how much faster 400 steps at once are than one after the other."""
    f = parse("sin x")
    together = seconds(lambda steps: difference(f, 1, steps, stencil.central), lambda: STEPS)
    apart = seconds(
        lambda steps: [difference(f, 1, h, stencil.central) for h in steps], lambda: STEPS
    )
    return Row(
        "400 central differences at once, beside a loop",
        f"{milliseconds(together)}, {apart / together:.0f}×",
        "≥ 15×",
        apart >= 15 * together,
    )
