"""Hessians: SymPy and NumPy as oracles, theorems, proven definiteness and refusals."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import NotAnalytic, ParseError
from core.expression.building import ZERO, constant
from core.expression.expression import parse
from core.expression.series import coefficients
from core.expression.text import to_text
from core.hessian import definiteness, hessian
from core.point import points
from core.several.bundle import T, line
from core.several.known import exact, tidied
from tests.core.derivatives_by_sympy import FUNCTIONS, partial

XY = ("x", "y")
XYZ = ("x", "y", "z")


@pytest.mark.parametrize(("text", "at"), FUNCTIONS)
def test_every_entry_is_the_double_nearest_to_sympys(text, at):
    h = hessian(parse(text, XY), at)
    assert h.matrix.tolist() == [[partial(text, XY, at, u, v) for v in XY] for u in XY]
    assert h.matrix.tolist() == h.matrix.T.tolist()


@pytest.mark.parametrize(("text", "at"), FUNCTIONS)
def test_the_eigenvalues_are_numpys(text, at):
    h = hessian(parse(text, XY), at)
    found = [x.value for x in h.eigenvalues]
    scale = np.abs(h.matrix).max()
    # LAPACK's symmetric eigenvalues are within a small multiple of u times the norm.
    np.testing.assert_allclose(found, np.linalg.eigvalsh(h.matrix), atol=8 * 2**-52 * scale, rtol=0)


@pytest.mark.parametrize(
    ("text", "variables", "at", "expected"),
    [
        ("x^2 + y^2", XY, (0, 0), "positive definite"),
        ("-x^2 - x y - y^2", XY, (1, 2), "negative definite"),
        ("x^2 - y^2", XY, (0, 0), "indefinite"),
        ("x y", XY, (0, 0), "indefinite"),
        ("x^2 + 2x y + y^2", XY, (3, 1), "positive semidefinite"),
        ("-(x - y)^2", XY, (3, 1), "negative semidefinite"),
        ("x^4 + y^4", XY, (0, 0), "zero"),
        ("(x + sqrt(2) y)^2", XY, (0, 1), "positive semidefinite"),
        ("(x + e y)^2 + z^2", XYZ, (0, 1, 2), "positive semidefinite"),
        ("(x + e y + pi z)^2", XYZ, (0, 1, 2), "positive semidefinite"),
        ("x^2 + y^2 - z^2", XYZ, (0, 0, 0), "indefinite"),
        ("x^2 - y^2 + 0 z", XYZ, (0, 0, 0), "indefinite"),
        ("x^2 + y^2/10^30", XY, (0, 0), "positive definite"),
        ("x^2 + 2x y + (1 - 10^-40) y^2", XY, (0, 0), "indefinite"),
        ("x^3", ("x",), 1, "positive definite"),
        ("e^(x + y + z)", XYZ, (1, 1, 1), "positive semidefinite"),
        ("gamma(x) y^2", XY, (1, 0), "positive semidefinite"),
        ("e^(a + 2b - c + 3d + x + y)", tuple("abcdxy"), (1,) * 6, "positive semidefinite"),
        ("gamma(x)^2 gamma(y)^2", XY, (1, 1), "positive definite"),
    ],
)
def test_definiteness_is_proven(text, variables, at, expected):
    assert hessian(parse(text, variables), at).definiteness == expected


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("x^2 + 3x y + y^2", XY, ["-1", "5"]),
        ("x^2/2 + x y", XY, ["1/2 - sqrt(5)/2", "sqrt(5)/2 + 1/2"]),
        ("(e x + y)^2/2", XY, ["0", "e^2 + 1"]),
        ("-(e x + y)^2/2", XY, ["-e^2 - 1", "0"]),
        ("x^2 + y^2 + z^2/2 + x y", XYZ, ["1", "1", "3"]),
        ("pi x^2/2", ("x",), ["pi"]),
    ],
)
def test_eigenvalues_in_closed_form(text, variables, expected):
    h = hessian(parse(text, variables), (0,) * len(variables))
    assert [to_text(c) for c in h.known_eigenvalues] == expected


def test_what_cannot_be_proven_is_undecided():
    twice = "(gamma(x + 1) - x gamma(x)) y^2 + x^2"  # gamma(x + 1) = x gamma(x), but who knows
    assert hessian(parse(twice, XY), ("1/3", 0)).definiteness == "undecided"
    assert definiteness([arb(0, 1), arb(2)]) == "undecided"
    assert definiteness([arb(0, 1), arb(2), arb(-2)]) == "indefinite"


directions = st.tuples(st.integers(-5, 5), st.integers(-5, 5))
places = st.tuples(st.fractions(1, 3, max_denominator=9), st.fractions(1, 3, max_denominator=9))


@given(st.sampled_from([text for text, _ in FUNCTIONS[:4]] + ["x^y + x"]), places, directions)
@settings(max_examples=30, deadline=None)
def test_along_a_line_the_second_derivative_is_the_quadratic_form(text, at, s):
    """``g(t) = f(a + t s)`` has ``g''(0) = sᵀ H s``."""
    f = parse(text, XY)
    h = hessian(f, at).matrix
    along = line(f, points(at, 2), [constant(Fraction(c)) for c in s])
    expected = 2 * float(coefficients(along, T.name, ZERO, 2)[2].mid())
    terms = [abs(h[i, j] * s[i] * s[j]) for i in (0, 1) for j in (0, 1)]
    # Each entry is rounded once, and so is each of the eight operations on them.
    assert abs(np.array(s) @ h @ np.array(s) - expected) <= 12 * 2**-53 * sum(terms)


@given(st.sampled_from(["x^2 y + y^3", "x y^2", "x^3 - 2y^3"]), places)
@settings(max_examples=20, deadline=None)
def test_eulers_identity_for_homogeneous_functions(text, at):
    """Of degree 3: ``aᵀ H a = 3·2 f(a)``, in rationals."""
    h = [[exact(c) for c in row] for row in hessian(parse(text, XY), at).known]
    a = [Fraction(c) for c in at]
    value = tidied(parse(text.replace("x", f"({a[0]})").replace("y", f"({a[1]})"), ()).tree)
    form = sum(h[i][j] * a[i] * a[j] for i in (0, 1) for j in (0, 1))
    assert form == 6 * exact(value)


@given(places, st.sampled_from([(3, 4, 5), (5, 12, 13), (8, 15, 17)]))
@settings(max_examples=15, deadline=None)
def test_the_laplacian_does_not_change_under_rotation(at, triple):
    p, q, r = triple
    f = parse("x^3 y - x y^2 + x^2", XY)
    u, v = f"(({p}x - {q}y)/{r})", f"(({q}x + {p}y)/{r})"
    g = parse(f"{u}^3*{v} - {u}*{v}^2 + {u}^2", XY)
    a, b = (Fraction(c) for c in at)
    there = (Fraction(p) * a - q * b) / r, (Fraction(q) * a + p * b) / r
    traces = [
        sum(exact(h.known[i][i]) for i in (0, 1)) for h in (hessian(f, there), hessian(g, (a, b)))
    ]
    assert traces[0] == traces[1]


def test_the_determinant_in_closed_form():
    h = hessian(parse("cos(x) cos(y)", XY), (1, 1))
    assert h.determinant.value == pytest.approx(np.cos(1) ** 4 - np.sin(1) ** 4, rel=2**-50)
    assert repr(hessian(parse("x y", XY), (0, 0))) == "Hessian([[0, 1], [1, 0]], indefinite)"
    assert hessian(parse("x y", XY), (0, 0))._repr_latex_() == (
        r"$\begin{pmatrix}0 & 1 \\ 1 & 0\end{pmatrix}$"
    )


def test_refusals():
    with pytest.raises(NotAnalytic):
        hessian(parse("sqrt(x^2 + y^2)", XY), (0, 0))
    with pytest.raises(ParseError):
        hessian(parse("x + y", XY), (0, 0, 0))
