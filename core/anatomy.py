"""One difference quotient under the microscope: what every number in it really is."""

from dataclasses import dataclass
from functools import reduce
from math import frexp, inf
from typing import Literal, TypeAlias

from flint import arb

from core.expression.balls import enclose
from core.expression.expression import Expression, variables_of
from core.floats import (
    FloatFormat,
    exact_decimal,
    float_format,
    shared_prefix,
    shortest_decimal,
    significant_digits,
)
from core.point import Point
from core.quotient import At, Sample, sample
from core.rounded import Array
from core.roundoff import error_curve
from core.stencil import Stencil

VALUE_BITS = 128  # enough to tell a value that rounded to 0 from one that is 0

Failure: TypeAlias = Literal["absorption", "cancellation", "underflow", "overflow"]


@dataclass(frozen=True, slots=True)
class FloatNumber:
    """A number of a float format, written in full and in short.

    Attributes:
        value: The number itself.
        format: The format it belongs to.
    """

    value: float
    format: FloatFormat

    def __repr__(self) -> str:
        """Show the shortest decimal that means it."""
        return f"FloatNumber({self.shortest}, {self.format.name})"

    @property
    def exact(self) -> str:
        """All its decimals, as ``exact_decimal`` writes them."""
        return exact_decimal(self.value)

    @property
    def shortest(self) -> str:
        """The fewest decimals that mean this number and no other of the format."""
        return shortest_decimal(self.value, self.format)


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The numbers in one difference quotient, and where its error comes from.

    Attributes:
        stencil: The difference formula.
        format: The float format.
        x: The typed point, rounded.
        step: The step, rounded.
        points: The ``x + o_i h``, rounded.
        step_taken: The step really taken.
        values: f at the points.
        difference: The weighted sum of the values, with whole weights: ``f(x+h) - f(x)``.
        quotient: The estimate.
        shared: The leading characters that all the values have in common: they cancel.
        shared_digits: How many significant digits these are.
        cancelled_bits: How many leading bits of the largest term the difference has lost.
        failures: What went wrong, of absorption (``x + h == x``: no step is left), cancellation
            (at least half of the digits are gone), underflow and overflow.
        truth: The derivative at ``x``; nan where f has no Taylor series.
        truncation: The exact quotient minus the truth.
        roundoff: The estimate minus the exact quotient.
    """

    stencil: Stencil
    format: FloatFormat
    x: FloatNumber
    step: FloatNumber
    points: tuple[FloatNumber, ...]
    step_taken: FloatNumber
    values: tuple[FloatNumber, ...]
    difference: FloatNumber
    quotient: FloatNumber
    shared: str
    shared_digits: int
    cancelled_bits: int
    failures: tuple[Failure, ...]
    truth: float
    truncation: float
    roundoff: float

    def __repr__(self) -> str:
        """Show the quotient, its error in two parts, and what failed."""
        errors = f"truncation {self.truncation:.3g}, roundoff {self.roundoff:.3g}"
        parts = [f"quotient {self.quotient.shortest}", errors, *self.failures]
        step = f"x={self.x.shortest}, step taken {self.step_taken.shortest}"
        return f"Anatomy({self.format.name}, {step}: {', '.join(parts)})"


def anatomy(f: Expression, at: At, step: Point, s: Stencil, dtype: str = "float64") -> Anatomy:
    """Return what the numbers in ``difference(f, at, step, s, dtype)`` really are.

    Raises:
        TypeError: if ``s`` is no ``Stencil``, or the step no number.
        ValueError: if the format is unknown, or the step is not one that is positive and finite.
        ParseError: if the point is not a finite real constant.

    >>> from core.expression.expression import parse
    >>> from core.stencil import stencil
    >>> a = anatomy(parse("x^2"), 1, 1e-4, stencil.forward, "float32")
    >>> a.step_taken.exact, a.shared, a.failures
    ('0.00010001659393310546875', '1.000', ('cancellation',))
    >>> anatomy(parse("x^2"), 1, 1e-9, stencil.forward, "float32").failures
    ('absorption',)
    """
    variables_of(f, 1)
    fmt = float_format(dtype)
    taken = sample(f, at, step, s, fmt)
    if taken.steps.ndim:
        raise ValueError(f"one step expected, not an array of shape {taken.steps.shape}")
    curve = error_curve(f, at, s, step, dtype)
    values = tuple(_number(value, fmt) for value in taken.values)
    shared = reduce(shared_prefix, (value.exact for value in values))
    return Anatomy(
        s,
        fmt,
        _number(taken.x, fmt),
        _number(taken.steps, fmt),
        tuple(_number(place, fmt) for place in taken.points),
        _number(taken.step_taken, fmt),
        values,
        _number(taken.total, fmt),
        _number(taken.quotient, fmt),
        shared,
        significant_digits(shared),
        _cancelled_bits(taken, s),
        _failures(f, taken, s),
        curve.truth,
        float(curve.truncation[0]),
        float(curve.roundoff[0]),
    )


def _number(value: Array, fmt: FloatFormat) -> FloatNumber:
    return FloatNumber(float(value), fmt)


def _cancelled_bits(taken: Sample, s: Stencil) -> int:
    """How far the sum's leading bit stands below that of its largest term."""
    terms = [abs(n * float(v)) for n, v in zip(s.numerators, taken.values, strict=True)]
    largest, total = max(terms), abs(float(taken.total))
    if not 0 < largest < inf or not total < inf:
        return 0
    lost = frexp(largest)[1] - frexp(total)[1] if total else taken.format.digits
    return min(max(lost, 0), taken.format.digits)


def _failures(f: Expression, taken: Sample, s: Stencil) -> tuple[Failure, ...]:
    fmt, lost = taken.format, _cancelled_bits(taken, s)
    absorbed = float(taken.step_taken) == 0
    numbers = [taken.steps, taken.step_taken, taken.total, taken.quotient, *taken.values]
    sizes = [abs(float(number)) for number in (*numbers, *taken.points)]
    tiny = float(taken.steps) == 0 or any(0 < size < fmt.min_normal for size in sizes)
    found: dict[Failure, bool] = {
        "absorption": absorbed,
        "cancellation": not absorbed and 2 * lost >= fmt.digits,
        "underflow": tiny or _has_vanished(f, taken),
        "overflow": inf in sizes,
    }
    return tuple(failure for failure, happened in found.items() if happened)


def _has_vanished(f: Expression, taken: Sample) -> bool:
    """Whether some value is 0 in the format, and in truth is not, but below its normal numbers.

    A zero that is left of larger numbers, as of 1 - sin(x)^2 near pi/2, has not fallen so low.
    """
    zeros = [arb(float(x)) for x, y in zip(taken.points, taken.values, strict=True) if y == 0]
    truths = [enclose(f.tree, {f.variables[0]: x}, VALUE_BITS) for x in zeros]
    return any(y != 0 and abs(y) < taken.format.min_normal for y in truths)
