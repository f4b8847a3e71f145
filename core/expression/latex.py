r"""LaTeX of what was typed: nothing simplified, nothing reordered.

What it prints can be read back by our own grammar, to the same tree: so a bare function, whose
argument would swallow what follows, gets brackets before a factor (``\sin\left(x\right) y``), and
``\cdot`` separates where two factors side by side would not be the same product.
"""

from collections.abc import Callable
from typing import TypeGuard

from core.expression.text import condition_text
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
from core.expression.words import GREEK_COMMANDS

_CONSTANTS = {"pi": r"\pi", "e": "e", "phi": r"\varphi"}

# Functions with a name of their own in LaTeX; the others need \operatorname.
_NAMED = {
    **{name: rf"\{name}" for name in "exp ln sin cos tan cot sec csc sinh cosh tanh coth".split()},
    **{f"a{name}": rf"\arc{name}" for name in "sin cos tan".split()},
    **{f"a{name}": rf"\operatorname{{arc{name}}}" for name in "cot sec csc".split()},
    **{
        f"a{name}": rf"\operatorname{{ar{name}}}"
        for name in "sinh cosh tanh coth sech csch".split()
    },
    **{name: rf"\operatorname{{{name}}}" for name in "sech csch erf".split()},
    "sign": r"\operatorname{sgn}",
    "log10": r"\lg",
    "log2": r"\log_{2}",
    "gamma": r"\Gamma",
    "min": r"\min",
    "max": r"\max",
}
# Those that may stand without brackets before a short argument, and carry an exponent: \sin^{2} x.
_BARE = frozenset(_NAMED) - {"exp", "gamma", "min", "max", "erf", "sign"}
_RELATIONS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne"}
_OTHERWISE = r"\text{otherwise}"
_FENCES = {
    "abs": (r"\left|", r"\right|"),
    "floor": (r"\left\lfloor ", r"\right\rfloor"),
    "ceil": (r"\left\lceil ", r"\right\rceil"),
    "sqrt": (r"\sqrt{", "}"),
    "cbrt": (r"\sqrt[3]{", "}"),
}


def to_latex(tree: Node) -> str:
    r"""Return LaTeX of ``tree``: ``2x sin x`` is ``2 x \sin x``."""
    match tree:
        case Number(_, literal):
            return literal
        case Constant(name):
            return _CONSTANTS[name]
        case Variable(name):
            return _variable(name)
        case Negation(operand):
            # -a \cdot b would be (-a) b, and -a + b as well.
            return "-" + (_bracketed(operand) if _is_loose(operand) else to_latex(operand))
        case Operation(operator, left, right):
            return _OPERATIONS[operator](left, right)
        case Call(name, arguments):
            return _call(name, arguments)
        case Cases(branches):
            rows = r" \\ ".join(map(_branch, branches))
            return rf"\begin{{cases}} {rows} \end{{cases}}"


def _branch(branch: Branch) -> str:
    condition = condition_text(branch.conditions, to_latex, _RELATIONS, r" \land ")
    return rf"{to_latex(branch.value)}, & {condition or _OTHERWISE}"


def _variable(name: str) -> str:
    base, _, subscript = name.partition("_")
    if base in GREEK_COMMANDS:
        base = f"\\{base}"
    elif len(base) > 1:
        base = rf"\mathrm{{{base}}}"
    return f"{base}_{{{subscript}}}" if subscript else base


def _bracketed(node: Node) -> str:
    return rf"\left({to_latex(node)}\right)"


def _is_sum(node: Node) -> bool:
    sums = isinstance(node, Operation) and node.operator in "+-"
    return sums or isinstance(node, Negation | Cases)


def _is_loose(node: Node) -> bool:
    return _is_sum(node) or _has_dot(node)


def _has_dot(node: Node) -> bool:
    r"""Say whether ``node`` is a product that is printed with a ``\cdot``."""
    return _is_product(node) and (_has_dot(node.left) or _needs_dot(node.left, node.right))


def _is_product(node: Node) -> TypeGuard[Operation]:
    return isinstance(node, Operation) and node.operator == "*"


def _needs_dot(left: Node, right: Node) -> bool:
    """Say whether two factors side by side would run into one another: 2 3, x 2, 2 1/3, -x y."""
    last = left.right if _is_product(left) else left
    after_number = (
        isinstance(last, Number) and isinstance(right, Operation) and right.operator == "/"
    )
    return isinstance(left, Negation) or _starts_with_digit(right) or after_number


def _starts_with_digit(node: Node) -> bool:
    match node:
        case Number():
            return True
        case Operation("^", base, _):
            return isinstance(base, Number)
        case Call("factorial", (argument,)):
            return isinstance(argument, Number)
        case _:
            return False


def _sum(sign: str) -> Callable[[Node, Node], str]:
    def write(left: Node, right: Node) -> str:
        second = _bracketed(right) if _is_sum(right) else to_latex(right)
        return f"{to_latex(left)} {sign} {second}"

    return write


def _product(left: Node, right: Node) -> str:
    sums = isinstance(left, Operation) and left.operator in "+-"
    if sums:
        first = _bracketed(left)
    elif _is_bare_function(right):
        first = to_latex(left)
    else:
        first = _closed(left)
    second = _bracketed(right) if _is_sum(right) or _is_product(right) else to_latex(right)
    dot = _has_dot(left) or _needs_dot(left, right)
    return rf"{first} \cdot {second}" if dot else f"{first} {second}"


def _is_bare_function(node: Node) -> bool:
    """Say whether ``node`` is printed with the name of a function in front."""
    if isinstance(node, Operation) and node.operator == "^":
        return _carries_exponent(node.left, node.right)
    return isinstance(node, Call) and node.name in _NAMED


def _closed(node: Node) -> str:
    """Return LaTeX of ``node`` such that no bare argument at its end can take in what follows."""
    match node:
        case Call(name, arguments) if name in _BARE:
            return _NAMED[name] + _list(arguments)
        case Operation("^", Call(name, arguments), exponent) if _carries_exponent(
            node.left, exponent
        ):
            return f"{_NAMED[name]}^{{{to_latex(exponent)}}}" + _list(arguments)
        case Operation("*", _, right) if _is_bare_function(right):
            return to_latex(node)[: -len(to_latex(right))] + _closed(right)
        case _:
            return to_latex(node)


def _quotient(left: Node, right: Node) -> str:
    return rf"\frac{{{to_latex(left)}}}{{{to_latex(right)}}}"


def _power(left: Node, right: Node) -> str:
    exponent = f"^{{{to_latex(right)}}}"
    if _carries_exponent(left, right):
        assert isinstance(left, Call)
        return _NAMED[left.name] + exponent + _argument(left.arguments)
    plain = isinstance(left, Number | Constant | Variable) or (
        isinstance(left, Call) and left.name in _FENCES
    )
    return (to_latex(left) if plain else _bracketed(left)) + exponent


def _carries_exponent(base: Node, exponent: Node) -> bool:
    r"""Say whether the power is written on the function's name, ``\sin^{2} x``."""
    return isinstance(base, Call) and base.name in _BARE - {"log2"} and isinstance(exponent, Number)


def _call(name: str, arguments: tuple[Node, ...]) -> str:
    if name in _FENCES:
        opening, closing = _FENCES[name]
        return opening + to_latex(arguments[0]) + closing
    match name:
        case "root":
            return rf"\sqrt[{to_latex(arguments[0])}]{{{to_latex(arguments[1])}}}"
        case "log":
            return rf"\log_{{{to_latex(arguments[0])}}}{_list(arguments[1:])}"
        case "besselj":
            return rf"J_{{{to_latex(arguments[0])}}}{_list(arguments[1:])}"
        case "factorial":
            short = isinstance(arguments[0], Number | Variable | Constant)
            return (to_latex(arguments[0]) if short else _bracketed(arguments[0])) + "!"
        case _ if name in _BARE:
            return _NAMED[name] + _argument(arguments)
        case _:
            return _NAMED[name] + _list(arguments)


def _argument(arguments: tuple[Node, ...]) -> str:
    """Return an argument bare where it is short, ``2 x``, in brackets otherwise."""
    (argument,) = arguments
    return f" {to_latex(argument)}" if _is_short(argument) else _list(arguments)


def _is_short(node: Node) -> bool:
    match node:
        case Operation("*", Number() | Constant("pi") as left, Variable() as right):
            return not _needs_dot(left, right)
        case Operation("^", Variable(), Number()) | Operation("/"):
            return True
        case Call(name):
            return name in ("abs", "sqrt", "cbrt")
        case _:
            return isinstance(node, Number | Constant | Variable)


def _list(arguments: tuple[Node, ...]) -> str:
    return rf"\left({', '.join(map(to_latex, arguments))}\right)"


_OPERATIONS: dict[str, Callable[[Node, Node], str]] = {
    "+": _sum("+"),
    "-": _sum("-"),
    "*": _product,
    "/": _quotient,
    "^": _power,
}
