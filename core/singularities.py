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

from core.expression.balls import enclose
from core.expression.building import ONE, TWO, constant, minus, negated, plus, power
from core.expression.rational import rational
from core.expression.tree import Call, Constant, Negation, Node, Operation, children, is_constant

# Which guards the functions of one argument have.
_COSINE = {"tan": "cos", "sec": "cos", "tanh": "cosh", "sech": "cosh"}
_SINE = {"cot": "sin", "csc": "sin", "coth": "sinh", "csch": "sinh"}
_AT_ZERO = ("ln", "log10", "log2", "sqrt", "cbrt", "asec", "acsc", "asech", "acsch")
_AT_ONE = ("asin", "acos", "atanh", "acosh", "asec", "acsc", "asech", "acoth")
_AT_I = ("atan", "acot", "asinh", "acsch")


# How many poles of gamma to the left of the center's value are looked for.
_GAMMA_POLES = 3


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
    odd root of a negative number the negative of a principal root.

    Raises:
        Unresolved: if a case is not decided at the center itself.
    """

    def branch(u: Node) -> Node:
        return analytic_branch(u, variable, at)

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
        case Call("floor" | "ceil" as name, (u,)):
            whole = enclose(Call(name, (u,)), {variable: at}, 128).unique_fmpz()
            if whole is None:
                raise Unresolved
            return constant(Fraction(int(whole)))
        case Call("min" | "max" as name, arguments):
            return branch(_extreme(name == "max", arguments, variable, at))
        case Call("cbrt", (u,)):
            return _branch_of_power(branch(u), constant(Fraction(1, 3)), variable, at)
        case Call("root", (n, u)):
            index = rational(n)
            return _branch_of_power(branch(u), constant(1 / (index or Fraction(1))), variable, at)
        case Call(name, arguments):
            return Call(name, tuple(map(branch, arguments)))
        case _:
            return tree


def _sign(u: Node, variable: str, at: Node) -> int:
    value = enclose(u, {variable: at}, 128)
    if not (value > 0 or value < 0):
        raise Unresolved
    return 1 if value > 0 else -1


def _extreme(largest: bool, arguments: tuple[Node, ...], variable: str, at: Node) -> Node:
    best, *others = arguments
    for other in others:
        if (_sign(minus(other, best), variable, at) > 0) == largest:
            best = other
    return best


def _branch_of_power(u: Node, v: Node, variable: str, at: Node) -> Node:
    """Return ``u^v``; ``-((-u)^v)`` or ``(-u)^v`` for an odd root where ``u(a) < 0``."""
    r = rational(v)
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
    for child in children(tree):
        yield from all_guards(child)
    match tree:
        case Operation("/", _, v):
            yield from factors(v)
        case Operation("^", u, v):
            yield from _guards_of_power(u, v)
        case Call("root", (_, u)):
            yield from factors(u)
        case Call("log", (b, u)):
            yield from (*factors(u), *factors(b), *factors(minus(b, ONE)))
        case Call(name, (u,)):
            yield from _guards_of_call(name, u)


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
        case Operation("*", u, v):
            yield from (*factors(u), *factors(v))
        case Operation("/", u, _):
            yield from factors(u)
        case Operation("^", u, v):
            r = rational(v)
            if r is not None and r > 0:
                yield from factors(u)
        case Call("sqrt" | "cbrt", (u,)):
            yield from factors(u)
        case Call("exp", _):
            return
        case _:
            yield g
