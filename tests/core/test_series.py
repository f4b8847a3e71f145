"""The coefficients' own interface: centers as balls, other variables, demands, reasons."""

import ast
import math
import time
from fractions import Fraction
from pathlib import Path

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from core import NotAnalytic, parse
from core.errors import REASONS
from core.expression.series import MAX_ACCURACY, MAX_ORDER, closed_coefficients, coefficients
from core.expression.tree import Constant, Number

ZERO = Number(Fraction(0), "0")


def series(text, at=ZERO, order=5, bits=60, **others):
    f = parse(text, ("x", *others))
    return coefficients(f.tree, "x", at, order, bits, others)


@pytest.mark.parametrize("bits", [20, 60, 500, MAX_ACCURACY])
@pytest.mark.parametrize("text", ["e^(sin(x + 1))", "tan(x + 1)", "gamma(x + 3)", "1/(x + pi)"])
def test_each_ball_has_the_accuracy_that_was_asked_for(text, bits):
    assert all(c.rel_accuracy_bits() >= bits for c in series(text, bits=bits))


def test_a_center_may_be_a_formula_or_a_number():
    by_formula = series("cos x", Constant("pi"))
    by_number = series("cos x", arb(math.pi))
    assert by_formula[0].overlaps(arb(-1)) and by_formula[1].is_zero()
    assert abs(by_number[1]) < 1e-15 and by_number[1] != 0


@given(st.floats(-2, 2), st.sampled_from([1e-9, 0.01, 0.25]), st.floats(-1, 1))
def test_over_an_interval_every_point_is_enclosed(middle, radius, place):
    x = arb(middle) + arb(place) * arb(radius)
    wide = series("e^(sin x)/(x^2 + 3)", arb(middle, radius), bits=30)
    exact = series("e^(sin x)/(x^2 + 3)", arb(x.mid()), bits=80)
    assert all(w.overlaps(e) for w, e in zip(wide, exact, strict=True))


def test_over_an_interval_the_highest_order_is_as_precise_as_the_first():
    """``e^x = e^a e^(x-a)``: the balls of ``c_k k!`` are all as wide as that of the value."""
    found = series("e^x", arb(0, 0.25), MAX_ORDER, bits=30)
    scaled = [c * arb(k).fac() if k else c for k, c in enumerate(found)]
    assert all(c.contains(arb(0, 0.2).exp()) and float(c.rad()) < 0.3 for c in scaled)


@pytest.mark.parametrize("text", ["1/x", "|x|", "tan(x + 3/2)", "sqrt x", "floor x", "max(x, 0)"])
def test_over_an_interval_with_an_obstacle_nothing_is_claimed(text):
    with pytest.raises(NotAnalytic):
        series(text, arb(0, 0.25))


def test_other_variables_are_constants():
    assert [float(c) for c in series("x^2 y + y^3", order=2, y=arb(2))] == [8.0, 0.0, 2.0]
    third = series("e^(x y)", order=1, y=Number(Fraction(1, 3), ""))[1]
    assert third.overlaps(arb(1) / 3)


def test_a_zero_that_cannot_be_proven_is_smaller_than_any_double():
    """``cos(pi/12)^2 + sin(pi/12)^2 - 1`` at work: no relation of the table says that it is 0."""
    c = series("x + sin(pi/7) - sin(6pi/7)")[0]
    assert c.contains(0)
    assert abs(c) < arb(2) ** -1075


def test_a_quotient_by_such_a_zero_is_undecided():
    with pytest.raises(NotAnalytic) as caught:
        series("1/(x + sin(pi/7) - sin(6pi/7))")
    assert caught.value.code == "undecided"


def test_demands_out_of_bounds_are_refused():
    for order, bits in ((MAX_ORDER + 1, 60), (-1, 60), (3, 0), (3, MAX_ACCURACY + 1)):
        with pytest.raises(ValueError, match="at most"):
            series("x", order=order, bits=bits)


def test_every_reason_that_is_raised_is_explained():
    """Collect the string arguments of ``NotAnalytic(...)`` wherever a series may be refused."""
    folder = Path(__file__).parents[2] / "core" / "expression"
    raised = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NotAnalytic":
                texts = [part for part in ast.walk(node) if isinstance(part, ast.Constant)]
                raised |= {part.value for part in texts if isinstance(part.value, str)}
    assert raised == set(REASONS)


RUNAWAYS = [
    "(1.2345678901234567890x + 1)^500",
    "x^1000",
    "(x + 1)^999/7",
    "e^(e^(e^(e^x)))",
    "sin(sin(sin(sin(sin(sin(sin(x)))))))",
    "erf(erf(erf(x)))",
    "tan(tan(tan(x)))",
]


@pytest.mark.parametrize("text", RUNAWAYS)
def test_what_the_budgets_let_through_does_not_run_away(text):
    """Orders of 200 at an awkward center; FLINT cannot be interrupted."""
    tree, at = parse(text).tree, parse("123456789/987654321", ()).tree
    begun = time.process_time()
    coefficients(tree, "x", at, 200)
    closed_coefficients(tree, "x", at, 200)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text",
    [
        "(x^1000 + 1)^(1/1000)",
        "1/(x^1000 + 1)",
        "sqrt((x^500 + 1)^2)",
        "(1/(x^100 + 1) - 1)/x^100",
        "ln(x^400 - (1/3)^400 + 1)",
        "e^(x^400 - (1/3)^400)",
        "besselj(1, x^400 - (1/3)^400)",
    ],
)
@pytest.mark.parametrize("at", ["1/3", "0"])
def test_rational_series_of_long_numbers_are_not_multiplied_out(text, at):
    """At 1/3 their coefficients have hundreds of thousands of digits: seconds, each."""
    tree, center = parse(text).tree, parse(at, ()).tree
    begun = time.process_time()
    coefficients(tree, "x", center, 200)
    closed_coefficients(tree, "x", center, 200)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1/sinh x", "3.14159265358979"),  # e^c is no power of e^(1/10^14)
        ("x^(3.14159265358979)", "2"),
        ("2^x", "10^15 + 1/2"),  # nor is 2^(10^15) ever written out
        ("1/(e^(x ln 2) - 1)", "10^15 + 1/3"),
    ],
)
def test_long_numbers_in_exponents_are_not_multiplied_out(text, at):
    begun = time.process_time()
    closed_coefficients(parse(text).tree, "x", parse(at, ()).tree, 4)
    assert time.process_time() - begun < 2
