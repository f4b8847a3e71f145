"""The interpreter of a formula in power series: one walk over the tree, in any ring."""

from collections.abc import Mapping
from typing import TypeGuard, cast

from core.errors import NotAnalytic
from core.expression import analytic, elementary
from core.expression.choosing import choose
from core.expression.laurent import Pole, Value, add, divide, multiply, negate
from core.expression.rational import rational
from core.expression.rings import E, Ring
from core.expression.tree import (
    Call,
    Cases,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Variable,
)


def expand(node: Node, variables: Mapping[str, Value[E]], ring: Ring[E]) -> Value[E]:
    """Return the series of ``node`` in one ring: the interpreter.

    Args:
        node: The formula.
        variables: For each variable its series (``a + h`` for the one that moves) or a scalar.
        ring: Where the coefficients live.

    Returns:
        A scalar where no moving variable occurs, a series, or a ``Pole``.

    Raises:
        NotAnalytic: if there is no series at the center, with the reason.
        Undecided, TermsExhausted, Irrational: if the ring cannot tell.
    """
    match node:
        case Variable(name):
            return variables[name]
        case Number(value, _):
            return ring.number(value)
        case Constant(name):
            return ring.named(name)
        case Negation(operand):
            return negate(expand(operand, variables, ring))
        case Operation("^", base, exponent):
            return _power(base, exponent, variables, ring)
        case Operation(operator, left, right):
            u, v = expand(left, variables, ring), expand(right, variables, ring)
            return _OPERATIONS[operator](u, v, ring)
        case Call(name, arguments):
            return _call(name, arguments, variables, ring)
        case Cases(branches):
            return choose(branches, lambda u: expand(u, variables, ring), ring)


def _subtract(u: Value[E], v: Value[E], ring: Ring[E]) -> Value[E]:
    return add(u, negate(v), ring) if isinstance(u, Pole) or isinstance(v, Pole) else u - v


_OPERATIONS = {"+": add, "-": _subtract, "*": multiply, "/": divide}


def _power(
    base: Node, exponent: Node, variables: Mapping[str, Value[E]], ring: Ring[E]
) -> Value[E]:
    """Return ``base^exponent``: a real root for a constant ``p/q``, else ``exp(v ln u)``."""
    r = rational(exponent)
    if r is not None:
        if isinstance(base, Call) and base.name == "abs" and r.numerator % 2 == 0:
            base = base.arguments[0]  # |u|^2 = u^2 has no corner
        if r.denominator == 1 and isinstance(base, Call) and base.name == "cbrt":
            base, r = base.arguments[0], r / 3  # cbrt(u)^3 = u has no branch point
        u = expand(base, variables, ring)
        return ring.power(u, r) if _is_scalar(u, ring) else elementary.power(u, r, ring)
    v = expand(exponent, variables, ring)
    if base == Constant("e"):
        return ring.constant("exp", (v,)) if _is_scalar(v, ring) else elementary.exp(v, ring)
    u = expand(base, variables, ring)
    if _is_scalar(u, ring) and _is_scalar(v, ring):
        return ring.scalar_power(u, v)
    return elementary.general_power(u, v, ring)


def _is_scalar(u: Value[E], ring: Ring[E]) -> TypeGuard[E]:
    return not isinstance(u, Pole) and not ring.is_series(u)


def _call(
    name: str, arguments: tuple[Node, ...], variables: Mapping[str, Value[E]], ring: Ring[E]
) -> Value[E]:
    if name in ("root", "besselj"):
        return _indexed(name, arguments, variables, ring)
    values = tuple(expand(argument, variables, ring) for argument in arguments)
    if all(_is_scalar(u, ring) for u in values):
        return ring.constant(name, cast(tuple[E, ...], values))
    if name == "log":
        return elementary.logarithm(values[0], values[1], ring)
    if name in analytic.CHOICES:
        return analytic.CHOICES[name](values, ring)
    return analytic.call(name, values[0], ring)


def _indexed(
    name: str, arguments: tuple[Node, ...], variables: Mapping[str, Value[E]], ring: Ring[E]
) -> Value[E]:
    """Return ``root(n, u)`` or ``besselj(n, u)``."""
    n = rational(arguments[0])
    if n is None or n.denominator != 1:
        raise NotAnalytic("outside_domain")
    u = expand(arguments[1], variables, ring)
    if name == "besselj":
        return elementary.besselj(int(n), u, ring)
    return ring.power(u, 1 / n) if _is_scalar(u, ring) else elementary.power(u, 1 / n, ring)
