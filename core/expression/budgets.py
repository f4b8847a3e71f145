"""What a formula may cost, checked from the bottom up before anything is computed from it.

A formula of fourteen characters can ask for a number that no computer holds, and neither FLINT
nor SymPy can be interrupted. So sizes are estimated first, with floats and bit counts only.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from core.errors import ParseError
from core.expression.numeric import CONSTANTS, elementary
from core.expression.prices import PRICES
from core.expression.rational import combine
from core.expression.tree import (
    Call,
    Cases,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    children,
    is_constant,
    walk,
)

MAX_NODES = 300
MAX_DEPTH = 40
MAX_EXPONENT = 1000
MAX_DEGREE = 1000
MAX_BITS = 2048
MAX_CONSTANT = 1e60
MAX_FACTORIAL = 60
MAX_BESSEL_ORDER = 60
# Functions with a price of their own cost ten to seventy times what others do; of constants once.
MAX_SLOW = 12


class _Measure(NamedTuple):
    """What the budgets know of a subtree.

    ``value`` is None where a variable occurs, ``exact`` where no rational is known; ``degree``
    is the product of nested exponents, added up over products and quotients.
    """

    value: float | None
    exact: Fraction | None
    degree: float


def check(tree: Node, text: str, spans: Mapping[int, tuple[int, int]]) -> None:
    """Refuse ``tree`` if it exceeds a budget.

    Args:
        tree: the formula.
        text: what it was read from.
        spans: ``id`` of a node -> where in ``text`` it was typed; the whole text by default.

    Raises:
        ParseError: for the innermost, leftmost excess, with the budget as ``details["limit"]``.
    """
    try:
        if _checked_size(tree) > MAX_SLOW:
            _check_slow(tree)
        with np.errstate(all="ignore"):
            _measure(tree)
    except _Excess as excess:
        start, end = spans.get(id(excess.node), (0, len(text)))
        details = {"limit": f"{excess.limit:g}"} if excess.limit else {}
        raise ParseError(excess.code, start, end - start, text, details) from None


class _Excess(Exception):
    def __init__(self, code: str, node: Node, limit: float | None = None) -> None:
        super().__init__(code)
        self.code, self.node, self.limit = code, node, limit


def _checked_size(tree: Node) -> int:
    """Count nodes and depth, without recursion: the tree may be as deep as the text is long.

    Returns:
        How many slow functions there are, of constants too.
    """
    waiting, count, slow = [(tree, 0)], 0, 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH:
            raise _Excess("too_deep", tree, MAX_DEPTH)
        if count > MAX_NODES:
            raise _Excess("too_many_nodes", tree, MAX_NODES)
        slow += isinstance(node, Call) and node.name in PRICES
        waiting.extend((child, depth + 1) for child in children(node))
    return slow


def _check_slow(tree: Node) -> None:
    """Count the slow functions of something that varies."""
    calls = (node for node in walk(tree) if isinstance(node, Call) and node.name in PRICES)
    varying = [call for call in calls if not is_constant(call)]
    if len(varying) > MAX_SLOW:
        raise _Excess("too_many_slow_functions", varying[MAX_SLOW], MAX_SLOW)


def _measure(node: Node) -> _Measure:
    match node:
        case Number(value):
            _check_exact(node, _bits(value))
            if abs(value) > MAX_CONSTANT:
                raise _Excess("constant_too_large", node, MAX_CONSTANT)
            return _Measure(float(value), value, 0)
        case Constant(name):
            return _Measure(float(CONSTANTS[name]), None, 0)
        case Negation(operand):
            inner = _measure(operand)
            return inner._replace(
                value=None if inner.value is None else -inner.value,
                exact=None if inner.exact is None else -inner.exact,
            )
        case Cases():  # never constant: a comparison has a variable
            return _Measure(None, None, max(_measure(child).degree for child in children(node)))
        case Operation() | Call():
            return _measure_composite(node, [_measure(child) for child in children(node)])
        case _:
            return _Measure(None, None, 1)


def _measure_composite(node: Operation | Call, parts: list[_Measure]) -> _Measure:
    if isinstance(node, Call):
        _check_call(node, parts)
        exact, degree = None, max(part.degree for part in parts)
    else:
        exact, degree = _exact(node, *parts), _degree(node, *parts)
    if degree > MAX_DEGREE:
        raise _Excess("degree_too_large", node, MAX_DEGREE)
    return _Measure(_value(node, parts), exact, degree)


def _degree(node: Operation, left: _Measure, right: _Measure) -> float:
    match node.operator:
        case "+" | "-":
            return max(left.degree, right.degree)
        case "^" if right.value is not None:
            if abs(right.value) > MAX_EXPONENT:
                raise _Excess("exponent_too_large", node.right, MAX_EXPONENT)
            return left.degree * max(1.0, abs(right.value))
        case _:
            return left.degree + right.degree


def _exact(node: Operation, left: _Measure, right: _Measure) -> Fraction | None:
    """Return the rational value, after a look at how many bits it would take."""
    u, v = left.exact, right.exact
    if u is None or v is None:
        return None
    if node.operator != "^":
        _check_exact(node, _bits(u) + _bits(v))
    elif abs(v) > MAX_EXPONENT:
        raise _Excess("exponent_too_large", node.right, MAX_EXPONENT)
    elif v.denominator == 1 and abs(u) != 1:
        _check_exact(node, _bits(u) * abs(int(v)))
    return combine(node.operator, u, v)


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def _check_exact(node: Node, bits: int) -> None:
    if bits > MAX_BITS:
        raise _Excess("exact_constant_too_large", node, MAX_BITS)


def _check_call(node: Call, parts: list[_Measure]) -> None:
    """Check indices and the arguments of factorials."""
    first = parts[0]
    whole = first.exact is not None and first.exact.denominator == 1
    if node.name == "root" and not (whole and 1 <= first.exact <= MAX_EXPONENT):  # type: ignore[operator]
        raise _Excess("root_index", node.arguments[0], MAX_EXPONENT)
    if node.name == "besselj" and not (whole and 0 <= first.exact <= MAX_BESSEL_ORDER):  # type: ignore[operator]
        raise _Excess("bessel_order", node.arguments[0], MAX_BESSEL_ORDER)
    if node.name in ("factorial", "gamma") and (first.value or 0) > MAX_FACTORIAL:
        raise _Excess("factorial_too_large", node.arguments[0], MAX_FACTORIAL)


def _value(node: Operation | Call, parts: list[_Measure]) -> float | None:
    """Return the value of a constant in float64: finite, real, at most ``MAX_CONSTANT``."""
    if any(part.value is None for part in parts):
        return None
    known = {id(child): part.value for child, part in zip(children(node), parts, strict=True)}
    function, operands = elementary(node)
    value = float(function(*(np.float64(known[id(operand)] or 0.0) for operand in operands)))
    if math.isnan(value):
        raise _Excess("constant_undefined", node)
    if abs(value) > MAX_CONSTANT:
        raise _Excess("constant_too_large", node, MAX_CONSTANT)
    return value
