"""A sufficient condition for a function of several variables to be differentiable at a point.

Partial derivatives are not enough: those of ``min(|x|, |y|)`` at the origin are 0, and along the
diagonal its slope is 1. But where no part of a formula stands at a corner, a jump or the end of its
domain, f is analytic all around the point, being composed of analytic functions.
"""

from collections.abc import Mapping
from itertools import combinations

from flint import arb

from core.expression.balls import enclose, working_precision
from core.expression.choosing import surely_chosen
from core.expression.rational import rational
from core.expression.tree import Call, Cases, Constant, Node, Operation, is_constant, walk

BITS = 300


def is_analytic_around(tree: Node, place: Mapping[str, Node]) -> bool:
    """Prove that ``tree`` is analytic at the point; False only means that nothing is proven.

    >>> from core.expression.expression import parse
    >>> from core.expression.building import ONE, ZERO
    >>> f = parse("max(x, y)", ("x", "y")).tree
    >>> is_analytic_around(f, {"x": ZERO, "y": ONE}), is_analytic_around(f, {"x": ONE, "y": ONE})
    (True, False)
    """
    with working_precision(BITS):
        return all(is_harmless(part, place) for part in walk(tree))


def is_harmless(node: Node, place: Mapping[str, arb | Node]) -> bool:
    """Say whether a node has a value, and no corner, jump or end there.

    A finite ball already excludes poles, and logarithms of 0.
    """
    if not enclose(node, place, BITS).is_finite():
        return False
    if is_constant(node):
        return True
    match node:
        case Operation("^", u, v):
            return _is_harmless_power(enclose(u, place, BITS), u, v)
        case Call("root", (_, u)):
            return not enclose(u, place, BITS).contains(0)
        case Call(name, arguments):
            return _is_harmless_call(name, [enclose(u, place, BITS) for u in arguments])
        case Cases(branches):
            return surely_chosen(branches, place, BITS) is not None
    return True


def _is_harmless_power(ball: arb, u: Node, v: Node) -> bool:
    r = rational(v)
    if r is not None:
        return r.denominator == 1 or not ball.contains(0)
    return u == Constant("e") or bool(ball > 0)


def _is_harmless_call(name: str, u: list[arb]) -> bool:
    """Say whether proven arguments keep away from where the function is not analytic."""
    first = u[0]
    match name:
        case "abs" | "sign" | "sqrt" | "cbrt":
            return not first.contains(0)
        case "floor" | "ceil":
            return not first.contains_integer()
        case "min" | "max":
            return not any(a.overlaps(b) for a, b in combinations(u, 2))
        case "asin" | "acos":
            return bool(abs(first) < 1)
        case "asec" | "acsc" | "acosh":
            return bool(abs(first) > 1)
        case "asech":
            return bool(first < 1)
    return True
