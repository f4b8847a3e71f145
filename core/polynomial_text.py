"""How a Taylor polynomial is written: in LaTeX, and in one line of text."""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from core.expression.latex import to_latex
from core.expression.rational import rational
from core.expression.text import to_text
from core.expression.tree import Negation, Node, Operation, Variable

if TYPE_CHECKING:
    from core.taylor import TaylorPolynomial

# A closed form longer than this in LaTeX is written as a decimal number instead.
MAX_CLOSED_LATEX = 60
# A rational with a longer numerator or denominator, in digits, is written as a decimal number.
MAX_RATIONAL_DIGITS = 15
# Irrational coefficients are written in closed form only if these many all can be.
FIRST_TERMS = 6
# Digits of a decimal coefficient: all certain, as the double is to a unit of its last place.
DIGITS = 6
# Terms of the one-line text; the rest is an ellipsis.
MAX_TERMS = 8
_LEFT, _RIGHT = r"\left(", r"\right)"
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def polynomial_latex(p: "TaylorPolynomial", n: int) -> str:
    """Return LaTeX of ``P_n``; 0 if all its coefficients vanish."""
    terms = [(term_latex(p, k), _is_exact(p, k)) for k in range(n + 1)]
    return joined(_marked(terms, r"{\approx}"))


def _marked(terms: list[tuple[str, bool]], mark: str) -> list[str]:
    """Return the terms that are not 0, the rounded ones marked if others beside them are exact.

    Where all are rounded their decimals show it.
    """
    shown = [(term, exact) for term, exact in terms if term]
    if not any(exact for _, exact in shown):
        mark = ""
    return [term if exact else _approximate(term, mark) for term, exact in shown]


def _approximate(term: str, mark: str) -> str:
    return f"-{mark}{term[1:]}" if term.startswith("-") else mark + term


def _is_exact(p: "TaylorPolynomial", k: int) -> bool:
    """Say whether the coefficient is shown in closed form."""
    c = p.closed[k] if p.closed else None
    value = None if c is None else rational(c)
    return is_short(value) if value is not None else c is not None and _reads_exactly(p)


def term_latex(p: "TaylorPolynomial", k: int) -> str:
    """Return LaTeX of ``c_k (x - a)^k`` with its sign, ``""`` if ``c_k = 0``."""
    power = power_latex(p, k)
    if p.closed and _is_exact(p, k):
        value = rational(p.closed[k])
        return closed_term(p.closed[k], power) if value is None else rational_term(value, power)
    decimal = decimal_latex(float(p.coefficients[k]))
    return f"{decimal} {power}".strip() if decimal != "0" else ""


def rational_term(value: Fraction, power: str) -> str:
    """Return the term of a rational coefficient, ``""`` for 0; the power stands above the line."""
    if value == 0:
        return ""
    sign, top, bottom = "-" if value < 0 else "", abs(value.numerator), value.denominator
    above = power if top == 1 and power else f"{top} {power}".strip()
    if bottom > 1 and above.startswith(_LEFT) and above.endswith(_RIGHT):
        above = above.removeprefix(_LEFT).removesuffix(_RIGHT)
    return f"{sign}{above}" if bottom == 1 else rf"{sign}\frac{{{above}}}{{{bottom}}}"


def _reads_exactly(p: "TaylorPolynomial") -> bool:
    """Say whether the first terms all read well in closed form: no mixture with decimals."""
    return bool(p.closed) and all(_is_readable(p, c) for c in (p.closed or ())[:FIRST_TERMS])


def _is_readable(p: "TaylorPolynomial", c: Node) -> bool:
    """Say whether a closed form is short, and not about the seventeen digits of a double."""
    a = rational(p.center)
    return (a is None or is_short(a)) and len(to_latex(c)) <= MAX_CLOSED_LATEX


def closed_term(c: Node, power: str) -> str:
    r"""Return the term of an irrational coefficient, in brackets where it needs them.

    >>> from core.expression.expression import parse
    >>> print(closed_term(parse("sin(1)", ()).tree, "x^{2}"))
    \sin\left(1\right) x^{2}
    """
    if isinstance(c, Negation):
        return f"-{closed_term(c.operand, power)}"
    if not power:
        return to_latex(c)
    factor = Variable("x")  # stands for the power: a bare function must not swallow it
    return to_latex(Operation("*", c, factor)).removesuffix("x") + power


def power_latex(p: "TaylorPolynomial", k: int) -> str:
    """Return ``(x - a)^k`` in LaTeX, ``""`` for ``k = 0``."""
    if k == 0:
        return ""
    base = shifted(to_latex(Variable(p.variable)), p.center, to_latex, f"{_LEFT}{{}}{_RIGHT}")
    return base if k == 1 else f"{base}^{{{k}}}"


def shifted(x: str, a: Node, show: Callable[[Node], str], brackets: str) -> str:
    """Return ``x``, ``(x - a)`` or ``(x + |a|)``; a long fraction as the nearest double.

    A sum stands in brackets: about ``1 + pi`` it is ``(x - (1 + pi))``.
    """
    value = rational(a)
    if value == 0:
        return x
    if value is not None and not is_short(value):
        return brackets.format(f"{x} {'+' if value < 0 else '-'} {abs(float(value))!r}")
    unsigned = without_sign(a)
    if unsigned is None and isinstance(a, Operation) and a.operator in "+-":
        return brackets.format(f"{x} - {brackets.format(show(a))}")
    return brackets.format(f"{x} {'+' if unsigned else '-'} {show(unsigned or a)}")


def without_sign(a: Node) -> Node | None:
    """Return ``u`` if ``a`` is written ``-u``, ``-u/v`` or ``-u v``; else None."""
    match a:
        case Negation(u):
            return u
        case Operation("*" | "/" as operator, Negation(u), v):
            return Operation(operator, u, v)
        case _:
            return None


def joined(terms: list[str]) -> str:
    """Return the sum of signed terms, 0 if there are none."""
    if not terms:
        return "0"
    rest = "".join(f" - {t[1:]}" if t.startswith("-") else f" + {t}" for t in terms[1:])
    return terms[0] + rest


def is_short(value: Fraction) -> bool:
    """Say whether a reader would want to see all digits."""
    return bool(max(abs(value.numerator), value.denominator) < 10**MAX_RATIONAL_DIGITS)


def decimal_latex(c: float) -> str:
    """Return a decimal number in LaTeX, powers of ten as such."""
    mantissa, _, exponent = f"{c:.{DIGITS}g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def polynomial_text(p: "TaylorPolynomial") -> str:
    """Return ``1 + x + x²/2 + O(x³)``; decimals where a coefficient is not rational."""
    terms = _marked([_term_text(p, k) for k in range(p.order + 1)], "≈")
    if len(terms) > MAX_TERMS:
        terms = [*terms[:MAX_TERMS], "…"]
    return joined([*terms, f"O({_power_text(p, p.order + 1)})"])


def _term_text(p: "TaylorPolynomial", k: int) -> tuple[str, bool]:
    """Return a term, ``""`` for 0, and whether it is exact."""
    value = rational(p.closed[k]) if p.closed else None
    power = _power_text(p, k)
    if value is None or not is_short(value):
        c = p.coefficients[k]
        return (f"{c:.{DIGITS}g}{power}" if c else ""), False
    if value == 0:
        return "", True
    sign, top, bottom = "-" if value < 0 else "", abs(value.numerator), value.denominator
    above = power if top == 1 and power else f"{top}{power}"
    return (f"{sign}{above}" if bottom == 1 else f"{sign}{above}/{bottom}"), True


def _power_text(p: "TaylorPolynomial", k: int) -> str:
    """Return ``(x - a)ᵏ``, ``""`` for ``k = 0``."""
    if k == 0:
        return ""
    base = shifted(p.variable, p.center, to_text, "({})")
    return base if k == 1 else base + str(k).translate(_SUPERSCRIPTS)
