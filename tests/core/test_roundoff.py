"""Error curves: the exact split, against mpmath at 60 digits and the lesson's check values."""

from fractions import Fraction
from math import factorial

import mpmath
import numpy as np
import pytest

from core.differencing.reference import reference
from core.expression.expression import parse
from core.floats import FORMATS
from core.quotient import difference, sample
from core.rates import envelope, slopes
from core.roundoff import error_curve
from core.stencil import stencil

NAMED = [stencil.forward, stencil.backward, stencil.central, stencil.five_point]
BAYDIN = parse("64x(1-x)(1-2x)^2(1-8x+8x^2)^2")
STEPS = np.geomspace(1e-16, 1, 161)

# f as mpmath knows it, and the typed form; points well inside the domain.
FUNCTIONS = {
    "sin": (parse("sin x"), mpmath.sin, "1"),
    "exp(sin)": (parse("e^(sin x)"), lambda x: mpmath.exp(mpmath.sin(x)), "1"),
    "runge": (parse("1/(1+25x^2)"), lambda x: 1 / (1 + 25 * x * x), "0.3"),
    "fast": (parse("sin(30x)"), lambda x: mpmath.sin(30 * x), "1"),
    "log": (parse("ln x"), mpmath.log, "2.5"),
}


def exactly(s, f, x, h):
    """The quotient and the derivative in 60 digits, at float64 x and h."""
    d = s.derivative_order
    with mpmath.workdps(60):
        x, h = mpmath.mpf(x), mpmath.mpf(h)
        pairs = zip(s.weights, s.offsets, strict=True)
        total = mpmath.fsum(
            mpmath.mpf(w.numerator)
            / w.denominator
            * f(x + mpmath.mpf(o.numerator) / o.denominator * h)
            for w, o in pairs
        )
        return total / h**d, mpmath.diff(f, x, d)


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("s", NAMED)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_split_is_exact_to_six_digits_and_more(name, s, dtype):
    f, true, at = FUNCTIONS[name]
    e = error_curve(f, at, s, STEPS, dtype)
    for i in range(0, len(STEPS), 8):
        if e.step_taken[i] == 0 or (name == "log" and e.step_taken[i] > 0.9):
            continue
        with mpmath.workdps(60):
            quotient, truth = exactly(s, true, e.x, e.step_taken[i])
            estimate = mpmath.mpf(float(e.estimate[i]))
            assert float(truth) == pytest.approx(e.truth, rel=2**-52)
            assert e.error[i] == pytest.approx(float(abs(estimate - truth)), rel=1e-9)
            assert e.truncation[i] == pytest.approx(float(quotient - truth), rel=1e-9, abs=1e-33)
            assert e.roundoff[i] == pytest.approx(float(estimate - quotient), rel=1e-6, abs=1e-30)


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("s", NAMED)
def test_truncation_and_roundoff_add_up(s, dtype):
    e = error_curve(BAYDIN, "0.2", s, STEPS, dtype)
    there = np.isfinite(e.error)
    total = np.abs(e.truncation + e.roundoff)[there]
    # One rounding of the sum, and one of each part.
    bound = 2**-51 * (np.abs(e.truncation) + np.abs(e.roundoff))[there]
    assert np.all(np.abs(total - e.error[there]) <= bound)
    np.testing.assert_array_equal(
        e.estimate, difference(BAYDIN, "0.2", STEPS, s, dtype).astype(np.float64)
    )


def test_the_check_values_of_the_survey():
    # Baydin and others (2018), Fig. 3: f at 0.2, exact rational values of the polynomial.
    x = Fraction(1, 5)

    def shifted(h):
        y = x + h
        return 64 * y * (1 - y) * (1 - 2 * y) ** 2 * (1 - 8 * y + 8 * y * y) ** 2

    expected = {0: "0.28901376", 1: "9.0660864", 2: "67.395584", 3: "-3948.87168", 5: "1203240.96"}
    near = reference(BAYDIN.tree, "x", 0.2)
    offsets = [Fraction(k) for k in range(-4, 5)]
    for order, value in expected.items():
        if order:  # degree 8: nine points differentiate it exactly
            s = stencil(offsets, order)
            pairs = zip(s.weights, offsets, strict=True)
            assert sum(w * shifted(o) for w, o in pairs) == Fraction(value)
        else:
            assert shifted(0) == Fraction(value)
        # 0.2 is not a float: it is off by at most 2^-56, times the next derivative.
        assert near.derivative(order)[0] == pytest.approx(float(Fraction(value)), rel=1e-12)
    assert error_curve(BAYDIN, 0.2, stencil.forward, [0.5]).truth == pytest.approx(9.0660864)


def test_the_reference_is_at_the_point_really_used():
    # At the typed 0.2 there would be a floor of 3.6e-4 relative in float16.
    e = error_curve(BAYDIN, "0.2", stencil.central, [2.0**-8], "float16")
    assert e.x == float(np.float16(0.2))
    assert abs(e.truth - 9.0660864) / 9.0660864 == pytest.approx(3.6e-4, rel=0.02)


def test_a_parabola_by_hand():
    e = error_curve(parse("x^2"), 3, stencil.forward, [0.5, 0.25])
    assert (e.truth, e.x) == (6.0, 3.0)
    assert e.truncation.tolist() == e.error.tolist() == [0.5, 0.25]
    assert e.roundoff.tolist() == [0.0, 0.0]
    assert e.predicted_truncation.tolist() == [0.5, 0.25]
    # u = 2^-53, |f| + |x f'| = 27, two weights of 1.
    assert e.predicted_roundoff.tolist() == [2 * 27 * 2**-53 / 0.5, 2 * 27 * 2**-53 / 0.25]
    assert e.predicted_best_step == pytest.approx((2 * 27 * 2**-53) ** 0.5, rel=2**-50)


def test_a_lucky_step_has_no_error_and_says_so():
    e = error_curve(parse("x^3"), 1, stencil.central, [2.0**-30])
    assert e.truncation[0] == 2.0**-60
    assert e.error[0] == 0.0  # the estimate is 3 exactly, and so is the truth
    assert e.roundoff[0] == -(2.0**-60)


def test_an_error_far_below_a_rounding_of_the_truth_is_still_right():
    # (2 pi - pi)/1 gives the float64 nearest to pi, which is not pi.
    e = error_curve(parse("pi x"), 1, stencil.forward, [1.0])
    assert e.estimate[0] == e.truth == np.pi
    with mpmath.workdps(60):
        assert e.error[0] == pytest.approx(float(mpmath.pi - np.pi), rel=2**-50)


@pytest.mark.parametrize(("s", "p"), [(s, s.accuracy_order) for s in NAMED])
def test_halving_the_step_divides_the_truncation_by_two_to_the_order(s, p):
    e = error_curve(BAYDIN, "0.2", s, [2.0**-12, 2.0**-13])
    # The next term is h (or h^2) f^(q+1)/f^(q) relative, 2^-12 * 60 at most for the one-sided ones.
    assert np.log2(e.truncation[0] / e.truncation[1]) == pytest.approx(p, abs=0.03)


def test_far_steps_agree_with_near_ones():
    # Beyond the reach of the series the quotient is taken value by value: no seam between the two.
    f = parse("1/(1+x^2)")
    e = error_curve(f, 1, stencil.five_point, np.geomspace(0.01, 5, 400))
    for x, truncation in zip(e.step_taken[::20], e.truncation[::20], strict=True):
        quotient, truth = exactly(stencil.five_point, lambda x: 1 / (1 + x * x), e.x, x)
        assert truncation == pytest.approx(float(quotient - truth), rel=1e-9)


@pytest.mark.parametrize("s", [stencil.forward, stencil.backward])
def test_the_series_is_left_before_it_shows_in_the_roundoff(s):
    # Its remainder at h = 1/4 is 4^-33, and the round-off 2^-53: seven digits need it below 2^-77.
    e = error_curve(parse("1/x"), 1, s, np.linspace(0.03, 0.6, 60))
    for h, estimate, roundoff in zip(e.step_taken, e.estimate, e.roundoff, strict=True):
        quotient, _ = exactly(s, lambda x: 1 / x, 1, h)
        with mpmath.workdps(60):
            rest = float(mpmath.mpf(float(estimate)) - quotient)
        assert roundoff == pytest.approx(rest, rel=1e-6, abs=0)


def test_higher_derivatives_beyond_the_reach_of_the_series():
    s = stencil((-1, 0, 1), derivative_order=2)
    e = error_curve(parse("1/x"), 2, s, [0.25, 1.0, 1.5])
    for h, truncation in zip(e.step_taken, e.truncation, strict=True):
        quotient, truth = exactly(s, lambda x: 1 / x, 2, h)
        assert truncation == pytest.approx(float(quotient - truth), rel=1e-12)


@pytest.mark.parametrize("s", NAMED)
def test_the_predicted_step_is_where_the_two_predictions_add_up_to_least(s):
    best = error_curve(parse("sin x"), 1, s, [0.1]).predicted_best_step
    e = error_curve(parse("sin x"), 1, s, best * np.array([0.98, 1.0, 1.02]))
    left, middle, right = e.predicted_truncation + e.predicted_roundoff
    assert middle < left
    assert middle < right


def test_where_only_an_estimate_is_known_there_is_no_reference():
    e = error_curve(parse("|x|^3 |sin(1/x)|^(1/3)"), 0, stencil.forward, [0.5])
    assert np.isnan(e.truth)


def test_a_derivative_without_a_series_is_reference_enough():
    # x^(7/3) has a first derivative at 0 and no third: central differences reach order 4/3 only.
    f = parse("x^(7/3)")
    e = error_curve(f, 0, stencil.central, [2.0**-6, 2.0**-9])
    assert e.truth == 0.0
    assert np.log2(e.truncation[0] / e.truncation[1]) == pytest.approx(3 * 4 / 3, rel=2**-50)
    assert np.isnan(e.predicted_best_step)
    assert slopes(e).truncation is None


def test_steps_across_a_pole_are_measured_and_on_it_are_nan():
    e = error_curve(parse("1/x"), 1, stencil.five_point, [0.25, 0.5, 2.0])
    assert np.isfinite(e.error[[0, 2]]).all()
    assert np.isnan(e.error[1])
    assert np.isnan(e.truncation[1])


def test_absorbed_steps_have_no_estimate():
    e = error_curve(parse("sin x"), 1, stencil.forward, [1e-20, 1e-3], "float32")
    assert e.absorbed.tolist() == [True, False]
    assert np.isnan([e.estimate[0], e.error[0], e.truncation[0], e.roundoff[0]]).all()


def test_an_overflow_is_an_infinite_error():
    e = error_curve(parse("e^(x^2)"), 3, stencil.forward, [0.5, 2.0**-6], "float16")
    assert e.estimate[0] == e.error[0] == e.roundoff[0] == np.inf
    assert np.isfinite(e.error[1])


@pytest.mark.parametrize("text", ["|x|", "cbrt x"])
def test_without_a_taylor_series_there_is_no_reference(text):
    e = error_curve(parse(text), 0, stencil.central, [0.5, 0.25])
    assert np.isnan(e.truth)
    assert np.isnan(e.error).all()
    assert np.isnan(e.predicted_best_step)
    assert np.isfinite(e.estimate).all()


def test_higher_derivatives():
    s = stencil((-1, 0, 1), derivative_order=2)
    e = error_curve(parse("sin x"), 1, s, [2.0**-5, 2.0**-6])
    assert e.truth == pytest.approx(-np.sin(1), rel=2**-52)
    np.testing.assert_allclose(
        e.truncation, [h**2 / 12 * np.sin(1) for h in e.steps], rtol=2.0**-10 / 30 * 2
    )


def test_the_leading_term_that_is_really_there_is_predicted():
    # sin has no second derivative at 0: the forward difference is of order 2 there.
    e = error_curve(parse("sin x"), 0, stencil.forward, [0.01])
    assert e.predicted_truncation[0] == pytest.approx(0.01**2 / factorial(3))
    # A line has no truncation error at all: the larger the step, the better.
    assert error_curve(parse("3x"), 1, stencil.forward, [0.5]).predicted_best_step == np.inf


def test_the_predicted_step_is_near_the_best_measured_one():
    # Measured before: best / predicted between 0.31 and 0.89 (5 to 95 %) on the envelope.
    for s in NAMED:
        e = error_curve(parse("sin x"), 1, s, np.geomspace(1e-16, 1, 800))
        best = e.steps[np.nanargmin(envelope(e))]
        assert 0.2 < best / e.predicted_best_step < 1.5


@pytest.mark.parametrize(("s", "p"), [(s, s.accuracy_order) for s in NAMED])
def test_the_slopes_of_the_v_in_float64(s, p):
    fitted = slopes(error_curve(BAYDIN, "0.2", s, np.geomspace(1e-16, 1, 400)))
    assert fitted.truncation == pytest.approx(p, abs=0.03)
    assert fitted.roundoff == pytest.approx(-1, abs=0.05)


def test_where_there_is_no_line_none_is_fitted():
    fitted = slopes(error_curve(BAYDIN, "0.2", stencil.forward, STEPS, "bfloat16"))
    assert fitted.truncation is None
    assert fitted.roundoff is None


def test_a_few_steps_close_together_are_no_line():
    steps = np.geomspace(1e-3, 5e-3, 40)
    fitted = slopes(error_curve(BAYDIN, "0.2", stencil.forward, steps))
    assert fitted.truncation is None
    assert slopes(error_curve(BAYDIN, "0.2", stencil.forward, [1e-3, 1e-4])).truncation is None


def test_the_envelope_is_above_the_error_and_knows_no_luck():
    steps = np.geomspace(1e-12, 1e-2, 300)
    e = error_curve(parse("sin x"), 1, stencil.central, steps)
    above = envelope(e)
    assert np.all(above >= e.error)
    # Its own ups and downs are far smaller than those of the saw-tooth beneath it.
    left = e.steps < e.predicted_best_step / 10
    jumps = np.abs(np.diff(np.log(e.error[left]))), np.abs(np.diff(np.log(above[left])))
    assert jumps[1].max() < jumps[0].max() / 4
    alone = error_curve(parse("sin x"), 1, stencil.central, [1e-9, 1e-3])
    np.testing.assert_array_equal(envelope(alone), alone.error)


def test_the_curve_is_measured_where_the_quotient_was_taken():
    taken = sample(BAYDIN, "0.2", STEPS, stencil.central, FORMATS["float32"])
    e = error_curve(BAYDIN, "0.2", stencil.central, STEPS, "float32")
    np.testing.assert_array_equal(e.step_taken, taken.step_taken)
    np.testing.assert_array_equal(e.steps, STEPS.astype(np.float32))


@pytest.mark.parametrize("x", [0, 1])
def test_the_truncation_of_the_tiniest_steps_is_no_noise(x):
    """Beside 0 ``(e^x - 1)/x`` cancels in balls too: ``h^2 f'''/6``, as everywhere else."""
    steps = [1e-16, 1e-18, 1e-20, 1e-30]
    near = reference(parse("(e^x-1)/x").tree, "x", float(x))
    third = 1 / 4 if x == 0 else 6 - 2 * np.e
    high, low = near._by_values(stencil.central, np.array(steps))
    assert high + low == pytest.approx([h**2 * third / 6 for h in steps], rel=1e-6, abs=0)


def test_it_prints_in_one_line():
    curve = error_curve(parse("sin x"), 1, stencil.central, np.geomspace(1e-12, 0.1, 200))
    assert repr(curve).startswith("ErrorCurve(float64, x=1.0, 200 steps: error ")
    assert len(repr(curve)) < 120
    assert "no error known" in repr(error_curve(parse("|x|"), 0, stencil.central, [0.1]))
