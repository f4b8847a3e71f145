"""What the Taylor lesson says: for every order, how far the polynomial can be trusted."""

import math

from core import NotAnalytic
from core.expression.latex import to_latex
from core.expression.tree import Variable
from core.polynomial_text import term_latex
from core.taylor import TaylorPolynomial
from core.within import Within
from ui import readout
from ui.readout import Part, Readout
from ui.words import number, t


def orders(p: TaylorPolynomial, near: Within, window: tuple[float, float]) -> list[Readout]:
    """Return one readout for each order: the sentence, its standing, the polynomial."""
    return [
        [readout.sentence(*_claim(p, near, n, window)), readout.formula(_polynomial(p, n))]
        for n in range(p.order + 1)
    ]


def refusal(error: NotAnalytic, count: int) -> list[Readout]:
    """Return what to say where there is no Taylor series, and why."""
    known = f"taylor.refused_{error.code}"
    words = t(known) if error.code in REASONS else t("taylor.refused_other")
    return [[readout.sentence(words), readout.note(t("taylor.refused_hint"))]] * count


REASONS = (
    "corner",
    "pole",
    "branch_point",
    "outside_domain",
    "jump",
    "seam",
    "essential",
    "removable_flat",
    "undecided",
)


def _claim(p: TaylorPolynomial, near: Within, n: int, window: tuple[float, float]) -> list[Part]:
    """Return "For lo ≤ x ≤ hi, P_n stays within 0.01 of f", and what the next order brings."""
    name = {"n": readout.role("approximation", f"P_{{{n}}}"), "f": readout.role("function", "f")}
    reach = _reach(p, near, n, window)
    if reach is None:
        parts = readout.say("taylor.nowhere", **name)
    elif reach == "":
        parts = readout.say("taylor.everywhere", **name)
    else:
        cut = near.lo[n] <= window[0] or near.hi[n] >= window[1]
        key = "taylor.within_window" if cut else "taylor.within"
        parts = readout.say(key, range=reach, **name)
    return [*parts, readout.mark("certified"), *_next(p, near, n, window, reach)]


def _next(
    p: TaylorPolynomial, near: Within, n: int, window: tuple[float, float], now: str | None
) -> list[Part]:
    if n == p.order or now == "":
        return []
    following = {"n": readout.role("approximation", f"P_{{{n + 1}}}")}
    if p.coefficients[n + 1] == 0:
        return [" ", *readout.say("taylor.next_same", **following)]
    reach = _reach(p, near, n + 1, window)
    if reach is None:
        return []
    if reach == "":
        return [" ", *readout.say("taylor.next_everywhere", **following)]
    return [" ", *readout.say("taylor.next", range=reach, **following)]


def _reach(p: TaylorPolynomial, near: Within, n: int, window: tuple[float, float]) -> str | None:
    """Return the proven range in words, rounded inward; "" for the whole window, None for none.

    An end that is only the window's is not mentioned: beyond it nothing was looked at.
    """
    lo, hi = float(near.lo[n]), float(near.hi[n])
    if lo <= window[0] and hi >= window[1]:
        return ""
    if not hi > lo:
        return None
    digits = max(2, 2 - math.floor(math.log10(hi - lo)))
    scale = 10.0**digits
    low, high = math.ceil(lo * scale) / scale, math.floor(hi * scale) / scale
    x = p.variable
    if lo <= window[0] or hi >= window[1]:
        return f"{x} ≤ {number(high)}" if lo <= window[0] else f"{x} ≥ {number(low)}"
    if p.at == 0 and -low == high:
        return f"|{x}| ≤ {number(high)}"
    return f"{number(low)} ≤ {x} ≤ {number(high)}"


def _polynomial(p: TaylorPolynomial, n: int) -> str:
    """Return P_n in LaTeX with the term just added in the color of what the hand holds."""
    head = f"P_{{{n}}}({variable_latex(p)})"
    term = term_latex(p, n)
    before = p.latex(n - 1) if n and any(p.coefficients[:n]) else ""
    if not term:
        return f"{head} = {p.latex(n)}"
    sign = "" if not before or term.startswith("-") else "+"
    return rf"{head} = {before} \slope{{{{}}{sign} {term}}}"


def variable_latex(p: TaylorPolynomial) -> str:
    """Return the variable's name in LaTeX."""
    return to_latex(Variable(p.variable))


def coefficient_table(p: TaylorPolynomial, n: int) -> str:
    """Return the coefficients up to order ``n`` as a Markdown table of our own LaTeX."""
    head = f"| $k$ | {t('taylor.exact')} | {t('taylor.decimal')} |\n| --- | --- | --- |\n"
    return head + "\n".join(
        f"| {k} | {_exact(p, k)} | {number(p.coefficients[k], 15)} |" for k in range(n + 1)
    )


def _exact(p: TaylorPolynomial, k: int) -> str:
    latex = to_latex(p.closed[k]) if p.closed else ""
    return f"${latex}$" if 0 < len(latex) <= 160 else t("taylor.no_closed_form")
