"""Where the functions of a rational number are rational."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, factorial, floor

# f(point) = value for the functions that are rational at one point only.
_AT_ONE_POINT: dict[str, tuple[int, int]] = {
    "exp": (0, 1),
    "ln": (1, 0),
    "log10": (1, 0),
    "log2": (1, 0),
    "sin": (0, 0),
    "cos": (0, 1),
    "tan": (0, 0),
    "sec": (0, 1),
    "asin": (0, 0),
    "acos": (1, 0),
    "atan": (0, 0),
    "asec": (1, 0),
    "sinh": (0, 0),
    "cosh": (0, 1),
    "tanh": (0, 0),
    "sech": (0, 1),
    "asinh": (0, 0),
    "acosh": (1, 0),
    "atanh": (0, 0),
    "asech": (1, 0),
    "erf": (0, 0),
}
_ROUNDING: dict[str, Callable[[Fraction], Fraction | int]] = {
    "abs": abs,
    "sign": lambda u: (u > 0) - (u < 0),
    "floor": floor,
    "ceil": ceil,
}
# Longest factorial that is multiplied out.
_MAX_FACTORIAL = 200
# Highest power, and longest number in bits, that is multiplied out.
_MAX_POWER = 1000
_MAX_BITS = 4096


def rational_function(name: str, arguments: tuple[Fraction, ...]) -> Fraction | None:
    """Return a function of rationals where it is known to be rational, else None.

    >>> rational_function("factorial", (Fraction(5),))
    Fraction(120, 1)
    """
    u = arguments[-1]
    if name in _AT_ONE_POINT:
        point, value = _AT_ONE_POINT[name]
        return Fraction(value) if u == point else None
    if name in _ROUNDING:
        return Fraction(_ROUNDING[name](u))
    match name:
        case "sqrt" | "cbrt":
            return rational_power(u, Fraction(1, 2 if name == "sqrt" else 3))
        case "factorial" | "gamma":
            return _factorial(u if name == "factorial" else u - 1)
        case "min" | "max":
            return min(arguments) if name == "min" else max(arguments)
        case "log":
            return Fraction(0) if u == 1 else None
        case _:
            return None


def rational_power(u: Fraction, r: Fraction) -> Fraction | None:
    """Return ``u^r`` if it is rational, with the real root where ``r`` has an odd denominator."""
    p, q = r.numerator, r.denominator
    if u == 0:
        return None if p < 0 else Fraction(int(p == 0))
    if abs(p) > _MAX_POWER or bits(u) * abs(p) > _MAX_BITS * q or (u < 0 and q % 2 == 0):
        return None
    top, bottom = integer_root(abs(u.numerator), q), integer_root(u.denominator, q)
    if top is None or bottom is None:
        return None
    return Fraction(top if u > 0 else -top, bottom) ** p


def integer_root(n: int, q: int) -> int | None:
    """Return the ``q``-th root of ``n >= 0`` if it is an integer, else None."""
    if q == 1 or n < 2:
        return n
    if q > n.bit_length():
        return None
    low, high = 1, 1 << (n.bit_length() // q + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**q < n else (low, middle)
    return low if low**q == n else None


def bits(u: Fraction) -> int:
    """Return the length of the longer of numerator and denominator, in bits."""
    return max(u.numerator.bit_length(), u.denominator.bit_length())


def _factorial(u: Fraction) -> Fraction | None:
    whole = u.denominator == 1 and 0 <= u <= _MAX_FACTORIAL
    return Fraction(factorial(u.numerator)) if whole else None
