"""Arithmetic of series that may have a pole, and of removable points such as ``sin(x)/x``.

With ``h = x - a``, a value is a series in ``h``, or a ``Pole`` ``w / h^m`` with ``w(0)`` proven to
be nonzero. A quotient whose numerator and denominator both vanish is shifted by the order of the
zero, which must be *proven*: a ball that merely contains 0 is not enough (``rings.Undecided``).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeAlias

from core.errors import NotAnalytic
from core.expression.rings import E, Ring, TermsExhausted


@dataclass(frozen=True, slots=True)
class Pole(Generic[E]):
    """The function ``series / h^order`` with ``order >= 1`` and ``series(0) != 0``."""

    order: int
    series: E


Value: TypeAlias = E | Pole[E]


def leading(u: Value[E], ring: Ring[E]) -> tuple[int, E]:
    """Return ``k`` and ``w`` with ``u = h^k w`` and ``w(0)`` proven to be nonzero.

    Raises:
        TermsExhausted: if all known coefficients are zero.
        Undecided: if a coefficient may or may not be zero.
    """
    if isinstance(u, Pole):
        return -u.order, u.series
    for k in range(ring.known(u)):
        if ring.sign(ring.coefficient(u, k)):
            return k, ring.shift(u, -k) if k else u
    raise TermsExhausted


def leading_sign(w: E, ring: Ring[E]) -> int:
    """Return the sign of ``w(0)``."""
    return ring.sign(ring.coefficient(w, 0))


def from_leading(k: int, w: E, ring: Ring[E]) -> Value[E]:
    """Return ``h^k w``, where ``w(0)`` is nonzero."""
    return ring.shift(w, k) if k > 0 else Pole(-k, w) if k else w


def add(u: Value[E], v: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``u + v``; poles may cancel, as in ``1/x - 1/sin x``."""
    if isinstance(u, Pole) or isinstance(v, Pole):
        m = max(w.order if isinstance(w, Pole) else 0 for w in (u, v))
        return _over_power(_times_power(u, m, ring) + _times_power(v, m, ring), m, ring)
    return u + v


def negate(u: Value[E]) -> Value[E]:
    """Return ``-u``."""
    return Pole(u.order, -u.series) if isinstance(u, Pole) else -u


def multiply(u: Value[E], v: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``u v``; a zero may cancel a pole, as in ``x cot x``."""
    if isinstance(u, Pole) or isinstance(v, Pole):
        m = sum(w.order for w in (u, v) if isinstance(w, Pole))
        return _over_power(_numerator(u) * _numerator(v), m, ring)
    return u * v


def divide(u: Value[E], v: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``u / v``; common zeros cancel, as in ``sin(x)/x``."""
    if isinstance(v, Pole):
        zero = ring.shift(ring.quotient(_numerator(u), v.series), v.order)
        return _over_power(zero, u.order, ring) if isinstance(u, Pole) else zero
    if not _vanishes(v, ring):
        ratio = ring.quotient(_numerator(u), v)
        return Pole(u.order, ratio) if isinstance(u, Pole) else ratio
    k, w = leading(v, ring)
    m = k + (u.order if isinstance(u, Pole) else 0)
    return _over_power(ring.quotient(_as_series(_numerator(u), ring), w), m, ring)


def integer_power(u: Value[E], n: int, ring: Ring[E]) -> Value[E]:
    """Return ``u^n`` for ``n >= 0``."""
    if isinstance(u, Pole):
        return Pole(u.order * n, u.series**n) if n else ring.number(Fraction(1))
    return ring.integer_power(u, n)


def _vanishes(v: E, ring: Ring[E]) -> bool:
    """Say whether ``v(0)`` is proven to be 0."""
    if ring.is_series(v):
        return ring.sign(ring.coefficient(v, 0)) == 0
    if ring.sign(v) == 0:
        raise NotAnalytic("outside_domain")
    return False


def _numerator(u: Value[E]) -> E:
    return u.series if isinstance(u, Pole) else u


def _as_series(u: E, ring: Ring[E]) -> E:
    return u if ring.is_series(u) else ring.constant_series(u)


def _times_power(u: Value[E], m: int, ring: Ring[E]) -> E:
    """Return ``h^m u``, a series."""
    shift = m - u.order if isinstance(u, Pole) else m
    w = _as_series(_numerator(u), ring)
    return ring.shift(w, shift) if shift else w


def _over_power(u: E, m: int, ring: Ring[E]) -> Value[E]:
    """Return ``u / h^m``: a series if the first ``m`` coefficients of ``u`` are proven zero."""
    for k in range(m):
        if k >= ring.known(u):
            raise TermsExhausted
        if ring.sign(ring.coefficient(u, k)):
            return Pole(m - k, ring.shift(u, -k) if k else u)
    return ring.shift(u, -m) if m else u
