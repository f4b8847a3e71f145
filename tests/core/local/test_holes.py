"""Where secants swing to and fro without end, and where they do not."""

import pytest

from core.expression.building import ZERO
from core.expression.expression import parse
from core.local.holes import has_no_value, oscillates
from core.point import point


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sin(1/x)", True),
        ("x^2 sin(1/x)", True),
        ("x (2 + sin(ln |x|))", True),  # rises all along; only its secants' slopes turn
        ("x (2 + sin(ln |x|)) if |x| < 1, 9x otherwise", True),
        ("sqrt |x|", False),
        ("x^2", False),
        ("x ln |x|", False),
    ],
)
def test_values_or_slopes_turn_again_and_again(text, expected):
    assert oscillates(parse(text).tree, "x", ZERO, 1) is expected
    assert oscillates(parse(text).tree, "x", ZERO, -1) is expected


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("x gamma x", 0, True),
        ("1/gamma x", -3, True),
        ("(x+2) gamma(x) sin(pi x)", -2, True),
        ("x factorial(x-1)", 0, True),
        ("gamma x", "1/2", False),
        ("gamma x", 1, False),
        ("x!", 0, False),
        ("x tan(x + pi/2)", 0, True),
        ("cos(x) sec x", "pi/2", True),
        ("tan x", "1.5707", False),
        ("(x-1) log(x, 2)", 1, True),
        ("x log(x, 2)", 0, True),
        ("log(2, x)", 1, False),
        ("asec x", 0, True),
        ("sin(x)/x", 0, True),
    ],
)
def test_where_there_is_certainly_no_value(text, at, expected):
    assert has_no_value(parse(text).tree, "x", point(at)) is expected
