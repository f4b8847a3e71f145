"""Exponentials, logarithms, powers and special functions of a series: where they are analytic.

Where they are not, ``NotAnalytic`` names the reason.
"""

from fractions import Fraction

from core.errors import NotAnalytic
from core.expression.laurent import (
    Pole,
    Value,
    add,
    divide,
    from_leading,
    integer_power,
    leading,
    leading_sign,
    multiply,
    negate,
)
from core.expression.rings import E, Ring

HALF = Fraction(1, 2)


def one(ring: Ring[E]) -> E:
    """Return 1."""
    return ring.number(Fraction(1))


def reciprocal(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / u``."""
    return divide(one(ring), u, ring)


def subtract(u: Value[E], v: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``u - v``."""
    return add(u, negate(v), ring)


def regular(u: Value[E]) -> E:
    """Return a series; a function without a limit at infinity is refused."""
    if isinstance(u, Pole):
        raise NotAnalytic("essential")
    return u


def constant_term(u: E, ring: Ring[E]) -> E:
    """Return ``u(a)``."""
    return ring.coefficient(u, 0)


def exp(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``e^u``; ``e^(-1/h^2)`` is flat, ``e^(1/h)`` essential."""
    if isinstance(u, Pole):
        flat = u.order % 2 == 0 and leading_sign(u.series, ring) < 0
        raise NotAnalytic("removable_flat" if flat else "essential")
    return ring.apply("exp", u)


def ln(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``ln u`` for ``u(a) > 0``, of a series or a scalar."""
    if isinstance(u, Pole):
        raise NotAnalytic("branch_point")
    series = ring.is_series(u)
    sign = ring.sign(constant_term(u, ring) if series else u)
    if sign <= 0:
        raise NotAnalytic("outside_domain" if sign else "branch_point")
    return ring.apply("ln", u) if series else ring.constant("ln", (u,))


def logarithm(base: Value[E], u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``ln u / ln b``."""
    return divide(ln(u, ring), ln(base, ring), ring)


def power(u: Value[E], r: Fraction, ring: Ring[E]) -> Value[E]:
    """Return ``u^r`` for a rational ``r = p/q``, the real root where ``q`` is odd.

    With ``u = h^k w`` and ``w(a) != 0``, ``u^r = (h^k)^r w^r``: analytic where ``k r`` is an
    integer, but for ``|h|^(k r)`` (``q`` even) also ``k r`` must be even.
    """
    if r.denominator == 1:
        n = r.numerator
        return integer_power(u, n, ring) if n >= 0 else reciprocal(integer_power(u, -n, ring), ring)
    k, w = leading(u, ring)
    exponent = k * r
    if exponent.denominator > 1:
        raise NotAnalytic("branch_point")
    even = r.denominator % 2 == 0
    if leading_sign(w, ring) < 0:
        if even:
            raise NotAnalytic("outside_domain")
        w_power = ring.power(-w, r)
        return from_leading(int(exponent), -w_power if r.numerator % 2 else w_power, ring)
    if not (even and exponent % 2):
        return from_leading(int(exponent), ring.power(w, r), ring)
    if not ring.side:
        raise NotAnalytic("corner" if k > 0 else "pole")
    w_power = ring.power(w, r)
    return from_leading(int(exponent), w_power if ring.side > 0 else -w_power, ring)


def general_power(u: Value[E], v: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``u^v = e^(v ln u)`` for ``u(a) > 0``."""
    exponent = multiply(v, ln(u, ring), ring)
    return exp(exponent, ring)


def sqrt(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the square root."""
    return power(u, HALF, ring)


def cbrt(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the real cube root."""
    return power(u, Fraction(1, 3), ring)


def erf(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the error function; ``erf(1/h)`` jumps."""
    if isinstance(u, Pole):
        raise NotAnalytic("jump" if u.order % 2 else "removable_flat")
    return ring.apply("erf", u)


def gamma(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``gamma u``; at 0, -1, -2, … it has a pole, as ``1 / (1/gamma)``."""
    v = regular(u)
    if ring.sign(constant_term(v, ring)) > 0:
        return ring.apply("gamma", v)
    return reciprocal(ring.apply("rgamma", v), ring)


def factorial(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``gamma(u + 1)``."""
    return gamma(add(u, one(ring), ring), ring)


def besselj(n: int, u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return Bessel's ``J_n(u)``."""
    return ring.besselj(n, regular(u))
