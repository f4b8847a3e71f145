"""What a power series may have for coefficients, and what each kind knows to do.

A *ring* holds the variables' truncated series and the functions of one series whose value at the
center is inside their domain. Constants are its scalars, not series. The interpreter
(``series.py``) and the rules for poles and corners (``laurent.py``, ``analytic.py``) are the same
for every ring.
"""

from abc import ABC, abstractmethod
from fractions import Fraction
from math import comb, floor
from typing import Generic, Protocol, Self, TypeAlias, TypeVar

from flint import arb, arb_series, ctx, fmpq, fmpq_series

from core.expression import balls
from core.expression.values import bits, rational_function, rational_power


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
    """Scalars and series of one kind. ``h`` stands for ``x - a``."""

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


Balls: TypeAlias = arb | arb_series
Rationals: TypeAlias = fmpq | fmpq_series


class BallRing(Ring[Balls]):
    """Real balls, at FLINT's working precision and number of terms."""

    def number(self, value: Fraction) -> Balls:
        """Return a rational as a ball."""
        return balls.exact_ball(value)

    def named(self, name: str) -> Balls:
        """Return pi, e or phi as a ball."""
        return balls.CONSTANTS[name]()

    def scalar_power(self, u: Balls, v: Balls) -> Balls:
        """Return ``u^v``."""
        return u**v

    def is_series(self, u: Balls) -> bool:
        """Say whether ``u`` is a series."""
        return type(u) is arb_series

    def coefficient(self, u: Balls, k: int) -> Balls:
        """Return the ball before ``h^k``."""
        return u[k]  # type: ignore[index]

    def known(self, u: Balls) -> int:
        """Return how many coefficients are known."""
        return u.prec  # type: ignore[union-attr]

    def constant_series(self, c: Balls) -> Balls:
        """Return the ball as a series."""
        return arb_series([c])

    def shift(self, u: Balls, k: int) -> Balls:
        """Return ``h^k u``."""
        return _shifted(u, k, arb_series, arb(0))

    def sign(self, c: Balls) -> int:
        """Return the sign, zero only for the exact number 0."""
        if c > 0:
            return 1
        if c < 0:
            return -1
        if c.is_zero():
            return 0
        raise Undecided

    def floor(self, c: Balls) -> int:
        """Return the floor of a ball without an integer inside, or of an integer."""
        low, high = c.lower().floor(), c.upper().floor()
        if not c.is_finite() or low != high:
            raise Undecided
        return int(low.unique_fmpz())

    def constant(self, name: str, arguments: tuple[Balls, ...]) -> Balls:
        """Return a function of balls."""
        return balls.FUNCTIONS[name](*arguments)

    def power(self, u: Balls, r: Fraction) -> Balls:
        """Return ``u^r``."""
        if isinstance(u, arb):
            return balls.power(u, r)
        if r.denominator == 2:
            return u.sqrt() ** r.numerator if r.numerator > 0 else u.rsqrt() ** -r.numerator
        return u ** balls.exact_ball(r)

    def apply(self, name: str, u: Balls) -> Balls:
        """Return a function of a series, by FLINT's own algorithm."""
        return getattr(arb_series, _FLINT_NAMES.get(name, name))(u)

    def besselj(self, n: int, u: Balls) -> Balls:
        """Return ``J_n`` of a ball, or of a series by composition with its Taylor series.

        ``2^k J_n^(k) = sum over j of (-1)^j C(k, j) J_{n-k+2j}``, DLMF 10.6.7.
        """
        if isinstance(u, arb):
            return u.bessel_j(n)
        center, length = u[0], u.prec
        values = {m: center.bessel_j(m) for m in range(n - length + 1, n + length)}
        outer, scale = [], arb(1)
        for k in range(length):
            derivative = sum(
                ((-1) ** j * comb(k, j) * values[n - k + 2 * j] for j in range(k + 1)), arb(0)
            )
            outer.append(derivative * scale)
            scale /= 2 * (k + 1)
        return arb_series(outer, length)(u - center)


class RationalRing(Ring[Rationals]):
    """Exact rationals: leaves as soon as a coefficient is not rational, or a number too long."""

    def __init__(self, max_bits: int) -> None:
        """Bound the numbers that occur in the formula, in bits."""
        self.max_bits = max_bits

    def number(self, value: Fraction) -> Rationals:
        """Return a rational scalar."""
        if bits(value) > self.max_bits:
            raise Irrational("too long")
        return fmpq(value.numerator, value.denominator)

    def named(self, name: str) -> Rationals:
        """Leave: no named constant is rational."""
        raise Irrational(name)

    def scalar_power(self, u: Rationals, v: Rationals) -> Rationals:
        """Return ``u^v`` where it is rational."""
        return _found(rational_power(_fraction(u), _fraction(v)))

    def is_series(self, u: Rationals) -> bool:
        """Say whether ``u`` is a series."""
        return type(u) is fmpq_series

    def coefficient(self, u: Rationals, k: int) -> Rationals:
        """Return the rational before ``h^k``."""
        return u[k]  # type: ignore[index]

    def known(self, u: Rationals) -> int:
        """Return how many coefficients are known."""
        return u.prec  # type: ignore[union-attr]

    def constant_series(self, c: Rationals) -> Rationals:
        """Return the rational as a series."""
        return fmpq_series([c])

    def integer_power(self, u: Rationals, n: int) -> Rationals:
        """Return ``u^n``; leaves before the numbers grow long."""
        c = u[0] if isinstance(u, fmpq_series) else u
        if bits(_fraction(c)) * n > MAX_POWER_BITS:
            raise Irrational("too long")
        return u**n

    def shift(self, u: Rationals, k: int) -> Rationals:
        """Return ``h^k u``."""
        return _shifted(u, k, fmpq_series, fmpq(0))

    def sign(self, c: Rationals) -> int:
        """Return the sign."""
        return (c > 0) - (c < 0)

    def constant(self, name: str, arguments: tuple[Rationals, ...]) -> Rationals:
        """Return a function of rationals where it is rational."""
        return _found(rational_function(name, tuple(map(_fraction, arguments))))

    def power(self, u: Rationals, r: Fraction) -> Rationals:
        """Return ``u^r``, with ``(c (1 + w))^r = c^r exp(r ln(1 + w))``.

        FLINT's own rational power of such a series is wrong (0.9.0): hence exp and log.
        """
        if not isinstance(u, fmpq_series):
            return _found(rational_power(_fraction(u), r))
        c = u[0]
        unit = u / c
        q = fmpq(r.numerator, r.denominator)
        power = unit.sqrt() if r == Fraction(1, 2) else (q * unit.log()).exp()
        return _found(rational_power(_fraction(c), r)) * power

    def apply(self, name: str, u: Rationals) -> Rationals:
        """Return a function of a series, with rational coefficients only at its base value."""
        if name not in _BASE_VALUES or u[0] != _BASE_VALUES[name]:
            raise Irrational(name)
        return getattr(fmpq_series, _FLINT_NAMES.get(name, name))(u)

    def besselj(self, n: int, u: Rationals) -> Rationals:
        """Return ``J_n(u) = sum (-1)^k (u/2)^(2k+n) / (k! (k+n)!)``, DLMF 10.2.2, for ``u(0) = 0``."""
        if not isinstance(u, fmpq_series) or u[0] != 0:
            if u == 0:
                return fmpq(int(n == 0))
            raise Irrational("besselj")
        length = u.prec
        outer = [fmpq(0)] * length
        term = fmpq(1, 2**n)
        for k in range(1, n + 1):
            term /= k
        for k in range((length - n + 1) // 2):
            outer[2 * k + n] = term
            term /= -4 * (k + 1) * (k + 1 + n)
        return fmpq_series(outer, prec=length)(u)

    def floor(self, c: Rationals) -> int:
        """Return the floor."""
        return floor(_fraction(c))


_FLINT_NAMES = {"ln": "log"}
# Longest constant term, in bits, of a power that is multiplied out exactly.
MAX_POWER_BITS = 4096
# Where the series of a function has rational coefficients: the value of its argument there.
_BASE_VALUES = {"exp": 0, "ln": 1, "sin": 0, "cos": 0, "tan": 0, "atan": 0, "asin": 0}


def _fraction(c):
    return Fraction(int(c.p), int(c.q))


def _found(value: Fraction | None) -> fmpq:
    """Return a rational that was found; leave where none was."""
    if value is None:
        raise Irrational
    return fmpq(value.numerator, value.denominator)


def _shifted(u, k, kind, zero):
    """Return ``h^k u`` for a FLINT series."""
    known = min(u.prec + k, ctx.cap)
    if known < 1:
        raise TermsExhausted
    coefficients = u.coeffs()
    return kind([zero] * k + coefficients if k > 0 else coefficients[-k:], prec=known)
