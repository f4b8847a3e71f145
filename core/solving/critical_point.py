"""What a search for critical points finds."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from core.certified import Certified
from core.expression.expression import Expression
from core.roots import Interval

Kind: TypeAlias = Literal[
    "minimum", "maximum", "saddle", "inflection", "neither", "degenerate", "undecided"
]


@dataclass(frozen=True, slots=True, repr=False)
class CriticalPoint:
    """A point where the gradient is 0, or where there is none.

    Attributes:
        place: The coordinates, with their certain digits.
        enclosure: Doubles that surely enclose each coordinate.
        value: f there.
        kind: What f has there, proven: a local ``"minimum"`` or ``"maximum"``; a ``"saddle"``;
            ``"inflection"``: ``f' = 0`` but f goes on rising or falling; ``"neither"``: a corner or
            a vertical tangent without an extremum; ``"degenerate"``: the Hessian's determinant is
            0 and tells nothing; ``"undecided"``.
        smooth: Whether the gradient exists there, and so is 0.
    """

    place: tuple[Certified, ...]
    enclosure: tuple[Interval, ...]
    value: Certified
    kind: Kind
    smooth: bool

    def __repr__(self) -> str:
        """Show the kind, the place and the value."""
        place = ", ".join(x.decimals for x in self.place)
        place = f"({place})" if len(self.place) > 1 else place
        return f"{self.kind} {self.value.decimals} at {place}"


@dataclass(frozen=True, slots=True, repr=False)
class CriticalPoints:
    """The critical points of f in a closed window.

    Attributes:
        function: f.
        window: The window, one interval for each variable, rounded outward to doubles.
        points: All that are proven, in ascending order.
        undecided: Boxes about which nothing is proven: there may be critical points in them.
        ends: For a function of one variable, its two ends of the window as local extrema of f on
            the window; None where that is not proven.
    """

    function: Expression
    window: tuple[Interval, ...]
    points: tuple[CriticalPoint, ...]
    undecided: tuple[tuple[Interval, ...], ...]
    ends: tuple[CriticalPoint | None, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether these are proven to be all critical points in the window."""
        return not self.undecided

    def of_kind(self, kind: Kind) -> tuple[CriticalPoint, ...]:
        """Return the points of one kind."""
        return tuple(p for p in self.points if p.kind == kind)

    def __repr__(self) -> str:
        """Show the points, one a line, and whether they are all."""
        standing = "complete" if self.complete else f"{len(self.undecided)} boxes undecided"
        lines = [f"CriticalPoints({len(self.points)}; {standing})", *map(repr, self.points)]
        return "\n  ".join(lines)
