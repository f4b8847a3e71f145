"""Functions by cases through the interpreters: what each says is what the conditions say."""

import operator
import warnings
from fractions import Fraction

import ml_dtypes
import numpy as np
import pytest
import sympy
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import ParseError
from core.expression.balls import enclose, working_precision
from core.expression.differentiation import NoFormulaError, differentiate
from core.expression.expression import Expression, parse
from core.expression.text import to_text
from core.expression.tidying import tidied
from core.expression.tree import Cases, Node
from tests.core.expression.trees import NAMES, cases, trees_by_cases

HOLDS = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
FORMATS = {
    "float16": np.float16,
    "bfloat16": ml_dtypes.bfloat16,
    "float32": np.float32,
    "float64": np.float64,
}
searching = settings(max_examples=300, deadline=None)
floats = st.floats(-4, 4, width=16) | st.sampled_from((-1.0, 0.0, 1.0, 2.0))


def within_budgets(tree: Node) -> Expression:
    try:
        return parse(to_text(tree), NAMES)
    except ParseError:
        assume(False)
        raise


def one_by_one(tree: Node, point: tuple[float, ...]) -> float:
    """Return the value by Python's own comparisons, all else by NumPy's interpreter."""
    if not isinstance(tree, Cases):
        return float(Expression("", NAMES, tree)(*point))
    for branch in tree.branches:
        sides = [
            (it.relation, one_by_one(it.left, point), one_by_one(it.right, point))
            for it in branch.conditions
        ]
        if any(np.isnan(u) or np.isnan(v) for _, u, v in sides):
            return np.nan
        if all(HOLDS[relation](u, v) for relation, u, v in sides):
            return one_by_one(branch.value, point)
    return np.nan


@searching
@given(cases, st.tuples(*[floats] * 4))
def test_the_first_branch_that_holds_is_taken(tree: Node, point: tuple[float, ...]) -> None:
    f = within_budgets(tree)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = f(*map(float, point))
    np.testing.assert_equal(float(found), one_by_one(tree, point))


@pytest.mark.parametrize("name", FORMATS)
def test_conditions_are_decided_in_the_format(name: str) -> None:
    dtype = FORMATS[name]
    f = parse("1 if x < 0.1; 2 if x = 0.1; 3 otherwise")
    tenth = dtype(0.1)
    around = np.array([np.nextafter(tenth, dtype(0)), tenth, np.nextafter(tenth, dtype(1))], dtype)
    values = f(around)
    assert values.dtype == dtype
    assert values.tolist() == [1, 2, 3]


def test_what_is_not_chosen_does_no_harm_and_what_is_undefined_stays_so() -> None:
    f = parse("sqrt(x) if x >= 0; 1/(x+2) if x < -1; 5 if x = -0.5")
    x = np.array([4, 0, -0.25, -0.5, -2, -3, np.nan])
    np.testing.assert_equal(f(x), [2, 0, np.nan, 5, np.nan, -1, np.nan])
    g = parse("1 if ln x < 0, 2 otherwise")  # no condition, no value: not the second branch
    np.testing.assert_equal(g(np.array([0.5, 1, 0, -1])), [1, 2, np.nan, np.nan])
    h = parse("3 if x < 0; 1 if ln x < 0; 2 otherwise")  # never asked where the first one holds
    np.testing.assert_equal(h(np.array([-1, 0.5, 2])), [3, 1, 2])


SMOOTH = "x^2 - 1", "2x + 1", "sin x", "e^x", "x/(1+x^2)", "3", "x^3 - x"
CONDITIONS = "x < 1", "-1 <= x < 1", "x^2 > 1", "sin x >= 0", "x != 2", "x = 1/2", "e^x <= 2 + x"


@searching
@given(
    st.lists(
        st.tuples(st.sampled_from(SMOOTH), st.sampled_from(CONDITIONS)), min_size=1, max_size=4
    ),
    st.sampled_from(SMOOTH),
    st.booleans(),
    floats,
)
def test_sympys_piecewise_says_the_same(
    branches: list[tuple[str, str]], last: str, otherwise: bool, x: float
) -> None:
    text = "; ".join(f"{value} if {condition}" for value, condition in branches)
    f = parse(text + (f"; {last} otherwise" if otherwise else ""))
    expected = f.sympy.subs(sympy.Symbol("x", real=True), sympy.Rational(x)).evalf(30)
    expected = float(expected) if expected.is_real else np.nan
    np.testing.assert_allclose(float(f(x)), expected, rtol=2**-48, atol=2**-48)


@searching
@given(trees_by_cases, st.tuples(*[floats] * 4), st.tuples(*[st.floats(0, 2, width=16)] * 4))
def test_an_enclosure_over_a_box_contains_the_values_in_it(
    tree: Node, point: tuple[float, ...], radii: tuple[float, ...]
) -> None:
    """The oracle is the ball at the point itself, where every condition is decided exactly."""
    tree = within_budgets(tree).tree
    box = {name: arb(x, r) for name, x, r in zip(NAMES, point, radii, strict=True)}
    over = enclose(tree, box, 120)
    assume(over.is_finite())
    for share in (-1, -0.5, 0, 0.25, 1):
        inside = {name: arb(x + share * r) for name, x, r in zip(NAMES, point, radii, strict=True)}
        assert over.overlaps(enclose(tree, inside, 300))


@pytest.mark.parametrize("relation", HOLDS)
def test_exact_balls_decide_every_relation(relation: str) -> None:
    f = parse(f"1 if x {relation} 2, 0 otherwise")
    for x in (1.0, 2.0, 3.0):
        assert enclose(f.tree, {"x": arb(x)}, 60) == int(HOLDS[relation](x, 2))
        assert f(x) == HOLDS[relation](x, 2)
    either = enclose(f.tree, {"x": arb(2, 1)}, 60)
    assert either.contains(0) and either.contains(1)


def test_an_undecided_condition_gives_the_hull_of_the_branches() -> None:
    f = parse("x^2 if x < 1, 5 + x otherwise").tree
    assert enclose(f, {"x": arb(0.5)}, 60) == arb(0.25)
    assert enclose(f, {"x": arb(1)}, 60) == arb(6)
    hull = enclose(f, {"x": arb(1, 0.5)}, 60)
    assert hull.contains(arb(1.4) ** 2) and hull.contains(arb(6.5)) and not hull.contains(9)
    partial = parse("x^2 if x < 1; 5 if x > 1").tree  # nothing at 1
    assert not enclose(partial, {"x": arb(1, 0.5)}, 60).is_finite()
    assert not enclose(partial, {"x": arb(1)}, 60).is_finite()
    assert not enclose(parse("1/x if x < 1, 5 otherwise").tree, {"x": arb(1, 2)}, 60).is_finite()
    assert not enclose(parse("1 if ln x < 9, 5 otherwise").tree, {"x": arb(0)}, 60).is_finite()


DERIVATIVES = {
    "x^2 if x<1, 2x-1 otherwise": "2*x if x < 1, 2 if x > 1",
    "x^2 if x<=1, 2x-1 otherwise": "2*x if x < 1, 2 if x > 1",
    "x^2 if x>1, 2x-1 otherwise": "2*x if x > 1, 2 if x < 1",
    "x^2 if x>=1, 2x-1 otherwise": "2*x if x > 1, 2 if x < 1",
    "x^2 if x<1; 2x-1 if x>=1": "2*x if x < 1, 2 if x > 1",
    "-1 if x<0; 0 if x=0; 1 if x>0": "0 if x < 0, 0 if x > 0",
    "sin x if x!=0, 1 otherwise": "cos(x) if x != 0",
    "x if 0<x<=1, x^2 otherwise": "1 if 0 < x < 1, 2*x if x != 0 and x != 1",
    "x if x<0; 2x if x<=0; 3x otherwise": "1 if x < 0, 3 if x != 0",
    "x + (x^2 if x<1)": "1 + (2*x if x < 1)",
}


@pytest.mark.parametrize("typed", DERIVATIVES)
def test_the_derivative_is_that_of_the_branch_inside_its_region(typed: str) -> None:
    assert to_text(tidied(differentiate(parse(typed).tree, "x"))) == DERIVATIVES[typed]


def test_a_function_at_single_points_has_no_derivative() -> None:
    with pytest.raises(NoFormulaError):
        differentiate(parse("x if x = 1").tree, "x")


@searching
@given(
    st.lists(
        st.tuples(st.sampled_from(SMOOTH), st.sampled_from(CONDITIONS)), min_size=1, max_size=4
    ),
    st.sampled_from(SMOOTH),
    floats,
)
def test_the_derivative_is_the_slope_of_the_enclosures_beside_a_point(
    branches: list[tuple[str, str]], last: str, x: float
) -> None:
    """Where the formula has a value, the difference quotients on both sides come near to it."""
    text = "; ".join(f"{value} if {condition}" for value, condition in branches)
    tree = parse(f"{text}; {last} otherwise").tree
    try:
        slope = enclose(differentiate(tree, "x"), {"x": arb(x)}, 200)
    except NoFormulaError:
        return
    assume(slope.is_finite())
    with working_precision(300):
        for h in (-(arb(2) ** -60), arb(2) ** -60):
            change = enclose(tree, {"x": arb(x) + h}, 300) - enclose(tree, {"x": arb(x)}, 300)
            assert abs(change / h - slope) < arb(2) ** -40  # |f''| < 2^10 for |x| <= 4


def test_exact_rationals_decide_exact_conditions() -> None:
    third = parse("1 if x < 1/3, 2 otherwise").tree
    assert enclose(third, {"x": parse("1/3", ()).tree}, 60).overlaps(arb(2))
    assert float(parse("1 if x < 1/3, 2 otherwise")(1 / 3)) == 2
    assert Fraction(1 / 3) < Fraction(1, 3)  # but 1/3 is rounded in the condition, too


def test_a_point_is_no_function_by_cases() -> None:
    with pytest.raises(ParseError):
        parse("1 if 2 < 3, 2 otherwise", ())
