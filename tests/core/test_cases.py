"""Functions by cases in the analysis: at a seam nothing is claimed that is not proven."""

from math import inf, nan

import numpy as np
import pytest
import sympy
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from core import NotAnalytic, convergence, derivative, gradient, parse, remainder, taylor
from core.derivative_function import differentiate
from core.expression.balls import enclose, working_precision
from core.expression.branchwise import branchwise
from core.expression.series import coefficients
from core.expression.text import to_text
from core.gradient import gradient_at, gradient_field
from core.local.kinks import guards
from core.local.reach import has_no_value_over
from core.local.smooth import is_analytic_around
from core.sampling import sample
from core.series_limit import series_limit

# f, a -> verdict, left and right derivative, standing. By hand, from the limits of the quotients.
VERDICTS = {
    ("x^2 if x<1, 2x-1 otherwise", "1"): ("differentiable", 2, 2, "proven"),
    ("x^2 if x<=1, 2x-1 otherwise", "1"): ("differentiable", 2, 2, "proven"),
    ("x^2 if x<1, 2x-1 otherwise", "0.5"): ("differentiable", 1, 1, "proven"),
    ("x^2 if x<1, 2-x otherwise", "1"): ("corner", 2, -1, "proven"),
    ("x^2 if x<1, x+1 otherwise", "1"): ("jump", inf, 1, "proven"),
    ("x^2 if x<=1, x+1 otherwise", "1"): ("jump", 2, inf, "proven"),
    ("x^2 if x<1; 5 if x=1; 2x-1 if x>1", "1"): ("jump", inf, -inf, "proven"),
    ("-1 if x<0; 0 if x=0; 1 if x>0", "0"): ("jump", inf, inf, "proven"),
    ("sin(x)/x if x!=0, 1 otherwise", "0"): ("differentiable", 0, 0, "proven"),
    ("sin(x)/x if x!=0, 5 otherwise", "0"): ("jump", inf, -inf, "proven"),
    ("(e^x-1)/x if x!=0, 1 otherwise", "0"): ("differentiable", 0.5, 0.5, "proven"),
    ("(e^x-1)/x if x<0; 1 if x<=0; (e^x-1)/x otherwise", "0"): (
        ("differentiable", 0.5, 0.5, "proven")
    ),
    ("x^2 sin(1/x) if x!=0, 0 otherwise", "0"): ("differentiable", 0, 0, "proven"),
    ("e^(-1/x^2) if x!=0, 0 otherwise", "0"): ("differentiable", 0, 0, "proven"),
    ("sin x if x!=pi, 5 otherwise", "pi"): ("jump", inf, -inf, "proven"),
    ("cos|x| + (x if x!=0, 5 otherwise)", "0"): ("jump", inf, -inf, "proven"),
    ("sqrt(x) if x>0, 0 otherwise", "0"): ("corner", 0, inf, "proven"),
    ("x if x<0; x^3 if x>0", "0"): ("corner", 1, 0, "proven"),
    ("1/x if x!=0, 0 otherwise", "0"): ("pole", nan, nan, "proven"),
    ("x^2 if x<1", "2"): ("undefined", nan, nan, "proven"),
}


@pytest.mark.parametrize(("typed", "at"), VERDICTS)
def test_the_verdict_at_a_seam(typed: str, at: str) -> None:
    verdict, left, right, standing = VERDICTS[typed, at]
    found = derivative(parse(typed), at)
    assert (found.verdict, found.standing) == (verdict, standing)
    np.testing.assert_equal((found.left, found.right), (left, right))
    assert (found.value is not None) == (verdict == "differentiable")


def test_a_hole_is_a_point_where_no_branch_holds() -> None:
    hole = derivative(parse("x if x<0; x if x>0"), 0)
    assert (hole.verdict, hole.hole, hole.removable) == ("differentiable", True, True)
    assert not derivative(parse("sin(x)/x if x!=0, 1 otherwise"), 0).hole
    assert not derivative(parse("1/x if x>0, 0 otherwise"), 0).hole


REFUSED = {
    ("x^2 if x<1, 2x-1 otherwise", "1"): "seam",
    ("x^2 if x<1, x^2+(x-1)^90 otherwise", "1"): "seam",  # agrees to every order asked for
    ("e^x if x<0, e^x otherwise", "1"): None,
    ("sin(x)/x if x!=0, 5 otherwise", "0"): "jump",
    ("1/x if x!=0, 0 otherwise", "0"): "pole",
    ("x if x>0", "0"): "outside_domain",
    ("x if x>0", "-1"): "outside_domain",
    ("x^2 if 1/x > 0, 2 otherwise", "0"): "outside_domain",
    ("cos|x| + (x if x!=0, 5 otherwise)", "0"): "seam",
    ("cos|x| + (x^2 if x<0, x^2+x^90 otherwise)", "0"): "seam",
}


@pytest.mark.parametrize(("typed", "at"), REFUSED)
def test_no_series_is_claimed_where_branches_meet(typed: str, at: str) -> None:
    if REFUSED[typed, at] is None:
        assert taylor(parse(typed), at, 5).order == 5
        return
    with pytest.raises(NotAnalytic) as caught:
        taylor(parse(typed), at, 5)
    assert caught.value.code == REFUSED[typed, at]


BRANCHES = "sin x", "e^x/(2+x^2)", "x^3 - x", "ln(6+x)", "7", "|x-5|"


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(BRANCHES),
    st.sampled_from(BRANCHES),
    st.sampled_from(("x < 1", "x^2 <= 1", "-1 < x < 1", "x > cos x", "|x| < 1", "floor(x) = 0")),
    st.sampled_from(("-3", "-1/2", "1/3", "1/2", "sqrt(2)", "2.5", "pi")),
)
def test_inside_a_region_the_series_is_the_branch_s(
    first: str, last: str, condition: str, at: str
) -> None:
    f = parse(f"{first} if {condition}, {last} otherwise")
    x = sympy.Symbol("x", real=True)
    place = parse(at, ()).sympy
    holds = f.sympy.args[0][1].subs(x, place)
    branch = parse(first if holds == sympy.true else last)
    node = parse(at, ()).tree
    expected = coefficients(branch.tree, "x", node, 12, 80)
    found = coefficients(f.tree, "x", node, 12, 80)
    assert all(u.overlaps(v) for u, v in zip(found, expected, strict=True))
    assert derivative(f, at).value.value == derivative(branch, at).value.value


FORMULAS = "x", "x^2 - 1", "|x - 1|", "sign x", "floor x", "sin(x)/x", "sqrt(x+1)", "1/x", "2"
comparisons = st.tuples(
    st.sampled_from(FORMULAS), st.sampled_from(("<", "<=", "=", "!=")), st.sampled_from(FORMULAS)
).filter(lambda it: it[0] != it[2])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(FORMULAS), comparisons), min_size=1, max_size=2),
    st.sampled_from(FORMULAS),
    st.sampled_from(("-1", "0", "1/3", "1", "sqrt(2)", "2")),
)
def test_what_is_claimed_agrees_with_the_values_beside_the_point(
    branches: list[tuple[str, tuple[str, str, str]]], last: str, at: str
) -> None:
    """The oracle is ball arithmetic at a, and at 2^-50 to its right and left."""
    typed = "; ".join(f"{value} if {' '.join(condition)}" for value, condition in branches)
    f, node = parse(f"{typed}; {last} otherwise").tree, parse(at, ()).tree
    try:
        c = coefficients(f, "x", node, 1, 200)
    except NotAnalytic:
        return
    with working_precision(300):
        a, h = enclose(node, {}, 300), arb(2) ** -50
        here = enclose(f, {"x": a}, 300)
        assert not here.is_finite() or here.overlaps(c[0])
        for x in (a - h, a + h):
            value = enclose(f, {"x": x}, 300)
            assert not value.is_finite() or abs(value - c[0] - c[1] * (x - a)) < h**2 * 2**10


def test_a_filled_hole_has_its_series_and_its_bounds() -> None:
    f, g = parse("sin(x)/x if x!=0, 1 otherwise"), parse("sin(x)/x")
    assert taylor(f, 0, 9).coefficients.tolist() == taylor(g, 0, 9).coefficients.tolist()
    x = [-2.0, 0.3, 1.0, 2.5]
    r = remainder(f, 0, 9, x)
    assert np.isfinite(r.bound).all()
    assert (r.error <= r.bound).all()
    assert (r.bound == remainder(g, 0, 9, x).bound).all()


@pytest.mark.parametrize("last", ["e", "e^x + (x-1)^9", "e^x/2"])
def test_lagranges_bound_ends_at_the_seam_and_the_error_goes_on(last: str) -> None:
    f = parse(f"e^x if x<1, {last} otherwise")
    x = np.array([-2, 0.5, 0.99, 1, 1.01, 2])
    r = remainder(f, 0, 6, x)
    assert np.isfinite(r.bound[:, :3]).all()
    assert np.isinf(r.bound[:, 3:]).all()
    partial_sums = taylor(parse("e^x"), 0, 6).partial_sums(x)
    np.testing.assert_allclose(r.error, np.abs(f(x) - partial_sums), rtol=1e-5, atol=1e-14)
    assert (r.error[:, :3] <= r.bound[:, :3]).all()
    assert len(r.xi(2, 0.5)) == 1
    assert len(r.xi(2, 2.0)) == 0


def test_the_radius_is_that_of_the_branch_and_the_sum_is_f_up_to_the_seam() -> None:
    f = parse("1/(1+x^2) if x<1/2, 1/(x-3) otherwise")
    left, right = convergence(f, 0), convergence(f, 2)
    assert (left.radius, left.status) == (1, "exact")
    assert (right.radius, right.status) == (1, "exact")
    assert right.singularities.tolist() == [3]
    assert "-1 < x < 1/2, proven" in repr(series_limit(f, 0))
    filled = convergence(parse("1/(1+x^2) if x!=0, 1 otherwise"), 0)
    assert (filled.radius, filled.status) == (1, "exact")


def test_two_variables() -> None:
    f = parse("x*y if x>0, 0 otherwise", ("x", "y"))
    assert gradient(f, (1, 2)).tolist() == [2, 1]
    assert gradient(f, (-1, 2)).tolist() == [0, 0]
    assert gradient_at(f, (1, 2)).differentiable
    with pytest.raises(NotAnalytic):
        gradient(f, (0, 2))
    dx, dy = gradient_field(f, [-1, 1], [1, 2])
    assert dx.tolist() == [[0, 1], [0, 2]]
    assert dy.tolist() == [[0, 1], [0, 1]]
    g = parse("(x^2-y^2) x y/(x^2+y^2) if x^2+y^2>0, 0 otherwise", ("x", "y"))
    assert gradient_at(g, (1, 0)).differentiable
    assert not gradient_at(g, (0, 0)).differentiable  # it is, but that is not proven


@pytest.mark.parametrize(
    ("typed", "at", "smooth"),
    [
        ("x if x>y, y otherwise", (1, 0), True),
        ("x if x>y, y otherwise", (1, 1), False),
        ("x if x>=y, y otherwise", (1, 1), False),
        ("x if x=y, y otherwise", (1, 1), False),
        ("x if x!=y, y otherwise", (1, 0), True),
        ("x if floor(x)>0, y otherwise", (1, 0), False),
        ("x if x>3; y if y>3", (0, 0), False),
    ],
)
def test_analytic_around_a_point_only_where_one_branch_surely_holds(
    typed: str, at: tuple[int, int], smooth: bool
) -> None:
    place = {name: parse(str(value), ()).tree for name, value in zip("xy", at, strict=True)}
    assert is_analytic_around(parse(typed, ("x", "y")).tree, place) == smooth


def test_the_curve_is_torn_at_a_jump_and_only_there() -> None:
    x, y = sample(parse("x^2 if x<1, x+1 otherwise"), -2, 3)
    (torn,) = np.flatnonzero(np.isnan(y))
    assert x[torn] == pytest.approx(1)
    assert (y[torn - 1], y[torn + 1]) == pytest.approx((1, 2))
    _, whole = sample(parse("x^2 if x<1, 2x-1 otherwise"), -2, 3)
    assert np.isfinite(whole).all()


def test_the_value_is_that_of_the_branch_at_the_very_point() -> None:
    f = parse("1 if x<1/3; 2 if x=1/3; 3 otherwise").tree
    third = parse("1/3", ()).tree
    hull = enclose(f, {"x": third}, 100)
    assert hull.contains(arb(2))  # balls alone cannot tell
    assert derivative(parse("1 if x<1/3; 2 if x=1/3; 3 otherwise"), "1/3").verdict == "jump"


def test_beside_a_corner_only_the_side_that_is_looked_at_counts() -> None:
    f = parse("cos|x| + (x^2 if |x| >= 0, 7 otherwise)")
    assert taylor(f, 0, 4).coefficients.tolist() == [1, 0, 1 / 2, 0, 1 / 24]


def test_an_undefined_branch_that_is_not_chosen_proves_nothing() -> None:
    place = {"x": arb(-2, 1)}
    assert not has_no_value_over(parse("sqrt(x) if x>=0, 1 otherwise").tree, place)
    assert has_no_value_over(parse("sqrt(x) if x<=0, 1 otherwise").tree, place)


def test_a_derivative_s_formula_is_not_trusted_at_a_seam() -> None:
    f = parse("x^2 if x<1, 2x-1 if x<=2, 3 otherwise").tree
    assert [to_text(guard) for guard in guards(f, "x")] == ["x - 1", "x - 2"]
    slope = differentiate(parse("x^2 if x<1, 2x-1 if x<2, 5 otherwise"))
    np.testing.assert_equal(slope([0.5, 1.0, 1.5, 2.0, 2.5]), [1, 2, 2, nan, 0])


def test_a_branch_at_a_single_point_has_no_derivative_whatever_else_it_asks() -> None:
    f = parse("x^2 if x = 1 and x < 2, 3x otherwise")
    derived = branchwise(f.tree.branches, lambda u: u)
    assert [branch.value for branch in derived.branches] == [parse("3x").tree]
    assert all(it.relation != "=" for branch in derived.branches for it in branch.conditions)
