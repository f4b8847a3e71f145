"""What the structure of a formula rules out: never a coefficient that is there."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import NotAnalytic
from core.expression.expression import parse
from core.local.smooth import is_analytic_around
from core.point import points
from core.several.known import ball
from core.several.partials import mixed_coefficients
from core.several.support import support

XY = ("x", "y")
leaves = st.sampled_from(["x", "y", "2", "(x-1)", "(y+1)", "(1+x*y)"])
formulas = st.recursive(
    leaves,
    lambda u: st.one_of(
        st.builds("({}+{})".format, u, u),
        st.builds("({}-{})".format, u, u),
        st.builds("{}*{}".format, u, u),
        st.builds("({}/(2+{}))".format, u, u),
        st.builds("({})^{}".format, u, st.integers(0, 3)),
        st.builds("sin({})".format, u),
        st.builds("e^({})".format, u),
        st.builds("sqrt(3+{})".format, u),
    ),
    max_leaves=4,
)


def found_support(text, at, order):
    f = parse(text, XY)
    place = dict(zip(XY, points(at, 2), strict=True))
    return support(f.tree, place, XY, order)


@given(formulas, st.sampled_from([(0, 0), (1, -1), (0, 2), (1, 0)]))
@settings(max_examples=60, deadline=None)
def test_no_coefficient_lies_outside(text, at):
    f = parse(text, XY)
    where = points(at, 2)
    assume(is_analytic_around(f.tree, dict(zip(XY, where, strict=True))))
    try:
        coefficients = mixed_coefficients(f, where, 3)
    except NotAnalytic:
        assume(False)
    possible = found_support(text, at, 3)
    for m, c in coefficients.items():
        assert m in possible or ball(c).is_zero()


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("7", (0, 0), {(0, 0)}),
        ("x", (0, 0), {(1, 0)}),
        ("x", (1, 0), {(0, 0), (1, 0)}),
        ("x y", (0, 0), {(1, 1)}),
        ("x + y", (0, 0), {(1, 0), (0, 1)}),
        ("gamma(1 + x y)", (0, 0), {(0, 0), (1, 1)}),
        ("y/(1 + x)", (0, 0), {(0, 1), (1, 1), (2, 1)}),
        ("y^2 e^x", (0, 0), {(0, 2), (1, 2)}),
        ("(x + y)^3", (0, 0), {(3, 0), (2, 1), (1, 2), (0, 3)}),
        ("y^1000", (0, 0), set()),
        ("-x^0", (0, 0), {(0, 0)}),
    ],
)
def test_what_is_possible_up_to_the_third_order(text, at, expected):
    assert found_support(text, at, 3) == expected
