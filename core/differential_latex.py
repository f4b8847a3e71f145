"""How a differential and a tangent are written in LaTeX."""

from typing import TYPE_CHECKING

import numpy as np

from core.expression.building import replaced
from core.expression.expression import Expression
from core.expression.latex import to_latex
from core.expression.tidying import tidied
from core.expression.tree import Negation, Node, Operation, Variable
from core.polynomial_text import term_latex
from core.taylor import TaylorPolynomial

if TYPE_CHECKING:
    from core.differential import Differential

MAX_CLOSED = 60  # a closed form longer than this in LaTeX is written as a decimal number instead
DIGITS = 6


def differential_latex(d: "Differential") -> str:
    r"""Return ``dy = 6\,dx`` or ``dz = 2\,dx + 4\,dy``; terms that are 0 are left out."""
    terms = [_term(p) for p in _lines(d) if p.coefficients[1]]
    return f"d{_dependent(d)} = {_sum(terms)}"


def tangent_latex(d: "Differential") -> str:
    """Return ``z = 5 + 2 (x - 1) + 4 (y - 2)``, the brackets as LaTeX has them."""
    lines = _lines(d)
    terms = [term_latex(lines[0], 0), *(term_latex(p, 1) for p in lines)]
    return f"{_dependent(d)} = {_sum([term for term in terms if term])}"


def _dependent(d: "Differential") -> str:
    """Return the letter of f's value: y on a line, z over a plane, f where that one is taken."""
    letter = {1: "y", 2: "z"}.get(len(d.at), "f")
    return "f" if letter in d.function.variables else letter


def _lines(d: "Differential") -> list[TaylorPolynomial]:
    """Return, for each variable, the first-order polynomial of f along its axis."""
    place = dict(zip(d.function.variables, d.at, strict=True))
    lines = []
    for (name, center), slope in zip(place.items(), d.slopes, strict=True):
        others = {other: node for other, node in place.items() if other != name}
        along = Expression(d.function.text, (name,), replaced(d.function.tree, others))
        lines.append(TaylorPolynomial(along, center, 1, np.array([d.value.value, slope.value])))
    return lines


def _term(p: TaylorPolynomial) -> str:
    r"""Return ``6\,dx``; ``dx`` alone for a slope of 1."""
    dx = f"d{to_latex(Variable(p.variable))}"
    size = _size(tidied(p.closed[1]) if p.closed else None, float(p.coefficients[1]))
    return size.removesuffix("1") + dx if size in ("1", "-1") else rf"{size}\,{dx}"


def _size(c: Node | None, nearest: float) -> str:
    """Return a slope: in closed form where it is short, else as a decimal."""
    if isinstance(c, Negation):
        return "-" + _size(c.operand, -nearest)
    text = "" if c is None else to_latex(c)
    if not 0 < len(text) <= MAX_CLOSED:
        mantissa, _, exponent = f"{nearest:.{DIGITS}g}".partition("e")
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa
    is_sum = isinstance(c, Operation) and c.operator in "+-"
    return rf"\left({text}\right)" if is_sum else text


def _sum(terms: list[str]) -> str:
    """Return the sum of signed terms."""
    total = " + ".join(terms) or "0"
    return total.replace("+ -", "- ")
