"""NumPy, SymPy and FLINT say the same of the same tree, each within what its rounding allows."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import sympy
from flint import arb
from hypothesis import HealthCheck, assume, given, settings

from core.errors import ParseError
from core.expression.balls import enclose, working_precision
from core.expression.expression import Expression, parse
from core.expression.rational import rational
from core.expression.text import to_text
from core.expression.tree import Call, Constant, Node, Number, Operation, Variable, children
from tests.core.expression.trees import NAMES, trees

POINT = dict(zip(NAMES, (0.5, 1.75, 0.6875, 2.375), strict=True))
BITS = 200
# NumPy's and C's functions stay within 16 units in the last place, 32 of rounding.
UNITS = 32 * Fraction(1, 2**53)
SMALLEST = Fraction(1, 2**1074)

searching = settings(suppress_health_check=list(HealthCheck), max_examples=300)


def formula(tree: Node) -> Expression:
    try:
        return parse(to_text(tree), NAMES)
    except ParseError:
        assume(False)
        raise


def as_computed(node: Node) -> Node:
    """Return what NumPy's interpreter computes for functions it takes through others."""
    one = Number(Fraction(1), "1")
    through = {"asec": "acos", "acsc": "asin", "acoth": "atanh", "asech": "acosh", "acsch": "asinh"}
    match node:
        case Call("factorial", (u,)):
            return Call("gamma", (Operation("+", u, one),))
        case Call("log", (b, u)):
            return Operation("/", Call("ln", (u,)), Call("ln", (b,)))
        case Call(name, (u,)) if name in through:
            return Call(through[name], (Operation("/", one, u),))
        case _:
            return node


def running_error(node: Node) -> arb:
    """Return a ball that contains whatever float64 may make of ``node``, step by step.

    Every operation is applied to the balls of its operands and widened by its own rounding, so
    the radius at the top is the error analysis of this very tree.
    """
    node = as_computed(node)
    if isinstance(node, Variable):
        return arb(POINT[node.name])
    if isinstance(node, Number | Constant):
        return widened(enclose(node, {}, BITS), UNITS)
    kept = 1 if isinstance(node, Call) and node.name in ("root", "besselj") else 0
    balls = {f"v_{k}": running_error(part) for k, part in enumerate(children(node)) if k >= kept}
    operands = tuple(
        Variable(f"v_{k}") if k >= kept else part for k, part in enumerate(children(node))
    )
    units = UNITS
    match node:
        case Call():
            ball = enclose(replace(node, arguments=operands), balls, BITS)
        case Operation("^", Constant("e"), _):
            ball = enclose(replace(node, right=operands[1]), balls, BITS)
        case Operation("^", _, exponent) if rational(exponent) is not None:
            ball = enclose(replace(node, left=operands[0]), balls, BITS)
            # The exponent was rounded too: u^(e(1+d)) = u^e (1 + d e ln u).
            size = abs(float(rational(exponent))) * abs(np.log(abs(float(balls["v_0"].mid())) or 1))
            units *= 1 + Fraction(size)
        case Operation():
            ball = enclose(replace(node, left=operands[0], right=operands[1]), balls, BITS)
        case _:
            ball = -balls["v_0"]
    return widened(ball, units)


def widened(ball: arb, units: Fraction) -> arb:
    assume(ball.is_finite())
    radius = arb(units.numerator) / units.denominator * abs(ball).upper()
    return ball + arb(0, (radius + arb(1) / SMALLEST.denominator).upper())


@searching
@given(trees)
def test_numpy_stays_within_the_running_error(tree: Node) -> None:
    f = formula(tree)
    found = float(f(*POINT.values()))
    with working_precision(BITS):
        ball = running_error(f.tree)
        if np.isfinite(found):
            assert ball.contains(arb(found))
        else:  # overflow on the way, or an argument that rounding may move out of the domain
            assert abs(ball).upper() > 1e300 or overflows(f.tree)


def overflows(tree: Node) -> bool:
    """Say whether some part of ``tree`` leaves the range of float64, or rounds to zero below."""
    with np.errstate(all="ignore"):
        parts = [Expression("", NAMES, part)(*POINT.values()) for part in _below(tree)]
    return any(np.isinf(part) or part == 0 for part in parts)


def _below(node: Node) -> list[Node]:
    return [part for child in children(node) for part in (child, *_below(child))]


@searching
@given(trees)
def test_sympy_stays_within_flints_enclosure(tree: Node) -> None:
    f = formula(tree)
    ball = enclose(f.tree, {name: arb(value) for name, value in POINT.items()}, BITS)
    assume(ball.is_finite() and ball.rel_accuracy_bits() > 80)
    at = {sympy.Symbol(name, real=True): sympy.Rational(value) for name, value in POINT.items()}
    value = f.sympy.subs(at).evalf(30)
    assume(value.is_Float)
    with working_precision(BITS):
        error = abs(arb(str(value)) - ball)
        assert error < abs(ball) * arb(2) ** -80
