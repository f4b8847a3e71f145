"""Signs at a point and beside it, proven or left open."""

import pytest

from core.expression.building import ONE, ZERO
from core.expression.expression import parse
from core.expression.tree import Call
from core.local.defined import is_defined
from core.local.germs import sign_at
from core.point import point


@pytest.mark.parametrize(
    ("text", "at", "sign"),
    [
        ("x - 2", 1, -1),
        ("x - 1", 1, 0),
        ("x", 1, 1),
        ("sin x", "pi", 0),
        ("cos x", "pi", -1),
        ("e^x - 3", 1, -1),
        ("(x-1)^(2/3)", 1, 0),
    ],
)
def test_the_sign_at_a_point(text, at, sign):
    assert sign_at(parse(text).tree, "x", point(at)) == sign


@pytest.mark.parametrize(
    ("text", "defined"),
    [
        ("sin(1/t)", True),
        ("sin(tan(1/t))", False),
        ("sin(1/t)^2", True),
        ("sin(1/t)^(2/3)", True),
        ("sin(1/t)^(1/2)", False),
        ("sin(1/t)^(-1)", False),
        ("max(sin(1/t), cos(1/t))", True),
        ("max(sin(1/t), tan(1/t))", False),
        ("t/(2 + t)", True),
        ("sin(1/t)/(2t)", True),
        ("t/sin(1/t)", False),
        ("ln(1/t)", True),
        ("ln(-1/t)", False),
        ("sqrt(t - t^2)", True),
        ("sqrt(t^2 - t)", False),
    ],
)
def test_where_a_formula_has_values_beside_0(text, defined):
    assert is_defined(parse(text, "t").tree) is defined


def test_a_constant_is_defined_or_not():
    assert is_defined(ONE)
    assert not is_defined(Call("ln", (ZERO,)))
