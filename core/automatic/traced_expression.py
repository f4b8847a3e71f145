"""A typed formula under differentiation: one line of the tape for each operation of the tree.

Each line's rule is the textbook's, by ``core.expression.differentiation``, evaluated in floats.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, reduce

import numpy as np
from flint import arb

from core.automatic.primitives import Primitive, Value, elementwise
from core.automatic.traced import Traced, apply, plain
from core.expression.balls import working_precision
from core.expression.building import ONE, ZERO, minus, replaced
from core.expression.differentiation import differentiate
from core.expression.expression import Expression
from core.expression.numeric import compile_tree
from core.expression.text import to_text
from core.expression.tree import (
    Branch,
    Call,
    Cases,
    Negation,
    Node,
    Operation,
    Variable,
    children,
    is_constant,
    with_children,
)
from core.floats import FloatFormat, float_format

# NumPy's own functions do these exactly, and their rules know where the kinks and jumps are.
_EXACT: dict[str, Callable[..., Value]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "min": lambda *u: reduce(np.minimum, u),
    "max": lambda *u: reduce(np.maximum, u),
}
_GAMMA = {"gamma": 0.0, "factorial": 1.0}  # x! = gamma(x + 1)
_KEPT = 1000


def follow_expression(f: Expression, values: Sequence[Value]) -> Value:
    """Return the value of ``f`` with its derivative, the very number that ``f`` computes.

    Args:
        f: the formula.
        values: one for each variable, at least one of them under differentiation.

    Raises:
        NoFormulaError: if a function in it has no rule.
    """
    fmt = float_format(next(plain(u).dtype for u in values if isinstance(u, Traced)))
    with np.errstate(all="ignore"):
        return _follow(f.tree, dict(zip(f.variables, values, strict=True)), fmt)


def _follow(node: Node, values: dict[str, Value], fmt: FloatFormat) -> Value:
    match node:
        case Variable(name):
            return values[name]
        case _ if is_constant(node):
            return compile_tree(node, (), fmt)([])
        case Negation(u):
            return np.negative(_follow(u, values, fmt))
        case Operation(name) | Call(name) if name in _EXACT:
            return _EXACT[name](*(_follow(u, values, fmt) for u in children(node)))
        case Cases(branches):
            return _chosen(branches, values, fmt)
    moving = (u for u in children(node) if not is_constant(u))
    return apply(_rule(_alone(node)), *(_follow(u, values, fmt) for u in moving))


def _chosen(branches: Sequence[Branch], values: dict[str, Value], fmt: FloatFormat) -> Value:
    """The first branch that holds; from the last on, each is overruled by those before it."""
    result: Value = fmt.dtype.type(np.nan)
    for branch in reversed(branches):
        held = _holds(branch, values, fmt)
        value = np.where(held == 1, _follow(branch.value, values, fmt), result)
        result = np.where(np.isnan(held), fmt.dtype.type(np.nan), value)
        for it in branch.conditions:
            result = apply(_EDGE, result, _follow(minus(it.left, it.right), values, fmt))
    return result


def _holds(branch: Branch, values: dict[str, Value], fmt: FloatFormat) -> Value:
    """1 where the branch's conditions hold, 0 where they do not, nan where they have no sense."""
    question = Cases((Branch(branch.conditions, ONE), Branch((), ZERO)))
    return compile_tree(question, tuple(values), fmt)([plain(u) for u in values.values()])


# Where the two sides of a condition are equal, two branches meet: each side has its own slope.
_EDGE = elementwise(
    lambda v, gap: v,
    lambda name, _: name,
    lambda _, v, gap: np.where(gap == 0, np.nan, 1.0),
    lambda _, v, gap: np.where(gap == 0, np.nan, 0.0),
)


def _alone(node: Node) -> Node:
    """Return the operation with letters for its operands: ``(sin x)^3`` is ``u_0^3``."""
    letters = map(Variable, _LETTERS)
    return with_children(node, lambda u: u if is_constant(u) else next(letters))


_LETTERS = ("u_0", "u_1")


@lru_cache(_KEPT)
def _rule(node: Node) -> Primitive:
    """The operation as a primitive, with the derivatives that the textbook gives it."""
    letters = tuple(u.name for u in children(node) if isinstance(u, Variable))
    partials = [_partial(node, letter, letters) for letter in letters]

    def write(*names: str) -> str:
        return to_text(replaced(node, dict(zip(letters, map(Variable, names), strict=True))))

    return elementwise(_function(node, letters), write, *partials)


def _partial(node: Node, letter: str, letters: tuple[str, ...]) -> Callable[..., Value]:
    if isinstance(node, Call) and node.name in _GAMMA:
        shift = _GAMMA[node.name]
        return lambda v, u: v * np.asarray(_digamma(u + shift), np.float64)
    slope = _function(differentiate(node, letter), letters)
    return lambda v, *u: slope(*u)


def _function(tree: Node, letters: tuple[str, ...]) -> Callable[..., Value]:
    """Return ``tree`` as a function of plain values, or of values that are followed further out."""
    f = Expression("", letters, tree)

    def function(*u: Value) -> Value:
        if any(isinstance(operand, Traced) for operand in u) and not is_constant(tree):
            return follow_expression(f, u)
        return f(*map(plain, u))[()]

    return function


def _digamma_at(x: float) -> float:
    with working_precision(64):
        return float(arb(float(x)).digamma())


_digamma = np.frompyfunc(_digamma_at, 1, 1)
