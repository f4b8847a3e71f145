"""What the iterates of Newton's method tell about how it ends: beside a root, or far away."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from flint import arb

from core.errors import ParseError
from core.expression.balls import working_precision
from core.expression.expression import Expression
from core.newton_iteration import Floats
from core.roots import BITS, Root, roots

RUN = 10  # steps without an approach that count as running away
AHEAD = 1000  # steps ahead in which no root may be, lest it be a slow approach


def only_root(f: Expression, x: float, reach: float) -> Root | None:
    """Return the root that is proven to be the only one within ``reach`` of ``x``."""
    try:
        found = roots(f, (Fraction(x) - Fraction(reach), Fraction(x) + Fraction(reach)))
    except ParseError:  # beyond the numbers that a reader may type
        return None
    return found.roots[0] if len(found.roots) == 1 and found.complete else None


def has_root_ahead(f: Expression, iterates: list[float]) -> bool:
    """Say whether a root is proven where as many equal steps would lead: to ``x^1000 = 2``."""
    before, last = map(Fraction, iterates[-2:])
    ahead = last + AHEAD * (last - before)
    try:
        found = roots(f, (min(last, ahead), max(last, ahead)))
    except ParseError:  # beyond the numbers that a reader may type
        return False
    return bool(found.roots)


def distances(iterates: list[float], root: Root | None) -> Floats:
    """``|x_k - root|``: subtracted as balls, so that nothing cancels but what is known."""
    if root is None:
        return np.zeros(0)
    with working_precision(BITS):
        return np.array([float(abs(arb(x) - root.ball).mid()) for x in iterates])


def approaches(errors: Floats) -> bool:
    """Say whether the last three errors shrink."""
    return len(errors) > 2 and bool(errors[-1] < errors[-2] < errors[-3])


def lengthens(iterates: list[float]) -> bool:
    """Say whether each of the last three steps is longer than the one before."""
    lengths = [abs(b - a) for a, b in pairwise(iterates[-4:])]
    return len(lengths) == 3 and all(b > a for a, b in pairwise(lengths))


def runs_away(iterates: list[float]) -> bool:
    """Say whether the last ten steps do not get shorter, and lead away from where they began."""
    last = iterates[-RUN - 1 :]
    lengths = [abs(b - a) for a, b in pairwise(last)]
    growing = all(b >= 0.99 * a for a, b in pairwise(lengths))
    return len(last) > RUN and growing and abs(last[-1] - last[0]) >= 0.2 * sum(lengths)
