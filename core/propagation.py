"""What uncertain arguments do to a function's value: to first order, exactly, and by sampling.

The differential turns uncertainties ``u_i`` of the arguments into one of the value,

    worst case  sum of |f_i(a)| u_i,        standard  sqrt(sum of f_i(a)^2 u_i^2),

the first if the ``u_i`` are limits, the second if they are standard deviations of independent
errors. Beside them stand the true range of f over the box ``a_i ± u_i``, proven, and what random
arguments give, measured.

Source: JCGM 100:2008, Guide to the expression of uncertainty in measurement (GUM), section 5.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from operator import index
from typing import TypeAlias

from flint import arb

from core.certified import Certified
from core.differential import value_and_slopes
from core.digits import shown
from core.expression.balls import enclose, working_precision
from core.expression.building import constant, minus, plus, replaced
from core.expression.expression import Expression, variables_of
from core.expression.rational import rational
from core.expression.text import to_text
from core.expression.tree import Node
from core.extremes import Extremes, bounds_text, extremes_between
from core.floats import FORMATS, shortest_decimal
from core.monte_carlo import Sampled, sampled
from core.point import Point, points

Ends: TypeAlias = tuple[Node, Node]

BITS = 200
SAMPLES = (2, 1_000_000)  # at least, at most


@dataclass(frozen=True, slots=True, repr=False)
class Propagation:
    """The uncertainty of ``f(a)``, in four ways.

    Attributes:
        function: The function.
        at: The estimates ``a_i``, exact.
        uncertainties: The ``u_i``, exact.
        value: ``f(a)``.
        slopes: ``f_i(a)``, the sensitivity coefficients.
        contributions: ``|f_i(a)| u_i``, one for each variable.
        worst_case: Their sum.
        standard: The root of the sum of their squares.
        lowest: The minimum of f over the box ``a_i ± u_i``.
        highest: The maximum.
        change: The range of ``f(x) - f(a)`` over the box, proven.
        uniform: Measured, with arguments uniform on the box.
        normal: Measured, with normal arguments of standard deviations ``u_i``.
    """

    function: Expression
    at: tuple[Node, ...]
    uncertainties: tuple[Node, ...]
    value: Certified
    slopes: tuple[Certified, ...]
    contributions: tuple[Certified, ...]
    worst_case: Certified
    standard: Certified
    lowest: Certified
    highest: Certified
    change: Extremes
    uniform: Sampled
    normal: Sampled

    def __repr__(self) -> str:
        """Show a small table, first order beside what is true."""
        inputs = ", ".join(
            f"{name} = {_given(a)} ± {_given(u)}"
            for name, a, u in zip(self.function.variables, self.at, self.uncertainties, strict=True)
        )
        parts = " + ".join(map(_short, self.contributions))
        rows = [
            ("f(a)", shown(self.value)),
            ("worst case", f"± {_short(self.worst_case)} = {parts}"),
            ("over the box", _range(self.change)),
            ("standard", f"± {_short(self.standard)}"),
            *(_measured(it, self.value.value) for it in (self.normal, self.uniform)),
        ]
        return "\n".join([inputs, *(f"{name:<18} {text}" for name, text in rows)])


def propagate(
    f: Expression,
    at: Point | Sequence[Point],
    uncertainties: Point | Sequence[Point],
    samples: int = 10_000,
    seed: int = 0,
) -> Propagation:
    """Return how the uncertainties of the arguments pass on to ``f(a)``.

    Args:
        f: A function of one to four variables.
        at: The estimates ``a_i``, as in ``core.gradient``.
        uncertainties: The ``u_i >= 0``, likewise.
        samples: How many random points, from 2 to a million, for each distribution.
        seed: Of the random numbers; the same seed gives the same result.

    Raises:
        NotAnalytic: if f is not proven to be differentiable at the point.
        ParseError: if the point or the uncertainties are not lists of n finite real constants.
        ValueError: if an uncertainty is negative, the number of samples is out of range, or there
            are more than four variables.

    >>> from core.expression.expression import parse
    >>> p = propagate(parse("x y", ("x", "y")), (2, 3), ("0.1", "0.2"))
    >>> p.worst_case.value, p.standard.value
    (0.7, 0.5)
    >>> p.change
    Extremes(minimum -0.68 at (1.9, 2.8), maximum 0.72 at (2.1, 3.2); tight)
    """
    n = len(variables_of(f))
    where, widths = points(at, n), points(uncertainties, n)
    _check(samples)
    value, slopes = value_and_slopes(f, where)
    with working_precision(BITS):
        a, u = ([enclose(node, {}, BITS) for node in nodes] for nodes in (where, widths))
        if any(width < 0 for width in u):
            raise ValueError("an uncertainty is negative")
        change = _change(f, where, widths)
        ends = value + change.minimum.ball(), value + change.maximum.ball()
        worst, standard, lowest, highest = _certified(*_first_order(slopes, u), *ends)
    center, half = ([float(ball.mid()) for ball in balls] for balls in (a, u))
    return Propagation(
        f,
        where,
        widths,
        Certified.of(value),
        _certified(*slopes),
        _certified(*_parts(slopes, u)),
        worst,
        standard,
        lowest,
        highest,
        change,
        sampled(f, center, half, "uniform", samples, seed),
        sampled(f, center, half, "normal", samples, seed),
    )


def _check(samples: int) -> None:
    if not SAMPLES[0] <= index(samples) <= SAMPLES[1]:
        raise ValueError(f"{samples} samples: from {SAMPLES[0]} to {SAMPLES[1]}")


def _certified(*balls: arb) -> tuple[Certified, ...]:
    return tuple(map(Certified.of, balls))


def _parts(slopes: Sequence[arb], u: Sequence[arb]) -> list[arb]:
    """Return ``|f_i| u_i``."""
    with working_precision(BITS):
        return [abs(slope) * width for slope, width in zip(slopes, u, strict=True)]


def _first_order(slopes: Sequence[arb], u: Sequence[arb]) -> tuple[arb, arb]:
    """Return the sum of the contributions, and the root of the sum of their squares."""
    parts = _parts(slopes, u)
    return sum(parts, arb(0)), sum((part * part for part in parts), arb(0)).sqrt()


def _change(f: Expression, where: Sequence[Node], widths: Sequence[Node]) -> Extremes:
    """Return the range of ``f(x) - f(a)``: of a small change all digits count."""
    here = replaced(f.tree, dict(zip(f.variables, where, strict=True)))
    change = Expression(f.text, f.variables, minus(f.tree, here))
    return extremes_between(change, [_ends(a, u) for a, u in zip(where, widths, strict=True)])


def _ends(a: Node, u: Node) -> Ends:
    """Return ``a - u`` and ``a + u``, as single numbers where they are rational."""
    center, width = rational(a), rational(u)
    if center is None or width is None:
        return minus(a, u), plus(a, u)
    return constant(center - width), constant(center + width)


def _given(node: Node) -> str:
    """Return an argument as it was typed; a double in the shortest decimal that means it."""
    value = rational(node)
    if value is None:
        return to_text(node)
    text = shortest_decimal(float(value), FORMATS["float64"])
    return text if value in (Fraction(float(value)), Fraction(text)) else to_text(node)


def _short(number: Certified) -> str:
    """Return six digits, or all certain ones of what is no double."""
    is_double = isfinite(number.value) and (number.value or number.decimals == "0")
    return f"{number.value:.6g}" if is_double else shown(number)


def _range(change: Extremes) -> str:
    if change.standing == "unproven":
        return "nothing is proven: f may have a pole there, or may be undefined"
    ends = (bounds_text(e, "+") for e in (change.minimum, change.maximum))
    return f"{', '.join(ends)} ({change.standing})"


def _measured(it: Sampled, value: float) -> tuple[str, str]:
    """Return one line of what was measured, each number with its standard error."""
    mean = f"mean f(a) {it.mean - value:+.2g} ± {it.mean_error:.1g}"
    deviation = f"deviation {it.deviation:.4g} ± {it.deviation_error:.1g}"
    lost = f", {it.undefined} of {it.samples} undefined" if it.undefined else ""
    return f"measured, {it.distribution}", f"{mean}, {deviation}{lost}"
