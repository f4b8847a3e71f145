"""Draw the README's chart: digits of a derivative against evaluations.

``python -m benchmarks.work_precision_chart`` writes two SVGs to docs/, for a light and a dark page,
with the same numbers as ``make bench``.
"""

from collections.abc import Iterator
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.derivatives import FIRST
from benchmarks.differentiators import Method
from benchmarks.work_precision import Outcome, on_all, typical
from charts.theme import DARK, LIGHT, Role

DOCS = Path(__file__).parents[1] / "docs"
WIDTH, HEIGHT = 800, 440
LEFT, RIGHT, TOP, BOTTOM = 60, 780, 66, 370  # of the plot
FEWEST, MOST = 0.8, 36.0  # evaluations
LEAST, FULL = 6.0, 16.0  # digits
EVALUATIONS_NAMED, DIGITS_NAMED = (1, 2, 3, 4, 10, 20, 30), (6, 8, 10, 12, 14, 16)
DODGE = 16  # points that coincide stand side by side, this far apart
FONT = 'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif"'
# Where a name stands beside its point: to the right, dx, dy, anchor.
PLACES = {
    "autograd": (10, 29, "end"),
    "complex step": (0, -14, "middle"),
    "forward mode": (-6, 29, "start"),
    "findiff": (-13, 5, "end"),
    "five-point": (12, 5, "start"),
    "Richardson": (-12, 5, "end"),
    "numdifftools": (-13, 26, "end"),
}
USUAL = (12, 5, "start")


class Mark(NamedTuple):
    """A method on the chart: its place, its whiskers, whose it is."""

    name: str
    ours: bool
    x: float
    y: float
    low: float
    high: float


def marks(found: dict[Method, list[Outcome]]) -> list[Mark]:
    """Return one mark for each method, others first; those that coincide stand side by side."""
    placed = sorted((mark(*it) for it in found.items()), key=lambda it: it.ours)
    return [it._replace(x=it.x + DODGE * aside(i, placed)) for i, it in enumerate(placed)]


def aside(i: int, placed: list[Mark]) -> float:
    """Return how many places the i-th mark moves to the right, to stand in the row of its like."""
    here = placed[i]
    close = [j for j, it in enumerate(placed) if abs(it.x - here.x) + abs(it.y - here.y) < DODGE]
    return close.index(i) - (len(close) - 1) / 2


def mark(method: Method, results: list[Outcome]) -> Mark:
    """Return the median of a method, and 5 to 95 % of its digits."""
    middle = typical(results)
    low, high = np.percentile([it.digits for it in results], [5, 95])
    x, y = across(middle.evaluations), up(middle.digits)
    return Mark(method.name, method.ours, x, y, up(low), up(high))


def across(evaluations: float) -> float:
    """Return the place of a number of evaluations, on a logarithmic axis."""
    return LEFT + (RIGHT - LEFT) * log(evaluations / FEWEST) / log(MOST / FEWEST)


def up(digits: float) -> float:
    """Return the height of a number of digits."""
    return BOTTOM + (TOP - BOTTOM) * max(0, digits - LEAST) / (FULL - LEAST)


def svg(found: dict[Method, list[Outcome]], colors: dict[Role, str]) -> str:
    """Return the chart as text."""
    lines = [*axes(colors), *(part for it in marks(found) for part in drawn(it, colors))]
    box = f"viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}'"
    head = f"<svg xmlns='http://www.w3.org/2000/svg' {box} role='img' {FONT} font-size='15'>"
    return "\n".join([head, *lines, "</svg>", ""])


def axes(colors: dict[Role, str]) -> Iterator[str]:
    """Yield the grid with its numbers, and what the axes and the marks mean."""
    for n in DIGITS_NAMED:
        yield line(LEFT, up(n), RIGHT, up(n), colors["grid"], 1)
        yield text(LEFT - 10, up(n) + 5, str(n), colors["muted"], "end")
    for n in EVALUATIONS_NAMED:
        yield line(across(n), TOP, across(n), BOTTOM, colors["grid"], 1)
        yield text(across(n), BOTTOM + 22, str(n), colors["muted"], "middle")
    yield text(LEFT - 32, TOP - 44, "correct digits of f′(x)", colors["text"], "start")
    yield text(RIGHT, TOP - 8, "the nearest float64", colors["muted"], "end")
    yield text(RIGHT, BOTTOM + 46, "evaluations of f", colors["text"], "end")
    key = f"bars: 5 to 95 % of {len(FIRST)} functions"
    yield from shape(True, LEFT + 6, BOTTOM + 41, colors)
    yield text(LEFT + 17, BOTTOM + 46, "ours", colors["approximation"], "start")
    yield from shape(False, LEFT + 72, BOTTOM + 41, colors)
    yield text(LEFT + 83, BOTTOM + 46, "others", colors["slope"], "start")
    yield text(LEFT + 150, BOTTOM + 46, key, colors["muted"], "start")


def drawn(it: Mark, colors: dict[Role, str]) -> Iterator[str]:
    """Yield a method's whiskers, mark and name."""
    color = colors["approximation" if it.ours else "slope"]
    yield line(it.x, it.low, it.x, it.high, color, 2)
    yield from shape(it.ours, it.x, it.y, colors)
    dx, dy, anchor = PLACES.get(it.name, USUAL)
    yield text(it.x + dx, it.y + dy, it.name, color, anchor)


def shape(ours: bool, x: float, y: float, colors: dict[Role, str]) -> Iterator[str]:
    """Yield a disc for ours, a hollow diamond for others: color is not all that tells them."""
    if ours:
        yield f"<circle cx='{x:.1f}' cy='{y:.1f}' r='6' fill='{colors['approximation']}'/>"
        return
    points = f"{x:.1f},{y - 7:.1f} {x + 7:.1f},{y:.1f} {x:.1f},{y + 7:.1f} {x - 7:.1f},{y:.1f}"
    edge = f"stroke='{colors['slope']}' stroke-width='2'"
    yield f"<polygon points='{points}' fill='{colors['page']}' {edge}/>"


def line(x: float, y: float, to_x: float, to_y: float, color: str, width: int) -> str:
    """Return a straight line."""
    ends = f"x1='{x:.1f}' y1='{y:.1f}' x2='{to_x:.1f}' y2='{to_y:.1f}'"
    return f"<line {ends} stroke='{color}' stroke-width='{width}'/>"


def text(x: float, y: float, words: str, color: str, anchor: str) -> str:
    """Return words."""
    return f"<text x='{x:.1f}' y='{y:.1f}' fill='{color}' text-anchor='{anchor}'>{words}</text>"


def main() -> None:
    """Measure, and write both charts."""
    found = on_all(FIRST)
    for name, colors in (("work-precision", LIGHT), ("work-precision-dark", DARK)):
        (DOCS / f"{name}.svg").write_text(svg(found, colors), "utf-8")


if __name__ == "__main__":
    main()
