"""What is no formula, or has too many variables, is refused in words by every function of one."""

import pytest

import core
from core import parse, stencil

X, XY = parse("x^2"), parse("x y", ("x", "y"))
WINDOW = (-1, 1)
# What each function is given beside its formula, so that only the formula can be wrong.
OF_ONE = {
    "alternatives": (1, [0.1]),
    "anatomy": (1, 0.1, stencil.forward),
    "complex_step": (1, [0.1]),
    "convergence": (),
    "derivative": (1,),
    "error_curve": (1, stencil.forward, [0.1]),
    "forward_mode": (1, [0.1]),
    "newton": (1,),
    "newton_basins": ([1.0], WINDOW),
    "remainder": (),
    "richardson": (1, [0.1]),
    "ridders": (1, [0.1]),
    "roots": (WINDOW,),
    "secants": (1, [0.1]),
    "series_limit": (),
    "taylor": (),
    "within": (0, 3, 0.1, WINDOW),
}
OF_TWO = {
    "euler": (0, 1, 1, 4),
    "euler_errors": (0, 1, 1, [4, 8]),
    "gradient_field": ([1.0], [1.0]),
    "normal_field": ([1.0], [1.0]),
    "potential_field_on_grid": ([1.0], [1.0]),
    "solution": (0, 1, 1),
    "surface_normal": ((1, 1),),
}
OF_ANY = {
    "critical_points": (WINDOW,),
    "differential": (1, 1),
    "differentiate": (),
    "directional_derivative": ((1, 1), (1, 0)),
    "extremes": (WINDOW,),
    "gradient": (1,),
    "gradient_at": (1,),
    "hessian": (1,),
    "largest_stable_rate": (),
    "level_normal": ((1, 1),),
    "multivariate_taylor": (1, 2),
    "potential_field": (1,),
    "propagate": (1, 1),
}
ALL = OF_ONE | OF_TWO | OF_ANY


@pytest.mark.parametrize("name", ALL)
def test_a_text_is_no_formula_yet(name):
    with pytest.raises(TypeError, match="parse"):
        getattr(core, name)("x^2", *ALL[name])


@pytest.mark.parametrize("name", OF_ONE | OF_TWO)
def test_another_number_of_variables_is_refused(name):
    f, found = (XY, "x, y") if name in OF_ONE else (X, "x")
    with pytest.raises(ValueError, match=f"not in {found}$"):
        getattr(core, name)(f, *ALL[name])


def test_functions_of_a_jacobian_are_formulas():
    with pytest.raises(TypeError, match="parse"):
        core.jacobian(["x^2"], 1)
