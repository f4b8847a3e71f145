"""What the numbers in one quotient are: exact decimals, and the three failures kept apart."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from core.anatomy import anatomy
from core.expression.expression import parse
from core.floats import FORMATS
from core.stencil import stencil

NAMED = [stencil.forward, stencil.backward, stencil.central, stencil.five_point]


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("s", NAMED)
def test_every_decimal_is_the_number_itself(s, dtype):
    a = anatomy(parse("x sin x"), "0.3", 0.01, s, dtype)
    for number in (a.x, a.step, a.step_taken, a.difference, a.quotient, *a.points, *a.values):
        assert Fraction(number.exact) == Fraction(number.value)
        assert FORMATS[dtype].nearest(Fraction(number.shortest)) == number.value


def test_the_difference_and_the_quotient_by_hand():
    a = anatomy(parse("x^2"), 1, 2.0**-10, stencil.forward, "float32")
    assert [v.exact for v in a.values] == ["1", "1.001954078674316" + "40625"]
    assert Decimal(a.difference.exact) == Decimal(a.values[1].exact) - 1
    assert a.quotient.value == 2 + 2.0**-10
    assert (a.truth, a.truncation, a.roundoff) == (2.0, 2.0**-10, 0.0)
    assert (a.shared, a.shared_digits) == ("1.00", 3)
    assert a.cancelled_bits == 9  # from 2^0 down to 2^-9


@pytest.mark.parametrize(
    ("text", "at", "step", "dtype", "failures"),
    [
        ("x^2", 1, 0.5, "float32", ()),
        ("x^2", 1, 1e-4, "float32", ("cancellation",)),
        ("x^2", 1, 1e-9, "float32", ("absorption",)),
        ("x^2", 1, 1e-9, "float16", ("absorption", "underflow")),
        ("x^2", 0, 1e-170, "float64", ("underflow",)),
        ("sqrt(1-sin(x)^2)", "pi/2", 1e-5, "float32", ()),  # 1 - 1 is 0, the truth is 4e-8
        ("e^x", 11, 0.5, "float16", ("overflow",)),
    ],
)
def test_the_failures_are_shown_apart(text, at, step, dtype, failures):
    assert anatomy(parse(text), at, step, stencil.forward, dtype).failures == failures


def test_an_absorbed_step_leaves_no_quotient():
    a = anatomy(parse("sin x"), 1, 1e-20, stencil.forward)
    assert a.step_taken.value == 0
    assert a.quotient.exact == "nan"
    assert a.cancelled_bits == 53
    assert np.isnan(a.roundoff)


def test_a_zero_that_is_one_is_no_underflow():
    assert anatomy(parse("x^2"), 0, 0.5, stencil.forward).failures == ()


def test_cancelled_bits_count_the_weights():
    # -8 f(x-h) and 8 f(x+h), near 2^3, against a sum of 12 h = 0.75 * 2^-4.
    a = anatomy(parse("x"), 1, 2.0**-8, stencil.five_point)
    assert a.difference.value == 12 * 2.0**-8
    assert a.cancelled_bits == 3 + 5
