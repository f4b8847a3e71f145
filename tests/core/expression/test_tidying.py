"""Derivatives made readable: what they look like, and that they stay what they were."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from core.expression.balls import enclose
from core.expression.building import constant
from core.expression.differentiation import differentiate
from core.expression.expanding import MAX_PRODUCTS, _multiplied_out, expanded
from core.expression.expression import Expression, parse
from core.expression.terms import addends
from core.expression.text import to_text
from core.expression.tidying import tidied
from tests.core.expression.trees import NAMES, trees

XY = ("x", "y")


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("0.12(x^2+y^2)", "0.24*x"),
        ("sqrt(x^2+y^2)", "x/sqrt(x^2+y^2)"),
        ("ln(x^2+y^2)", "(2*x)/(x^2+y^2)"),
        ("x^2/4", "x/2"),
        ("1/x", "-(1/x^2)"),
        ("x y", "y"),
        ("x^2 y", "2 x y"),
        ("y^2 e^(x y)", "y^3 e^(x y)"),
        ("cos(2x)/2", "-sin(2*x)"),
    ],
)
def test_partial_derivatives_read_as_a_person_writes_them(text, tidy):
    partial = tidied(differentiate(parse(text, XY).tree, "x"))
    assert Expression("", XY, partial).latex == parse(tidy, XY).latex


@pytest.mark.parametrize(
    "text",
    [
        "sin x cos y + 0.12(x²+y²)",
        "x/(2y) - 3/(4x) * (2/(5y))",
        "-(2x)/(-3y) / (0.5 x)",
        "e^(x y/3)/7 * sqrt(2x/3)",
        "x^(1/3) y^(2/4) / (1/(3x))",
        "tan(x y)/(x - 2)^3 + atan(y/(2x))",
    ],
)
def test_the_value_stays(text):
    f = parse(text, XY)
    x, y = np.linspace(0.1, 1.9, 50), np.linspace(2.3, 0.7, 50)
    for tree in (f.tree, differentiate(f.tree, "x"), differentiate(f.tree, "y")):
        expected, tidy = (Expression("", XY, it)(x, y) for it in (tree, tidied(tree)))
        # The same operations in another order: a few roundings each, on values of about 1.
        np.testing.assert_allclose(tidy, expected, rtol=1e-12, atol=1e-14)


def test_an_undefined_quotient_survives():
    tree = parse("x/(0*y)", XY).tree
    assert np.isnan(Expression("", XY, tidied(tree))(0.0, 1.0))


@pytest.mark.parametrize(
    ("text", "tidy", "canceled"),
    [
        ("x^2/x", "x^2/x", "x"),
        ("x/x^3", "1/x^2", "1/x^2"),
        ("x/sqrt(x)", "x/sqrt(x)", "sqrt(x)"),
        ("sqrt(x) y/x", "y sqrt(x)/x", "y/sqrt(x)"),
        ("x^3/sqrt(x)", "x^3/sqrt(x)", "x^2 sqrt(x)"),
        ("cbrt(x)^2 x/(x^2)", "cbrt(x)^2/x", "1/cbrt(x)"),
        ("sqrt(x) + x/(2sqrt(x))", "sqrt(x) + x/(2sqrt(x))", "3sqrt(x)/2"),
        ("ln x - ln x", "ln(x) - ln(x)", "0"),
        ("1/x - 1/x + y", "1/x - 1/x + y", "y"),
        ("(1 + ln(x)) y - y ln(x)", "y (1 + ln(x)) - y ln(x)", "y"),
        ("y - y + x", "x", "x"),
        ("x (1/x) + ln x", "x/x + ln(x)", "1 + ln(x)"),
        ("(x e^x - x^2)/x^3", "(x e^x - x^2)/x^3", "(e^x - x)/x^2"),
    ],
)
def test_what_changes_the_domain_is_canceled_only_on_demand(text, tidy, canceled):
    tree = parse(text, XY).tree
    assert to_text(tidied(tree)) == parse(tidy, XY).canonical
    assert to_text(tidied(tree, canceling=True)) == parse(canceled, XY).canonical


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("sin(x) x*2", "2 x sin(x)"),
        ("x + x", "2x"),
        ("-x^2 + 1", "1 - x^2"),
        ("(2x)^3 y", "8 x^3 y"),
        ("(x/2)^2", "x^2/4"),
        ("(x^2)^3 x", "x^7"),
        ("x^-2", "1/x^2"),
        ("x^(-2/3)", "1/x^(2/3)"),
        ("e^x e^x", "e^(2x)"),
        ("e^(x/y) e^(x/y)", "e^(2x/y)"),
        ("x^3 (x+1) + x", "x^3 (x+1) + x"),
        ("2x(1+x^2) - x^2 (2x)", "2x"),
        ("x^2 - 2x(x-1)", "2x - x^2"),
        ("(x-1)^3 + x (3(x-1)^2)", "(x-1)^3 + 3 x (x-1)^2"),
        ("0.1x + 0.2x", "0.3 x"),
        ("x/3 + x/6", "x/2"),
        ("ln(2) e^x (x+1) x pi", "pi*x*(x+1)*e^x*ln(2)"),
    ],
)
def test_it_reads_like_the_textbook(text, tidy):
    assert to_text(tidied(parse(text, XY).tree)) == parse(tidy, XY).canonical


@given(trees)
@settings(max_examples=300, deadline=None)
def test_values_and_gaps_stay_without_canceling(tree):
    tidy = tidied(tree)
    values = (constant(Fraction(k, 16)) for k in (7, 21, -9, 13))
    place = dict(zip(NAMES, values, strict=True))
    before, after = (enclose(it, place, 300) for it in (tree, tidy))
    if before.is_finite() and after.is_finite():
        assert before.overlaps(after)
    if before.is_finite() and not after.is_finite():
        raise AssertionError(to_text(tidy))


@given(trees)
@settings(max_examples=300, deadline=None)
def test_canceling_changes_no_value(tree):
    values = (constant(Fraction(k, 16)) for k in (7, 21, 9, 13))
    place = dict(zip(NAMES, values, strict=True))
    before, after = (enclose(it, place, 300) for it in (tree, tidied(tree, canceling=True)))
    assert after.is_finite() or not before.is_finite()
    assert not before.is_finite() or before.overlaps(after)


@pytest.mark.parametrize(
    ("text", "derivative"),
    [
        ("ln(x+sqrt(x^2+1))", "1/sqrt(x^2+1)"),
        ("sqrt(x^2+1)/x", "-(1/(x^2 sqrt(x^2+1)))"),
        ("x/sqrt(1-x^2)", "1/((1-x^2) sqrt(1-x^2))"),
        ("e^x/(e^x+1)", "e^x/(e^x+1)^2"),
        ("(e^x-e^-x)/(e^x+e^-x)", "4/(e^x+e^-x)^2"),
        ("(x+1)(x+2)/(x+3)", "(x^2+6x+7)/(x+3)^2"),
        ("(x^2-1)/(x+1)^2", "2/(x+1)^2"),
        ("x/(x^2+1)^2", "(1-3x^2)/(x^2+1)^3"),
        ("(x-1)^2 x", "(x-1)(3x-1)"),
        ("x^2 (x+1)^3", "(x+1)^2 (5x^2+2x)"),
        ("e^x e^(2x)", "3e^(3x)"),
        ("ln(x)^2/x", "(2 ln(x) - ln(x)^2)/x^2"),
        ("x sqrt(x)", "3sqrt(x)/2"),
        ("(2x+3)^5", "10(2x+3)^4"),
        ("(2x+4)^5", "10(2x+4)^4"),
        ("(2x+1)^3 (x-2)^2", "10(2x+1)^2 (x-2)(x-1)"),
        ("arctan(1/x)", "-(1/(x^2+1))"),
        ("1/(1+1/x)", "1/(x+1)^2"),
        ("sqrt(x+sqrt(x))", "(2sqrt(x)+1)/(4sqrt(x+sqrt(x)) sqrt(x))"),
        ("ln(2x+4)", "1/(x+2)"),
        ("x^2/(2x+4)", "(x^2+4x)/(2(x+2)^2)"),
        ("1/(2x+1)", "-(2/(2x+1)^2)"),
    ],
)
def test_derivatives_are_those_of_the_solutions_at_the_back_of_the_book(text, derivative):
    found = tidied(differentiate(parse(text).tree, "x"), canceling=True)
    assert to_text(found) == parse(derivative).canonical


@given(trees)
@settings(max_examples=200, deadline=None)
def test_tidying_twice_is_tidying_once(tree):
    once = tidied(tree, canceling=True)
    assert tidied(once, canceling=True) == once


def test_what_needs_too_many_products_is_not_multiplied_out():
    """Each of the two terms has 64 products: both would cancel, but not at that price."""
    power = "(1 + x)^6"
    terms = addends(parse(f"{power} x - x {power}").tree)
    assert MAX_PRODUCTS < 2 * 2**6
    assert expanded(terms, False) is terms
    few = addends(parse("(1 + x)^5 x - x (1 + x)^5").tree)
    assert list(expanded(few, False)) == []


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("x (2x+4)/(x+1)", "(2x(x+2))/(x+1)"),
        ("y (2.5x+5)", "y(2.5x+5)"),
        ("y (6x+4)", "2y(3x+2)"),
    ],
)
def test_a_number_that_all_terms_share_is_taken_out_but_no_decimal(text, tidy):
    found = tidied(parse(text, XY).tree, canceling=True)
    assert Expression("", XY, found).latex == parse(tidy, XY).latex


def test_a_high_power_is_not_multiplied_out():
    assert 2**6 <= MAX_PRODUCTS < 2**7
    assert _multiplied_out(*addends(parse("(1 + x)^7").tree)) is None
    assert len(_multiplied_out(*addends(parse("(1 + x)^6").tree))) == 2**6
