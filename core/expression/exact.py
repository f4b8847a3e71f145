"""Series whose coefficients are constants in closed form: ``exp(sin x)`` at 1, ``tan x`` at pi/3.

For a function of ``c + h``, with ``c`` a constant and ``h`` a series that vanishes at the center,
everything irrational is put into ``c``:

    e^(c+h) = e^c e^h,   ln(c+h) = ln c + int h'/(c+h),   (c+h)^r = c^r (1 + h/c)^r,
    sin(c+h) = sin c cos h + cos c sin h,   atan(c+h) = atan c + int h'/(1 + (c+h)^2),

and what is left are recurrences with rational numbers.

Each recurrence comes from a differential equation, which its docstring names.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Self

from flint import fmpq, fmpq_mpoly

from core.expression import analytic, elementary
from core.expression.closed import Constants, fraction
from core.expression.rings import Irrational, Ring, TermsExhausted, Undecided
from core.expression.values import rational_function


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """A scalar (``known`` is None) or a series with ``known`` terms."""

    constants: Constants
    terms: tuple[fmpq_mpoly, ...]
    known: int | None = None

    def _like(self, terms: Sequence[fmpq_mpoly], other: "Closed") -> Self:
        known = min((n for n in (self.known, other.known) if n is not None), default=None)
        return type(self)(self.constants, tuple(terms[:known]), known)

    def term(self, k: int) -> fmpq_mpoly:
        """Return the coefficient of ``h^k``."""
        return self.terms[k] if k < len(self.terms) else self.constants.number(Fraction(0))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Closed) and self.terms == other.terms

    def __neg__(self) -> Self:
        return type(self)(self.constants, tuple(-c for c in self.terms), self.known)

    def __add__(self, other: Self, /) -> Self:
        length = max(len(self.terms), len(other.terms))
        return self._like([self.term(k) + other.term(k) for k in range(length)], other)

    def __sub__(self, other: Self, /) -> Self:
        return self + -other

    def __mul__(self, other: Self, /) -> Self:
        """Return the Cauchy product."""
        known = self._like((), other).known
        length = min(known or 1, len(self.terms) + len(other.terms) - 1)
        return self._like([self._product_term(other, k) for k in range(max(length, 0))], other)

    def _product_term(self, other: Self, k: int) -> fmpq_mpoly:
        """Return ``sum of u_j v_(k-j)``."""
        first = max(0, k - len(other.terms) + 1)
        total = self.constants.number(Fraction(0))
        for j in range(first, min(k, len(self.terms) - 1) + 1):
            self.constants.spend(len(self.terms[j]) * len(other.terms[k - j]))
            total += self.terms[j] * other.terms[k - j]
        return self.constants.reduced(total)

    def __truediv__(self, other: Self, /) -> Self:
        """Return ``q`` with ``q_k = (u_k - sum of v_j q_(k-j), j = 1 … k) / v_0``."""
        inverse = self.constants.inverse(other.terms[0])
        known = self._like((), other).known
        quotient: list[fmpq_mpoly] = []
        for k in range(known or 1):
            rest = self.term(k)
            for j in range(1, min(k, len(other.terms) - 1) + 1):
                self.constants.spend(len(other.terms[j]) * len(quotient[k - j]))
                rest -= other.terms[j] * quotient[k - j]
            quotient.append(self.constants.multiply(self.constants.reduced(rest), inverse))
        return self._like(quotient, other)

    def __pow__(self, n: int, /) -> Self:
        result = type(self)(self.constants, (self.constants.number(Fraction(1)),), None)
        base = self
        while n:
            result = result * base if n % 2 else result
            n //= 2
            base = base * base if n else base
        return result

    def derivative(self) -> Self:
        """Return the derivative, with one known term less."""
        terms = tuple(c * k for k, c in enumerate(self.terms) if k)
        return type(self)(self.constants, terms, (self.known or 1) - 1)

    def integral(self, constant: fmpq_mpoly) -> Self:
        """Return the integral that begins with ``constant``."""
        terms = (constant, *(c * fmpq(1, k + 1) for k, c in enumerate(self.terms)))
        return type(self)(self.constants, terms, (self.known or 0) + 1)


class ClosedRing(Ring[Closed]):
    """Constants in closed form; leaves where there is none that is known and short."""

    def __init__(self, terms: int, constants: Constants) -> None:
        """Keep ``terms`` terms of each series, and all its ``constants``."""
        self.terms = terms
        self.constants = constants

    def _scalar(self, p: fmpq_mpoly) -> Closed:
        return Closed(self.constants, (p,))

    def number(self, value: Fraction) -> Closed:
        """Return a rational scalar."""
        return self._scalar(self.constants.number(value))

    def named(self, name: str) -> Closed:
        """Return pi, e or phi."""
        return self._scalar(self.constants.named(name))

    def is_series(self, u: Closed) -> bool:
        """Say whether ``u`` is a series."""
        return u.known is not None

    def coefficient(self, u: Closed, k: int) -> Closed:
        """Return the scalar before ``h^k``."""
        return self._scalar(u.term(k))

    def coefficients(self, u: Closed, count: int) -> list[Closed]:
        """Return the first ``count`` scalars."""
        return [self._scalar(u.term(k)) for k in range(count)]

    def known(self, u: Closed) -> int:
        """Return how many coefficients are known."""
        return u.known or 0

    def constant_series(self, c: Closed) -> Closed:
        """Return the scalar as a series."""
        return Closed(self.constants, c.terms, self.terms)

    def shift(self, u: Closed, k: int) -> Closed:
        """Return ``h^k u``."""
        known = min(self.known(u) + k, self.terms)
        if known < 1:
            raise TermsExhausted
        zeros = (self.constants.number(Fraction(0)),) * max(k, 0)
        return Closed(self.constants, (zeros + u.terms[max(-k, 0) :])[:known], known)

    def sign(self, c: Closed) -> int:
        """Return the proven sign."""
        return self.constants.sign(c.terms[0])

    def floor(self, c: Closed) -> int:
        """Return the floor."""
        value = fraction(c.terms[0])
        if value is not None:
            return floor(value)
        ball = self.constants.enclose(c.terms[0], 256).floor()
        whole = ball.unique_fmpz()
        if whole is None:
            raise Undecided
        return int(whole)

    def constant(self, name: str, arguments: tuple[Closed, ...]) -> Closed:
        """Return a function of scalars: a rational, a table's value, or a new constant."""
        values = [fraction(c.terms[0]) for c in arguments]
        known = [value for value in values if value is not None]
        if len(known) == len(values):
            value = rational_function(name, tuple(known))
            if value is not None:
                return self.number(value)
        if name in _BASIC:
            return self._scalar(getattr(self.constants, name)(arguments[0].terms[0]))
        return self._through_series(name, arguments)

    def _through_series(self, name: str, arguments: tuple[Closed, ...]) -> Closed:
        """Return a function of scalars by the rules for series, with one term."""
        series = tuple(Closed(self.constants, c.terms, 1) for c in arguments)
        try:
            if name == "log":
                value = elementary.logarithm(series[0], series[1], self)
            elif name in analytic.CHOICES:
                value = analytic.CHOICES[name](arguments, self)
            else:
                value = analytic.call(name, series[0], self)
        except (TermsExhausted, ValueError) as reason:
            raise Irrational(name) from reason
        if not isinstance(value, Closed):
            raise Irrational(name)
        return self.coefficient(value, 0)

    def scalar_power(self, u: Closed, v: Closed) -> Closed:
        """Return ``u^v``."""
        exponent = fraction(v.terms[0])
        if exponent is not None:
            return self._scalar(self.constants.power(u.terms[0], exponent))
        p = self.constants.multiply(self.constants.ln(u.terms[0]), v.terms[0])
        return self._scalar(self.constants.exp(p))

    def power(self, u: Closed, r: Fraction) -> Closed:
        """Return ``(c w)^r = c^r w^r``, with ``k w^r_k = sum of (r j - (k - j)) w_j w^r_(k-j)``.

        From ``w (w^r)' = r w' w^r``, at ``h^(k-1)``, with ``w(0) = 1``.
        """
        if u.known is None:
            return self._scalar(self.constants.power(u.terms[0], r))
        unit = u / self._scalar(u.terms[0])
        power = [self.constants.number(Fraction(1))]
        for k in range(1, self.known(u)):
            total = self.constants.number(Fraction(0))
            for j in range(1, min(k, len(unit.terms) - 1) + 1):
                factor = r * j - (k - j)
                scale = fmpq(factor.numerator, factor.denominator * k)
                self.constants.spend(len(unit.terms[j]) * len(power[k - j]))
                total += unit.terms[j] * power[k - j] * scale
            power.append(self.constants.reduced(total))
        base = self._scalar(self.constants.power(u.terms[0], r))
        return base * Closed(self.constants, tuple(power), u.known)

    def apply(self, name: str, u: Closed) -> Closed:
        """Return a function of a series ``c + h``."""
        if name not in _SERIES:
            raise Irrational(name)
        return _SERIES[name](self, u)

    def besselj(self, n: int, u: Closed) -> Closed:
        """Leave: no closed form is known here."""
        raise Irrational("besselj")


_BASIC = ("exp", "ln", "sin", "cos", "tan", "asin", "atan", "erf")


def _split(u: Closed) -> tuple[fmpq_mpoly, Closed]:
    """Return ``c`` and ``h`` with ``u = c + h``."""
    zero = u.constants.number(Fraction(0))
    return u.term(0), Closed(u.constants, (zero, *u.terms[1:]), u.known)


def _exp(ring: ClosedRing, u: Closed) -> Closed:
    """``v = e^h``: ``k v_k = sum of j h_j v_(k-j)``, from ``v' = h' v``."""
    c, h = _split(u)
    v = [u.constants.number(Fraction(1))]
    for k in range(1, ring.known(u)):
        v.append(_weighted_sum(h, v, k))
    return Closed(u.constants, (ring.constants.exp(c),)) * Closed(u.constants, tuple(v), u.known)


def _weighted_sum(h: Closed, v: Sequence[fmpq_mpoly], k: int) -> fmpq_mpoly:
    """Return ``sum of j h_j v_(k-j) / k``, ``j = 1 … k``."""
    total = h.constants.number(Fraction(0))
    for j in range(1, min(k, len(h.terms) - 1) + 1):
        h.constants.spend(len(h.terms[j]) * len(v[k - j]))
        total += h.terms[j] * v[k - j] * fmpq(j, k)
    return h.constants.reduced(total)


def _sine_and_cosine(ring: ClosedRing, h: Closed) -> tuple[Closed, Closed]:
    """``s' = h' c`` and ``c' = -h' s``, for ``h(0) = 0``."""
    s, c = [h.constants.number(Fraction(0))], [h.constants.number(Fraction(1))]
    for k in range(1, ring.known(h)):
        s_k, c_k = _weighted_sum(h, c, k), -_weighted_sum(h, s, k)
        s.append(s_k)
        c.append(c_k)
    return Closed(h.constants, tuple(s), h.known), Closed(h.constants, tuple(c), h.known)


def _sin(ring: ClosedRing, u: Closed) -> Closed:
    c, h = _split(u)
    s, k = _sine_and_cosine(ring, h)
    sine, cosine = ring.constants.sin(c), ring.constants.cos(c)
    return Closed(u.constants, (sine,)) * k + Closed(u.constants, (cosine,)) * s


def _cos(ring: ClosedRing, u: Closed) -> Closed:
    c, h = _split(u)
    s, k = _sine_and_cosine(ring, h)
    sine, cosine = ring.constants.sin(c), ring.constants.cos(c)
    return Closed(u.constants, (cosine,)) * k - Closed(u.constants, (sine,)) * s


def _tan(ring: ClosedRing, u: Closed) -> Closed:
    """``tan(c + h) = (tan c + tan h) / (1 - tan c tan h)``."""
    c, h = _split(u)
    s, k = _sine_and_cosine(ring, h)
    tangent = Closed(u.constants, (ring.constants.tan(c),))
    return (tangent * k + s) / (k - tangent * s)


def _ln(ring: ClosedRing, u: Closed) -> Closed:
    return (u.derivative() / u).integral(ring.constants.ln(u.term(0)))


def _atan(ring: ClosedRing, u: Closed) -> Closed:
    slope = u.derivative() / (ring.number(Fraction(1)) + u * u)
    return slope.integral(ring.constants.atan(u.term(0)))


def _asin(ring: ClosedRing, u: Closed) -> Closed:
    root = ring.power(ring.number(Fraction(1)) - u * u, Fraction(-1, 2))
    return (u.derivative() * root).integral(ring.constants.asin(u.term(0)))


def _erf(ring: ClosedRing, u: Closed) -> Closed:
    """``erf' = 2/sqrt(pi) e^(-u^2) u'``."""
    pi_root = ring.constants.power(ring.constants.named("pi"), Fraction(-1, 2))
    slope = u.derivative() * _exp(ring, -(u * u)) * Closed(u.constants, (pi_root * 2,))
    return slope.integral(ring.constants.erf(u.term(0)))


_SERIES: dict[str, Callable[[ClosedRing, Closed], Closed]] = {
    "exp": _exp,
    "ln": _ln,
    "sin": _sin,
    "cos": _cos,
    "tan": _tan,
    "asin": _asin,
    "atan": _atan,
    "erf": _erf,
}
