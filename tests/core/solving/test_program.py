"""Shared parts evaluated once, and slopes over boxes: always enclosures."""

import numpy as np
import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from core.expression.balls import enclose, working_precision
from core.expression.differentiation import differentiate
from core.expression.expression import parse
from core.solving.program import Program
from core.solving.slopes import BITS, Map
from tests.core.expression.trees import NAMES, trees

TEXTS = [
    "sin(x) cos(x) + cosh(x)^2",
    "|x - 1| x",
    "max(x, x^2)",
    "e^(x sin x)",
    "1/(1+x^2)",
    "x^5 - x",
]


def test_what_formulas_share_is_evaluated_once():
    f = parse("sin(x)^2 + sin(x)").tree
    assert len(Program([f, f], 53)) == len(Program([f], 53)) == 3


@given(trees, st.tuples(*[st.floats(-2, 2)] * 4), st.floats(0, 0.1))
def test_a_program_encloses_what_the_formula_has(tree, middle, radius):
    """The ball may be narrower than the interpreter's, but both hold the value at the middle."""
    place = {name: arb(m, radius) for name, m in zip(NAMES, middle, strict=False)}
    with working_precision(BITS):
        (ball,) = Program([tree], BITS).values(place)
        point = enclose(tree, {name: side.mid() for name, side in place.items()}, BITS)
    assert not (ball.is_finite() and point.is_finite()) or ball.overlaps(point)
    assert ball.is_finite() == enclose(tree, place, BITS).is_finite()


@pytest.mark.parametrize("name", ["sin", "cos", "cosh"])
@given(st.floats(-4, 4), st.floats(1e-9, 2), st.floats(-1, 1))
def test_centered_values_hold_every_value_and_are_narrow_beside_an_extremum(name, middle, r, share):
    f = parse(f"{name} x").tree
    with working_precision(BITS):
        (ball,) = Program([f], BITS).values({"x": arb(middle, r)})
        inside = arb(middle) + arb(share) * arb(r)
        assert ball.overlaps(enclose(f, {"x": inside}, BITS))
        (flat,) = Program([parse("cos x").tree], BITS).values({"x": arb(0, 1e-6)})
        assert flat.rad() < arb(2e-12)


@pytest.mark.parametrize("text", TEXTS)
@given(st.floats(-3, 3), st.floats(0.001, 1), st.floats(-1, 1), st.floats(-1, 1))
def test_every_secant_has_its_slope_in_the_enclosure(text, middle, radius, s, t):
    """Corners too: the slope of a secant across them lies between those of their sides."""
    f = parse(text)
    m = Map(("x",), (f.tree,))
    with working_precision(BITS):
        a, b = (arb(middle) + arb(share) * arb(radius) * arb(0.999) for share in (s, t))
        if not a - b < 0 and not a - b > 0:
            return
        ((slope,),) = m.slopes((arb(middle, radius),))
        secant = (enclose(f.tree, {"x": a}, BITS) - enclose(f.tree, {"x": b}, BITS)) / (a - b)
        assert slope.overlaps(secant)


@pytest.mark.parametrize(
    "text",
    [
        "floor x",
        "sign x",
        "x if x < 0, x + 1 if x >= 0",
        "x if x < 0, x + 1 otherwise",
        "cbrt x",
        "1/x",
    ],
)
def test_no_slopes_where_something_jumps_or_is_steep(text):
    m = Map(("x",), (parse(text).tree,))
    assert m.slopes((arb(0, 1),)) is None
    assert m.slopes((arb(2.5, 0.25),)) is not None


def test_gamma_has_slopes_by_its_series():
    ((slope,),) = Map(("x",), (parse("gamma x").tree,)).slopes((arb(3, 2**-30),))
    assert float(slope) == pytest.approx(2 * (1.5 - np.euler_gamma), rel=1e-6)


def test_the_matrix_has_a_row_for_each_formula():
    names = ("x", "y")
    m = Map(names, (parse("x^2 y", names).tree, parse("x + 3y", names).tree))
    with working_precision(BITS):
        rows = m.slopes((arb(2), arb(5)))
    assert [[float(ball) for ball in row] for row in rows] == [[20, 4], [1, 3]]
    assert differentiate(m.components[1], "y") == parse("3").tree


def test_a_long_formula_is_known_to_cost_more():
    """In additions: one for x + 2, eight for a sine or a power."""
    costs = [Program([parse(text).tree], 53).cost for text in ("x", "x + 2", "sin(x) + 2", "x^9")]
    assert costs == [0, 1, 9, 8]


def test_variables_constants_and_cases_are_found_where_they_are_kept():
    names = ("y", "x")
    formulas = ["2", "x", "y^x", "root(3, y)", "x if y < 1, 7 otherwise", "min(x, y, 2)", "pi y"]
    program = Program([parse(text, names).tree for text in formulas], BITS)
    found = [float(ball) for ball in program.values({"x": arb(2), "y": arb(8)})]
    assert found == pytest.approx([2, 2, 64, 2, 7, 2, 8 * np.pi], rel=2**-50)


def test_a_place_that_is_asked_for_twice_is_computed_once():
    program = Program([parse("sin(x) + 2").tree], 53)
    first, second = arb(1), arb(2)
    values = [float(program.values({"x": x})[0]) for x in (first, first, second, first)]
    assert values == pytest.approx(np.sin([1, 1, 2, 1]) + 2)
    assert program.work == 3 * program.cost


def test_a_formula_without_variables_has_its_value():
    assert Program([parse("2", ()).tree], 53).values({}) == [2]
