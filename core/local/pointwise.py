"""A derivative of any order at one point: by the Taylor series, or else decided step by step."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import factorial, isnan, nan

from flint import arb

from core.derivative import derivative
from core.errors import NotAnalytic, ParseError
from core.expression.balls import working_precision
from core.expression.building import constant, replaced
from core.expression.expression import Expression
from core.expression.series import coefficients
from core.expression.tree import Node

BITS = 60


def derivative_at(
    formulas: Sequence[Node], order: int, variable: str, place: Mapping[str, float]
) -> float:
    r"""Return ``f^(n)(a)``, rounded once; nan where it does not exist, or neither is proven.

    Where f has a Taylor series, ``f^(n)(a) = n! c_n``. Elsewhere it is the derivative of
    ``f^(n-1)``, if that one exists at a, and what the two sides of a tell is proven.

    Args:
        formulas: ``f, f', f'', ...``, as far as they are known; each holds where the derivative
            exists.
        order: n, 0 for f itself, which is not looked at.
        variable: The variable by which f is differentiated.
        place: The values of all variables.

    >>> from core.expression.expression import parse
    >>> f = parse("x^2 |x|").tree, parse("3x |x|").tree, parse("6|x|").tree
    >>> [derivative_at(f, n, "x", {"x": 0.0}) for n in (1, 2, 3)]
    [0.0, 0.0, nan]
    """
    try:
        return _by_series(formulas[0], order, variable, place)
    except NotAnalytic:
        pass
    if order > len(formulas) or (
        order > 1 and isnan(derivative_at(formulas, order - 1, variable, place))
    ):
        return nan
    return _of_one_before(formulas[order - 1], variable, place)


def _by_series(tree: Node, order: int, variable: str, place: Mapping[str, float]) -> float:
    values = {name: arb(x) for name, x in place.items() if name != variable}
    c = coefficients(tree, variable, arb(place[variable]), order, BITS, values)[order]
    with working_precision(BITS + 64):
        return nearest(c * factorial(order))


def nearest(ball: arb) -> float:
    """Return the double nearest to a ball's midpoint, infinite beyond the doubles."""
    try:
        return float(ball.mid())
    except OverflowError:
        return float("inf") if ball > 0 else float("-inf")


def _of_one_before(tree: Node, variable: str, place: Mapping[str, float]) -> float:
    """Differentiate the formula of the derivative before, in one variable, by proof."""
    fixed = {name: constant(Fraction(x)) for name, x in place.items() if name != variable}
    before = Expression("", (variable,), replaced(tree, fixed))
    try:
        found = derivative(before, place[variable])
    except ParseError:  # a point beyond the budgets
        return nan
    proven = found.value is not None and found.standing == "proven"
    return found.value.value if found.value and proven else nan
