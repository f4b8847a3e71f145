"""The four float formats of the lessons, and what their numbers really are.

A float is a rational number ``n 2^q`` with ``|n| < 2^digits``: it can be written down exactly, as
a fraction or as a finite decimal. float16, bfloat16 and float32 all fit into float64, so a Python
``float`` carries any of them.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from math import frexp, inf, isfinite, isnan, log10
from typing import Any

import ml_dtypes
import numpy as np
from numpy.typing import DTypeLike, NDArray


@dataclass(frozen=True, slots=True)
class FloatFormat:
    """A binary floating-point format.

    Attributes:
        name: ``"float16"``, ``"bfloat16"``, ``"float32"`` or ``"float64"``.
        dtype: Its NumPy dtype.
        digits: Binary digits of the significand, the hidden one included.
        min_exponent: Exponent of the smallest normal number, ``2^min_exponent``.
        max_exponent: Every finite number is below ``2^(max_exponent + 1)``.
    """

    name: str
    dtype: np.dtype
    digits: int
    min_exponent: int
    max_exponent: int

    def __repr__(self) -> str:
        """Show the name, which says all."""
        return f"FloatFormat({self.name})"

    @property
    def eps(self) -> float:
        """The distance from 1 to the next number, ``2^(1 - digits)``."""
        return 2.0 ** (1 - self.digits)

    @property
    def unit_roundoff(self) -> float:
        """The largest relative error of rounding to nearest, ``u = eps / 2``."""
        return self.eps / 2

    @property
    def min_normal(self) -> float:
        """The smallest positive number that has all its digits."""
        return 2.0**self.min_exponent

    @property
    def max(self) -> float:
        """The largest finite number."""
        return (2 - self.eps) * 2.0**self.max_exponent

    @property
    def decimal_digits(self) -> int:
        """How many decimals tell any two numbers of the format apart: 5, 4, 9 and 17.

        ``1 + ceil(digits log10 2)``. Source: D. W. Matula, "In-and-out conversions",
        Communications of the ACM 11 (1968), 47-50: enough if ``10^(m-1) > 2^digits``.
        """
        return 2 + int(self.digits * log10(2))

    def spacing(self, x: float) -> float:
        """Return the distance from ``|x|``, a number of the format, to the next larger one."""
        if not isfinite(x):
            return np.nan
        exponent = max(frexp(x)[1] - 1, self.min_exponent) if x else self.min_exponent
        return 2.0 ** (exponent + 1 - self.digits)

    def nearest(self, value: Fraction) -> float:
        """Return the number of the format nearest to ``value``, ties to even, rounded once.

        Going through float64 would round twice: 1 + 2^-24 + 2^-60 would become 1 in float32.
        """
        if not value:
            return 0.0
        quantum = Fraction(2) ** (max(_exponent(value), self.min_exponent) + 1 - self.digits)
        rounded = round(value / quantum) * quantum  # round() of a Fraction is ties to even
        if abs(rounded) > self.max:
            return inf if value > 0 else -inf
        return float(rounded)

    def scalar(self, number: int) -> Any:
        """Return a whole number rounded to the format, as a NumPy scalar of the format."""
        exact = abs(number) < 2**self.digits
        return self.dtype.type(number if exact else self.nearest(Fraction(number)))

    def cast(self, values: NDArray[np.generic] | float) -> NDArray[np.generic]:
        """Return ``values`` rounded to the format: overflow becomes inf, without a warning.

        From float64 to bfloat16 ml_dtypes goes by way of float32, so a near-tie may round twice;
        ``nearest`` never does.
        """
        with np.errstate(all="ignore"):
            return np.asarray(values).astype(self.dtype)


FORMATS: dict[str, FloatFormat] = {
    name: FloatFormat(name, np.dtype(dtype), digits, min_exponent, max_exponent)
    for name, dtype, digits, min_exponent, max_exponent in (
        ("float16", np.float16, 11, -14, 15),
        ("bfloat16", ml_dtypes.bfloat16, 8, -126, 127),
        ("float32", np.float32, 24, -126, 127),
        ("float64", np.float64, 53, -1022, 1023),
    )
}


def float_format(dtype: str | DTypeLike) -> FloatFormat:
    """Return the format called ``dtype``, or the one of this NumPy dtype.

    Raises:
        TypeError: if it is the dtype of text or of Python's objects.
        ValueError: if it is none of float16, bfloat16, float32, float64.

    >>> float_format("float32").unit_roundoff == 2**-24
    True
    """
    name = dtype if isinstance(dtype, str) else np.dtype(dtype).name
    if not isinstance(dtype, str) and np.dtype(dtype).kind in "SUO":
        raise TypeError(f"numbers or arrays of floats are expected, not an array of {name}")
    if name not in FORMATS:
        raise ValueError(f"the float format {name!r} is not one of {', '.join(FORMATS)}")
    return FORMATS[name]


def exact_decimal(x: float) -> str:
    """Return the number that ``x`` really is, every decimal digit of it.

    ``n / 2^q = n 5^q / 10^q``, so the decimal ends after ``q`` places.

    >>> exact_decimal(0.1)
    '0.1000000000000000055511151231257827021181583404541015625'
    """
    if not isfinite(x):
        return _special(x)
    numerator, denominator = x.as_integer_ratio()
    places = denominator.bit_length() - 1
    digits = str(abs(numerator) * 5**places).rjust(places + 1, "0")
    sign = "-" if str(x).startswith("-") else ""  # -0.0 keeps its sign
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{sign}{whole}.{part}" if part else sign + whole


def shortest_decimal(x: float, fmt: FloatFormat) -> str:
    """Return the shortest decimal that rounds to ``x`` in ``fmt``: what a computer prints.

    >>> shortest_decimal(0.0999755859375, FORMATS["float16"])
    '0.1'
    """
    if not isfinite(x):
        return _special(x)
    for digits in range(1, fmt.decimal_digits + 1):
        text = f"{x:.{digits - 1}e}"
        if fmt.nearest(Fraction(text)) == x:
            return repr(float(text)).removesuffix(".0")
    raise ValueError(f"{x!r} is not a {fmt.name}")


def shared_prefix(a: str, b: str) -> str:
    """Return the leading characters that two decimals have in common: what cancels in ``a - b``.

    Nothing is shared unless the decimal points stand in the same column; decimals that are not
    written are zeros.

    >>> shared_prefix("0.8414709848", "0.8414763879"), shared_prefix("1", "1.0002")
    ('0.84147', '1.000')
    """
    (whole_a, _, part_a), (whole_b, _, part_b) = a.partition("."), b.partition(".")
    if len(whole_a) != len(whole_b):
        return ""
    places = max(len(part_a), len(part_b))
    columns = zip(
        f"{whole_a}.{part_a.ljust(places, '0')}",
        f"{whole_b}.{part_b.ljust(places, '0')}",
        strict=True,
    )
    shared = takewhile(lambda pair: pair[0] == pair[1], columns)
    return "".join(left for left, _ in shared).rstrip(".")


def significant_digits(decimal: str) -> int:
    """Return how many significant digits are written in ``decimal``.

    >>> significant_digits("-0.0120")
    3
    """
    return len("".join(c for c in decimal if c.isdigit()).lstrip("0"))


def _special(x: float) -> str:
    return "nan" if isnan(x) else "inf" if x > 0 else "-inf"


def _exponent(value: Fraction) -> int:
    """``floor(log2 |value|)``."""
    top, bottom = abs(value.numerator), value.denominator
    guess = top.bit_length() - bottom.bit_length()  # right, or one too large
    return guess if abs(value) >= Fraction(2) ** guess else guess - 1
