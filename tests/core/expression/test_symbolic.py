import numpy as np
import pytest
import sympy

from core.expression.expression import parse
from core.expression.tree import FUNCTIONS

X = sympy.Symbol("x", real=True)


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("2x sin x", 2 * X * sympy.sin(X)),
        ("0.3x", sympy.Rational(3, 10) * X),
        ("e^-x", sympy.exp(-X)),
        ("x^(1/3)", sympy.sign(X) * sympy.Abs(X) ** sympy.Rational(1, 3)),
        ("x^(2/3)", sympy.Abs(X) ** sympy.Rational(2, 3)),
        ("cbrt(-8)", sympy.Integer(-2)),
        ("root(4, x)", X ** sympy.Rational(1, 4)),
        ("acot x", sympy.pi / 2 - sympy.atan(X)),
        ("lg x", sympy.log(X) / sympy.log(10)),
        ("phi", sympy.GoldenRatio),
    ],
)
def test_sympy_gets_the_same_formula(typed: str, expected: sympy.Expr) -> None:
    assert parse(typed).sympy == expected


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_has_the_value_that_numpy_gives(name: str) -> None:
    first = {"root": "3, ", "log": "3, ", "besselj": "2, "}.get(name, "")
    f = parse(f"{name}({first}x)")
    for x in (-2.5, -0.75, 0.5, 1.75):
        value = complex(f.sympy.subs(X, sympy.Rational(x)).evalf(30))
        found = float(f(x))
        if np.isnan(found):
            assert value.imag or not np.isfinite(value)
        else:
            assert value == pytest.approx(found, rel=64 * 2.0**-53)


def test_the_first_root_is_the_thing_itself():
    assert parse("root(1, x)").sympy == X
