"""The functions of a series: where they are analytic, and why not where they are not.

Everything is reduced to the few functions that a ring knows (exp, ln, sin, cos, tan, atan, asin,
erf, gamma, powers). Refusals name their reason: see ``REASONS``.
"""

from fractions import Fraction
from typing import Protocol

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
from core.expression.piecewise import absolute, ceil, floor, maximum, minimum, sign
from core.expression.rings import E, Ring

# Why there is no Taylor series at a point: every ``NotAnalytic.code``.
REASONS = {
    "pole": "tends to infinity like a power of 1/(x - a): 1/x at 0",
    "corner": "derivatives from the left and from the right differ: |x| at 0",
    "jump": "not continuous, or constant on either side with different values: sign x at 0",
    "branch_point": "a root or logarithm of zero, or of infinity: sqrt(x), x^(1/3), ln x at 0",
    "outside_domain": "not real near the point: ln x at -1",
    "essential": "no power of (x - a) tames it: sin(1/x) at 0",
    "removable_flat": "exp(-1/x^2) at 0: undefined there; after removing the point all its"
    " derivatives are 0 and the series is not the function",
    "undecided": "it could not be proven whether something vanishes at the point",
}
_HALF = Fraction(1, 2)


class Rule(Protocol):
    """A function of one value."""

    def __call__(self, u: Value[E], ring: Ring[E], /) -> Value[E]:
        """Return the function's series."""


def call(name: str, u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the function ``name`` of a value that depends on the variable."""
    return RULES[name](u, ring)


def _one(ring: Ring[E]) -> E:
    return ring.number(Fraction(1))


def _reciprocal(u: Value[E], ring: Ring[E]) -> Value[E]:
    return divide(_one(ring), u, ring)


def _subtract(u: Value[E], v: Value[E], ring: Ring[E]) -> Value[E]:
    return add(u, negate(v), ring)


def _regular(u: Value[E]) -> E:
    """Return a series; a function without a limit at infinity is refused."""
    if isinstance(u, Pole):
        raise NotAnalytic("essential")
    return u


def _constant_term(u: E, ring: Ring[E]) -> E:
    return ring.coefficient(u, 0)


# --- exponential and logarithm ----------------------------------------------------------------


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
    sign = ring.sign(_constant_term(u, ring) if series else u)
    if sign <= 0:
        raise NotAnalytic("outside_domain" if sign else "branch_point")
    return ring.apply("ln", u) if series else ring.constant("ln", (u,))


def logarithm(base: Value[E], u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``ln u / ln b``."""
    return divide(ln(u, ring), ln(base, ring), ring)


def _logarithm_to_base(base: int) -> Rule:
    def rule(u: Value[E], ring: Ring[E], /) -> Value[E]:
        return logarithm(ring.number(Fraction(base)), u, ring)

    return rule


# --- powers -----------------------------------------------------------------------------------


def power(u: Value[E], r: Fraction, ring: Ring[E]) -> Value[E]:
    """Return ``u^r`` for a rational ``r = p/q``, the real root where ``q`` is odd.

    With ``u = h^k w`` and ``w(a) != 0``, ``u^r = (h^k)^r w^r``: analytic where ``k r`` is an
    integer, but for ``|h|^(k r)`` (``q`` even) also ``k r`` must be even.
    """
    if r.denominator == 1:
        n = r.numerator
        return (
            integer_power(u, n, ring) if n >= 0 else _reciprocal(integer_power(u, -n, ring), ring)
        )
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
    return power(u, _HALF, ring)


def cbrt(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the real cube root."""
    return power(u, Fraction(1, 3), ring)


# --- trigonometric and hyperbolic functions ---------------------------------------------------


def sin(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the sine."""
    return ring.apply("sin", _regular(u))


def cos(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the cosine."""
    return ring.apply("cos", _regular(u))


def tan(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``sin u / cos u``, or the ring's own tangent where there is no pole."""
    v = _regular(u)
    if ring.sign(ring.constant("cos", (_constant_term(v, ring),))):
        return ring.apply("tan", v)
    return divide(sin(v, ring), cos(v, ring), ring)


def cot(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``cos u / sin u``."""
    return divide(cos(u, ring), sin(u, ring), ring)


def sec(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / cos u``."""
    return _reciprocal(cos(u, ring), ring)


def csc(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / sin u``."""
    return _reciprocal(sin(u, ring), ring)


def _exponentials(u: Value[E], ring: Ring[E]) -> tuple[E, E]:
    """Return ``e^u / 2`` and ``e^-u / 2``."""
    v = ring.apply("exp", _regular(u))
    half = ring.number(_HALF)
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
    return (grows - decays) / (grows + decays)


def coth(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / tanh u``."""
    return _reciprocal(tanh(u, ring), ring)


def sech(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / cosh u``; ``sech(1/h)`` is flat."""
    if isinstance(u, Pole):
        raise NotAnalytic("removable_flat")
    return _reciprocal(cosh(u, ring), ring)


def csch(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``1 / sinh u``."""
    if isinstance(u, Pole):
        raise NotAnalytic("removable_flat")
    return _reciprocal(sinh(u, ring), ring)


# --- inverse functions ------------------------------------------------------------------------


def atan(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the arctangent.

    At ``1/h`` it jumps; ``atan(1/h^2) = pi/2 - atan(h^2)`` does not.
    """
    if not isinstance(u, Pole):
        return ring.apply("atan", u)
    if u.order % 2:
        raise NotAnalytic("jump")
    limit = ring.named("pi") * ring.number(leading_sign(u.series, ring) * _HALF)
    return _subtract(limit, atan(_reciprocal(u, ring), ring), ring)


def acot(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``pi/2 - atan u``."""
    return _subtract(ring.named("pi") * ring.number(_HALF), atan(u, ring), ring)


def asin(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the arcsine.

    At ``u(a) = 1`` it is ``pi/2 - 2 asin(sqrt((1 - u)/2))``.
    """
    side = _side_of_one(u, ring)
    if not side:
        return ring.apply("asin", _regular(u))
    right_angle = ring.named("pi") * ring.number(side * _HALF)
    rest = _acos_near_one(u if side > 0 else negate(u), ring)
    return _subtract(right_angle, rest if side > 0 else negate(rest), ring)


def acos(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``pi/2 - asin u``."""
    return _subtract(ring.named("pi") * ring.number(_HALF), asin(u, ring), ring)


def _side_of_one(u: Value[E], ring: Ring[E]) -> int:
    """Return 0 if ``|u(a)| < 1``, else 1 or -1 where ``u(a)`` is just that."""
    if isinstance(u, Pole):
        raise NotAnalytic("outside_domain")
    c = _constant_term(u, ring)
    inside = ring.sign(_one(ring) - c * c)
    if inside < 0:
        raise NotAnalytic("outside_domain")
    return 0 if inside else ring.sign(c)


def _acos_near_one(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``acos u = 2 asin(sqrt((1 - u)/2))``; the root refuses corners and branch points."""
    half_gap = multiply(_subtract(_one(ring), u, ring), ring.number(_HALF), ring)
    return multiply(ring.number(Fraction(2)), asin(sqrt(half_gap, ring), ring), ring)


def asec(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``acos(1/u)``."""
    return acos(_reciprocal(u, ring), ring)


def acsc(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``asin(1/u)``."""
    return asin(_reciprocal(u, ring), ring)


def _square(u: Value[E], ring: Ring[E]) -> Value[E]:
    return multiply(u, u, ring)


def asinh(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``asinh u = ln(u + sqrt(u^2 + 1))``, an odd function: use the side without loss."""
    if leading_is_negative(u, ring):
        return negate(asinh(negate(u), ring))
    return ln(add(u, sqrt(add(_square(u, ring), _one(ring), ring), ring), ring), ring)


def leading_is_negative(u: Value[E], ring: Ring[E]) -> bool:
    """Say whether ``u(a) < 0`` is plain; where it is not, either side will do."""
    return not isinstance(u, Pole) and ring.is_negative(_constant_term(u, ring))


def acosh(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``acosh u = ln(u + sqrt(u^2 - 1))`` for ``u > 1``."""
    if leading_is_negative(u, ring):
        raise NotAnalytic("outside_domain")
    return ln(add(u, sqrt(_subtract(_square(u, ring), _one(ring), ring), ring), ring), ring)


def atanh(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``(ln(1 + u) - ln(1 - u)) / 2``."""
    one = _one(ring)
    difference = _subtract(ln(add(one, u, ring), ring), ln(_subtract(one, u, ring), ring), ring)
    return multiply(difference, ring.number(_HALF), ring)


def acoth(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``atanh(1/u)``."""
    return atanh(_reciprocal(u, ring), ring)


def asech(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``acosh(1/u)``."""
    return acosh(_reciprocal(u, ring), ring)


def acsch(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``asinh(1/u)``."""
    return asinh(_reciprocal(u, ring), ring)


# --- special functions ------------------------------------------------------------------------


def erf(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the error function; ``erf(1/h)`` jumps."""
    if isinstance(u, Pole):
        raise NotAnalytic("jump" if u.order % 2 else "removable_flat")
    return ring.apply("erf", u)


def gamma(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``gamma u``; at 0, -1, -2, … it has a pole, as ``1 / (1/gamma)``."""
    v = _regular(u)
    if ring.sign(_constant_term(v, ring)) > 0:
        return ring.apply("gamma", v)
    return _reciprocal(ring.apply("rgamma", v), ring)


def factorial(u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return ``gamma(u + 1)``."""
    return gamma(add(u, _one(ring), ring), ring)


def besselj(n: int, u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return Bessel's ``J_n(u)``."""
    return ring.besselj(n, _regular(u))


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        *(exp, ln, sqrt, cbrt, sin, cos, tan, cot, sec, csc),
        *(sinh, cosh, tanh, coth, sech, csch),
        *(asin, acos, atan, acot, asec, acsc),
        *(asinh, acosh, atanh, acoth, asech, acsch),
        *(erf, gamma, factorial),
    )
} | {
    "abs": absolute,
    "sign": sign,
    "floor": floor,
    "ceil": ceil,
    "log10": _logarithm_to_base(10),
    "log2": _logarithm_to_base(2),
}
CHOICES = {"min": minimum, "max": maximum}
