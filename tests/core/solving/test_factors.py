"""Factors of a formula: together they vanish where it does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.expression.expression import Expression, parse
from core.expression.text import to_text
from core.solving.common_factors import split
from core.solving.factors import factors, fraction


def taken(text):
    return {to_text(u): n for u, n in factors(parse(text).tree).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^3 (x-1)", {"x": 3, "x - 1": 1}),
        ("x x^2", {"x": 3}),
        ("5", {}),
        ("-3 x/7", {"x": 1}),
        ("x/(x-1)", {"x": 1}),
        ("(x/(x-1))^-2", {"x - 1": 2}),
        ("tan x", {"sin(x)": 1}),
        ("cot x", {"cos(x)": 1}),
        ("sec x + 1", {"1 + cos(x)": 1}),
        ("1/x + 1/(x-1)", {"x - 1 + x": 1}),
        ("sqrt x", {"x": None}),
        ("x |x|", {"x": None}),
        ("x^(2/3)", {"x": None}),
        ("x^(-2/3)", {}),
        ("acos x", {"x - 1": None}),
        ("ln(x)^2", {"x - 1": 2}),
        ("asin(x - 1)", {"x - 1": 1}),
        ("e^x gamma(x) cosh x", {}),
        ("2^x", {}),
        ("x^x", {"x^x": None}),
        ("2x e^-x - x^2 e^-x", {"x": 1, "2 - x": 1}),
        ("x ln x + x", {"x": 1, "ln(x) + 1": 1}),
        ("sin(x) cos(x) + sin(x)^2", {"sin(x)": 1, "cos(x) + sin(x)": 1}),
    ],
)
def test_factors_are_those_of_the_algebra_book(text, expected):
    assert taken(text) == expected


SAMPLES = [
    "tan x - x",
    "1/x + 1/(x-1)^2 - sec x",
    "(x/(x+1))^-3 - csc(x)/x",
    "coth x + csch(x)/(2 - x)",
    "x^(-1/2) - 1/x",
    "-(x - 1/(1 - 1/x))",
]


@pytest.mark.parametrize("text", SAMPLES)
@given(st.floats(0.1, 3))
def test_a_fraction_has_the_values_of_the_formula(text, x):
    f = parse(text)
    p, q = (float(Expression("", ("x",), part)(x)) for part in fraction(f.tree))
    # Cancellation: of the terms over the common denominator q, not more than 100 of their sizes.
    if abs(q) > 1e-3:
        assert p / q == pytest.approx(float(f(x)), rel=1e-9, abs=1e-9 / min(1, q * q))


@given(
    st.lists(st.sampled_from(["x", "sin x", "(x-1)^2", "-3", "e^x"]), min_size=1, max_size=4),
    st.lists(st.sampled_from(["x^2", "sin x", "(x-1)", "7", "ln x"]), min_size=1, max_size=4),
    st.sampled_from("+-"),
)
def test_common_factors_times_the_rest_are_the_sum(first, second, sign):
    text = f"({')*('.join(first)}) {sign} ({')*('.join(second)})"
    f = parse(text)
    found, rest = split(f.tree)
    x = np.array([0.3, 1.7, 2.9])
    product = np.prod([Expression("", ("x",), u)(x) ** n for u, n in found.items()], axis=0)
    # About ten roundings of terms of the size of |f| or their own size, at most 1e4 here.
    np.testing.assert_allclose(product * Expression("", ("x",), rest)(x), f(x), atol=1e-9)


def test_long_sums_of_fractions_are_left_alone():
    text = "+".join(f"tan({k}x)" for k in range(1, 30))
    assert list(taken(text)) == [parse(text).canonical]


def test_a_power_that_all_terms_of_a_sum_share_counts_as_often():
    """``(x^2 e^x - 5x^3)^3 = x^6 (e^x - 5x)^3``."""
    orders = {to_text(u): n for u, n in factors(parse("(x^2 e^x - 5x^3)^3").tree).items()}
    assert orders.pop("x") == 6
    assert list(orders.values()) == [3]
