"""Where a formula certainly has no values: a whole box outside its domain."""

from collections.abc import Callable, Mapping

from flint import arb

from core.expression.balls import enclose
from core.expression.choosing import HOLDS
from core.expression.rational import rational
from core.expression.tree import Call, Cases, Comparison, Constant, Node, Operation, needed

BITS = 128

# Proofs that a function of u has no value for any u in a ball; a ball that is nan proves nothing.
_OUTSIDE: dict[str, Callable[[arb], bool]] = {
    **dict.fromkeys("ln log10 log2 log".split(), lambda u: bool(u <= 0)),
    **dict.fromkeys("asin acos".split(), lambda u: bool(abs(u) > 1)),
    **dict.fromkeys("asec acsc".split(), lambda u: bool(abs(u) < 1)),
    **dict.fromkeys("cot csc coth csch acsch".split(), lambda u: bool(u.is_zero())),
    "sqrt": lambda u: bool(u < 0),
    "acosh": lambda u: bool(u < 1),
    "atanh": lambda u: bool(abs(u) >= 1),
    "acoth": lambda u: bool(abs(u) <= 1),
    "asech": lambda u: bool(u <= 0 or u > 1),
}


def has_no_value_over(tree: Node, place: Mapping[str, arb]) -> bool:
    """Prove that ``tree`` has no value anywhere in a box; False only means that nothing is proven.

    >>> from core.expression.expression import parse
    >>> f = parse("1 + ln x").tree
    >>> has_no_value_over(f, {"x": arb(-2, 1)}), has_no_value_over(f, {"x": arb(-2, 3)})
    (True, False)
    """
    return any(_is_outside(part, place) for part in needed(tree))


def _is_outside(part: Node, place: Mapping[str, arb]) -> bool:
    match part:
        case Cases(branches):
            return all(any(_fails(it, place) for it in branch.conditions) for branch in branches)
        case Operation("/", _, v):
            return bool(enclose(v, place, BITS).is_zero())
        case Operation("^", u, v) if u != Constant("e"):
            return _is_power_outside(enclose(u, place, BITS), v)
        case Call("root", (n, u)):
            index = rational(n)
            even = index is not None and index.numerator % 2 == 0
            return even and bool(enclose(u, place, BITS) < 0)
        case Call(name, arguments) if name in _OUTSIDE:
            return _OUTSIDE[name](enclose(arguments[-1], place, BITS))
    return False


def _fails(it: Comparison, place: Mapping[str, arb]) -> bool:
    """Prove that a comparison holds nowhere in a box."""
    u, v = enclose(it.left, place, BITS), enclose(it.right, place, BITS)
    return (u < v and not HOLDS[it.relation](-1, 0)) or (u > v and not HOLDS[it.relation](1, 0))


def _is_power_outside(u: arb, exponent: Node) -> bool:
    """``u^(p/q)`` needs ``u >= 0`` for even q, and ``u != 0`` for ``p < 0``; ``u^v`` too."""
    r = rational(exponent)
    if r is None or r.denominator % 2 == 0:
        return bool(u < 0)
    return r < 0 and bool(u.is_zero())
