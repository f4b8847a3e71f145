"""NumPy's interpreter: every operation as typed, in the order typed, rounded in one float format.

``+ - * /`` are the format's own operations. All else is computed in float64 and rounded once,
so that a float16 sine is the sine of that number and not of a float32 approximation. Constants
are rounded to the format where they stand; nothing is ever promoted.

Outside the domain the value is nan, poles included (``1/0``, ``ln 0``): an infinity means
that a number grew too large for the format.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial, reduce
from operator import itemgetter
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.expression import special
from core.expression.rational import rational
from core.expression.tree import (
    Branch,
    Call,
    Cases,
    Comparison,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Variable,
)
from core.floats import FORMATS, FloatFormat

Array: TypeAlias = NDArray[np.generic]
Float64: TypeAlias = NDArray[np.float64]
Evaluator: TypeAlias = Callable[[Sequence[Array]], Array]

# The constants to 60 digits, far beyond what rounding to any of the formats can need.
CONSTANTS = {
    "pi": Fraction("3.14159265358979323846264338327950288419716939937510582097494"),
    "e": Fraction("2.71828182845904523536028747135266249775724709369995957496697"),
    "phi": Fraction("1.61803398874989484820458683436563811772030917980576286213545"),
}


def compile_tree(tree: Node, variables: Sequence[str], fmt: FloatFormat) -> Evaluator:
    """Return the function that evaluates ``tree`` in the format ``fmt``.

    Args:
        tree: a tree within the budgets.
        variables: names, in the order of the values.
        fmt: one of ``core.floats.FORMATS``.

    Returns:
        A function of a sequence of arrays of that format. Run it under
        ``np.errstate(all="ignore")``: poles and overflow are ordinary here.
    """
    match tree:
        case Number(value):
            return _constant(value, fmt)
        case Constant(name):
            return _constant(CONSTANTS[name], fmt)
        case Variable(name):
            return itemgetter(list(variables).index(name))
        case Negation(operand):
            u = compile_tree(operand, variables, fmt)
            return lambda values: np.negative(u(values))
        case Cases(branches):
            return _cases([_branch(branch, variables, fmt) for branch in branches], fmt)
        case _:
            function, operands = elementary(tree)
            arguments = [compile_tree(operand, variables, fmt) for operand in operands]
            if isinstance(tree, Operation) and tree.operator != "^":
                return _native(function, *arguments)
            return _rounded(function, arguments, fmt)


Condition: TypeAlias = Callable[[Sequence[Array]], tuple[Array, Array]]


def _cases(branches: list[tuple[Condition, Evaluator]], fmt: FloatFormat) -> Evaluator:
    """Return the choice among all branches' values: the last is overruled by those before it."""
    nan = fmt.dtype.type(np.nan)

    def chosen(values: Sequence[Array]) -> Array:
        result: Array = np.asarray(nan)
        for condition, value in reversed(branches):
            holds, undefined = condition(values)
            result = np.where(undefined, nan, np.where(holds, value(values), result))
        return result

    return chosen


def _branch(
    branch: Branch, variables: Sequence[str], fmt: FloatFormat
) -> tuple[Condition, Evaluator]:
    """Return a branch's condition, whether it holds and whether it has no value, and its value."""
    comparisons = [_comparison(it, variables, fmt) for it in branch.conditions]

    def condition(values: Sequence[Array]) -> tuple[Array, Array]:
        holds, undefined = np.asarray(True), np.asarray(False)
        for compare, u, v in comparisons:
            left, right = u(values), v(values)
            holds = holds & compare(left, right)
            undefined = undefined | np.isnan(left) | np.isnan(right)
        return holds, undefined

    return condition, compile_tree(branch.value, variables, fmt)


def _comparison(
    it: Comparison, variables: Sequence[str], fmt: FloatFormat
) -> tuple[Callable[..., Array], Evaluator, Evaluator]:
    left, right = (compile_tree(side, variables, fmt) for side in (it.left, it.right))
    return _RELATIONS[it.relation], left, right


def elementary(node: Node) -> tuple[Callable[..., Array], tuple[Node, ...]]:
    """Return the function that ``node``, an operation or a call, applies, and its operands.

    Not every child is an operand: ``x^3`` is a function of ``x`` alone.
    """
    match node:
        case Operation("^", base, exponent):
            return _power(base, exponent)
        case Operation(operator, left, right):
            return _ARITHMETIC[operator], (left, right)
        case Call(name, (index, argument)) if name in _INDEXED:
            function, n = _INDEXED[name], rational(index)
            return partial(function, int(n or 0)), (argument,)
        case Call(name, arguments):
            return _FUNCTIONS[name], arguments
        case _:
            raise TypeError(f"{node} is a leaf")


def _power(base: Node, exponent: Node) -> tuple[Callable[..., Array], tuple[Node, ...]]:
    """``u^v``: exp for the base e, the real odd root for exponents p/q with q odd."""
    if base == Constant("e"):
        return np.exp, (exponent,)
    ratio = rational(exponent)
    if ratio is not None and ratio.denominator == 1:  # bfloat16 would round 999 to the even 1000
        return partial(_integer_power, float(ratio)), (base,)
    if ratio is None or ratio.denominator % 2 == 0:
        return _general_power, (base, exponent)
    return (_odd_power if ratio.numerator % 2 else _even_power), (base, exponent)


def _integer_power(n: float, x: Float64) -> Float64:
    if n > 0:
        return np.power(x, n)
    return np.power(_without_zeros(x), n) if n else np.where(np.isnan(x), x, 1.0)


def _odd_power(x: Float64, y: Float64) -> Float64:
    return np.copysign(_even_power(x, y), x)


def _even_power(x: Float64, y: Float64) -> Float64:
    return _general_power(np.abs(x), y)


def _general_power(x: Float64, y: Float64) -> Float64:
    """``x^y``, with nan for ``0^-1`` and for what C defines against the rule, such as ``nan^0``."""
    undefined = ((x == 0) & (y < 0)) | np.isnan(x) | np.isnan(y)
    return np.where(undefined, np.nan, np.power(x, y))


def _constant(value: Fraction, fmt: FloatFormat) -> Evaluator:
    constant = fmt.dtype.type(fmt.nearest(value))
    return lambda values: constant


def _native(function: Callable[..., Array], u: Evaluator, v: Evaluator) -> Evaluator:
    """Return ``function``, one of the four operations, in the format of its operands."""
    return lambda values: function(u(values), v(values))


def _rounded(
    function: Callable[..., Array], arguments: list[Evaluator], fmt: FloatFormat
) -> Evaluator:
    """Return ``function`` computed in float64 and rounded once to ``fmt``."""
    rounding = to_bfloat16 if fmt.name == "bfloat16" else _rounding_to(fmt)
    if len(arguments) == 1:
        (argument,) = arguments
        return lambda values: rounding(function(np.asarray(argument(values), np.float64)))
    return lambda values: rounding(
        function(*(np.asarray(argument(values), np.float64) for argument in arguments))
    )


def _rounding_to(fmt: FloatFormat) -> Callable[[Array], Array]:
    return lambda x: np.asarray(x, fmt.dtype)


def to_bfloat16(x: Array) -> Array:
    """Return ``x`` rounded once to bfloat16, ties to even.

    ml_dtypes goes through float32 and rounds twice: 1 + 2^-8 + 2^-40 becomes 1. So float32 is
    rounded to odd first: truncated, its last bit set if anything was lost. That bit lies below
    every tie of bfloat16, so the second rounding sees on which side of one the number was.
    """
    single = np.asarray(x, np.float32)
    bits = single.view(np.uint32) - (np.abs(single) > np.abs(x)).astype(np.uint32)
    bits = bits | (single != x).astype(np.uint32)
    return np.asarray(np.asarray(bits, np.uint32).view(np.float32), _BFLOAT16)


_BFLOAT16 = FORMATS["bfloat16"].dtype


def _without_zeros(x: Array) -> Array:
    """Return ``x`` with nan for zero, which has no reciprocal and no logarithm."""
    return np.where(x == 0, x.dtype.type(np.nan), x)


def _divide(x: Array, y: Array) -> Array:
    return np.divide(x, _without_zeros(y))


def _reciprocal(x: Float64) -> Float64:
    return np.divide(1.0, _without_zeros(x))


def _ln(x: Float64) -> Float64:
    return np.log(_without_zeros(x))


def _atanh(x: Float64) -> Float64:
    return np.arctanh(np.where(np.abs(x) == 1.0, np.nan, x))


def _smallest(*values: Float64) -> Float64:
    return reduce(np.minimum, values)


def _largest(*values: Float64) -> Float64:
    return reduce(np.maximum, values)


_ARITHMETIC: dict[str, Callable[..., Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": _divide,
}

_RELATIONS: dict[str, Callable[..., Array]] = {
    "<": np.less,
    "<=": np.less_equal,
    "=": np.equal,
    "!=": np.not_equal,
    ">=": np.greater_equal,
    ">": np.greater,
}

_INDEXED: dict[str, Callable[[int, Float64], Float64]] = {
    "root": special.root,
    "besselj": special.besselj,
}

_FUNCTIONS: dict[str, Callable[..., Float64]] = {
    "sqrt": np.sqrt,
    "cbrt": np.cbrt,
    "exp": np.exp,
    "ln": _ln,
    "log10": lambda x: np.log10(_without_zeros(x)),
    "log2": lambda x: np.log2(_without_zeros(x)),
    "log": lambda b, x: np.divide(_ln(x), _without_zeros(_ln(b))),
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "cot": lambda x: _reciprocal(np.tan(x)),
    "sec": lambda x: _reciprocal(np.cos(x)),
    "csc": lambda x: _reciprocal(np.sin(x)),
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "acot": lambda x: np.arctan2(1.0, x),  # in (0, pi), without the cancellation of pi/2 - atan x
    "asec": lambda x: np.arccos(_reciprocal(x)),
    "acsc": lambda x: np.arcsin(_reciprocal(x)),
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "coth": lambda x: _reciprocal(np.tanh(x)),
    "sech": lambda x: np.divide(1.0, np.cosh(x)),
    "csch": lambda x: _reciprocal(np.sinh(x)),
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": _atanh,
    "acoth": lambda x: _atanh(_reciprocal(x)),
    "asech": lambda x: np.arccosh(_reciprocal(x)),
    "acsch": lambda x: np.arcsinh(_reciprocal(x)),
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "factorial": special.factorial,
    "erf": special.erf,
    "gamma": special.gamma,
    "min": _smallest,
    "max": _largest,
}
