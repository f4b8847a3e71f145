"""The canonical text of a tree: ASCII, every sign written, no bracket too many.

``parse(to_text(tree)).tree == tree`` for every tree that a parse can give.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

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
            return f"{name}({', '.join(_within(u, 0) for u in arguments)})"
        case Cases(branches):
            return ", ".join(map(_branch, branches))


def _branch(branch: Branch) -> str:
    condition = (
        f"if {condition_text(branch.conditions, _side)}" if branch.conditions else "otherwise"
    )
    return f"{_side(branch.value)} {condition}"


def condition_text(
    conditions: tuple[Comparison, ...],
    write: Callable[[Node], str],
    signs: Mapping[str, str] = MappingProxyType({}),
    conjunction: str = " and ",
) -> str:
    """Return comparisons as text, those that share a side as a chain: ``0 < x <= 1``.

    Args:
        conditions: the comparisons.
        write: how a side is written.
        signs: how a relation is written, if not as itself.
        conjunction: what stands between two chains.
    """
    text, last = "", None
    for it in conditions:
        start = "" if it.left == last else f"{conjunction if text else ''}{write(it.left)}"
        text += f"{start} {signs.get(it.relation, it.relation)} {write(it.right)}"
        last = it.right
    return text


def _side(node: Node) -> str:
    """Return the text of what stands before or in a condition: cases within cases in brackets."""
    return _within(node, 0)


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
        case Cases():
            return -1
        case _:
            return _ATOM
