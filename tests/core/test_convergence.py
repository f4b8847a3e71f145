"""Radii of convergence that are known, and the three roads to them."""

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import acb, arb

from core import NotAnalytic, ParseError, convergence, parse
from core.continuation.singular_proof import has_no_other_zeros, is_proven_zero, singularity
from core.continuation.zeros import BITS
from core.expression.balls import working_precision
from core.expression.complex_series import complex_series
from core.expression.series import coefficients
from core.expression.tree import FUNCTIONS, Number

PIECEWISE = {"abs", "sign", "floor", "ceil", "min", "max"}
PI, INF = math.pi, math.inf
LN2 = math.log(2)
# The first zero of the Bessel function J_0, DLMF 10.21 and Abramowitz & Stegun table 9.5.
J01 = 2.404825557695773

# Text, center, radius, least standing. Each radius is the distance to the nearest pole or branch
# point, by inspection of the formula, or a textbook's.
RADII = [
    ("1/(1-x)", 0, 1, "exact"),
    ("1/(1+x^2)", 0, 1, "exact"),
    ("1/(1+x^2)", 1, math.sqrt(2), "exact"),
    ("1/(1+x^2) + e^x", 3, math.sqrt(10), "exact"),
    ("1/(1+25x^2)", 0, 0.2, "exact"),  # Runge
    ("1/(x^4+4)", 0, math.sqrt(2), "exact"),
    ("1/(x^2-2x+5)", 1, 2, "exact"),
    ("x/(1-x-x^2)", 0, (math.sqrt(5) - 1) / 2, "exact"),  # Fibonacci: the golden ratio
    ("(1-sqrt(1-4x))/(2x)", 0, 1 / 4, "exact"),  # Catalan
    ("1/(1-x^50)", 0, 1, "exact"),
    ("2^x/(x-5)", 0, 5, "exact"),
    ("ln(1+x)", 0, 1, "exact"),
    ("ln x", 2, 2, "exact"),
    ("ln(1+x+x^2)", 0, 1, "exact"),
    ("sqrt(1+x)", 0, 1, "exact"),
    ("sqrt x", 3, 3, "exact"),
    ("cbrt(1+x)", 0, 1, "exact"),
    ("x^(1/3)", -8, 8, "exact"),
    ("x^x", 1, 1, "exact"),
    ("atan x", 0, 1, "exact"),
    ("atan x", 1, math.sqrt(2), "exact"),
    ("acot x", 0, 1, "exact"),
    ("asin x", 0, 1, "exact"),
    ("acos x", "1/2", 1 / 2, "exact"),
    ("asin x", "-1/2", 1 / 2, "exact"),
    ("atanh x", "-3/4", 1 / 4, "exact"),
    ("asinh x", 0, 1, "exact"),
    ("acosh x", 2, 1, "exact"),
    ("atanh x", 0, 1, "exact"),
    ("gamma(x)", 1, 1, "exact"),
    ("gamma(x)", 3, 3, "exact"),
    ("gamma(x)", -0.5, 1 / 2, "exact"),
    ("factorial(x)", 0, 1, "exact"),
    ("e^(1/(1-x))", 0, 1, "exact"),  # essential
    ("e^(x/(1-x))", 0, 1, "exact"),
    ("floor(x) + 1/(x-3)", 1.5, 1.5, "exact"),
    ("|x|/(x-3)", -1, 4, "exact"),
    ("tan x", 0, PI / 2, "certified"),
    ("tan x", 1, PI / 2 - 1, "certified"),
    ("sec x", 0, PI / 2, "certified"),
    ("(1-sin x)/cos x", 0, PI / 2, "certified"),  # removable at pi/2, a pole at -pi/2
    ("tanh x", 0, PI / 2, "certified"),
    ("1/cosh x", 0, PI / 2, "certified"),  # Euler numbers
    ("x/(e^x-1)", 0, 2 * PI, "certified"),  # Bernoulli numbers
    ("1/(e^x+1)", 0, PI, "certified"),
    ("1/(1+e^(-x))", 0, PI, "certified"),
    ("1/(2-e^x)", 0, LN2, "certified"),  # ordered Bell numbers
    ("ln(1+e^x)", 0, PI, "certified"),
    ("ln(cos x)", 0, PI / 2, "certified"),
    ("sqrt(cos x)", 0, PI / 2, "certified"),
    ("sqrt(1+sin(x)^2)", 0, math.asinh(1), "certified"),
    ("atan(e^x)", 0, PI / 2, "certified"),
    ("cot x - 1/x", 0, PI, "certified"),
    ("1/sin x - 1/x", 0, PI, "certified"),
    ("1/besselj(0, x)", 0, J01, "certified"),
    ("tan(1/(2-x))", 0, 2 - 2 / PI, "certified"),
    ("ln(x)/(x-1)", 2, 2, "exact"),
    ("sin(x)/sin(2x)", 0.3, PI / 2 - 0.3, "certified"),
    ("e^x", 0, INF, "exact"),
    ("x^3 - 2x", 0, INF, "exact"),
    ("e^(e^x-1)", 0, INF, "exact"),
    ("besselj(0, x)", 0, INF, "exact"),
    ("erf(x)/x", 0, INF, "exact"),
    ("sin(x)/x", 0, INF, "exact"),
    ("|x|", 2, INF, "exact"),
    ("max(x, x^2)", 3, INF, "exact"),
    ("sin(x)/x", 2, INF, "exact"),
    ("sin(pi x)/(x-1)", 0, INF, "exact"),
    ("(x^2-1)/(x-1)", 0, INF, "exact"),
    ("cosh(sqrt x)", 1, INF, "estimated"),
    ("1/gamma(x)", 0.5, INF, "exact"),
    ("sin(x-1)/(x-1)", 0, INF, "exact"),
    ("erf(x)/x", 1, INF, "exact"),
    ("x/(e^x-1)", 1, math.hypot(1, 2 * PI), "certified"),
    ("(1-cos x)/x^2", 2, INF, "exact"),
    ("sin(pi x)/(x(1-x))", "1/2", INF, "exact"),
    ("x^2/(1-cos x)", 1, 2 * PI - 1, "certified"),
    ("(x^4-1)/(x^2+1)", 0, INF, "exact"),  # removable at i and -i
    ("(e^x-2)/(x-ln 2)", 0, INF, "estimated"),
    ("(x^2-2) ln(x)/(x-sqrt 2)", 1, 1, "certified"),
    ("(x^2-1)/(x-1) * (1/(x+1))", 0, INF, "exact"),
    ("(x^2-1)/(x-1) * (1/(x-3))", 0, 3, "exact"),
    ("1/(x - 0.3333333333)", 0, 0.3333333333, "exact"),  # not 1/3
    ("sinh(x)/(x^2+pi^2) + 1/(x-5)", 0, 5, "estimated"),  # removable at pi i: not proven
    ("csc x", 1, 1, "certified"),
    ("csch x", 1, 1, "certified"),
    ("sech x", 1, math.hypot(1, PI / 2), "certified"),
    ("sec x", 1, PI / 2 - 1, "certified"),
    ("tanh x", 2, math.hypot(2, PI / 2), "certified"),
    ("cot x", 2, PI - 2, "certified"),
    ("x^x", 3, 3, "exact"),
    ("e^(1/(1-x))", -2, 3, "exact"),
    ("gamma(x)", "7/3", 7 / 3, "exact"),
    ("1/(e^x-1) - 1/x", 0, 2 * PI, "certified"),  # DLMF 24.2.1
    ("2x/(e^x+1)", 0, PI, "certified"),  # Genocchi numbers
    ("x/ln(1+x)", 0, 1, "estimated"),  # Gregory; ln(1+x) may have other zeros near -1
    ("e^(-x)/(1-x)", 0, 1, "exact"),  # derangements
    ("sqrt(1-6x+x^2)", 0, 3 - math.sqrt(8), "exact"),  # Schröder numbers
    ("acosh x", 3, 2, "exact"),
    ("ln(gamma(x))", 2, 2, "exact"),
    ("x/sin x", 2, PI - 2, "certified"),
    ("coth x", 1, 1, "certified"),
    ("x coth x", 0, PI, "certified"),
    ("gamma(x)", "1/2", 1 / 2, "exact"),
    ("gamma(x)", "-5/2", 1 / 2, "exact"),
    ("1/(gamma(x) (x-2))", 0, 2, "exact"),
    ("e^(1/(1-x)) (1-x)^5", 0, 1, "exact"),  # no zero tames it
    ("sqrt(x) (x-4)", 4, 4, "exact"),
    # The series is that of cos x; the function is |cos x|, and leaves it at pi/2.
    ("sqrt(1-sin(x)^2)", 0, INF, "exact"),
]


@pytest.mark.parametrize(("text", "at", "radius", "status"), RADII)
def test_the_radius_is_the_known_one(text, at, radius, status):
    c = convergence(parse(text), at)
    # A distance of two computed complex numbers: a few units of the larger of them.
    assert c.radius == pytest.approx(radius, rel=1e-13)
    assert c.status == status


@pytest.mark.parametrize(("text", "at", "radius", "status"), RADII)
def test_the_root_test_agrees_with_the_singularities(text, at, radius, status):
    """Two roads: the fit to the coefficients knows nothing of the formula."""
    estimate = convergence(parse(text), at).growth.radius
    # Beside an essential singularity ``ln |c_k|`` has a term in sqrt(k), which is not fitted.
    essential = text.startswith(("e^(1/", "e^(x/"))
    assert estimate == pytest.approx(radius, rel=0.06 if essential else 0.001)


# What deceives a fit to coefficients, principal branches, or differences of doubles.
TREACHEROUS = [
    ("1/(1-x)^50", 0, 1, "exact"),  # the first 200 coefficients look like an entire function's
    ("(1-x)^(-101/2)", 0, 1, "exact"),
    ("10^(-50) ln(1-x) + 1/(2-x)", 0, 1, "exact"),
    ("x^pi", 1, 1, "exact"),
    ("1/gamma(x)^2", 1, INF, "exact"),
    # Poles of gamma that zeros cancel: the next ones count.
    ("gamma(x) x (x+1) (x+2)", "1/2", 3.5, "exact"),
    ("gamma(x) x (x+1) (x+2) (x+3) (x+4)", "1/2", 5.5, "exact"),
    ("gamma(e^x)", 0, PI, "estimated"),  # its argument goes round 0 to -1
    # Next to the singularity, far from 0.
    ("1/(x-1/3)", "1/3 + 10^(-10)", 1e-10, "exact"),
    ("ln(x-10^8)", "10^8 + 10^(-5)", 1e-5, "exact"),
    ("1/(x-pi)", "pi + 10^(-9)", 1e-9, "certified"),
    ("tan x", "pi/2 + 10^(-12)", 1e-12, "certified"),
    # All at one place, but for the tenth digit or beyond.
    ("1/((x-1)(x-1-10^(-10)))", 0, 1, "exact"),
    ("1/((x-10^(-12)) (x-2*10^(-11)) (x+5*10^(-10)))", 0, 1e-12, "exact"),
    ("1/(x^2+10^(-40))", 0, 1e-20, "exact"),
    # On the branch that begins at the center, 4 ln x, the numerator vanishes too, and the series
    # goes on up to 0.9; the principal logarithm of x^4 is another one there, and no proof.
    (
        "(ln(x^4)^2 + 16 arccos(3/5)^2)/(x^2-6x/5+1) + 1/(x-19/10)",
        1,
        math.sqrt(0.8),
        "estimated",
    ),
    ("sqrt(x^2+x^4)", 1, math.sqrt(2), "exact"),  # x sqrt(1+x^2)
    # Removable at 1, but not beside it.
    ("sin(x-1)/((x-1)(x-1-10^(-6)))", 0, 1.000001, "exact"),
    ("sin(x-1)/((x-1)(x-1-10^(-10)))", 0, 1, "estimated"),
    ("sin(x-1)/((x-1)(x-1-10^(-20)))", 0, 1, "estimated"),
    ("1/((x-1-10^(-13))(x+1))", 0, 1, "exact"),
    # Hidden from the coefficients by a part that outweighs them up to order 200.
    ("sin x + arctan(x/100)", 0, 100, "exact"),
    ("sin x + tan(x/100)", 0, 50 * PI, "certified"),
    ("sin x + 1/(1+e^(x/1000))", 0, 1000 * PI, "certified"),
    ("e^(-100x^2) tan x", 0, PI / 2, "certified"),
    # Zeros of high order around the center.
    ("1/(1+x^300)", 0, 1, "exact"),
    ("e^x/(1+x^100)", 0, 1, "exact"),
    ("1/(3-4x^200+x^400)", 0, 1, "exact"),
    ("1/(3^70-x^70)", 0, 3, "exact"),
    ("sqrt(x^999-1)", 2, 1, "exact"),
    # The nearest of the zeros e^(i pi (2k+1)/1000): cosines' theorem.
    ("(x^1000+1)^(1/1000)", "1/3", math.sqrt(10 / 9 - 2 / 3 * math.cos(PI / 1000)), "exact"),
    # Principal logarithms that are continued straight to the poles: the argument of x^5 + 1/100
    # reaches 174 degrees, and the cut beyond -1 + i and -1 - i is met by the line, not by the way.
    ("ln(x^5+1/100)/((x-1)^2+49/100)", 1, 0.7, "exact"),
    ("ln(x^2+2x+2)/(x^2-x+5/4)", 0, math.sqrt(5) / 2, "exact"),
    # x^0 and x^1, which no one sees.
    ("x^(x-x) + 1/(x-2.01)", 1, 1, "estimated"),
    ("x^(sin(x)^2+cos(x)^2) + 1/(x-2.01)", 1, 1, "estimated"),
]


@pytest.mark.parametrize(("text", "at", "radius", "status"), TREACHEROUS)
def test_nothing_is_claimed_that_only_seems_so(text, at, radius, status):
    c = convergence(parse(text), at)
    within = 1e-13 if status != "estimated" else 1e-9
    assert (c.radius, c.status) == (pytest.approx(radius, rel=within), status)


def test_a_circle_full_of_singularities_prints_in_a_line():
    assert "\n" not in repr(convergence(parse("1/(1+x^100)")))
    assert len(convergence(parse("1/(1+x^100)")).singularities) == 100


def test_the_printed_digits_are_those_of_the_nearest():
    c = convergence(parse("1/((x-1.0000000000001)(x+1))"))
    assert c.radius == 1 and c.singularities[0] == -1


def test_an_estimate_of_a_fit_shows_no_more_digits_than_it_has():
    assert repr(convergence(parse("1/(x - sin x)"), 1)).startswith("Convergence(radius=1, est")


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("1/(1+x^2)", 0, [1j, -1j]),
        ("1/(1+x^2)", 1, [1j, -1j]),
        ("tan x", 0, [PI / 2, -PI / 2]),
        ("x/(e^x-1)", 0, [2j * PI, -2j * PI]),
        ("ln(1+x+x^2)", 0, [complex(-0.5, math.sqrt(0.75)), complex(-0.5, -math.sqrt(0.75))]),
        ("1/((x-1)(x-2)(x+3))", 0, [1, 2, -3]),
        ("1/((x-1)^2 (x+1))", 0.5, [1, -1]),
        ("sqrt x", 3, [0]),
        ("e^x", 0, []),
    ],
)
def test_the_singularities_are_listed_nearest_first(text, at, expected):
    assert convergence(parse(text), at).singularities == pytest.approx(
        np.array(expected), abs=1e-13
    )


def test_the_reciprocal_of_gamma_is_only_as_entire_as_what_is_inside():
    c = convergence(parse("1/gamma(1/(x-2))"))
    assert c.radius == 2 and list(c.singularities) == [2]


def test_removable_points_are_no_singularities():
    c = convergence(parse("sin(x)/x + 1/(x-4)"), 1)
    assert c.radius == 3
    assert list(c.singularities) == [4]


def test_the_ratio_plot_meets_the_axis_at_the_inverse_radius():
    """Domb and Sykes: for ``(1 - x/R)^p`` the ratios are ``(1 - (1 + p)/k)/R``, exactly linear."""
    growth = convergence(parse("(1 - 2x)^(-3/2)")).growth
    k = np.arange(1, 201)
    # The coefficients behind the plot are good to 30 bits.
    assert growth.ratios == pytest.approx(2 * (1 + 0.5 / k), rel=2**-28)


def test_the_root_test_tends_to_the_inverse_radius():
    growth = convergence(parse("1/(1 - 3x)")).growth
    assert growth.roots == pytest.approx(np.full(200, 3.0), rel=2**-29)


def test_ratios_of_an_even_function_are_missing_not_infinite():
    assert np.isnan(convergence(parse("1/(1+x^2)")).growth.ratios).all()


@pytest.mark.parametrize("text", ["1/(2+x^299+x^300)", "sin(x-1/4)/(x-1/4) + 1/(2+x^299+x^300)"])
def test_where_nothing_shows_a_singularity_no_radius_is_claimed(text):
    """Its zeros are near the unit circle, but none of 200 coefficients shows it."""
    found = convergence(parse(text))
    assert math.isnan(found.radius)
    assert found.status == "estimated"


def test_two_zeros_of_one_guard_may_be_near_each_other():
    """``(e^x - 2)(e^x - 2.0002)``, multiplied out."""
    found = convergence(parse("1/(e^(2x) - 4.0002e^x + 4.0004)")).singularities
    assert found == pytest.approx([math.log(2), math.log(2.0002)], rel=1e-13)


@pytest.mark.parametrize("scale", [10, 1, -10])
def test_singularities_stand_where_they_are_at_every_scale(scale):
    found = convergence(parse(f"1/((x - 10^{scale})^2 + 10^{2 * scale})"))
    assert found.singularities / 10.0**scale == pytest.approx([1 + 1j, 1 - 1j], rel=1e-14)


def test_where_there_is_no_series_there_is_no_radius():
    with pytest.raises(NotAnalytic):
        convergence(parse("1/x"))
    with pytest.raises(ParseError):
        convergence(parse("x"), "ln(-1)")
    with pytest.raises(ValueError, match="in 1 variable"):
        convergence(parse("x y", ("x", "y")))


def test_a_disc_is_not_called_free_of_zeros_if_one_is_hidden():
    """The proof must fail if a zero is withheld from it."""
    cosine = parse("cos x").tree
    with working_precision(BITS, 2):
        assert has_no_other_zeros(cosine, 0.0, 1.57, [])
        assert not has_no_other_zeros(cosine, 0.0, 1.58, [])
        assert not has_no_other_zeros(cosine, 0.0, 1.58, [PI / 2])
        assert has_no_other_zeros(cosine, 0.0, 1.58, [PI / 2, -PI / 2])
        assert not has_no_other_zeros(cosine, 0.0, 4.8, [PI / 2, -PI / 2, 3 * PI / 2])


def test_a_zero_is_proven_only_where_there_is_one():
    cosine = parse("cos x").tree
    with working_precision(BITS, 2):
        assert is_proven_zero(cosine, acb(arb(PI / 2, 1e-12), arb(0, 1e-12)))
        assert not is_proven_zero(cosine, acb(arb(PI / 2 + 1e-9, 1e-12), arb(0, 1e-12)))


def test_it_prints_its_standing():
    assert repr(convergence(parse("tan x"))).startswith(
        "Convergence(radius=1.57079632679, certified"
    )


def test_two_zeros_close_together_are_not_taken_for_one():
    pair = parse("(x - 1)(x - 1.1)").tree
    with working_precision(BITS, 2):
        assert not has_no_other_zeros(pair, 0.0, 2.0, [1.0])
        assert has_no_other_zeros(pair, 0.0, 2.0, [1.0, 1.1])


def test_a_common_zero_of_numerator_and_denominator_is_not_called_a_pole():
    cosine = parse("cos x").tree
    with working_precision(BITS, 2):
        at_zero = acb(arb.pi() / 2)
        assert singularity(parse("1/cos x").tree, cosine, at_zero) == "pole"
        assert singularity(parse("(1-sin x)/cos x").tree, cosine, at_zero) is None
        assert singularity(parse("cos(x)/cos(x) + x").tree, cosine, at_zero) is None
        assert singularity(parse("e^(ln cos x)").tree, cosine, at_zero) is None
        assert singularity(parse("cos(x) * (1/cos x)").tree, cosine, at_zero) is None
        assert singularity(parse("cos(x) * ln cos x").tree, cosine, at_zero) == "branch"
        assert singularity(parse("sqrt(cos(x)^2)").tree, cosine, at_zero) is None
        assert singularity(parse("sqrt(cos x) + 1/x").tree, cosine, at_zero) == "branch"


def test_nothing_is_claimed_on_the_cut_of_a_logarithm():
    with working_precision(BITS, 2):
        assert not complex_series(parse("ln x").tree, acb(arb(-1, 0.1), arb(0, 0.1)))[0].is_finite()
        assert complex_series(parse("ln x").tree, acb(-1, arb(0.5, 0.1)))[0].is_finite()


@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - PIECEWISE))
def test_complex_series_agree_with_real_ones(name):
    """At a real point the first two coefficients are the real interpreter's."""
    u = {"acosh": "x + 2", "asec": "x + 2", "acsc": "x + 2", "acoth": "x + 2"}.get(name, "x")
    first = {"root": "3, ", "besselj": "2, ", "log": "3, "}.get(name, "")
    tree = parse(f"{name}({first}{u})").tree
    with working_precision(BITS, 2):
        found = complex_series(tree, acb(arb("0.3")))
    truth = coefficients(tree, "x", Number(Fraction(3, 10), "0.3"), 1)
    for k in range(2):
        assert found[k].real.overlaps(truth[k]) and found[k].imag.overlaps(arb(0))
        assert found[k].rel_accuracy_bits() > 50
