"""Critical points: the famous test functions have theirs, of the published kinds, and no others."""

from math import pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from core.critical_points import critical_points
from core.errors import ParseError
from core.expression.expression import parse

PLANE = ("x", "y")


def on_line(text, low, high):
    return critical_points(parse(text), (low, high))


def in_plane(text, x, y=None):
    return critical_points(parse(text, PLANE), ((-x, x), (-(y or x), y or x)))


def kinds(found):
    return [(p.kind, round(p.place[0].value, 6)) for p in found.points]


LINE = [
    ("x^3 - 3x", -3, 3, [("maximum", -1), ("minimum", 1)]),
    ("x^4", -1, 1, [("minimum", 0)]),
    ("-x^4", -1, 1, [("maximum", 0)]),
    ("x^3", -1, 1, [("inflection", 0)]),
    ("x - sin x", -1, 1, [("inflection", 0)]),
    ("cos x - 1 + x^2/2", -1, 1, [("minimum", 0)]),  # of order 4
    ("x e^-x", -1, 5, [("maximum", 1)]),
    ("x ln x", 0.01, 3, [("minimum", 0.367879)]),
    ("1/(1+x^2)", -2, 2, [("maximum", 0)]),
    ("1/x", -1, 1, []),
    ("tan x", -5, 5, []),
    ("ln x + x", -3, 3, []),  # its derivative vanishes at -1, where there is no function
    ("(x^2-2)^2", -3, 3, [("minimum", -1.414214), ("maximum", 0), ("minimum", 1.414214)]),
    # without a derivative
    ("|x|", -1, 1, [("minimum", 0)]),
    ("-|x|", -1, 1, [("maximum", 0)]),
    ("x + |x|/2", -1, 1, [("neither", 0)]),
    ("|x| + x^2/4", -3, 3, [("minimum", 0)]),
    ("|x^2-2|", -3, 3, [("minimum", -1.414214), ("maximum", 0), ("minimum", 1.414214)]),
    ("||x|-1|", -2, 2, [("minimum", -1), ("maximum", 0), ("minimum", 1)]),
    ("|x|^(2/3)", -1, 1, [("minimum", 0)]),
    ("x^(2/3) - x", -1, 1, [("minimum", 0), ("maximum", 0.296296)]),
    ("cbrt x", -1, 1, [("neither", 0)]),
    ("max(x, 1-x)", -1, 2, [("minimum", 0.5)]),
    ("max(sin x, cos x)", 0, 1, [("maximum", 0), ("minimum", 0.785398)]),
    ("max(x, x^2)", -2, 2, [("minimum", 0), ("neither", 1)]),
    ("sqrt x", 0, 4, [("minimum", 0)]),
    ("sqrt(-x)", -4, 0, [("minimum", 0)]),
    ("-sqrt(-x)", -4, 0, [("maximum", 0)]),
]


@pytest.mark.parametrize(("text", "low", "high", "expected"), LINE)
def test_all_critical_points_on_a_line_have_their_kinds(text, low, high, expected):
    found = on_line(text, low, high)
    assert found.complete
    assert kinds(found) == expected


def test_a_corner_where_f_vanishes_has_the_value_zero():
    assert [p.value.decimals for p in on_line("|x^2-2|", 0, 2).points] == ["2.00000000000000", "0"]


def test_the_search_goes_on_beside_the_end_of_a_domain():
    """Where x^x ends nothing is proven; but at 1/e is its minimum."""
    found = on_line("x^x", 0, 2)
    assert kinds(found)[1:] == [("minimum", round(np.exp(-1), 6))]
    assert all(0 <= low <= high < 1e-12 for ((low, high),) in found.undecided)


def test_places_and_values_are_printed_in_closed_form_where_there_is_one():
    assert repr(on_line("cos(x)^3 + x - x", 1, 4)).splitlines()[1:] == [
        "  inflection 0 at pi/2",
        "  minimum -1 at pi",
    ]
    assert repr(in_plane("cos x + cos y", 4)).splitlines()[1:4] == [
        "  minimum -2 at (-pi, -pi)",
        "  saddle 0 at (-pi, 0)",
        "  minimum -2 at (-pi, pi)",
    ]
    assert repr(in_plane("(x^2-2)^2 + y^2", 2).points[0]).startswith("minimum 0 ± 1e-")


def test_a_hole_at_a_corner_is_no_critical_point():
    assert on_line("x |x|/x + x^2", -0.25, 0.25).points == ()


def test_a_smooth_corner_is_an_inflection():
    found = on_line("x |x|", -1, 1)
    assert kinds(found) == [("inflection", 0)]
    assert found.points[0].smooth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^2", ("maximum", "maximum")),
        ("x", ("minimum", "maximum")),
        ("e^-x", ("maximum", "minimum")),
        ("(x+1)^3 (x-1)^2", ("minimum", "minimum")),  # the slope is 0 at both ends
        ("floor x", (None, "maximum")),  # level on the right of -1; from 0 it jumps up to 1
    ],
)
def test_the_ends_of_the_window_are_extrema_of_f_on_it(text, expected):
    ends = on_line(text, -1, 1).ends
    assert tuple(end and end.kind for end in ends) == expected


@settings(max_examples=25)
@given(st.lists(st.integers(-6, 6), min_size=1, max_size=4, unique=True))
def test_extrema_of_a_polynomial_alternate_and_are_the_roots_of_its_derivative(places):
    """f' = product of (x - r), integrated by hand: each root is simple, so each an extremum."""
    slope = np.polynomial.Polynomial.fromroots(sorted(places))
    c = slope.integ().coef * 5040 * 60  # an integer multiple: the degree is at most 5
    text = "+".join(f"({round(a)})*x^{k}" for k, a in enumerate(c) if k)
    found = on_line(text, -7, 7)
    assert found.complete
    assert [p.place[0].value for p in found.points] == sorted(places)
    assert [p.kind for p in found.points[::-1]] == (["minimum", "maximum"] * 2)[: len(places)]


HIMMELBLAU = "(x^2+y-11)^2 + (x+y^2-7)^2"
CAMEL = "(4 - 2.1x^2 + x^4/3) x^2 + x y + (-4+4y^2) y^2"
ROSENBROCK = "(1-x)^2 + 100(y-x^2)^2"
PLANES = [
    # function, half width, minima, maxima, saddles
    ("x^2 + y^2", 2, 1, 0, 0),
    ("x^2 - y^2", 2, 0, 0, 1),
    ("-x^2 - x y - y^2", 2, 0, 1, 0),
    ("x + y", 2, 0, 0, 0),
    (HIMMELBLAU, 6, 4, 1, 4),
    (CAMEL, 3, 6, 2, 7),
    (ROSENBROCK, 2, 1, 0, 0),
    ("sin x sin y", 4, 2, 2, 9),
    ("e^(-x^2-y^2)", 2, 0, 1, 0),
    ("x y e^(-x^2-y^2)", 2, 2, 2, 1),
]


@pytest.mark.parametrize(("text", "half", "minima", "maxima", "saddles"), PLANES)
def test_the_famous_functions_have_their_critical_points(text, half, minima, maxima, saddles):
    """Himmelblau 1972; Dixon and Szego 1978 for the six-hump camel back; Rosenbrock 1960.

    In the plane, minima - saddles + maxima is the degree of the gradient on the boundary
    (Poincare and Hopf): 1 for the first, the fifth, the sixth and the seventh, -1 for a saddle.
    """
    found = in_plane(text, half)
    assert found.complete
    counts = {kind: len(found.of_kind(kind)) for kind in ("minimum", "maximum", "saddle")}
    assert counts == {"minimum": minima, "maximum": maxima, "saddle": saddles}
    assert len(found.points) == minima + maxima + saddles


def test_himmelblaus_minima_are_the_published_ones():
    """D. M. Himmelblau, Applied Nonlinear Programming, McGraw-Hill 1972."""
    published = [(-3.779310, -3.283186), (-2.805118, 3.131313), (3, 2), (3.584428, -1.848127)]
    minima = in_plane(HIMMELBLAU, 6).of_kind("minimum")
    places = [[x.value for x in p.place] for p in minima]
    np.testing.assert_allclose(places, published, atol=0.6e-6)
    assert [x.decimals for x in minima[2].place] == ["3.00000000000000", "2.00000000000000"]


def test_the_camels_global_minima_are_the_published_ones():
    """L. C. W. Dixon and G. P. Szego, Towards Global Optimisation 2, 1978: twice -1.0316."""
    lowest = sorted(in_plane(CAMEL, 3).of_kind("minimum"), key=lambda p: p.value.value)[:2]
    assert [f"{p.value.value:.4f}" for p in lowest] == ["-1.0316", "-1.0316"]
    places = sorted([x.value for x in p.place] for p in lowest)
    np.testing.assert_allclose(places, [(-0.0898, 0.7126), (0.0898, -0.7126)], atol=0.6e-4)


@pytest.mark.parametrize("start", [(-2, -2), (-2, 2), (2, 2), (2, -2)])
def test_scipy_descends_to_one_of_the_minima(start):
    def f(v):
        x, y = v
        return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2

    reached = minimize(f, start, tol=1e-12).x
    places = np.array(
        [[x.value for x in p.place] for p in in_plane(HIMMELBLAU, 6).of_kind("minimum")]
    )
    # SciPy's gradient is a difference quotient, good to about 1e-8 of f''.
    assert np.abs(places - reached).max(axis=1).min() < 1e-5


@pytest.mark.parametrize("text", ["x^3 - 3x y^2", "x^4 + y^4"])
def test_where_the_hessian_says_nothing_it_is_not_complete(text):
    found = in_plane(text, 1)
    assert [(p.kind, [x.value for x in p.place]) for p in found.points] == [("degenerate", [0, 0])]
    assert not found.complete
    assert all(low <= 0 <= high for box in found.undecided for low, high in box)


def test_a_line_of_critical_points_is_undecided():
    found = in_plane("x^2", 1)
    assert not found.complete
    assert all(low <= 0 <= high for low, high in [box[0] for box in found.undecided])


def test_corners_in_the_plane_are_undecided():
    assert not in_plane("|x| + |y|", 1).complete


def test_no_critical_point_where_there_is_no_function():
    found = critical_points(parse("ln x + ln y + x + y", PLANE), ((-3, -0.5), (-3, -0.5)))
    assert found.points == ()
    assert found.complete


@settings(max_examples=20)
@given(*[st.integers(-5, 5)] * 5)
def test_a_quadratic_has_the_critical_point_of_its_linear_system(a, b, c, p, q):
    """``a x^2 + 2b xy + c y^2 + px + qy``: unique for ``ac != b^2``, its kind by the signs."""
    determinant = a * c - b * b
    if determinant == 0:
        return
    found = in_plane(f"({a})x^2 + 2*({b})x*y + ({c})y^2 + ({p})x + ({q})y", 60)
    expected = np.linalg.solve([[2 * a, 2 * b], [2 * b, 2 * c]], [-p, -q])
    (point,) = found.points
    assert found.complete
    np.testing.assert_allclose([x.value for x in point.place], expected, atol=1e-12)
    assert point.kind == ("saddle" if determinant < 0 else "minimum" if a > 0 else "maximum")


def test_refusals():
    with pytest.raises(ValueError, match="in 1 or 2 variables expected"):
        critical_points(parse("x y z", ("x", "y", "z")), ((0, 1),) * 3)
    with pytest.raises(ValueError, match="two ends"):
        critical_points(parse("x y", PLANE), (0, 1))
    with pytest.raises(ValueError, match="not a pair of windows"):
        critical_points(parse("x y", PLANE), ((0, 1),))
    with pytest.raises(ValueError, match="is empty"):
        on_line("x", 1, 0)
    with pytest.raises(ValueError, match="gamma"):
        on_line("gamma x", 1, 2)
    with pytest.raises(ParseError):
        on_line("x", "a", 1)


def test_it_prints_one_point_a_line():
    assert repr(on_line("x^2", -1, 1)) == "CriticalPoints(1; complete)\n  minimum 0 at 0"


def test_a_side_that_has_shrunk_to_a_point_hides_no_zero():
    """After one step of Newton's y is exactly 0: the box has no inside any more."""
    found = in_plane("x^4 - 4x^2 + y^2", 2)
    assert found.complete
    assert [p.kind for p in found.points] == ["minimum", "saddle", "minimum"]


def test_a_determinant_is_zero_in_closed_form():
    """On the curves x y = ±pi/2 the gradient of sin(x y) is 0, and so is the determinant."""
    found = in_plane("sin(x y)", 2)
    assert [p.kind for p in found.points].count("degenerate") == 4
    for point in found.points:
        assert abs(point.place[0].value * point.place[1].value) in (0, np.pi / 2)
    assert all(-2 <= low <= high <= 2 for box in found.undecided for low, high in box)


@pytest.mark.parametrize(
    ("text", "window", "places"),
    [
        ("sqrt(1+cos x)", (-4, 4), (-pi, 0, pi)),
        ("sqrt(1-sin(x)^2)", (-2, 2), (-pi / 2, 0, pi / 2)),
        ("sqrt(cos x)", (-3, 3), (-pi / 2, 0, pi / 2)),
        ("arcsin(2x/(1+x^2))", (-3, 3), (-1, 1)),
        ("arccos(cos x)", (-1, 4), (0, pi)),
        ("arcsin x", (-1, 1), (-1, 1)),
        ("arccosh(1+x^2)", (-1, 1), (0,)),
        ("arcosh(1+|x|)", (-1, 1), (0,)),
        ("arsech(x)", ("0.1", 2), (1,)),
    ],
)
def test_corners_under_roots_and_inverse_functions_are_not_missed(text, window, places):
    found = critical_points(parse(text), window)
    assert found.complete
    assert [p.place[0].value for p in found.points] == pytest.approx(places, rel=2**-50)


def test_where_a_corner_has_no_proven_value_nothing_is_called_complete():
    # sqrt(u) with a zero u that no closed form is known of: f is 0 there, or undefined.
    found = critical_points(parse("sqrt(x - cos x) + sqrt(cos x - x)"), (0, 1))
    assert found.points or found.undecided


def test_a_point_in_the_middle_of_an_undecided_ring_is_found_once():
    found = critical_points(parse("(x^2+y^2-1)^2", ("x", "y")), ((-2, 2), (-2, 2)))
    assert not found.complete
    exact = [p.exact for p in found.points]
    assert len(set(exact)) == len(exact) >= 1


def test_a_value_that_is_no_closed_form_yet_is_a_number():
    """Unevaluated it reads acos(cos(pi)), which is pi."""
    assert "maximum 3.14159265358979 at pi" in repr(on_line("acos(cos x)", -1, 4))


def test_a_constant_has_a_gradient_that_is_zero_everywhere():
    for found in (on_line("5", -1, 1), on_line("sin(x)^2 + cos(x)^2", -1, 1), in_plane("5", 1)):
        assert found.standing == "identically zero"
        assert "gradient identically zero" in repr(found)
    assert on_line("x^2", -1, 1).standing == in_plane("x^2 + y^2", 1).standing == "complete"


PEAKS = "3(1-x)^2 e^(-x^2-(y+1)^2) - 10(x/5-x^3-y^5) e^(-x^2-y^2) - e^(-(x+1)^2-y^2)/3"


def test_matlabs_peaks_has_nine_critical_points():
    """Three hills, three valleys and three passes (https://www.mathworks.com/help/matlab/)."""
    found = in_plane(PEAKS, 3)
    assert found.standing == "complete"
    assert [len(found.of_kind(kind)) for kind in ("minimum", "maximum", "saddle")] == [3, 3, 3]


@pytest.mark.parametrize("text", ["x^2", "x^2 y^2", "(x^2 + y^2 - 1)^2", "max(x^2, y^2)"])
def test_a_curve_of_critical_points_is_given_up_before_long(text):
    """How soon: ``tests/core/solving/test_isolation.py``."""
    found = in_plane(text, 2)
    assert found.standing == "ended early"


def test_sides_are_a_pair_of_windows():
    f = parse("x^2 + y^2", PLANE)
    assert len(critical_points(f, ("-1, 1", "-2, 2")).points) == 1
    assert len(critical_points(f, np.array([[-1, 1], [-2, 2]])).points) == 1
    for window in ("0, 1", 5, ((0, 1), (0, 1), (0, 1))):
        with pytest.raises(ValueError, match="window"):
            critical_points(f, window)
