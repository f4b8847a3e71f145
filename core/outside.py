"""Whether a formula certainly has no real value at a point."""

from flint import arb

from core.expression.balls import enclose
from core.expression.rational import rational
from core.expression.tree import Call, Constant, Node, Operation, needed

BITS = 128


def is_undefined(tree: Node, variable: str, at: Node) -> bool:
    """Prove that a part of the formula stands outside its domain; False if that is open.

    >>> from core.expression.building import ONE, ZERO
    >>> from core.expression.expression import parse
    >>> f = parse("ln(x - 1/2)").tree
    >>> is_undefined(f, "x", ZERO), is_undefined(f, "x", ONE)
    (True, False)
    """
    return any(_is_outside(node, variable, at) for node in needed(tree))


def _is_outside(node: Node, variable: str, at: Node) -> bool:
    match node:
        case Operation("^", u, v) if u != Constant("e"):
            r = rational(v)
            even = r is None or r.denominator % 2 == 0
            return even and bool(enclose(u, {variable: at}, BITS) < 0)
        case Call("root", (n, u)):
            index = rational(n)
            even = index is not None and index.numerator % 2 == 0
            return even and bool(enclose(u, {variable: at}, BITS) < 0)
        case Call("log", arguments):
            return any(bool(enclose(u, {variable: at}, BITS) < 0) for u in arguments)
        case Call(name, (u,)):
            return _is_outside_domain(name, enclose(u, {variable: at}, BITS))
    return False


def _is_outside_domain(name: str, u: arb) -> bool:
    match name:
        case "sqrt" | "ln" | "log10" | "log2":
            return bool(u < 0)
        case "asin" | "acos" | "atanh":
            return bool(abs(u) > 1)
        case "asec" | "acsc" | "acoth":
            return bool(abs(u) < 1)
        case "acosh":
            return bool(u < 1)
        case "asech":
            return bool(u < 0 or u > 1)
    return False
