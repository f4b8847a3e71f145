"""The formula that continues a function analytically from a point: its cases decided there."""

from fractions import Fraction

from flint import arb

from core.continuation.identities import on_branch, simplified
from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.building import TWO, constant, minus, negated, power
from core.expression.choosing import HOLDS
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import Branch, Call, Cases, Comparison, Negation, Node, Operation

# Terms among which the first is sought where something vanishes at the center, like x^2 in |x^2|.
_TOUCH = 8


class Unresolved(ArithmeticError):
    """A case that could not be decided at the center."""


def analytic_branch(tree: Node, variable: str, at: Node) -> Node:
    """Return the formula that continues ``tree`` analytically from ``at``: its cases decided there.

    ``|u|`` becomes u or -u, ``min`` and ``max`` one of their arguments, ``floor`` its integer; an
    odd root of a negative number the negative of a principal root; what undoes each other goes,
    ``sqrt(u^2)`` and ``asin sin u`` (``core.continuation.identities``).

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
