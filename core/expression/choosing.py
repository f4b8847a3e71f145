"""Functions by cases in power series: analytic where one branch holds all around the center.

A condition is decided by the sign of the difference of its sides: at the center by the value, on
either side by the first coefficient that is not 0. Where two branches meet the function is put
together from two formulas; that both sides have the same Taylor polynomial of some order does not
make it analytic, so there is no series, unless the two branches are the same formula. A value of
its own at a single point, as in ``sin(x)/x if x != 0, 1 otherwise``, does no harm if it is proven
to be the limit.
"""

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import TypeAlias

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.laurent import Pole, Value, add, leading, leading_sign, negate
from core.expression.rings import E, Ring
from core.expression.tree import Branch, Comparison, Node

# Of the sign of u - v, whether ``u relation v``.
HOLDS: dict[str, Callable[[int, int], bool]] = {
    "<": lt,
    "<=": le,
    "=": eq,
    "!=": ne,
    ">=": ge,
    ">": gt,
}
# A branch at each place that is looked at: -1 is left of the center, 0 at it, 1 right of it.
Chosen: TypeAlias = Mapping[int, Branch | None]


def choose(
    branches: tuple[Branch, ...], expanded: Callable[[Node], Value[E]], ring: Ring[E]
) -> Value[E]:
    """Return the series of the branch that holds all around the center.

    Args:
        branches: The function by cases.
        expanded: Expands a formula in the ring.
        ring: Where the coefficients live.

    Raises:
        NotAnalytic: ``"seam"`` where branches meet, ``"jump"`` where the value at the center is not
            the limit, ``"outside_domain"`` where no branch holds.
    """
    chosen = _chosen(branches, expanded, ring)
    around = [branch for place, branch in chosen.items() if place]
    values = {branch.value for branch in around if branch}
    here = chosen[0]
    if None in around:
        raise NotAnalytic("outside_domain")
    if len(values) > 1 or (ring.side and (here is None or here.value not in values)):
        raise NotAnalytic("seam")
    (formula,) = values
    value = expanded(formula)
    if here is not None and here.value != formula:
        _check_limit(value, expanded(here.value), ring)
    return value


def _chosen(
    branches: tuple[Branch, ...], expanded: Callable[[Node], Value[E]], ring: Ring[E]
) -> Chosen:
    """Return the first branch that holds at each place; on one side only, if the ring says so."""
    chosen: dict[int, Branch | None] = {}
    places = {0, ring.side} if ring.side else {-1, 0, 1}
    for branch in branches:
        if len(chosen) == len(places):
            break
        signs = [(it, _signs(it, expanded, ring)) for it in branch.conditions]
        for place in places - chosen.keys():
            if all(HOLDS[it.relation](sign[place], 0) for it, sign in signs):
                chosen[place] = branch
    return {place: chosen.get(place) for place in sorted(places)}


def _signs(it: Comparison, expanded: Callable[[Node], Value[E]], ring: Ring[E]) -> dict[int, int]:
    """Return the sign of left minus right left of the center, at it, and right of it."""
    difference = add(expanded(it.left), negate(expanded(it.right)), ring)
    if isinstance(difference, Pole):
        raise NotAnalytic("outside_domain")
    if not ring.is_series(difference):
        return dict.fromkeys((-1, 0, 1), ring.sign(difference))
    k, w = leading(difference, ring)
    sign = leading_sign(w, ring)
    return {-1: -sign if k % 2 else sign, 0: 0 if k else sign, 1: sign}


def surely_chosen(
    branches: tuple[Branch, ...], values: Mapping[str, arb | Node], bits: int
) -> Branch | None:
    """Return the branch that is proven to hold around all the values; None if that is open.

    Every comparison up to it must be a strict one; its sides are taken to be continuous.
    """
    for branch in branches:
        gaps = [
            (it.relation, enclose(it.left, values, bits), enclose(it.right, values, bits))
            for it in branch.conditions
        ]
        if not all(u < v or u > v for _, u, v in gaps):
            return None
        if all(HOLDS[relation](int(u > v), int(u < v)) for relation, u, v in gaps):
            return branch
    return None


def _check_limit(value: Value[E], here: Value[E], ring: Ring[E]) -> None:
    """Prove that the value at the center is the limit of the series."""
    if isinstance(value, Pole):
        raise NotAnalytic("pole")
    if isinstance(here, Pole):
        raise NotAnalytic("outside_domain")
    limit, own = (ring.coefficient(u, 0) if ring.is_series(u) else u for u in (value, here))
    if ring.sign(limit - own):
        raise NotAnalytic("jump")
