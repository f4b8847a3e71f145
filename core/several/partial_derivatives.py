"""The partial derivatives of a function at a point, along the axes, as balls."""

from collections.abc import Mapping, Sequence

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.expression import Expression
from core.expression.series import coefficients
from core.expression.tree import Node, Variable, walk
from core.jacobian import first_partials
from core.several.known import ball
from core.several.removable import smooth_value

BITS = 120  # of each partial derivative, rounded once to 53
WORKING_BITS = 300  # for f itself; what is left of them is seen in the ball


def is_differentiable(f: Expression, where: Sequence[Node]) -> bool:
    """Prove that f is differentiable, given that it has partial derivatives.

    Of a function of one variable they are all.
    """
    met = {part for part in walk(f.tree) if isinstance(part, Variable)}
    place = dict(zip(f.variables, where, strict=True))
    return len(met) < 2 or smooth_value(f.tree, place, order=1) is not None


def partial_derivatives(f: Expression, where: Sequence[Node]) -> tuple[arb, ...]:
    """Return the first Taylor coefficient along each axis.

    f must have a value at the point itself, or be proven to have a smooth limit: along both axes
    ``xy/(x^2+y^2)`` is 0 all the way, and at the origin it has no limit.
    """
    place = dict(zip(f.variables, where, strict=True))
    if len(where) > 1 and not enclose(f.tree, place, WORKING_BITS).is_finite():
        return _at_a_removable_point(f, where, NotAnalytic("outside_domain"))
    try:
        return tuple(_partial(f, name, place) for name in f.variables)
    except NotAnalytic as reason:
        return _at_a_removable_point(f, where, reason)


def _partial(f: Expression, name: str, place: Mapping[str, Node]) -> arb:
    others = {other: at for other, at in place.items() if other != name}
    return coefficients(f.tree, name, place[name], 1, BITS, others)[1]


def _at_a_removable_point(
    f: Expression, where: Sequence[Node], reason: NotAnalytic
) -> tuple[arb, ...]:
    """The gradient where f is proven to be smooth, though along an axis its formula fails."""
    try:
        return tuple(map(ball, first_partials(f, where)))
    except NotAnalytic:
        raise reason from None


def value(f: Expression, where: Sequence[Node]) -> arb:
    """Return the value, or the limit at a removable point; not finite where there is neither."""
    place = dict(zip(f.variables, where, strict=True))
    found = enclose(f.tree, place, WORKING_BITS)
    limit = None if found.is_finite() else smooth_value(f.tree, place, order=1)
    return found if limit is None else limit
