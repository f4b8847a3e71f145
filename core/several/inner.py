"""A formula taken apart: as a function of its parts, of one inner formula, or as a product."""

from collections.abc import Iterator

from core.expression.tree import (
    Node,
    Operation,
    Variable,
    children,
    is_constant,
    walk,
    with_children,
)

INNER = Variable("w")


def over_its_parts(node: Node) -> Node:
    """Return the node over ``u_0, u_1, …`` in the place of its parts, but for constant ones."""
    names = (Variable(f"u_{i}") for i, _ in enumerate(children(node)))
    return with_children(node, lambda part: _named(part, next(names)))


def _named(part: Node, name: Variable) -> Node:
    return part if is_constant(part) else name


def inner_formulas(node: Node) -> Iterator[Node]:
    """Yield the parts that contain every variable of the node, wherever it occurs."""
    for part in dict.fromkeys(walk(node)):
        if part != node and not is_constant(part) and _is_function_of(node, part):
            yield part


def _is_function_of(node: Node, inner: Node) -> bool:
    """Say whether no variable of the node stands outside of the inner formula."""
    if node == inner:
        return True
    parts = children(node)
    return not isinstance(node, Variable) and all(_is_function_of(u, inner) for u in parts)


def with_inner(node: Node, inner: Node) -> Node:
    """Return g for ``node = g(inner)``, a formula in ``INNER``.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> f = parse("sin(x y)/(x y)", ("x", "y"))
    >>> to_text(with_inner(f.tree, parse("x y", ("x", "y")).tree))
    'sin(w)/w'
    """
    if node == inner:
        return INNER
    return with_children(node, lambda part: with_inner(part, inner))


def factors(node: Node) -> Iterator[Node]:
    """Yield the factors of a product."""
    if isinstance(node, Operation) and node.operator == "*":
        yield from (*factors(node.left), *factors(node.right))
    else:
        yield node
