"""Secants from a hole in the curve, and sides that do not get mixed up."""

import numpy as np

from core.expression.expression import parse
from core.secants import secants


def test_secants_from_a_hole_start_at_the_limit():
    s = secants(parse("(x+x^2) x/x"), 0, [0.5, 0.25])  # x + x^2, with a hole at 0
    assert s.derivative.removable
    assert s.left.tolist() == [0.5, 0.75]
    assert s.right.tolist() == [1.5, 1.25]
    assert s.left_difference.tolist() == [-0.5, -0.25]
    assert s.right_difference.tolist() == [0.5, 0.25]


def test_secants_from_a_hole_away_from_0_and_at_an_end_of_the_domain():
    s = secants(parse("(x^2-1)/(x-1)"), 1, [0.5, 0.25])  # x + 1, with a hole at 1
    assert s.left.tolist() == s.right.tolist() == [1.0, 1.0]
    s = secants(parse("1 + sqrt(x) x/x"), 0, [0.25])  # 1 + sqrt(x): the limit is the right one's
    assert s.derivative.removable
    assert s.right.tolist() == [2.0] and np.isnan(s.left).all()


def test_secants_of_a_wild_hole_are_measured_though_there_is_no_tangent():
    s = secants(parse("x sin(1/x)"), 0, [0.1])
    expected = [-np.sin(10), np.sin(10)]  # f is even
    np.testing.assert_allclose([s.left[0], s.right[0]], expected, rtol=1e-15)
    assert np.isnan(s.right_difference[0])


def test_a_pole_has_no_secants():
    s = secants(parse("1/x"), 0, [0.1])
    assert np.isnan([s.left[0], s.right[0]]).all()
