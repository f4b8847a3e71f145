"""The parsed formula: a small immutable tree, the one thing every interpreter walks.

Nothing is simplified and nothing is reordered: the round-off lessons study the very operations
that were typed, in the order in which they were typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A literal: its exact value, and the ASCII decimal that was typed (``0.30``)."""

    value: Fraction
    literal: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A named real constant."""

    name: Literal["pi", "e", "phi"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, by its spelled-out name (``x``, ``x_1``, ``omega``)."""

    name: str


@dataclass(frozen=True, slots=True)
class Negation:
    """``-u``."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    """``u + v``, ``u - v``, ``u * v``, ``u / v`` or ``u ^ v``."""

    operator: Literal["+", "-", "*", "/", "^"]
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function applied to its arguments; ``name`` is a key of ``FUNCTIONS``."""

    name: str
    arguments: tuple["Node", ...]


Node: TypeAlias = Number | Constant | Variable | Negation | Operation | Call

# Canonical name -> how many arguments it takes (least, most).
FUNCTIONS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        "sqrt cbrt exp ln log10 log2 "
        "sin cos tan cot sec csc asin acos atan acot asec acsc "
        "sinh cosh tanh coth sech csch asinh acosh atanh acoth asech acsch "
        "abs sign floor ceil factorial erf gamma".split(),
        (1, 1),
    ),
    "root": (2, 2),  # root(n, x): the real n-th root
    "log": (2, 2),  # log(b, x): logarithm of x to base b
    "besselj": (2, 2),  # besselj(n, x): first kind, order n a constant integer
    "min": (1, 8),
    "max": (1, 8),
}


def children(node: Node) -> tuple[Node, ...]:
    """Return the operands of ``node``, left to right."""
    match node:
        case Negation(operand):
            return (operand,)
        case Operation(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def is_constant(node: Node) -> bool:
    """Say whether no variable occurs in ``node``."""
    return not any(isinstance(part, Variable) for part in walk(node))
