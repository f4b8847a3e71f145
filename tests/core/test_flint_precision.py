"""What FLINT's process-wide precision happens to be changes no answer."""

import pytest
from flint import ctx

from core.convergence import convergence
from core.derivative import derivative
from core.expression.expression import parse
from core.gradient import gradient_at


@pytest.fixture
def two_bits():
    before = ctx.prec
    ctx.prec = 2
    yield
    ctx.prec = before


def test_slopes_are_the_nearest_floats(two_bits):
    d = derivative(parse("|sin x|"), "pi")
    assert (d.left, d.right) == (-1.0, 1.0)
    d = derivative(parse("0.3|x|"), 0)
    assert (d.left, d.right) == (-0.3, 0.3)


def test_a_gradient_keeps_its_digits(two_bits):
    g = gradient_at(parse("sin(x) e^y", ("x", "y")), (1, "1/3"))
    assert len(g.length.decimals) >= 15


@pytest.mark.parametrize("text", ["1/(1+x^2)", "1/(e^x-2)", "sqrt(2+sin x)", "e^x"])
def test_a_radius_and_its_proof(text, request):
    before = _radius(text)
    request.getfixturevalue("two_bits")
    assert _radius(text) == before


def _radius(text):
    found = convergence(parse(text))
    return found.radius, found.status, found.growth.logarithms.tolist()
