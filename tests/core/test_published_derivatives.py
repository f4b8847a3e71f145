"""Derivatives that others published: the test collections of numdifftools and of SciPy.

Their functions are typed here as a reader would type them; their derivatives are their own code.
"""

from math import factorial

import numpy as np
import pytest
from numdifftools.example_functions import FUN_DICT, get_function
from numdifftools.testing import rosen
from scipy import stats
from scipy.stats._distr_params import distcont

from core.derivative import derivative
from core.expression.expression import parse
from core.gradient import gradient
from core.quotient import difference
from core.roundoff import error_curve
from core.stencil import stencil
from core.taylor import taylor

U = 2.0**-53

# numdifftools.example_functions, and how its names are typed.
TYPED = {
    **{name: f"{name}(x)" for name in "cos sin tan cosh sinh tanh sqrt log10 log2".split()},
    **{name: f"{name}(x)" for name in "arccos arcsin arctan arcsinh arccosh arctanh".split()},
    "exp": "e^x",
    "expm1": "e^x - 1",
    "exp2": "2^x",
    "log1p": "ln(1+x)",
    "log": "ln x",
    "square": "x^2",
    "inv": "1/x",
}
EXAMPLES = [
    (name, n) for name in FUN_DICT for n in range(1, 11) if get_function(name, n)[1] is not None
]
# Where the closed form that numdifftools has is not the derivative: 1/x is given as
# (-1)^n (n-1)! / x^(n+1), without the factor n; its own tests do not try it.
WRONG = {("inv", n): n for n in range(2, 11)}


def test_every_example_function_of_numdifftools_is_typed():
    assert set(TYPED) == set(FUN_DICT)
    assert len(EXAMPLES) > 100


@pytest.mark.parametrize(("name", "n"), EXAMPLES)
def test_the_example_functions_of_numdifftools(name, n):
    x = 1.5 if name == "arccosh" else 0.5
    ours = taylor(parse(TYPED[name]), x, n).coefficients[n] * factorial(n)
    theirs = float(get_function(name, n)[1](np.float64(x))) * WRONG.get((name, n), 1)
    # Their formulas take up to 16 operations and cancel nothing at these points.
    assert ours == pytest.approx(theirs, rel=16 * U, abs=0)
    if n == 1:
        assert derivative(parse(TYPED[name]), x).value.value == pytest.approx(theirs, rel=16 * U)


@pytest.mark.parametrize("s", [stencil.forward, stencil.central, stencil.five_point])
@pytest.mark.parametrize("name", TYPED)
def test_our_differences_reach_them_within_what_is_predicted(name, s):
    x = 1.5 if name == "arccosh" else 0.5
    f, truth = parse(TYPED[name]), float(get_function(name, 1)[1](np.float64(x)))
    step = min(error_curve(f, x, s, [0.1]).predicted_best_step, 0.05)
    predicted = error_curve(f, x, s, [step])
    bound = predicted.predicted_truncation[0] + predicted.predicted_roundoff[0]
    # The next term of the truncation, roundings of the quotient itself, and theirs of the truth.
    assert abs(float(difference(f, x, step, s)) - truth) <= 4 * bound + 8 * U * abs(truth)


NORMAL = "(1 + erf(({0})/sqrt 2))/2"
# scipy.differentiate's test: the derivative of each distribution's cdf is its pdf. Those of
# scipy.stats whose cdf can be typed, with the parameters {0}, {1} of SciPy's own list.
DISTRIBUTIONS = {
    "alpha": "(1 + erf(({0} - 1/x)/sqrt 2))/(1 + erf({0}/sqrt 2))",
    "anglit": "sin^2(x + pi/4)",
    "arcsine": "2 asin(sqrt x)/pi",
    "bradford": "ln(1 + {0} x)/ln(1 + {0})",
    "burr": "(1 + x^(-{0}))^(-{1})",
    "burr12": "1 - (1 + x^{0})^(-{1})",
    "cauchy": "1/2 + atan(x)/pi",
    "cosine": "(pi + x + sin x)/(2 pi)",
    "expon": "1 - e^(-x)",
    "exponpow": "1 - e^(1 - e^(x^{0}))",
    "exponweib": "(1 - e^(-x^{1}))^{0}",
    "fatiguelife": NORMAL.format("(sqrt x - 1/sqrt x)/{0}"),
    "fisk": "1/(1 + x^(-{0}))",
    "foldcauchy": "(atan(x - {0}) + atan(x + {0}))/pi",
    "foldnorm": "(erf((x - {0})/sqrt 2) + erf((x + {0})/sqrt 2))/2",
    "genextreme": "e^(-(1 - ({0}) x)^(1/({0})))",
    "genlogistic": "(1 + e^(-x))^(-{0})",
    "genpareto": "1 - (1 + {0} x)^(-1/{0})",
    "gibrat": NORMAL.format("ln x"),
    "gompertz": "1 - e^(-{0} (e^x - 1))",
    "gumbel_l": "1 - e^(-e^x)",
    "gumbel_r": "e^(-e^(-x))",
    "halfcauchy": "2 atan(x)/pi",
    "halflogistic": "tanh(x/2)",
    "halfnorm": "erf(x/sqrt 2)",
    "hypsecant": "2 atan(e^x)/pi",
    "invgauss": NORMAL.format("(x/{0} - 1)/sqrt x")
    + " + e^(2/{0}) "
    + NORMAL.format("-(x/{0} + 1)/sqrt x"),
    "invweibull": "e^(-x^(-{0}))",
    "johnsonsb": NORMAL.format("{0} + {1} ln(x/(1-x))"),
    "johnsonsu": NORMAL.format("{0} + {1} asinh x"),
    "kappa3": "x/({0} + x^{0})^(1/{0})",
    "laplace": "1 - e^(-x)/2",
    "levy": "1 - erf(1/sqrt(2x))",
    "logistic": "1/(1 + e^(-x))",
    "loglaplace": "1 - x^(-{0})/2",
    "lognorm": NORMAL.format("ln(x)/{0}"),
    "loguniform": "ln(x/{0})/ln({1}/{0})",
    "lomax": "1 - (1 + x)^(-{0})",
    "maxwell": "erf(x/sqrt 2) - sqrt(2/pi) x e^(-x^2/2)",
    "mielke": "x^{0}/(1 + x^{1})^({0}/{1})",
    "moyal": "1 - erf(e^(-x/2)/sqrt 2)",
    "norm": NORMAL.format("x"),
    "pareto": "1 - x^(-{0})",
    "powerlaw": "x^{0}",
    "powernorm": "1 - (" + NORMAL.format("-x") + ")^{0}",
    "rayleigh": "1 - e^(-x^2/2)",
    "semicircular": "1/2 + x sqrt(1 - x^2)/pi + asin(x)/pi",
    "skewcauchy": "(1 - {0})/2 + (1 + {0}) atan(x/(1 + {0}))/pi",
    "truncexpon": "(1 - e^(-x))/(1 - e^(-{0}))",
    "uniform": "x",
    "wald": NORMAL.format("(x - 1)/sqrt x") + " + e^2 " + NORMAL.format("-(x + 1)/sqrt x"),
    "weibull_min": "1 - e^(-x^{0})",
}
CASES = [(name, params) for name, params in distcont if name in DISTRIBUTIONS]


def test_many_of_scipys_distributions_can_be_typed():
    assert len(CASES) > 50


@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_the_derivative_of_a_distribution_is_its_density(name, parameters):
    distribution = getattr(stats, name)(*parameters)
    f = parse(DISTRIBUTIONS[name].format(*parameters))
    x = float(distribution.median() + 0.1)  # where scipy.differentiate tests
    value = taylor(f, x, 0).coefficients[0]
    # SciPy's densities take up to 32 operations, and so do its distributions.
    assert value == pytest.approx(float(distribution.cdf(x)), rel=32 * U)
    ours, theirs = derivative(f, x).value.value, float(distribution.pdf(x))
    assert ours == pytest.approx(theirs, rel=32 * U)
    step = min(error_curve(f, x, stencil.five_point, [0.01]).predicted_best_step, 0.01)
    e = error_curve(f, x, stencil.five_point, [step])
    # Besides what is predicted: the rounding inside a formula that cancels, as that of invgauss.
    noise = 2 * abs(float(f(x)) - value) / step
    bound = 4 * (e.predicted_truncation[0] + e.predicted_roundoff[0] + noise) + 32 * U * theirs
    assert abs(float(difference(f, x, step, stencil.five_point)) - theirs) <= bound


def test_scipys_functions_of_the_tests_of_shape_and_step():
    for text, x, slope in [
        ("sin(3x)", 0, 3.0),
        ("x + sin(10x)", 0, 11.0),
        ("sin(20x) (x-1)^2", 0, 20.0),
        ("(x-1)^3", 1, 0.0),
        ("x - 2.5", 1, 1.0),
        ("x^3", 4, 48.0),
    ]:
        assert derivative(parse(text), x).value.value == slope


def test_numdifftools_gradients():
    # numdifftools/tests/test_numdifftools.py: TestJacobian, TestGradient and directionaldiff.
    xyz = parse("x y z + e^x y", ("x", "y", "z"))
    assert gradient(xyz, (3, 5, 7)) == pytest.approx([135.42768462, 41.08553692, 15.0], rel=1e-9)
    f = parse("1/(e^x + cos y + 10)", ("x", "y"))
    published = [-0.017961123762187736, 0.0060082083648822]
    assert gradient(f, (1, 2)) == pytest.approx(published, rel=1e-13)
    banana = parse("(1-x)^2 + 105(y-x^2)^2", ("x", "y"))
    assert float(banana(2.0, 3.0)) == rosen(np.array([2.0, 3.0]))
    along = gradient(banana, (2, 3)) @ np.array([1, -1]) / np.sqrt(2)
    assert along == pytest.approx(743.87633380824832, rel=1e-15)


@pytest.mark.parametrize("n", range(1, 7))
def test_the_derivatives_of_a_cosine_at_a_right_angle(n):
    expected = (0.0, -1.0, 0.0, 1.0)[n % 4]  # numdifftools: test_high_order_derivative_cos
    assert taylor(parse("cos x"), "pi/2", n).coefficients[n] * factorial(n) == pytest.approx(
        expected, abs=0, rel=4 * U
    )
