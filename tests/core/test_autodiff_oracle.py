"""Random programs of NumPy code, beside the package autograd, which nobody here wrote."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.autodiff import grad, jvp

U = 2.0**-53
M = np.array([[0.5, -0.25, 0.125], [0.25, 0.5, -0.5], [-0.125, 0.25, 0.25]])

# Each takes the module and an array of shape (3,) or () with elements in [-2, 2], and stays there;
# none has a slope above 2.
STEPS = {
    "sin": lambda np, x: np.sin(x),
    "cos": lambda np, x: np.cos(2 * x),
    "tanh": lambda np, x: np.tanh(x) * 2,
    "arctan": lambda np, x: np.arctan(x),
    "exp": lambda np, x: np.exp(-x * x),
    "sqrt": lambda np, x: np.sqrt(1 + x**2) / 2,
    "log": lambda np, x: np.log(2.5 + x) / 1.25,
    "power": lambda np, x: (1 + x * x / 4) ** -1.5,
    "softplus": lambda np, x: np.logaddexp(0.0, x) / 2,
    "quotient": lambda np, x: x / (1 + np.abs(x + 0.1)),
    "product": lambda np, x: x * x[0] / 4 if np.ndim(x) else x * x / 4,
    "matrix": lambda np, x: M @ x if np.ndim(x) else x,
    "mean": lambda np, x: x - np.mean(x),
    "sum": lambda np, x: np.sin(np.sum(x)) + x / 2,
    "branch": lambda np, x: np.where(x > 0.1, x / 2, -x),
    "maximum": lambda np, x: np.maximum(x, 0.3 * x - 0.2),
    "element": lambda np, x: x[1] - x[2] / 2 if np.ndim(x) else -x,
    "slice": lambda np, x: np.concatenate([x[1:], x[:1]]) if np.ndim(x) else x,
    "outer": lambda np, x: np.sum(np.outer(x, x), axis=0) / 6 if np.ndim(x) else x,
    "reshape": lambda np, x: np.reshape(np.reshape(x, (-1, 1)).T, np.shape(x)) * 0.75,
}
programs = st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=6)
points = st.lists(st.floats(-2, 2), min_size=3, max_size=3).map(np.array)


def program(names, module):
    def fun(x):
        for name in names:
            x = STEPS[name](module, x)
        return module.sum(x)

    return fun


@settings(max_examples=300)
@given(names=programs, x=points)
def test_a_random_program_has_the_gradient_that_autograd_finds(names, x):
    fun = program(names, np)
    theirs = autograd.grad(program(names, anp))(x)
    # Slopes at most 2^6 times a few elements, at most some twenty roundings a step. At a kink
    # autograd takes a convention, and here there is no number.
    tolerance = 20 * 6 * U * 9 * 2.0 ** len(names)
    ours = grad(fun)(x)
    known = ~np.isnan(ours)
    np.testing.assert_allclose(ours[known], theirs[known], rtol=0, atol=tolerance)
    ahead = np.array([jvp(fun, x, e).derivative for e in np.eye(3)])
    known = ~np.isnan(ahead)
    np.testing.assert_allclose(ahead[known], theirs[known], rtol=0, atol=tolerance)


def test_hardly_any_random_program_meets_a_kink():
    random = np.random.default_rng(0)
    names = sorted(STEPS)
    for _ in range(100):
        fun = program(random.choice(names, 4), np)
        assert np.isfinite(grad(fun)(random.uniform(-2, 2, 3))).all()


@pytest.mark.filterwarnings("ignore:Output seems independent of input")  # of a straight line
@settings(max_examples=50)
@given(names=st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=3), x=points)
def test_the_hessian_of_a_random_program_is_symmetric_and_autograds(names, x):
    fun = program(names, np)
    ours = np.array([jvp(grad(fun), x, e).derivative for e in np.eye(3)])
    if np.isnan(ours).any():
        return
    tolerance = 4 * 20 * 6 * U * 9 * 4.0 ** len(names)
    np.testing.assert_allclose(ours, ours.T, rtol=0, atol=tolerance)
    theirs = autograd.hessian(program(names, anp))(x)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance)
