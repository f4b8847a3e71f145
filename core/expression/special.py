"""Functions that NumPy lacks, in float64: erf, gamma, factorial, the n-th root, Bessel's J."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def _elementwise(function: Callable[[float], float]) -> Callable[[Array], Array]:
    """Return ``function`` for arrays: poles give nan, overflow gives inf."""

    def safely(x: float) -> float:
        try:
            return function(x)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    ufunc = np.frompyfunc(safely, 1, 1)
    return lambda x: np.asarray(ufunc(x), dtype=np.float64)


erf = _elementwise(math.erf)
gamma = _elementwise(math.gamma)


def factorial(x: Array) -> Array:
    """Return ``x! = gamma(x + 1)``."""
    return gamma(x + 1.0)


def root(n: int, x: Array) -> Array:
    """Return the real n-th root of ``x``; nan where ``n`` is even and ``x`` negative.

    ``|x|^(1/n)`` carries the rounding of ``1/n``, up to ``ln|x|/n`` units; one step of Newton for
    ``r^n = |x|``, written ``r + r (|x|/r^n - 1)/n`` so that it cannot overflow, takes it away.
    """
    size = np.abs(x) if n % 2 else x
    r = np.power(size, 1.0 / n)
    correction = r * (size / np.power(r, float(n)) - 1.0) / n
    r = r + np.where(np.isfinite(correction), correction, 0.0)
    return np.copysign(r, x) if n % 2 else r


def besselj(n: int, x: Array) -> Array:
    """Return Bessel's ``J_n(x)``, ``0 <= n <= 60``.

    Hankel's expansion where it is accurate, ``|x| > 25 + n^2/2``, backward recurrence elsewhere;
    ``J_n(-x) = (-1)^n J_n(x)``. Absolute error a few units of rounding times
    ``max(1, x) |J_n|``'s envelope ``sqrt(2/(pi x))``, as conditioning demands.
    """
    size = np.abs(x)
    far = size > 25.0 + n * n / 2.0
    value = np.where(far, _hankel(n, np.where(far, size, 1e4)), np.nan)
    near = ~far & ~np.isnan(x)
    value[near] = _miller(n, size[near])
    return np.where(x < 0, -value, value) if n % 2 else value


def _hankel(n: int, x: Array) -> Array:
    """``sqrt(2/(pi x)) (P cos w - Q sin w)``, ``w = x - n pi/2 - pi/4`` (DLMF 10.17.3)."""
    term = np.ones_like(x)
    series = [np.ones_like(x), np.zeros_like(x)]
    for k in range(1, 26 + n):
        factor = (4.0 * n * n - (2 * k - 1) ** 2) / (8.0 * k * x)
        term = np.where(np.abs(factor) < 1.0, term * factor, 0.0)
        series[k % 2] += term if k % 4 < 2 else -term
    p, q = series
    w = x - (n / 2 + 0.25) * math.pi
    return np.sqrt(2.0 / (math.pi * x)) * (p * np.cos(w) - q * np.sin(w))


def _miller(n: int, x: Array) -> Array:
    """Backward recurrence, normalized by ``J_0 + 2 J_2 + 2 J_4 + ... = 1`` (DLMF 3.6(iii))."""
    if not x.size:
        return x
    top = float(x.max())
    start = 2 * int((max(top, n) + 30.0 + 6.0 * math.cbrt(max(top, n))) / 2)
    safe = np.where(x == 0, 1.0, x)
    upper, current, total, wanted = np.zeros_like(x), np.full_like(x, 1e-300), 0.0 * x, 0.0 * x
    for k in range(start, -1, -1):
        if k == n:
            wanted = current
        total = total + (current if k == 0 else 2.0 * current if k % 2 == 0 else 0.0)
        upper, current = current, 2.0 * k / safe * current - upper
        large = np.abs(current) > 1e200
        if large.any():
            scale = np.where(large, 1e-200, 1.0)
            upper, current, total, wanted = (v * scale for v in (upper, current, total, wanted))
    return np.where(x == 0, float(n == 0), wanted / total)
