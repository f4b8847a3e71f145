"""Critical points: where a function may have its extrema, all of them, with proof of the kind."""

from collections.abc import Sequence

from core.expression.balls import enclose
from core.expression.expression import Expression, variables_of
from core.expression.tree import Node
from core.point import Point, point
from core.solving.critical_in_plane import in_plane
from core.solving.critical_on_line import on_line
from core.solving.critical_point import CriticalPoints

BITS = 200

Window = tuple[Point, Point]


def critical_points(f: Expression, window: Window | Sequence[Window]) -> CriticalPoints:
    """Return all critical points of ``f`` in a closed window, with their kinds.

    In one variable: where ``f' = 0``, and where f has a value but no derivative. In two variables:
    where the gradient is 0; corners and edges of the graph are left undecided.

    Args:
        f: A function of one or two variables.
        window: The ends ``(low, high)``; for two variables a pair of such.

    Raises:
        ParseError: if an end is no finite real constant.
        ValueError: if f has more than two variables, the window is empty or has another number of
            sides, or a derivative has no formula (gamma).

    >>> from core.expression.expression import parse
    >>> critical_points(parse("x^3 - 3x"), (-3, 3))
    CriticalPoints(2; complete)
      maximum 2 at -1
      minimum -2 at 1
    >>> critical_points(parse("x^2 - y^2", ("x", "y")), ((-1, 1), (-1, 1)))
    CriticalPoints(1; complete)
      saddle 0 at (0, 0)
    """
    n = len(variables_of(f, 1, 2))
    ends = [_ends(side) for side in ([window] if n == 1 else window)]
    if len(ends) != n:
        raise ValueError(f"the window {window} has not {n} sides")
    return on_line(f, *ends[0]) if n == 1 else in_plane(f, ends)


def _ends(side: object) -> tuple[Node, Node]:
    if not isinstance(side, Sequence) or isinstance(side, str) or len(side) != 2:
        raise ValueError(f"{side} is not a side of the window: two ends")
    low, high = point(side[0]), point(side[1])
    if not enclose(low, {}, BITS) < enclose(high, {}, BITS):
        raise ValueError(f"the window {side} is empty")
    return low, high
