"""Real zeros in closed form: guessed from their digits, proven exactly."""

from collections.abc import Iterator
from fractions import Fraction
from math import exp, pi

from core.errors import NotAnalytic
from core.expression.building import constant, negated, over, times
from core.expression.series import coefficients
from core.expression.tree import Call, Constant, Node

# How near a guess must be, relatively; what is guessed is proven then.
NEAR = 1e-9
# Closed forms that are tried: fractions with at most this denominator, times pi, ...
MAX_DENOMINATOR = 120
LARGEST_LOGARITHM = 20.0


def exact_zero(g: Node, variable: str, zero: float) -> Node | None:
    """Return a real zero in closed form if a short one is proven: r, r pi, sqrt(r) or ln(r).

    >>> from core.expression.expression import parse
    >>> exact_zero(parse("cos(x/2)").tree, "x", 3.14159265358979)
    Constant(name='pi')
    """
    for place in _guesses(zero):
        try:
            if coefficients(g, variable, place, 0)[0].is_zero():
                return place
        except NotAnalytic:
            continue
    return None


def _guesses(zero: float) -> Iterator[Node]:
    """Yield numbers in closed form that are very near to ``zero``."""
    yield from (constant(r) for r in _near_fraction(zero))
    for r in _near_fraction(zero / pi):
        size = times(_whole(abs(r.numerator)), Constant("pi"))
        yield over(size if r > 0 else negated(size), _whole(r.denominator))
    for r in _near_fraction(zero * zero):
        root = Call("sqrt", (constant(r),))
        yield root if zero > 0 else negated(root)
    if abs(zero) < LARGEST_LOGARITHM:
        yield from (Call("ln", (constant(r),)) for r in _near_fraction(exp(zero)))


def _near_fraction(value: float) -> Iterator[Fraction]:
    """Yield the fraction with a small denominator that a computed number may be."""
    r = Fraction(value).limit_denominator(MAX_DENOMINATOR)
    if abs(value - r) <= NEAR * max(abs(value), 1e-4):
        yield r


def _whole(n: int) -> Node:
    return constant(Fraction(n))
