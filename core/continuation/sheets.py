"""Whether principal branches continue a formula from a center straight to a point of the plane.

``ln x^4`` about 1 is continued by ``4 ln x``, whose imaginary part soon exceeds pi, while the
principal logarithm of ``x^4`` jumps back: what principal values say there, that a numerator
vanishes or does not, is about another branch. Where no cut is met on the way, they are one.
"""

from collections.abc import Iterator

from flint import acb, arb

from core.continuation.singularities import all_guards
from core.expression.complex_series import complex_series
from core.expression.rational import rational
from core.expression.tree import Call, Constant, Node, Operation, is_constant, walk

_BRANCHED = (
    *("ln", "log10", "log2", "log", "sqrt", "cbrt", "root"),
    *("asin", "acos", "atan", "acot", "asec", "acsc"),
    *("asinh", "acosh", "atanh", "acoth", "asech", "acsch"),
)
# The pieces of the way shrink towards its end, where something may be singular, down to 2^-40.
PIECES = 40
MAX_HALVINGS = 400


def is_continued(tree: Node, about: arb, end: acb) -> bool:
    """Prove that ``tree`` in principal branches is, at ``end``, what continues it from ``about``.

    Precision is FLINT's at the time.

    Args:
        tree: The formula; no guard of it vanishes between the points but where it is removable.
        about: The center, real, where the formula has its real value.
        end: A ball of radius at least 2^-40 times its distance. Nothing is said about parts of the
            formula with a guard that may vanish in it: on every sheet they have a branch point.
    """
    if end.imag.contains(0):
        return True  # arguments of roots and logarithms are real, and stay positive
    branched = [node for node in walk(tree) if _is_branched(node)]
    used = [node for node in branched if not _may_vanish(node, end)]
    return all(_is_analytic_on_the_way(node, about, end) for node in used)


def _is_branched(node: Node) -> bool:
    if is_constant(node):
        return False
    match node:
        case Operation("^", base, exponent):
            r = rational(exponent)
            return base != Constant("e") and (r is None or r.denominator > 1)
        case Call(name, _):
            return name in _BRANCHED
    return False


def _is_analytic_on_the_way(node: Node, about: arb, end: acb) -> bool:
    way = end.mid() - about
    pending = [*_pieces()]
    for _ in range(PIECES + MAX_HALVINGS):
        if not pending:
            return bool(complex_series(node, end)[0].is_finite())
        first, last = pending.pop()
        piece = acb(arb(first).union(arb(last)))
        if not complex_series(node, about + way * piece)[0].is_finite():
            middle = (first + last) / 2
            pending += [(first, middle), (middle, last)]
    return False


def _pieces() -> Iterator[tuple[float, float]]:
    for k in range(PIECES):
        yield 1 - 2.0**-k, 1 - 2.0 ** -(k + 1)


def _may_vanish(node: Node, end: acb) -> bool:
    """Say whether a guard of a node may vanish at the end of the way."""
    values = (complex_series(g, end)[0] for g in all_guards(node))
    return any(not value.is_finite() or value.contains(0) for value in values)
