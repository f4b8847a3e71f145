"""How a number that is certified, or the end of a certified interval, is printed in a line."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Context

from core.certified import Certified

SHORT = 6  # digits of an end: the rest is at hand as an attribute


def shown(number: Certified) -> str:
    """Return the certain digits without zeros at their end.

    >>> shown(Certified(0.61, "0.610000000000000")), shown(Certified(1e20, "1.000e+20"))
    ('0.61', '1e+20')
    """
    digits, mark, exponent = number.decimals.partition("e")
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return short + mark + exponent


def floored(x: float) -> str:
    """Return six digits of a lower end, rounded down: what is above ``x`` is above it.

    >>> floored(2 / 3), floored(-2 / 3), floored(0.5)
    ('0.666666', '-0.666667', '0.5')
    """
    return _rounded(x, ROUND_FLOOR)


def ceiled(x: float) -> str:
    """Return six digits of an upper end, rounded up.

    >>> ceiled(2 / 3), ceiled(-2 / 3), ceiled(1e300), ceiled(float("inf"))
    ('0.666667', '-0.666666', '1.00001e+300', 'inf')
    """
    return _rounded(x, ROUND_CEILING)


def _rounded(x: float, rounding: str) -> str:
    return f"{float(Context(SHORT, rounding).create_decimal(x)):.{SHORT}g}"
