"""Jacobians: SymPy as oracle, the chain rule, determinants of well-known coordinates, refusals."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import NotAnalytic, ParseError
from core.expression.expression import parse
from core.gradient import gradient
from core.jacobian import jacobian
from core.several.known import exact
from tests.core.derivatives_by_sympy import FUNCTIONS, partial

XY = ("x", "y")


@pytest.mark.parametrize(("text", "at"), FUNCTIONS)
def test_every_entry_is_the_double_nearest_to_sympys(text, at):
    found = jacobian([parse(text, XY), parse("x y", XY)], at)
    assert found.matrix[0].tolist() == [partial(text, XY, at, v) for v in XY]
    assert found.matrix[0].tolist() == gradient(parse(text, XY), at).tolist()


@pytest.mark.parametrize(
    ("texts", "variables", "at", "expected"),
    [
        (("r cos t", "r sin t"), ("r", "t"), (2, 1), "2"),
        (
            ("r sin t cos p", "r sin t sin p", "r cos t"),
            ("r", "t", "p"),
            ("3", "pi/6", "1"),
            "9/2",
        ),
        (("r cos p", "r sin p", "z"), ("r", "p", "z"), (5, "1/7", 2), "5"),
        (("x^2 - y^2", "2x y"), XY, (3, 4), "100"),  # of z^2, |2z|^2
        (("e^x cos y", "e^x sin y"), XY, ("ln 3", 1), "9"),  # of e^z
        (("x + y", "2x + 2y"), XY, (1, 1), "0"),
        (("x", "y", "z"), ("x", "y", "z"), (1, 2, 3), "1"),
    ],
)
def test_determinants_of_known_maps_are_exact(texts, variables, at, expected):
    found = jacobian([parse(text, variables) for text in texts], at)
    assert exact(found.known_determinant) == Fraction(expected)


whole = st.integers(-4, 4)


@given(st.lists(whole, min_size=12, max_size=12), st.tuples(whole, whole))
@settings(max_examples=25, deadline=None)
def test_chain_rule(c, at):
    """The Jacobian of ``g(h(x))`` is the product, in rationals."""
    u = f"({c[0]}*x + {c[1]}*y^2 + {c[2]})"
    v = f"({c[3]}*x*y + {c[4]}*y + {c[5]})"
    g = [f"{c[6]}*u^2 + {c[7]}*v + {c[8]}", f"{c[9]}*u*v + {c[10]}*v^2 + {c[11]}"]
    inner = [parse(text, XY) for text in (u, v)]
    outer = [parse(text, ("u", "v")) for text in g]
    both = [parse(text.replace("u", u).replace("v", v), XY) for text in g]
    there = [Fraction(float(h(*map(float, at)))) for h in inner]  # small whole numbers: exact
    first, second = jacobian(outer, there).known, jacobian(inner, at).known
    for i, row in enumerate(jacobian(both, at).known):
        for j, entry in enumerate(row):
            product = sum(exact(first[i][k]) * exact(second[k][j]) for k in (0, 1))
            assert exact(entry) == product


def test_its_shape_and_how_it_prints():
    found = jacobian([parse(text, XY) for text in ("x y", "sqrt(2) x", "gamma(x)/y")], (1, 2))
    assert found.matrix.shape == (3, 2)
    assert found.determinant is None
    assert repr(found) == "Jacobian([[2, 1], [sqrt(2), 0], [-0.288608, -0.25]])"
    assert r"\sqrt{2} & 0 \\" in found._repr_latex_()
    assert found.entries[2][0].decimals == "-0.288607832450766"  # Euler's constant, halved


def test_refusals():
    f = parse("x y", XY)
    with pytest.raises(ValueError, match="0 functions"):
        jacobian([], (1, 1))
    with pytest.raises(ValueError, match="same variables"):
        jacobian([f, parse("x y", ("y", "x"))], (1, 1))
    with pytest.raises(ValueError, match="13 functions"):
        jacobian([f] * 13, (1, 1))
    with pytest.raises(NotAnalytic):
        jacobian([f, parse("|x| + y", XY)], (0, 1))
    with pytest.raises(ParseError):
        jacobian([f], 1)
