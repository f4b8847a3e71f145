"""What the expansion of a formula costs, about: counted, not timed, so always the same.

FLINT cannot be interrupted, and others wait meanwhile: who asks for much looks here first.
"""

from core.expression.rational import rational
from core.expression.tree import Call, Negation, Node, Operation, Variable, children

# Microseconds of a usual processor for one term of 128 bits, and the power of the number of bits
# with which that grows, both measured.
PRICES = {"gamma": (16.0, 1.5), "factorial": (16.0, 1.5), "besselj": (100.0, 0.75)}
CALL, OPERATION, POWER, NOTHING = (1.5, 1.0), (0.9, 1.0), (5.0, 1.0), (0.0, 1.0)


def price(tree: Node, terms: int, bits: int) -> float:
    """Return about how many microseconds a series of so many terms and bits takes.

    What is constant is a series of one term.

    >>> from core.expression.expression import parse
    >>> price(parse("sin x + sin 1").tree, 10, 256)
    51.0
    """
    return _price(tree, terms, bits / 128)[0]


def _price(node: Node, terms: int, relative: float) -> tuple[float, bool]:
    """Return the price, and whether a variable occurs."""
    parts = [_price(child, terms, relative) for child in children(node)]
    varies = isinstance(node, Variable) or any(it for _, it in parts)
    cost, growth = _of_a_term(node)
    own = cost * relative**growth * (terms if varies else 1)
    return sum(below for below, _ in parts) + own, varies


def _of_a_term(node: Node) -> tuple[float, float]:
    match node:
        case Call(name, _):
            return PRICES.get(name, CALL)
        case Operation("^", _, exponent):
            return POWER if rational(exponent) is None else OPERATION
        case Operation() | Negation():
            return OPERATION
        case _:
            return NOTHING
