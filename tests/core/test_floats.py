"""Float formats: against NumPy's and ml_dtypes' own tables, Decimal, and directed examples."""

from decimal import Decimal
from fractions import Fraction
from math import inf, isnan, nan

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.floats import (
    FORMATS,
    exact_decimal,
    float_format,
    shared_prefix,
    shortest_decimal,
    significant_digits,
)

formats = pytest.mark.parametrize("fmt", FORMATS.values(), ids=FORMATS)
finite = st.floats(allow_nan=False, allow_infinity=False)


@formats
def test_the_constants_are_those_of_numpy_and_ml_dtypes(fmt):
    info = ml_dtypes.finfo(fmt.dtype)
    assert fmt.eps == float(info.eps) == 2 * fmt.unit_roundoff
    assert fmt.min_normal == float(info.tiny)
    assert fmt.spacing(0.0) == float(info.smallest_subnormal)
    assert fmt.max == float(info.max)


def test_unit_roundoffs_of_the_lesson():
    assert [fmt.eps for fmt in FORMATS.values()] == [2**-10, 2**-7, 2**-23, 2**-52]
    assert [fmt.decimal_digits for fmt in FORMATS.values()] == [5, 4, 9, 17]


@given(st.floats(min_value=0, exclude_max=True, max_value=FORMATS["float64"].max))
def test_spacing_in_float64_is_that_of_numpy(x):
    fmt = FORMATS["float64"]
    assert fmt.spacing(x) == fmt.spacing(-x) == float(np.spacing(np.float64(x)))


def test_spacing_in_float32_and_at_the_ends():
    fmt = FORMATS["float32"]
    for x in (1.0, 0.75, 2.0**-126, 2.0**-149, 0.0, -3.0, 1e30):
        x = float(np.float32(x))
        assert fmt.spacing(x) == abs(float(np.spacing(np.float32(x))))
    assert isnan(fmt.spacing(inf))


@given(st.fractions(), st.integers(-160, 160))
@settings(max_examples=200)
def test_nearest_in_float64_is_the_correctly_rounded_quotient(value, power):
    value *= Fraction(2) ** power  # int / int is correctly rounded in Python
    assert FORMATS["float64"].nearest(value) == value.numerator / value.denominator


@given(st.floats(min_value=-1e39, max_value=1e39, allow_nan=False))
@settings(max_examples=200)
@formats
def test_nearest_agrees_with_the_cast_of_a_float64(fmt, x):
    # ml_dtypes casts float64 to bfloat16 through float32, so twice rounded: ask it only there.
    if fmt.name == "bfloat16":
        x = float(FORMATS["float32"].cast(x))
    if not np.isinf(x):
        assert fmt.nearest(Fraction(x)) == float(fmt.cast(x))


def test_nearest_rounds_once_where_float64_between_would_round_twice():
    value = 1 + Fraction(1, 2**24) + Fraction(1, 2**60)
    assert float(np.float32(float(value))) == 1
    assert FORMATS["float32"].nearest(value) == 1 + 2**-23


@formats
def test_nearest_at_the_ends(fmt):
    tiny, top = Fraction(fmt.spacing(0.0)), Fraction(fmt.max)
    assert fmt.nearest(tiny / 2) == 0  # tie to even
    assert fmt.nearest(tiny * Fraction(3, 4)) == tiny
    assert fmt.nearest(Fraction(0)) == 0
    assert fmt.nearest(top) == top
    assert fmt.nearest(-2 * top) == -inf


@given(finite)
def test_exact_decimal_is_what_decimal_says(x):
    assert Decimal(exact_decimal(x)) == Decimal(x)
    assert "e" not in exact_decimal(x).lower()


def test_exact_decimals():
    assert exact_decimal(0.5) == "0.5"
    assert exact_decimal(-3.0) == "-3"
    assert exact_decimal(float(np.float16(0.2))) == "0.199951171875"
    assert [exact_decimal(x) for x in (inf, -inf, nan)] == ["inf", "-inf", "nan"]


@given(finite)
def test_shortest_decimal_of_float64_is_pythons(x):
    assert shortest_decimal(x, FORMATS["float64"]) == repr(x).removesuffix(".0")


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_shortest_decimal_of_float32_is_numpys(x):
    assert float(shortest_decimal(x, FORMATS["float32"])) == float(str(np.float32(x)))


def test_shortest_decimal_refuses_what_is_not_in_the_format():
    with pytest.raises(ValueError, match="not a float16"):
        shortest_decimal(0.1, FORMATS["float16"])


@pytest.mark.parametrize(
    ("a", "b", "shared", "digits"),
    [
        ("0.84147098", "0.84147638", "0.84147", 5),
        ("0.00123", "0.00125", "0.0012", 2),
        ("9.99", "10.01", "", 0),
        ("-1.5", "-1.25", "-1", 1),
        ("1.5", "-1.5", "", 0),
        ("12", "12", "12", 2),
        ("1", "1.0002", "1.000", 4),
    ],
)
def test_the_digits_that_cancel(a, b, shared, digits):
    assert shared_prefix(a, b) == shared
    assert significant_digits(shared) == digits


def test_formats_are_found_by_name_and_by_dtype():
    assert float_format("bfloat16").dtype == ml_dtypes.bfloat16
    assert float_format(np.float32) is FORMATS["float32"]
    with pytest.raises(ValueError, match="int8"):
        float_format("int8")
    for other in (object, "U3", "S1"):
        with pytest.raises(TypeError, match="numbers or arrays of floats"):
            float_format(np.dtype(other))


def test_a_cast_that_overflows_is_infinite_and_silent():
    assert np.isinf(FORMATS["float16"].cast(1e6))
