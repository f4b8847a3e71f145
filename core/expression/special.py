"""Functions that NumPy lacks, in float64: erf, gamma, factorial, the n-th root, Bessel's J."""

import math
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Python's floats are twenty times as fast as arrays of one.
Size = TypeVar("Size", Array, float)


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

    ``J_n(-x) = (-1)^n J_n(x)``. Far out, ``|x| > max(25, n)``, Hankel's expansion gives ``J_0`` and
    ``J_1`` and the recurrence ``J_(k+1) = 2k/x J_k - J_(k-1)`` runs upward; nearer it would lose
    everything, and runs downward. Error: about ``16 + n`` units of rounding of ``J_n`` below its
    first zero, of its envelope ``sqrt(2/(pi |x|))`` beyond, times ``max(1, |x|)``.
    """
    size = np.abs(np.atleast_1d(x))
    value = np.full_like(size, np.nan)
    limit = max(25.0, n)
    far, near, tiny = size > limit, (size <= limit) & (size > 1e-8), size <= 1e-8
    for here, way in ((far, _upward), (near, _downward), (tiny, _leading_term)):
        if here.any():
            value[here] = way(n, size.item() if size.size == 1 else size[here])
    value = value.reshape(np.shape(x))
    return np.where(x < 0, -value, value) if n % 2 else value


def _leading_term(n: int, x: Size) -> Size:
    return (x / 2) ** n / math.factorial(n)  # where the next term is 1e-17 of it


def _upward(n: int, x: Size) -> Size:
    lower, current = _hankel(0, x), _hankel(1, x)
    if n == 0:
        return lower
    for k in range(1, n):
        lower, current = current, 2.0 * k / x * current - lower
    return current


def _hankel(n: int, x: Size) -> Size:
    """``sqrt(2/(pi x)) (P cos w - Q sin w)``, ``w = x - n pi/2 - pi/4`` (DLMF 10.17.3), ``x > 25``.

    Term k is ``prod_j (4n^2 - (2j-1)^2) / (k! (8x)^k)``: at x = 25 it shrinks for fifty terms,
    and is below 1e-17 after twenty.
    """
    term = p = 1.0 + 0.0 * x
    q = 0.0 * x
    for k in range(1, 25):
        term = term * (4.0 * n * n - (2 * k - 1) ** 2) / (8.0 * k * x)
        if k % 2:
            q = q + term if k % 4 == 1 else q - term
        else:
            p = p + term if k % 4 == 0 else p - term
    w = (x - math.pi / 4) - n * (math.pi / 2)
    value: Size = np.sqrt(2.0 / (math.pi * x)) * (p * np.cos(w) - q * np.sin(w))
    return value


def _downward(n: int, x: Size) -> Size:
    """Miller's way: recur down from far above, then divide by ``J_0 + 2 J_2 + 2 J_4 + ... = 1``.

    Source: DLMF 3.6(iii) and 10.12.4.
    """
    start = 2 * ((max(25, n) + 60) // 2)
    upper = total = wanted = 0.0 * x
    current = upper + 1e-300
    for k in range(start, 0, -1):
        if k == n:
            wanted = current
        if k % 2 == 0:
            total = total + 2.0 * current
        upper, current = current, 2.0 * k / x * current - upper
        if k % 8 == 0:  # a step takes a factor of 3e10 at most, as x > 1e-8
            scale = 1e-200 ** (abs(current) > 1e200)
            upper, current, total, wanted = (v * scale for v in (upper, current, total, wanted))
    return (current if n == 0 else wanted) / (total + current)
