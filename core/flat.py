"""Functions all of whose derivatives vanish at a point, such as ``e^(-1/x^2)`` at 0: *flat* ones.

A flat function times a pole is flat, and so is what it changes in ``F(u + flat)`` for F analytic
at ``u(a)``, and in ``1/(u + flat)`` if u has a zero of finite order at most: the difference
``flat / (u (u + flat))`` is. So flat parts can be left out of the coefficients; not out of the
function.

Source: A. L. Cauchy, *Résumé des leçons sur le calcul infinitésimal*, 1823, lesson 38, where
``e^(-1/x^2)`` is the example of a series that does not belong to its function.
"""

from collections.abc import Iterator

from core.errors import NotAnalytic
from core.expression.building import (
    ONE,
    TWO,
    ZERO,
    depends,
    minus,
    negated,
    plus,
    power,
    replaced,
)
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import Call, Negation, Node, Operation
from core.germs import T, Unsettled, is_flat, is_pole, pole_sign

# Neither analytic nor a root: flat parts inside decide cases, and cannot be left out.
_BY_CASES = ("abs", "sign", "floor", "ceil", "min", "max")
# At infinity these take a value but for a flat rest, at minus infinity its negative.
_LEVEL = ("tanh", "coth", "erf")
_VANISHING = ("sech", "csch")


def without_flat_parts(tree: Node, variable: str, at: Node) -> Node:
    """Return a formula with the same derivatives at a point, without the flat parts of ``tree``.

    It is one if it has Taylor coefficients there, or a pole; ``0/0`` where nothing can be said.

    Raises:
        Unsettled: if a flat part decides between cases.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(without_flat_parts(parse("sin x + e^(-1/x^2)").tree, "x", ZERO))
    'sin(x) + 0'
    """

    def kept(u: Node) -> Node:
        return without_flat_parts(u, variable, at)

    if not depends(tree, variable):
        return tree
    level = _level(tree, variable, at)
    if level is not None:
        return level
    match tree:
        case Negation(u):
            return Negation(kept(u))
        case Operation("^", u, v) if rational(v) is not None:
            return Operation("^", kept(u), v)
        case Operation(operator, u, v):
            return Operation(operator, kept(u), kept(v))
        case Call(name, arguments):
            inner = tuple(map(kept, arguments))
            if name in _BY_CASES and inner != arguments:
                raise Unsettled
            return Call(name, inner)
        case _:
            return tree


def reason_beside_flat_parts(
    reason: NotAnalytic, tree: Node, variable: str, at: Node
) -> NotAnalytic:
    """Return why there is no Taylor series: a pole where one stands beside a flat part."""
    if reason.code != "removable_flat":
        return reason
    try:
        coefficients(without_flat_parts(tree, variable, at), variable, at, 0)
    except NotAnalytic as other:
        return other if other.code == "pole" else reason
    except Unsettled:
        return reason
    return reason


def _level(node: Node, variable: str, at: Node) -> Node | None:
    """Return the constant that a node differs from by a flat function on both sides, if any."""
    from_both = [_one_sided(side) for side in _sides(node, variable, at)]
    right, left = from_both
    return right if right == left else None


def _sides(node: Node, variable: str, at: Node) -> Iterator[Node]:
    """Yield the formula at ``a + t^2`` and at ``a - t^2``, where ``|t^2|`` has no corner."""
    square = power(T, TWO)
    yield replaced(node, {variable: plus(at, square)})
    yield replaced(node, {variable: minus(at, square)})


def _one_sided(node: Node) -> Node | None:
    """Return the constant beside which a node is flat for small ``t > 0``, if any."""
    if is_flat(node):
        return ZERO
    match node:
        case Call(name, (u,)) if name in _LEVEL and is_pole(u):
            return ONE if pole_sign(u) > 0 else negated(ONE)
        case Call(name, (u,)) if name in _VANISHING and is_pole(u):
            return ZERO
    return None
