"""Branch and prune in one to three variables: every zero once, none invented, edges included."""

import mpmath
import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from core.expression.balls import working_precision
from core.expression.differentiation import differentiate
from core.expression.expression import parse
from core.solving import isolation
from core.solving.interval_newton import _swept, narrow, zero_in
from core.solving.isolation import CUT, isolate
from core.solving.slopes import BITS, Map

XYZ = ("x", "y", "z")


def system(*texts):
    names = XYZ[: len(texts)]
    return Map(names, tuple(parse(text, names).tree for text in texts))


def box(*sides):
    return tuple(arb((low + high) / 2, (high - low) / 2) for low, high in sides)


def places(found):
    return sorted([float(side.mid()) for side in zero.place] for zero in found.zeros)


def test_a_circle_meets_a_line_in_two_points():
    found = isolate(system("x^2 + y^2 - 1", "x - y"), box((-2, 2), (-2, 2)), 20)
    half = 2**-0.5
    np.testing.assert_allclose(places(found), [(-half, -half), (half, half)], rtol=2**-52)
    assert found.undecided == []


def test_three_variables():
    texts = ("x^2 + y^2 + z^2 - 3", "x + y - z - 1", "x y^2 - z^2")
    found = isolate(system(*texts), box((0.5, 2), (0.5, 2), (0.5, 2)), 12)
    assert found.undecided == []
    assert places(found) == [[1.0, 1.0, 1.0]]


def test_a_zero_is_enclosed_to_thirty_digits():
    (zero,) = isolate(system("cos x - x"), box((0, 1)), 20).zeros
    with mpmath.workdps(60), working_precision(200):
        expected = mpmath.findroot(lambda x: mpmath.cos(x) - x, 0.7)
        (ball,) = zero.place
        assert ball.contains(arb(mpmath.nstr(expected, 55)))
        assert ball.rad() < arb(10) ** -30


@pytest.mark.parametrize("edge", [-1.0, -0.5, 0.0, 0.25, 1.0])
def test_a_zero_on_an_edge_is_found_once(edge):
    m = system(f"sinh(x - ({edge!r}))")
    for sides in ((edge, 2), (-2, edge)):
        assert len(isolate(m, box(sides), 20).zeros) == 1
    assert len(isolate(m, box((-2, 2)), 20).zeros) == 1


def test_a_zero_where_a_box_is_cut_is_found_once():
    """The first cut of ``[0, 128]`` is at 63, a zero; from both halves it looks like theirs."""
    assert CUT * 128 == 63
    assert len(isolate(system("sin(pi x/63)"), box((0, 128)), 20).zeros) == 3


@settings(max_examples=30)
@given(st.lists(st.integers(-40, 40), min_size=1, max_size=7, unique=True))
def test_as_many_zeros_as_there_are(points):
    """Zeros of ``product (x - p/8)``, hidden from exact algebra: here nothing is a polynomial."""
    m = system("*".join(f"(x - ({p})/8)" for p in points))
    found = isolate(m, box((-6, 6)), 30)
    assert found.undecided == []
    assert [x for (x,) in places(found)] == sorted(p / 8 for p in points)


def test_one_box_is_never_proven_to_hold_a_zero_that_is_not_there():
    """``x^2 + 2^-80`` is so near to 0 that only exact reasoning tells."""
    found = isolate(system("x^2 + 2^(-80)"), box((-1, 1)), 20)
    assert found.zeros == []
    assert found.undecided
    assert isolate(system("x^2 + 2^(-80)"), box((-1, 1)), 60).undecided == []


def test_a_double_zero_is_left_undecided():
    found = isolate(system("1 - cos x"), box((-1, 1.125)), 10)
    assert found.zeros == []
    assert any(side.contains(0) for (side,) in found.undecided)


def test_jumps_and_poles_are_no_zeros():
    for text in (
        "floor(x) - 1/2",
        "sign(x - 1)  + 1/4",
        "1/(x-1)",
        "tan(x)^-1 if x>1, -1 otherwise",
    ):
        found = isolate(system(text), box((0.5, 1.5)), 20)
        assert found.zeros == []


def test_the_budget_is_kept_and_nothing_is_lost():
    found = isolate(system("sin(1/x)"), box((-1, 1)), 60, budget=100)
    assert found.boxes == 100
    for k in range(1, 50):
        root = 1 / (k * np.pi)
        covered = [z.place[0] for z in found.zeros] + [side for (side,) in found.undecided]
        assert any(abs(ball - root) < 1e-12 or ball.contains(root) for ball in covered)


def test_what_vanishes_everywhere_is_undecided_at_once():
    found = isolate(system("0 x"), box((-1, 1)), 20)
    assert (len(found.undecided), found.boxes) == (1, 0)


def test_narrowing_keeps_every_zero():
    with working_precision(BITS):
        m = system("x^2 + y^2 - 1", "x - y")
        rest, inside = narrow(m, box((0.5, 0.9), (0.5, 0.9)))
        half = arb(0.5).sqrt()
        assert inside
        assert all(side.contains(half) for side in rest)
        assert narrow(m, box((0.8, 0.9), (0.8, 0.9))) is None


def test_a_zero_is_proven_to_be_alone():
    with working_precision(BITS):
        assert zero_in(system("x^2 - 1"), box((0.25, 2))) is not None
        assert zero_in(system("x^2 - 1"), box((-2, 2))) is None
        assert zero_in(system("|x| - 1"), box((0.25, 2))) is not None


@pytest.mark.parametrize("text", ["x^2", "(x^2 + y^2 - 1)^2", "x^2 y^2"])
def test_a_curve_of_zeros_is_given_up_before_the_budget_is_spent(text):
    """More than 1000 boxes narrower than 2^-8: so many isolated points are no textbook's."""
    f = parse(text, ("x", "y")).tree
    gradient = Map(("x", "y"), (differentiate(f, "x"), differentiate(f, "y")))
    found = isolate(gradient, box((-2, 2), (-2, 2)), 18, 10_000)
    assert found.ended_early
    assert found.boxes < 4000
    assert len(found.undecided) > 1000


def test_many_points_are_no_curve():
    f = [parse(text, ("x", "y")).tree for text in ("sin(4x)", "sin(4y)")]
    found = isolate(Map(("x", "y"), tuple(f)), box((-5, 5), (-5, 5)), 18, 10_000)
    assert (len(found.zeros), found.ended_early) == (13**2, False)


def test_work_is_bounded_however_few_boxes_it_takes(monkeypatch):
    monkeypatch.setattr(isolation, "MAX_WORK", 20_000)
    long = system("+".join(f"sin({k} x)^{k}" for k in range(2, 22)))
    found = isolate(long, box((-3, 3)), 60)
    assert found.ended_early
    # What one box more may cost: values there and at the middle, slopes, and some of Newton's.
    assert 20_000 <= long.work < 60_000
    assert isolate(system("sin x"), box((-3, 3)), 60).ended_early is False


def test_a_step_back_onto_the_edge_of_a_box_proves_nothing():
    """Newton's step must come to lie inside: ``x = 1`` may be a zero that has its twin outside."""
    box, center, one = (arb(0, 1),), (arb(0),), [[arb(1)]]
    assert _swept(box, center, one, [arb(0, 1)])[1] is False
    assert _swept(box, center, one, [arb(0, 0.5)])[1] is True
    assert _swept(box, center, one, [arb(3, 0.5)]) is None
