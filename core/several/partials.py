"""All mixed Taylor coefficients of a function of several variables at a point, proven.

    f(a + h) = sum of c_m h^m,   c_m = (1/m!) ∂^m f (a),

from the series in one variable along the rays ``a + t s`` (``core.several.rays``), each in closed
form where there is one, else as balls. A coefficient is 0 if its closed form is, or if the formula
is so built (``core.several.support``); a small ball around 0 proves nothing.
"""

from collections.abc import Sequence
from math import comb

from core.expression.expression import Expression
from core.expression.tree import Node
from core.local.smooth import is_analytic_around
from core.several.bundle import Bundle, Coefficients
from core.several.removable import smooth_value

MAX_ORDER = 12
MAX_RAYS = 36  # order 12 in two variables takes 13, order 7 in three 36, order 2 in six 21


def mixed_coefficients(f: Expression, at: Sequence[Node], order: int) -> Coefficients:
    """Return ``c_m`` for every multi-index m of at most the order, lowest orders first.

    Args:
        f: A function of n variables.
        at: The point, n constants.
        order: The highest total degree.

    Returns:
        For each m a formula in closed form, or a ball of ``ACCURACY`` bits.

    Raises:
        NotAnalytic: if f is not proven to be differentiable ``order`` times around the point;
            ``"undecided"`` if it may yet be.
        ValueError: if the order is out of range (``check_order``).

    >>> from core.expression.building import ZERO
    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> f = parse("y e^x", ("x", "y"))
    >>> {m: to_text(c) for m, c in mixed_coefficients(f, (ZERO, ZERO), 2).items()}
    {(0, 0): '0', (1, 0): '0', (0, 1): '1', (2, 0): '0', (1, 1): '1', (0, 2): '0'}
    """
    n, place = len(f.variables), dict(zip(f.variables, at, strict=True))
    check_order(n, order)
    analytic = is_analytic_around(f.tree, place)
    bundle = Bundle(f, tuple(at), order, analytic)
    if not analytic and n > 1 and smooth_value(f.tree, place, order) is None:
        raise bundle.reason()
    return bundle.rationals() or bundle.closed_forms() or bundle.balls()


def check_order(n: int, order: int) -> None:
    """Refuse orders beyond ``MAX_ORDER``, and those that take too many rays."""
    if not 0 <= order <= MAX_ORDER or comb(n - 1 + order, order) > MAX_RAYS:
        most = max(d for d in range(MAX_ORDER + 1) if comb(n - 1 + d, d) <= MAX_RAYS)
        raise ValueError(f"order {order} in {n} variables: from 0 to {most}")
