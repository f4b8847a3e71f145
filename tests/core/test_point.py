from fractions import Fraction

import numpy as np
import pytest

from core import ParseError, parse, point, points
from core.expression.rational import rational
from core.expression.text import to_text
from core.expression.tree import Constant, Negation, Number
from core.floats import FORMATS
from core.point import window_ends


@pytest.mark.parametrize(
    "at, exact",
    [
        ("0.3", Fraction(3, 10)),
        ("-0.3", Fraction(-3, 10)),
        ("1e-3", Fraction(1, 1000)),
        ("2.5E+2", Fraction(250)),
        ("１／３", Fraction(1, 3)),
        ("2^-3", Fraction(1, 8)),
        (3, Fraction(3)),
        (-2, Fraction(-2)),
        (Fraction(-1, 3), Fraction(-1, 3)),
        (0.3, Fraction(0.3)),
        (-0.1, Fraction(-0.1)),
        (0.0, Fraction(0)),
        (5e-324, Fraction(5e-324)),
    ],
)
def test_a_point_is_kept_exact(at: object, exact: Fraction) -> None:
    assert rational(point(at)) == exact


def test_a_float_is_the_binary_number_that_it_is() -> None:
    assert point(0.1).literal == "0.1000000000000000055511151231257827021181583404541015625"


def test_a_typed_point_is_a_formula_without_variables() -> None:
    assert point("pi/2") == parse("pi/2", ()).tree
    assert point("ln 2") == parse("ln 2").tree


@pytest.mark.parametrize(
    "at", ["asin(1)", "sqrt 0", "arcosh 1", "floor π", "(-8)^(1/3)", "0^0", "|0|", "e^-100", "5!"]
)
def test_a_point_may_sit_at_the_end_of_a_domain(at: str) -> None:
    assert point(at) == parse(at).tree


@pytest.mark.parametrize("value", [0.3, -2.75, 1e-8])
def test_a_point_is_rounded_once_in_any_format(value: float) -> None:
    literal = point(abs(value))
    assert isinstance(literal, Number)
    assert FORMATS["float64"].nearest(literal.value) == abs(value)


@pytest.mark.parametrize(
    "at, code, position",
    [
        ("2x", "not_constant", 1),
        ("foo", "unknown_name", 0),
        ("", "empty", 0),
        ("1/0", "constant_undefined", 0),
        ("2+ln(-1)", "constant_undefined", 2),
        ("sqrt(-1)", "constant_undefined", 0),
        ("tan(pi/2)", "constant_undefined", 0),
        ("1/sin(pi)", "constant_undefined", 0),
        ("10^61", "constant_too_large", 0),
        ("9**9**9", "exponent_too_large", 3),
        ("1e61", "constant_too_large", 0),
        (1e61, "constant_too_large", 0),
        (float("nan"), "constant_undefined", 0),
        (float("inf"), "constant_undefined", 0),
        (10**1000, "exact_constant_too_large", 0),
    ],
)
def test_what_is_no_finite_real_constant_is_refused(at: object, code: str, position: int) -> None:
    with pytest.raises(ParseError) as caught:
        point(at)
    assert (caught.value.code, caught.value.position) == (code, position)


def test_points_have_coordinates() -> None:
    one, pi = Number(Fraction(1), "1"), Constant("pi")
    assert points("1, pi", 2) == points((1, "pi"), 2) == points("1，π", 2) == (one, pi)
    assert points("(-1, pi)", 2) == (Negation(one), pi)
    assert points("log(3, 9), 1", 2)[1] == one
    assert points(1, 1) == points("1", 1) == (one,)


@pytest.mark.parametrize(
    "at, code, position",
    [
        ("1", "wrong_dimension", 0),
        ("1,2,3", "wrong_dimension", 0),
        ((1, 2, 3), "wrong_dimension", 0),
        ("1, q", "not_constant", 3),
        ("(1, 1/0)", "constant_undefined", 4),
        ("1,", "empty", 2),
    ],
)
def test_errors_point_into_the_whole_text(at: object, code: str, position: int) -> None:
    with pytest.raises(ParseError) as caught:
        points(at, 2)
    assert (caught.value.code, caught.value.position) == (code, position)


def test_numbers_of_numpy_are_numbers_and_truth_is_none():
    assert point(np.float32(0.5)) == point(np.array(0.5)) == point(0.5)
    assert points(np.array([1.0, 2.0]), 2) == points((1.0, 2.0), 2)
    with pytest.raises(ParseError):
        point(True)


@pytest.mark.parametrize("at", [None, 1j, [1], (1, 2), b"1", np.array([1.0]), parse("1")])
def test_what_is_no_number_at_all_is_no_point(at):
    with pytest.raises(ParseError) as caught:
        point(at)
    assert caught.value.code == "not_constant"


def test_the_ends_of_a_window():
    low, high = window_ends("0, pi/2")
    assert (to_text(low), to_text(high)) == ("0", "pi/2")
    assert window_ends((0, 1)) == window_ends("(0, 1)") == window_ends([0, "1"])
    for window in ((1, 0), (1, 1), "pi, 3"):
        with pytest.raises(ValueError, match="is empty"):
            window_ends(window)
    for window in (5, (1, 2, 3), "0", None):
        with pytest.raises(ValueError, match="two ends"):
            window_ends(window)
    with pytest.raises(ParseError, match="constant_undefined"):
        window_ends((0, "ln 0"))
