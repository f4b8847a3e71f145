"""Formulas at complex points: series in complex balls, with principal branches.

Where a ball meets the cut of a logarithm or root, nothing is claimed: the result is not finite.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from flint import acb, acb_series, arb

from core.expression.balls import CONSTANTS, exact_ball
from core.expression.rational import rational
from core.expression.tree import (
    Call,
    Cases,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Variable,
)

Series: TypeAlias = acb_series

_I = acb(0, 1)


def complex_series(tree: Node, z: acb) -> Series:
    """Return the Taylor series of ``tree`` in its one variable about ``z``.

    Precision and number of terms are FLINT's at the time.

    Returns:
        A series whose coefficients are not finite where nothing is proven.
    """
    match tree:
        case Number(value, _):
            return acb_series([acb(exact_ball(value))])
        case Constant(name):
            return acb_series([acb(CONSTANTS[name]())])
        case Variable(_):
            return acb_series([z, 1])
        case Negation(operand):
            return -complex_series(operand, z)
        case Operation("^", base, exponent):
            return _power(base, exponent, z)
        case Operation(operator, left, right):
            return _ARITHMETIC[operator](complex_series(left, z), complex_series(right, z))
        case Call("root", (n, u)):
            index = rational(n)
            return _nowhere() if index is None else _real_power(complex_series(u, z), 1 / index)
        case Call("besselj", (n, u)):
            return _besselj(rational(n), complex_series(u, z))
        case Call(name, arguments):
            values = [complex_series(argument, z) for argument in arguments]
            return _FUNCTIONS[name](*values) if name in _FUNCTIONS else _nowhere()
        case Cases():  # the plane has no order
            return _nowhere()


def _nowhere() -> Series:
    """Return what stands for no value."""
    return acb_series([acb(arb.nan())])


def _power(base: Node, exponent: Node, z: acb) -> Series:
    r = rational(exponent)
    if r is not None:
        return _real_power(complex_series(base, z), r)
    v = complex_series(exponent, z)
    if base == Constant("e"):
        return v.exp()
    return (v * _ln(complex_series(base, z))).exp()


def _real_power(u: Series, r: Fraction) -> Series:
    if r.denominator == 1:
        size = u ** abs(r.numerator)
        return size if r >= 0 else _quotient(acb_series([1]), size)
    return (_ln(u) * acb(exact_ball(r))).exp()


def _quotient(u: Series, v: Series) -> Series:
    c = v[0]
    return _nowhere() if c.contains(0) or not c.is_finite() else u / v


def _ln(u: Series) -> Series:
    """Return the principal logarithm, off its cut."""
    c = u[0]
    off_cut = c.real > 0 or c.imag > 0 or c.imag < 0
    return u.log() if off_cut or (c.is_exact() and not c.is_zero()) else _nowhere()


def _sqrt(u: Series) -> Series:
    return (_ln(u) / 2).exp()


def _asin(u: Series) -> Series:
    """``asin u = -i ln(i u + sqrt(1 - u^2))``."""
    return _ln(u * _I + _sqrt(1 - u * u)) * -_I


def _atan(u: Series) -> Series:
    """``atan u = (ln(1 + i u) - ln(1 - i u)) / 2i``."""
    return (_ln(1 + u * _I) - _ln(1 - u * _I)) * (-_I / 2)


def _cosh(u: Series) -> Series:
    return (u.exp() + (-u).exp()) / 2


def _sinh(u: Series) -> Series:
    return (u.exp() - (-u).exp()) / 2


def _besselj(n: Fraction | None, u: Series) -> Series:
    """Return ``J_n(u)`` to first order: ``J_n' = (J_(n-1) - J_(n+1)) / 2``, DLMF 10.6.1."""
    if n is None or n.denominator != 1:
        return _nowhere()
    k, c = int(n), u[0]
    slope = (c.bessel_j(k - 1) - c.bessel_j(k + 1)) / 2
    return acb_series([c.bessel_j(k), slope * u[1]], 2)


def _reciprocal(function: Callable[[Series], Series]) -> Callable[[Series], Series]:
    return lambda u: _quotient(acb_series([1]), function(u))


def _of_reciprocal(function: Callable[[Series], Series]) -> Callable[[Series], Series]:
    return lambda u: function(_quotient(acb_series([1]), u))


def _acosh(u: Series) -> Series:
    return _ln(u + _sqrt(u - 1) * _sqrt(u + 1))


def _asinh(u: Series) -> Series:
    return _ln(u + _sqrt(u * u + 1))


def _atanh(u: Series) -> Series:
    return (_ln(1 + u) - _ln(1 - u)) / 2


def _acos(u: Series) -> Series:
    return acb(arb.pi() / 2) - _asin(u)


_ARITHMETIC: dict[str, Callable[[Series, Series], Series]] = {
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": _quotient,
}
_FUNCTIONS: dict[str, Callable[..., Series]] = {
    "sqrt": _sqrt,
    "cbrt": lambda u: _real_power(u, Fraction(1, 3)),
    "exp": acb_series.exp,
    "ln": _ln,
    "log10": lambda u: _ln(u) / acb(arb(10).log()),
    "log2": lambda u: _ln(u) / acb(arb(2).log()),
    "log": lambda b, u: _quotient(_ln(u), _ln(b)),
    "sin": acb_series.sin,
    "cos": acb_series.cos,
    "tan": lambda u: _quotient(u.sin(), u.cos()),
    "cot": lambda u: _quotient(u.cos(), u.sin()),
    "sec": _reciprocal(acb_series.cos),
    "csc": _reciprocal(acb_series.sin),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": lambda u: _quotient(_sinh(u), _cosh(u)),
    "coth": lambda u: _quotient(_cosh(u), _sinh(u)),
    "sech": _reciprocal(_cosh),
    "csch": _reciprocal(_sinh),
    "asin": _asin,
    "acos": _acos,
    "atan": _atan,
    "acot": lambda u: acb(arb.pi() / 2) - _atan(u),
    "asec": _of_reciprocal(_acos),
    "acsc": _of_reciprocal(_asin),
    "asinh": _asinh,
    "acosh": _acosh,
    "atanh": _atanh,
    "acoth": _of_reciprocal(_atanh),
    "asech": _of_reciprocal(_acosh),
    "acsch": _of_reciprocal(_asinh),
    "erf": acb_series.erf,
    "gamma": acb_series.gamma,
    "factorial": lambda u: (u + 1).gamma(),
}
