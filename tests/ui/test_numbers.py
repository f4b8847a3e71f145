import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.words import number, plain


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (1.7e-3, None, "1.7 × 10⁻³"),
        (-0.14, None, "−0.14"),
        (0.01, None, "0.01"),
        (1e-5, None, "10⁻⁵"),
        (-1e-16, None, "−10⁻¹⁶"),
        (2.0, 3, "2.00"),
        (9.999, 2, "10"),
        (1.0, 2, "1.0"),
        (1e-7, 2, "1.0 × 10⁻⁷"),
        (123456.0, None, "123456"),
        (1e6, None, "10⁶"),
        (6.02214076e23, 3, "6.02 × 10²³"),
        (0.0, None, "0"),
        (-0.0, 3, "0"),
        (float("inf"), None, "∞"),
        (float("-inf"), None, "−∞"),
        (float("nan"), None, "—"),
    ],
)
def test_numbers_look_as_people_write_them(value, digits, shown):
    assert number(value, digits) == shown


@pytest.mark.parametrize(
    ("value", "written"),
    [(1e-3, "1e-3"), (-3.0, "-3"), (0.25, "0.25"), (1e-16, "1e-16"), (2.5e-7, "2.5e-7"), (0, "0")],
)
def test_an_address_holds_numbers_plainly(value, written):
    assert plain(value) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_an_address_holds_reads_back_exactly(value):
    assert float(plain(value)) == value
