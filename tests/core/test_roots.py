"""Roots in a window: none missed, none invented, and honest about what is left."""

from fractions import Fraction
from itertools import pairwise
from math import prod

import mpmath
import numpy as np
import pytest
import sympy
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import jn_zeros

from core.errors import ParseError
from core.expression.balls import enclose, working_precision
from core.expression.expression import parse
from core.expression.rational import rational
from core.expression.text import to_text
from core.roots import roots
from core.solving.intervals import outward
from core.solving.slopes import BITS, Map


def found(text, low, high):
    return roots(parse(text), (low, high))


def shown(text, low, high):
    return repr(found(text, low, high))


EXACT = [
    # what a reader types, the window, what is printed
    ("x^2", -1, 1, "0 (order 2); complete"),
    ("(x-1)^2", -3, 3, "1 (order 2); complete"),
    ("x sin x", -4, 4, "-pi, 0 (order 2), pi; complete"),
    ("x - sin x", -10, 10, "0 (order 3); complete"),
    ("1 - cos x", -3, 3, "0 (order 2); complete"),
    ("sin x - 1", 0, 3, "pi/2 (order 2); complete"),
    ("(sin x)^2 (x-1)^3/e^x", -1, 4, "0 (order 2), 1 (order 3), pi (order 2); complete"),
    ("(x^2-2)(x^4-4)", 0, 2, "1.41421356237310 (order 2); complete"),
    # poles are no roots, nor are holes
    ("tan x", -5, 5, "-pi, 0, pi; complete"),
    ("1/x", -1, 1, "none; complete"),
    ("sin(x)/x", -4, 4, "-pi, pi; complete"),
    ("x^2/x", -1, 1, "none; complete"),
    ("(x^2-2)/(x^4-4)", -2, 2, "none; complete"),
    ("x - 1/x", -3, 3, "-1, 1; complete"),
    ("1/(x-1) + 1/(x-2)", 0, 3, "3/2; complete"),
    # corners, vertical tangents, ends of domains
    ("|x| - 1", -3, 3, "-1, 1; complete"),
    ("||x| - 1|", -3, 3, "-1, 1; complete"),
    ("cbrt x", -1, 1, "0; complete"),
    ("sqrt(x^2-2)", -3, 3, "-1.41421356237310, 1.41421356237310; complete"),
    ("acos x", -1, 1, "1; complete"),
    ("ln x", -1, 5, "1; complete"),
    ("x ln x", -1, 3, "1; complete"),
    ("x ln(x-2)", -1, 4, "3; complete"),
    ("x sqrt(x-1)", -1, 4, "1; complete"),
    # nothing
    ("e^x", -50, 50, "none; complete"),
    ("exp(-1/x^2)", -1, 1, "none; complete"),
    ("5", -1, 1, "none; complete"),
    ("x^2 + 1", -1, 1, "none; complete"),
]


@pytest.mark.parametrize(("text", "low", "high", "expected"), EXACT)
def test_all_roots_are_found_with_their_orders(text, low, high, expected):
    assert shown(text, low, high) == f"Roots({expected})"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, "pi", "0, pi"),
        ("-pi", 1, "-pi, 0"),
        (0.001, "pi - 1/1000", "none"),
        (0, 3, "0"),
        ("2 pi", 7, "2*pi"),
    ],
)
def test_the_window_is_closed_and_its_ends_are_exact(low, high, expected):
    assert shown("sin x", low, high) == f"Roots({expected}; complete)"


@pytest.mark.parametrize(("low", "high"), [("sqrt 2", 3), (0, "sqrt 2"), ("sqrt 2", "sqrt 2 + 1")])
def test_an_irrational_root_of_a_polynomial_at_an_end_is_inside(low, high):
    r = found("(x^2 - 2)^3 (x + 1)", low, high)
    assert r.complete
    assert [(root.value.value, root.multiplicity) for root in r.roots] == [(2**0.5, 3)]


def test_the_window_and_what_is_undecided_end_where_the_window_does():
    r = found("|x| - x", -1, 3)
    assert r.window == (-1.0, 3.0)
    assert r.undecided[-1][1] == 3.0
    assert all(-1 <= low <= high <= 3 for low, high in r.undecided)


def test_what_is_undecided_is_printed_with_digits_that_tell_its_ends_apart():
    r = found("e^(2x) - 4e^x + 4", 0.5, 1)  # a double root at ln 2
    assert not r.complete
    low, high = repr(r).partition("undecided on [")[2].partition("]")[0].split(", ")
    assert float(low) < float(high)


def test_of_very_many_roots_the_first_are_printed():
    r = found("sin x", 0, 200)
    assert len(r.roots) == 64
    assert repr(r).endswith("19*pi, … 44 more; complete)")


def test_roots_in_latex():
    assert found("x sin x", -4, 4)._repr_latex_() == r"$x = -\pi, 0, \pi$"
    assert found("2 sin x - 1", 0, 1)._repr_latex_() == r"$x = \frac{\pi}{6}$"
    tiny = found("x^2 - 2/10^60", 0, 1)._repr_latex_()
    assert tiny == r"$x = 1.41421356237310 \cdot 10^{-30}$"
    assert found("e^x", 0, 1)._repr_latex_() == r"$\varnothing$"


def test_a_root_just_outside_a_double_end_is_outside():
    pi = float(np.pi)  # below the true one
    assert found("sin x", 1, pi).roots == ()
    assert len(found("sin x", 1, np.nextafter(pi, 4)).roots) == 1
    assert found("x^2 - 2", 0, float(np.sqrt(2))).roots != ()  # this double is above sqrt 2
    assert found("x^2 - 2", float(np.sqrt(2)), 2).roots == ()


@pytest.mark.parametrize("n", [0, 1, 5])
def test_zeros_of_bessel_functions_agree_with_scipy(n):
    """DLMF 10.21(vi) tabulates the same zeros; SciPy's are good to a few units of 1e-16."""
    r = found(f"besselj({n}, x)", 0.5, 40)
    expected = jn_zeros(n, 20)
    expected = expected[expected < 40]
    assert r.complete
    np.testing.assert_allclose(r.values, expected, rtol=8 * 2**-53)


def test_the_roots_of_tan_x_is_x_are_the_published_ones():
    """M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, Table 4.19, tan x = x."""
    r = found("tan x - x", 1, 20)
    assert r.complete
    assert [f"{x:.5f}" for x in r.values] == [
        "4.49341",
        "7.72525",
        "10.90412",
        "14.06619",
        "17.22076",
    ]


def test_wilkinsons_polynomial_has_its_twenty_roots():
    text = "*".join(f"(x-{k})" for k in range(1, 21))
    r = found(text, 0, 21)
    assert r.complete
    assert [to_text(root.exact) for root in r.roots] == [str(k) for k in range(1, 21)]


@pytest.mark.parametrize(
    ("text", "low", "high", "start"),
    [
        ("cos x - x", 0, 2, 0.7),
        ("e^x - 3x", 0, 1, 0.6),
        ("x^x - 2", 0.5, 3, 1.5),
        ("e^-x - ln x", 1, 2, 1.3),
        ("gamma(x) - 2", 0.2, 1, 0.4),
        ("x^5 - x - 1", 1, 2, 1.1),
    ],
)
def test_a_root_is_mpmaths_to_the_last_digit(text, low, high, start):
    forms = {
        "cos x - x": lambda x: mpmath.cos(x) - x,
        "e^x - 3x": lambda x: mpmath.exp(x) - 3 * x,
        "x^x - 2": lambda x: x**x - 2,
        "e^-x - ln x": lambda x: mpmath.exp(-x) - mpmath.log(x),
        "gamma(x) - 2": lambda x: mpmath.gamma(x) - 2,
        "x^5 - x - 1": lambda x: x**5 - x - 1,
    }
    with mpmath.workdps(50):
        expected = mpmath.findroot(forms[text], start)
        (root,) = found(text, low, high).roots
        assert root.value.value == float(expected)
        assert root.enclosure[0] <= expected <= root.enclosure[1]
    assert np.nextafter(root.enclosure[0], np.inf) == root.enclosure[1]


SMALL = st.fractions(-3, 3, max_denominator=6)


@settings(max_examples=40)
@given(st.lists(SMALL, min_size=1, max_size=6), st.booleans())
def test_no_rational_root_of_a_polynomial_is_missed(places, hidden):
    """Behind ``sin`` the polynomial is not seen as one: then branch and prune must find them."""
    product = "*".join(f"(x-({r}))" for r in sorted(places))
    text = (
        f"sinh({product}) + ({product})" if hidden and len(set(places)) == len(places) else product
    )
    r = found(text, -4, 4)
    assert r.complete
    assert [(rational(root.exact), root.multiplicity) for root in r.roots] == [
        (place, places.count(place)) for place in sorted(set(places))
    ]


@settings(max_examples=30)
@given(st.lists(st.integers(-9, 9), min_size=3, max_size=8))
def test_every_sign_change_is_enclosed(coefficients):
    """f changes its sign across the doubles around each odd root, evaluated exactly."""
    text = "+".join(f"({c})*x^{k}" if k else f"({c})" for k, c in enumerate(coefficients))
    r = found(text, -20, 20)
    if not any(coefficients):
        assert not r.complete
        return

    def p(x):
        return sum(c * x**k for k, c in enumerate(coefficients))

    for root in r.roots:
        low, high = map(Fraction, root.enclosure)
        if low != high and root.multiplicity % 2:
            assert p(low) * p(high) < 0
    real = [z for z, _ in _distinct_real_roots(coefficients)]
    assert len(r.roots) == len(real)


def _distinct_real_roots(coefficients):
    x = sympy.Symbol("x")
    p = sympy.Poly(coefficients[::-1], x)
    return p.real_roots(multiple=False) if p.degree() > 0 else []


def test_chebyshev_nodes():
    """The roots of ``cos(n acos x)`` are ``cos((2k - 1) pi/2n)``."""
    n = 9
    r = found(f"cos({n} acos x)", -1, 1)
    expected = np.sort(np.cos((2 * np.arange(1, n + 1) - 1) * np.pi / (2 * n)))
    np.testing.assert_allclose(r.values, expected, atol=4 * 2**-53)


@pytest.mark.parametrize(
    ("text", "low", "high", "where"),
    [
        ("sin(1/x)", -1, 1, 0),  # roots without end
        ("floor(x) - 1/2", 0, 2, 1),  # a jump across 0
        ("gamma(x) + x", -0.5, 0.5, 0),  # a pole
        ("(1 - cos(x - sqrt(2)))", 1, 2, 2**0.5),  # of order 2, but not at a simple number
        ("(x^2-2) sqrt(x^4-4)", 1, 2, 2**0.5),  # two factors with one root, unknown to each other
    ],
)
def test_what_is_not_proven_is_left_undecided(text, low, high, where):
    r = found(text, low, high)
    assert not r.complete
    assert any(a <= where <= b for a, b in r.undecided)
    assert "undecided on" in repr(r)


def test_two_roots_nearer_than_the_first_boxes_are_told_apart():
    r = found("sin(x)^2 - 10^(-18)", -1, 1)
    assert r.complete
    np.testing.assert_allclose(r.values, [-1e-9, 1e-9], rtol=1e-15)


def test_a_double_root_does_not_hide_a_simple_one_beside_it():
    r = found("e^(x^2 (x - 10^(-6))) - 1", -1, 1)
    assert r.complete
    assert [root.multiplicity for root in r.roots] == [2, 1]
    np.testing.assert_allclose(r.values, [0, 1e-6], rtol=2**-52)


def test_a_hundred_roots_take_no_more_boxes_than_allowed():
    r = found("sin x", 0, 314)
    assert len(r.roots) == 100
    assert r.complete
    assert r.boxes <= 4000


def test_long_formulas_cost_no_more_than_the_budget():
    r = found("+".join(f"tan(x+{k})" for k in range(1, 30)), 0, 1)
    assert r.boxes <= 4000


def test_refusals():
    with pytest.raises(ValueError, match="in 1 variable expected"):
        roots(parse("x y", ("x", "y")), (0, 1))
    with pytest.raises(ValueError, match="is empty"):
        found("x", 1, 1)
    with pytest.raises(ParseError):
        found("x", "ln 0", 1)


def test_doubles_around_a_ball_enclose_it():
    with working_precision(100):
        third = arb(1) / 3
        low, high = outward(third)
        assert arb(low) <= third <= arb(high)
    assert np.nextafter(low, 1) == high
    assert prod(outward(arb(0.5))) == 0.25


OUTER = st.sampled_from(
    ["sin({})", "e^({}) - 2", "ln({})", "sqrt({}) - 1", "|{}| - 1", "tan({})", "1/({})", "acos({})"]
)
JOINED = st.sampled_from(["({}) + ({})", "({}) - ({})", "({})*({})", "({})/({})", "max({}, {})"])
INNER = st.sampled_from(["x", "x^2 - 2", "cos(2x)", "3x + 1/2", "1/x", "floor(x)", "cbrt(x)"])


@settings(max_examples=40)
@given(OUTER, JOINED, INNER, INNER)
def test_between_two_proven_signs_of_a_continuous_function_there_is_a_root(outer, join, u, v):
    """Bolzano's theorem as the oracle, on 60 pieces; and f is 0 where a root is claimed."""
    f = parse(outer.format(join.format(u, v)))
    r = roots(f, (-3, 4))
    system = Map(("x",), (f.tree,))
    with working_precision(BITS):
        covered = [z.ball for z in r.roots] + [arb(a).union(arb(b)) for a, b in r.undecided]
        points = [arb(-3) + arb(7) * k / 61 for k in range(62)]
        values = [enclose(f.tree, {"x": x}, BITS) for x in points]
        for (a, fa), (b, fb) in pairwise(zip(points, values, strict=True)):
            piece = a.union(b)
            if fa * fb < 0 and system.slopes((piece,)) is not None:
                assert any(piece.overlaps(ball) for ball in covered)
        found = (enclose(f.tree, {"x": z.ball}, BITS) for z in r.roots)
        assert all(value.contains(0) for value in found if value.is_finite())


def test_the_sign_of_what_has_no_value_has_none():
    # x/x + x is 1 + x, but at 0 it is undefined: sign changes at -1 only.
    assert [z.value.value for z in roots(parse("sign(x/x+x)"), (-3, 1)).roots] == [-1.0]
    assert roots(parse("sign(1/x)"), (-1, 1)).roots == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("asin x - pi/2", [1]),
        ("asin(x^2) - pi/2", [-1, 1]),
        ("cbrt(x) - x", [-1, 0, 1]),
        ("|x| - x/2", [0]),
        ("sqrt(x) + x^2", [0]),
        ("cbrt(x) - sin x", [0]),
    ],
)
def test_roots_at_corners_vertical_tangents_and_ends_of_domains(text, expected):
    r = found(text, -1.5, 1.5)
    assert r.standing == "complete"
    np.testing.assert_allclose(r.values, expected, rtol=2**-50)
    assert r.roots[expected.index(0) if 0 in expected else -1].multiplicity is None


def test_a_jump_inside_a_formula_hides_no_root_beside_a_corner():
    """Its arctangent jumps by pi at 10^-13, where the sum changes its sign once more."""
    r = found("|x| - 2x + (atan(1/(x - 10^(-13))) + pi/2) /10^13", -1, 1)
    assert not r.complete


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "x - x",
        "0 x",
        "sin(x)^2 + cos(x)^2 - 1",
        "sin(3x) - 3sin(x) + 4sin(x)^3",
        "cosh(x)^2 - sinh(x)^2 - 1",
        "(x+1)^3 e^x e^(-x) - x^3 - 3x^2 - 3x - 1",
        "tan(x) cos(x) - sin x",
        "(e^x + e^(-x))/2 - cosh x",
    ],
)
def test_identities_are_said_to_be_zero_everywhere(text):
    r = found(text, -2, 2)
    assert r.standing == "identically zero"
    assert r.undecided == ((-2, 2),)
    assert repr(r) == "Roots(everywhere; identically zero)"
    assert r._repr_latex_().endswith(r"\equiv 0$")


@pytest.mark.parametrize(
    "text", ["sin(x)^2 + cos(x)^2 - x^2", "(x-1)(x-2)(x-3) sin x", "sin(pi x)", "sin(x)^2 - x"]
)
def test_what_is_zero_at_some_numbers_is_no_identity(text):
    assert found(text, -2, 4).standing == "complete"


def test_a_search_that_ended_early_says_so():
    """Between 0 and 10^4 the sine has 3184 roots: more than 4000 intervals can tell apart."""
    r = found("sin x", 0, "10^4")
    assert (r.standing, r.boxes) == ("ended early", 4000)
    assert repr(r).endswith("undecided on [0, 10000], where the search ended early)")
    assert found("floor(x) - 1/2", 0, 3).standing == "undecided"


@pytest.mark.parametrize("window", ["0, 4", "(0, 4)", [0, "4"], np.array([0, 4])])
def test_a_window_may_be_text_or_any_pair(window):
    assert roots(parse("sin x"), window).values.tolist() == [0, np.pi]


@pytest.mark.parametrize("window", [5, (1, 2, 3), "0", "ab", None])
def test_what_is_no_window_is_refused_in_its_own_words(window):
    with pytest.raises(ValueError, match=r"two ends, as \(0, 1\)|not_constant"):
        roots(parse("sin x"), window)
