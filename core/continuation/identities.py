"""Functions that undo each other, ``ln e^u`` and ``sqrt(u^2)`` and ``asin sin u``, put away.

Some identities hold wherever both sides have a value (``simplified``); others only on the branch
that a point lies on: ``asin sin u`` is u near 0 and ``pi - u`` near pi (``on_branch``).

Source: DLMF 4.2(i), 4.21.12, 4.35.11 and the principal ranges of 4.23(i), 4.37(i).
"""

from collections.abc import Callable
from fractions import Fraction

from flint.utils.flint_exceptions import DomainError

from core.continuation.rational_function import written
from core.continuation.zeros import polynomial
from core.expression.building import (
    ONE,
    TWO,
    ZERO,
    constant,
    minus,
    negated,
    over,
    plus,
    power,
    times,
)
from core.expression.rational import rational
from core.expression.tree import Call, Constant, Negation, Node, Operation, Variable, walk

PI = Constant("pi")
HALF_PI = Operation("/", PI, TWO)

# The inner function is undone wherever it has a value.
_UNDOES = {
    ("sin", "asin"),
    ("cos", "acos"),
    ("tan", "atan"),
    ("cot", "acot"),
    ("sec", "asec"),
    ("csc", "acsc"),
    ("sinh", "asinh"),
    ("cosh", "acosh"),
    ("tanh", "atanh"),
    ("coth", "acoth"),
    ("sech", "asech"),
    ("csch", "acsch"),
    ("asinh", "sinh"),
    ("atanh", "tanh"),
    ("acoth", "coth"),
    ("acsch", "csch"),
}
_EVEN = ("cos", "sec", "cosh", "sech")
# Outer and inner function, and what the latter's argument loses before it is undone.
_TURNS = {("asin", "sin"), ("acos", "cos"), ("atan", "tan"), ("acot", "cot")}


def simplified(tree: Node) -> Node:
    """Return a formula that is equal wherever ``tree`` has a value.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(simplified(parse("ln(e^x) + sqrt(x^4) + cos|x|").tree))
    'x + x^2 + cos(x)'
    """
    match tree:
        case Negation(u):
            return negated(simplified(u))
        case Operation(operator, u, v):
            return _everywhere(Operation(operator, simplified(u), simplified(v)))
        case Call(name, arguments):
            return _everywhere(Call(name, tuple(map(simplified, arguments))))
        case _:
            return tree


def _everywhere(node: Node) -> Node:
    """Return one node by the identities that hold without conditions."""
    taken = root_of(node)
    if taken is not None:
        return _root_everywhere(node, *taken)
    match node:
        case Call("exp", (Call("ln", (u,)),)) | Operation("^", Constant("e"), Call("ln", (u,))):
            return u
        case Call("ln", (u,)):
            return exponent_of(u) or node
        case Call(outer, (Call(inner, (u,)),)) if (outer, inner) in _UNDOES:
            return u
        case Call(name, (Call("abs", (u,)),)) if name in _EVEN:
            return Call(name, (u,))
    return node


def _root_everywhere(node: Node, u: Node, r: Fraction) -> Node:
    """``(u^p)^(m/q) = u^(pm/q)`` if that is whole, and q odd or it is even; ``|u|^2 = u^2``."""
    if isinstance(u, Call) and u.name == "abs" and r.numerator % 2 == 0:
        return power(u.arguments[0], constant(r))
    inner = root_of(u)
    if inner is not None and r.denominator == 1 and inner[1].denominator % 2:
        return power(inner[0], constant(inner[1] * r))
    base, p = _as_power(u)
    t = p * r
    whole = t.denominator == 1 and p > 1
    if whole and (r.denominator % 2 or t % 2 == 0):
        return power(base, constant(t))
    return Operation("^", power(base, constant(Fraction(p))), constant(r)) if p > 1 else node


def on_branch(node: Node, sign: Callable[[Node], int], floor: Callable[[Node], int]) -> Node:
    """Return one node by the identity that holds around a point.

    Args:
        node: Its operands are simplified already.
        sign: The sign of a formula around the point.
        floor: The whole part of a formula around the point.
    """
    taken = root_of(node)
    if taken is not None:
        base, p = _as_power(taken[0])
        t = p * taken[1]
        if t.denominator > 1 or p < 2:
            return node
        size = power(base, constant(t))
        odd_root = taken[1].denominator % 2  # (v^3)^(1/3) is v on either side of 0
        return size if odd_root or t % 2 == 0 or sign(base) > 0 else negated(size)
    match node:
        case Call("asin", (Call("cos", (u,)),)):
            return _turned("asin", minus(HALF_PI, u), floor)
        case Call("acos", (Call("sin", (u,)),)):
            return _turned("acos", minus(HALF_PI, u), floor)
        case Call(outer, (Call(inner, (u,)),)) if (outer, inner) in _TURNS:
            return _turned(outer, u, floor)
        case Call("atan", (Operation("/", top, u),)) if top == ONE:
            return minus(HALF_PI if sign(u) > 0 else negated(HALF_PI), Call("atan", (u,)))
        case Call("acot", (Operation("/", top, u),)) if top == ONE:
            return Call("atan", (u,)) if sign(u) > 0 else plus(PI, Call("atan", (u,)))
        case Call("acosh", (Call("cosh", (u,)),)):
            return u if sign(u) > 0 else negated(u)
    return node


def _turned(name: str, u: Node, floor: Callable[[Node], int]) -> Node:
    """Return u plus or minus the multiple of pi that takes it to the principal range."""
    shifted = plus(Operation("/", u, PI), constant(Fraction(1, 2)))
    k = floor(shifted if name in ("asin", "atan") else Operation("/", u, PI))
    if name == "acos" and k % 2:
        return minus(times(constant(Fraction(k + 1)), PI), u)
    moved = minus(u, times(constant(Fraction(k)), PI))
    return negated(moved) if name == "asin" and k % 2 else moved


def shortened(tree: Node) -> Node:
    """Return a formula without the zeros, ones and signs that substitutions have left.

    It is equal wherever ``tree`` has a value: ``u/u`` is 1.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(shortened(parse("0/x^3 + 1*sin x - (-x)").tree))
    'sin(x) + x'
    """
    match tree:
        case Negation(u):
            return _negative(shortened(u))
        case Operation(operator, u, v):
            return _SHORT[operator](shortened(u), shortened(v))
        case Call(name, arguments):
            return Call(name, tuple(map(shortened, arguments)))
        case _:
            return tree


def _negative(u: Node) -> Node:
    match u:
        case Operation("-", first, second):
            return minus(second, first)
        case _:
            return negated(u)


def _sum(u: Node, v: Node) -> Node:
    return _difference(v, u.operand) if isinstance(u, Negation) else plus(u, v)


def _difference(u: Node, v: Node) -> Node:
    return ZERO if u == v else minus(u, v)


def _quotient(u: Node, v: Node) -> Node:
    return ONE if u == v else over(u, v)


_SHORT = {"+": _sum, "-": _difference, "*": times, "/": _quotient, "^": power}


def root_of(node: Node) -> tuple[Node, Fraction] | None:
    """Return ``u`` and ``r`` of a power ``u^r`` or root, else None."""
    match node:
        case Call("sqrt", (u,)):
            return u, Fraction(1, 2)
        case Call("cbrt", (u,)):
            return u, Fraction(1, 3)
        case Call("root", (n, u)):
            index = rational(n)
            return None if not index else (u, 1 / index)
        case Operation("^", u, v):
            r = rational(v)
            return None if r is None else (u, r)
    return None


def exponent_of(node: Node) -> Node | None:
    """Return ``u`` of ``e^u``, else None."""
    match node:
        case Call("exp", (u,)) | Operation("^", Constant("e"), u):
            return u
    return None


def _as_power(u: Node) -> tuple[Node, int]:
    """Return ``v`` and ``p`` with ``u = v^p``, p as large as is seen."""
    match u:
        case Operation("^", base, exponent):
            p = rational(exponent)
            if p is not None and p.denominator == 1 and p > 1:
                return base, int(p)
        case Operation("-", first, Operation("^", Call(name, (v,)), exponent)) if (
            first == ONE and name in ("sin", "cos") and exponent == TWO
        ):
            return Call("cos" if name == "sin" else "sin", (v,)), 2
        case Operation("+", first, Operation("^", Call("sinh", (v,)), exponent)) if (
            first == ONE and exponent == TWO
        ):
            return Call("cosh", (v,)), 2
        case Operation("-", Operation("^", Call("cosh", (v,)), exponent), last) if (
            last == ONE and exponent == TWO
        ):
            return Call("sinh", (v,)), 2
    return _square_of_polynomial(u)


def _square_of_polynomial(u: Node) -> tuple[Node, int]:
    p, names = polynomial(u), {part.name for part in walk(u) if isinstance(part, Variable)}
    if p is None or len(names) != 1 or p.degree() % 2:
        return u, 1
    try:
        return written(p.sqrt(), Variable(names.pop())), 2
    except (DomainError, ValueError):  # FLINT's two ways to say that there is no square root
        return u, 1
