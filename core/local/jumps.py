"""What sign, floor and ceil are at one point, proven where a ball around it cannot tell."""

from fractions import Fraction

from core.expression.balls import enclose
from core.expression.building import constant, depends, minus, negated
from core.expression.tree import Call, Node, with_children
from core.local.germs import Unsettled, floor_of, sign_at, whole

BITS = 300


def without_jumps(tree: Node, variable: str, at: Node) -> Node:
    """Put in the place of sign, floor and ceil the number that they are at a point.

    A ball around ``3 * 1/3`` does not tell ``floor`` whether it is 1 or 0, and that of ``sin pi``
    not its sign: a closed form does.

    Raises:
        Unsettled: if one of them is not proven.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(without_jumps(parse("x floor(3x)").tree, "x", constant(Fraction(1, 3))))
    'x*1'
    """
    if not depends(tree, variable):
        return tree

    def inside(node: Node) -> Node:
        return without_jumps(node, variable, at)

    match tree:
        case Call("sign", (u,)):
            return constant(Fraction(sign_at(inside(u), variable, at)))
        case Call("floor", (u,)):
            return whole(_floor_at(inside(u), variable, at))
        case Call("ceil", (u,)):
            return whole(-_floor_at(negated(inside(u)), variable, at))
        case _:
            return with_children(tree, inside)


def _floor_at(u: Node, variable: str, at: Node) -> int:
    """``floor(u)`` at a point: the whole number below a bound of u, or one less."""
    ball = enclose(u, {variable: at}, BITS)
    if not ball.rad() < 1:
        raise Unsettled
    n = floor_of(ball.upper())
    return n - (sign_at(minus(u, whole(n)), variable, at) < 0)
