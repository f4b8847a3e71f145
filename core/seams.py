"""Where a real function may leave its analytic germ: corners, jumps, branch points on the line.

Sums, products, quotients and entire functions of an analytic function continue it from one side of
an isolated singularity to the other. Only functions by cases (``|u|``, floor, min) and functions
with several branches in the complex plane (logarithms, roots, inverse functions) do not, and these
only where a certain expression vanishes: a *seam*. Between two seams f is made of analytic
functions, isolated singularities left out; so if it equals an analytic function somewhere there,
it does everywhere there (identity theorem).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from math import inf

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.building import ONE, minus, over, plus, times
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import (
    Call,
    Cases,
    Constant,
    Node,
    Operation,
    Variable,
    is_constant,
    walk,
)
from core.identities import exponent_of
from core.reach import reach
from core.singularities import all_guards, factors
from core.within import above, below
from core.zeros import exact_zero, polynomial, real_zeros

BITS = 128
# Seams of transcendental expressions are looked for up to this distance from the center.
FAR = 64.0
# Intervals that may be looked at for one expression on one side, each time.
MAX_INTERVALS = 800
# Those in which a zero may lie are halved down to this, relative to the distance searched.
FINEST = 2.0**-52
# Highest order of a zero at the center itself.
MAX_ORDER = 8

_AT_ZERO = ("abs", "sign", "ln", "log10", "log2", "sqrt", "cbrt", "root", "log")
_INVERSE_AT_ZERO = ("asec", "acsc", "asech", "acsch")
_AT_ONE = ("asin", "acos", "atanh", "acosh", "asec", "acsc", "asech", "acoth")
# Which vanish at 0 and nowhere else on the real line.
_ONLY_AT_ZERO = ("sinh", "asinh", "tanh", "atanh", "asin", "atan", "erf")
_ONLY_AT_POLES = ("atan", "acot", "asinh")
_BRANCHED = (*_AT_ZERO, *_INVERSE_AT_ZERO, *_AT_ONE, *_ONLY_AT_POLES)


def seams(tree: Node) -> set[Node]:
    """Return expressions between whose real zeros ``tree`` does not leave an analytic germ.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> sorted(map(to_text, seams(parse("|x - 1| + tan x + sqrt(x)").tree)))
    ['x', 'x - 1']
    """
    found = {g for node in walk(tree) for it in _of_node(node) for g in _real_factors(it)}
    return {g for g in found if not is_constant(g) and not _never_vanishes(g)}


def _of_node(node: Node) -> Iterator[Node]:
    """Yield the seams of one function: its own, and the poles of its arguments."""
    match node:
        case Operation("^", u, v) if u != Constant("e") and not _is_whole(v):
            yield from (*factors(u), *_poles(u), *_poles(v))
        case Call("min" | "max", arguments):
            for u, v in combinations(arguments, 2):
                yield from factors(minus(u, v))
            yield from (g for u in arguments for g in _poles(u))
        case Call("floor" | "ceil", (u,)):
            yield from (Call("sin", (times(Constant("pi"), u),)), *_poles(u))
        case Call(name, arguments) if name in _BRANCHED:
            yield from (g for u in arguments for g in (*_own(name, u), *_poles(u)))
        case Cases(branches):
            for it in (it for branch in branches for it in branch.conditions):
                yield from (*factors(minus(it.left, it.right)), *_poles(it.left), *_poles(it.right))


def _never_vanishes(g: Node) -> bool:
    """Prove that ``g`` is not 0 anywhere, by its range over all reals: ``2 + sin x``."""
    names = {part.name for part in walk(g) if isinstance(part, Variable)}
    values = reach(g, dict.fromkeys(names, arb(0, inf)))
    return values is not None and values.misses_zero()


def _real_factors(g: Node) -> Iterator[Node]:
    """Yield factors with the same zeros on the real line: ``x`` for ``sinh x`` and ``e^x - 1``."""
    for u in factors(g):
        match u:
            case Call("cosh", _):
                return
            case Call(name, (v,)) if name in _ONLY_AT_ZERO:
                yield from _real_factors(v)
            case Call("ln" | "log10" | "log2", (v,)):
                yield from _real_factors(minus(v, ONE))
            case Operation("-", v, one) if one == ONE and (w := exponent_of(v)) is not None:
                yield from _real_factors(w)
            case _:
                yield u


def _own(name: str, u: Node) -> Iterator[Node]:
    if name in _AT_ZERO or name in _INVERSE_AT_ZERO:
        yield from factors(u)
    if name in _AT_ONE or name == "log":
        yield from (*factors(minus(u, ONE)), *factors(plus(u, ONE)))


def _is_whole(v: Node) -> bool:
    r = rational(v)
    return r is not None and r.denominator == 1


def _poles(u: Node) -> Iterator[Node]:
    """Yield expressions that vanish wherever ``u`` may have a pole."""
    for g in all_guards(u):
        yield over(ONE, g) if isinstance(g, Call) and g.name == "gamma" else g


@dataclass(frozen=True)
class Ray:
    """The line from the center to one side, with the zeros of some expressions on it.

    Attributes:
        variable: The name of x.
        at: The center.
        side: 1 to the right, -1 to the left.
        expressions: Whose zeros are sought.
        reach: How far, inf allowed.
    """

    variable: str
    at: Node
    side: int
    expressions: tuple[Node, ...]
    reach: float
    _orders: dict[Node, int] = field(default_factory=dict)

    @cached_property
    def limit(self) -> float:
        """How far all zeros can be told: polynomials' to the end, others not beyond ``FAR``."""
        return self.reach if not self._transcendental else min(self.reach, FAR)

    @cached_property
    def _transcendental(self) -> tuple[Node, ...]:
        return tuple(g for g in self.expressions if polynomial(g) is None)

    @cached_property
    def _exact(self) -> list[tuple[float, float]]:
        """The polynomials' zeros on this side, as intervals of distances, nearest first."""
        polynomials = [p for g in self.expressions if (p := polynomial(g)) is not None]
        with working_precision(BITS):
            a = enclose(self.at, {}, BITS)
            distances = [self.side * (z - a) for p in polynomials for z in real_zeros(p)]
            ahead = [d for d in distances if not (d < 0 or d.is_zero())]
            return sorted((max(below(d), 0.0), above(d)) for d in ahead)

    def first(self, start: float) -> tuple[float, float] | None:
        """Return an interval of distances around the first zero beyond ``start``; None if none is.

        There is none between ``start`` and the interval; that there is one in it is not claimed.
        """
        found = [interval for interval in self._exact if interval[1] > start][:1]
        found += [z for g in self._transcendental if (z := self._searched(g, start)) is not None]
        return min((z for z in found if z[0] < self.limit), default=None)

    def exact(self, interval: tuple[float, float]) -> Node | None:
        """Return the one zero in an interval from ``first``, in closed form; None if it is open."""
        piece = self._piece(*interval)
        found: set[Node | None] = set()
        for g in self.expressions:
            value = enclose(g, {self.variable: piece}, BITS)
            if not value.is_finite() or value.contains(0):
                steep = self._is_steep(g, piece)
                found.add(exact_zero(g, self.variable, float(piece.mid())) if steep else None)
        place = found.pop() if len(found) == 1 else None
        inside = place is not None and piece.overlaps(enclose(place, {}, BITS))
        return place if inside else None

    def _is_steep(self, g: Node, piece: arb) -> bool:
        """Prove that ``g`` is monotone on an interval."""
        try:
            return not coefficients(g, self.variable, piece, 1)[1].contains(0)
        except NotAnalytic:
            return False

    def _piece(self, near: float, far: float) -> arb:
        """Return the points at the distances from ``near`` to ``far``."""
        with working_precision(BITS):
            a = enclose(self.at, {}, BITS)
            return (a + self.side * arb(near)).union(a + self.side * arb(far))

    def _searched(self, g: Node, start: float) -> tuple[float, float] | None:
        """Return the first interval that may hold a zero of ``g``, by halving."""
        pending = [(start, self.limit)]
        near = start
        for _ in range(MAX_INTERVALS):
            if not pending:
                return None
            near, far = pending.pop()
            if self._is_free(g, near, far):
                continue
            if far - near <= FINEST * far:
                return near, far
            middle = near + (far - near) * 0.4871  # not halves: a zero at an end is in both
            pending += [(middle, far), (near, middle)]
        return near, self.limit

    def _is_free(self, g: Node, near: float, far: float) -> bool:
        """Prove that ``g`` has no zero at distances from ``near`` to ``far``, but the center."""
        piece = self._piece(near, far)
        value = enclose(g, {self.variable: piece}, BITS)
        if value.is_finite() and not value.contains(0):
            return True
        return near == 0 and self._has_zero_at_center_alone(g, piece)

    def _has_zero_at_center_alone(self, g: Node, piece: arb) -> bool:
        """Prove it by ``g(x) = c_k(xi) (x - a)^k``, ``c_k`` not 0 on the piece."""
        try:
            if g not in self._orders:
                found = coefficients(g, self.variable, self.at, MAX_ORDER)
                first = (k for k, c in enumerate(found) if not c.is_zero())
                self._orders[g] = next(first, 0)
            k = self._orders[g]
            return k > 0 and not coefficients(g, self.variable, piece, k)[k].contains(0)
        except NotAnalytic:
            return False
