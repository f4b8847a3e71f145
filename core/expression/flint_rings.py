"""Truncated power series over real balls and over the rationals: what FLINT itself knows."""

from fractions import Fraction
from math import comb, floor
from typing import TypeAlias, TypeVar, cast

from flint import arb, arb_series, ctx, fmpq, fmpq_series

from core.expression import balls
from core.expression.rings import Irrational, Ring, TermsExhausted, Undecided
from core.expression.values import bits, rational_function, rational_power

Balls: TypeAlias = arb | arb_series
Rationals: TypeAlias = fmpq | fmpq_series


C = TypeVar("C", arb, fmpq)

# Composition serves series whose first power beside the constant is at least this: FLINT's own
# iteration was seen to abort from h^29 on, and it begins with some 20 terms at the least.
SPARSE = 8


class BallRing(Ring[Balls]):
    """Real balls, at FLINT's working precision and number of terms."""

    def number(self, value: Fraction) -> Balls:
        """Return a rational as a ball."""
        return balls.exact_ball(value)

    def named(self, name: str) -> Balls:
        """Return pi, e or phi as a ball."""
        return balls.CONSTANTS[name]()

    def moving(self, center: Balls) -> Balls:
        """Return the series ``center + h``."""
        return arb_series([cast(arb, center), 1])

    def scalar_power(self, u: Balls, v: Balls) -> Balls:
        """Return ``u^v``."""
        return u**v

    def is_series(self, u: Balls) -> bool:
        """Say whether ``u`` is a series."""
        return type(u) is arb_series

    def coefficient(self, u: Balls, k: int) -> Balls:
        """Return the ball before ``h^k``."""
        return cast(arb_series, u)[k]

    def coefficients(self, u: Balls, count: int) -> list[Balls]:
        """Return the first ``count`` balls."""
        return [*_padded(cast(arb_series, u).coeffs(), count, arb(0))]

    def known(self, u: Balls) -> int:
        """Return how many coefficients are known."""
        return cast(arb_series, u).prec

    def constant_series(self, c: Balls) -> Balls:
        """Return the ball as a series."""
        return arb_series([cast(arb, c)])

    def shift(self, u: Balls, k: int) -> Balls:
        """Return ``h^k u``."""
        series = cast(arb_series, u)
        return arb_series(_shifted(series.coeffs(), k, arb(0)), _known_after(series, k))

    def sign(self, c: Balls) -> int:
        """Return the sign, zero only for the exact number 0."""
        ball = cast(arb, c)
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        if ball.is_zero():
            return 0
        raise Undecided

    def floor(self, c: Balls) -> int:
        """Return the floor of a ball without an integer inside, or of an integer."""
        whole = cast(arb, c).floor().unique_fmpz()
        if whole is None:
            raise Undecided
        return int(whole)

    def constant(self, name: str, arguments: tuple[Balls, ...]) -> Balls:
        """Return a function of balls."""
        return balls.FUNCTIONS[name](*arguments)

    def power(self, u: Balls, r: Fraction) -> Balls:
        """Return ``u^r``."""
        if isinstance(u, arb):
            return balls.power(u, r)
        if r.denominator == 2:
            return _applied("sqrt" if r > 0 else "rsqrt", u) ** abs(r.numerator)
        return u ** balls.exact_ball(r)

    def apply(self, name: str, u: Balls) -> Balls:
        """Return a function of a series, by FLINT's own algorithm."""
        return _applied(_FLINT_NAMES.get(name, name), cast(arb_series, u))

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
        inner = arb_series([arb(0), *u.coeffs()[1:]], length)
        if not inner.coeffs():  # FLINT composes with no series that is 0
            return arb_series(outer[:1], length)
        return arb_series(outer, length)(inner)


def _applied(name: str, u: arb_series) -> arb_series:
    """Return a function of a series by FLINT's method of that name; of a sparse one by composition.

    ``f(c + d) = a_0 + a_1 d + a_2 d^2 + ...`` with ``d = O(h^v)`` has few terms where v is large.
    FLINT's iteration for reciprocal square roots aborts the process on such series: on
    ``1 + h^60 + h^70`` of 100 terms at 640 bits, and on ``asin(h^40)``.
    """
    method, coefficients = getattr(arb_series, name), u.coeffs()
    v = next((k for k, c in enumerate(coefficients) if k and not c.is_zero()), u.prec)
    if name not in ("sqrt", "rsqrt", "asin") or v < SPARSE:
        return cast(arb_series, method(u))
    d = arb_series([arb(0), *coefficients[1:]], u.prec)
    total = arb_series([], u.prec)
    for a in reversed(method(arb_series([u[0], 1], -(-u.prec // v))).coeffs()):
        total = total * d + a
    return total


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

    def moving(self, center: Rationals) -> Rationals:
        """Return the series ``center + h``."""
        return fmpq_series([cast(fmpq, center), 1])

    def scalar_power(self, u: Rationals, v: Rationals) -> Rationals:
        """Return ``u^v`` where it is rational."""
        return _found(rational_power(_fraction(u), _fraction(v)))

    def is_series(self, u: Rationals) -> bool:
        """Say whether ``u`` is a series."""
        return type(u) is fmpq_series

    def coefficient(self, u: Rationals, k: int) -> Rationals:
        """Return the rational before ``h^k``."""
        return cast(fmpq_series, u)[k]

    def coefficients(self, u: Rationals, count: int) -> list[Rationals]:
        """Return the first ``count`` rationals."""
        return [*_padded(cast(fmpq_series, u).coeffs(), count, fmpq(0))]

    def known(self, u: Rationals) -> int:
        """Return how many coefficients are known."""
        return cast(fmpq_series, u).prec

    def constant_series(self, c: Rationals) -> Rationals:
        """Return the rational as a series."""
        return fmpq_series([cast(fmpq, c)])

    def integer_power(self, u: Rationals, n: int) -> Rationals:
        """Return ``u^n``; leaves before the numbers grow long."""
        c = u[0] if isinstance(u, fmpq_series) else u
        if bits(_fraction(c)) * n > MAX_POWER_BITS:
            raise Irrational("too long")
        return u**n

    def quotient(self, u: Rationals, v: Rationals) -> Rationals:
        """Return ``u / v``; leaves before the numbers grow long."""
        _check_length(v)
        return cast(Rationals, cast(fmpq_series, u) / cast(fmpq_series, v))

    def shift(self, u: Rationals, k: int) -> Rationals:
        """Return ``h^k u``."""
        series = cast(fmpq_series, u)
        return fmpq_series(_shifted(series.coeffs(), k, fmpq(0)), prec=_known_after(series, k))

    def sign(self, c: Rationals) -> int:
        """Return the sign."""
        value = cast(fmpq, c)
        return (value > 0) - (value < 0)

    def constant(self, name: str, arguments: tuple[Rationals, ...]) -> Rationals:
        """Return a function of rationals where it is rational."""
        return _found(rational_function(name, tuple(map(_fraction, arguments))))

    def power(self, u: Rationals, r: Fraction) -> Rationals:
        """Return ``u^r``, with ``(c (1 + w))^r = c^r exp(r ln(1 + w))``.

        FLINT's own rational power of such a series is wrong (0.9.0): hence exp and log.
        """
        if not isinstance(u, fmpq_series):
            return _found(rational_power(_fraction(u), r))
        _check_length(u)
        c = u[0]
        first = _found(rational_power(_fraction(c), r))
        unit = u / fmpq_series([c])
        q = fmpq(r.numerator, r.denominator)
        power = unit.sqrt() if r == Fraction(1, 2) else (unit.log() * fmpq_series([q])).exp()
        return power * fmpq_series([first])

    def apply(self, name: str, u: Rationals) -> Rationals:
        """Return a function of a series, with rational coefficients only at its base value."""
        if name not in _BASE_VALUES or cast(fmpq_series, u)[0] != _BASE_VALUES[name]:
            raise Irrational(name)
        _check_length(u)
        return cast(fmpq_series, getattr(fmpq_series, _FLINT_NAMES.get(name, name))(u))

    def besselj(self, n: int, u: Rationals) -> Rationals:
        """Return ``J_n(u) = sum of (-1)^k (u/2)^(2k+n) / (k! (k+n)!)`` for ``u(0) = 0``.

        Source: DLMF 10.2.2.
        """
        if not isinstance(u, fmpq_series) or u[0] != 0:
            if u == 0:
                return fmpq(int(n == 0))
            raise Irrational("besselj")
        length = u.prec
        if not u.coeffs():  # FLINT composes with no series that is 0
            return fmpq_series([int(n == 0)], prec=length)
        outer = [fmpq(0)] * length
        term = fmpq(1, 2**n)
        for k in range(1, n + 1):
            term /= k
        for k in range((length - n + 1) // 2):
            outer[2 * k + n] = term
            term /= -4 * (k + 1) * (k + 1 + n)
        _check_length(u)
        return fmpq_series(outer, prec=length)(u)

    def floor(self, c: Rationals) -> int:
        """Return the floor."""
        return floor(_fraction(c))


_FLINT_NAMES = {"ln": "log"}
# Longest constant term, in bits, of a power that is multiplied out exactly.
MAX_POWER_BITS = 4096
# Longest number, in bits, that may be expected in a quotient, a root or a function of a series.
MAX_SERIES_BITS = 1 << 15
# Where the series of a function has rational coefficients: the value of its argument there.
_BASE_VALUES = {"exp": 0, "ln": 1, "sin": 0, "cos": 0, "tan": 0, "atan": 0, "asin": 0}


def _check_length(u: Rationals) -> None:
    """Leave where quotients by ``u``, its roots and functions of it have long numbers.

    They are sums of products of ``c_i``, ``c_j``, ... with ``i + j + ... <= k``, and of ``k``
    factors ``c_0`` at most.
    """
    if isinstance(u, fmpq_series):
        allowed = MAX_SERIES_BITS // u.prec
        for k, c in enumerate(u.coeffs()):
            if c.height_bits() > allowed * (k or 1):
                raise Irrational("too long")


def _fraction(c: Rationals) -> Fraction:
    value = cast(fmpq, c)
    return Fraction(int(value.numerator), int(value.denominator))


def _found(value: Fraction | None) -> fmpq:
    """Return a rational that was found; leave where none was."""
    if value is None:
        raise Irrational
    return fmpq(value.numerator, value.denominator)


def _padded(coefficients: list[C], count: int, zero: C) -> list[C]:
    """Return just ``count`` coefficients: FLINT leaves zeros at the end away."""
    return coefficients[:count] + [zero] * (count - len(coefficients))


def _shifted(coefficients: list[C], k: int, zero: C) -> list[C]:
    """Return the coefficients of ``h^k u``."""
    return [zero] * k + coefficients if k > 0 else coefficients[-k:]


def _known_after(u: arb_series | fmpq_series, k: int) -> int:
    """Return how many terms of ``h^k u`` are known."""
    known = min(u.prec + k, ctx.cap)
    if known < 1:
        raise TermsExhausted
    return known
