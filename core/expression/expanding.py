"""Sums multiplied out where that makes them shorter: ``2x(1+x^2) - 2x^3`` is 2x."""

from collections.abc import Sequence

from core.expression.terms import Term, addends, collected
from core.expression.tree import Node, Operation, Variable

# Products while multiplying out; what needs more would not become shorter.
MAX_PRODUCTS = 100
# A polynomial of degree 2 in one variable is multiplied out though it has three terms.
QUADRATIC = 2, 3


def expanded(terms: Sequence[Term], canceling: bool) -> Sequence[Term]:
    """Return a sum multiplied out, if it has no more terms than before.

    Args:
        terms: The sum.
        canceling: Whether what cancels may be anything; else only variables, which have a value
            everywhere.

    >>> from core.expression.expression import parse
    >>> [it.factor for it in expanded(addends(parse("2x(1+x^2) - x^2 (2x)").tree), False)]
    [Fraction(2, 1)]
    """
    if any(it.below or it.decimal for it in terms) or not any(map(_has_sum, terms)):
        return terms
    products: list[Term] = []
    for it in terms:
        found = _multiplied_out(it)
        if found is None or len(products) + len(found) > MAX_PRODUCTS:
            return terms
        products += found
    left = [it for it in collected(it.canceled(canceling) for it in products) if it.factor]
    plain = all(isinstance(u, Variable) for it in products for u in it.above)
    if (plain or canceling) and len(left) <= _most(left, plain, len(terms)):
        return sorted(left, key=_degree, reverse=True) if plain else left
    return terms


def _most(left: Sequence[Term], plain: bool, before: int) -> int:
    """Return how many terms there may be."""
    degree, most = QUADRATIC
    variables = {u for it in left for u in it.above}
    low = plain and before > 1 and len(variables) < 2 and all(_degree(it) <= degree for it in left)
    return max(before, most) if low else before


def _is_sum(u: Node) -> bool:
    return isinstance(u, Operation) and u.operator in "+-"


def _has_sum(it: Term) -> bool:
    return any(map(_is_sum, it.above))


def _degree(it: Term) -> int:
    return sum(it.above.values())


def _multiplied_out(it: Term) -> list[Term] | None:
    """Multiply one term out; None where sums in it hold fractions, or there are too many."""
    products = [Term(it.factor, {u: k for u, k in it.above.items() if not _is_sum(u)})]
    for u, k in it.above.items():
        if not _is_sum(u):
            continue
        parts: list[Term] = []
        for part in addends(u):
            inner = None if part.below or part.decimal else _multiplied_out(part)
            if inner is None:
                return None
            parts += inner
        if len(products) * len(parts) ** min(k, MAX_PRODUCTS) > MAX_PRODUCTS:
            return None
        for _ in range(k):
            products = [p * q for p in products for q in parts]
    return products
