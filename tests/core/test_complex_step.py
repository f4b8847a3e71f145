"""The complex step: all digits at any step for analytic functions, and a flag for the others."""

import mpmath
import numpy as np
import pytest

from core.complex_step import complex_step
from core.expression.complex_numeric import NOT_ANALYTIC, compile_complex, is_analytic
from core.expression.expression import parse
from core.expression.tree import FUNCTIONS
from core.floats import FORMATS
from core.taylor import taylor

TINY = np.array([1e-9, 1e-20, 1e-100, 1e-300])

# Every function that is analytic somewhere, inside its domain, both sides of zero where it matters.
EVERY = {
    "sqrt": [0.3, 7.0],
    "cbrt": [0.3, -7.0],
    "exp": [1.5, -3.0],
    "ln": [0.2, 3.0],
    "log10": [0.2, 3.0],
    "log2": [0.2, 3.0],
    **{name: [0.7, -2.0] for name in "sin cos tan cot sec csc".split()},
    **{name: [0.4, -0.6] for name in "asin acos atanh".split()},
    **{name: [0.7, -2.0] for name in "atan acot sinh cosh tanh coth sech csch asinh".split()},
    **{name: [1.5, -3.0] for name in "asec acsc acoth".split()},
    "acosh": [1.5, 3.0],
    "asech": [0.4, 0.9],
    "acsch": [0.7, -2.0],
    "factorial": [2.5, 0.3],
    "erf": [0.5, -1.5],
    "gamma": [2.5, -0.5],
}
TWO_ARGUMENTS = [("root(3, x)", -5.0), ("root(4, x)", 5.0), ("log(3, x)", 2.0)]
TWO_ARGUMENTS += [("besselj(0, x)", 1.5), ("besselj(3, x)", -2.5)]
POWERS = [("x^(2/3)", -8.0), ("x^(5/3)", -8.0), ("x^-3", -1.3), ("x^pi", 2.0), ("2^x", 1.3)]
POWERS += [("x^x", 1.5), ("x^1.5", 2.0), ("e^(-x^2)", 0.8), ("x^40", 1.1), ("(1+x^2)/(2-x)", 0.3)]
CASES = [(f"{name}(x)", x) for name, points in EVERY.items() for x in points]
CASES += TWO_ARGUMENTS + POWERS


def test_every_function_of_the_language_is_tried_here():
    tried = {*EVERY, *NOT_ANALYTIC, "root", "log", "besselj"}
    assert tried == set(FUNCTIONS)


@pytest.mark.parametrize(("text", "x"), CASES)
def test_a_few_roundings_whatever_the_step(text, x):
    f = parse(text)
    curve = complex_step(f, x, TINY)
    _, slope, curvature = taylor(f, x, 2).coefficients
    # A few roundings of the derivative itself; and an inner rounding of the argument moves it by
    # u |x f''|. NumPy's complex functions are good to 4 units or so.
    bound = 2.0**-53 * (8 * abs(slope) + 4 * abs(2 * x * curvature))
    assert curve.analytic
    assert np.all(curve.error <= bound)


@pytest.mark.parametrize(("text", "x"), CASES[::3])
def test_float32_too(text, x):
    f = parse(text)
    curve = complex_step(f, x, [1e-5, 1e-20, 1e-37], "float32")
    _, slope, curvature = taylor(f, curve.x, 2).coefficients
    bound = 2.0**-24 * (8 * abs(slope) + 4 * abs(2 * x * curvature))
    assert np.all(curve.error <= bound)


def test_the_truth_is_mpmaths():
    for text, true, x in [("e^(sin x)", lambda x: mpmath.exp(mpmath.sin(x)), 0.75)]:
        with mpmath.workdps(40):
            truth = mpmath.diff(true, x)
            curve = complex_step(parse(text), x, [1e-3, 1e-200])
            for estimate, error in zip(curve.estimate, curve.error, strict=True):
                assert error == pytest.approx(float(abs(estimate - truth)), rel=1e-9)


def test_a_power_one_half_is_the_root_far_from_the_real_axis_too():
    # At x + ih the radicand is -0.85 + i: principal, as it came from the positive numbers.
    power = complex_step(parse("(x^2-0.1)^(1/2)"), 0.5, [1.0, 0.5])
    root = complex_step(parse("sqrt(x^2-0.1)"), 0.5, [1.0, 0.5])
    assert power.estimate == pytest.approx(root.estimate, rel=2**-50)


def test_the_error_falls_with_the_square_of_the_step():
    coarse, fine = complex_step(parse("e^x"), 0, [2.0**-4, 2.0**-5]).error
    # e^(ih) = cos h + i sin h: the next term is h^2/20 of the first.
    assert np.log2(coarse / fine) == pytest.approx(2, abs=0.001)


def test_squire_and_trapps_example():
    # SIAM Review 40 (1998), 110-112: F(x) = x^(9/2) at 1.5; F' = 18.600812734259759...
    truth = 4.5 * 1.5**3.5
    curve = complex_step(parse("x^(9/2)"), 1.5, [1e-8, 1e-16, 1e-100])
    assert curve.estimate == pytest.approx(truth, rel=4 * 2**-53)
    assert curve.truth == pytest.approx(18.600812734259759, rel=2**-51)


def test_martins_sturdza_and_alonsos_example():
    # ACM Transactions on Mathematical Software 29 (2003), 245-262: at 1.5, 4.05342789389862.
    curve = complex_step(parse("e^x/sqrt(sin^3 x + cos^3 x)"), 1.5, [1e-20])
    assert f"{curve.estimate[0]:.13f}" == "4.0534278938986"


@pytest.mark.parametrize(
    ("text", "estimate"),
    [("|x|", 0.0), ("x|x|", 2.0), ("sign(x)", 0.5), ("floor(x/4) x", 0.0), ("max(x, x^2)", 4.0)],
)
def test_what_is_not_analytic_is_flagged_right_or_wrong(text, estimate):
    curve = complex_step(parse(text), 2, [1e-100])
    assert curve.estimate.tolist() == [estimate]
    assert not curve.analytic
    assert "not analytic" in repr(curve)


def test_the_wrong_slope_of_a_modulus_has_its_whole_error():
    curve = complex_step(parse("x|x|"), 2, [1e-100])  # the slope is 4
    assert curve.error.tolist() == [2.0]


@pytest.mark.parametrize(
    ("text", "x"), [("ln x", -1), ("sqrt x", -1), ("asin x", 2), ("1/x", 0), ("x^pi", -1)]
)
def test_no_value_no_slope_though_the_complex_formula_has_one(text, x):
    curve = complex_step(parse(text), x, TINY)
    assert np.isnan(curve.estimate).all()
    assert np.isnan(curve.error).all()


def test_at_a_corner_the_number_is_there_and_is_never_called_right():
    curve = complex_step(parse("sqrt(x^2)"), 0, [1e-100])
    assert np.isnan(curve.error).all()


def test_of_a_function_by_cases_the_branch_at_the_point_is_taken():
    f = parse("{x^3, x^2 < 1; sin x, x >= 1}")
    # (0.9 + i)^2 < 1 has no meaning, and 0.9^2 < 1 has, however far the step.
    assert complex_step(f, 0.5, [1.0, 1e-100]).estimate.tolist() == [-0.25, 0.75]
    assert complex_step(f, 2, [1e-100]).estimate[0] == pytest.approx(np.cos(2), rel=2**-50)
    assert np.isnan(complex_step(f, -3, [1e-100]).estimate[0])  # no branch holds
    assert not complex_step(f, 0.5, [1e-100]).analytic


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_at_a_seam_the_number_is_there_and_is_never_called_right(dtype):
    curve = complex_step(parse("{x^2, x < 1; 3x - 2, x >= 1}"), 1, [1e-30], dtype)
    assert curve.estimate.tolist() == [3.0]
    assert np.isnan(curve.error).all()


def test_a_constant_modulus_is_analytic():
    assert is_analytic(parse("|-3| sin x").tree)
    assert not is_analytic(parse("sin |x|").tree)
    assert complex_step(parse("7"), 1, TINY).error.tolist() == [0.0] * 4


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_there_are_no_complex_numbers_in_the_short_formats(dtype):
    with pytest.raises(ValueError, match=dtype):
        complex_step(parse("x"), 1, [0.1], dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values_on_the_real_axis_are_those_of_the_real_formula(dtype):
    fmt = FORMATS[dtype]
    for text, x in CASES:
        f, real = parse(text), fmt.cast(np.array([x]))
        value = compile_complex(f.tree, fmt)(real + 0j)
        assert value.dtype == np.result_type(real, np.complex64)
        expected = f(real)
        bound = fmt.unit_roundoff * (
            8 * abs(expected) + 8 * abs(x * taylor(f, x, 1).coefficients[1])
        )
        assert np.all(np.abs(value.real - expected) <= bound), text
