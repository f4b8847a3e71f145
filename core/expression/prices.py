"""What the expansion of a formula costs, about: counted, not timed, so always the same.

FLINT cannot be interrupted, and others wait meanwhile: who asks for much looks here first.
"""

from core.expression.tree import Call, Negation, Node, Operation, walk

# Microseconds of a usual processor for one term of 128 bits, and the power of the number of bits
# with which that grows, both measured.
PRICES = {"gamma": (16.0, 1.5), "factorial": (16.0, 1.5), "besselj": (100.0, 0.75)}
CALL, OPERATION, NOTHING = (1.5, 1.0), (0.9, 1.0), (0.0, 1.0)


def price(tree: Node, terms: int, bits: int) -> float:
    """Return about how many microseconds a series of so many terms and bits takes.

    >>> from core.expression.expression import parse
    >>> price(parse("sin x + 1").tree, 10, 256)
    48.0
    """
    relative = bits / 128
    each = (cost * relative**growth for cost, growth in map(_of_a_term, walk(tree)))
    return float(sum(each) * terms)


def _of_a_term(node: Node) -> tuple[float, float]:
    if isinstance(node, Call):
        return PRICES.get(node.name, CALL)
    return OPERATION if isinstance(node, Operation | Negation) else NOTHING
