"""Values where there are any: every value of a sampled point lies between the bounds."""

import numpy as np
import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from core.expression.balls import enclose, working_precision
from core.expression.expression import parse
from core.local.reach import has_no_value_over, reach
from core.point import point

TEXTS = [
    "sqrt(x) - 1",
    "ln x",
    "x + ln(x^2 - 1)",
    "1/sqrt(x)",
    "-1/sqrt(-x)",
    "1/x^(1/2) + e^(-1/x^(1/2))",
    "asin x + atanh x",
    "acos x",
    "2 acosh(x)",
    "(2 + x^2) ln x",
    "ln(x) sqrt(x+2)",
    "atan(1/x)",
    "sin(1/x) + tanh(1/x)",
    "root(4, x) - 3",
    "x^(-3/2)",
    "x if x < 1, 2 - x if x >= 1",
    "asech x",
    "exp(1/x)",
    "erf(ln x)",
]


@pytest.mark.parametrize("text", TEXTS)
@given(st.floats(-3, 3), st.floats(0.001, 2), st.floats(-1, 1))
def test_every_value_is_within_reach(text, middle, radius, share):
    f = parse(text)
    box = arb(middle, radius)
    found = reach(f.tree, {"x": box})
    x = middle + share * radius * (1 - 2**-20)
    value = float(f(np.float64(x)))
    if not np.isfinite(value):
        return
    assert found is not None
    slack = 1e-12 * (1 + abs(value))  # float64's own error in the sampled value
    assert found.low is None or found.low <= value + slack
    assert found.high is None or found.high >= value - slack


@pytest.mark.parametrize(
    ("text", "middle", "radius", "low", "high"),
    [
        ("sqrt x", 0, 4, 0, 2),
        ("ln x", 0, 1, None, 0),
        ("1/sqrt x", 0, 4, 0.5, None),
        ("-ln x", 0, 1, 0, None),
        ("acos x", 1, 1, 0, np.pi / 2),
        ("asin x", 1, 1, 0, np.pi / 2),
        ("sqrt(x) + 1/sqrt x", 0, 4, 0.5, None),
        ("x if x < 0, x if x >= 0", 0, 1, -1, 1),
    ],
)
def test_at_the_end_of_a_domain_the_bounds_are_those_of_the_values(text, middle, radius, low, high):
    found = reach(parse(text).tree, {"x": arb(middle, radius)})
    for bound, expected in ((found.low, low), (found.high, high)):
        assert (bound is None) == (expected is None)
        # The radius of a ball has 30 bits.
        assert bound is None or abs(float(bound) - expected) <= 2**-28 * (1 + abs(expected))


@pytest.mark.parametrize(
    ("text", "middle", "radius", "nowhere"),
    [
        ("ln x", -2, 1, True),
        ("ln x", -2, 3, False),
        ("1 + 1/ln(x)", -2, 1, True),
        ("sqrt x", -1, 0.5, True),
        ("sqrt x", -1, 1, False),  # it has one at 0
        ("asin x", 3, 1, True),
        ("acosh x", 0, 0.5, True),
        ("asec x", 0, 0.5, True),
        ("x^(3/2)", -2, 1, True),
        ("x^(1/3)", -2, 1, False),
        ("x^x", -2, 1, False),
        ("x^pi", -2, 1, False),
        ("ln x if x > 0, 1 otherwise", -2, 1, False),
        ("ln x if x < 0, 1 if x > 5", -2, 1, True),
        ("1 if x > 5, sqrt x otherwise", 0, 1, False),
        ("sqrt(-sqrt x)", 0, 1, False),  # at 0 alone
    ],
)
def test_where_there_is_no_value_at_all(text, middle, radius, nowhere):
    assert has_no_value_over(parse(text).tree, {"x": arb(middle, radius)}) is nowhere


@pytest.mark.parametrize(
    ("text", "low", "high", "least", "most"),
    [
        ("asin x", 0.25, 2.0, "asin(1/4)", "pi/2"),
        ("asin x", -2.0, 0.75, "-pi/2", "asin(3/4)"),
        ("acos x", -2.0, 0.75, "acos(3/4)", "pi"),
        ("acos x", 0.25, 2.0, "0", "acos(1/4)"),
        ("sqrt x", -1.0, 0.75, "0", "sqrt(3/4)"),
        ("acosh x", 0.5, 1.75, "0", "acosh(7/4)"),
        ("x^(3/4)", -1.0, 0.75, "0", "(3/4)^(3/4)"),
    ],
)
def test_the_ends_of_monotonic_functions_are_rounded_outward(text, low, high, least, most):
    """Where part of the interval is outside the domain; both bounds are attained, or limits."""
    with working_precision(60):
        found = reach(parse(text).tree, {"x": arb(low).union(arb(high))})
    first, last = (enclose(point(end), {}, 400) for end in (least, most))
    assert not found.low > first and not found.high < last
    assert first - found.low < 2.0**-25 and found.high - last < 2.0**-25
