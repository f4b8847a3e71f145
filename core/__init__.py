"""The mathematics of "h → 0". It knows no screen: ``from core import ...`` in a notebook is enough.

    parse, point, points                         what was typed
    derivative, differentiate                    at a point; as a function, with its derivation
    differential, propagate, extremes            the increment along the tangent, and what errors do
    gradient, gradient_at, directional_derivative, jacobian, hessian, multivariate_taylor,
    level_normal, surface_normal, potential_field                   several variables
    taylor, remainder, within, convergence, series_limit            polynomials and their limits
    roots, newton, newton_basins, critical_points                   zeros, none missed
    descent, compare_descents, Differences, largest_stable_rate,
    euler, euler_errors, solution                                   step by step
    stencil, difference, secants, error_curve, envelope, slopes, anatomy    truncation and round-off
    richardson, ridders, complex_step, forward_mode, alternatives   other roads to a derivative
    difference_gradient, jvp, vjp, grad, value_and_gradient, trace, cost    many parameters
    gradient_field, normal_field, shading_field, potential_field_on_grid    arrays to draw, float64

Imported here and now, not on demand: `core.taylor` is a function to whoever calls it and a module
to the import system, and the last to set the name wins. SymPy takes longer to load than the first
picture takes to draw, so no module imports it at its top.

>>> from core import convergence, derivative, parse, taylor
>>> f = parse("sin(x)/x")
>>> taylor(f, order=4)
1 - x²/6 + x⁴/120 + O(x⁵)
>>> convergence(f)
Convergence(radius=inf, exact, singularities=[])
>>> derivative(parse("|x|"), 0).verdict
'corner'
"""

from core.alternatives import alternatives
from core.anatomy import anatomy
from core.autodiff import grad, jvp, value_and_gradient, vjp
from core.complex_step import complex_step
from core.convergence import convergence
from core.cost import cost
from core.critical_points import critical_points
from core.derivative import derivative
from core.derivative_function import differentiate
from core.descent import compare_descents, descent
from core.differential import differential
from core.directional import directional_derivative
from core.errors import NotAnalytic, ParseError
from core.expression.expression import Expression, parse
from core.extremes import extremes
from core.fields import potential_field, potential_field_on_grid
from core.forward_mode import forward_mode
from core.gradient import gradient, gradient_at, gradient_field
from core.gradient_by_differences import difference_gradient
from core.gradient_sources import Differences
from core.hessian import hessian
from core.jacobian import jacobian
from core.multivariate_taylor import multivariate_taylor
from core.newton import newton
from core.newton_basins import newton_basins
from core.normals import level_normal
from core.odes import euler, euler_errors
from core.point import point, points
from core.propagation import propagate
from core.quotient import difference
from core.rates import envelope, slopes
from core.remainder import remainder
from core.richardson import richardson
from core.ridders import ridders
from core.roots import roots
from core.roundoff import error_curve
from core.secants import secants
from core.series_limit import series_limit
from core.shading import normal_field, shading_field
from core.stable_rate import largest_stable_rate
from core.stencil import stencil
from core.surface_normal import surface_normal
from core.taylor import taylor
from core.trace import trace
from core.validated_ode import solution
from core.within import within

__all__ = [
    "Differences",
    "Expression",
    "NotAnalytic",
    "ParseError",
    "alternatives",
    "anatomy",
    "compare_descents",
    "complex_step",
    "convergence",
    "cost",
    "critical_points",
    "derivative",
    "descent",
    "difference",
    "difference_gradient",
    "differential",
    "differentiate",
    "directional_derivative",
    "envelope",
    "error_curve",
    "euler",
    "euler_errors",
    "extremes",
    "forward_mode",
    "grad",
    "gradient",
    "gradient_at",
    "gradient_field",
    "hessian",
    "jacobian",
    "jvp",
    "largest_stable_rate",
    "level_normal",
    "multivariate_taylor",
    "newton",
    "newton_basins",
    "normal_field",
    "parse",
    "point",
    "points",
    "potential_field",
    "potential_field_on_grid",
    "propagate",
    "remainder",
    "richardson",
    "ridders",
    "roots",
    "secants",
    "series_limit",
    "shading_field",
    "slopes",
    "solution",
    "stencil",
    "surface_normal",
    "taylor",
    "trace",
    "value_and_gradient",
    "vjp",
    "within",
]
