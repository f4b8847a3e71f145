"""The tree as a SymPy expression, built node by node: SymPy is never given a text.

Symbols are real. With complex ones SymPy takes ``|cosh(x^100)|`` apart into real and imaginary
parts while it merely builds it, and does not come back. SymPy rewrites as it builds: ``sin(x)/x``
loses its removable point here, which is why nothing numeric is done with it.
"""

from collections.abc import Callable

import sympy

from core.expression.rational import rational
from core.expression.tree import (
    Branch,
    Call,
    Cases,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Variable,
)

_CONSTANTS = {"pi": sympy.pi, "e": sympy.E, "phi": sympy.GoldenRatio}


def to_sympy(tree: Node) -> sympy.Expr:
    """Return ``tree`` as a SymPy expression in real symbols, numbers as exact rationals."""
    match tree:
        case Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Constant(name):
            return _CONSTANTS[name]
        case Variable(name):
            return sympy.Symbol(name, real=True)
        case Negation(operand):
            return -to_sympy(operand)
        case Operation("^", base, exponent):
            return _power(to_sympy(base), exponent)
        case Operation(operator, left, right):
            return _ARITHMETIC[operator](to_sympy(left), to_sympy(right))
        case Call(name, arguments):
            return _FUNCTIONS[name](*map(to_sympy, arguments))
        case Cases(branches):
            return _piecewise(branches)


def _piecewise(branches: tuple[Branch, ...]) -> sympy.Expr:
    """SymPy's own function by cases: the first condition that holds; nan where none does.

    Not evaluated: SymPy would solve the inequalities, however long that takes.
    """
    pairs = [(to_sympy(branch.value), _condition(branch)) for branch in branches]
    return sympy.Piecewise(*pairs, (sympy.nan, True), evaluate=False)


def _condition(branch: Branch) -> sympy.Basic:
    held = (
        _RELATIONS[it.relation](to_sympy(it.left), to_sympy(it.right), evaluate=False)
        for it in branch.conditions
    )
    return sympy.And(*held, evaluate=False) if branch.conditions else sympy.true


def _power(base: sympy.Expr, exponent: Node) -> sympy.Expr:
    ratio = rational(exponent)
    if ratio is None or ratio.denominator % 2 == 0 or ratio.denominator == 1:
        return base ** to_sympy(exponent)
    return _odd_root_power(base, ratio.numerator, ratio.denominator)


def _odd_root_power(base: sympy.Expr, p: int, q: int) -> sympy.Expr:
    """``sign(u) |u|^(p/q)`` or, with p even, ``|u|^(p/q)``: SymPy's own root of -8 is complex."""
    size = sympy.Abs(base) ** sympy.Rational(p, q)
    return sympy.sign(base) * size if p % 2 else size


def _root(n: sympy.Expr, u: sympy.Expr) -> sympy.Expr:
    return _odd_root_power(u, 1, int(n)) if n % 2 and n > 1 else u ** (1 / n)


_RELATIONS: dict[str, Callable[..., sympy.Basic]] = {
    "<": sympy.Lt,
    "<=": sympy.Le,
    "=": sympy.Eq,
    "!=": sympy.Ne,
    ">=": sympy.Ge,
    ">": sympy.Gt,
}

_ARITHMETIC: dict[str, Callable[[sympy.Expr, sympy.Expr], sympy.Expr]] = {
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
}

_FUNCTIONS: dict[str, Callable[..., sympy.Expr]] = {
    **{
        name: getattr(sympy, name)
        for name in (
            "sqrt exp sin cos tan cot sec csc asin acos atan asec acsc sinh cosh tanh coth sech "
            "csch asinh acosh atanh acoth asech acsch sign floor factorial erf gamma besselj"
        ).split()
    },
    "cbrt": lambda u: _odd_root_power(u, 1, 3),
    "root": _root,
    "ln": sympy.log,
    "log10": lambda u: sympy.log(u) / sympy.log(10),
    "log2": lambda u: sympy.log(u) / sympy.log(2),
    "log": lambda b, u: sympy.log(u) / sympy.log(b),
    "acot": lambda u: sympy.pi / 2 - sympy.atan(u),  # in (0, pi); SymPy's own jumps at 0
    "abs": sympy.Abs,
    "ceil": sympy.ceiling,
    "min": sympy.Min,
    "max": sympy.Max,
}
