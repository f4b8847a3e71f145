"""Twice the digits: checked exactly, against fractions."""

from fractions import Fraction

import numpy as np
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from core.differencing.compensated import high_low, horner, split, two_sum

moderate = st.floats(-1e6, 1e6, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6)


@given(moderate, moderate)
def test_no_rounding_error_of_a_sum_is_lost(a, b):
    s, e = two_sum(np.array(a), np.array(b))
    assert Fraction(float(s)) + Fraction(float(e)) == Fraction(a) + Fraction(b)


@given(moderate, moderate)
def test_halves_multiply_exactly(a, b):
    products = [p * q for p in split(np.array(a)) for q in split(np.array(b))]
    assert sum(Fraction(float(p)) for p in products) == Fraction(a) * Fraction(b)


@given(st.lists(st.tuples(moderate, moderate), min_size=1, max_size=12), st.floats(-1, 1))
@settings(max_examples=200)
def test_horner_has_twice_the_digits(coefficients, x):
    x = x if abs(x) > 1e-9 else 0.5
    high, low = np.array(coefficients).T * np.array([[1.0], [2.0**-54]])
    got = sum(Fraction(float(part)) for part in horner(high, low, np.array(x)))
    powers = [Fraction(x) ** k for k in range(len(high))]
    tops = [Fraction(c) * p for c, p in zip(high.tolist(), powers, strict=True)]
    rest = [Fraction(c) * p for c, p in zip(low.tolist(), powers, strict=True)]
    # The paper's theorem without its last rounding, and ordinary Horner for the low parts.
    nu = 4 * len(high) * Fraction(1, 2**53)
    bound = nu**2 * sum(map(abs, tops)) + nu * sum(map(abs, rest))
    assert abs(got - sum(tops) - sum(rest)) <= bound


def test_a_ball_in_two_floats():
    high, low = high_low(arb(1) / 3)
    assert high == 1 / 3
    assert low == 0 or abs(low) < 2**-54
