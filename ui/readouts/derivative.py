"""What the lesson on the derivative says at each h: how far the secant is from the tangent."""

from math import isfinite, isnan
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from core import Expression, point
from core.certified import Certified
from core.derivative import DerivativeAt
from core.expression.differentiation import NoFormulaError, differentiate
from core.expression.latex import to_latex
from ui.readout import (
    Line,
    Part,
    Readout,
    certain,
    formula,
    link,
    mark,
    note,
    role,
    rounded,
    row,
    say,
    sentence,
)
from ui.words import language, number, t

Floats = NDArray[np.float64]

DIGITS = 7  # shown of a slope, if that many are certain
LONGEST = 240  # characters of LaTeX of f'; more says nothing to a reader
EPS = 2.0**-52
# The rounding of f(a+h) and f(a) moves their difference by up to eps |f(a)|, mostly by a quarter
# of it; where secant and tangent agree all the same, that is worth a word if it could be seen.
NOTICED = 0.25
VISIBLE = 1e-3
STANDING = {"proven": "certified", "estimated": "estimate"}


def readouts(
    f: Expression, at: str, a: float, found: DerivativeAt, h: Floats, slopes: Floats, gaps: Floats
) -> list[Readout]:
    """Return what is said at each place of the slider.

    Args:
        f: The function.
        at: The point as typed, and ``a``, its float64.
        a: See ``at``.
        found: What is known of the derivative there.
        h: Signed steps, ten places a decade, 0 in the middle.
        slopes: The secants' slopes; nan where there is none.
        gaps: They minus the tangent's.
    """
    shared = [*_hole(found), formula(_limit(at, found))]
    middle = len(h) // 2
    said = []
    for k, step in enumerate(h):
        ahead = k + 10 if k < middle else k - 10
        ahead = ahead if abs(ahead - middle) < abs(k - middle) else middle
        lines = _lines(f, at, a, found, (step, slopes[k], gaps[k]), (h[ahead], gaps[ahead]))
        said.append([*lines, *shared])
    return said


def texts(h: Floats) -> list[str]:
    """Return what the slider says at each place."""
    return [f"h = {number(float(step))}" for step in h]


def alternative(at: str, found: DerivativeAt) -> str:
    """Return the figure in a sentence."""
    if found.value:
        return t("derivative.alt", at=at, slope=certain(found.value, DIGITS))
    return t("derivative.alt_none", at=at)


def derivative_formula(f: Expression) -> str | None:
    """Return f' in LaTeX, None if it has no readable formula."""
    (variable,) = f.variables
    try:
        tex = to_latex(differentiate(f.tree, variable))
    except NoFormulaError:
        return None
    return tex if len(tex) <= LONGEST else None


def _lines(
    f: Expression,
    at: str,
    a: float,
    found: DerivativeAt,
    now: tuple[float, float, float],
    ahead: tuple[float, float],
) -> Readout:
    """The sentence at one h, what comes next, and the rows."""
    step, slope, gap = now
    if found.value is None:
        return [_verdict(found), *_place(f, a, step, slope), *_rows(found, slope, gap)]
    if step == 0 or isnan(slope):
        return [_no_slope(a, step, found.value), *_rows(found, slope, gap)]
    parts = say("derivative.gap", h=_h(step), gap=role("error", number(abs(gap), 2)))
    if gap == 0:
        parts = say("derivative.no_gap", h=_h(step))
    noise = EPS * abs(found.right_side.limit) / abs(step)
    if noise >= max(NOTICED * abs(gap), VISIBLE if gap == 0 else 0.0) > 0:
        away = link(t("derivative.why_link"), _roundoff(f, at))
        falling = note(*say("derivative.noise", size=number(noise, 1), link=away))
        return [sentence(*parts, mark("measured")), falling, *_rows(found, slope, gap)]
    comes = _next(gap, *ahead)
    return [sentence(*parts, *comes, mark("measured")), *_rows(found, slope, gap)]


def _next(gap: float, step: float, next_gap: float) -> list[Part]:
    """What a step a tenth as long will do, from the numbers measured there."""
    if gap == 0 or step == 0 or not isfinite(next_gap):
        return []
    gap_there = role("error", number(abs(next_gap), 2))
    return [" " if language() == "en" else "", *say("derivative.next", h=_h(step), gap=gap_there)]


def _no_slope(a: float, step: float, slope: Certified) -> Line:
    """The quotient is 0/0, or f has no value at a + h."""
    if step == 0:
        return sentence(*say("derivative.zero", slope=role("slope", certain(slope, DIGITS))))
    if a + step == a:
        return sentence(*say("derivative.absorbed", h=_h(step)), mark("measured"))
    return sentence(*say("derivative.outside", h=_h(step)))


def _place(f: Expression, a: float, step: float, slope: float) -> Readout:
    """What is special about this h where the verdict is the sentence."""
    if step == 0:
        return [note(t("derivative.zero_there"))]
    if not isnan(slope):
        return []
    if a + step == a:
        return [note(*say("derivative.absorbed", h=_h(step)))]
    if np.isfinite(f(a + step)):
        return [note(t("derivative.no_value"))]
    return [note(*say("derivative.outside", h=_h(step)))]


def _verdict(found: DerivativeAt) -> Line:
    """Why there is no tangent."""
    kind = found.verdict
    if kind == "undefined" and (isfinite(found.left) or isfinite(found.right)):
        kind = "one_sided"  # type: ignore[assignment]
    return sentence(*say(f"derivative.is_{kind}"), mark(STANDING[found.standing]))


def _rows(found: DerivativeAt, slope: float, gap: float) -> Readout:
    """The slopes and their difference, each with its standing."""
    secant = role("approximation", rounded(slope, DIGITS))
    rows = [row(t("derivative.secant_slope"), secant, *_measured(slope))]
    if found.value:
        tangent = role("slope", certain(found.value, DIGITS))
        rows.append(row(t("derivative.tangent_slope"), tangent, mark(STANDING[found.standing])))
        difference = role("error", number(gap, 2))
        return [*rows, row(t("derivative.difference"), difference, *_measured(gap))]
    for side, value in (("left", found.left), ("right", found.right)):
        if not isnan(value):
            shown = role("slope", rounded(value, DIGITS))
            rows.append(row(t(f"derivative.{side}_slope"), shown, mark(STANDING[found.standing])))
    return rows


def _measured(value: float) -> list[Part]:
    return [] if isnan(value) else [mark("measured")]


def _hole(found: DerivativeAt) -> Readout:
    """Say so if the point on the curve is certainly only its limit."""
    if not _is_hole(found):
        return []
    side = found.left_side if found.left_side.defined else found.right_side
    return [note(t("derivative.hole", limit=rounded(side.limit, DIGITS)))]


def _is_hole(found: DerivativeAt) -> bool:
    return found.removable and found.hole


def _h(step: float) -> str:
    return f"h = {number(float(step))}"


def _limit(at: str, found: DerivativeAt) -> str:
    r"""Return f'(a) = \lim (f(a+h) - f(a))/h with the point in place of a.

    At a hole there is no f(a): its limit stands there.
    """
    a = to_latex(point(at))
    start = rf"\lim\limits_{{x \to {a}}} f(x)" if _is_hole(found) else rf"f({a})"
    quotient = rf"\lim_{{h \to 0}} \approximation{{\frac{{f({a}+h)-{start}}}{{h}}}}"
    return rf"\slope{{f'({a})}} = {quotient}" if found.value else quotient


def _roundoff(f: Expression, at: str) -> str:
    return "roundoff?" + urlencode({"f": f.text, "at": at, "lang": language()})
