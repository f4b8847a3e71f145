"""Normals: perpendicularity, unit length, known surfaces, shading, and points without a normal."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import NotAnalytic
from core.expression.expression import parse
from core.normals import level_normal
from core.point import points
from core.several.known import exact, sign
from core.several.vectors import dot, length
from core.shading import normal_field, shading_field
from core.surface_normal import surface_normal

XY = ("x", "y")
whole = st.integers(-5, 5)


@given(st.sampled_from(["x^2 + 2y^2", "x y - x", "e^(x y)", "x^3 - sqrt(2) y"]), whole, whole)
@settings(max_examples=30, deadline=None)
def test_the_normal_has_length_one_and_the_tangent_stands_across(text, a, b):
    try:
        n = level_normal(parse(text, XY), (a, b))
    except ValueError:  # the gradient is 0
        assume(False)
    assert exact(length(n.normal)) == 1
    (p, q), (s, t) = ([c.value for c in pair] for pair in (n.components, n.tangent))
    assert (s, t) == (-q, p)
    surface = surface_normal(parse(text, XY), (a, b))
    assert exact(length(surface.normal)) == 1


@given(whole, whole, whole)
@settings(max_examples=30, deadline=None)
def test_the_normal_of_a_sphere_is_its_radius(a, b, c):
    assume(a or b or c)
    n = level_normal(parse("x^2 + y^2 + z^2", ("x", "y", "z")), (a, b, c))
    radius = np.sqrt(a * a + b * b + c * c)
    np.testing.assert_allclose(
        [u.value for u in n.components], [a / radius, b / radius, c / radius], rtol=2**-51
    )
    assert n.tangent is None
    assert n.level.value == a * a + b * b + c * c


def test_the_normal_of_a_graph_stands_across_both_of_its_tangents():
    n = surface_normal(parse("e^x sin(y) + x", XY), (0, "pi/3"))
    slopes = [c for m, c in n.known.items() if any(m)]
    for i, slope in enumerate(slopes):
        along = [points("0", 1)[0]] * 2 + [slope]
        along[i] = points("1", 1)[0]
        assert sign(dot(n.normal, tuple(along))) == 0  # proven: exactly perpendicular


def test_how_they_print():
    n = level_normal(parse("x y", XY), (1, -1))
    assert repr(n) == "LevelNormal(-sqrt(2)/2, sqrt(2)/2)"
    assert n._repr_latex_() == r"$-\left(x - 1\right) + \left(y + 1\right) = 0$"
    s = surface_normal(parse("x^2 - y", XY), (1, 0))
    assert s._repr_latex_() == r"$z = 1 + 2 \left(x - 1\right) - y$"
    assert repr(s) == "SurfaceNormal(-sqrt(6)/3, sqrt(6)/6, sqrt(6)/6)"


def test_lamberts_cosine():
    plane = surface_normal(parse("0 x + 0 y", XY), (0, 0))
    assert plane.shading((0, 0, 5)).decimals == "1.00000000000000"
    assert plane.shading("1, 0, 1").value == np.sqrt(0.5)
    assert plane.shading((1, 0, 0)).decimals == "0"
    assert plane.shading((0, 0, -1)).decimals == "0"
    with pytest.raises(ValueError, match="no direction"):
        plane.shading((0, 0, 0))


def test_the_field_of_normals_is_the_normal_at_every_point():
    f, xs, ys = parse("sin(x) e^y + x y", XY), np.array([0.5, 1.25, 2.0]), np.array([0.25, 1.75])
    field, light = normal_field(f, xs, ys), (1, 2, 3)
    assert field.shape == (3, 2, 3)
    bright = shading_field(field, light)
    for i, y in enumerate(ys):
        for j, x in enumerate(xs):
            at = surface_normal(f, (x, y))
            # About a dozen roundings in the derivative's formula, and four more.
            np.testing.assert_allclose(
                field[:, i, j], [c.value for c in at.components], rtol=0, atol=32 * 2**-52
            )
            assert bright[i, j] == pytest.approx(at.shading(light).value, abs=32 * 2**-52)
    np.testing.assert_allclose(np.linalg.norm(field, axis=0), 1, atol=8 * 2**-52)


def test_where_there_is_no_normal():
    with pytest.raises(ValueError, match="no direction"):
        level_normal(parse("x^2 + y^2", XY), (0, 0))
    with pytest.raises(NotAnalytic):
        level_normal(parse("max(x, y)", XY), (1, 1))
    with pytest.raises(NotAnalytic):  # the gradient is 0, but who knows
        level_normal(parse("(gamma(x + 1) - x gamma(x)) y", XY), ("1/3", 1))
    with pytest.raises(NotAnalytic):
        surface_normal(parse("sqrt(x^2 + y^2)", XY), (0, 0))
    with pytest.raises(ValueError, match="in 2 variables"):
        surface_normal(parse("x"), 0)
    with pytest.raises(ValueError, match="in 2 variables"):
        normal_field(parse("x"), [0], [0])
    with pytest.raises(ValueError, match="one variable"):
        level_normal(parse("x"), 1)
    assert np.isnan(normal_field(parse("1/(x - y)", XY), [1.0], [1.0])).all()
    for light in ((0, 0, 0), (1, 2), (1, 2, np.inf)):
        with pytest.raises(ValueError, match="light"):
            shading_field(np.zeros((3, 2, 2)), light)


def test_a_corner_has_no_normal_on_the_grid_either():
    field = normal_field(parse("|x| + y", XY), [0.0, 1.0], [0.0])
    assert np.isnan(field[:, 0, 0]).all()
    np.testing.assert_allclose(field[:, 0, 1], np.array([-1, -1, 1]) / np.sqrt(3), rtol=2**-50)
    assert not np.signbit(normal_field(parse("x^2 + y^2", XY), [0], [0])).any()


def test_at_a_stationary_point_nothing_is_normal():
    with pytest.raises(ValueError, match="the gradient is 0"):
        level_normal(parse("x^2 - y^2", ("x", "y")), (0, 0))
