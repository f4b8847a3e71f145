"""Where a formula can fail to be analytic in the complex plane: the zeros of its *guards*.

Every function of the textbook is analytic except where a certain expression vanishes: a quotient
where its denominator does, ``ln u`` and ``sqrt u`` where u does, ``tan u`` where cos u does,
``atan u`` where ``1 + u^2`` does, and so on. These expressions are the guards. On a disc without
zeros of guards the formula has an analytic continuation from the center (a disc is simply
connected, so logarithms do not care on which way they came).
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.building import ONE, TWO, constant, minus, negated, plus, power
from core.expression.choosing import HOLDS
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import (
    Branch,
    Call,
    Cases,
    Comparison,
    Constant,
    Negation,
    Node,
    Operation,
    children,
    is_constant,
)
from core.identities import on_branch, simplified

# Which guards the functions of one argument have.
_COSINE = {"tan": "cos", "sec": "cos", "tanh": "cosh", "sech": "cosh"}
_SINE = {"cot": "sin", "csc": "sin", "coth": "sinh", "csch": "sinh"}
# What vanishes where these do, and is analytic everywhere.
_ZEROS = {"tan": "sin", "tanh": "sinh", "cot": "cos", "coth": "cosh"}
_AT_ZERO = ("ln", "log10", "log2", "sqrt", "cbrt", "asec", "acsc", "asech", "acsch")
_AT_ONE = ("asin", "acos", "atanh", "acosh", "asec", "acsc", "asech", "acoth")
_AT_I = ("atan", "acot", "asinh", "acsch")


_EIGHTH = Operation("/", Constant("pi"), constant(Fraction(4)))  # of a turn

# How many poles of gamma to the left of the center's value are looked for.
_GAMMA_POLES = 3
# Terms among which the first is sought where something vanishes at the center, like x^2 in |x^2|.
_TOUCH = 8


class Unresolved(ArithmeticError):
    """A case that could not be decided at the center."""


def guards(tree: Node, variable: str, at: Node) -> list[Node]:
    """Return the expressions without whose zeros ``tree`` is analytic, taken apart into factors.

    Args:
        tree: The formula, without functions by cases (``analytic_branch``).
        variable: The name of x.
        at: The center; it decides which of gamma's poles are looked for.
    """
    found: dict[Node, None] = {}
    for guard in all_guards(tree):
        match guard:
            case Call("gamma", (u,)):
                value = enclose(u, {variable: at}, 64)
                lowest = ceil(float(-value)) if value.is_finite() else 0
                poles = range(max(0, lowest - 1), max(0, lowest) + _GAMMA_POLES)
                found |= dict.fromkeys(plus(u, constant(Fraction(k))) for k in {0, *poles})
            case _:
                found[guard] = None
    return list(found)


def analytic_branch(tree: Node, variable: str, at: Node) -> Node:
    """Return the formula that continues ``tree`` analytically from ``at``: its cases decided there.

    ``|u|`` becomes u or -u, ``min`` and ``max`` one of their arguments, ``floor`` its integer; an
    odd root of a negative number the negative of a principal root; what undoes each other goes,
    ``sqrt(u^2)`` and ``asin sin u`` (``core.identities``).

    Raises:
        Unresolved: if a case is not decided at the center itself.
    """
    return _branch(simplified(tree), variable, at)


def _branch(tree: Node, variable: str, at: Node) -> Node:
    def branch(u: Node) -> Node:
        return _branch(u, variable, at)

    match tree:
        case Negation(u):
            return Negation(branch(u))
        case Operation("^", u, v):
            return _branch_of_power(branch(u), branch(v), variable, at)
        case Operation(operator, u, v):
            return Operation(operator, branch(u), branch(v))
        case Call("abs", (u,)):
            return branch(u) if _sign(u, variable, at) > 0 else negated(branch(u))
        case Call("sign", (u,)):
            return constant(Fraction(_sign(u, variable, at)))
        case Call("floor", (u,)):
            return constant(Fraction(_floor(u, variable, at)))
        case Call("ceil", (u,)):
            return constant(Fraction(-_floor(Negation(u), variable, at)))
        case Call("min" | "max" as name, arguments):
            return branch(_extreme(name == "max", arguments, variable, at))
        case Call("cbrt", (u,)):
            return _branch_of_power(branch(u), constant(Fraction(1, 3)), variable, at)
        case Call("root", (n, u)):
            index = rational(n)
            return _branch_of_power(branch(u), constant(1 / (index or Fraction(1))), variable, at)
        case Call(name, arguments):
            called = Call(name, tuple(map(branch, arguments)))
            return _undone(called, variable, at)
        case Cases(branches):
            return branch(_lasting(branches, variable, at))
        case _:
            return tree


def _lasting(branches: tuple[Branch, ...], variable: str, at: Node) -> Node:
    """Return the formula that holds on both sides of the center."""
    for branch in branches:
        held = [_holds(it, variable, at) for it in branch.conditions]
        if all(held):
            return branch.value
    raise Unresolved


def _holds(it: Comparison, variable: str, at: Node) -> bool:
    difference = minus(it.left, it.right)
    if it.relation in ("=", "!="):  # whichever sign: away from the center they differ
        square = power(difference, TWO)
        return HOLDS[it.relation](_sign(square, variable, at), 0)
    return HOLDS[it.relation](_sign(difference, variable, at), 0)


def _undone(node: Node, variable: str, at: Node) -> Node:
    """Return one node by the identity that holds around the center."""
    return on_branch(node, lambda u: _sign(u, variable, at), lambda u: _floor(u, variable, at))


def _sign(u: Node, variable: str, at: Node) -> int:
    """Return the sign that ``u`` has on both sides of the center, where it may vanish."""
    value = enclose(u, {variable: at}, 128)
    if not (value > 0 or value < 0):
        value = _leading(u, variable, at)
    if not (value > 0 or value < 0):
        raise Unresolved
    return 1 if value > 0 else -1


def _leading(u: Node, variable: str, at: Node) -> arb:
    """Return the first coefficient that is not 0 if it is one of even order."""
    try:
        found = coefficients(u, variable, at, _TOUCH)
    except NotAnalytic:
        raise Unresolved from None
    order = next((k for k, c in enumerate(found) if not c.is_zero()), 1)
    if order % 2:
        raise Unresolved
    return found[order]


def _floor(u: Node, variable: str, at: Node) -> int:
    """Return the whole part of ``u`` around the center."""
    whole = enclose(Call("floor", (u,)), {variable: at}, 128).unique_fmpz()
    if whole is None:
        raise Unresolved
    return int(whole)


def _extreme(largest: bool, arguments: tuple[Node, ...], variable: str, at: Node) -> Node:
    best, *others = arguments
    for other in others:
        if (_sign(minus(other, best), variable, at) > 0) == largest:
            best = other
    return best


def _branch_of_power(u: Node, v: Node, variable: str, at: Node) -> Node:
    """Return ``u^v``; ``-((-u)^v)`` or ``(-u)^v`` for an odd root where ``u(a) < 0``."""
    r, plain = rational(v), Operation("^", u, v)
    undone = _undone(plain, variable, at)
    if undone != plain:
        return undone
    if r is None or r.denominator % 2 == 0 or r.denominator == 1:
        return Operation("^", u, v)
    if _sign(u, variable, at) > 0:
        return Operation("^", u, v)
    size = Operation("^", negated(u), v)
    return negated(size) if r.numerator % 2 else size


def all_guards(tree: Node) -> Iterator[Node]:
    """Yield the guards, each maybe several times; ``gamma(u)`` stands for the poles of gamma."""
    if is_constant(tree):
        return
    if isinstance(tree, Operation) and tree.operator == "/":
        yield from (*all_guards(tree.left), *_guards_of_denominator(tree.right))
        return
    for child in children(tree):
        yield from all_guards(child)
    match tree:
        case Operation("^", u, v):
            yield from _guards_of_power(u, v)
        case Call("root", (_, u)):
            yield from factors(u)
        case Call("log", (b, u)):
            yield from (*factors(u), *factors(b), *factors(minus(b, ONE)))
        case Call(name, (u,)):
            yield from _guards_of_call(name, u)


def _guards_of_denominator(v: Node) -> Iterator[Node]:
    """Yield the guards of ``1/v``; ``1/gamma`` has none of its own, DLMF 5.2(i)."""
    match v:
        case Operation("*", first, second):
            yield from (*_guards_of_denominator(first), *_guards_of_denominator(second))
        case Call("gamma" | "factorial", (u,)):
            yield from all_guards(u)
        case _:
            yield from (*all_guards(v), *factors(v))


def _guards_of_power(u: Node, v: Node) -> Iterator[Node]:
    r = rational(v)
    whole = r is not None and r.denominator == 1 and r >= 0
    if not whole and u != Constant("e"):
        yield from factors(u)


def _guards_of_call(name: str, u: Node) -> Iterator[Node]:
    if name in _COSINE or name in _SINE:
        yield Call((_COSINE | _SINE)[name], (u,))
    if name in _AT_ZERO:
        yield from factors(u)
    if name in _AT_ONE:
        yield from (minus(u, ONE), plus(u, ONE))
    if name in _AT_I:
        yield plus(power(u, TWO), ONE)
    if name in ("gamma", "factorial"):
        yield Call("gamma", (u if name == "gamma" else plus(u, ONE),))


def factors(g: Node) -> Iterator[Node]:
    """Yield factors of ``g`` whose zeros are all zeros of ``g``; an exponential has none."""
    if is_constant(g):
        return
    match g:
        case Negation(u):
            yield from factors(u)
        case Operation("+" | "-", _, _) if (half := _half_angle(g)) is not None:
            yield half
        case Operation("*", u, v):
            yield from (*factors(u), *factors(v))
        case Operation("/", u, _):
            yield from factors(u)
        case Operation("^", u, v):
            r = rational(v)
            if r is not None and r > 0:
                yield from factors(u)
        case Call("sqrt" | "cbrt" | "abs", (u,)):
            yield from factors(u)
        case Call(name, (u,)) if name in _ZEROS:
            yield Call(_ZEROS[name], (u,))
        case Call("exp", _):
            return
        case _:
            yield g


def _half_angle(g: Node) -> Node | None:
    """Return what vanishes once where ``g`` does twice: ``1 - cos u = 2 sin(u/2)^2``; else None."""
    match g:
        case Operation("+" | "-" as sign, Call(name, (u,)), one) if one == ONE:
            pass
        case Operation("+" | "-" as sign, one, Call(name, (u,))) if one == ONE:
            pass
        case _:
            return None
    half = Operation("/", u, TWO)
    match name, sign:
        case "sin", "+":
            return Call("sin", (Operation("+", half, _EIGHTH),))
        case "sin", _:
            return Call("sin", (Operation("-", half, _EIGHTH),))
        case "cos", "+":
            return Call("cos", (half,))
        case "cos", _:
            return Call("sin", (half,))
        case "cosh", "+":
            return Call("cosh", (half,))
        case "cosh", "-":
            return Call("sinh", (half,))
    return None
