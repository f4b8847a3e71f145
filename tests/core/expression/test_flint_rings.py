"""Sparse series, on which FLINT's own iteration aborts the process: their inverses give them back.

Where the mend is taken out, the process that runs these tests ends.
"""

from fractions import Fraction

import pytest
from flint import arb, arb_series

from core.expression.balls import working_precision
from core.expression.flint_rings import BallRing

# Terms and bits at which FLINT 3.6 was seen to abort, and the powers beside the constant.
SPARSE = [
    (100, 640, {60: 1, 70: -1}),
    (217, 640, {126: 1, 198: -1}),
    (230, 1900, {31: 1, 56: 2, 90: 1}),
    (73, 164, {72: -1}),
    (100, 640, {}),
]


def series(constant, terms, powers):
    coefficients = [arb(constant)] + [arb(powers.get(k, 0)) for k in range(1, terms)]
    return arb_series(coefficients, terms)


def assert_equal(u, v):
    assert u.prec == v.prec
    assert all(c.contains(0) for c in (u - v).coeffs())


@pytest.mark.parametrize(("terms", "bits", "powers"), SPARSE)
@pytest.mark.parametrize("exponent", [Fraction(1, 2), Fraction(-1, 2), Fraction(-3, 2)])
def test_the_power_of_a_sparse_series_is_undone(terms, bits, powers, exponent):
    with working_precision(bits, terms):
        u = series("0.5", terms, powers)
        root = BallRing().power(u, exponent)
        whole = u ** abs(exponent.numerator)
        assert_equal(root * root if exponent > 0 else 1 / (root * root), whole)


@pytest.mark.parametrize(("terms", "bits", "powers"), SPARSE)
@pytest.mark.parametrize("constant", ["0", "0.25", "0.25 +/- 1e-30"])
def test_the_arcsine_of_a_sparse_series_is_undone(terms, bits, powers, constant):
    with working_precision(bits, terms):
        u = series(constant, terms, powers)
        assert_equal(BallRing().apply("asin", u).sin(), u)
