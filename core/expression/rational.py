"""Exact rational values of constant subtrees: exponents, indices, typed points."""

from fractions import Fraction

from core.expression.tree import Negation, Node, Number, Operation


def rational(node: Node) -> Fraction | None:
    """Return the exact value of a constant made of ``+ - * / ^`` on literals, else None.

    ``1/3`` is ``Fraction(1, 3)``, ``2^-1`` is ``Fraction(1, 2)``; None for ``pi``, ``x``,
    ``sqrt(4)``, ``1/0`` and fractional powers. How large it is the budgets bound (``budgets.py``):
    call it only on trees that have passed them.
    """
    match node:
        case Number(value):
            return value
        case Negation(operand):
            inner = rational(operand)
            return None if inner is None else -inner
        case Operation(operator, left, right):
            u, v = rational(left), rational(right)
            return None if u is None or v is None else combine(operator, u, v)
        case _:
            return None


def combine(operator: str, u: Fraction, v: Fraction) -> Fraction | None:
    """Return ``u operator v``, or None where it is undefined or irrational."""
    match operator:
        case "+":
            return u + v
        case "-":
            return u - v
        case "*":
            return u * v
        case "/":
            return u / v if v else None
        case _:
            return u**v.numerator if v.denominator == 1 and (u or v >= 0) else None
