"""Beside a corner: which branch holds on which side, and whether f rises there."""

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from core.expression.building import ONE, ZERO
from core.expression.expression import parse
from core.expression.rational import rational
from core.expression.text import to_text
from core.local.sides import OneSide, Unsettled
from core.solving.multiple_roots import candidates, is_only_zero, order_of_zero
from core.solving.trend import Bend, trend


def branch(text, at, side, *zeros):
    guards = [parse(zero).tree for zero in zeros]
    return to_text(OneSide("x", at, side, guards).resolved(parse(text).tree))


@pytest.mark.parametrize(
    ("text", "zero", "left", "right"),
    [
        ("|x - 1|", "x - 1", "-(x - 1)", "x - 1"),
        ("|1 - x|", "1 - x", "1 - x", "-(1 - x)"),
        ("max(x, x^2)", "x - x^2", "x", "x^2"),
        ("min(x, x^2)", "x - x^2", "x^2", "x"),
        ("max(x^2, x, 1/2)", "x^2 - x", "x", "x^2"),
        ("sin |x - 1| + |x|", "x - 1", "sin(-(x - 1)) + x", "sin(x - 1) + x"),
        ("||x| - 1|", "|x| - 1", "-(x - 1)", "x - 1"),
        ("floor(x/2) |x-1|", "x - 1", "floor(x/2)*(-(x - 1))", "floor(x/2)*(x - 1)"),
    ],
)
def test_on_either_side_of_one_there_is_one_branch(text, zero, left, right):
    assert branch(text, arb(1), -1, zero) == left
    assert branch(text, arb(1), 1, zero) == right


@pytest.mark.parametrize(
    "text", ["|x^2 - 2x + 1|", "|x - 1|", "sign(x - 1)", "floor x", "x if x < 1, 2 otherwise"]
)
def test_what_is_not_proven_to_change_its_sign_there_is_unsettled(text):
    with pytest.raises(Unsettled):
        branch(text, arb(1), 1, "x^2 - 2x + 1")


@pytest.mark.parametrize(
    ("text", "at", "left", "right"),
    [
        ("|x|", ZERO, -1, 1),
        ("-|x|", ZERO, 1, -1),
        ("x|x|", ZERO, 1, 1),
        ("-|x|^3", ZERO, 1, -1),
        ("sqrt x", ZERO, 0, 1),
        ("sqrt(-x)", ZERO, -1, 0),
        ("cbrt x", ZERO, 1, 1),
        ("|x|^(2/3)", ZERO, -1, 1),
        ("max(1, x)", ONE, None, 1),
        ("x if x < 1, x - 1 if x >= 1", ONE, -1, 1),
    ],
)
def test_a_function_rises_or_falls_on_either_side(text, at, left, right):
    f = parse(text)
    ball = arb(0) if at == ZERO else arb(1)
    zeros = tuple(parse(u).tree for u in ("x", "-x", "1 - x", "x - 1"))
    found = trend(f, Bend(ball, at, zeros if at == ONE else zeros[:2]))
    assert (found.left, found.right) == (left, right)


def test_candidates_are_the_simplest_numbers_of_a_ball():
    def names(middle, radius):
        return [to_text(u) for u in candidates(arb(middle, radius))]

    assert names(0.3333, 0.001) == ["1/3"]
    assert names(-2.5, 2**-30) == ["-(5/2)"]
    assert names(0, 1) == ["0"]
    assert names(1.5707963267948966, 1e-12)[-1] == "pi/2"
    assert names(1.2345678901234567, 1e-17) == []


@given(st.fractions(-50, 50, max_denominator=500))
def test_a_number_of_small_denominator_is_the_simplest_within_its_ball(r):
    """Two fractions below 500 differ by 1/500^2 at least."""
    ball = arb(r.numerator) / r.denominator + arb(0, 1e-6)
    assert rational(next(candidates(ball))) == r


@given(st.fractions(0, 3, max_denominator=40), st.fractions(0, 1, max_denominator=30))
def test_no_simpler_number_is_in_the_ball(middle, width):
    ball = arb(middle.numerator) / middle.denominator + arb(0, float(width) / 4)
    found = rational(next(candidates(ball)))
    for q in range(1, found.denominator):
        assert not any(ball.contains(arb(p) / q) for p in range(4 * q))


@pytest.mark.parametrize(
    ("text", "order"),
    [("x", 1), ("1 - cos x", 2), ("x - sin x", 3), ("cos x", 0), ("x^12", 12), ("|x|", None)],
)
def test_the_order_of_a_zero_is_that_of_its_first_coefficient(text, order):
    assert order_of_zero(parse(text).tree, "x", ZERO) == order


def test_beyond_the_orders_looked_at_nothing_is_known():
    assert order_of_zero(parse("x^13").tree, "x", ZERO) is None
    assert order_of_zero(parse("x - x").tree, "x", ZERO) is None


def test_a_zero_is_alone_as_far_as_its_coefficient_does_not_vanish():
    tree = parse("1 - cos x").tree
    assert is_only_zero(tree, "x", 2, arb(0, 1))
    assert not is_only_zero(tree, "x", 2, arb(0, 7))
