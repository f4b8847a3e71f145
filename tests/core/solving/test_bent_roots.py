"""The only root at a corner, a vertical tangent or an end: proven, or not claimed."""

import pytest
from flint import arb

from core.expression.balls import working_precision
from core.expression.expression import parse
from core.expression.text import to_text
from core.solving.bent_roots import _is_steep, root_at_bend


def at(text, low, high):
    with working_precision(200):
        found = root_at_bend(parse(text).tree, "x", arb(low).union(arb(high)))
    return None if found is None else to_text(found)


@pytest.mark.parametrize(
    ("text", "low", "high", "root"),
    [
        ("|x| + x/2", -1, 1, "0"),
        ("|x|/2 - x", -1, 1, "0"),
        ("asin x - pi/2", 0.9, 1, "1"),
        ("cbrt(x) + x", -1, 1, "0"),
        ("max(x, 3x)", -2, 2, "0"),
    ],
)
def test_the_only_root_is_found(text, low, high, root):
    assert at(text, low, high) == root


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("cbrt(x) - x", -2, 2),  # -1 and 1 as well
        ("|x| + x", -1, 1),  # every x below 0
        ("|x| - 1/8", -1, 1),  # not at 0
        ("|x| + |x - 1/2| - 1/2", -1, 1),  # two corners, and 0 between
        ("|x|/2 - x + floor(x + 1/2)/3", -0.25, 0.75),  # a jump at 1/2, and a root at 2/3
        # The arctangent jumps by pi at pi/2: another root at 1.63, though all slopes are positive.
        ("6cbrt(x - 3/2) + atan(tan x) - atan(tan(3/2))", 1.45, 1.65),
        ("x^3 + x", -1, 1),  # not bent at all
    ],
)
def test_where_there_may_be_another_root_none_is_claimed(text, low, high):
    assert at(text, low, high) is None


def test_beside_a_pole_no_side_is_steep():
    """1/x falls all along, and yet there is no root: it is not bounded."""
    interval = arb(0, 1)
    assert not _is_steep(parse("1/x").tree, "x", interval, 1, [])
    assert not _is_steep(parse("x + 1/x^2").tree, "x", interval, 1, [])
    assert _is_steep(parse("2x + sin x").tree, "x", interval, 1, [])
