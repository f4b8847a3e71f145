"""Proofs about singularities, by complex balls: that none is nearer, and that this one is one."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from flint import acb, arb

from core.continuation.singularities import all_guards, factors
from core.continuation.zeros import BITS, polynomial
from core.expression.balls import enclose
from core.expression.complex_series import complex_series
from core.expression.rational import rational
from core.expression.tree import Call, Negation, Node, Operation, is_constant

Kind: TypeAlias = Literal["pole", "branch"]

MAX_SQUARES = 1500  # into which the disc is cut, at most
# Squares overlap a little, and are never so small that rounding their corners could part them.
OVERLAP, SMALLEST_SQUARE = 1.01, 1e-9
# Around each zero a disc of this part of the radius, halved some times, must hold no other.
ISOLATION, HALVINGS = 0.25, 8
# How near to the computed zero the true one is proven to be, relative to its distance.
NEARNESS = 1e-12

_ENTIRE = ("exp", "sin", "cos", "sinh", "cosh", "erf")


# --- no zero is nearer ------------------------------------------------------------------------


def has_no_other_zeros(g: Node, about: arb, radius: float, zeros: Sequence[complex]) -> bool:
    """Prove that ``g`` has no zero in a disc about a real center but the given ones, seen from it.

    Squares that cover the upper half (``g`` is real on the real axis) are halved until the ball of
    ``g`` over each excludes 0, or until it lies in a disc around a known zero on which ``g`` is
    one-to-one: ``Re(g'/g'(zero)) > 0`` there (Noshiro, Warschawski).
    """
    islands = [(z, _island(g, about, z, radius)) for z in zeros]
    pending = [(-radius, 0.0, radius), (0.0, 0.0, radius)]
    for _ in range(MAX_SQUARES):
        if not pending:
            return True
        left, low, side = pending.pop()
        if side < SMALLEST_SQUARE * radius:
            return False
        if not _is_settled(g, about, complex(left, low), side, radius, islands):
            half = side / 2
            corners = [(left + i * half, low + j * half) for i in (0, 1) for j in (0, 1)]
            pending += [(x, y, half) for x, y in corners]
    return False


def _is_settled(
    g: Node,
    about: arb,
    corner: complex,
    side: float,
    radius: float,
    islands: Sequence[tuple[complex, float]],
) -> bool:
    """Say whether a square is outside the disc, on an island, or free of zeros."""
    middle, reach = corner + complex(side, side) / 2, side * 0.7072 * OVERLAP
    if abs(middle) - reach > radius * (1 + NEARNESS):
        return True
    if any(abs(middle - z) + reach < size for z, size in islands):
        return True
    value = complex_series(g, _disc(middle, side / 2 * OVERLAP) + about)[0]
    return bool(value.is_finite() and not value.contains(0))


def _island(g: Node, about: arb, zero: complex, radius: float) -> float:
    """Return the radius of a disc around a zero that holds no other; 0 if none is proven."""
    slope = complex_series(g, acb(zero.real, zero.imag) + about)[1]
    size = radius * ISOLATION
    for _ in range(HALVINGS):
        around = complex_series(g, _disc(zero, size) + about)[1]
        if not slope.contains(0) and (around / slope).real > 0:
            return size
        size /= 2
    return 0.0


def is_proven_zero(g: Node, ball: acb) -> bool:
    """Prove that ``g`` has a zero in a ball: Newton's step over it leads back into it."""
    start = ball.mid()
    value, slope = complex_series(g, start)[0], complex_series(g, ball)[1]
    if slope.contains(0):
        return False
    moved: bool = ball.contains(start - value / slope)
    return moved


def _disc(z: complex, radius: float) -> acb:
    return acb(arb(z.real, radius), arb(z.imag, radius))


# --- this one is a singularity ----------------------------------------------------------------


def singularity(tree: Node, g: Node, z: acb) -> Kind | None:
    """Return what ``tree`` has where its guard ``g`` vanishes, inside the ball ``z``; None if open.

    A quotient of an analytic nonzero numerator has a pole, a logarithm or root of a simple zero a
    branch point; a singular term stays singular beside analytic ones, a singular factor beside
    analytic nonzero ones.
    """
    if _is_analytic(tree, z):
        return None
    match tree:
        case Negation(u):
            return singularity(u, g, z)
        case Operation("+" | "-", u, v):
            return _one_of(u, v, g, z, lambda _: True)
        case Operation("*", u, v):
            kind = _one_of(u, v, g, z, lambda other: _is_nonzero(other, z))
            return kind or _branch_only(
                _one_of(u, v, g, z, lambda other: _is_more_than_zero(other, z))
            )
        case Operation("/", u, v):
            return _of_quotient(u, v, g, z)
        case Operation("^", u, v):
            return _of_power(u, v, g, z)
        case Call("root", (n, u)):
            index = rational(n)
            return None if index is None else _of_root(u, 1 / index, g, z)
        case Call(name, (u,)):
            return _of_call(name, u, g, z)
        case _:
            return None


def _one_of(u: Node, v: Node, g: Node, z: acb, harmless: Callable[[Node], bool]) -> Kind | None:
    """Return the singularity of one operand if the other is analytic and does no harm."""
    for this, other in ((u, v), (v, u)):
        if _is_analytic(other, z) and harmless(other):
            return singularity(this, g, z)
    return None


def _of_quotient(u: Node, v: Node, g: Node, z: acb) -> Kind | None:
    if _is_analytic(v, z) and _is_nonzero(v, z):
        return singularity(u, g, z)
    if _is_analytic(v, z) and _is_more_than_zero(v, z):
        kind = _branch_only(singularity(u, g, z))
        if kind:
            return kind
    vanishes = g in factors(v) and _is_analytic(v, z)
    return "pole" if vanishes and _is_analytic(u, z) and _is_nonzero(u, z) else None


def _of_power(u: Node, v: Node, g: Node, z: acb) -> Kind | None:
    r = rational(v)
    if r is not None:
        return _of_root(u, r, g, z)
    if g in factors(u) and _is_analytic(u, z):
        # Around the zero, u^v = e^(v ln u) is multiplied by e^(2 pi i v): not 1 all along.
        changes = _is_fractional(v) and _is_simple(u, z) if is_constant(v) else _is_simple(v, z)
        return "branch" if _is_analytic(v, z) and changes else None
    return "branch" if is_constant(u) and singularity(v, g, z) == "pole" else None


def _is_fractional(v: Node) -> bool:
    """Prove that a constant is not whole: there is no integer between its ends."""
    value = enclose(v, {}, BITS)
    return value.is_finite() and not value.contains_integer()


def _of_root(u: Node, r: Fraction, g: Node, z: acb) -> Kind | None:
    """Return the singularity of ``u^r``."""
    if r.denominator == 1 and r > 0:
        return "pole" if singularity(u, g, z) == "pole" else None
    if g not in factors(u) or not _is_analytic(u, z):
        return None
    if r.denominator == 1:
        return "pole"
    return "branch" if _is_simple(u, z) else None


def _of_call(name: str, u: Node, g: Node, z: acb) -> Kind | None:
    if not _is_analytic(u, z):
        essential = name in (*_ENTIRE, "ln") and singularity(u, g, z) == "pole"
        return "branch" if essential else None
    if name in ("tan", "sec", "cot", "csc", "tanh", "sech", "coth", "csch", "gamma", "factorial"):
        return "pole"
    if name in ("ln", "log10", "log2"):
        return "branch"
    if name in ("sqrt", "cbrt"):
        return "branch" if _is_simple(u, z) else None
    return "branch" if _is_simple(g, z) else None


def _is_analytic(u: Node, z: acb) -> bool:
    """Prove that no guard of ``u`` vanishes in the ball."""
    return all(_is_nonzero(g, z) for g in all_guards(u))


def _is_nonzero(u: Node, z: acb) -> bool:
    value = complex_series(u, z)[0]
    return bool(value.is_finite() and not value.contains(0))


def _branch_only(kind: Kind | None) -> Kind | None:
    """Return a branch point, which no zero or pole of another factor cancels."""
    return kind if kind == "branch" else None


def _is_more_than_zero(u: Node, z: acb) -> bool:
    """Prove that an analytic ``u`` is not 0 all around."""
    return bool(polynomial(u)) or _is_nonzero(u, z) or _is_simple(u, z)


def _is_simple(u: Node, z: acb) -> bool:
    slope = complex_series(u, z)[1]
    return bool(slope.is_finite() and not slope.contains(0))
