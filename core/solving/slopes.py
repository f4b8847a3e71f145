"""A map R^n -> R^n over a box: enclosures of its values and of all its slopes.

If every part of a formula is continuous over a box and the derivative's formula, evaluated in ball
arithmetic over that box, is finite, then f is Lipschitz there and the ball contains every slope:

    f(y) - f(x) in f'(box) (y - x)  for x, y in the box.

At a corner ``sign(0 ± r)`` is ``[-1, 1]``, the hull of the slopes on both sides, so the statement
holds for ``|x|`` too. Source: A. Neumaier, *Interval Methods for Systems of Equations*, Cambridge
1990, chapter 2 (Lipschitz matrices).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from flint import arb

from core.errors import NotAnalytic
from core.expression.building import minus
from core.expression.differentiation import NoFormulaError, differentiate
from core.expression.series import coefficients
from core.expression.tree import Call, Cases, Node, walk
from core.local.reach import reach
from core.solving.program import Program

BITS = 128  # a box that is split 60 times still differs from its neighbor in the 68th bit
Box: TypeAlias = tuple[arb, ...]


@dataclass(frozen=True)
class Map:
    """As many formulas as variables.

    Attributes:
        variables: Their names, in the order of a box's sides.
        components: The formulas.
    """

    variables: tuple[str, ...]
    components: tuple[Node, ...]

    @property
    def work(self) -> int:
        """What has been computed so far, in additions."""
        return self._values.work + self._slopes.work + self._jumps.work

    def misses_zero(self, box: Sequence[arb]) -> bool:
        """Prove that some component is nowhere 0 in a box, be it for want of a value."""
        place = dict(zip(self.variables, box, strict=True))
        found = (reach(f, place) for f in self.components)
        return any(values is None or values.misses_zero() for values in found)

    def values(self, box: Sequence[arb]) -> list[arb]:
        """Return a ball for all values of each component; not finite where none is proven."""
        return self._values.values(dict(zip(self.variables, box, strict=True)))

    def slopes(self, box: Sequence[arb]) -> list[list[arb]] | None:
        """Return the matrix of all slopes; None if that each component has some is not proven."""
        place = dict(zip(self.variables, box, strict=True))
        if not self._is_continuous(place):
            return None
        known = iter(self._slopes.values(place))
        rows = [
            [self._by_series(f, x, place) if d is None else next(known) for x, d in derivatives]
            for f, derivatives in zip(self.components, self._derivatives, strict=True)
        ]
        return rows if all(ball.is_finite() for row in rows for ball in row) else None

    @cached_property
    def _derivatives(self) -> list[list[tuple[str, Node | None]]]:
        return [[(x, _formula(f, x)) for x in self.variables] for f in self.components]

    @cached_property
    def _values(self) -> Program:
        return Program(self.components, BITS)

    @cached_property
    def _slopes(self) -> Program:
        return Program([d for row in self._derivatives for _, d in row if d], BITS)

    @cached_property
    def _jumps(self) -> Program:
        jumps = [u for f in self.components for part in walk(f) for u in jumps_at(part)]
        return Program(jumps, BITS)

    def _is_continuous(self, place: dict[str, arb]) -> bool:
        """Prove it over a box: there are values everywhere, and none of the parts jumps."""
        if not all(value.is_finite() for value in self._values.values(place)):
            return False
        return not any(u.contains_integer() for u in self._jumps.values(place))

    def _by_series(self, f: Node, x: str, place: dict[str, arb]) -> arb:
        others = {name: ball for name, ball in place.items() if name != x}
        try:
            return coefficients(f, x, place[x], 1, BITS, others)[1]
        except NotAnalytic:
            return arb.nan()


def _formula(f: Node, x: str) -> Node | None:
    """The derivative as a formula; None for gamma, which has none: its series serves."""
    try:
        return differentiate(f, x)
    except NoFormulaError:
        return None


def jumps_at(part: Node) -> Iterator[Node]:
    """Yield formulas, one of which is a whole number wherever a part of a formula jumps.

    For ``sign`` and for cases it is 0; a jump too many in sight only means that less is proven.
    """
    match part:
        case Call("sign" | "floor" | "ceil", (u,)):
            yield u
        case Cases(branches):
            for branch in branches:
                yield from (minus(it.left, it.right) for it in branch.conditions)
