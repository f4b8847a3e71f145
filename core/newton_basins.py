"""Which root Newton's method goes to, for many starts at once: the basins of attraction.

Between two basins the iteration is chaotic: near a point where the tangent is flat every root is
reached from some start (A. Cayley, *The Newton-Fourier imaginary problem*, American Journal of
Mathematics 2 (1879), 97, asked it for the complex plane).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.expression.expression import Expression
from core.gradient_sources import derived
from core.point import Window
from core.roots import Roots, roots

MAX_STEPS = 1000
# A start has arrived when it is as near to a root, relative to 1 or the root if that is larger:
# from there a simple root takes one step more, and no root of low order lets go again.
ARRIVED = 2.0**-20


@dataclass(frozen=True, slots=True, eq=False)
class NewtonBasins:
    """Where Newton's method leads from each start, as measured in float64.

    Attributes:
        starts: The starts.
        roots: The certified roots that were looked for.
        reached: The index of the root that is reached; -1 for none of them.
        steps: After how many steps; -1 for none.
    """

    starts: NDArray[np.float64]
    roots: Roots
    reached: NDArray[np.int_]
    steps: NDArray[np.int_]


def newton_basins(
    f: Expression, starts: ArrayLike, window: Window, steps: int = 50
) -> NewtonBasins:
    """Run Newton's method from all ``starts`` and say which root in ``window`` each one reaches.

    Args:
        f: A function of one variable.
        starts: Numbers, of any shape.
        window: Where to look for roots; an iteration may leave it and come back.
        steps: At most so many, up to ``MAX_STEPS``.

    Raises:
        ParseError: if an end of the window is no finite real constant.
        ValueError: if f has several variables or no derivative as a formula, the window is empty,
            or the number of steps is none.

    >>> from core.expression.expression import parse
    >>> newton_basins(parse("x^2 - 1"), [-3, 0, 0.5], (-2, 2)).reached
    array([ 0, -1,  1])
    """
    if not 0 <= steps <= MAX_STEPS:
        raise ValueError(f"{steps} steps: 0 to {MAX_STEPS} are allowed")
    found = roots(f, window)
    slope = derived(f, f.variables[0], 1)
    first = x = np.array(starts, np.float64)
    reached, after = np.full(x.shape, -1), np.full(x.shape, -1)
    for k in range(steps + 1):
        for index, root in enumerate(found.values):
            new = (after < 0) & (np.abs(x - root) <= ARRIVED * max(1.0, abs(root)))
            reached[new], after[new] = index, k
        with np.errstate(all="ignore"):
            x = x - np.asarray(f(x), np.float64) / np.asarray(slope(x), np.float64)
    return NewtonBasins(first, found, reached, after)
