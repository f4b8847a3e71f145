"""Boxes in R^n with exact sides, their parts, and balls that contain them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from flint import arb

from core.expression.balls import enclose, exact_ball
from core.expression.rational import rational
from core.expression.text import to_text
from core.expression.tree import Node

# The share of a side that is meant: from one dyadic fraction of it to another, within [0, 1].
Share: TypeAlias = tuple[Fraction, Fraction]
Part: TypeAlias = tuple[Share, ...]
Place: TypeAlias = tuple[Fraction, ...]  # a point, by its share of each side

WHOLE: Share = (Fraction(0), Fraction(1))
OUTWARD = 1 + 2.0**-40


@dataclass(frozen=True, slots=True)
class Side:
    """One side ``[lo, hi]``, as balls, and exactly where both ends are rational."""

    lo: arb
    hi: arb
    exact: tuple[Fraction, Fraction] | None = None

    @classmethod
    def of(cls, lo: Node, hi: Node, bits: int) -> "Side":
        """Return the side between two constants.

        Raises:
            ValueError: if not ``lo <= hi``, or if that cannot be told.
        """
        first, last = rational(lo), rational(hi)
        exact = (first, last) if first is not None and last is not None else None
        side = cls(enclose(lo, {}, bits), enclose(hi, {}, bits), exact)
        ordered = exact[0] <= exact[1] if exact else lo == hi or side.lo < side.hi
        if not (ordered or (side.hi - side.lo).is_zero()):
            raise ValueError(f"ends in the wrong order: {to_text(lo)} is not below {to_text(hi)}")
        return side

    @property
    def whole(self) -> Share:
        """All of the side; of a single point its beginning."""
        is_point = self.exact[0] == self.exact[1] if self.exact else not self.lo < self.hi
        return (WHOLE[0], WHOLE[0]) if is_point else WHOLE

    def at(self, s: Fraction) -> arb:
        """Return ``lo + s (hi - lo)``; between rational ends it is rounded once, and 0 is 0."""
        if s in WHOLE:
            return self.hi if s else self.lo
        if self.exact:
            lo, hi = self.exact
            return exact_ball(lo + s * (hi - lo))
        return self.lo + (self.hi - self.lo) * exact_ball(s)

    def ball(self, share: Share) -> arb:
        """Return a ball around a share of the side.

        FLINT rounds every radius up, so a ball sticks out by 2^-30 of itself. It is laid so that
        this happens inside the box, where f may be defined: ``[0, 1/2]`` of ``[0, 1]`` is a ball
        that begins at 0 and ends behind 1/2.
        """
        first, last = self.at(share[0]), self.at(share[1])
        if share[0] == share[1]:
            return first
        zero = arb(0, float((last - first).abs_upper()) / 2 * OUTWARD)
        if share[1] == 1 and share[0] > 0:
            return last - zero.rad() + zero
        return first + zero.rad() + zero


def balls(sides: Sequence[Side], part: Part) -> list[arb]:
    """Return a ball for each coordinate of a part."""
    return [side.ball(share) for side, share in zip(sides, part, strict=True)]


def coordinates(sides: Sequence[Side], place: Place) -> list[arb]:
    """Return the coordinates of a point."""
    return [side.at(s) for side, s in zip(sides, place, strict=True)]


def corners(part: Part) -> Iterator[Place]:
    """Yield the corners of a part."""
    return product(*(sorted(set(share)) for share in part))


def middle(part: Part) -> Place:
    """Return the middle of a part."""
    return tuple((first + last) / 2 for first, last in part)


def halves(part: Part, i: int) -> tuple[Part, Part]:
    """Return the two halves of a part across its i-th side."""
    first, last = part[i]
    cut = (first + last) / 2
    return with_share(part, i, (first, cut)), with_share(part, i, (cut, last))


def with_share(part: Part, i: int, share: Share) -> Part:
    """Return a part with another share of the i-th side."""
    return (*part[:i], share, *part[i + 1 :])
