"""Whole numbers, corners and verdicts where rounding alone would say the contrary."""

import numpy as np
import pytest

from core import derivative
from core.expression.expression import parse
from core.expression.text import to_text
from core.local.jumps import without_jumps
from core.local.kinks import vanishes_around
from core.local.meeting import ESTIMATE, _estimated
from core.point import point


@pytest.mark.parametrize(
    ("text", "at", "whole"),
    [
        ("floor(x^2)", "sqrt 2", 2),
        ("floor(x^2 - 10^-99)", "sqrt 2", 1),  # less than the ball around it shows
        ("ceil(x^2 + 10^-99)", "sqrt 2", 3),
        ("floor(3x)", "1/3", 1),
        ("sign(sin x)", "pi", 0),
    ],
)
def test_whole_numbers_beside_a_whole_number(text, at, whole):
    assert to_text(without_jumps(parse(text).tree, "x", point(at))) == str(whole)


def test_what_is_0_on_one_side_only_is_not_0_all_around():
    x = np.array([1 + 2.0**-52, 2.0, 0.5])
    found = vanishes_around(parse("max(x, 1) - x").tree, ("x",), {"x": x}, "x")
    assert found.tolist() == [False, True, False]


def test_estimates_agree_within_their_error():
    near, far = 1 + ESTIMATE, 1 + 3 * ESTIMATE
    assert (_estimated(1.0, near), _estimated(1.0, far), _estimated(far, 1.0)) == (0, -1, 1)
    assert (_estimated(-1.0, -near), _estimated(-1.0, -far)) == (0, 1)


@pytest.mark.parametrize(
    "text", ["x sin(1/x) if x > 0, x otherwise", "x if x > 0, x sin(1/x) otherwise"]
)
def test_a_slope_on_one_side_alone_is_no_corner(text):
    assert derivative(parse(text), 0).verdict == "oscillation"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("x^3 sin(1/x) (1/x)", "differentiable"),
        ("x^2 sin(1/x) (1/x)", "oscillation"),
        ("x^3 sin(1/x) (1/x^2)", "oscillation"),
    ],
)
def test_a_pole_takes_from_what_a_power_gives(text, verdict):
    assert derivative(parse(f"{text} if x != 0, 0 otherwise"), 0).verdict == verdict
