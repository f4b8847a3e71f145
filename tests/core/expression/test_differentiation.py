"""The rules of differentiation, against mpmath's numerical derivatives and against themselves."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.expression.building import replaced
from core.expression.differentiation import NoFormulaError, differentiate
from core.expression.expression import Expression, parse
from core.expression.rules import RULES
from core.expression.text import to_text
from core.expression.tree import Call, Operation, walk


def derivative(text: str, variable: str = "x", variables: tuple[str, ...] = ("x", "y")) -> str:
    return to_text(differentiate(parse(text, variables).tree, variable))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", "0"),
        ("pi y", "0"),
        ("x", "1"),
        ("x + 3", "1"),
        ("x^2", "2*x"),
        ("x^3", "3*x^2"),
        ("-x", "-1"),
        ("(-x) (-x)", "x + x"),
        ("x sin x", "sin(x) + x*cos(x)"),
        ("sin(x)/x", "(cos(x)*x - sin(x))/x^2"),
        ("x/y", "1/y"),
        ("e^x", "e^x"),
        ("2^x", "2^x*ln(2)"),
        ("x^y", "y*x^(y - 1)"),
        ("x^(1/3)", "1/3*x^(-(2/3))"),
        ("|x|", "sign(x)"),
        ("floor(x)", "0"),
        ("besselj(0, x)", "-besselj(1, x)"),
        ("besselj(3, x)", "(besselj(2, x) - besselj(4, x))/2"),
    ],
)
def test_the_rules_of_the_textbook(text, expected):
    assert derivative(text) == expected


# A point inside the domain of each function, away from its singular points.
INSIDE = {"acosh": 1.7, "acoth": 1.7, "asec": -1.7, "acsc": -1.7, "acot": 0.6, "abs": -0.4}
MPMATH = {"ln": "log", "abs": "fabs", "log2": "log", "log10": "log10", "acot": "acot"}


def _true(name: str, x: mpmath.mpf) -> mpmath.mpf:
    if name == "log2":
        return mpmath.log(x, 2)
    if name == "acot":
        return mpmath.pi / 2 - mpmath.atan(x)
    return getattr(mpmath, MPMATH.get(name, name))(x)


OF_ONE_ARGUMENT = {r.left.name for r in RULES if isinstance(r.left, Call) and "," not in r.pattern}


@pytest.mark.parametrize("name", sorted(OF_ONE_ARGUMENT - {"max", "min"}))
def test_each_rule_against_mpmaths_numerical_derivative(name):
    at = INSIDE.get(name, 0.4)
    with mpmath.workdps(50):
        expected = float(mpmath.diff(lambda x: _true(name, x), mpmath.mpf(at)))
    tree = differentiate(parse(f"{name}(x)").tree, "x")
    # A few operations, each with one rounding; at these points none of them amplifies it beyond 8.
    assert float(Expression("", ("x",), tree)(at)) == pytest.approx(expected, rel=32 * 2**-53)


FORMULAS = st.sampled_from(
    ["x", "x^2", "sin(x)", "exp(x)", "x/(1+x^2)", "atan(3x)", "|x-5|", "cosh(x)^2", "max(x, 2-x)"]
)


def _value(text: str, at: float) -> float:
    return float(Expression("", ("x",), differentiate(parse(text).tree, "x"))(at))


@given(FORMULAS, FORMULAS, st.floats(-2, 0.9))
@settings(max_examples=60, deadline=None)
def test_sum_product_and_quotient_rule(u, v, at):
    du, dv = _value(u, at), _value(v, at)
    fu, fv = float(parse(u)(at)), float(parse(v)(at))
    size = (1 + abs(du) + abs(fu)) * (1 + abs(dv) + abs(fv))
    assert _value(f"({u}) + ({v})", at) == du + dv
    assert _value(f"({u}) * ({v})", at) == pytest.approx(du * fv + fu * dv, abs=size * 2**-48)
    quotient = (du * (1 + fv**2) - fu * 2 * fv * dv) / (1 + fv**2) ** 2
    got = _value(f"({u}) / (1 + ({v})^2)", at)
    assert got == pytest.approx(quotient, abs=size**3 * 2**-48)


@given(FORMULAS, FORMULAS, st.floats(-2, 0.9))
@settings(max_examples=60, deadline=None)
def test_chain_rule(outer, inner, at):
    u = parse(inner).tree
    tree = differentiate(replaced(parse(outer).tree, {"x": u}), "x")
    middle = float(parse(inner)(at))
    expected = _value(outer, middle) * _value(inner, at)
    with np.errstate(all="ignore"):
        got = float(Expression("", ("x",), tree)(at))
    if np.isfinite(expected) and abs(middle - 5) > 1e-6 and abs(middle - 1) > 1e-6:
        assert got == pytest.approx(expected, rel=2**-44, abs=2**-44)


def test_the_larger_one_is_differentiated():
    tree = differentiate(parse("max(x, x^2, 3-x)").tree, "x")
    slopes = Expression("", ("x",), tree)(np.array([0.5, 1.6, 3.0]))
    assert slopes.tolist() == [-1.0, 3.2, 6.0]
    tree = differentiate(parse("min(x, x^2, 3-x)").tree, "x")
    assert Expression("", ("x",), tree)(np.array([0.5, 1.2, 3.0])).tolist() == [1.0, 1.0, -1.0]


@pytest.mark.parametrize("text", ["gamma(x)", "x!", "besselj(60, x)"])
def test_what_has_no_formula_says_so(text):
    with pytest.raises(NoFormulaError):
        differentiate(parse(text).tree, "x")


def test_a_derivative_that_explodes_is_refused():
    product = parse("sin x").tree
    for _ in range(150):
        product = Operation("*", product, parse("sin x").tree)
    with pytest.raises(NoFormulaError, match="over 20000 operations"):
        differentiate(product, "x")


def test_the_largest_of_many_stays_short():
    text = "max(" + ", ".join(f"sin({k} x)" for k in range(1, 9)) + ")"
    assert sum(1 for _ in walk(differentiate(parse(text).tree, "x"))) < 1000
