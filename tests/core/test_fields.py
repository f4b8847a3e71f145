"""Fields of potentials: known charges and flows, harmonic functions, no curl, Gauss and Stokes."""

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import NotAnalytic
from core.expression.expression import parse
from core.fields import potential_field, potential_field_on_grid
from tests.core.derivatives_by_sympy import FUNCTIONS, partial

XY = ("x", "y")
XYZ = ("x", "y", "z")


@pytest.mark.parametrize(("text", "at"), FUNCTIONS)
def test_the_field_is_sympys_gradient_turned_round(text, at):
    e = potential_field(parse(text, XY), at)
    assert [c.value for c in e.components] == [-partial(text, XY, at, v) + 0.0 for v in XY]
    second = [partial(text, XY, at, v, v) for v in XY]
    # Either derivative may be off by half a unit, and the sum once more.
    assert abs(e.divergence.value + sum(second)) <= 2**-52 * sum(map(abs, second))


@pytest.mark.parametrize(
    ("text", "variables", "at"),
    [
        ("1/sqrt(x^2 + y^2 + z^2)", XYZ, (1, 2, 3)),
        ("ln(x^2 + y^2)", XY, (3, "1/7")),
        ("e^x sin y", XY, (1, 2)),
        ("x^3 - 3x y^2", XY, ("pi", "e")),
        ("atan(y/x)", XY, (1, "sqrt 2")),
        ("cosh(x) cos(y)", XY, ("1/2", "ln 2")),
    ],
)
def test_harmonic_potentials_are_proven_to_have_no_sources(text, variables, at):
    e = potential_field(parse(text, variables), at)
    assert e.divergence.decimals == "0"
    assert e.is_source_free is True


def test_sources_and_conductivity():
    charge = potential_field(parse("x^2 + y^2", XY), (1, 2))
    assert repr(charge) == "FieldAt(-2, -4; divergence -4)"
    assert charge.is_source_free is False
    heat = potential_field(parse("x^2 + y^2", XY), (1, 2), conductivity="1/2")
    assert repr(heat) == "FieldAt(-1, -2; divergence -2)"
    assert heat.strength.value == np.sqrt(5)
    assert heat.laplacian.value == 4.0
    assert heat.potential.value == 5.0
    assert charge._repr_latex_() == r"$\begin{pmatrix}-2 \\ -4\end{pmatrix}$"


def test_what_cannot_be_told_from_zero_stays_open():
    twice = parse("(gamma(x + 1) - x gamma(x)) y^2", XY)
    assert potential_field(twice, ("1/3", 1)).is_source_free is None


def test_coulombs_law():
    """The field of a unit charge is ``r/|r|^3``."""
    e = potential_field(parse("1/sqrt(x^2 + y^2 + z^2)", XYZ), (2, 3, 6))
    assert [c.value for c in e.components] == [2 / 343, 3 / 343, 6 / 343]
    assert e.strength.value == 1 / 49


@given(st.sampled_from(["e^(x y)", "sin(x + y^2)", "ln(2 + x^2 + y^2)"]))
@settings(max_examples=6, deadline=None)
def test_the_curl_of_sympys_field_vanishes_too(text):
    f = parse(text, XY).sympy
    x, y = (sympy.Symbol(name, real=True) for name in XY)
    assert sympy.simplify(sympy.diff(f, x, y) - sympy.diff(f, y, x)) == 0
    assert [c.decimals for c in potential_field(parse(text, XY), (1, 2)).curl] == ["0"]


def test_around_a_closed_loop_no_work_is_done_and_gauss_counts_the_charge():
    """On a circle the trapezoidal rule converges geometrically: 128 points suffice."""
    turn = 2 * np.pi * np.arange(128) / 128
    normal = np.array([np.cos(turn), np.sin(turn)])
    tangent = np.array([-np.sin(turn), np.cos(turn)])
    f = parse("-ln(x^2 + y^2)/2 + x y", XY)  # a line charge of 2 pi, and a harmonic rest
    at = zip(normal[0] + 0.25, normal[1], strict=True)
    field = np.array([np.ravel(potential_field_on_grid(f, [x], [y])) for x, y in at]).T
    step = 2 * np.pi / 128
    assert abs((field * tangent).sum() * step) < 128 * 2**-50
    assert (field * normal).sum() * step == pytest.approx(2 * np.pi, rel=2**-45)


def test_the_grid_is_the_field_at_every_point():
    f, xs, ys = parse("sin(x) e^y", XY), [0.5, 1.25], [0.25, 1.75, 2.0]
    across, up = potential_field_on_grid(f, xs, ys, 0.5)
    assert across.shape == up.shape == (3, 2)
    exact = [[potential_field(f, (x, y), "1/2").components for x in xs] for y in ys]
    np.testing.assert_allclose(
        across, [[c[0].value for c in row] for row in exact], rtol=16 * 2**-52
    )
    np.testing.assert_allclose(up, [[c[1].value for c in row] for row in exact], rtol=16 * 2**-52)


def test_refusals():
    with pytest.raises(NotAnalytic):
        potential_field(parse("1/sqrt(x^2 + y^2)", XY), (0, 0))
    for k in (0, -1):
        with pytest.raises(ValueError, match="not positive"):
            potential_field(parse("x y", XY), (0, 0), k)


def test_a_corner_has_no_field_and_the_grid_takes_the_same_conductivities():
    across, up = potential_field_on_grid(parse("|x| + y", XY), [0.0, 1.0], [0.0])
    assert np.isnan([across[0, 0], up[0, 0]]).all()
    assert (across[0, 1], up[0, 1]) == (-1, -1)
    across, up = potential_field_on_grid(parse("x + 3y", XY), [0], [0], "1/2")
    assert (across[0, 0], up[0, 0]) == (-0.5, -1.5)
    for k in (0, -1, "-1/2"):
        with pytest.raises(ValueError, match="not positive"):
            potential_field_on_grid(parse("x y", XY), [0], [0], k)


def test_where_the_potential_is_flat_the_field_is_zero_without_a_sign():
    across, up = potential_field_on_grid(parse("x^2 + y^2", XY), [0], [0])
    assert not np.signbit(across).any()
    assert not np.signbit(up).any()
