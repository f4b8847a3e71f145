"""Results print in a line what they found, with its standing."""

import numpy as np
import pytest

from core import (
    anatomy,
    convergence,
    derivative,
    error_curve,
    jvp,
    parse,
    propagate,
    remainder,
    secants,
    series_limit,
    stencil,
    taylor,
    vjp,
    within,
)
from core.centers import centers

SQUARE = parse("x^2")
# Formulas without round-off, or with numbers that round the same on every machine.
RESULTS = {
    "DerivativeAt(differentiable: 6; proven)": lambda: derivative(SQUARE, 3),
    "DerivativeAt(corner: left -1, right 1; proven)": lambda: derivative(parse("|x|"), 0),
    "DerivativeAt(pole: left none, right none; proven)": lambda: derivative(parse("1/x"), 0),
    "Remainder(of x^2 about 1/2, orders 0 to 3, at 2 points)": lambda: remainder(
        SQUARE, "1/2", 3, [0, 1]
    ),
    "ErrorCurve(float32, x=3.0, 2 steps: error 0.25 at best, h=0.25;"
    " predicted best h=0.0018)": lambda: error_curve(
        SQUARE, 3, stencil.forward, [0.5, 0.25], "float32"
    ),
    "Anatomy(float32, x=1, step taken 0.000100016594:"
    " quotient 2, truncation 0.0001, roundoff -0.0001, cancellation)": lambda: anatomy(
        SQUARE, 1, 1e-4, stencil.forward, "float32"
    ),
    "FloatNumber(0.1, float32)": lambda: anatomy(SQUARE, 0.1, 1, stencil.forward, "float32").x,
    "Secants(at 2 steps; DerivativeAt(differentiable: 6; proven))": lambda: secants(
        SQUARE, 3, [0.5, 0.25]
    ),
    "Within([-0.499992, 0.499992] for n = 0, [-1, 1] for n = 2)": lambda: within(
        SQUARE, 0, 2, 0.25, (-1, 1)
    ),
    "Sampled(2 normal: mean 3 ± 0, deviation 0 ± 0)": lambda: (
        propagate(parse("x"), 3, 0, samples=2).normal
    ),
    "Directional(value 9, derivative 6)": lambda: jvp(lambda x: x * x, 3.0),
    "Adjoint(value 9, gradient 6)": lambda: vjp(lambda x: x * x, 3.0),
    "Adjoint(value array(2 x 3), gradient array(2 x 3))": lambda: vjp(
        lambda x: x * 1, np.ones((2, 3)), np.ones((2, 3))
    ),
}


@pytest.mark.parametrize("text", RESULTS)
def test_a_result_prints_in_a_line(text):
    assert repr(RESULTS[text]()) == text


@pytest.mark.parametrize(
    "found",
    [
        lambda: taylor(SQUARE),
        lambda: convergence(parse("1/(1+x^2)")),
        lambda: convergence(SQUARE).growth,
        lambda: remainder(SQUARE, 0, 3, [0, 1]),
        lambda: within(SQUARE, 0, 3),
        lambda: series_limit(parse("|x|"), 1),
        lambda: centers(SQUARE, "1", (0.0, 2.0), 3),
    ],
)
def test_results_with_arrays_are_the_same_only_as_themselves(found):
    """An array has no one truth value, and no hash."""
    one, other = found(), found()
    assert one == one and one != other
    assert len({one, other, one}) == 2
