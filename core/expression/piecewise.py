"""Functions given by cases: analytic where one case holds on both sides of the center.

``|u|``, ``min`` and ``max`` have a corner where ``u`` changes its sign, ``sign``, ``floor`` and
``ceil`` a jump; where ``u`` only touches, as ``x^2`` does at 0, they have none.
"""

from fractions import Fraction
from functools import reduce

from core.errors import NotAnalytic
from core.expression.laurent import Pole, Value, add, leading, leading_sign, negate
from core.expression.rings import E, Ring


def absolute(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``|u|``: ``u`` or ``-u`` if ``u`` has the same sign on both sides."""
    return u if _lasting_sign(u, ring) > 0 else negate(u)


def sign(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the sign of ``u``; it jumps wherever ``u`` vanishes, also where it only touches."""
    k, w = leading(u, ring)
    if k > 0 or (k < 0 and k % 2):
        raise NotAnalytic("jump")
    return ring.number(Fraction(leading_sign(w, ring)))


def floor(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the floor of ``u``; at an integer, only a touch from above is no jump."""
    if isinstance(u, Pole):
        raise NotAnalytic("jump")
    n = ring.floor(ring.coefficient(u, 0))
    whole = ring.number(Fraction(n))
    k, w = leading(add(u, negate(whole), ring), ring)
    if k and (k % 2 or leading_sign(w, ring) < 0):
        raise NotAnalytic("jump")
    return whole


def ceil(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``-floor(-u)``."""
    return negate(floor(negate(u), ring))


def minimum(values: tuple[Value[E], ...], ring: Ring[E]) -> Value[E]:
    """Return the smallest of the values."""
    return reduce(lambda u, v: v if _exceeds(u, v, ring) else u, values)


def maximum(values: tuple[Value[E], ...], ring: Ring[E]) -> Value[E]:
    """Return the largest of the values."""
    return reduce(lambda u, v: u if _exceeds(u, v, ring) else v, values)


def _exceeds(u: Value[E], v: Value[E], ring: Ring[E]) -> bool:
    """Say whether ``u >= v`` on both sides of the center; equal constants exceed each other."""
    difference = add(u, negate(v), ring)
    if not isinstance(difference, Pole) and not ring.is_series(difference):
        return ring.sign(difference) >= 0
    return _lasting_sign(difference, ring) > 0


def _lasting_sign(u: Value[E], ring: Ring[E]) -> int:
    """Return the sign that ``u`` has on both sides of the center, or on the ring's side."""
    k, w = leading(u, ring)
    if k % 2 == 0:
        return leading_sign(w, ring)
    if not ring.side:
        raise NotAnalytic("corner" if k > 0 else "pole")
    return ring.side * leading_sign(w, ring)
