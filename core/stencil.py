"""Difference formulas: offsets in, exact weights and the leading error out.

``stencil((-1, 1))`` is the central difference; ``stencil.forward``, ``.backward``, ``.central`` and
``.five_point`` are the named ones. Everything here is rational, so everything here is exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import factorial, lcm
from numbers import Integral

from core.differencing.fornberg import fornberg_weights

MAX_POINTS = 33  # Fornberg's recurrence is cubic; 33 points of small integers take about 20 ms
MAX_OFFSET_PART = 10**6  # numerator and denominator of an offset


@dataclass(frozen=True, repr=False)
class Stencil:
    """A difference formula ``f^(d)(x) = sum w_i f(x + o_i h) / h^d - error``.

    Expanding every ``f(x + o_i h)`` about ``x``,

        estimate - f^(d)(x) = C h^p f^(d+p)(x) + ...,    C = sum w_i o_i^(d+p) / (d+p)!,

    where ``p`` is the smallest positive number for which ``C`` is not zero.

    Attributes:
        offsets: The ``o_i``, in units of the step, in the order in which they were given.
        weights: The ``w_i``.
        derivative_order: ``d``.
        accuracy_order: ``p``.
        error_constant: ``C``.
    """

    offsets: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    derivative_order: int
    accuracy_order: int
    error_constant: Fraction

    @cached_property
    def denominator(self) -> int:
        """The common denominator ``D`` of the weights: 12 for the five-point formula."""
        return lcm(*(weight.denominator for weight in self.weights))

    @cached_property
    def numerators(self) -> tuple[int, ...]:
        """The whole numbers ``D w_i``: 1, -8, 8, -1 for the five-point formula."""
        return tuple(int(weight * self.denominator) for weight in self.weights)

    def coefficient(self, k: int) -> Fraction:
        """Return ``sum w_i o_i^k / k!``: what multiplies ``h^(k-d) f^(k)(x)`` in the estimate."""
        pairs = zip(self.weights, self.offsets, strict=True)
        return sum((w * o**k for w, o in pairs), Fraction(0)) / factorial(k)

    def derivation(self) -> "Derivation":
        """Return the Taylor expansions that make this formula, and what cancels in their sum."""
        powers = range(self.derivative_order + self.accuracy_order + 1)
        rows = tuple(
            Expansion(offset, weight, tuple(offset**k / factorial(k) for k in powers))
            for offset, weight in zip(self.offsets, self.weights, strict=True)
        )
        return Derivation(rows, tuple(self.coefficient(k) for k in powers))

    def __repr__(self) -> str:
        """Show everything, fractions as they are written: ``weights=(-1/2, 1/2)``."""
        return (
            f"Stencil(offsets={_listed(self.offsets)}, weights={_listed(self.weights)}, "
            f"derivative_order={self.derivative_order}, accuracy_order={self.accuracy_order}, "
            f"error_constant={self.error_constant})"
        )

    def __str__(self) -> str:
        """Show the formula: ``f'(x) = [f(x+h) - f(x-h)]/(2h) - h^2 f^(3)(x)/6 + ...``."""
        pairs = zip(self.numerators, self.offsets, strict=True)
        terms = [_term(n, o) for n, o in pairs if n]
        if terms[0].startswith("-") and terms[-1].startswith("+"):
            terms.reverse()
        total = _opened(" ".join(terms))
        step = _power("h", self.derivative_order)
        below = step if self.denominator == 1 else f"({self.denominator}{step})"
        return f"{_derivative(self.derivative_order)} = [{total}]/{below} {self._error()} + ..."

    def _error(self) -> str:
        """The leading error moved to the right-hand side, so with its sign turned."""
        sign = "-" if self.error_constant > 0 else "+"
        top, bottom = abs(self.error_constant).as_integer_ratio()
        step = _power("h", self.accuracy_order)
        derivative = _derivative(self.derivative_order + self.accuracy_order)
        times, over = "" if top == 1 else f"{top} ", "" if bottom == 1 else f"/{bottom}"
        return f"{sign} {times}{step} {derivative}{over}"


@dataclass(frozen=True, slots=True)
class Expansion:
    """One row: ``f(x + o h) = sum_k (o^k / k!) h^k f^(k)(x)``, and the weight it gets.

    Attributes:
        offset: ``o``.
        weight: ``w``.
        coefficients: ``o^k / k!`` for k = 0, 1, ..., d + p.
    """

    offset: Fraction
    weight: Fraction
    coefficients: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """The expansions of all ``f(x + o_i h)`` and their weighted sum, column by column.

    Attributes:
        expansions: One row for each offset.
        totals: ``sum_i w_i o_i^k / k!`` for k = 0, ..., d + p: zero where the terms cancel, one at
            k = d, and the error constant at k = d + p.
    """

    expansions: tuple[Expansion, ...]
    totals: tuple[Fraction, ...]


def _build(offsets: Sequence[int | Fraction], derivative_order: int = 1) -> Stencil:
    """The stencil of the most accurate formula on ``offsets``."""
    nodes = _checked(offsets, derivative_order)
    derivative_order = int(derivative_order)
    weights = fornberg_weights(nodes, derivative_order)
    bare = Stencil(nodes, weights, derivative_order, 0, Fraction(0))
    # At most len(nodes) - 1 of them in a row can vanish (Vandermonde), so the search ends.
    p = next(p for p in range(1, len(nodes) + 1) if bare.coefficient(derivative_order + p))
    constant = bare.coefficient(derivative_order + p)
    return replace(bare, accuracy_order=p, error_constant=constant)


def _checked(offsets: Sequence[int | Fraction], derivative_order: int) -> tuple[Fraction, ...]:
    """The offsets as fractions, or ``ValueError`` in one sentence."""
    if not 2 <= len(offsets) <= MAX_POINTS:
        raise ValueError(f"a stencil takes 2 to {MAX_POINTS} offsets, not {len(offsets)}")
    for offset in offsets:
        if isinstance(offset, bool) or not isinstance(offset, Integral | Fraction):
            raise ValueError(f"offsets are ints or Fractions, not {offset!r}")
        if max(abs(offset.numerator), offset.denominator) > MAX_OFFSET_PART:
            raise ValueError(f"the offset {offset} has parts beyond {MAX_OFFSET_PART}")
    if len(set(offsets)) < len(offsets):
        raise ValueError(f"the offsets {_listed(offsets)} are not distinct")
    whole = isinstance(derivative_order, Integral) and not isinstance(derivative_order, bool)
    if not (whole and 1 <= derivative_order < len(offsets)):
        raise ValueError(
            f"{len(offsets)} offsets give derivatives of order 1 to {len(offsets) - 1}, "
            f"not {derivative_order}"
        )
    return tuple(Fraction(int(o)) if isinstance(o, Integral) else Fraction(o) for o in offsets)


@dataclass(frozen=True, slots=True)
class StencilMaker:
    """Makes a ``Stencil`` when called, and holds the four that have names.

    >>> stencil(offsets=(-2, -1, 1, 2)).weights == stencil.five_point.weights
    True
    >>> print(stencil.central)
    f'(x) = [f(x+h) - f(x-h)]/(2h) - h^2 f^(3)(x)/6 + ...
    """

    forward: Stencil
    backward: Stencil
    central: Stencil
    five_point: Stencil

    def __call__(self, offsets: Sequence[int | Fraction], derivative_order: int = 1) -> Stencil:
        """Return the most accurate difference formula on ``offsets``.

        Args:
            offsets: Distinct ints or Fractions, in units of the step, at most ``MAX_POINTS``.
            derivative_order: Which derivative, from 1 to one less than the number of offsets.

        Raises:
            ValueError: if there are too few or too many offsets, if they are not distinct, exact
                and of bounded size, or if they are too few for the derivative.

        >>> stencil((-1, 0, 1), derivative_order=2).error_constant
        Fraction(1, 12)
        """
        return _build(offsets, derivative_order)


stencil = StencilMaker(
    forward=_build((0, 1)),
    backward=_build((-1, 0)),
    central=_build((-1, 1)),
    five_point=_build((-2, -1, 1, 2)),
)


def _listed(numbers: Sequence[int | Fraction]) -> str:
    return "(" + ", ".join(str(number) for number in numbers) + ")"


def _term(numerator: int, offset: Fraction) -> str:
    """``- 8f(x-h)``: sign, whole weight, and where f is taken."""
    size = "" if abs(numerator) == 1 else str(abs(numerator))
    steps = "" if abs(offset) == 1 else str(abs(offset))
    steps = f"({steps})" if "/" in steps else steps
    place = "x" if offset == 0 else f"x{'-' if offset < 0 else '+'}{steps}h"
    return f"{'-' if numerator < 0 else '+'} {size}f({place})"


def _opened(total: str) -> str:
    """A sum without the sign, or the space, that only later terms need."""
    return "-" + total[2:] if total.startswith("- ") else total.removeprefix("+ ")


def _derivative(order: int) -> str:
    return f"f{order * chr(39)}(x)" if order <= 2 else f"f^({order})(x)"


def _power(base: str, exponent: int) -> str:
    return base if exponent == 1 else f"{base}^{exponent}"
