"""How a product is written: number, constants, variables, roots, exponentials, sums, functions."""

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from typing import Protocol

from core.expression.building import ONE, constant, negated, over, power, times
from core.expression.tree import (
    Call,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Variable,
    is_constant,
    walk,
)

_BRACKETED = ("sqrt", "cbrt", "root", "abs")


class Powers(Protocol):
    """A number and powers above and below a fraction bar (``core.expression.terms.Term``)."""

    @property
    def factor(self) -> Fraction:
        """The number in front."""

    @property
    def above(self) -> Mapping[Node, int]:
        """The powers above the bar."""

    @property
    def below(self) -> Mapping[Node, int]:
        """The powers below it."""

    @property
    def decimal(self) -> bool:
        """Whether the number is to be a decimal."""


def written(it: Powers) -> Node:
    """Return a product with one number in front, its sign before it, and one fraction bar."""
    size = abs(it.factor)
    top, bottom = product(it.above), product(it.below)
    if it.decimal and (number := _decimal(size)):
        result = over(_times(number, top), bottom)
    else:
        above, below = map(Fraction, size.as_integer_ratio())
        result = over(_times(constant(above), top), _times(constant(below), bottom))
    return negated(result) if it.factor < 0 else result


def product(powers: Mapping[Node, int]) -> Node:
    """Return the product of powers in their order."""
    one: Node = ONE
    return reduce(_times, (_power(u, powers[u]) for u in sorted(powers, key=_rank)), one)


def _power(u: Node, k: int) -> Node:
    """``u^k``, and ``e^(k u)`` for a power of ``e^u``."""
    match u:
        case Operation("^", Constant("e"), exponent) if k > 1:
            return Operation("^", Constant("e"), _multiple(constant(Fraction(k)), exponent))
        case _:
            return power(u, constant(Fraction(k)))


def _multiple(k: Node, u: Node) -> Node:
    match u:
        case Negation(v):
            return negated(_multiple(k, v))
        case Operation("/", v, w):
            return over(_times(k, v), w)
        case _:
            return _times(k, u)


def _rank(u: Node) -> tuple[int, str]:
    """The order of factors: constants, variables, roots, exponentials, sums, functions."""
    match u:
        case Call(name, _) if name not in _BRACKETED:
            return 5, ""
        case _ if is_constant(u):
            return 0, ""
        case Variable(name):
            return 1, name
        case Operation("^", _, exponent) if not is_constant(exponent):
            return 3, ""
        case Operation("+" | "-", _, _) if any(isinstance(part, Call) for part in walk(u)):
            return 4, ""
        case _:
            return 2, ""


def _times(u: Node, v: Node) -> Node:
    """Return ``u v`` as one chain without inner brackets."""
    match v:
        case Operation("*", first, rest):
            return times(_times(u, first), rest)
        case _:
            return times(u, v)


def _decimal(value: Fraction) -> Number | None:
    """Return ``value`` as a decimal of at most six places, if that is what it is."""
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return Number(value, text) if Fraction(text) == value else None
