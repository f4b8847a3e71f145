"""What a search for critical points finds."""

from dataclasses import dataclass
from itertools import starmap
from typing import Literal, TypeAlias

from flint import arb

from core.certified import Certified
from core.errors import NotAnalytic
from core.expression.expression import Expression
from core.expression.tree import Call, Node, walk
from core.several.known import Known, ball, combined, tidied
from core.several.known_latex import short_text
from core.solving.intervals import MAX_SHOWN, Interval, interval_text, listed, outward
from core.solving.slopes import Box
from core.solving.standing import Standing, standing_text

Kind: TypeAlias = Literal[
    "minimum", "maximum", "saddle", "inflection", "neither", "degenerate", "undecided"
]


Exact: TypeAlias = tuple[Node, ...] | None


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
        exact: The coordinates in closed form; None if none was found.
        exact_value: f there in closed form, likewise.
    """

    place: tuple[Certified, ...]
    enclosure: tuple[Interval, ...]
    value: Certified
    kind: Kind
    smooth: bool
    exact: tuple[Node, ...] | None = None
    exact_value: Node | None = None

    def __repr__(self) -> str:
        """Show the kind, the place and the value."""
        known = self.exact or (None,) * len(self.place)
        place = ", ".join(starmap(_shown, zip(known, self.place, strict=True)))
        place = f"({place})" if len(self.place) > 1 else place
        return f"{self.kind} {_shown(self.exact_value, self.value)} at {place}"


def _shown(known: Node | None, number: Certified) -> str:
    """Return a closed form, else the certain digits; where none is certain, how near to 0."""
    size = number.decimals.removeprefix("0e")
    near = f"0 ± 1e{size}" if size != number.decimals else number.decimals
    return short_text(known) or near


def located(
    f: Expression, place: Box, value: arb, kind: Kind, *, smooth: bool, exact: Exact = None
) -> CriticalPoint:
    """Return a point with its value, in closed form where the coordinates have one."""
    known = None
    if exact is not None:
        found = combined(f.tree, dict(zip(f.variables, exact, strict=True)))
        known = None if isinstance(found, arb) or not _is_evaluated(found) else found
        value = _value(known, value)
    coordinates = tuple(map(Certified.of, place))
    enclosure = tuple(map(outward, place))
    return CriticalPoint(coordinates, enclosure, Certified.of(value), kind, smooth, exact, known)


def _is_evaluated(known: Node) -> bool:
    """Say whether a closed form is in its shortest form: ``acos(cos(pi))`` is only the question."""
    arguments = (u for part in walk(known) if isinstance(part, Call) for u in part.arguments)
    return all(tidied(u) == u for u in arguments)


def _box_text(box: tuple[Interval, ...]) -> str:
    return " x ".join(map(interval_text, box))


def _value(known: Known | None, value: arb) -> arb:
    """Return a ball that is 0 where the closed form is."""
    try:
        return value if known is None else ball(known)
    except NotAnalytic:
        return value


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
        standing: ``"complete"``: these are proven to be all. ``"undecided"``: there may be more in
            what is undecided. ``"ended early"``: likewise, as the budget of the search was spent:
            a smaller window may help. ``"identically zero"``: the gradient is proven to be 0
            wherever there is one.
    """

    function: Expression
    window: tuple[Interval, ...]
    points: tuple[CriticalPoint, ...]
    undecided: tuple[tuple[Interval, ...], ...]
    standing: Standing
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
        lines = [f"CriticalPoints({len(self.points)}; {self._standing()})"]
        lines += map(repr, self.points[:MAX_SHOWN])
        more = len(self.points) - MAX_SHOWN
        return "\n  ".join([*lines, f"… {more} more"] if more > 0 else lines)

    def _standing(self) -> str:
        gradient = "gradient " if self.standing == "identically zero" else ""
        return gradient + standing_text(self.standing, listed(self.undecided, _box_text))
