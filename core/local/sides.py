"""A formula with corners on one side of a point: ``|u|`` is u or -u, ``max(u, v)`` one of them."""

from collections.abc import Collection
from dataclasses import dataclass

from flint import arb

from core.expression.balls import enclose
from core.expression.building import negated
from core.expression.differentiation import differentiate
from core.expression.tree import Call, Cases, Negation, Node, Operation
from core.solving.slopes import jumps_at

BITS = 200


class Unsettled(Exception):
    """A sign beside the point that is not proven."""


@dataclass(frozen=True, slots=True)
class OneSide:
    """One side of a point.

    Attributes:
        variable: The variable.
        at: A ball around the point.
        direction: 1 for the right side, -1 for the left one.
        zeros: Formulas that are proven to vanish at the point.
    """

    variable: str
    at: arb
    direction: int
    zeros: Collection[Node]

    def resolved(self, tree: Node) -> Node:
        """Return a formula without corners that is ``tree`` on this side, near the point.

        Raises:
            Unsettled: if what decides about a corner has no proven sign on this side.

        >>> from core.expression.expression import parse
        >>> from core.expression.text import to_text
        >>> u = parse("x - 1").tree
        >>> to_text(OneSide("x", arb(1), -1, [u]).resolved(parse("x + |x - 1|").tree))
        'x + (-(x - 1))'
        """
        match tree:
            case Negation(u):
                return Negation(self.resolved(u))
            case Operation(operator, u, v):
                return Operation(operator, self.resolved(u), self.resolved(v))
            case Call("abs", (u,)):
                return self.resolved(u) if self._sign(u) > 0 else negated(self.resolved(u))
            case Call("min" | "max" as name, arguments):
                return self.resolved(self._chosen(arguments, 1 if name == "max" else -1))
            case Call("sign" | "floor" | "ceil") | Cases():
                return self._unbroken(tree)
            case Call(name, arguments):
                return Call(name, tuple(map(self.resolved, arguments)))
            case _:
                return tree

    def _unbroken(self, tree: Node) -> Node:
        """Return what may jump, if it does not jump at the point."""
        place = {self.variable: self.at}
        if any(enclose(u, place, BITS).contains_integer() for u in jumps_at(tree)):
            raise Unsettled
        return tree

    def _sign(self, u: Node) -> int:
        """The proven sign of ``u`` on this side; at a zero of u that of its slope there."""
        ball = enclose(u, {self.variable: self.at}, BITS)
        if u in self.zeros:
            slope = differentiate(self.resolved(u), self.variable)
            ball = self.direction * enclose(slope, {self.variable: self.at}, BITS)
        if not (ball > 0 or ball < 0):
            raise Unsettled
        return 1 if ball > 0 else -1

    def _chosen(self, arguments: tuple[Node, ...], sign: int) -> Node:
        """The argument that is the largest (or, for sign -1, the smallest) on this side."""
        best = arguments[0]
        for u in arguments[1:]:
            best = u if self._order(best, u) * sign < 0 else best
        return best

    def _order(self, u: Node, v: Node) -> int:
        """The sign of ``u - v``, which may be known as that of ``v - u``."""
        reverse = Operation("-", v, u)
        return -self._sign(reverse) if reverse in self.zeros else self._sign(Operation("-", u, v))
