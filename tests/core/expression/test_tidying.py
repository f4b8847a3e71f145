"""Derivatives made readable: what they look like, and that they stay what they were."""

import numpy as np
import pytest

from core.expression.differentiation import differentiate
from core.expression.expression import Expression, parse
from core.expression.tidying import tidied

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
