"""What is said about one difference quotient: where its error comes from, and its digits."""

from collections.abc import Iterator, Sequence
from math import floor, inf, isfinite

import numpy as np

from core.anatomy import Anatomy, anatomy
from core.expression.expression import Expression
from core.rates import envelope
from core.roundoff import ErrorCurve, error_curve
from core.stencil import Stencil
from ui.readout import Line, Readout, mark, note, sentence
from ui.readouts.quotient import rows
from ui.words import number, t

LUCKY = 3.0  # a smallest error so many times below its neighbors' is luck


def readouts(
    f: Expression, at: str, steps: Sequence[float], s: Stencil, scheme: str, dtype: str
) -> list[Readout]:
    """Return what is said at each step: the sentence, what comes next, the numbers."""
    return [
        [*opening, *rows(a, scheme)] for a, opening in _openings(f, at, steps, s, scheme, dtype)
    ]


def sentences(
    f: Expression, at: str, steps: Sequence[float], s: Stencil, scheme: str, dtype: str
) -> list[Readout]:
    """Return only the sentence at each step, and what comes next."""
    return [opening for _, opening in _openings(f, at, steps, s, scheme, dtype)]


def _openings(
    f: Expression, at: str, steps: Sequence[float], s: Stencil, scheme: str, dtype: str
) -> Iterator[tuple[Anatomy, Readout]]:
    here = error_curve(f, at, s, steps, dtype)
    ahead = error_curve(f, at, s, np.asarray(steps) / 10, dtype)
    for k, step in enumerate(steps):
        a = anatomy(f, at, float(step), s, dtype)
        yield a, [_sentence(a, float(step), scheme), *_next(here, ahead, k)]


def scheme_name(scheme: str) -> str:
    """Return what a formula is called."""
    return t(f"roundoff.{scheme.replace('-', '_')}")


def curve_name(scheme: str, dtype: str, schemes: int, formats: int) -> str:
    """Return the name of one of so many schemes in one of so many formats: what tells it apart."""
    if formats == 1:
        return scheme_name(scheme)
    return dtype if schemes == 1 else f"{scheme_name(scheme)} {dtype}"


def figure_names() -> dict[str, str]:
    """Return what is written in the figure (`charts.roundoff.Names`), templates still open."""
    open_places = {"slope": {"slope": "{slope}"}, "best": {"scheme": "{scheme}"}}
    words = ("step", "error", "roundoff", "truncation", "slope", "best", "envelope")
    return {it: t(f"roundoff.name_{it}", **open_places.get(it, {})) for it in words}


def texts(steps: Sequence[float]) -> list[str]:
    """Return what the slider says at each step."""
    return [f"h = {number(float(step))}" for step in steps]


def luck(curve: ErrorCurve, scheme: str) -> str:
    """Return why a scheme's smallest measured error is not at the best step; empty if it is."""
    error = np.where((curve.error > 0) & np.isfinite(curve.error), curve.error, np.nan)
    if not isfinite(curve.predicted_best_step) or np.isnan(error).all():
        return ""
    k = int(np.nanargmin(error))
    around = float(envelope(curve)[k])
    if not LUCKY * error[k] <= around < inf:
        return ""
    return t(
        "roundoff.luck",
        scheme=t(f"roundoff.of_{scheme.replace('-', '_')}"),
        h=number(float(curve.steps[k]), 2),
        error=number(float(error[k]), 2),
        around=number(around, 2),
        best=number(curve.predicted_best_step, 2),
    )


def _sentence(a: Anatomy, step: float, scheme: str) -> Line:
    h = f"h = {number(step)}"
    if trouble := _trouble(a):
        words = t(f"roundoff.{trouble}", h=h, format=a.format.name)
        return sentence(words, *([] if trouble == "no_derivative" else [mark("measured")]))
    total = abs(a.truncation) + abs(a.roundoff)
    rounding = abs(a.roundoff) / total if total else 0.0
    cause, share = _cause(a, rounding), max(rounding, 1 - rounding)
    words = t(
        f"roundoff.mostly_{cause}",
        h=h,
        share=_percent(share),
        scheme=t(f"roundoff.of_{scheme.replace('-', '_')}"),
        digits=a.shared_digits,
    )
    return sentence(words, mark("measured"))


def _trouble(a: Anatomy) -> str:
    """What keeps the error from being split, in the order in which it happens; or nothing."""
    values = [it.value for it in a.values]
    signs = {
        "absorption": "absorption" in a.failures,
        "overflow": "overflow" in a.failures,
        "undefined": not np.isfinite(values).all(),
        "no_derivative": not isfinite(a.truth),
        "underflow": "underflow" in a.failures,
        "unsplit": not isfinite(a.truncation + a.roundoff),
        "right": abs(a.truncation + a.roundoff) <= a.format.spacing(a.quotient.value) / 2,
    }
    return next((name for name, seen in signs.items() if seen), "")


def _cause(a: Anatomy, rounding: float) -> str:
    if rounding < 0.5:
        return "truncation"
    if a.difference.value == 0:
        return "lost"
    return "cancellation" if a.shared_digits else "rounding"


def _percent(share: float) -> str:
    """``92 %``, ``99.9 %``: never rounded up to the whole."""
    percent = 100 * share
    if share < 1 and percent > 99:
        return f"{min(floor(10 * percent) / 10, 99.9)} %"
    return f"{percent:.0f} %"


def _next(here: ErrorCurve, ahead: ErrorCurve, k: int) -> list[Line]:
    """What the prediction says about a tenth of this step."""
    if here.absorbed[k]:
        return []
    if ahead.absorbed[k]:
        return [note(t("roundoff.next_absorbed"))]
    now, then = (
        float(it.predicted_truncation[k] + it.predicted_roundoff[k]) for it in (here, ahead)
    )
    if not (isfinite(now) and isfinite(then) and now > 0 and then > 0):
        return []
    times = then / now
    kind = "worse" if times > 1.5 else "better" if times < 1 / 1.5 else "same"
    words = t(f"roundoff.next_{kind}", times=_times(max(times, 1 / times)))
    return [note(words, mark("estimate"))]


def _times(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 3 else f"{ratio:.1f}"
