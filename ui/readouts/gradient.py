"""What stands beside the field: f, its gradient and the gradient's length, certified."""

import math
from functools import lru_cache

from core import Expression, NotAnalytic, gradient_at, parse
from core.expression.differentiation import NoFormulaError, differentiate
from core.expression.tidying import tidied
from core.gradient import GradientAt
from ui.readout import Readout, certain, formula, mark, note, role, row, say, sentence
from ui.words import t

DIGITS = 5  # shown of each number, if that many are certain
LONGEST = 240  # characters of LaTeX of a partial derivative; more says nothing to a reader


@lru_cache(maxsize=256)
def look_up(text: str, variables: tuple[str, ...], at: str) -> GradientAt | NotAnalytic:
    """Return value and gradient at the point, or why there is none."""
    try:
        return gradient_at(parse(text, variables), at)
    except NotAnalytic as reason:
        return reason


def vector(found: GradientAt | NotAnalytic) -> tuple[float, float]:
    """Return the gradient as numbers to be drawn, nan if none is proven."""
    if isinstance(found, NotAnalytic) or not found.differentiable:
        return math.nan, math.nan
    return found.partials[0].value, found.partials[1].value


def gradient_readout(f: Expression, found: GradientAt | NotAnalytic) -> Readout:
    """Return the rows, the sentence and the formula of one point."""
    if isinstance(found, NotAnalytic):
        return [sentence(t("gradient.none"), t(_reason(found))), formula(_formula(f))]
    if not found.differentiable:
        return _partials_alone(f, found)
    slope = role("slope", _pair(found))
    length = role("slope", certain(found.length, DIGITS))
    still = all(it.decimals == "0" for it in found.partials)
    words = say("gradient.critical") if still else say("gradient.steepest", rate=length)
    return [
        row("f", certain(found.value, DIGITS), mark("certified")),
        row("∇f", slope, mark("certified")),
        row("|∇f|", length, mark("certified")),
        sentence(*words),
        formula(_formula(f)),
        note(t("gradient.scale")),
    ]


def _partials_alone(f: Expression, found: GradientAt) -> Readout:
    """Return what is certain along the axes; it need not hold in any other direction."""
    partials = [
        row(f"∂f/∂{name}", role("slope", certain(it, DIGITS)), mark("certified"))
        for name, it in zip(f.variables, found.partials, strict=True)
    ]
    return [
        row("f", certain(found.value, DIGITS), mark("certified")),
        *partials,
        sentence(t("gradient.partials_alone")),
        note(t("gradient.scale")),
    ]


def alternative(at: str, found: GradientAt | NotAnalytic) -> str:
    """Return the figure in a sentence."""
    if isinstance(found, NotAnalytic):
        return t("gradient.alt_none", at=at, reason=t(_reason(found)))
    if not found.differentiable:
        return t("gradient.alt_none", at=at, reason=t("gradient.reason_undecided"))
    return t("gradient.alt", at=at, value=certain(found.value, DIGITS), gradient=_pair(found))


def _pair(found: GradientAt) -> str:
    return f"({', '.join(certain(it, DIGITS) for it in found.partials)})"


def _reason(why: NotAnalytic) -> str:
    known = ("outside_domain", "pole", "corner", "jump", "seam", "branch_point")
    return f"gradient.reason_{why.code if why.code in known else 'undecided'}"


def _formula(f: Expression) -> str:
    r"""Return ∇f = (∂f/∂x, ∂f/∂y) and, where they have a readable formula, what they are."""
    names = [parse(it, f.variables).latex for it in f.variables]
    symbols = _column([rf"\frac{{\partial f}}{{\partial {it}}}" for it in names])
    try:
        partials = [_partial(f, it) for it in f.variables]
    except NoFormulaError:
        partials = []
    if not partials or max(map(len, partials)) > LONGEST:
        return rf"\nabla f = {symbols}"
    return rf"\nabla f = {symbols} = \slope{{{_column(partials)}}}"


def _partial(f: Expression, name: str) -> str:
    return Expression(f.text, f.variables, tidied(differentiate(f.tree, name))).latex


def _column(entries: list[str]) -> str:
    return r"\begin{pmatrix} " + r" \\[0.3em] ".join(entries) + r" \end{pmatrix}"
