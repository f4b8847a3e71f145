"""Single steps of the proven Taylor method, at so few bits that every term of the proof counts."""

from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from core.expression.balls import working_precision
from core.expression.expression import parse
from core.point import point
from core.taylor_step import Way

TY = ("t", "y")
BITS = 33  # order 11


def way(text):
    return Way(parse(text, TY), point(0), BITS)


def proven(it, y, h):
    about = it._series(it.start, y.mid(), it.order)
    return it._proven(arb(0), y, h, about)


@given(st.integers(1, 100), st.integers(-16, 16), st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_a_step_holds_the_solutions_from_the_whole_ball(share, eighth, width):
    # y' = 10^4 y^2 from y_0 is y_0 / (1 - 10^4 y_0 t): each coefficient 10^4 times the last.
    scale = 10_000
    with working_precision(BITS):
        y = arb(1, width * 2.0**-20)
        step = proven(way(f"{scale} y^2"), y, arb(eighth) / 16 * arb(0.25) / scale)
        if step is None:
            return
        s = step.h * share / 100
        assert step.way.contains(s)
        found = step.at(s)
    with working_precision(200):
        for off in (-1, 0, 1):
            start = arb(1) + off * width * arb(2) ** -20
            assert found.overlaps(start / (1 - scale * start * s))
            if s.is_exact():
                assert found.contains(start / (1 - scale * start * s))


def test_short_steps_are_proven_and_steps_over_a_pole_are_not():
    it = way("y^2")
    with working_precision(BITS):
        about = it._series(it.start, arb(1), it.order)
        assert proven(it, arb(1), arb(0.125)) is not None
        for h in (1.0, 1.5, 4.0):
            reach = arb(0).union(arb(h))
            assert it._enclosure(reach, arb(1), reach, about) is None


@pytest.mark.parametrize("h", [0.125, -0.25, 0.1875])
def test_the_enclosure_holds_all_of_the_way(h):
    it = way("y^2")
    with working_precision(BITS):
        about = it._series(it.start, arb(1), it.order)
        reach = arb(0).union(arb(h))
        values = it._enclosure(reach, arb(1), reach, about)
        assert values is not None
        for k in range(33):
            assert values.contains(1 / (1 - arb(h) * k / 32))


def test_a_rough_step_is_refused():
    it = way("sqrt(y)")
    with working_precision(BITS):
        assert proven(it, arb(1), arb(0.9)) is None
        assert proven(it, arb(1), arb(0.125)) is not None


@given(st.fractions(Fraction(1, 50), 3, max_denominator=50), st.sampled_from([-1, 1]))
@settings(max_examples=30, deadline=None)
def test_what_is_called_reached_is_reached(t, side):
    it, balls = way("1"), [arb.nan()]
    with working_precision(BITS):
        goal = arb(t.numerator) / t.denominator * side
        end = it.go(arb(0), [goal], balls, side)
    assert abs(Fraction(end)) <= t
    # A ball of 33 bits and one double inward.
    assert abs(Fraction(end)) >= t * (1 - Fraction(1, 2**28))
    assert balls[0].contains(goal)
