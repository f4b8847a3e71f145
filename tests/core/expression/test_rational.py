"""Exact values of constants, and what has none."""

from fractions import Fraction

import pytest

from core.expression.rational import combine, rational
from core.expression.values import rational_power
from core.point import point


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3", Fraction(1, 3)),
        ("-(2/3)^-2", Fraction(-9, 4)),
        ("0^0", 1),
        ("0^2", 0),
        ("2^-1 - 0.25", Fraction(1, 4)),
        ("sqrt(4)", None),
        ("4^(1/2)", None),
        ("pi - pi", None),
    ],
)
def test_what_is_rational_by_its_operations(text, value):
    assert rational(point(text)) == value


def test_there_is_no_quotient_by_0():
    zero = Fraction(0)
    assert combine("/", zero, zero) is None
    assert combine("^", zero, Fraction(-1)) is None


@pytest.mark.parametrize(
    ("base", "exponent", "value"),
    [
        (-8, Fraction(1, 3), -2),
        (-8, Fraction(2, 3), 4),
        (-8, Fraction(-1, 3), Fraction(-1, 2)),
        (-4, Fraction(1, 2), None),  # no real number
        (-16, Fraction(3, 4), None),
        (16, Fraction(3, 4), 8),
        (2, Fraction(1, 2), None),
        (Fraction(9, 4), Fraction(-3, 2), Fraction(8, 27)),
    ],
)
def test_roots_that_are_rational(base, exponent, value):
    assert rational_power(Fraction(base), exponent) == value
