"""Gradient descent: closed-form trajectories, thresholds, every way to end, the noise floor."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize, rosen

from core.descent import compare_descents, descent
from core.errors import ParseError
from core.expression.expression import parse
from core.floats import FORMATS
from core.gradient_sources import Differences, source
from core.stable_rate import largest_stable_rate
from core.stencil import stencil

BOWL = parse("x^2 + y^2", ("x", "y"))
SQUARE = parse("x^2")


def test_the_example_of_the_lesson_halves_exactly():
    way = descent(BOWL, (1, 2), rate=0.25, steps=20)
    k = np.arange(21)
    np.testing.assert_array_equal(way.points, np.outer(0.5**k, [1, 2]))
    np.testing.assert_array_equal(way.losses, 5 * 0.25**k)
    np.testing.assert_array_equal(way.gradients, 2 * way.points)
    assert way.status == "step limit"
    assert way.evaluations == 0


@given(
    st.floats(0.0625, 8), st.floats(0.001, 0.9), st.floats(-4, 4).filter(lambda x: abs(x) > 1e-3)
)
def test_on_a_parabola_every_step_multiplies_by_the_same_factor(bend, share, start):
    """``f = a x^2``: ``x_k = (1 - 2 eta a)^k x_0``."""
    rate = share / bend
    way = descent(parse("a x^2", ("x", "a")), (start, bend), rate, steps=0)
    assert way.steps == 0
    way = descent(parse(f"{bend!r}*x^2"), [start], rate, steps=30, tolerance=0)
    k = np.arange(len(way.points))
    expected = (1 - 2 * rate * bend) ** k * start
    # Each step rounds a product of three, and a sum, all relative to x or less: 4 u of x_k.
    np.testing.assert_allclose(
        way.points[:, 0], expected, rtol=0, atol=31 * 8 * 2**-53 * abs(start)
    )


@given(st.floats(0.05, 0.95), st.floats(0.01, 0.95))
def test_momentum_obeys_its_recurrence(momentum, share):
    """``x_(k+1) = (1 + mu - 2 eta) x_k - mu x_(k-1)``, solved by the powers of its two roots."""
    rate = share * (1 + momentum)  # the stable half of the threshold 2 (1 + mu) / 2
    way = descent(SQUARE, [1.0], rate, steps=40, momentum=momentum, tolerance=0)
    r1, r2 = np.roots([1, -(1 + momentum - 2 * rate), momentum]).astype(complex)
    if abs(r1 - r2) < 1e-3:
        return
    b = ((1 - 2 * rate) - r1) / (r2 - r1)  # x_0 = 1, x_1 = 1 - 2 eta
    k = np.arange(len(way.points))
    expected = ((1 - b) * r1**k + b * r2**k).real
    # 40 steps of a few roundings, each kept within the stable roots' circle; b loses |r1 - r2|.
    np.testing.assert_allclose(way.points[:, 0], expected, rtol=0, atol=1e-12 / abs(r1 - r2))


@pytest.mark.parametrize(
    ("text", "names", "rate"), [("x^2", ("x",), 1.0), ("x^2 + 8y^2", ("x", "y"), 0.125)]
)
def test_at_the_threshold_the_steps_neither_grow_nor_shrink(text, names, rate):
    f = parse(text, names)
    assert largest_stable_rate(f).value == rate
    start = [0] * (len(names) - 1) + [1]
    at = descent(f, start, rate, steps=100)
    assert set(np.abs(at.points[:, -1])) == {1.0}
    assert at.status == "step limit"
    assert descent(f, start, rate * 1.0625, steps=20_000).status == "diverged"
    assert descent(f, start, rate * 0.9375, steps=20_000).status == "converged"


def test_momentum_moves_the_threshold():
    rate = largest_stable_rate(SQUARE, momentum=0.5).value
    assert rate == 1.5
    assert descent(SQUARE, [1], 1.40625, 20_000, 0.5).status == "converged"
    assert descent(SQUARE, [1], 1.59375, 20_000, 0.5).status == "diverged"


def test_every_status():
    root = parse("sqrt(x)")
    hill = parse("(x-3)^2 + 1")
    cases = {
        "converged": descent(BOWL, (1, 2), 0.1),
        "stalled": descent(hill, [1], 0.1, dtype="float32", tolerance=0, steps=5000),
        "diverged": descent(BOWL, (1, 2), 2),
        "left the domain": descent(root, [1], 0.9),
        "step limit": descent(BOWL, (1, 2), 1e-6, steps=10),
    }
    assert {name: way.status for name, way in cases.items()} == {name: name for name in cases}
    assert all(name in repr(way) for name, way in cases.items())


@pytest.mark.parametrize("scheme", ["forward", "backward", "central"])
@pytest.mark.parametrize("exponent", [-12, -8, -4])
def test_in_float32_differences_stall_no_farther_off_than_their_error_predicts(scheme, exponent):
    """``f'' = 2``: where ``|g| <= error`` the distance is at most ``(|g| + true error)/2``.

    The true error of a quotient is at most twice the predicted one: f itself is rounded three
    times instead of once, each by u of a part of f.
    """
    f = parse("(x-3)^2 + 1")
    h = 2.0**exponent
    way = descent(
        f, [1], 0.125, 5000, gradient=Differences(h, scheme), dtype="float32", tolerance=0
    )
    assert way.status == "stalled"
    assert abs(way.points[-1, 0] - 3) <= 1.5 * way.predicted_errors[-1] + 2**-22
    exact = descent(f, [1], 0.125, 5000, dtype="float32", tolerance=0)
    assert abs(exact.points[-1, 0] - 3) <= abs(way.points[-1, 0] - 3)


def test_a_forward_difference_stalls_beside_the_minimum_and_the_exact_gradient_does_not():
    exact, forward, central = compare_descents(
        parse("(x-1)^2"), [3], 0.25, ["exact", Differences(0.125, "forward"), Differences(0.125)]
    )
    assert exact.status == central.status == "converged"
    assert forward.status == "stalled"
    assert forward.predicted_errors[-1] == pytest.approx(0.125, rel=1e-9)  # h/2 f''
    assert abs(forward.points[-1, 0] - 1) <= 0.125
    assert (exact.evaluations, forward.evaluations, central.evaluations) == (
        0,
        2 * len(forward.points),
        2 * len(central.points),
    )


def test_a_lost_step_stalls_at_once():
    way = descent(SQUARE, [1], 0.1, gradient=Differences(1e-9, "forward"), dtype="float32")
    assert (way.status, way.steps) == ("stalled", 0)


@pytest.mark.parametrize(
    "s", [stencil.five_point, stencil((-3, -2, -1, 1, 2, 3)), stencil((0, 1, 2))]
)
def test_any_stencil_may_give_the_gradient(s):
    """Of ``x^4`` at 1 the quotient is off by what it says: all its Taylor terms, and no others."""
    h = 2.0**-4
    way = descent(parse("x^4"), [1], 0.05, 0, gradient=Differences(h, s))
    terms = {2: 6, 3: 4, 4: 1}  # of (1 + h)^4, beyond the slope 4
    off = sum(
        float(s.coefficient(k)) * math.factorial(k) * c * h ** (k - 1) for k, c in terms.items()
    )
    # Values up to 2, four roundings each, weights of sum 4 at most, over h.
    rounding = 2**-53 * 32 / h
    assert way.gradients[0, 0] - 4 == pytest.approx(off, abs=rounding)
    leading = float(s.error_constant) * h**2 * 24 if s.accuracy_order == 2 else 0
    assert way.predicted_errors[0] == pytest.approx(abs(leading), abs=rounding)


@pytest.mark.parametrize(
    ("text", "rate", "dtype"),
    [
        ("2(x-0.3)^2+1", 0.45, "float16"),
        ("2(x-0.7)^2+1", 0.45, "bfloat16"),
        ("2(x-1.9)^2+1", 0.45, "float32"),
    ],
)
def test_neighboring_floats_that_change_places_are_the_noise_floor(text, rate, dtype):
    way = descent(parse(text), [0.5], rate, 3000, dtype=dtype, tolerance=1e-12)
    assert way.status == "stalled"
    assert way.steps < 500
    spacing = FORMATS[dtype].spacing(way.points[-1, 0])
    assert 0 < np.ptp(way.points[-2:, 0]) <= 8 * spacing


@pytest.mark.parametrize("dtype", FORMATS)
def test_a_circle_of_a_rate_too_large_is_no_noise(dtype):
    """``x <- x + 3 sin x`` runs for ever to and fro about pi, far from it."""
    assert descent(parse("cos x"), [2], 3, dtype=dtype).status == "step limit"


def test_momentum_may_carry_it_through_the_minimum():
    way = descent(SQUARE, [1], 0.5, 5000, momentum=0.9)
    assert way.gradients[1, 0] == 0  # there at once, with the velocity -1
    assert way.points[:, 0].min() < -0.5
    assert way.status == "converged"
    assert 0.9 * abs(np.diff(way.points[-2:, 0])[0]) <= 0.5 * 1e-8

    blurred = descent(SQUARE, [1], 0.05, 5000, 0.9, Differences(0.25, "forward"))
    assert blurred.status == "stalled"
    assert 0.9 * abs(np.diff(blurred.points[-2:, 0])[0]) <= 0.05 * blurred.predicted_errors[-1]


@pytest.mark.parametrize("dtype", FORMATS)
def test_an_overflow_is_no_end_of_the_domain(dtype):
    """``inf - inf`` is nan as ``ln(-1)`` is, and means something else."""
    assert descent(parse("e^x - e^(2x)"), [2], 1, dtype=dtype).status == "diverged"
    assert descent(parse("ln(x)^2"), [2], 3, dtype=dtype).status == "left the domain"


def test_a_quotient_that_reaches_beyond_the_domain_has_not_lost_its_step():
    way = descent(parse("sqrt x"), [0.25], 0.1, gradient=Differences(0.5))
    assert way.status == "left the domain"


def test_differences_need_no_formula_of_the_derivative():
    way = descent(parse("gamma x"), [2], 0.5, gradient=Differences(1e-4), tolerance=1e-7)
    # The minimum of gamma on x > 0: DLMF 5.4.20. The quotient is off by h^2/6 f''' < 1e-8.
    assert way.points[-1, 0] == pytest.approx(1.4616321449683623, abs=1e-6)


def test_the_noise_is_predicted_where_f_and_its_slope_vanish():
    """Of ``(x-3)^2`` at 3 a central quotient has ``u |x f'(x+h)|/h = 6 u`` of noise."""
    way = descent(parse("(x-3)^2"), [3], 0.1, 0, gradient=Differences(2.0**-6))
    assert 6 * 2**-53 < way.predicted_errors[0] < 8 * 2**-53


def test_a_program_is_descended_by_differences():
    way = descent(rosen, np.zeros(5), 1e-3, 20_000, 0.9, Differences(1e-6), tolerance=1e-4)
    reached = minimize(rosen, np.zeros(5), tol=1e-10).x
    assert way.status == "converged"
    # The smallest eigenvalue of the Hessian at the minimum is about 0.4 (SciPy's rosen_hess):
    # a gradient of 1e-4 is at most 2.5e-4 away, and the quotients add 1e-9.
    np.testing.assert_allclose(way.points[-1], reached, atol=1e-3)
    assert way.evaluations == 2 * 5 * len(way.points)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_every_step_is_rounded_in_the_format(dtype):

    way = descent(parse("(x - 1/3)^2"), [0.1], 0.3, 10, dtype=dtype)
    fmt = FORMATS[dtype]
    for x in way.points[:, 0]:
        assert float(fmt.cast(np.float64(x))) == x


def test_typed_starts_and_bends():
    way = descent(parse("cos x"), "pi/2", 0.5, steps=500)
    assert way.points[0, 0] == np.pi / 2
    assert way.status == "converged"
    assert abs(way.points[-1, 0] - np.pi) < 1e-8
    for start in ("1, pi/2", (1, "pi/2"), np.array([1, np.pi / 2])):
        assert descent(BOWL, start, 0.1, 0).points.tolist() == [[1, np.pi / 2]]
        program = descent(lambda x: x @ x, start, 0.1, 0, gradient=Differences("1/1024"))
        assert program.points.tolist() == [[1, np.pi / 2]]


@pytest.mark.parametrize(
    ("text", "names", "momentum"),
    [
        ("x^3", ("x",), 0),
        ("x^3 + y^2", ("x", "y"), 0),
        ("x^2 - y^2", ("x", "y"), 0),
        ("x + y", ("x", "y"), 0),
        ("x^2", ("x",), 1),
    ],
)
def test_no_stable_rate_without_a_quadratic_bowl(text, names, momentum):
    with pytest.raises(ValueError, match=r"quadratic|minimum|momentum"):
        largest_stable_rate(parse(text, names), momentum=momentum)


def test_the_stable_rate_of_a_rotated_bowl():
    """The Hessian of ``x^2 + xy + y^2`` has the eigenvalues 1 and 3."""
    assert largest_stable_rate(parse("x^2 + x y + y^2", ("x", "y"))).value == 2 / 3


def test_refusals():
    for arguments in ({"rate": 0}, {"rate": 1, "steps": -1}, {"rate": 1, "momentum": 1}):
        with pytest.raises(ValueError, match=r"not|are allowed"):
            descent(SQUARE, [1], **arguments)
    with pytest.raises(ValueError, match="exact gradient needs a formula"):
        descent(rosen, [1, 2], 1)
    with pytest.raises(ValueError, match="'exact' or by Differences"):
        descent(SQUARE, [1], 1, gradient="central")
    with pytest.raises(ValueError, match="not finite"):
        descent(rosen, [np.nan, 2], 1, gradient=Differences(1e-6))
    with pytest.raises(ValueError, match="not finite in float16"):
        descent(SQUARE, "70000", 1, dtype="float16")
    with pytest.raises(TypeError, match="returns None"):
        descent(lambda x: None, [1, 2], 1, gradient=Differences(1e-6))
    with pytest.raises(ValueError, match="gamma"):
        descent(parse("gamma x"), [1], 1)
    with pytest.raises(ValueError, match="step"):
        descent(SQUARE, [1], 1, gradient=Differences(-1))
    with pytest.raises(ParseError):
        descent(BOWL, (1, 2, 3), 1)


@pytest.mark.parametrize(
    ("scheme", "weights"), [("central", 1), ("forward", 2), ("five_point", 1.5)]
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_programs_quotients_are_off_by_their_round_off(scheme, weights, dtype):
    """``sum |w_i| u (|f| + |x_i f_i|) / h``, by hand: nothing is rounded in these quotients."""
    fmt = FORMATS[dtype]
    by = source(lambda x: 2 * x[0] - 3 * x[1] + 1, Differences("1/16", scheme), fmt)
    slope = by(np.array([1, 2], fmt.dtype), -3.0)
    assert slope.value.tolist() == [2, -3]
    noise = weights * fmt.unit_roundoff * 16
    np.testing.assert_allclose(slope.error, [noise * (3 + 2), noise * (3 + 6)], rtol=1e-15)


def test_a_formulas_quotients_are_off_by_the_round_off_at_their_outermost_points():
    """Of ``3x^2`` at 1 by ``f(1 +- h)``: no truncation, ``|f| <= 3(1+h)^2``, ``|f'| <= 6(1+h)``."""
    h = 1 / 16
    by = source(parse("3x^2"), Differences(h), FORMATS["float64"])
    (error,) = by(np.array([1.0]), 3.0).error
    assert error * 2.0**53 * h == pytest.approx(3 * (1 + h) ** 2 + 6 * (1 + h), rel=1e-14)
