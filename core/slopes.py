"""A map R^n -> R^n over a box: enclosures of its values and of all its slopes.

If every part of a formula is continuous over a box and the derivative's formula, evaluated in ball
arithmetic over that box, is finite, then f is Lipschitz there and the ball contains every slope:

    f(y) - f(x) in f'(box) (y - x)  for x, y in the box.

At a corner ``sign(0 ± r)`` is ``[-1, 1]``, the hull of the slopes on both sides, so the statement
holds for ``|x|`` too. Source: A. Neumaier, *Interval Methods for Systems of Equations*, Cambridge
1990, section 2.3 (Lipschitz matrices).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from flint import arb

from core.domain import has_no_value_over
from core.errors import NotAnalytic
from core.expression.balls import FUNCTIONS, enclose
from core.expression.differentiation import NoFormulaError, differentiate
from core.expression.series import coefficients
from core.expression.tree import Call, Node, walk

BITS = 128  # a box that is split 60 times still differs from its neighbor in the 68th bit
Box: TypeAlias = tuple[arb, ...]

_JUMPING = ("sign", "floor", "ceil")
_INDEXED = ("root", "besselj")


@dataclass(frozen=True)
class Map:
    """As many formulas as variables.

    Attributes:
        variables: Their names, in the order of a box's sides.
        components: The formulas.
    """

    variables: tuple[str, ...]
    components: tuple[Node, ...]

    @cached_property
    def _derivatives(self) -> tuple[tuple[Node | None, ...], ...]:
        return tuple(tuple(_formula(f, x) for x in self.variables) for f in self.components)

    @cached_property
    def size(self) -> int:
        """How many nodes there are to evaluate: the formulas' own and their derivatives'."""
        trees = [*self.components, *(d for row in self._derivatives for d in row if d)]
        return sum(1 for tree in trees for _ in walk(tree))

    def is_undefined(self, box: Sequence[arb]) -> bool:
        """Prove that some component has no value anywhere in a box."""
        place = dict(zip(self.variables, box, strict=True))
        return any(has_no_value_over(f, place) for f in self.components)

    def values(self, box: Sequence[arb]) -> list[arb]:
        """Return a ball for all values of each component; not finite where none is proven."""
        place = dict(zip(self.variables, box, strict=True))
        return [enclose(f, place, BITS) for f in self.components]

    def slopes(self, box: Sequence[arb]) -> list[list[arb]] | None:
        """Return the matrix of all slopes; None if that each component has some is not proven."""
        place = dict(zip(self.variables, box, strict=True))
        if not all(_is_continuous(f, place) for f in self.components):
            return None
        rows = [
            [self._slope(f, x, d, place) for x, d in zip(self.variables, formulas, strict=True)]
            for f, formulas in zip(self.components, self._derivatives, strict=True)
        ]
        return rows if all(ball.is_finite() for row in rows for ball in row) else None

    def _slope(self, f: Node, x: str, formula: Node | None, place: dict[str, arb]) -> arb:
        if formula is not None:
            return enclose(formula, place, BITS)
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


def _is_continuous(f: Node, place: dict[str, arb]) -> bool:
    """Prove it over a box: f has values everywhere and no part of it jumps."""
    if not enclose(f, place, BITS).is_finite():
        return False
    return not any(_may_jump(part, place) for part in walk(f) if isinstance(part, Call))


def _may_jump(part: Call, place: dict[str, arb]) -> bool:
    if part.name not in _JUMPING:
        return part.name not in FUNCTIONS and part.name not in _INDEXED
    u = enclose(part.arguments[0], place, BITS)
    return bool(u.contains(0) if part.name == "sign" else u.contains_integer())
