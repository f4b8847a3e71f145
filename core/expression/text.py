"""The canonical text of a tree: ASCII, every sign written, no bracket too many.

``parse(to_text(tree)).tree == tree`` for every tree that a parse can give.
"""

from core.expression.tree import Call, Constant, Negation, Node, Number, Operation, Variable

_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4
_STRENGTH = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "^": _POWER}


def to_text(tree: Node) -> str:
    """Return ``tree`` as canonical text: ``2x sin x`` as ``2*x*sin(x)``."""
    match tree:
        case Number(_, literal):
            return literal
        case Constant(name) | Variable(name):
            return name
        case Negation(operand):
            return f"-{_within(operand, _POWER)}"
        case Operation(operator, left, right):
            return _operation(operator, left, right)
        case Call(name, arguments):
            return f"{name}({', '.join(map(to_text, arguments))})"


def _operation(operator: str, left: Node, right: Node) -> str:
    strength = _STRENGTH[operator]
    if operator == "^":  # groups to the right: a^b^c is a^(b^c)
        return f"{_within(left, _ATOM)}^{_within(right, _POWER)}"
    sign = f" {operator} " if strength == _SUM else operator
    # A leading minus needs no brackets: -x*y is (-x)*y, and -x + y is (-x) + y.
    first = to_text(left) if isinstance(left, Negation) else _within(left, strength)
    return f"{first}{sign}{_within(right, strength + 1)}"


def _within(node: Node, least: int) -> str:
    """Return the text of ``node``, in brackets if it binds less tightly than ``least``."""
    text = to_text(node)
    return text if _strength(node) >= least else f"({text})"


def _strength(node: Node) -> int:
    match node:
        case Operation(operator):
            return _STRENGTH[operator]
        case Negation():
            return 0
        case _:
            return _ATOM
