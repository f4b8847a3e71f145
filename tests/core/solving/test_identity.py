"""Identities of trigonometry and algebra; and what only looks like one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.expression.expression import parse
from core.solving.identity import is_zero_everywhere

IDENTITIES = [
    "sin(x)^2 + cos(x)^2 - 1",
    "cosh(x)^2 - sinh(x)^2 - 1",
    "sin(3x) - 3sin(x) + 4sin(x)^3",
    "cos(5x) - 16cos(x)^5 + 20cos(x)^3 - 5cos(x)",
    "sin(x)cos(2x) - (sin(3x) - sin(x))/2",
    "e^(x/2) e^(-3x/2) - exp(-x)",
    "(e^x - e^(-x))/2 - sinh x",
    "(x - cos x)^2 - x^2 + 2x cos(x) - (1 + cos(2x))/2",
    "x sin(2x) - 2x sin(x) cos(-x)",
]


@pytest.mark.parametrize("text", IDENTITIES)
def test_identities_are_proven(text):
    assert is_zero_everywhere(parse(text).tree)


@pytest.mark.parametrize("text", IDENTITIES)
@settings(max_examples=10)
@given(st.fractions(-2, 2, max_denominator=7).filter(bool), st.sampled_from(["1", "x", "sin(x/3)"]))
def test_with_anything_added_they_are_none(text, c, other):
    assert not is_zero_everywhere(parse(f"{text} + ({c})*{other}").tree)


@pytest.mark.parametrize(
    "text",
    [
        "sin(x) - sin(x + 1/10^18)",  # no multiple of x
        "|x| - sqrt(x^2)",  # true, but no such sum
        "sin(pi x)",  # 0 at all whole numbers
        "(sin x + cos x)^40 - (1 + sin(2x))^20",  # true, but too long
        "sin(x)^1000 - sin(x)^1000",
        "x^(1/2) - x^(1/2)",
    ],
)
def test_beyond_these_nothing_is_claimed(text):
    assert not is_zero_everywhere(parse(text).tree)
