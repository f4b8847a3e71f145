"""The derivative as a formula: the rules of the textbook, applied to the tree.

The result is a tree like any other, so every interpreter can walk it. It is tidied as it is built
(``0 u`` and ``1 u`` do not survive) but not simplified further.
"""

from core.expression.building import depends
from core.expression.rational import rational
from core.expression.rule import built
from core.expression.rules import rule_for
from core.expression.tree import Call, Cases, Node, walk

MAX_BESSEL = 60
MAX_NODES = 20_000  # a product of m factors has a derivative of m^2: the second one may explode


class NoFormulaError(ValueError):
    """A derivative that the functions a reader may type cannot express: that of gamma."""


def differentiate(tree: Node, variable: str) -> Node:
    """Return the partial derivative of ``tree`` by ``variable``, as a tree.

    It holds wherever the function is differentiable. Elsewhere, and outside the function's domain
    (``1/u`` has values where ``ln u`` has none), it means nothing: mask it with the function. Where
    branches of a function by cases meet, it has no value.

    Raises:
        NoFormulaError: for gamma and factorial, or for a formula of over ``MAX_NODES`` nodes.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(differentiate(parse("x^2 sin x").tree, "x"))
    '2*x*sin(x) + x^2*cos(x)'
    """
    derivative = _derivative(tree, variable)
    if sum(1 for _ in walk(derivative)) > MAX_NODES:
        raise NoFormulaError(f"the derivative has over {MAX_NODES} operations and numbers")
    return derivative


def _derivative(node: Node, x: str) -> Node:
    """Apply the rule that fits: its right side, with the derivatives of u and v put in."""
    found = rule_for(node, x)
    if found is None or (_is_last_bessel(node) and depends(node, x)):
        name = node.name if isinstance(node, Call) else node
        raise NoFormulaError(f"the derivative of {name} has no formula in the functions at hand")
    rule, parts = found
    if isinstance(node, Cases) and rule.right == Cases(()):
        raise NoFormulaError("a function given at single points has no derivative as a formula")
    inner = {d: _derivative(parts[of], x) for d, of in rule.inner.items()}
    return built(rule.right, {**parts, **inner})


def _is_last_bessel(node: Node) -> bool:
    """Say whether ``J_n' = (J_(n-1) - J_(n+1))/2`` leads to an order no reader may type."""
    if not (isinstance(node, Call) and node.name == "besselj"):
        return False
    order = rational(node.arguments[0])
    return order is None or order >= MAX_BESSEL
