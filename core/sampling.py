"""Points for the picture of a curve: where it bends there are more, and at poles it is torn.

A line through a pole or over a jump would show what is not there, so the two sides are bisected
down to neighboring floats. A continuous function comes together on the way; where it does not, nan
stands between the sides. The same is done where the function begins or ends. No randomness: the
same function gives the same points.
"""

import numpy as np
from numpy.typing import NDArray

from core.expression.expression import Expression

Floats = NDArray[np.float64]

MOST = 600  # points returned at most, with those at the gaps
HALVINGS = 50  # until two sides of a gap are neighbors, or nearly
STEEP = 0.005  # of the window's height: a smaller step is not looked into
TORN = 0.25  # what remains of a jump, at least, if half of it was smooth change
GROWN = 1e6  # a pole of order 1/2 grows by 2^25 in fifty halvings
BEND = 3e-4  # of the window's height: a seventh of a pixel
CHUNK = 1 / 3  # of what may still be added, in one round of refinement
TOO_FAR = 1e6  # values beyond, if far from the others, never decide a window
CLOSE = 1e-9  # of the interval: ends of a gap that is already torn
# The shortest interval shown about 1: a millionth, so that 400 points in it differ.
SHORTEST = 1e-6


# Near the largest float differences overflow, and between the ends of a gap there is 0/0.
@np.errstate(over="ignore", invalid="ignore")
def sample(f: Expression, lo: float, hi: float, points: int = 400) -> tuple[Floats, Floats]:
    """Return x and y, each of shape (n,), n at most 600, with nan in y wherever the curve is torn.

    Three quarters of the points lie evenly; the rest halve the segments that bend most.

    Raises:
        ValueError: if not lo < hi.

    >>> from core.expression.expression import parse
    >>> x, y = sample(parse("1/x"), -1, 1)
    >>> bool(np.isnan(y[np.searchsorted(x, 0)]))
    True
    """
    if not lo < hi:
        raise ValueError(f"{lo} is not below {hi}")
    x = np.linspace(lo, hi, points * 3 // 4)
    x, y = _torn(f, x, _values(f, x))
    x, y = _torn(f, *_refined(f, x, y, points))
    return x, y


@np.errstate(over="ignore")
def window(y: Floats, margin: float = 0.06) -> tuple[float, float]:
    """Return the range in which the values y are seen well: poles and far outliers are left out.

    An end is drawn in when it is far from the middle seven tenths of the values and stands alone
    there or is very great, as next to a pole; a narrow peak has several points.

    >>> window(np.array([0.0, 1.0, 2.0, np.nan]), margin=0)
    (0.0, 2.0)
    """
    y = y[np.isfinite(y)]
    if not y.size:
        return -1.0, 1.0
    hi, lo = _end(y), -_end(-y)
    pad = margin * (hi - lo) if hi > lo else max(1.0, abs(hi)) / 2
    return lo - pad, hi + pad


def _end(y: Floats) -> float:
    """Return the greatest value, or where to cut if it is far away and alone."""
    low, high = np.quantile(y, [0.15, 0.85])
    spread, top = high - low, y.max()
    alone = np.count_nonzero(y > high + (top - high) / 3) < 3
    if top - high > 4 * spread and (alone or abs(top) > TOO_FAR):
        return float(high + spread / 2)
    return float(top)


def _values(f: Expression, x: Floats) -> Floats:
    y = np.asarray(f(x), dtype=np.float64)
    return np.where(np.isfinite(y), y, np.nan)


def _refined(f: Expression, x: Floats, y: Floats, points: int) -> tuple[Floats, Floats]:
    """Halve the segments that bend most until none bends visibly or there are enough points."""
    lo, hi = window(y)
    while (room := points - x.size) > 0:
        bend = _bend(x, np.clip(y, 2 * lo - hi, 2 * hi - lo)) / (hi - lo)
        bend[(np.maximum(y[:-1], y[1:]) < lo) | (np.minimum(y[:-1], y[1:]) > hi)] = 0
        worst = np.argsort(-bend, kind="stable")[: int(np.ceil(room * CHUNK))]
        worst = np.sort(worst[bend[worst] > BEND])
        if not worst.size:
            break
        middle = (x[worst] + x[worst + 1]) / 2
        x = np.insert(x, worst + 1, middle)
        y = np.insert(y, worst + 1, _values(f, middle))
    return x, y


def _bend(x: Floats, y: Floats) -> Floats:
    """Return for each segment how far its ends lie off the chord of their neighbors."""
    share = (x[1:-1] - x[:-2]) / (x[2:] - x[:-2])
    off = np.abs(y[1:-1] - y[:-2] - share * (y[2:] - y[:-2]))
    off = np.concatenate([[0.0], np.nan_to_num(off), [0.0]])
    bend = np.maximum(off[:-1], off[1:])
    return np.where(np.isfinite(np.diff(y)), bend, 0.0)


def _torn(f: Expression, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Put nan, with the last points on either side, wherever the curve is torn."""
    left = _suspects(x, y)
    if not left.size:
        return x, y
    a, b, ya, yb = _closed_in(f, x, y, left)
    step, before = np.abs(yb - ya), np.abs(y[left + 1] - y[left])
    grown = np.minimum(np.abs(ya), np.abs(yb)) > GROWN * np.maximum(*np.abs(y[[left, left + 1]]))
    torn = grown | ~(step <= TORN * before)
    left, (a, b, ya, yb) = left[torn], (it[torn] for it in (a, b, ya, yb))
    if x.size + 3 * left.size > MOST:
        y = y.copy()
        y[left] = np.nan
        return x, y
    where = np.repeat(left + 1, 3)
    between = np.stack([a, (a + b) / 2, b], axis=1).ravel()
    values = np.stack([ya, np.full(ya.shape, np.nan), yb], axis=1).ravel()
    return np.insert(x, where, between), np.insert(y, where, values)


def _suspects(x: Floats, y: Floats) -> NDArray[np.intp]:
    """Return the segments that are steep, have one end only, or lie on a peak off the window."""
    lo, hi = window(y)
    step, known = np.abs(np.diff(y)), np.isfinite(y)
    found = (step > STEEP * (hi - lo)) | (known[:-1] != known[1:]) | _peaks(y, lo, hi)
    return np.flatnonzero(found & (np.diff(x) > CLOSE * (x[-1] - x[0])))


def _peaks(y: Floats, lo: float, hi: float) -> NDArray[np.bool_]:
    """Return where both ends lie off the window, on one side, and further than their neighbors."""
    away = np.abs(y)
    off = (np.minimum(y[:-1], y[1:]) > hi) | (np.maximum(y[:-1], y[1:]) < lo)
    rising = np.concatenate([[False], away[1:-1] > away[:-2]])
    falling = np.concatenate([away[1:-1] > away[2:], [False]])
    peaks: NDArray[np.bool_] = off & rising & falling
    return peaks


def _closed_in(
    f: Expression, x: Floats, y: Floats, left: NDArray[np.intp]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Halve segments fifty times, keeping the half that holds the tear, if there is one.

    That is the half with the undefined end, the higher end of a peak, or the larger step.
    """
    lo, hi = window(y)
    on_peak = _peaks(y, lo, hi)[left]
    a, b, ya, yb = x[left], x[left + 1], y[left], y[left + 1]
    for _ in range(HALVINGS):
        m = (a + b) / 2
        ym = _values(f, m)
        right = np.where(on_peak, np.abs(yb) > np.abs(ya), np.abs(yb - ym) > np.abs(ym - ya))
        one_end = np.isnan(ya) != np.isnan(yb)
        right = np.where(one_end, np.isnan(ym) == np.isnan(ya), right)
        a, ya = np.where(right, m, a), np.where(right, ym, ya)
        b, yb = np.where(right, b, m), np.where(right, yb, ym)
    return a, b, ya, yb


def around(low: float, high: float, a: float) -> tuple[float, float]:
    """Return the interval asked for, turned around or moved so that it is fit to show ``a``.

    Ends given backwards are exchanged; an interval that does not hold ``a`` is moved until ``a``
    is in the middle; and none is shorter than float64 can divide into pixels at ``a``.

    >>> around(-3, 4, 0), around(5, 1, 2), around(-1, 1, 7)
    ((-3, 4), (1, 5), (6.0, 8.0))
    >>> low, high = around(-1, 1, 1e17)
    >>> low < 1e17 < high
    True
    """
    low, high = min(low, high), max(low, high)
    least = SHORTEST * max(1.0, abs(a))
    if low < a < high and high - low >= least:
        return low, high
    half = max(high - low, least) / 2
    return a - half, a + half
