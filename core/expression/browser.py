"""The tree as JSON data, walked in the browser: no text to evaluate, no code to run.

A number is a number (the nearest double), a variable its name, everything else a list that begins
with the name of the operation: ``["+", "x", 1]``, ``["neg", u]``, ``["sin", u]``. ``e^u`` is
``["exp", u]``; an exponent p/q with q odd, q > 1, is ``["oddpow", u, p, q]``, the real root; a
function by cases is ``["cases", [value, ["<", u, v], ...], ...]``, a list for each branch.
"""

from typing import TypeAlias

from core.expression.numeric import CONSTANTS
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

Data: TypeAlias = float | str | list["Data"]


def to_browser(tree: Node) -> Data:
    """Return ``tree`` as data for ``json.dumps``."""
    match tree:
        case Number(value):
            return float(value)
        case Constant(name):
            return float(CONSTANTS[name])
        case Variable(name):
            return name
        case Negation(operand):
            return ["neg", to_browser(operand)]
        case Operation("^", base, exponent):
            return _power(base, exponent)
        case Operation(operator, left, right):
            return [operator, to_browser(left), to_browser(right)]
        case Call(name, arguments):
            return [name, *map(to_browser, arguments)]
        case Cases(branches):
            return ["cases", *map(_branch, branches)]


def _branch(branch: Branch) -> Data:
    conditions: list[Data] = [
        [it.relation, to_browser(it.left), to_browser(it.right)] for it in branch.conditions
    ]
    return [to_browser(branch.value), *conditions]


def _power(base: Node, exponent: Node) -> Data:
    if base == Constant("e"):
        return ["exp", to_browser(exponent)]
    ratio = rational(exponent)
    if ratio is not None and ratio.denominator > 1 and ratio.denominator % 2:
        return ["oddpow", to_browser(base), ratio.numerator, ratio.denominator]
    return ["^", to_browser(base), to_browser(exponent)]
