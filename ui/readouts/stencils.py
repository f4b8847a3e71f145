"""How a difference formula comes out of Taylor expansions, and the float formats, as text."""

from fractions import Fraction

from core.floats import FORMATS
from core.stencil import Stencil
from ui.words import number, t


def derivation(s: Stencil) -> str:
    """Return the weighted expansions as a table in LaTeX: what adds up to 0 has cancelled.

    A row holds ``w o^k / k!``, what ``w f(x + o h)`` gives to ``h^k f^(k)(x)``.
    """
    worked = s.derivation()
    powers = range(len(worked.totals))
    rows = [
        [_term(it.weight, it.offset), *(_fraction(it.weight * c) for c in it.coefficients)]
        for it in reversed(worked.expansions)
    ]
    last = [rf"\text{{{t('roundoff.sum')}}}", *map(_total, worked.totals)]
    lines = [["", *map(_derivative, powers)], *rows, last]
    head, *body, total = (" & ".join(line) for line in lines)
    inner = r" \\ ".join(body)
    return (
        r"\def\arraystretch{1.6}"
        rf"\begin{{array}}{{r|{'c' * len(powers)}}}{head} \\ \hline {inner} \\ \hline {total}"
        r"\end{array}"
    )


def formats_table() -> str:
    """Return the four formats as a Markdown table."""
    heads = [t(f"roundoff.table_{it}") for it in ("format", "digits", "eps", "u", "least", "most")]
    lines = [heads, ["---"] * len(heads)]
    for fmt in FORMATS.values():
        numbers = (fmt.eps, fmt.unit_roundoff, fmt.min_normal, fmt.max)
        lines.append([fmt.name, str(fmt.digits), *(number(it, 5) for it in numbers)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _term(weight: Fraction, offset: Fraction) -> str:
    size = "" if abs(offset) == 1 else str(abs(offset))
    place = f"x{'+' if offset > 0 else '-'}{size}h" if offset else "x"
    sign = "-" if weight < 0 else ""
    factor = "" if abs(weight) == 1 else _fraction(abs(weight))
    return rf"{sign}{factor}\,f({place})"


def _fraction(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    return rf"{sign}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def _total(value: Fraction) -> str:
    return r"\textcolor{gray}{0}" if not value else rf"\mathbf{{{_fraction(value)}}}"


def _derivative(k: int) -> str:
    step = "" if k == 0 else "h" if k == 1 else f"h^{k}"
    return f"{step}f" + "'" * k if k < 4 else rf"{step}f^{{({k})}}"
