"""Trigonometric and hyperbolic functions of a series, and their inverses.

All are reduced to exp, ln, sin, cos, tan, atan, asin and square roots.
"""

from fractions import Fraction

from core.errors import NotAnalytic
from core.expression.elementary import (
    HALF,
    constant_term,
    ln,
    one,
    reciprocal,
    regular,
    sqrt,
    subtract,
)
from core.expression.laurent import Pole, Value, add, divide, leading_sign, multiply, negate
from core.expression.rings import E, Ring


def sin(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the sine."""
    return ring.apply("sin", regular(u))


def cos(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the cosine."""
    return ring.apply("cos", regular(u))


def tan(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``sin u / cos u``, or the ring's own tangent where there is no pole."""
    v = regular(u)
    if ring.sign(ring.constant("cos", (constant_term(v, ring),))):
        return ring.apply("tan", v)
    return divide(sin(v, ring), cos(v, ring), ring)


def cot(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``cos u / sin u``."""
    return divide(cos(u, ring), sin(u, ring), ring)


def sec(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / cos u``."""
    return reciprocal(cos(u, ring), ring)


def csc(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / sin u``."""
    return reciprocal(sin(u, ring), ring)


def _exponentials(u: Value[E], ring: Ring[E]) -> tuple[E, E]:
    """Return ``e^u / 2`` and ``e^-u / 2``."""
    v = ring.apply("exp", regular(u))
    leading_sign(v, ring)  # the exponential of a wide ball may contain 0: then nothing is known
    half = ring.number(HALF)
    return v * half, half / v


def sinh(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``(e^u - e^-u) / 2``."""
    grows, decays = _exponentials(u, ring)
    return grows - decays


def cosh(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``(e^u + e^-u) / 2``."""
    grows, decays = _exponentials(u, ring)
    return grows + decays


def tanh(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``sinh u / cosh u``; ``tanh(1/h)`` jumps."""
    if isinstance(u, Pole):
        raise NotAnalytic("jump" if u.order % 2 else "removable_flat")
    grows, decays = _exponentials(u, ring)
    return divide(grows - decays, grows + decays, ring)


def coth(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / tanh u``."""
    return reciprocal(tanh(u, ring), ring)


def sech(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / cosh u``; ``sech(1/h)`` is flat."""
    if isinstance(u, Pole):
        raise NotAnalytic("removable_flat")
    return reciprocal(cosh(u, ring), ring)


def csch(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / sinh u``."""
    if isinstance(u, Pole):
        raise NotAnalytic("removable_flat")
    return reciprocal(sinh(u, ring), ring)


def atan(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the arctangent.

    At ``1/h`` it jumps; ``atan(1/h^2) = pi/2 - atan(h^2)`` does not.
    """
    if not isinstance(u, Pole):
        return ring.apply("atan", u)
    if u.order % 2:
        raise NotAnalytic("jump")
    limit = ring.named("pi") * ring.number(leading_sign(u.series, ring) * HALF)
    return subtract(limit, atan(reciprocal(u, ring), ring), ring)


def acot(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``pi/2 - atan u``."""
    return subtract(ring.named("pi") * ring.number(HALF), atan(u, ring), ring)


def asin(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the arcsine.

    At ``u(a) = 1`` it is ``pi/2 - 2 asin(sqrt((1 - u)/2))``.
    """
    side = _side_of_one(u, ring)
    if not side:
        return ring.apply("asin", regular(u))
    right_angle = ring.named("pi") * ring.number(side * HALF)
    rest = _acos_near_one(u if side > 0 else negate(u), ring)
    return subtract(right_angle, rest if side > 0 else negate(rest), ring)


def acos(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``pi/2 - asin u``."""
    return subtract(ring.named("pi") * ring.number(HALF), asin(u, ring), ring)


def _side_of_one(u: Value[E], ring: Ring[E]) -> int:
    """Return 0 if ``|u(a)| < 1``, else 1 or -1 where ``u(a)`` is just that."""
    if isinstance(u, Pole):
        raise NotAnalytic("outside_domain")
    c = constant_term(u, ring)
    inside = ring.sign(one(ring) - c * c)
    if inside < 0:
        raise NotAnalytic("outside_domain")
    return 0 if inside else ring.sign(c)


def _acos_near_one(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``acos u = 2 asin(sqrt((1 - u)/2))``; the root refuses corners and branch points."""
    half_gap = multiply(subtract(one(ring), u, ring), ring.number(HALF), ring)
    return multiply(ring.number(Fraction(2)), asin(sqrt(half_gap, ring), ring), ring)


def asec(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``acos(1/u)``."""
    return acos(reciprocal(u, ring), ring)


def acsc(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``asin(1/u)``."""
    return asin(reciprocal(u, ring), ring)


def _square(u: Value[E], ring: Ring[E]) -> Value[E]:
    return multiply(u, u, ring)


def asinh(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``asinh u = ln(u + sqrt(u^2 + 1))``, an odd function: use the side without loss."""
    if leading_is_negative(u, ring):
        return negate(asinh(negate(u), ring))
    return ln(add(u, sqrt(add(_square(u, ring), one(ring), ring), ring), ring), ring)


def leading_is_negative(u: Value[E], ring: Ring[E]) -> bool:
    """Say whether ``u(a) < 0`` is plain; where it is not, either side will do."""
    return not isinstance(u, Pole) and ring.is_negative(constant_term(u, ring))


def acosh(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``acosh u = ln(u + sqrt(u^2 - 1))`` for ``u > 1``."""
    if leading_is_negative(u, ring):
        raise NotAnalytic("outside_domain")
    return ln(add(u, sqrt(subtract(_square(u, ring), one(ring), ring), ring), ring), ring)


def atanh(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``(ln(1 + u) - ln(1 - u)) / 2``."""
    above, below = add(one(ring), u, ring), subtract(one(ring), u, ring)
    return multiply(subtract(ln(above, ring), ln(below, ring), ring), ring.number(HALF), ring)


def acoth(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``atanh(1/u)``."""
    return atanh(reciprocal(u, ring), ring)


def asech(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``acosh(1/u)``."""
    return acosh(reciprocal(u, ring), ring)


def acsch(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``asinh(1/u)``."""
    return asinh(reciprocal(u, ring), ring)
