"""A root where f has a corner, a vertical tangent or the end of its domain: ``arcsin x - pi/2``.

There is no Taylor series. But where f is 0 at the point, and strictly monotonic on either side of
it as far as an interval goes, it is the only root in that interval.
"""

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.building import ZERO, replaced
from core.expression.differentiation import differentiate
from core.expression.tree import Node, walk
from core.local.kinks import guards
from core.local.reach import reach
from core.local.sides import OneSide, Unsettled
from core.several.known import tidied
from core.solving.factors import numerator
from core.solving.multiple_roots import candidates, is_only_zero, order_of_zero

BITS = 200


def root_at_bend(tree: Node, variable: str, interval: arb) -> Node | None:
    """Return the only root in an interval, if a short number where f is bent is proven to be it.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(root_at_bend(parse("cbrt(x) - x").tree, "x", arb(0, 1e-9)))
    '0'
    """
    if not guards(tree, variable):
        return None
    for node in candidates(interval):
        if not enclose(tree, {variable: node}, BITS).contains(0):
            continue
        if tidied(replaced(tree, {variable: node})) != ZERO:
            continue
        zeros = _bends(tree, variable, node, interval)
        if zeros and all(_is_steep(tree, variable, interval, side, zeros) for side in (-1, 1)):
            return node
    return None


def _bends(tree: Node, variable: str, node: Node, interval: arb) -> list[Node]:
    """What vanishes at the point, and nothing else in the interval; empty if that is not proven."""
    zeros: list[Node] = []
    for g in guards(tree, variable):
        values = reach(g, {variable: interval})
        if values is None or values.misses_zero():
            continue
        order = order_of_zero(g, variable, node)
        if not order or not is_only_zero(g, variable, order, interval):
            return []
        zeros.append(g)
    return zeros


def _is_steep(tree: Node, variable: str, interval: arb, side: int, zeros: list[Node]) -> bool:
    """Prove that on one side f is continuous, all its parts being bounded, and f' nowhere 0."""
    try:
        branch = OneSide(variable, interval, side, zeros).resolved(tree)
        slope = reach(numerator(differentiate(branch, variable)), {variable: interval})
    except (Unsettled, NotAnalytic):
        return False
    parts = (reach(part, {variable: interval}) for part in walk(branch))
    bounded = all(p is not None and p.low is not None and p.high is not None for p in parts)
    return bounded and (slope is None or slope.misses_zero())
