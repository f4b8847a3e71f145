"""Proof that a function of several variables is smooth at a point, removable points filled in.

Every part of the formula is analytic there (``core.smooth``), or is a function ``g(w)`` of one
inner formula w that is: ``sin(x y)/(x y)`` at the origin is ``g(x y)`` with ``g(w) = sin(w)/w``,
whose series in one variable proves it. That ``x y/(x^2 + y^2)`` has a series along every line
through the origin proves nothing.
"""

from collections.abc import Iterator, Mapping

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.building import ONE, over, replaced
from core.expression.series import coefficients
from core.expression.tree import (
    Call,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Variable,
    children,
    is_constant,
    walk,
)
from core.known import ACCURACY, tidied
from core.smooth import BITS, is_harmless

INNER = Variable("w")
JUMPING = ("sign", "floor", "ceil")  # all others are continuous wherever they have a value
MAX_TRIALS = 24  # series in one variable that are tried for one formula


def smooth_value(tree: Node, place: Mapping[str, Node], order: int) -> arb | None:
    """Return ``f(a)`` if f is proven to be differentiable ``order`` times around the point.

    Args:
        tree: The formula.
        place: The point.
        order: Analytic parts are differentiable as often as one likes; ``|x|^3`` is twice.

    Returns:
        A ball for the value, or for the limit at a removable point; None where nothing is proven.

    >>> from core.expression.building import ZERO
    >>> from core.expression.expression import parse
    >>> origin = {"x": ZERO, "y": ZERO}
    >>> bool(smooth_value(parse("sin(x y)/(x y)", ("x", "y")).tree, origin, 2) == 1)
    True
    >>> smooth_value(parse("x y/(x^2 + y^2)", ("x", "y")).tree, origin, 2) is None
    True
    """
    with working_precision(BITS):
        return _Proof(place, order).of(tree)


class _Proof:
    """One point and one order, with what was found about each part."""

    def __init__(self, place: Mapping[str, Node], order: int) -> None:
        self.place, self.order = place, order
        self.trials = MAX_TRIALS
        self.found: dict[Node, arb | None] = {}

    def of(self, node: Node) -> arb | None:
        if node not in self.found:
            ways = (self.from_parts, self.from_inner, self.from_factors)
            values = (way(node) for way in ways)
            self.found[node] = next((value for value in values if value is not None), None)
        return self.found[node]

    def from_parts(self, node: Node) -> arb | None:
        """The value of a node that is analytic over the values of its parts."""
        parts = {f"u_{i}": self.of(part) for i, part in enumerate(children(node))}
        values = {name: value for name, value in parts.items() if value is not None}
        if len(values) < len(parts):
            return None
        above, place = _over_its_parts(node), {**self.place, **values}
        return enclose(above, place, BITS) if is_harmless(above, place) else None

    def from_inner(self, node: Node) -> arb | None:
        """The value of ``g(w)`` if w is smooth and g has a Taylor polynomial at ``w(a)``.

        Where g has a value at ``w(a)``, that is its limit, g being continuous.
        """
        if not all(map(_is_continuous, walk(node))):
            return None
        for inner in _inner_formulas(node):
            if self.trials == 0:
                break
            self.trials -= 1
            at = tidied(replaced(inner, self.place))
            try:
                outer = _with_inner(node, inner)
                value = coefficients(outer, INNER.name, at, self.order, ACCURACY)[0]
            except NotAnalytic:
                continue
            if self.of(inner) is not None:
                return value
        return None

    def from_factors(self, node: Node) -> arb | None:
        """The value of a product of smooth quotients, as ``y sin(x)/x`` is ``y`` times one."""
        if not isinstance(node, Operation) or node.operator != "/":
            return None
        above, below = list(_factors(node.left)), list(_factors(node.right))
        if len(above) + len(below) == 2:
            return None
        quotients: list[Node] = []
        for v in below:
            u = next((u for u in (ONE, *above) if self.of(over(u, v)) is not None), None)
            if u is None:
                return None
            if u != ONE:
                above.remove(u)
            quotients.append(over(u, v))
        product = arb(1)
        for part in (*quotients, *above):
            value = self.of(part)
            if value is None:
                return None
            product *= value
        return product


def _factors(node: Node) -> Iterator[Node]:
    """Yield the factors of a product."""
    if isinstance(node, Operation) and node.operator == "*":
        yield from (*_factors(node.left), *_factors(node.right))
    else:
        yield node


def _is_continuous(part: Node) -> bool:
    return isinstance(part, Number | Constant | Variable | Negation | Operation) or (
        isinstance(part, Call) and part.name not in JUMPING
    )


def _over_its_parts(node: Node) -> Node:
    """Return the node over ``u_0, u_1, …`` in the place of its parts, but for constant ones."""
    u = [p if is_constant(p) else Variable(f"u_{i}") for i, p in enumerate(children(node))]
    match node:
        case Negation():
            return Negation(u[0])
        case Operation(operator, _, _):
            return Operation(operator, u[0], u[1])
        case Call(name, _):
            return Call(name, tuple(u))
    return node


def _inner_formulas(node: Node) -> Iterator[Node]:
    """Yield the parts that contain every variable of the node, wherever it occurs."""
    for part in dict.fromkeys(walk(node)):
        if part != node and not is_constant(part) and is_constant_but_for(node, part):
            yield part


def is_constant_but_for(node: Node, inner: Node) -> bool:
    """Say whether no variable of ``node`` stands outside of ``inner``."""
    if node == inner:
        return True
    parts = children(node)
    return not isinstance(node, Variable) and all(is_constant_but_for(u, inner) for u in parts)


def _with_inner(node: Node, inner: Node) -> Node:
    """Return g for ``node = g(inner)``."""
    if node == inner:
        return INNER
    parts = tuple(_with_inner(part, inner) for part in children(node))
    match node:
        case Negation():
            return Negation(parts[0])
        case Operation(operator, _, _):
            return Operation(operator, parts[0], parts[1])
        case Call(name, _):
            return Call(name, parts)
    return node
