"""Where secants swing to and fro without end, and where they do not."""

import pytest

from core.expression.building import ZERO
from core.expression.expression import parse
from core.local.holes import oscillates


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
