"""Balls with their closed forms beside them, for the question whether something is exactly zero.

A ball says where a number is, a closed form whether it is 0. Where the closed form gets too long or
is not known, the ball goes on alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Self, TypeVar

from flint import arb, ctx

from core.expression.closed import Constants
from core.expression.exact import Closed, ClosedRing
from core.expression.flint_rings import BallRing, Balls
from core.expression.rings import Irrational, Ring, TermsExhausted

T = TypeVar("T")

# A zero of higher order than this is not looked for in closed form: their length grows.
MAX_CLOSED_TERMS = 24


def _guarded(operation: Callable[[], T]) -> T | None:
    """Return the closed form, or None where there is none."""
    try:
        return operation()
    except (Irrational, TermsExhausted, ZeroDivisionError):
        return None


@dataclass(frozen=True, slots=True)
class Pair:
    """The same scalar or series as balls and, if known, in closed form."""

    ball: Balls
    closed: Closed | None

    def _with(
        self, ball: Balls, other: "Pair", combine: Callable[[Closed, Closed], Closed]
    ) -> Self:
        u, v = self.closed, other.closed
        closed = None if u is None or v is None else _guarded(lambda: combine(u, v))
        return type(self)(ball, closed)

    def __neg__(self) -> Self:
        return type(self)(-self.ball, None if self.closed is None else -self.closed)

    def __add__(self, other: Self, /) -> Self:
        return self._with(self.ball + other.ball, other, lambda u, v: u + v)

    def __sub__(self, other: Self, /) -> Self:
        return self._with(self.ball - other.ball, other, lambda u, v: u - v)

    def __mul__(self, other: Self, /) -> Self:
        return self._with(self.ball * other.ball, other, lambda u, v: u * v)

    def __truediv__(self, other: Self, /) -> Self:
        return self._with(self.ball / other.ball, other, lambda u, v: u / v)

    def __pow__(self, n: int, /) -> Self:
        u = self.closed
        return type(self)(self.ball**n, None if u is None else _guarded(lambda: u**n))


class PairRing(Ring[Pair]):
    """Balls at FLINT's working precision, and closed forms for the proof of zeros."""

    def __init__(self) -> None:
        """Begin with no constants."""
        self.balls = BallRing()
        self.closed = ClosedRing(min(ctx.cap, MAX_CLOSED_TERMS), Constants())

    def _pair(
        self, ball: Balls, operation: Callable[..., Closed], *operands: Closed | None
    ) -> Pair:
        """Return the pair of a ball and of the operation on closed forms, where it has them all."""
        if any(u is None for u in operands):
            return Pair(ball, None)
        return Pair(ball, _guarded(lambda: operation(*operands)))

    def number(self, value: Fraction) -> Pair:
        """Return a rational scalar."""
        return Pair(self.balls.number(value), self.closed.number(value))

    def named(self, name: str) -> Pair:
        """Return pi, e or phi."""
        return self._pair(self.balls.named(name), lambda: self.closed.named(name))

    def is_series(self, u: Pair) -> bool:
        """Say whether ``u`` is a series."""
        return self.balls.is_series(u.ball)

    def coefficient(self, u: Pair, k: int) -> Pair:
        """Return the scalar before ``h^k``; its closed form only within the known terms."""
        ball = self.balls.coefficient(u.ball, k)
        closed = u.closed
        if closed is None or k >= self.closed.known(closed):
            return Pair(ball, None)
        c = self.closed.coefficient(closed, k)
        return Pair(ball if c.terms[0] else arb(0), c)

    def coefficients(self, u: Pair, count: int) -> list[Pair]:
        """Return the first ``count`` pairs."""
        return [self.coefficient(u, k) for k in range(count)]

    def known(self, u: Pair) -> int:
        """Return how many coefficients are known."""
        return self.balls.known(u.ball)

    def constant_series(self, c: Pair) -> Pair:
        """Return the scalar as a series."""
        return self._pair(self.balls.constant_series(c.ball), self.closed.constant_series, c.closed)

    def shift(self, u: Pair, k: int) -> Pair:
        """Return ``h^k u``."""
        return self._pair(self.balls.shift(u.ball, k), lambda v: self.closed.shift(v, k), u.closed)

    def sign(self, c: Pair) -> int:
        """Return the sign: zero where the closed form says so, else what the ball says."""
        if c.closed is not None and not c.closed.terms[0]:
            return 0
        return self.balls.sign(c.ball)

    def floor(self, c: Pair) -> int:
        """Return the floor, from the closed form where there is one."""
        return self.balls.floor(c.ball) if c.closed is None else self.closed.floor(c.closed)

    def constant(self, name: str, arguments: tuple[Pair, ...]) -> Pair:
        """Return a function of scalars."""
        ball = self.balls.constant(name, tuple(u.ball for u in arguments))
        closed = [u.closed for u in arguments]
        return self._pair(ball, lambda *us: self.closed.constant(name, us), *closed)

    def scalar_power(self, u: Pair, v: Pair) -> Pair:
        """Return ``u^v`` of two scalars."""
        ball = self.balls.scalar_power(u.ball, v.ball)
        return self._pair(ball, self.closed.scalar_power, u.closed, v.closed)

    def power(self, u: Pair, r: Fraction) -> Pair:
        """Return ``u^r``."""
        ball = self.balls.power(u.ball, r)
        return self._pair(ball, lambda v: self.closed.power(v, r), u.closed)

    def apply(self, name: str, u: Pair) -> Pair:
        """Return a function of a series."""
        ball = self.balls.apply(name, u.ball)
        return self._pair(ball, lambda v: self.closed.apply(name, v), u.closed)

    def besselj(self, n: int, u: Pair) -> Pair:
        """Return a Bessel function, in balls alone."""
        return Pair(self.balls.besselj(n, u.ball), None)
