"""Exact roots: which short number a ball may hold, and how often a function vanishes there.

That numerically two roots and a double root look alike no ball can help. But if the Taylor
coefficients ``c_0, ..., c_(m-1)`` at a rational number, or a rational multiple of pi, are proven to
be 0 in exact arithmetic and ``c_m`` is not, f has a root of order m there; and it is the only root
in every interval J with ``0 not in c_m(J)``, by Taylor's theorem with Lagrange's remainder:
``f(x) = c_m(xi) (x - a)^m``.
"""

from collections.abc import Iterator
from fractions import Fraction

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.building import constant, negated, over, times
from core.expression.series import coefficients
from core.expression.tree import Constant, Node

MAX_ORDER = 12
MAX_DENOMINATOR = 10**6
MAX_EXPONENT = 1100  # numbers beyond 2^1100 are no doubles; as fractions they are long
MAX_PI_DENOMINATOR = 12
BITS = 60


def candidates(ball: arb) -> Iterator[Node]:
    """Yield the simplest rational number in a ball, and the simplest rational multiple of pi.

    >>> from core.expression.text import to_text
    >>> [to_text(u) for u in candidates(arb(3.14159265358979, 1e-12))]
    ['pi']
    """
    if (r := _simplest_in(ball, MAX_DENOMINATOR)) is not None:
        yield constant(r)
    if (r := _simplest_in(ball / arb.pi(), MAX_PI_DENOMINATOR)) is not None and r:
        top, bottom = (constant(Fraction(n)) for n in abs(r).as_integer_ratio())
        size = over(times(top, Constant("pi")), bottom)
        yield negated(size) if r < 0 else size


def _simplest_in(ball: arb, largest: int) -> Fraction | None:
    """Return the rational number of least denominator in a ball; None beyond ``largest``."""
    if not arb(2) ** -MAX_EXPONENT < abs(ball) < arb(2) ** MAX_EXPONENT and not ball.contains(0):
        return None
    if ball.contains(0):
        return Fraction(0)
    if ball < 0:
        mirrored = _simplest_in(-ball, largest)
        return None if mirrored is None else -mirrored
    return _simplest_between(_ratio(ball.lower()), _ratio(ball.upper()), largest)


def _ratio(number: arb) -> tuple[int, int]:
    mantissa, exponent = map(int, number.man_exp())
    return (mantissa << exponent, 1) if exponent > 0 else (mantissa, 1 << -exponent)


def _simplest_between(low: tuple[int, int], high: tuple[int, int], largest: int) -> Fraction | None:
    """The fraction of least denominator in ``[a/b, c/d]``, by the continued fractions of both."""
    (a, b), (c, d) = low, high
    p, q, r, s = 1, 0, 0, 1  # the last two convergents p/q, r/s
    while q <= largest:
        n, rest = divmod(a, b)
        if rest == 0 or (n + 1) * d <= c:
            n += rest != 0
            bottom = n * q + s
            return Fraction(n * p + r, bottom) if bottom <= largest else None
        p, q, r, s = n * p + r, n * q + s, p, q
        a, b, c, d = d, c - n * d, b, rest
    return None


def order_of_zero(tree: Node, variable: str, at: Node) -> int | None:
    """Return how often ``tree`` is proven to vanish at a number: 0 if not at all, None if unknown.

    >>> from core.expression.expression import parse
    >>> order_of_zero(parse("x - sin x").tree, "x", constant(Fraction(0)))
    3
    """
    value = enclose(tree, {variable: at}, BITS)
    if value.is_finite() and not value.contains(0):  # a series would cost a hundred times as much
        return 0
    try:
        c = coefficients(tree, variable, at, MAX_ORDER, BITS)
    except NotAnalytic:
        return None
    order = next((k for k, ball in enumerate(c) if not ball.is_zero()), None)
    return order if order is not None and not c[order].contains(0) else None


def is_only_zero(tree: Node, variable: str, order: int, interval: arb) -> bool:
    """Prove that a zero of this order is the only one in an interval around it."""
    try:
        return not coefficients(tree, variable, interval, order, BITS)[order].contains(0)
    except NotAnalytic:
        return False
