"""The values of a formula over a box, wherever in the box it has one.

A ball around all values is finite only if there are values everywhere. At the end of a domain, or
beside a pole, more can be said: ``sqrt(x) - 1`` on ``[-r, r]`` has values in ``[-1, sqrt(r) - 1]``
where it has any, ``ln x`` has some in ``(-inf, ln r]``, and on ``[-2, -1]`` neither has one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from flint import arb

from core.expression.balls import FUNCTIONS, RELATIONS, enclose, power
from core.expression.building import ONE, over
from core.expression.rational import rational
from core.expression.tree import Branch, Call, Cases, Constant, Negation, Node, Operation

BITS = 128
Place = Mapping[str, arb]


@dataclass(frozen=True, slots=True)
class Reach:
    """All reals between two bounds; None where there is no bound."""

    low: arb | None = None
    high: arb | None = None

    def misses_zero(self) -> bool:
        """Say whether 0 is not between the bounds."""
        above = self.low is not None and self.low > 0
        return bool(above or (self.high is not None and self.high < 0))


ALL = Reach()
# Monotonic functions: 1 if increasing, else -1; and the ends of their domains.
_MONOTONIC: dict[str, tuple[int, Reach]] = {
    **dict.fromkeys("cbrt sinh asinh exp atan tanh erf".split(), (1, ALL)),
    **dict.fromkeys("sqrt ln log10 log2".split(), (1, Reach(arb(0)))),
    **dict.fromkeys(("asin", "atanh"), (1, Reach(arb(-1), arb(1)))),
    "acosh": (1, Reach(arb(1))),
    "acos": (-1, Reach(arb(-1), arb(1))),
    "asech": (-1, Reach(arb(0), arb(1))),
}
# What has a value at the end of its domain, if there is one.
_CLOSED = ("sqrt", "asin", "acosh", "acos")
# Functions with bounded values; and those with values for ``|u| >= 1`` alone.
_BOUNDED = {
    **dict.fromkeys("sin cos tanh erf".split(), Reach(arb(-1), arb(1))),
    "atan": Reach(arb(-2), arb(2)),
    "exp": Reach(arb(0)),
}
_BEYOND_ONE = ("asec", "acsc", "acoth")


def reach(tree: Node, place: Place) -> Reach | None:
    """Return bounds of all values that ``tree`` has in a box; None if it has none anywhere.

    >>> from core.expression.expression import parse
    >>> found = reach(parse("ln(x) + 2").tree, {"x": arb(0, 0.125)})
    >>> found.low, found.high.str(3, radius=False)
    (None, '-0.0794')
    >>> reach(parse("1 + ln x").tree, {"x": arb(-2, 1)}) is None
    True
    """
    ball = enclose(tree, place, BITS)
    if ball.is_finite():
        return Reach(ball.lower(), ball.upper())
    match tree:
        case Negation(u):
            return _negated(reach(u, place))
        case Operation(operator, u, v) if operator != "^":
            return _combined(operator, reach(u, place), reach(v, place))
        case Operation("^", u, v):
            return _power(u, v, place)
        case Call("root", (n, u)):
            return _power(u, over(ONE, n), place)
        case Call(name, arguments):
            return _of_call(name, [reach(u, place) for u in arguments])
        case Cases(branches):
            return _of_cases(branches, place)
    return ALL


def has_no_value_over(tree: Node, place: Place) -> bool:
    """Prove that ``tree`` has no value anywhere in a box; False only means nothing is proven."""
    return reach(tree, place) is None


def _combined(operator: str, u: Reach | None, v: Reach | None) -> Reach | None:
    if u is None or v is None:
        return None
    match operator:
        case "+":
            return _sum(u, v)
        case "-":
            return _sum(u, Reach(_minus(v.high), _minus(v.low)))
        case "*":
            return _product(u, v)
        case _:
            inverse = _inverse(v)
            return None if inverse is None else _product(u, inverse)


def _minus(bound: arb | None) -> arb | None:
    return None if bound is None else -bound


def _negated(u: Reach | None) -> Reach | None:
    return None if u is None else Reach(_minus(u.high), _minus(u.low))


def _sum(u: Reach, v: Reach) -> Reach:
    low = None if u.low is None or v.low is None else (u.low + v.low).lower()
    return Reach(low, None if u.high is None or v.high is None else (u.high + v.high).upper())


def _ball(u: Reach) -> arb | None:
    return None if u.low is None or u.high is None else u.low.union(u.high)


def _product(u: Reach, v: Reach) -> Reach:
    """``u v``: of balls, or of what is positive, mirrored where it is negative; else anything."""
    if (first := _ball(u)) is not None and (second := _ball(v)) is not None:
        return Reach((first * second).lower(), (first * second).upper())
    for one, other in ((u, v), (v, u)):
        if one.low is None and one.high is not None and one.high <= 0:
            mirrored = _product(Reach(-one.high), other)
            return Reach(_minus(mirrored.high), _minus(mirrored.low))
    if u.low is None or v.low is None or not (u.low >= 0 and v.low >= 0):
        return ALL
    high = None if u.high is None or v.high is None else (u.high * v.high).upper()
    return Reach((u.low * v.low).lower(), high)


def _inverse(v: Reach) -> Reach | None:
    """``1/v``; None if v is nothing but 0."""
    if v.low is not None and v.low >= 0:
        if v.high is not None and v.high <= 0:
            return None
        low = arb(0) if v.high is None else (1 / v.high).lower()
        return Reach(low, (1 / v.low).upper() if v.low > 0 else None)
    if v.high is not None and v.high <= 0:
        return _negated(_inverse(Reach(-v.high, _minus(v.low))))
    return ALL


def _power(base: Node, exponent: Node, place: Place) -> Reach | None:
    """``u^(p/q)``: for even q and ``p > 0`` increasing from ``u = 0`` on; ``e^u``."""
    u, r = reach(base, place), rational(exponent)
    if base == Constant("e"):
        return _of_call("exp", [reach(exponent, place)])
    if u is None or (r is None and reach(exponent, place) is None):
        return None
    if r is None or r.denominator % 2:
        return _inverse(u) if r == -1 else ALL
    if u.high is not None and u.high < 0:
        return None
    found = _rising_power(u, abs(r))
    return found if r > 0 else _inverse(found)


def _rising_power(u: Reach, r: Fraction) -> Reach:
    low = power(u.low, r).lower() if u.low is not None and u.low > 0 else arb(0)
    return Reach(low, None if u.high is None else power(arb.max(u.high, arb(0)), r).upper())


def _of_call(name: str, arguments: list[Reach | None]) -> Reach | None:
    u = arguments[-1]
    if u is None or None in arguments:
        return None
    if name in _MONOTONIC:
        return _monotonic(name, u)
    ball = _ball(u)
    if ball is None or len(arguments) > 1:
        return _BOUNDED.get(name, ALL)
    if name in _BEYOND_ONE and abs(ball) < 1:
        return None
    values = FUNCTIONS[name](ball)
    known = values.is_finite()
    return Reach(values.lower(), values.upper()) if known else _BOUNDED.get(name, ALL)


def _monotonic(name: str, u: Reach) -> Reach | None:
    """The values between those at both ends of u, the ends moved into the function's domain."""
    sign, domain = _MONOTONIC[name]
    low, high = _extreme(arb.max, u.low, domain.low), _extreme(arb.min, u.high, domain.high)
    if not (low is None or high is None) and (low > high or (low == high and name not in _CLOSED)):
        return None
    ends = [None if x is None else FUNCTIONS[name](x) for x in (low, high)[::sign]]
    known = _BOUNDED.get(name, ALL)
    first, last = (x if x is not None and x.is_finite() else None for x in ends)
    return Reach(
        known.low if first is None else first.lower(), known.high if last is None else last.upper()
    )


def _extreme(pick: Callable[[arb, arb], arb], u: arb | None, v: arb | None) -> arb | None:
    return v if u is None else u if v is None else pick(u, v)


def _of_cases(branches: tuple[Branch, ...], place: Place) -> Reach | None:
    """The hull of all branches that may be the first to hold somewhere in the box."""
    possible: list[Reach] = []
    for branch in branches:
        tests = [
            (enclose(it.left, place, BITS), enclose(it.right, place, BITS), RELATIONS[it.relation])
            for it in branch.conditions
        ]
        if any(fails(u, v) for u, v, (_, fails) in tests):
            continue
        if (values := reach(branch.value, place)) is not None:
            possible.append(values)
        if all(holds(u, v) for u, v, (holds, _) in tests):
            break
    return reduce(_hull, possible) if possible else None


def _hull(u: Reach, v: Reach) -> Reach:
    low = None if u.low is None or v.low is None else arb.min(u.low, v.low)
    return Reach(low, None if u.high is None or v.high is None else arb.max(u.high, v.high))
