"""A number with a proof: a float64 next to it, and the decimals that are certain."""

from dataclasses import dataclass

from flint import arb

DIGITS = 15  # decimals shown at most: what any float64 carries


@dataclass(frozen=True, slots=True)
class Certified:
    """A real number known from a ball that contains it.

    Attributes:
        value: The midpoint of the ball as float64.
        decimals: Its certain digits, at most ``DIGITS``; ``"nan"`` if there are none.
    """

    value: float
    decimals: str

    def __float__(self) -> float:
        """Return the value, for formats and for arithmetic."""
        return self.value

    def __str__(self) -> str:
        """Return the certain digits.

        >>> print(Certified.of(arb(1) / 3))
        0.333333333333333
        """
        return self.decimals

    @classmethod
    def of(cls, ball: arb) -> "Certified":
        """Return what is certain about the number inside ``ball``.

        >>> Certified.of(arb("1.414213562373095 +/- 1e-12")).decimals
        '1.41421356237'
        """
        return cls(float(ball.mid()), ball.str(DIGITS, radius=False))
