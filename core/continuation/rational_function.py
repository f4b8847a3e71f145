"""Rational functions with rational coefficients: in lowest terms, and written as formulas."""

from fractions import Fraction

from flint import fmpq_poly

from core.continuation.zeros import MAX_DEGREE, combined, polynomial
from core.expression.building import ZERO, constant, over, plus, power, times
from core.expression.tree import Negation, Node, Operation, Variable, walk


def reduced(tree: Node) -> Node:
    """Return a rational function with rational coefficients in lowest terms; else ``tree``.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(reduced(parse("(x^4 - 1)/(x^2 + 1) + 1/x").tree))
    '(x^3 - x + 1)/x'
    """
    names = {part.name for part in walk(tree) if isinstance(part, Variable)}
    quotient = _quotient(tree)
    if quotient is None or len(names) != 1 or not quotient[1]:
        return tree
    top, bottom = quotient
    common = top.gcd(bottom)
    if common.degree() < 1:
        return tree
    x = Variable(names.pop())
    return over(written(top / common, x), written(bottom / common, x))


def _quotient(tree: Node) -> tuple[fmpq_poly, fmpq_poly] | None:
    """Return numerator and denominator of a rational function of low degree."""
    p = polynomial(tree)
    if p is not None:
        return p, fmpq_poly([1])
    match tree:
        case Negation(u):
            inner = _quotient(u)
            return None if inner is None else (-inner[0], inner[1])
        case Operation("+" | "-" | "*" | "/" as operator, u, v):
            left, right = _quotient(u), _quotient(v)
            if left is None or right is None:
                return None
            (a, b), (c, d) = left, right
            if max(a.degree(), b.degree()) + max(c.degree(), d.degree()) > MAX_DEGREE:
                return None
            if operator == "*":
                return a * c, b * d
            if operator == "/":
                return (a * d, b * c) if c else None
            return combined(operator, a * d, c * b), b * d
        case _:
            return None


def written(p: fmpq_poly, x: Node) -> Node:
    """Return a polynomial as a formula, highest power first."""
    total: Node = ZERO
    for k in range(p.degree(), -1, -1):
        c = Fraction(int(p[k].numerator), int(p[k].denominator))
        total = plus(total, times(constant(c), power(x, constant(Fraction(k)))))
    return total
