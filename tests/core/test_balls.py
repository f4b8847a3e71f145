"""Balls: every value over the arguments is inside, however wide they are."""

from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import given
from hypothesis import strategies as st

from core import parse
from core.expression.balls import MAX_BITS, enclose, working_precision
from core.expression.tree import FUNCTIONS, Constant, Number

FORMULAS = [
    *(f"{name}(x)" for name, (least, _) in FUNCTIONS.items() if least == 1),
    *("root(1, x)", "root(2, x)", "root(3, x)", "root(8, x)", "root(101, x)", "root(102, x)"),
    *("besselj(0, x)", "besselj(7, x)", "log(2, x)", "min(x, 1, x^2)", "max(x, -x, 1)"),
    *(f"x^({p}/{q})" for p in (-3, -2, -1, 0, 1, 2, 3) for q in (1, 2, 3, 101)),
    *("2^x", "e^x", "x^x", "x^pi", "x^2 - x", "1/(1+x^2)"),
]


@given(
    st.sampled_from(FORMULAS),
    st.floats(-30, 30) | st.sampled_from([0.0, 1.0, -1.0]),
    st.sampled_from([0.0, 1e-9, 0.1, 1.0, 5.0]),
    st.lists(st.floats(-1, 1), min_size=4, max_size=4),
)
def test_every_value_over_a_ball_is_inside_the_answer(text, middle, radius, places):
    tree = parse(text).tree
    answer = enclose(tree, {"x": arb(middle, radius)}, 80)
    for place in (-1.0, 0.0, 1.0, *places):
        value = enclose(tree, {"x": arb(middle) + arb(place) * arb(radius)}, 200)
        assert not answer.is_finite() or (value.is_finite() and answer.overlaps(value))


@pytest.mark.parametrize(
    ("text", "low", "high", "least", "most"),
    [
        ("x^2", -1, 2, 0, 4),
        ("x^3", -2, 1, -8, 1),
        ("|x|", -3, 1, 0, 3),
        ("cbrt x", -8, 27, -2, 3),
        ("x^(2/3)", -8, 1, 0, 4),
        ("sqrt x", 4, 9, 2, 3),
        ("floor x", 0.5, 2.5, 0, 2),
        ("sign x", -1, 1, -1, 1),
        ("min(x, 1)", 0, 3, 0, 1),
    ],
)
def test_wide_balls_are_not_much_wider_than_need_be(text, low, high, least, most):
    answer = enclose(parse(text).tree, {"x": arb(low).union(arb(high))}, 80)
    slack = 0.6 * (most - least)
    assert least - slack <= answer.lower() <= least + 1e-6
    assert most - 1e-6 <= answer.upper() <= most + slack


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("ln x", 0),
        ("1/x", 0),
        ("sqrt x", -1),
        ("asin x", 2),
        ("gamma(x)", -1),
        ("x^(1/2)", -4),
        ("tan x", arb(1.5, 0.2)),
        ("ln x", arb(1, 2)),
        ("1/x", arb(0, 1)),
        ("x^0.3", arb(0, 1)),
    ],
)
def test_where_the_formula_is_undefined_the_answer_is_not_finite(text, x):
    assert not enclose(parse(text).tree, {"x": arb(x)}, 80).is_finite()


@pytest.mark.parametrize(
    "name", ["sin", "exp", "ln", "atan", "sqrt", "erf", "gamma", "asinh", "sech"]
)
@pytest.mark.parametrize("bits", [60, 500])
def test_values_agree_with_mpmath(name, bits):
    with mpmath.workprec(bits + 40):
        truth = getattr(mpmath, name)(mpmath.mpf(7) / 3)
        answer = enclose(parse(f"{name}(7/3)", ()).tree, {}, bits)
        assert answer.contains(arb(mpmath.nstr(truth, mpmath.mp.dps)).mid()) or answer.overlaps(
            arb(mpmath.nstr(truth, mpmath.mp.dps))
        )
        assert answer.rel_accuracy_bits() > bits - 12


def test_a_variable_may_be_a_constant_formula():
    tree = parse("cos x").tree
    assert enclose(tree, {"x": Constant("pi")}, 80).overlaps(arb(-1))
    assert enclose(tree, {"x": Number(Fraction(0), "0")}, 80) == 1


def test_the_precision_is_put_back_whatever_happens():
    before = ctx.prec, ctx.cap
    with pytest.raises(ZeroDivisionError), working_precision(300, 7):
        assert (ctx.prec, ctx.cap) == (300, 7)
        raise ZeroDivisionError
    assert (ctx.prec, ctx.cap) == before


def test_precisions_out_of_bounds_are_refused():
    with pytest.raises(ValueError, match="bits"), working_precision(MAX_BITS + 1):
        pass
