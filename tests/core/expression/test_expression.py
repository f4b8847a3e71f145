"""The public face of a formula: no warning, no raw exception."""

import pickle

import numpy as np
import pytest

from core import parse


@pytest.mark.filterwarnings("error")
def test_what_is_beyond_the_format_is_infinite():
    f = parse("x + y", ("x", "y"))
    assert f(np.float16(1), 70000) == np.inf
    assert f(10**400, 1.0) == np.inf
    assert f(-(10**400), 1.0) == -np.inf


def test_variables_are_distinct():
    with pytest.raises(ValueError, match="not distinct"):
        parse("x", ("x", "x"))


def test_a_formula_that_was_evaluated_can_be_pickled():
    f = parse("x sin x")
    f(1.0)
    again = pickle.loads(pickle.dumps(f))
    assert again == f and again(0.5) == f(0.5)


def test_a_formula_is_text():
    with pytest.raises(TypeError, match="not 5"):
        parse(5)
