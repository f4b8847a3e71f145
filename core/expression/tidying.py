"""Derivatives as a person writes them: numbers gathered, one fraction a term."""

from dataclasses import dataclass
from fractions import Fraction

from core.expression.building import ONE, constant, negated, over, times
from core.expression.tree import Call, Negation, Node, Number, Operation


@dataclass(frozen=True, slots=True)
class _Term:
    """``factor top / bottom``; ``decimal`` if the factor was typed with a decimal point."""

    factor: Fraction
    top: Node = ONE
    bottom: Node = ONE
    decimal: bool = False


def tidied(tree: Node) -> Node:
    """Return an equal formula whose products have one number in front and one fraction bar.

    Nothing is expanded or canceled but numbers: this is for reading, ``0.12 (2 x)`` as ``0.24 x``
    and ``1/(2 sqrt(u)) (2 x)`` as ``x/sqrt(u)``.
    """
    match tree:
        case Operation("*" | "/", u, v):
            return _written(_term(Operation(tree.operator, tidied(u), tidied(v))))
        case Operation(operator, u, v):
            return Operation(operator, tidied(u), tidied(v))
        case Negation(u):
            return negated(tidied(u))
        case Call(name, arguments):
            return Call(name, tuple(map(tidied, arguments)))
        case _:
            return tree


def _term(tree: Node) -> _Term:
    match tree:
        case Number(value, text):
            return _Term(value, decimal="." in text)
        case Negation(u):
            it = _term(u)
            return _Term(-it.factor, it.top, it.bottom, it.decimal)
        case Operation("*", u, v):
            return _product(_term(u), _term(v))
        case Operation("/", u, v):
            below = _term(v)
            if not below.factor:  # an undefined quotient stays as it is
                return _Term(Fraction(1), tree)
            inverse = _Term(1 / below.factor, below.bottom, below.top, below.decimal)
            return _product(_term(u), inverse)
        case _:
            return _Term(Fraction(1), tree)


def _product(u: _Term, v: _Term) -> _Term:
    return _Term(
        u.factor * v.factor,
        _joined(u.top, v.top),
        _joined(u.bottom, v.bottom),
        u.decimal or v.decimal,
    )


def _joined(u: Node, v: Node) -> Node:
    """Return ``u v`` as one chain without inner brackets."""
    match v:
        case Operation("*", first, rest):
            return times(_joined(u, first), rest)
        case _:
            return times(u, v)


def _written(it: _Term) -> Node:
    if it.factor < 0:
        return negated(_written(_Term(-it.factor, it.top, it.bottom, it.decimal)))
    if it.decimal and (number := _decimal(it.factor)):
        return over(_joined(number, it.top), it.bottom)
    above, below = map(Fraction, it.factor.as_integer_ratio())
    return over(_joined(constant(above), it.top), _joined(constant(below), it.bottom))


def _decimal(value: Fraction) -> Number | None:
    """Return ``value`` as a decimal of at most six places, if that is what it is."""
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return Number(value, text) if Fraction(text) == value else None
