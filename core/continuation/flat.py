"""Functions all of whose derivatives vanish at a point, such as ``e^(-1/x^2)`` at 0: *flat* ones.

A flat function times a pole is flat, and so is what it changes in ``F(u + flat)`` for F analytic
at ``u(a)``, and in ``1/(u + flat)`` if u has a zero of finite order at most: the difference
``flat / (u (u + flat))`` is. So flat parts can be left out of the coefficients; not out of the
function.

Source: A. L. Cauchy, *Résumé des leçons sur le calcul infinitésimal*, 1823, lesson 38, where
``e^(-1/x^2)`` is the example of a series that does not belong to its function.
"""

from core.continuation.identities import shortened
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
from core.expression.tree import Branch, Call, Cases, Node, Operation, with_children
from core.local.germs import T, Unsettled, by_cases, decided, is_flat, is_pole, pole_sign, whole

# Flat parts inside decide between cases, and cannot be left out.
_BY_CASES = ("abs", "sign", "floor", "ceil", "min", "max")
# At infinity these take a value but for a flat rest, at minus infinity its negative.
_LEVEL = ("tanh", "coth", "erf")
_VANISHING = ("sech", "csch")


def without_flat_parts(
    tree: Node, variable: str, at: Node, sides: tuple[int, ...] = (1, -1)
) -> Node:
    """Return a formula with the same derivatives at a point, without the flat parts of ``tree``.

    It is one if it has Taylor coefficients there, or a pole; ``0/0`` where nothing can be said.

    Args:
        tree: The formula.
        variable: The name of x.
        at: The point.
        sides: From which it is looked at.

    Raises:
        Unsettled: if cases differ by more than a flat part.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(without_flat_parts(parse("sin x + e^(-1/x^2)").tree, "x", ZERO))
    'sin(x) + 0'
    """

    def kept(u: Node) -> Node:
        return without_flat_parts(u, variable, at, sides)

    if not depends(tree, variable):
        return tree
    level = _level(tree, variable, at, sides)
    if level is not None:
        return level
    match tree:
        case Operation("^", u, v) if rational(v) is not None:
            return Operation("^", kept(u), v)
        case Cases(branches):
            return _of_cases(branches, variable, at, sides)
        case Call(name, _) if name in _BY_CASES:
            return tree
        case _:
            return with_children(tree, kept)


def _of_cases(
    branches: tuple[Branch, ...], variable: str, at: Node, sides: tuple[int, ...]
) -> Node:
    """Return what the branches on both sides have in common, and the value at the point too."""
    formulas = [_branch_on(side, branches, variable, at) for side in sides]
    kept = [
        shortened(without_flat_parts(u, variable, at, (side,)))
        for u, side in zip(formulas, sides, strict=True)
    ]
    smooth = kept[0]
    if any(u != smooth for u in kept):
        raise Unsettled
    here = decided(Cases(branches), variable, at)
    if not coefficients(minus(smooth, here), variable, at, 0)[0].is_zero():
        raise Unsettled
    return smooth


def _branch_on(side: int, branches: tuple[Branch, ...], variable: str, at: Node) -> Node:
    """Return the formula that holds next to the point on one side."""
    numbered = [Branch(it.conditions, whole(k)) for k, it in enumerate(branches)]
    outward = plus(at, T) if side > 0 else minus(at, T)
    chosen = rational(by_cases(replaced(Cases(tuple(numbered)), {variable: outward})))
    if chosen is None:
        raise Unsettled
    return branches[int(chosen)].value


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


def _level(node: Node, variable: str, at: Node, sides: tuple[int, ...]) -> Node | None:
    """Return the constant that a node differs from by a flat function, if any."""
    square = power(T, TWO)  # where |t^2| has no corner
    places = [plus(at, square) if side > 0 else minus(at, square) for side in sides]
    levels = [_one_sided(replaced(node, {variable: place})) for place in places]
    return levels[0] if all(level == levels[0] for level in levels) else None


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
