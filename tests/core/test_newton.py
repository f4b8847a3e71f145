"""Newton's method in a float format: what it does, where it ends, how fast."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ParseError
from core.expression.expression import parse
from core.floats import FORMATS
from core.newton import newton
from core.newton_ends import has_root_ahead, lengthens


def run(text, start, **options):
    return newton(parse(text), start, **options)


def test_the_iterates_of_the_square_root_are_herons():
    """``x <- (x + a/x)/2``: 1, 3/2, 17/12, 577/408 for the root of 2."""
    r = run("x^2 - 2", 1)
    exact = [Fraction(1), Fraction(3, 2), Fraction(17, 12), Fraction(577, 408)]
    # A quotient and a difference, both rounded: 2 u of 1.5, and what is left of earlier ones.
    np.testing.assert_allclose(r.iterates[:4], [float(x) for x in exact], rtol=4 * 2**-53)
    assert r.status == "converged"
    assert r.order == pytest.approx(2, abs=0.02)


def test_the_errors_are_those_of_the_iterates_themselves():
    r = run("cos x - x", 1)
    with mpmath.workdps(50):
        root = mpmath.findroot(lambda x: mpmath.cos(x) - x, 0.7)
        expected = [abs(mpmath.mpf(x) - root) for x in r.iterates]
        for found, true in zip(r.errors, expected, strict=True):
            assert abs(found - true) <= true * 2**-40


def test_tangents_lead_from_the_graph_to_the_next_iterate():
    r = run("x^3 - x - 1", 2)
    (x0, y0), (x1, y1) = r.tangents[0]
    assert (x0, y0, y1) == (2, 5, 0)
    assert x1 == r.iterates[1] == 2 - 5 / 11
    np.testing.assert_array_equal(r.corrections, np.diff(r.iterates))
    assert r.tangents.shape == (len(r.iterates) - 1, 2, 2)


ENDS = [
    ("x^2 - 2", 1, "converged"),
    ("sin x", 3, "converged"),
    ("|x| - 1", 3, "converged"),
    ("x^2", 0, "converged"),
    ("x - sin x", 1, "converged"),
    ("x^3 - 2x + 2", 0, "cycle"),
    ("x^3 - 2x + 2", 0.1, "cycle"),
    ("sign(x) sqrt|x|", 1, "cycle"),
    ("sign(x) sqrt|x|", 0.7, "cycle"),  # of three: one of them is rounded
    ("cbrt x", 1, "diverged"),
    ("e^-x", 0, "diverged"),
    ("x e^-x", 2, "diverged"),
    ("x^2 + 1", 0, "flat tangent"),
    ("atan x", 2, "diverged"),  # the slope is 1/(1 + x^2), and x^2 overflows
    ("1 + 1/x", -3, "diverged"),
    ("max(1/x, 1/20)", 1, "flat tangent"),  # ever longer steps, to where it really is flat
    ("x^1000 - 2", 1.1, "step limit"),  # each step 0.1 % shorter, and the root is ahead
    ("ln x", 3, "left the domain"),
    ("sqrt(x) + 1", 1, "left the domain"),
    ("x^2 + 1", 0.3, "step limit"),
    ("(x-1)^2", 3, "step limit"),
    ("floor x", 0.5, "stalled"),  # f = 0 on [0, 1): no root is isolated there
]


@pytest.mark.parametrize(("text", "start", "status"), ENDS)
def test_every_way_to_end(text, start, status):
    r = run(text, start)
    assert r.status == status
    assert status in repr(r)
    assert (r.root is None) == (len(r.errors) == 0)
    assert (r.period > 1) == (status == "cycle")


@pytest.mark.parametrize(
    ("text", "start", "order", "tolerance"),
    [
        ("x^2 - 3", 1, 2, 0.05),
        ("e^x - 2", 1, 2, 0.05),
        ("atan x", 1, 3, 0.05),  # f'' is 0 at the root
        ("(x-1)^2", 3, 1, 0.01),
        ("(x^2-2)^3", 2, 1, 0.05),
        ("1 - cos x", 1, 1, 0.05),
    ],
)
def test_the_observed_order_is_the_theorys(text, start, order, tolerance):
    assert run(text, start).order == pytest.approx(order, abs=tolerance)


def test_at_a_root_of_order_m_the_error_shrinks_by_one_part_in_m():
    r = run("(x-1)^4", 3, steps=12)
    np.testing.assert_allclose(r.errors[1:] / r.errors[:-1], 3 / 4, rtol=1e-10)
    assert r.root.multiplicity == 4


def test_too_few_errors_are_not_fitted():
    r = run("x - 1/3", 0)
    assert r.order is None
    assert "not fitted" in repr(r)
    assert run("x^2 - 2", 1, dtype="float16").order is None


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_in_every_format_it_comes_to_rest_within_a_few_units_of_the_root(dtype):
    r = run("x^2 - 2", 1, dtype=dtype)
    fmt = FORMATS[dtype]
    assert r.status == "converged"
    # f near the root is off by 2 u, which is u/sqrt(2) of x; the last step is rounded once more.
    assert r.errors[-1] <= 2 * fmt.spacing(1.4)
    for x in r.iterates:
        assert float(fmt.cast(np.float64(x))) == x


@settings(max_examples=50)
@given(st.integers(2, 10**6))
def test_the_square_root_of_any_number_is_reached_from_above(a):
    """For a convex function, from above: monotonic, and to the neighbor of the root at least."""
    r = run(f"x^2 - {a}", a)
    assert r.status == "converged"
    assert r.iterates[-1] == pytest.approx(a**0.5, rel=4 * 2**-53)
    large = r.iterates[r.iterates > a**0.5 * (1 + 1e-12)]
    assert (np.diff(large) < 0).all()


def test_starts_are_rounded_to_the_format():
    assert run("sin x", "1/3", dtype="float32").iterates[0] == np.float32(1 / 3)
    assert run("sin x", "pi", steps=0).iterates.tolist() == [np.pi]


def test_refusals():
    with pytest.raises(ValueError, match="in 1 variable expected"):
        newton(parse("x y", ("x", "y")), 1)
    with pytest.raises(ValueError, match="steps"):
        run("x", 1, steps=-1)
    with pytest.raises(ValueError, match="format"):
        run("x", 1, dtype="float8")
    with pytest.raises(ValueError, match="gamma"):
        run("gamma x", 1)
    with pytest.raises(ParseError):
        run("x", "1/0")


def test_an_error_far_from_the_root_tells_nothing_of_the_order():
    """From 1.5 the tangent of the sine is nearly flat: it leads past five roots, to -4 pi."""
    r = run("sin x", 1.5)
    assert r.root.value.value == -4 * np.pi
    assert r.errors[0] > 14
    assert r.order is None


def test_the_order_of_the_sine_is_three_as_its_second_derivative_is_zero_too():
    """With 0.6 the errors are 0.6, 0.084, 2e-4, 2.7e-12: e' = e^3/3."""
    r = run("sin x", 0.6)
    assert r.order == pytest.approx(3, abs=0.1)
    assert "observed order" in repr(r)


def test_a_thousand_steps_ahead_a_root_is_looked_for():
    """From 1.9 and 2 they lead to 102."""
    assert has_root_ahead(parse("x - 50"), [1.9, 2.0])
    assert not has_root_ahead(parse("x - 500"), [1.9, 2.0])


def test_each_of_three_steps_has_to_be_longer_than_the_one_before():
    assert lengthens([0.0, 1.0, 3.0, 6.0])
    assert not lengthens([0.0, 1.0, 3.0, 4.0])
    assert not lengthens([1.0, 3.0, 6.0])


@pytest.mark.parametrize("text", ["1 - cos x", "x - sin x", "cosh x - 1"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_round_off_does_not_count_at_a_multiple_root_at_zero_either(text, dtype):
    """The order is 1 at a multiple root; the last errors, where f cancels, say 0.68 or 1.2."""
    assert run(text, 1, dtype=dtype).order == pytest.approx(1, abs=0.01)
