"""The parsed formula: a small immutable tree, the one thing every interpreter walks.

Nothing is simplified and nothing is reordered: the round-off lessons study the very operations
that were typed, in the order in which they were typed.
"""

from collections.abc import Callable, Iterator
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


Relation: TypeAlias = Literal["<", "<=", "=", "!=", ">=", ">"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``u < v`` and its kin: a condition, not a formula."""

    relation: Relation
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Branch:
    """A formula and the comparisons that must all hold for it; none of them for "otherwise"."""

    conditions: tuple[Comparison, ...]
    value: "Node"


@dataclass(frozen=True, slots=True)
class Cases:
    """The value of the first branch whose conditions hold; undefined where none does.

    A comparison with a side that has no value is undefined too, and all that hangs on it: the
    branches that follow.
    """

    branches: tuple[Branch, ...]


Node: TypeAlias = Number | Constant | Variable | Negation | Operation | Call | Cases

# How many branches a reader may type.
MAX_BRANCHES = 8

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
    """Return the operands of ``node``, left to right; those of conditions are among them."""
    match node:
        case Negation(operand):
            return (operand,)
        case Operation(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case Cases(branches):
            return tuple(part for branch in branches for part in _parts(branch))
        case _:
            return ()


def _parts(branch: Branch) -> Iterator[Node]:
    """Yield what a branch is made of, in the order in which it is written."""
    yield branch.value
    for comparison in branch.conditions:
        yield from (comparison.left, comparison.right)


def with_children(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return ``node`` with ``change`` applied to each of its operands, those in conditions too."""
    match node:
        case Negation(operand):
            return Negation(change(operand))
        case Operation(operator, left, right):
            return Operation(operator, change(left), change(right))
        case Call(name, arguments):
            return Call(name, tuple(map(change, arguments)))
        case Cases(branches):
            return Cases(tuple(_changed(branch, change) for branch in branches))
        case _:
            return node


def _changed(branch: Branch, change: Callable[[Node], Node]) -> Branch:
    conditions = (
        Comparison(it.relation, change(it.left), change(it.right)) for it in branch.conditions
    )
    return Branch(tuple(conditions), change(branch.value))


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def is_constant(node: Node) -> bool:
    """Say whether no variable occurs in ``node``."""
    return not any(isinstance(part, Variable) for part in walk(node))
