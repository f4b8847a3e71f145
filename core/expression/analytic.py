"""Every function of a typed formula, as a rule for series."""

from fractions import Fraction
from typing import Protocol

from core.expression.elementary import cbrt, erf, exp, factorial, gamma, ln, logarithm, sqrt
from core.expression.laurent import Value
from core.expression.piecewise import absolute, ceil, floor, maximum, minimum, sign
from core.expression.rings import E, Ring
from core.expression.trigonometric import (
    acos,
    acosh,
    acot,
    acoth,
    acsc,
    acsch,
    asec,
    asech,
    asin,
    asinh,
    atan,
    atanh,
    cos,
    cosh,
    cot,
    coth,
    csc,
    csch,
    sec,
    sech,
    sin,
    sinh,
    tan,
    tanh,
)


class Rule(Protocol):
    """A function of one value."""

    def __call__(self, u: Value[E], ring: Ring[E], /) -> Value[E]:
        """Return the function's series."""


def call(name: str, u: Value[E], ring: Ring[E]) -> Value[E]:
    """Return the function ``name`` of a value that depends on the variable."""
    return RULES[name](u, ring)


def _logarithm_to_base(base: int) -> Rule:
    def rule(u: Value[E], ring: Ring[E], /) -> Value[E]:
        return logarithm(ring.number(Fraction(base)), u, ring)

    return rule


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
