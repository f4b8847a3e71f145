"""Zeros of a guard nearest to a center: found from its Taylor polynomial, refined, proven."""

from collections.abc import Iterator
from fractions import Fraction
from math import gcd
from typing import cast

import numpy as np
from flint import acb, arb, fmpq_poly
from numpy.typing import NDArray

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.building import constant, power
from core.expression.complex_series import complex_series
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import (
    Negation,
    Node,
    Number,
    Operation,
    Variable,
    children,
)

Complexes = NDArray[np.complex128]

# Exact roots up to this degree; FLINT needs seconds beyond.
MAX_DEGREE = 60
# A polynomial in x^m has m zeros for each of a polynomial in x; m is at most this.
MAX_POWER = 1000
# Precision of polynomials' zeros: far beyond a double's, lest subtracting the center cost digits.
ROOT_BITS = 256
# Terms of a guard's Taylor polynomial: its zeros on the disc are those of the guard to some digits.
TERMS = 48
NEWTON_STEPS = 40
BITS = 128
# Two zeros nearer than this, relative to their distance from the center, are one.
SAME = 1e-9


def polynomial(g: Node) -> fmpq_poly | None:
    """Return ``g`` as a polynomial with rational coefficients, if it is one of low degree."""
    match g:
        case Number(value, _):
            return fmpq_poly([value.numerator], value.denominator)
        case Variable(_):
            return fmpq_poly([0, 1])
        case Negation(u):
            inner = polynomial(u)
            return None if inner is None else -inner
        case Operation("^", u, v):
            worth = rational(g)  # 10^(-3) is a constant, too
            if worth is not None:
                return fmpq_poly([worth.numerator], worth.denominator)
            return _power(polynomial(u), rational(v))
        case Operation("+" | "-" | "*" as operator, u, v):
            left, right = polynomial(u), polynomial(v)
            if left is None or right is None or left.degree() + right.degree() > MAX_DEGREE:
                return None
            return combined(operator, left, right)
        case Operation("/", u, v):
            top, scale = polynomial(u), rational(v)
            return None if top is None or not scale else top / scale.numerator * scale.denominator
        case _:
            return None


def combined(operator: str, u: fmpq_poly, v: fmpq_poly) -> fmpq_poly:
    """Return ``u + v``, ``u - v`` or ``u v``."""
    return u + v if operator == "+" else u - v if operator == "-" else u * v


def _power(base: fmpq_poly | None, r: Fraction | None) -> fmpq_poly | None:
    if base is None or r is None or r.denominator != 1 or r < 0:
        return None
    return base ** int(r) if base.degree() * r <= MAX_DEGREE else None


def has_known_zeros(g: Node) -> bool:
    """Say whether all zeros of ``g`` are known by algebra."""
    return polynomial(g) is not None or _in_a_power(g) is not None


def known_zeros(g: Node, at: Node) -> list[complex] | None:
    """Return the zeros of a polynomial of low degree in x or in a power of x; None for others.

    They are seen from a center, itself left out.
    """
    p = polynomial(g)
    if p is not None:
        return polynomial_zeros(p, at)
    found = _in_a_power(g)
    if found is None:
        return None
    p, m = found
    with working_precision(ROOT_BITS):
        about, step = enclose(at, {}, ROOT_BITS), acb(0, 2 * arb.pi() / m).exp()
        roots = cast(list[tuple[acb, int]], _square_free(p).complex_roots())
        first = [w.root(m) for w, _ in roots]
        offsets = [w * step**k - about for w in first for k in range(m)]
    return [_tidy(complex(h)) for h in offsets if not h.contains(0)]


def _in_a_power(g: Node) -> tuple[fmpq_poly, int] | None:
    """Return ``p`` and ``m > 1`` with ``g = p(x^m)`` and ``p(0) != 0``; None if there are none."""
    exponents = list(_exponents(g))
    m = gcd(*exponents)
    if not 1 < m <= MAX_POWER:
        return None
    p = polynomial(_divided(g, m))
    return (p, m) if p is not None and p.degree() > 0 and p[0] != 0 else None


def _exponents(g: Node) -> Iterator[int]:
    """Yield the natural exponents of the variable, 1 where it has none."""
    match g:
        case Variable(_):
            yield 1
        case Operation("^", Variable(_), v):
            r = rational(v)
            natural = r is not None and r.denominator == 1 and r > 0
            yield int(r) if r is not None and natural else 1
        case _:
            for child in children(g):
                yield from _exponents(child)


def _divided(g: Node, m: int) -> Node:
    """Return ``g`` with all exponents of the variable divided by ``m``."""
    match g:
        case Operation("^", Variable(_) as x, v):
            return power(x, constant((rational(v) or Fraction(m)) / m))
        case Operation(operator, u, v):
            return Operation(operator, _divided(u, m), _divided(v, m))
        case Negation(u):
            return Negation(_divided(u, m))
        case _:
            return g


def polynomial_zeros(p: fmpq_poly, at: Node) -> list[complex]:
    """Return where the distinct zeros of a polynomial are, seen from a center; not the center.

    They are isolated by FLINT; the differences ``z - a`` are rounded once.
    """
    if p.degree() < 1:
        return []
    with working_precision(ROOT_BITS):
        about = enclose(at, {}, ROOT_BITS)
        roots = cast(list[tuple[acb, int]], _square_free(p).complex_roots())
        offsets = [root - about for root, _ in roots]
    return [_tidy(complex(h)) for h in offsets if not h.contains(0)]


def _square_free(p: fmpq_poly) -> fmpq_poly:
    """Return the polynomial with the same zeros, all simple."""
    return p / p.gcd(p.derivative())


def real_zeros(p: fmpq_poly) -> list[arb]:
    """Return balls around the distinct real zeros of a polynomial, exact where they are rational.

    >>> real_zeros(fmpq_poly([0, -1, 0, 4]))
    [-0.500000000000000, 0, 0.500000000000000]
    """
    if p.degree() < 1:
        return []
    square_free = _square_free(p)
    rationals = [arb(r) for r, _ in square_free.roots()]
    roots = cast(list[tuple[acb, int]], square_free.complex_roots())
    others = [z.real for z, _ in roots if z.imag.is_zero()]
    return sorted(rationals + [z for z in others if not any(z.overlaps(r) for r in rationals)])


def _tidy(z: complex) -> complex:
    """Return ``z`` without a part that is only rounding."""
    real = 0.0 if abs(z.real) < abs(z) * 1e-15 else z.real
    return complex(real, 0.0 if abs(z.imag) < abs(z) * 1e-15 else z.imag)


def zeros_near(g: Node, variable: str, at: Node, reach: float) -> list[complex]:
    """Return the zeros of ``g`` within about ``reach`` of a center, seen from it.

    Those of ``g``'s Taylor polynomial are the starting points of Newton's method.
    """
    try:
        c = coefficients(g, variable, at, TERMS, 53)
    except NotAnalytic:
        return []
    scaled = [float(ball * arb(reach) ** k) for k, ball in enumerate(c)]
    about, found = enclose(at, {}, BITS), list[complex]()
    for start in _roots(np.array(scaled)):
        if abs(start) < 1.5:
            zero = refined(g, about, reach * complex(start), reach)
            if zero is not None and abs(zero) < 1.5 * reach:
                found += [] if any(abs(zero - z) < SAME * reach for z in found) else [zero]
    return found


def _roots(c: NDArray[np.float64]) -> Complexes:
    """Return the zeros of a polynomial, lowest coefficient first."""
    size = np.abs(c).max()
    significant = np.flatnonzero(np.abs(c) > 1e-18 * size)
    if not np.isfinite(size) or not len(significant):
        return np.zeros(0, dtype=complex)
    return np.roots(c[: significant[-1] + 1][::-1]).astype(np.complex128)


def refined(g: Node, about: arb, start: complex, reach: float) -> complex | None:
    """Return the zero that Newton's method goes to from ``start``; None if it does not arrive.

    Both are seen from the center ``about``.
    """
    z = start
    for _ in range(NEWTON_STEPS):
        series = complex_series(g, acb(z.real, z.imag) + about)
        value, slope = complex(series[0]), complex(series[1])
        if slope == 0 or not np.isfinite(abs(value) + abs(slope)):
            return None
        step = value / slope
        z -= step
        if abs(step) <= 1e-14 * max(abs(z), 1e-3 * reach):
            return _tidy(z)
        if abs(z - start) > reach:
            return None
    return None
