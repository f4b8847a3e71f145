"""How known constants are written: exactly where that is short, else with their certain digits."""

from collections.abc import Sequence

from flint import arb

from core.expression.latex import to_latex
from core.expression.text import to_text
from core.expression.tree import Negation, Operation
from core.polynomial_text import decimal_latex
from core.several.known import Known, certified

MAX_LATEX = 60  # a longer closed form is written as a decimal number
MAX_TEXT = 24
DIGITS = 6


def known_latex(known: Known) -> str:
    r"""Return LaTeX of a constant.

    >>> from core.expression.expression import parse
    >>> print(known_latex(parse("sqrt(2)/2", ()).tree))
    \frac{\sqrt{2}}{2}
    """
    shown = "" if isinstance(known, arb) else to_latex(known)
    return shown if 0 < len(shown) <= MAX_LATEX else decimal_latex(certified(known).value)


def known_text(known: Known) -> str:
    """Return a constant in one line, as ``sqrt(2)/2`` or 0.886227.

    >>> known_text(arb(1) / 3)
    '0.333333'
    """
    return short_text(known) or f"{certified(known).value:.{DIGITS}g}"


def short_text(known: Known | None) -> str:
    """Return a closed form in one line; empty where there is none, or it is long."""
    shown = "" if known is None else _text(known)
    return shown if len(shown) <= MAX_TEXT else ""


def _text(known: Known) -> str:
    match known:
        case arb():
            return ""
        case Negation(Operation("*" | "/") as product):
            return f"-{to_text(product)}"
        case _:
            return to_text(known)


def matrix_latex(matrix: Sequence[Sequence[Known]]) -> str:
    r"""Return LaTeX of a matrix.

    >>> from core.expression.building import ONE, ZERO
    >>> print(matrix_latex([[ONE, ZERO]]))
    \begin{pmatrix}1 & 0\end{pmatrix}
    """
    rows = r" \\ ".join(" & ".join(map(known_latex, row)) for row in matrix)
    return rf"\begin{{pmatrix}}{rows}\end{{pmatrix}}"


def matrix_text(matrix: Sequence[Sequence[Known]]) -> str:
    """Return a matrix in one line, its rows in brackets.

    >>> from core.expression.building import ONE, ZERO
    >>> matrix_text([[ONE, ZERO], [ZERO, ONE]])
    '[[1, 0], [0, 1]]'
    """
    return f"[{', '.join(vector_text(row).join('[]') for row in matrix)}]"


def vector_text(vector: Sequence[Known]) -> str:
    """Return the coordinates of a vector with commas between them."""
    return ", ".join(map(known_text, vector))
