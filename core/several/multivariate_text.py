r"""How a polynomial in several variables is written: ``5 + 2 \left(x - 1\right) + …``."""

from collections.abc import Sequence

from flint import arb

from core.expression.latex import to_latex
from core.expression.text import to_text
from core.expression.tree import Node, Variable
from core.polynomial_text import (
    closed_term,
    decimal_latex,
    is_short,
    joined,
    rational_term,
    shifted,
)
from core.several.bundle import Coefficients
from core.several.known import Known, certified, exact
from core.several.known_latex import DIGITS, MAX_LATEX
from core.several.rays import MultiIndex

MAX_TERMS = 10  # of the one-line text; the rest is an ellipsis
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def sum_latex(terms: Coefficients, variables: Sequence[str], center: Sequence[Node]) -> str:
    """Return LaTeX of ``sum of c_m (x - a)^m``, 0 if all coefficients vanish."""
    bases = [
        shifted(to_latex(Variable(name)), a, to_latex, r"\left({}\right)")
        for name, a in zip(variables, center, strict=True)
    ]
    return joined([t for m, c in terms.items() if (t := term_latex(c, _power_latex(bases, m)))])


def term_latex(c: Known, power: str) -> str:
    """Return LaTeX of one term with its sign, ``""`` for 0."""
    value = exact(c)
    if value is not None and is_short(value):
        if "left" not in power or value.denominator == 1:
            return rational_term(value, power)
        return f"{rational_term(value, '')} {power}"
    if not isinstance(c, arb) and value is None and len(to_latex(c)) <= MAX_LATEX:
        return closed_term(c, power)
    decimal = decimal_latex(certified(c).value)
    return f"{decimal} {power}".strip() if decimal != "0" else ""


def _power_latex(bases: Sequence[str], m: MultiIndex) -> str:
    """Return ``(x - a)^i (y - b)^j`` in LaTeX."""
    factors = zip(bases, m, strict=True)
    return " ".join(base if k == 1 else f"{base}^{{{k}}}" for base, k in factors if k)


def sum_text(
    terms: Coefficients, variables: Sequence[str], center: Sequence[Node], order: int
) -> str:
    """Return ``1 + x + x²/2 + x y + O(3)``: with the order of what is left out."""
    bases = [shifted(name, a, to_text, "({})") for name, a in zip(variables, center, strict=True)]
    shown = [t for m, c in terms.items() if (t := _term_text(c, _power_text(bases, m)))]
    if len(shown) > MAX_TERMS:
        shown = [*shown[:MAX_TERMS], "…"]
    return joined([*shown, f"O({order + 1})"])


def _term_text(c: Known, power: str) -> str:
    value = exact(c)
    if value is None or not is_short(value):
        decimal = f"{certified(c).value:.{DIGITS}g}"
        return f"{decimal} {power}".strip() if decimal != "0" else ""
    if value == 0:
        return ""
    sign, top, bottom = "-" if value < 0 else "", abs(value.numerator), value.denominator
    above = power if top == 1 and power else f"{top} {power}".strip()
    return f"{sign}{above}" if bottom == 1 else f"{sign}{above}/{bottom}"


def _power_text(bases: Sequence[str], m: MultiIndex) -> str:
    factors = zip(bases, m, strict=True)
    return " ".join(b if k == 1 else b + str(k).translate(_SUPERSCRIPTS) for b, k in factors if k)
