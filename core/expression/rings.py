"""What a power series may have for coefficients, and what each kind knows to do.

A *ring* holds the variables' truncated series and the functions of one series whose value at the
center is inside their domain. Constants are its scalars, not series. The interpreter
(``series.py``) and the rules for poles and corners (``laurent.py``, ``analytic.py``) are the same
for every ring.
"""

from abc import ABC, abstractmethod
from fractions import Fraction
from typing import Generic, Protocol, Self, TypeVar


class Undecided(ArithmeticError):
    """A sign that cannot be told at the present precision."""


class TermsExhausted(ArithmeticError):
    """A leading term that lies beyond the terms at hand."""


class Irrational(ArithmeticError):
    """A coefficient outside the ring: not rational, or without a closed form known here."""


class Element(Protocol):
    """A scalar or a series: something with the four operations."""

    def __neg__(self) -> Self: ...
    def __add__(self, other: Self, /) -> Self: ...
    def __sub__(self, other: Self, /) -> Self: ...
    def __mul__(self, other: Self, /) -> Self: ...
    def __truediv__(self, other: Self, /) -> Self: ...
    def __pow__(self, n: int, /) -> Self: ...


E = TypeVar("E", bound=Element)


class Ring(ABC, Generic[E]):
    """Scalars and series of one kind. ``h`` stands for ``x - a``.

    Attributes:
        side: 1 or -1 to look only at ``h > 0`` or ``h < 0``, where ``|h|`` is ``h`` or ``-h``.
    """

    side: int = 0

    @abstractmethod
    def number(self, value: Fraction) -> E:
        """Return a rational scalar."""

    @abstractmethod
    def named(self, name: str) -> E:
        """Return the scalar pi, e or phi."""

    @abstractmethod
    def is_series(self, u: E) -> bool:
        """Say whether ``u`` is a series, not a scalar."""

    @abstractmethod
    def coefficient(self, u: E, k: int) -> E:
        """Return the scalar before ``h^k``."""

    @abstractmethod
    def coefficients(self, u: E, count: int) -> list[E]:
        """Return the first ``count`` coefficients, which must be known."""

    @abstractmethod
    def known(self, u: E) -> int:
        """Return how many coefficients of the series are known."""

    @abstractmethod
    def shift(self, u: E, k: int) -> E:
        """Return ``h^k u``; for ``k < 0`` the first ``-k`` coefficients must be zero."""

    @abstractmethod
    def sign(self, c: E) -> int:
        """Return the proven sign of a scalar: -1, 0 or 1.

        Raises:
            Undecided: if it cannot be told.
        """

    def is_negative(self, c: E) -> bool:
        """Say whether a scalar is proven to be negative."""
        try:
            return self.sign(c) < 0
        except Undecided:
            return False

    @abstractmethod
    def constant(self, name: str, arguments: tuple[E, ...]) -> E:
        """Return a function of scalars."""

    def integer_power(self, u: E, n: int) -> E:
        """Return ``u^n`` for ``n >= 0``."""
        return u**n

    def quotient(self, u: E, v: E) -> E:
        """Return ``u / v``, where ``v(0)`` is not 0."""
        return u / v

    @abstractmethod
    def constant_series(self, c: E) -> E:
        """Return the scalar as a series."""

    def moving(self, center: E) -> E:
        """Return the series ``center + h``."""
        return center + self.shift(self.constant_series(self.number(Fraction(1))), 1)

    @abstractmethod
    def scalar_power(self, u: E, v: E) -> E:
        """Return ``u^v`` of two scalars."""

    @abstractmethod
    def power(self, u: E, r: Fraction) -> E:
        """Return ``u^r`` of a scalar, or of a series with positive constant term."""

    @abstractmethod
    def apply(self, name: str, u: E) -> E:
        """Return exp, ln, sin, cos, tan, atan, asin, erf, gamma or rgamma of a series."""

    @abstractmethod
    def besselj(self, n: int, u: E) -> E:
        """Return the Bessel function of the first kind of a series or scalar."""

    @abstractmethod
    def floor(self, c: E) -> int:
        """Return the floor of a scalar.

        Raises:
            Undecided: if it cannot be told.
        """
