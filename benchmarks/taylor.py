"""Taylor coefficients at 0 against mpmath (numerical differentiation) and SymPy (symbolic series).

Function by function, one after the other, ours and theirs: the ratios are paired. Each repeat
expands a freshly parsed formula with core's caches empty. Parsing is not on the clock, as the
peers' formulas come ready made. SymPy gets ``PATIENCE`` seconds a function in a process of its own;
where it needs more, the ratio is a lower bound.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

import mpmath
import numpy as np
import sympy
from sympy.core.cache import clear_cache

from benchmarks.clock import Row, geometric_mean, seconds, seconds_at_most
from core import Expression, parse, taylor

ORDER, HIGH_ORDER = 20, 200
PATIENCE = 5.0
WANTED_MPMATH, WANTED_SYMPY, WANTED_DIGITS = 50, 1000, 15
# An exact zero meets the oracle's noise; it is this much smaller than the coefficients beside it.
NOISE = 1e-25
SMALLEST = 1e-300
# The oracle's circle lies within every disc of convergence here: the smallest radius is 0.88. What
# POINTS leave out is (1/2 / 0.88)^640 = 1e-157 of a coefficient; DIGITS are 160 more than the
# 1e-435 that is the size of the smallest, 1/200! on this circle.
POINTS, DIGITS = 640, 600

x = sympy.Symbol("x")


class Case(NamedTuple):
    """One function, as it is typed and as the two peers write it."""

    typed: str
    mpmath: Callable[[mpmath.mpf], mpmath.mpf]
    sympy: sympy.Expr


CASES = (
    Case("e^x", mpmath.exp, sympy.exp(x)),
    Case("sin x", mpmath.sin, sympy.sin(x)),
    Case("cos x", mpmath.cos, sympy.cos(x)),
    Case("tan x", mpmath.tan, sympy.tan(x)),
    Case("arcsin x", mpmath.asin, sympy.asin(x)),
    Case("arctan x", mpmath.atan, sympy.atan(x)),
    Case("sinh x", mpmath.sinh, sympy.sinh(x)),
    Case("cosh x", mpmath.cosh, sympy.cosh(x)),
    Case("tanh x", mpmath.tanh, sympy.tanh(x)),
    Case("ln(1+x)", mpmath.log1p, sympy.log(1 + x)),
    Case("1/(1+x^2)", lambda t: 1 / (1 + t**2), 1 / (1 + x**2)),
    Case("√(1+x)", lambda t: mpmath.sqrt(1 + t), sympy.sqrt(1 + x)),
    Case("e^(sin x)", lambda t: mpmath.exp(mpmath.sin(t)), sympy.exp(sympy.sin(x))),
    Case("ln(cos x)", lambda t: mpmath.log(mpmath.cos(t)), sympy.log(sympy.cos(x))),
    Case(
        "√(1+sin²x)",
        lambda t: mpmath.sqrt(1 + mpmath.sin(t) ** 2),
        sympy.sqrt(1 + sympy.sin(x) ** 2),
    ),
    Case("e^(-x^2)", lambda t: mpmath.exp(-(t**2)), sympy.exp(-(x**2))),
    Case("x e^x", lambda t: t * mpmath.exp(t), x * sympy.exp(x)),
    Case("1/cos x", mpmath.sec, 1 / sympy.cos(x)),
    Case("sin(x^2)", lambda t: mpmath.sin(t**2), sympy.sin(x**2)),
    Case("e^x cos x", lambda t: mpmath.exp(t) * mpmath.cos(t), sympy.exp(x) * sympy.cos(x)),
    Case("erf x", mpmath.erf, sympy.erf(x)),
)


def correct_digits(ours: Sequence[float], truth: Sequence[mpmath.mpf]) -> float:
    """Return the digits of the worst coefficient: ``-log10 |ours - truth| / |truth|``.

    A double that is the nearest one or its neighbour has at least ``-log10(2**-52) = 15.65``.
    """
    worst = mpmath.mpf(10) ** -17
    for k, (mine, exact) in enumerate(zip(ours, truth, strict=True)):
        beside = max(abs(c) for c in (*truth[max(k - 2, 0) : k], *truth[k + 1 : k + 3]))
        if mine == 0 and abs(exact) <= NOISE * beside:
            continue
        if abs(exact) > SMALLEST:
            worst = max(worst, abs(mine - exact) / abs(exact))
    return float(-mpmath.log10(worst))


def expand(f: Expression) -> None:
    """Compute our coefficients."""
    taylor(f, at=0, order=ORDER)


def mpmaths(case: Case) -> None:
    """Compute the coefficients with mpmath, in double precision."""
    mpmath.taylor(case.mpmath, 0, ORDER)


def sympys(case: Case) -> None:
    """Compute the coefficients with SymPy, its memory of earlier ones wiped."""
    clear_cache()
    case.sympy.series(x, 0, ORDER + 1)


@cache
def truth(case: Case) -> list[mpmath.mpf]:
    """Return the coefficients to 150 digits by Cauchy's integral over ``|z| = r = 1/2``.

    ``c_k = r^-k / N · Σ_j f(r w^j) w^-jk`` with ``w = e^(2πi/N)``; both halves of the circle say
    the same, as f is real on the real line. The sums are taken in integers, units of 10^-DIGITS.
    """
    with mpmath.workdps(DIGITS + 20):
        unit, j = mpmath.mpf(10) ** DIGITS, np.arange(POINTS)
        circle = [mpmath.expjpi(mpmath.mpf(2 * int(i)) / POINTS) for i in j]
        values = [mpmath.mpc(case.mpmath(z / 2)) for z in circle[: POINTS // 2 + 1]]
        f = integers([*values, *map(mpmath.conj, values[-2:0:-1])], unit)
        w = integers(circle, unit)
        sums = [np.sum(f * w[:, (j * k) % POINTS]) for k in range(HIGH_ORDER + 1)]
        return [mpmath.mpf(int(s)) / unit**2 / POINTS * 2**k for k, s in enumerate(sums)]


def integers(numbers: Sequence[mpmath.mpc], unit: mpmath.mpf) -> np.ndarray:
    """Return real and imaginary parts as integers, shape ``(2, len(numbers))``."""
    parts = [[int(z.real * unit) for z in numbers], [int(z.imag * unit) for z in numbers]]
    return np.array(parts, dtype=object)


def digits(case: Case, order: int) -> float:
    """Return the correct digits of one function's worst coefficient."""
    ours = taylor(parse(case.typed), at=0, order=order).coefficients.tolist()
    with mpmath.workdps(DIGITS):
        return correct_digits(ours, truth(case)[: order + 1])


def measure() -> Iterator[Row]:
    """Compare all functions, then count digits."""
    ours, mpmath_took, sympy_took = [], [], []
    for case in CASES:
        ours.append(seconds(expand, partial(parse, case.typed)))
        mpmath_took.append(seconds(mpmaths, partial(CASES.__getitem__, CASES.index(case))))
        sympy_took.append(seconds_at_most(partial(sympys, case), PATIENCE))
    yield speed("mpmath.taylor", ours, mpmath_took, WANTED_MPMATH)
    stopped = sum(took >= PATIENCE for took in sympy_took)
    peer = f"sympy.series ({stopped} stopped after {PATIENCE:g} s and counted as that)"
    yield speed(peer, ours, sympy_took, WANTED_SYMPY)
    for order in (ORDER, HIGH_ORDER):
        fewest = min(digits(case, order) for case in CASES)
        yield Row(
            f"correct digits of the worst coefficient, n = {order}, {len(CASES)} functions",
            f"{fewest:.1f}",
            f"≥ {WANTED_DIGITS}",
            fewest >= WANTED_DIGITS,
        )


def speed(peer: str, ours: list[float], theirs: list[float], wanted: float) -> Row:
    """Return the geometric mean of the ratios to one peer, and the least of them."""
    ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
    ratio, mean = geometric_mean(ratios), 1000 * geometric_mean(ours)
    what = f"Taylor coefficients, n = {ORDER}, {len(ours)} functions ({mean:.2g} ms), beside {peer}"
    return Row(what, f"{ratio:.0f}× (least {min(ratios):.0f}×)", f"≥ {wanted}×", ratio >= wanted)
