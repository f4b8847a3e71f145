"""Functions that NumPy lacks over complex numbers: erf, gamma, factorial, Bessel's J, by FLINT.

Both parts are good to their last digits, however small the imaginary part is beside the real one.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from flint import acb, arb
from numpy.typing import NDArray

from core.expression.balls import working_precision

Complex: TypeAlias = NDArray[np.complexfloating]

# Enough digits for an imaginary part of 1e-308 beside a real part of 1.
PRECISIONS = (64, 1200)
DIGITS = 53


def _by_balls(function: Callable[[acb], acb]) -> Callable[[Complex], Complex]:
    """Return ``function`` for arrays; nan where its digits are not sure at any precision."""

    def value(z: complex) -> complex:
        if not np.isfinite(z):
            return complex(np.nan, np.nan)
        for bits in PRECISIONS:
            with working_precision(bits):
                w = function(acb(z.real, z.imag))
                if _good(w.real) and _good(w.imag):
                    return complex(float(w.real.mid()), float(w.imag.mid()))
        return complex(np.nan, np.nan)

    ufunc = np.frompyfunc(value, 1, 1)
    return lambda z: np.asarray(ufunc(z), np.complex128)


def _good(ball: arb) -> bool:
    return bool(ball == 0) or ball.rel_accuracy_bits() >= DIGITS


erf = _by_balls(lambda w: w.erf())
gamma = _by_balls(lambda w: w.gamma())
factorial = _by_balls(lambda w: (w + 1).gamma())


def besselj(n: int, z: Complex) -> Complex:
    """Return Bessel's ``J_n(z)``."""
    return _by_balls(lambda w: w.bessel_j(n))(z)
