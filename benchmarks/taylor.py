"""Taylor coefficients at 0 against mpmath (numerical differentiation) and SymPy (symbolic series).

Each repeat expands a freshly parsed formula. SymPy is stopped after ``PATIENCE`` seconds; its ratio
is then a lower bound.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import mpmath
import sympy
from sympy.core.cache import clear_cache

from benchmarks.clock import Row, geometric_mean, seconds, seconds_at_most
from core import Expression, parse, taylor

ORDER, HIGH_ORDER = 20, 200
PATIENCE = 20.0
WANTED_MPMATH, WANTED_SYMPY, WANTED_DIGITS = 50, 1000, 15
# An exact zero meets the oracle's noise; it is this much smaller than the coefficients beside it.
NOISE = 1e-25
SMALLEST = 1e-300

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


def sympys(case: Case) -> float:
    """Return SymPy's time for the series, its memory of earlier ones wiped."""
    clear_cache()
    return seconds_at_most(partial(case.sympy.series, x, 0, ORDER + 1), PATIENCE)


def digits(case: Case, order: int) -> float:
    """Return the correct digits of one function's coefficients, against mpmath with 60 digits."""
    with mpmath.workdps(60):
        truth = mpmath.taylor(case.mpmath, 0, order)
        return correct_digits(taylor(parse(case.typed), at=0, order=order).coefficients, truth)


def measure() -> Iterator[Row]:
    """Compare all functions, then count digits."""
    ours = [seconds(expand, partial(parse, c.typed)) for c in CASES]
    theirs = [seconds(mpmaths, partial(CASES.__getitem__, i)) for i in range(len(CASES))]
    yield speed("mpmath.taylor", ours, theirs, WANTED_MPMATH)
    theirs = [sympys(case) for case in CASES]
    yield speed("sympy.series", ours, theirs, WANTED_SYMPY)
    for order in (ORDER, HIGH_ORDER):
        fewest = min(digits(case, order) for case in CASES)
        yield Row(
            f"correct digits of the worst coefficient, n = {order}, {len(CASES)} functions",
            f"{fewest:.1f}",
            f"≥ {WANTED_DIGITS}",
            fewest >= WANTED_DIGITS,
        )


def speed(peer: str, ours: list[float], theirs: list[float], wanted: float) -> Row:
    """Return the geometric mean of the ratios to one peer."""
    ratio = geometric_mean(b / a for a, b in zip(ours, theirs, strict=True))
    mean = 1000 * geometric_mean(ours)
    what = f"Taylor coefficients, n = {ORDER}, {len(ours)} functions ({mean:.2g} ms), vs {peer}"
    return Row(what, f"{ratio:.0f}×", f"≥ {wanted}×", ratio >= wanted)
