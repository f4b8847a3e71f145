"""How a certified number is printed in a line of text."""

from core.certified import Certified


def shown(number: Certified) -> str:
    """Return the certain digits without zeros at their end.

    >>> shown(Certified(0.61, "0.610000000000000")), shown(Certified(1e20, "1.000e+20"))
    ('0.61', '1e+20')
    """
    digits, mark, exponent = number.decimals.partition("e")
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return short + mark + exponent
