"""Critical points: where a function may have its extrema, all of them, with proof of the kind."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from core.expression.expression import Expression, variables_of
from core.point import Window, window_ends
from core.solving.critical_in_plane import in_plane
from core.solving.critical_on_line import on_line
from core.solving.critical_point import CriticalPoints


def critical_points(f: Expression, window: Window | Sequence[Window]) -> CriticalPoints:
    """Return all critical points of ``f`` in a closed window, with their kinds.

    In one variable: where ``f' = 0``, and where f has a value but no derivative. In two variables:
    where the gradient is 0; corners and edges of the graph are left undecided.

    Args:
        f: A function of one or two variables.
        window: The ends ``(low, high)``; for two variables a pair of such.

    Raises:
        ParseError: if an end is no finite real constant.
        ValueError: if f has more than two variables, the window is not one or two pairs of ends in
            ascending order, or a derivative has no formula (gamma).

    >>> from core.expression.expression import parse
    >>> critical_points(parse("x^3 - 3x"), (-3, 3))
    CriticalPoints(2; complete)
      maximum 2 at -1
      minimum -2 at 1
    >>> critical_points(parse("x^2 - y^2", ("x", "y")), ((-1, 1), (-1, 1)))
    CriticalPoints(1; complete)
      saddle 0 at (0, 0)
    """
    if len(variables_of(f, 1, 2)) == 1:
        return on_line(f, *window_ends(cast(Window, window)))
    if not np.iterable(window) or len(window) != 2:
        raise ValueError(f"the window {window!r:.80} is not a pair of windows")
    return in_plane(f, [window_ends(side) for side in cast(Sequence[Window], window)])
