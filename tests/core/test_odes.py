"""Initial value problems: closed forms, mpmath and SciPy as oracles; where proof ends; Euler."""

import re
from fractions import Fraction
from math import isnan, pi

import ml_dtypes
import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from core.errors import ParseError
from core.expression.expression import parse
from core.odes import MAX_STEPS, euler, euler_errors
from core.validated_ode import MAX_TIMES, solution

TY = ("t", "y")


def ode(text):
    return parse(text, TY)


def mp(ball):
    """The midpoint and the radius of a ball, as mpmath's numbers."""
    parts = []
    for number in (ball.mid(), ball.rad()):
        mantissa, exponent = number.man_exp()
        parts.append(mpmath.ldexp(int(mantissa), int(exponent)))
    return parts


CLOSED = [
    ("-y", 0, 1, [1, 3, "-2"], lambda t: mpmath.exp(-t)),
    ("-y/2", 0, 4, ["1/3", 20], lambda t: 4 * mpmath.exp(-t / 2)),
    ("y(1-y)", 0, "1/10", [1, 5, 40], lambda t: 1 / (1 + 9 * mpmath.exp(-t))),
    ("t y", 0, 1, [1, 3, -3], lambda t: mpmath.exp(t * t / 2)),
    ("y^2", 0, 1, ["1/2", "0.99", -5], lambda t: 1 / (1 - t)),
    ("1+y^2", 0, 0, [1, "1.57", -1], mpmath.tan),
    ("-2t y^2", 0, 1, [1, 20], lambda t: 1 / (1 + t * t)),
    ("sqrt(y)", 0, 1, [2, -1], lambda t: (1 + t / 2) ** 2),
    ("cos t", 0, 0, [1, 10], mpmath.sin),
    ("y/t", 1, 3, [2, "0.25"], lambda t: 3 * t),
    ("|y|", 0, -1, [2], lambda t: -mpmath.exp(-t)),
    ("e^-y", 0, 0, [1, 6], lambda t: mpmath.log(1 + t)),
    ("5", 2, 1, [3], lambda t: 1 + 5 * (t - 2)),
    # e^(20 t) beside it: what a rounding at the start becomes
    ("20(y - sin t) + cos t", 0, 0, [1, 3], mpmath.sin),
]


@pytest.mark.parametrize(("text", "start", "value", "times", "exact"), CLOSED)
def test_closed_forms_lie_in_the_balls_and_these_are_tiny(text, start, value, times, exact):
    found = solution(ode(text), start, value, times)
    assert found.status == "certified"
    with mpmath.workdps(120):
        for t, ball, known in zip(times, found.balls, found.values, strict=True):
            q = Fraction(t)
            truth = exact(mpmath.mpf(q.numerator) / q.denominator)
            middle, radius = mp(ball)
            assert abs(middle - truth) <= radius
            assert radius <= abs(truth) * mpmath.mpf(2) ** -56
            assert known.value == float(truth)


@given(
    st.fractions(-2, 2, max_denominator=8),
    st.fractions(-2, 2, max_denominator=8),
    st.fractions(-2, 2, max_denominator=8),
    st.fractions(0, 2, max_denominator=8),
)
@settings(max_examples=25, deadline=None)
def test_linear_equations_with_any_coefficients(a, b, y0, t):
    found = solution(ode(f"({a}) y + ({b})"), 0, y0, t)
    with mpmath.workdps(60):
        p, q, y, s = (mpmath.mpf(u.numerator) / u.denominator for u in (a, b, y0, t))
        truth = y + q * s if not a else (y + q / p) * mpmath.exp(p * s) - q / p
        middle, radius = mp(found.balls[0])
        # mpmath works with 60 digits, of which the subtraction may lose two.
        assert abs(middle - truth) <= radius + mpmath.mpf(10) ** -57


@pytest.mark.parametrize(
    ("text", "value", "stop"),
    [("sin(t y)", 1, 2), ("t^2 + y^2", 0, 1), ("-y^3 + sin t", 0, 2)],
)
def test_mpmath_agrees_where_there_is_no_closed_form(text, value, stop):
    found = solution(ode(text), 0, value, stop)
    functions = {
        "sin(t y)": lambda t, y: mpmath.sin(t * y),
        "t^2 + y^2": lambda t, y: t * t + y * y,
        "-y^3 + sin t": lambda t, y: mpmath.sin(t) - y**3,
    }
    with mpmath.workdps(25):
        oracle = mpmath.odefun(functions[text], 0, value)(stop)
        assert abs(mp(found.balls[0])[0] - oracle) < mpmath.mpf(10) ** -18


def test_scipy_agrees_at_many_times():
    g, times = ode("y(2 - y) cos t"), np.linspace(-3, 6, 40)
    found = solution(g, 0, "1/2", times)
    for side in (times[times < 0][::-1], times[times > 0]):
        oracle = solve_ivp(
            lambda t, y: y * (2 - y) * np.cos(t),
            (0, side[-1]),
            [0.5],
            method="DOP853",
            t_eval=side,
            rtol=1e-12,
            atol=1e-14,
        )
        values = dict(zip(found.times, (v.value for v in found.values), strict=True))
        np.testing.assert_allclose([values[t] for t in side], oracle.y[0], rtol=1e-10)


def test_a_solution_that_blows_up_is_proven_up_to_there_and_no_farther():
    found = solution(ode("y^2"), 0, 1, ["0.9", 1, 2])
    assert found.status == "stopped"
    assert found.values[0].value == 10.0
    assert [v.decimals for v in found.values[1:]] == ["nan", "nan"]
    assert 1 - 1e-6 < found.reached[1] < 1 and found.reached[0] == 0
    found = solution(ode("1 + y^2"), 0, 0, [-2, 2])
    assert -pi / 2 < found.reached[0] < -pi / 2 + 1e-6
    assert pi / 2 - 1e-6 < found.reached[1] < pi / 2


@pytest.mark.parametrize(
    ("text", "start", "value"),
    [("sqrt(y)", 0, 0), ("y/t", 0, 0), ("floor(t) + y", 0, 1), ("|t|", 0, 1), ("ln y", 0, -1)],
)
def test_where_g_is_not_analytic_nothing_is_claimed(text, start, value):
    found = solution(ode(text), start, value, [1])
    assert (found.status, found.reached, found.values[0].decimals) == ("stopped", (0, 0), "nan")


def test_at_a_corner_on_the_way_the_proof_ends():
    found = solution(ode("|t| y"), -1, 1, ["-1/2", 1])
    assert found.status == "stopped"
    with mpmath.workdps(30):
        assert found.values[0].value == float(mpmath.exp(mpmath.mpf(3) / 8))
    assert -1e-3 < found.reached[1] < 0


@pytest.mark.parametrize("exponent", [-18, -12, 3])
def test_a_way_may_be_of_any_length(exponent):
    """``y' = -y / 10^e`` from 0 to ``10^e``: the same solution in other units of time."""
    found = solution(ode(f"-y/10^({exponent})"), 0, 1, f"10^({exponent})")
    assert found.status == "certified"
    assert found.values[0].decimals == "0.367879441171442"


def test_a_long_way_ends_the_budget_and_says_so():
    found = solution(ode("-1000y"), 0, 1, ["1/100", 100])
    assert found.status == "stopped"
    assert found.values[0].value == pytest.approx(np.exp(-10), rel=2**-50)
    assert 0.1 < found.reached[1] < 100


def test_a_time_that_is_certified_is_reached_however_many_steps_lead_there():
    """189 steps, and the sum of their lengths is a ball: its nearest double inside is below 2."""
    found = solution(ode("-50(y-cos t)"), 0, 0, 2)
    assert (found.status, found.reached) == ("certified", (0, 2))


def test_what_few_bits_have_reached_is_kept_where_more_bits_cost_too_much():
    # A rounding grows by e^90 on the way: more than 2^128.
    found = solution(ode("30(y - sin t) + cos t"), 0, 0, 3)
    middle, radius = mp(found.balls[0])
    assert abs(middle - mpmath.sin(3)) <= radius
    assert found.status == "certified" and radius < 1e3


def test_the_start_itself_is_exact_and_times_come_in_any_order():
    found = solution(ode("-y"), "1/2", "pi", ["3/2", 0.5, "-1/2"])
    assert found.values[1].value == pi
    assert found.times == (1.5, 0.5, -0.5)
    assert found.values[0].value < pi < found.values[2].value
    assert found.reached == (-0.5, 1.5)


@pytest.mark.parametrize(
    ("start", "time"),
    [("sqrt(4)", 2), (2, "sqrt(4)"), ("pi", "2pi/2"), ("1/2", "sin(pi/6)")],
)
def test_a_time_that_is_the_start_in_other_words_is_the_start(start, time):
    found = solution(ode("y"), start, 3, time)
    assert found.status == "certified" and found.balls[0] == 3


@pytest.mark.parametrize("shift", ["1 + 10^-30", "1 - 10^-200"])
def test_a_time_beside_the_start_is_not_the_start(shift):
    found = solution(ode("1/t^2"), 1, 3, shift)
    is_the_start = found.balls[0] == 3
    assert not is_the_start


def test_a_short_way_is_proven_on_no_more_than_it_is():
    """Between 3.14159265 and 3.14159266 there is no number of six digits."""
    found = solution(ode("y^2"), "3.14159265", 10**9, "3.14159266")
    back, forth = map(float, re.search(r"\[(.*), (.*)\]", repr(found)).groups())
    assert (back, forth) == found.reached and back < forth
    assert Fraction(forth) < Fraction("3.141592651")  # where 1/(c - t) has its pole


def test_how_far_it_is_proven_is_rounded_inward():
    # The double nearest to 1/10 lies above it.
    back, forth = solution(ode("-y"), 0, 1, ["1/10", "-1/10"]).reached
    assert forth == -back
    assert solution(ode("-y"), 0, 1, [10, -10]).reached == (-10, 10)
    assert Fraction(1, 10) * (1 - Fraction(1, 2**51)) <= Fraction(forth) <= Fraction(1, 10)


def test_a_time_at_the_end_of_a_step_is_not_lost():
    times = ["sqrt(1/16)", "1/4", "sqrt(1/4)", "ln(e^3)/3", "sqrt(2)^2/8", 1]
    found = solution(ode("y^2"), 0, "1/2", times)
    assert [v.decimals[:6] for v in found.values] == [
        "0.5714",
        "0.5714",
        "0.6666",
        "1.0000",
        "0.5714",
        "1.0000",
    ]


def test_it_reads_as_a_sentence():
    assert repr(solution(ode("-y"), 0, 1, 1)) == "Solution(y(1) = 0.367879441171442; certified)"
    assert repr(solution(ode("y^2"), 0, 1, 2)).endswith("proven on [0, 0.999999])")
    assert repr(solution(ode("y^2"), 0, 1, [0, 2])).startswith("Solution(y(0) = 1.")
    assert repr(solution(ode("1 + y^2"), 0, 0, [-2, 2])).endswith("on [-1.57079, 1.57079])")
    assert repr(solution(ode("sqrt(y)"), "1/3", 0, 1)).endswith("nowhere but at the start)")
    assert "more" not in repr(solution(ode("-y"), 0, 1, [1, 2, 3, 4]))
    assert "… 1 more;" in repr(solution(ode("-y"), 0, 1, [1, 2, 3, 4, 5]))
    assert "197 more" in repr(solution(ode("-y"), 0, 1, [k / 50 for k in range(201)]))


@given(st.integers(1, 40), st.sampled_from([("-y", -1), ("y", 1), ("3y", 3)]))
@settings(max_examples=30, deadline=None)
def test_euler_multiplies_by_one_plus_h_lambda(n, equation):
    text, k = equation
    path = euler(ode(text), 0, 1, 1, n)
    exact = [(1 + Fraction(k, n)) ** j for j in range(n + 1)]
    # Three roundings a step, of numbers no larger than e^3.
    np.testing.assert_allclose(path.values, [float(y) for y in exact], rtol=0, atol=3 * n * 2**-48)
    assert path.times.shape == path.values.shape == (n + 1,)


@pytest.mark.parametrize(
    "dtype", [np.float16, np.float32, np.float64, ml_dtypes.bfloat16], ids=lambda d: d.__name__
)
def test_every_operation_is_rounded_in_the_format(dtype):
    path = euler(ode("t y - y"), 0, "1/3", 1, 32, np.dtype(dtype).name)
    t, y, h = dtype(0), dtype(1) / dtype(3), dtype(1) / dtype(32)
    for n in range(33):
        assert (path.times[n], path.values[n]) == (float(t), float(y))
        t, y = t + h, y + h * (t * y - y)


def test_euler_goes_backward_and_over_the_edge():
    assert euler(ode("1"), 1, 0, 0, 4).values.tolist() == [0, -0.25, -0.5, -0.75, -1]
    assert np.isinf(euler(ode("y^2"), 0, 1000, 1, 60).values[-1])
    assert isnan(euler(ode("sqrt(y)"), 0, -1, 1, 3).values[-1])


@pytest.mark.parametrize(
    ("text", "value", "stop"), [("-y", 1, 1), ("t y", 1, 1), ("y(1-y)", "1/10", 3), ("cos t", 0, 2)]
)
def test_halving_the_step_halves_the_error(text, value, stop):
    e = euler_errors(ode(text), 0, value, stop)
    assert e.status == "certified"
    # The order's own error falls in proportion to h; at h = 1/2048 of the way it is below 1 %.
    assert e.orders[-1] == pytest.approx(1, abs=0.01)
    assert abs(e.orders[-1] - 1) < abs(e.orders[0] - 1) or e.orders[0] == pytest.approx(1)


def test_the_errors_are_those_of_the_very_floats():
    e = euler_errors(ode("-y"), 0, 1, 1, steps=(2, 4))
    with mpmath.workdps(40):
        truth = [abs(mpmath.mpf(y) - mpmath.exp(-1)) for y in (0.25, 0.75**4)]
    assert e.errors.tolist() == [float(error) for error in truth]
    assert e.estimates.tolist() == [0.25, 0.75**4]
    assert e.step_sizes.tolist() == [0.5, 0.25]
    assert e.orders.tolist() == [np.log(e.errors[0] / e.errors[1]) / np.log(2)]


def test_in_a_short_format_more_steps_end_in_rounding():
    e = euler_errors(ode("-y"), 0, 1, 1, steps=(16, 1024), dtype="bfloat16")
    assert e.errors[1] > e.errors[0]


def test_without_a_proven_solution_there_are_no_errors():
    e = euler_errors(ode("y^2"), 0, 1, 2, steps=(4, 8))
    assert e.status == "stopped"
    assert np.isnan(e.errors).all() and "stopped" in repr(e)


def test_bad_arguments_are_refused():
    g = ode("-y")
    for n in (0, MAX_STEPS + 1):
        with pytest.raises(ValueError, match="steps"):
            euler(g, 0, 1, 1, n)
    for steps in ((), (4, 2), (2, 2), (MAX_STEPS, MAX_STEPS + 1)):
        with pytest.raises(ValueError, match="increasing"):
            euler_errors(g, 0, 1, 1, steps)
    with pytest.raises(ValueError, match="float format"):
        euler(g, 0, 1, 1, 2, "float8")
    with pytest.raises(ValueError, match="in 2 variables"):
        euler(parse("x"), 0, 1, 1, 2)
    with pytest.raises(ValueError, match="in 2 variables"):
        solution(parse("x"), 0, 1, 1)
    for times in ([], [1] * (MAX_TIMES + 1)):
        with pytest.raises(ValueError, match="times"):
            solution(g, 0, 1, times)
    with pytest.raises(ParseError):
        solution(g, 0, "x", 1)


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ((4,), "4 steps; certified"),
        ((4, 8), "orders 1."),
        ((4, 8, 16, 32), "orders 1."),
        ((4, 8, 16, 32, 64), "orders …, 1."),
    ],
)
def test_it_prints_the_orders_that_there_are(steps, says):
    assert says in repr(euler_errors(ode("-y"), 0, 1, 1, steps))
