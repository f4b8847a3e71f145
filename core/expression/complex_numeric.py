"""The typed formula over complex numbers: what the complex step evaluates.

The real interpreter's twin (``numeric.py``), operation by operation as typed: ``+ - * /`` are the
format's own, all else is computed in complex128 and rounded once. Beside the real axis a root is
continued from the real root it stands for (``cbrt``, ``x^(2/3)``), so that its derivative is too.

``|x|``, ``sign``, ``floor``, ``ceil``, ``min`` and ``max`` are no analytic functions, and the
derivative of what they say here is not theirs; of a function by cases that branch is taken which
holds at the real part. See ``is_analytic``.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import partial, reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.expression import complex_special as special
from core.expression.building import constant
from core.expression.numeric import compile_tree
from core.expression.rational import rational
from core.expression.tree import (
    Branch,
    Call,
    Cases,
    Constant,
    Negation,
    Node,
    Operation,
    Variable,
    is_constant,
    walk,
)
from core.floats import FloatFormat

Complex: TypeAlias = NDArray[np.complexfloating]
Evaluator: TypeAlias = Callable[[Complex], Complex]

DTYPES: dict[str, type[np.complexfloating]] = {"float32": np.complex64, "float64": np.complex128}
NOT_ANALYTIC = ("abs", "sign", "floor", "ceil", "min", "max")


def is_analytic(tree: Node) -> bool:
    """Say whether ``tree`` is made of analytic functions of its variables alone."""
    parts = [part for part in walk(tree) if not is_constant(part)]
    calls = {part.name for part in parts if isinstance(part, Call)}
    return calls.isdisjoint(NOT_ANALYTIC) and not any(isinstance(part, Cases) for part in parts)


def compile_complex(tree: Node, fmt: FloatFormat) -> Evaluator:
    """Return the function that evaluates ``tree``, of one variable, over complex numbers.

    Args:
        tree: A tree within the budgets.
        fmt: float32 or float64, of the real and imaginary parts.

    Returns:
        A function of a complex array. Run it under ``np.errstate(all="ignore")``.

    Raises:
        ValueError: if there are no complex numbers in the format.
    """
    if fmt.name not in DTYPES:
        raise ValueError(f"there are no complex numbers in {fmt.name}: float32 or float64")
    return _compiled(tree, fmt)


def _compiled(tree: Node, fmt: FloatFormat) -> Evaluator:
    if is_constant(tree):
        value = compile_tree(tree, (), fmt)(())
        return lambda z: np.asarray(value)
    match tree:
        case Variable():
            return lambda z: z
        case Negation(operand):
            u = _compiled(operand, fmt)
            return lambda z: np.negative(u(z))
        case Operation("^", base, exponent):
            return _power(base, exponent, fmt)
        case Operation(operator, left, right):
            return _native(_ARITHMETIC[operator], _compiled(left, fmt), _compiled(right, fmt))
        case Cases(branches):
            return _cases(branches, fmt)
        case Call(name, (index, argument)) if name in _INDEXED:
            function = partial(_INDEXED[name], int(rational(index) or 0))
            return _rounded(function, (argument,), fmt)
        case Call(name, arguments):
            return _rounded(_FUNCTIONS[name], arguments, fmt)
    raise TypeError(f"{tree} is no formula in one variable")


def _cases(branches: tuple[Branch, ...], fmt: FloatFormat) -> Evaluator:
    """The branch that holds at the real part of z: the plane has no order."""
    numbered = Cases(
        tuple(Branch(it.conditions, constant(Fraction(i))) for i, it in enumerate(branches))
    )
    names = {part.name for part in walk(numbered) if isinstance(part, Variable)}
    which = compile_tree(numbered, tuple(names), fmt)
    values = [_compiled(it.value, fmt) for it in branches]

    def chosen(z: Complex) -> Complex:
        index, result = which([z.real]), np.full_like(z, np.nan)
        for i, value in enumerate(values):
            result = np.where(index == i, value(z), result)
        return result

    return chosen


def _power(base: Node, exponent: Node, fmt: FloatFormat) -> Evaluator:
    """``u^v`` as the real interpreter reads it: real odd roots for exponents p/q with q odd."""
    if base == Constant("e"):
        return _rounded(np.exp, (exponent,), fmt)
    ratio = rational(exponent)
    if ratio is None:
        return _rounded(np.power, (base, exponent), fmt)
    if ratio.denominator == 1 or ratio.denominator % 2 == 0:
        return _rounded(lambda z: np.power(z, float(ratio)), (base,), fmt)
    odd = ratio.numerator % 2 == 1
    return _rounded(partial(_real_branch, float(ratio), odd), (base,), fmt)


def _real_branch(exponent: float, odd: bool, z: Complex) -> Complex:
    """``z^r`` continued from the positive numbers, and from the negative ones as ``±(-z)^r``."""
    left = z.real < 0
    size = np.power(np.where(left, -z, z), exponent)
    return np.where(left, -size, size) if odd else size


def _root(n: int, z: Complex) -> Complex:
    return _real_branch(1.0 / n, True, z) if n % 2 else np.power(z, 1.0 / n)


def _native(function: Callable[..., Complex], u: Evaluator, v: Evaluator) -> Evaluator:
    return lambda z: function(u(z), v(z))


def _rounded(
    function: Callable[..., Complex], arguments: tuple[Node, ...], fmt: FloatFormat
) -> Evaluator:
    """Return ``function`` computed in complex128 and rounded once."""
    parts, dtype = [_compiled(argument, fmt) for argument in arguments], DTYPES[fmt.name]
    return lambda z: np.asarray(
        function(*(np.asarray(part(z), np.complex128) for part in parts)), dtype
    )


_ARITHMETIC: dict[str, Callable[..., Complex]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}

_INDEXED: dict[str, Callable[[int, Complex], Complex]] = {
    "root": _root,
    "besselj": special.besselj,
}

_FUNCTIONS: dict[str, Callable[..., Complex]] = {
    "sqrt": np.sqrt,
    "cbrt": partial(_root, 3),
    "exp": np.exp,
    "ln": np.log,
    "log10": np.log10,
    "log2": np.log2,
    "log": lambda b, z: np.log(z) / np.log(b),
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "cot": lambda z: 1.0 / np.tan(z),
    "sec": lambda z: 1.0 / np.cos(z),
    "csc": lambda z: 1.0 / np.sin(z),
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "acot": lambda z: np.pi / 2 - np.arctan(z),
    "asec": lambda z: np.arccos(1.0 / z),
    "acsc": lambda z: np.arcsin(1.0 / z),
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "coth": lambda z: 1.0 / np.tanh(z),
    "sech": lambda z: 1.0 / np.cosh(z),
    "csch": lambda z: 1.0 / np.sinh(z),
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "acoth": lambda z: np.arctanh(1.0 / z),
    "asech": lambda z: np.arccosh(1.0 / z),
    "acsch": lambda z: np.arcsinh(1.0 / z),
    "abs": np.abs,
    "sign": np.sign,
    "floor": lambda z: np.floor(z.real),
    "ceil": lambda z: np.ceil(z.real),
    "factorial": special.factorial,
    "erf": special.erf,
    "gamma": special.gamma,
    "min": lambda *parts: reduce(np.minimum, parts),  # NumPy compares the real parts
    "max": lambda *parts: reduce(np.maximum, parts),
}
