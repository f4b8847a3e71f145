"""One side of a point: what bars and cases are there, or that it stays open."""

import pytest
from flint import arb

from core.expression.expression import parse
from core.local.sides import OneSide, Unsettled

X = parse("x").tree


@pytest.mark.parametrize(("side", "resolved"), [(1, "x + 2"), (-1, "(-x) + 2")])
def test_bars_and_the_larger_of_two_on_each_side(side, resolved):
    on_side = OneSide("x", arb(0), side, [X])
    assert on_side.resolved(parse("|x| + 2").tree) == parse(resolved).tree


@pytest.mark.parametrize(
    "text",
    ["1 if x < 0, 2 if x < 1/2, 3 otherwise", "1 if x < -1/2, 2 if x < 0, 3 otherwise", "floor x"],
)
def test_what_may_jump_at_the_point_stays_open(text):
    with pytest.raises(Unsettled):
        OneSide("x", arb(0), 1, [X]).resolved(parse(text).tree)
