"""Exact values of constants, and what has none."""

from fractions import Fraction

import pytest

from core.expression.rational import combine, rational
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
