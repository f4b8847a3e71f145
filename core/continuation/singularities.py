"""Where a formula can fail to be analytic in the complex plane: the zeros of its *guards*.

Every function of the textbook is analytic except where a certain expression vanishes: a quotient
where its denominator does, ``ln u`` and ``sqrt u`` where u does, ``tan u`` where cos u does,
``atan u`` where ``1 + u^2`` does, and so on. These expressions are the guards. On a disc without
zeros of guards the formula has an analytic continuation from the center (a disc is simply
connected, so logarithms do not care on which way they came).
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, inf

from flint import acb, arb

from core.expression.balls import enclose
from core.expression.building import ONE, TWO, constant, minus, plus, power
from core.expression.complex_series import complex_series
from core.expression.rational import rational
from core.expression.tree import (
    Call,
    Constant,
    Negation,
    Node,
    Operation,
    children,
    is_constant,
)

# Which guards the functions of one argument have.
_COSINE = {"tan": "cos", "sec": "cos", "tanh": "cosh", "sech": "cosh"}
_SINE = {"cot": "sin", "csc": "sin", "coth": "sinh", "csch": "sinh"}
# What vanishes where these do, and is analytic everywhere.
_ZEROS = {"tan": "sin", "tanh": "sinh", "cot": "cos", "coth": "cosh"}
_AT_ZERO = ("ln", "log10", "log2", "sqrt", "cbrt", "asec", "acsc", "asech", "acsch")
_AT_ONE = ("asin", "acos", "atanh", "acosh", "asec", "acsc", "asech", "acoth")
_AT_I = ("atan", "acot", "asinh", "acsch")


_EIGHTH = Operation("/", Constant("pi"), constant(Fraction(4)))  # of a turn


def guards(tree: Node, variable: str, at: Node, poles: int) -> list[Node]:
    """Return the expressions without whose zeros ``tree`` is analytic, taken apart into factors.

    Args:
        tree: The formula, without functions by cases (``analytic_branch``).
        variable: The name of x.
        at: The center.
        poles: How many of gamma's poles are looked for to the left of its argument at the center
            (``are_all_poles`` tells whether they suffice), and one to the right.
    """
    found: dict[Node, None] = {}
    for guard in all_guards(tree):
        match guard:
            case Call("gamma", (u,)):
                looked_for = _poles(u, variable, at, poles)
                found |= dict.fromkeys(plus(u, constant(Fraction(k))) for k in {0, *looked_for})
            case _:
                found[guard] = None
    return list(found)


def are_all_poles(tree: Node, variable: str, at: Node, poles: int, radius: float) -> bool:
    """Prove that on a disc about the center gamma has no poles but those looked for.

    Where its argument is ``-k``, k is at most the largest, and at least the least, of ``-Re u``.
    """
    inner = [g.arguments[0] for g in all_guards(tree) if isinstance(g, Call) and g.name == "gamma"]
    if inner and radius == inf:
        return False
    square = acb(arb(0, radius), arb(0, radius)) if inner else acb(0)
    for u in inner:
        size = -complex_series(u, square + enclose(at, {}, 64))[0].real
        looked_for = _poles(u, variable, at, poles)
        none_skipped = looked_for.start <= 1 or size > looked_for.start - 1
        if not (none_skipped and size < looked_for.stop):
            return False
    return True


def _poles(u: Node, variable: str, at: Node, count: int) -> range:
    """Return the ``k`` for which zeros of ``u + k``, poles of ``gamma(u)``, are looked for."""
    value = enclose(u, {variable: at}, 64)
    lowest = ceil(float(-value)) if value.is_finite() else 0
    return range(max(0, lowest - 1), max(0, lowest) + count)


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
        case Operation("^", base, exponent) if _is_natural(exponent):
            yield from _guards_of_denominator(base)
        case _:
            yield from (*all_guards(v), *factors(v))


def _guards_of_power(u: Node, v: Node) -> Iterator[Node]:
    if not _is_natural(v) and u != Constant("e"):
        yield from factors(u)


def _is_natural(v: Node) -> bool:
    r = rational(v)
    return r is not None and r.denominator == 1 and r >= 0


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
